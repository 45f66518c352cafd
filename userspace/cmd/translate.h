/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts in the language of the reader, by gettext(3): a catalogue po/LANGUAGE.po
 * for each; without one, English. Only what a person reads on its own is
 * translated: worksheets.
 */
#ifndef TRANSLATE_H
#define TRANSLATE_H

#include <libintl.h>

#define _(text) gettext(text)

/**
 * translate_begin - choose the language, as gettext(3) says
 *
 * Catalogues are in share/locale beside the folder of the program, or where
 * TEXTDOMAINDIR says.
 */
void translate_begin(void);

#endif
