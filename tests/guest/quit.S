/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The smallest program: exits with the first byte of its first argument. For
 * tests that exec a hundred thousand times.
 */
	.globl _start
_start:
	mov	16(%rsp), %rdi		/* argv[1] */
	movzbl	(%rdi), %edi
	mov	$60, %eax		/* exit */
	syscall

	.section .note.GNU-stack, "", @progbits
