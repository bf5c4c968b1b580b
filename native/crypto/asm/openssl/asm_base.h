/* What AWS-LC's assembly expects of its header of this name, which brings more along than we have. */
#if defined(__x86_64__)
#define OPENSSL_X86_64
#define _CET_ENDBR endbr64
#elif defined(__aarch64__)
#define OPENSSL_AARCH64
/* Return addresses are not signed: the rest of the library does not do it either. */
#define AARCH64_SIGN_LINK_REGISTER
#define AARCH64_VALIDATE_LINK_REGISTER
#define AARCH64_VALID_CALL_TARGET
#endif

#ifdef __ELF__
.section .note.GNU-stack, "", %progbits
#endif
