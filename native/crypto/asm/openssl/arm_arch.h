/* AWS-LC's assembly includes a file of this name; asm_base.h has all that is needed of it. */
