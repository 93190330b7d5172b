/* Goes once more over a scalar as it is written and follows what its text becomes of it: quotes, escapes, folded lines, the indent of
 * blocks. Every byte is held against the text, so that a form this does not know gives no place rather than a wrong one. */
#include "yaml.h"

typedef struct {
  const char *p, *end;
  guint line, column;
  NtStr text;
  gsize at, wanted; /* bytes of the text */
  gboolean lost;
} Walk;

static gboolean is_break(const Walk *w)
{
  return w->p < w->end && (*w->p == '\n' || *w->p == '\r');
}

static gboolean is_blank(const Walk *w)
{
  return w->p < w->end && (*w->p == ' ' || *w->p == '\t');
}

static void step(Walk *w)
{
  gboolean ends_line = *w->p == '\n' || (*w->p == '\r' && !(w->p + 1 < w->end && w->p[1] == '\n'));
  do
    w->p++;
  while (w->p < w->end && (*w->p & 0xC0) == 0x80);
  w->line += ends_line;
  w->column = ends_line ? 1 : w->column + 1;
}

static void step_over_break(Walk *w)
{
  if (*w->p == '\r' && w->p + 1 < w->end && w->p[1] == '\n')
    step(w);
  step(w);
}

/* The text goes on with these bytes, which are written at the place at hand; TRUE where the wanted byte is one of them. */
static gboolean take(Walk *w, const char *bytes, gsize n)
{
  w->lost = w->lost || w->text.n - w->at < n || memcmp(w->text.p + w->at, bytes, n) != 0;
  if (w->lost || w->wanted < w->at + n)
    return TRUE;
  w->at += n;
  return FALSE;
}

static gboolean take_breaks(Walk *w, guint n)
{
  for (guint i = 0; i < n; i++)
    if (take(w, "\n", 1))
      return TRUE;
  return FALSE;
}

static gboolean take_character(Walk *w)
{
  const char *p = w->p;
  gsize n = 1;
  while (p + n < w->end && (p[n] & 0xC0) == 0x80)
    n++;
  if (take(w, p, n))
    return TRUE;
  step(w);
  return FALSE;
}

/* ---- quoted and plain ---- */

/* White space: as it is, or where a line ends in it, what the fold leaves. */
static gboolean take_space(Walk *w)
{
  Walk ahead = *w;
  guint breaks = 0;
  while (is_blank(&ahead) || is_break(&ahead)) {
    breaks += is_break(&ahead);
    if (is_break(&ahead))
      step_over_break(&ahead);
    else
      step(&ahead);
  }
  if (!breaks)
    return take_character(w);
  if (breaks == 1 ? take(w, " ", 1) : take_breaks(w, breaks - 1))
    return TRUE;
  ahead.at = w->at;
  *w = ahead;
  return FALSE;
}

static gboolean take_escape(Walk *w)
{
  static const char codes[] = "0abtnvfre", values[] = "\0\a\b\t\n\v\f\r\x1B";
  char c = w->p + 1 < w->end ? w->p[1] : '\n', bytes[6] = {c};
  guint digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  gsize n = 1;
  const char *code = c ? strchr(codes, c) : NULL;
  if (digits && (gsize)(w->end - w->p) > digits + 2) {
    gunichar character = 0;
    for (guint i = 0; i < digits; i++)
      character = character << 4 | (gunichar)MAX(g_ascii_xdigit_value(w->p[2 + i]), 0);
    n = (gsize)g_unichar_to_utf8(character, bytes);
  } else if (code) {
    bytes[0] = values[code - codes];
  } else if (!strchr("\"\\/ ", c)) {
    w->lost = TRUE;
  }
  if (take(w, bytes, n))
    return TRUE;
  for (guint i = 0; i < digits + 2; i++)
    step(w);
  return FALSE;
}

static void walk_flow(Walk *w, char quote)
{
  while (!w->lost && w->at < w->text.n && w->p < w->end) {
    gboolean found;
    if (is_blank(w) || is_break(w)) {
      found = take_space(w);
    } else if (quote == '"' && *w->p == '\\') {
      found = take_escape(w);
    } else if (quote == '\'' && *w->p == '\'') {
      found = take(w, "'", 1);
      if (!found) {
        step(w);
        step(w);
      }
    } else {
      found = take_character(w);
    }
    if (found)
      return;
  }
}

/* ---- blocks ---- */

static guint indent_at(Walk w)
{
  for (;;) {
    while (w.p < w.end && *w.p == ' ')
      step(&w);
    if (!is_break(&w))
      return w.column - 1;
    step_over_break(&w);
  }
}

static void step_over_indent(Walk *w, guint indent)
{
  while (w->p < w->end && *w->p == ' ' && w->column <= indent)
    step(w);
}

/* The breaks behind a line of a block: all of them, or what folding leaves, where neither line stands further in. */
static gboolean take_block_breaks(Walk *w, guint indent, gboolean folds)
{
  Walk ahead = *w;
  guint breaks = 0;
  while (is_break(&ahead)) {
    breaks++;
    step_over_break(&ahead);
    step_over_indent(&ahead, indent);
  }
  folds = folds && !is_blank(&ahead) && ahead.p < ahead.end && ahead.column > indent;
  if (folds && breaks == 1 ? take(w, " ", 1) : take_breaks(w, folds ? breaks - 1 : breaks))
    return TRUE;
  ahead.at = w->at;
  *w = ahead;
  return FALSE;
}

static void walk_block(Walk *w, gboolean folded)
{
  while (w->p < w->end && !is_break(w))
    step(w);
  if (w->p == w->end)
    return;
  step_over_break(w);
  guint indent = indent_at(*w);
  step_over_indent(w, indent);
  gboolean further_in = TRUE; /* breaks before the first line are kept */
  while (!w->lost && w->at < w->text.n && w->p < w->end) {
    gboolean found;
    if (is_break(w)) {
      found = take_block_breaks(w, indent, folded && !further_in);
      further_in = is_blank(w);
    } else {
      further_in = w->column == indent + 1 ? is_blank(w) : further_in;
      found = take_character(w);
    }
    if (found)
      return;
  }
}

gboolean nt_yaml_place(NtStr bytes, NtStr text, gsize offset, guint *line, guint *column)
{
  Walk w = {.p = bytes.p, .end = bytes.p + bytes.n, .line = 1, .column = 1, .text = text, .wanted = offset};
  while (w.p < w.end && (w.line < *line || (w.line == *line && w.column < *column)))
    step(&w);
  if (w.p == w.end || w.line != *line || w.column != *column)
    return FALSE;
  char first = *w.p;
  if (first == '"' || first == '\'')
    step(&w);
  if (first == '|' || first == '>')
    walk_block(&w, first == '>');
  else
    walk_flow(&w, first);
  if (w.lost || (w.at < text.n && (w.p == w.end || offset >= text.n)))
    return FALSE;
  *line = w.line;
  *column = w.column;
  return TRUE;
}
