#include "_internal_s2n_bignum.h"

/* A semicolon begins a comment in Apple's assembly. */
#ifdef __APPLE__
#define __LF %%
#else
#define __LF ;
#endif
#define CFI_BL(target) bl target
#define CFI_PUSH2(first, second) stp first, second, [sp, #-16]!
#define CFI_POP2(first, second) ldp first, second, [sp], #16
#define CFI_STACKSAVE2(first, second, offset) stp first, second, [sp, #(offset)]
#define CFI_STACKLOAD2(first, second, offset) ldp first, second, [sp, #(offset)]
#define CFI_DEC_SP(bytes) sub sp, sp, #(bytes)
#define CFI_INC_SP(bytes) add sp, sp, #(bytes)
