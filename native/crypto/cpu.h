/* What the processor can, as far as the assembly under native/crypto asks for it. */
#ifndef E4J_CPU_H
#define E4J_CPU_H

/* Whether AWS-LC's ChaCha20-Poly1305 runs here: SSE4.1 on x86-64, always on AArch64. */
int e4j_cpu_has_chachapoly(void);

/* Whether s2n-bignum's faster variants run here: BMI2 and ADX on x86-64. On AArch64 it says which ones suit better. */
int e4j_cpu_has_wide_multiply(void);

/* Kinds of processors, each of which takes another way through native/crypto. On AArch64 the first two are the same. */
enum e4j_cpu { E4J_CPU_ANY, E4J_CPU_SSE41, E4J_CPU_NEWEST };

/* For tests: takes the processor for one of this kind, or for what it is, where that is less. */
void e4j_cpu_limit(enum e4j_cpu most);

#endif
