/*
 * What s2n-bignum's assembly expects of its headers. Written anew because the original knows ELF and Mach-O only, not
 * Windows' COFF. Its notes about the stack for debuggers (CFI) are left out.
 */
#ifdef __APPLE__
#define S2N_BN_SYMBOL(name) _##name
#define S2N_BN_SYM_PRIVACY_DIRECTIVE(name) .private_extern S2N_BN_SYMBOL(name)
#elif defined(__ELF__)
#define S2N_BN_SYMBOL(name) name
#define S2N_BN_SYM_PRIVACY_DIRECTIVE(name) .hidden name
#else
#define S2N_BN_SYMBOL(name) name
#define S2N_BN_SYM_PRIVACY_DIRECTIVE(name)
#endif
#define S2N_BN_SYM_VISIBILITY_DIRECTIVE(name) .globl S2N_BN_SYMBOL(name)

#ifdef __ELF__
#define S2N_BN_FUNCTION_TYPE_DIRECTIVE(name) .type name, %function
#define S2N_BN_SIZE_DIRECTIVE(name) .size name, .-name
#else
#define S2N_BN_FUNCTION_TYPE_DIRECTIVE(name)
#define S2N_BN_SIZE_DIRECTIVE(name)
#endif

#define CFI_START
#define CFI_RET ret
