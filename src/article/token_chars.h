/* Which characters words are made of, and what shape they give a word. ASCII goes by a table of byte classes, the rest by the Unicode
 * tables of GLib. */
#pragma once

#include "tokens.h"

enum { NT_BYTE_OTHER, NT_BYTE_LOWER, NT_BYTE_UPPER, NT_BYTE_DIGIT, NT_BYTE_SPACE, NT_BYTE_LINE, NT_BYTE_HIGH };

extern const guint8 nt_byte_classes[256];

static inline guint8 nt_byte_class(char byte)
{
  return nt_byte_classes[(guchar)byte];
}

/* A letter or digit of ASCII. */
static inline gboolean nt_is_word_byte(char byte)
{
  guint8 c = nt_byte_class(byte);
  return c == NT_BYTE_LOWER || c == NT_BYTE_UPPER || c == NT_BYTE_DIGIT;
}

/* Letters, numbers, and the marks that stand on them. */
gboolean nt_is_word_point(gunichar c);
/* Of a script that is written without spaces between words: each character is a word of its own. */
gboolean nt_is_word_alone(gunichar c);
/* Soft hyphens, spaces without width, marks of direction: nobody sees them. */
gboolean nt_is_unseen(gunichar c);

/* Whether a word that is ASCII so far ends before these bytes: at any ASCII byte, and at “ ” ‘ ’ – — … and their like. */
static inline gboolean nt_ends_ascii_word(const char *p, gsize n)
{
  return (guchar)p[0] < 0x80 || (n >= 3 && (guchar)p[0] == 0xE2 && (guchar)p[1] == 0x80 && (guchar)p[2] >= 0x90);
}

/* How a word is written, by the class of its first character, whether small letters are in it, and whether a capital stands behind the
 * first. */
static inline guint8 nt_token_shape(guint8 first, gboolean small, gboolean capital)
{
  static const guint8 shapes[][2][2] = {
    [NT_BYTE_OTHER] = {{NT_SHAPE_OTHER, NT_SHAPE_OTHER}, {NT_SHAPE_OTHER, NT_SHAPE_OTHER}},
    [NT_BYTE_LOWER] = {{NT_SHAPE_LOWER, NT_SHAPE_MIXED}, {NT_SHAPE_LOWER, NT_SHAPE_MIXED}},
    [NT_BYTE_UPPER] = {{NT_SHAPE_INITIAL, NT_SHAPE_UPPER}, {NT_SHAPE_CAPITAL, NT_SHAPE_CAPITAL}},
    [NT_BYTE_DIGIT] = {{NT_SHAPE_NUMBER, NT_SHAPE_NUMBER}, {NT_SHAPE_NUMBER, NT_SHAPE_NUMBER}},
  };
  return shapes[first][small][capital];
}
