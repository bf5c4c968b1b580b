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
