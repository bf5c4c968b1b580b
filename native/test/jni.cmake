# The library itself, loaded without a JVM.
test_program(jni_load_test SOURCES jni_load_test.c LIBRARIES ${CMAKE_DL_LIBS})
target_include_directories(jni_load_test PRIVATE ${NATIVE}/jni/md)
target_include_directories(jni_load_test SYSTEM PRIVATE ${JNI_H_FOLDER})
add_test(NAME jni_load_test COMMAND jni_load_test $<TARGET_FILE:enet4j>)
set_tests_properties(jni_load_test PROPERTIES TIMEOUT 60)
