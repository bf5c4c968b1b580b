/* What the processor can, as far as the assembly under native/crypto asks for it. */
#ifndef E4J_CPU_H
#define E4J_CPU_H

/* Whether AWS-LC's ChaCha20-Poly1305 runs here: SSE4.1 on x86-64, always on AArch64. */
int e4j_cpu_has_chachapoly(void);

/* Whether s2n-bignum's faster variants run here: BMI2 and ADX on x86-64. On AArch64 it says which ones suit better. */
int e4j_cpu_has_wide_multiply(void);

#endif
