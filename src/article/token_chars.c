#include "token_chars.h"

const guint8 nt_byte_classes[256] = {
  ['a' ... 'z'] = NT_BYTE_LOWER, ['A' ... 'Z'] = NT_BYTE_UPPER, ['0' ... '9'] = NT_BYTE_DIGIT, [' '] = NT_BYTE_SPACE,
  ['\t'] = NT_BYTE_SPACE, ['\r'] = NT_BYTE_SPACE, ['\f'] = NT_BYTE_SPACE, ['\v'] = NT_BYTE_SPACE, ['\n'] = NT_BYTE_LINE,
  [0x80 ... 0xFF] = NT_BYTE_HIGH,
};

gboolean nt_is_word_point(gunichar c)
{
  if (c == 0x2BB || c == 0x2BC) /* ʻ and ʼ are apostrophes */
    return FALSE;
  return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == 0x200C || c == 0x200D;
}

gboolean nt_is_word_alone(gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
         (c >= 0x1780 && c <= 0x17FF);
}

gboolean nt_is_unseen(gunichar c)
{
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}
