/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions of the kernel that the examples call. */
#ifndef STATIC_KERNEL_H
#define STATIC_KERNEL_H

void _raw_spin_lock(void *lock);
void _raw_spin_lock_irqsave(void *lock);
void kfree(void *memory);

#endif
