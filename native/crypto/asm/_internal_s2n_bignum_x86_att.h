#include "_internal_s2n_bignum.h"

#define _CET_ENDBR endbr64
#define CFI_CALL(target) callq target
#define CFI_PUSH(register) pushq register
#define CFI_POP(register) popq register
#define CFI_DEC_RSP(bytes) subq $(bytes), %rsp
#define CFI_INC_RSP(bytes) addq $(bytes), %rsp
