/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The smallest program: exits with the first byte of its first argument. For
 * tests that exec a hundred thousand times.
 */
	.globl _start
_start:
#ifdef __x86_64__
	mov	16(%rsp), %rdi		/* argv[1] */
	movzbl	(%rdi), %edi
	mov	$60, %eax		/* exit */
	syscall
#else	/* aarch64 */
	ldr	x0, [sp, #16]		/* argv[1] */
	ldrb	w0, [x0]
	mov	x8, #93			/* exit */
	svc	#0
#endif

	.section .note.GNU-stack, "", @progbits
