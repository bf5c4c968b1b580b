# jni.h of any JDK; native/jni/md stands in for its platform's part.

find_program(JAVAC javac HINTS $ENV{JAVA_HOME}/bin)
if(JAVAC)
    get_filename_component(javac_file ${JAVAC} REALPATH)
    get_filename_component(javac_folder ${javac_file} DIRECTORY)
endif()
find_path(JNI_H_FOLDER jni.h HINTS ${ENET4J_JAVA_HOME}/include $ENV{JAVA_HOME}/include ${javac_folder}/../include NO_CMAKE_FIND_ROOT_PATH)
if(NOT JNI_H_FOLDER)
    message(FATAL_ERROR "jni.h not found: set JAVA_HOME to a JDK")
endif()

# The folder that the library lies in inside the jar: the names are JNA's (Platform.RESOURCE_PREFIX).
if(WIN32)
    set(platform_os win32)
elseif(APPLE)
    set(platform_os darwin)
else()
    string(TOLOWER ${CMAKE_SYSTEM_NAME} platform_os)
endif()
string(TOLOWER ${CMAKE_SYSTEM_PROCESSOR} platform_arch)
string(REGEX REPLACE "^(x86_64|amd64)$" "x86-64" platform_arch ${platform_arch})
string(REGEX REPLACE "^arm64$" "aarch64" platform_arch ${platform_arch})
set(ENET4J_PLATFORM ${platform_os}-${platform_arch} CACHE STRING "The platform's folder inside the jar")
