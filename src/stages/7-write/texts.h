/* The different texts of one article's rows, numbered: a workbook holds each once and its cells say the number. */
#pragma once

#include "base/arena.h"

typedef struct {
  NtArena *arena;
  NT_VEC(NtStr) texts;
  guint32 *slots; /* number + 1; a power of two of them, at most half full */
  guint32 n_slots;
} NtTexts;

void nt_texts_init(NtTexts *strings, NtArena *arena);
/* The number of the text, a new one where it was not met before. The text is copied. */
guint32 nt_texts_number(NtTexts *strings, NtStr text);
