/*
 * The part of the JNI headers that differs by platform, for all that we build for: any JDK's jni.h does for the rest,
 * so that a build for another platform needs no JDK of that platform.
 */
#ifndef E4J_JNI_MD_H
#define E4J_JNI_MD_H

#ifdef _WIN32
#define JNIEXPORT __declspec(dllexport)
#define JNIIMPORT __declspec(dllimport)
#define JNICALL __stdcall
#else
#define JNIEXPORT __attribute__((visibility("default")))
#define JNIIMPORT __attribute__((visibility("default")))
#define JNICALL
#endif

typedef int jint;
/* In the JDK's own headers long where that has 64 bits: the same size, and no header of ours depends on which. */
typedef long long jlong;
typedef signed char jbyte;

#endif
