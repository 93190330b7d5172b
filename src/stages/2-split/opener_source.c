/* What a line says of where the article comes from: fields with marks between them, a label, an echo of the publisher, a byline. */
#include "opener_parts.h"

#include "article/dates.h"

static gboolean read_field(const NtPage *page, NtStr field, NtOpener *o)
{
  field = nt_opener_strip(field);
  if (!field.n)
    return TRUE;
  if (nt_date_is_whole(field)) {
    if (o->published.start == o->published.end)
      o->published = nt_opener_span(page, field);
    o->signs |= NT_SIGN(DATE);
    return TRUE;
  }
  if (nt_opener_starts(field, "by ") && nt_opener_is_name(nt_str_n(field.p + 3, field.n - 3))) {
    o->byline = nt_opener_span(page, field);
    o->signs |= NT_SIGN(BYLINE);
    return TRUE;
  }
  gboolean reading_time = g_ascii_isdigit(*field.p) && field.n <= 16 && g_strstr_len(field.p, (gssize)field.n, "min");
  if (reading_time)
    return TRUE;
  if (!nt_opener_is_name(field))
    return FALSE;
  gboolean better = nt_opener_has_publisher_word(page, field) || o->publisher.start == o->publisher.end;
  if (better)
    o->publisher = nt_opener_span(page, field);
  o->signs |= NT_SIGN(SOURCE);
  return TRUE;
}

/* `The Post 21 minutes ago`, `The Post, 12 March 2026`, `12 March 2026, The Post`: no mark parts them. */
static gboolean read_joined(const NtPage *page, NtStr s, NtOpener *o)
{
  gboolean date_before = nt_date_may_begin(s), date_behind = nt_date_may_end(s);
  guint words = 0;
  for (gsize i = 1; i < s.n && words < NT_MOST_NAME_WORDS && date_behind; i++) {
    if (s.p[i] != ' ')
      continue;
    words++;
    NtStr left = nt_opener_strip(nt_str_n(s.p, i)), right = nt_opener_strip(nt_str_n(s.p + i, s.n - i));
    if (nt_opener_is_name(left) && nt_date_is_whole(right) && !nt_date_is_whole(left)) {
      o->publisher = nt_opener_span(page, left);
      o->published = nt_opener_span(page, right);
      o->signs |= NT_SIGN(SOURCE) | NT_SIGN(DATE);
      return TRUE;
    }
  }
  for (gsize i = s.n; date_before && i-- > 1;) {
    if (s.p[i] != ',')
      continue;
    NtStr left = nt_opener_strip(nt_str_n(s.p, i)), right = nt_opener_strip(nt_str_n(s.p + i, s.n - i));
    if (nt_opener_is_name(right) && nt_date_is_whole(left)) {
      o->publisher = nt_opener_span(page, right);
      o->published = nt_opener_span(page, left);
      o->signs |= NT_SIGN(SOURCE) | NT_SIGN(DATE);
      return TRUE;
    }
  }
  return FALSE;
}

/* A line of fields of which one at least is a date or a byline, and the others names. */
static gboolean read_source(const NtPage *page, NtStr s, NtOpener *o)
{
  if (s.n > 160)
    return FALSE;
  NtOpener copy = *o;
  guint before = o->signs, fields = 0;
  for (gsize i = 0, from = 0; i <= s.n; i++) {
    guint mark = i < s.n ? nt_opener_mark(s, i) : 0;
    if (!mark && i < s.n)
      continue;
    fields++;
    if (!read_field(page, nt_str_n(s.p + from, i - from), &copy))
      return read_joined(page, s, o);
    from = i + mark;
    i = mark ? from - 1 : i;
  }
  if (!((copy.signs & ~before) & (NT_SIGN(DATE) | NT_SIGN(BYLINE))))
    return read_joined(page, s, o);
  if (fields == 1 && (copy.signs & ~before) == NT_SIGN(DATE) && !nt_date_is_whole(nt_opener_strip(s)))
    return FALSE;
  *o = copy;
  return TRUE;
}

gboolean nt_opener_read_label(const NtPage *page, NtStr s, NtOpener *o)
{
  guint n_labels;
  const char *const *labels = nt_layouts_labels(page->layouts, NT_LABEL_PUBLISHER, &n_labels);
  for (guint k = 0; k < n_labels; k++)
    if (nt_opener_starts(s, labels[k])) {
      NtStr name = nt_opener_strip(nt_str_n(s.p + strlen(labels[k]), s.n - strlen(labels[k])));
      if (read_source(page, name, o))
        return TRUE;
      if (!nt_opener_is_name(name))
        return FALSE;
      o->publisher = nt_opener_span(page, name);
      o->signs |= NT_SIGN(LABEL);
      return TRUE;
    }
  if (s.n > 2 && (*s.p == '(' || *s.p == '[') && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']')) {
    NtStr inner = nt_str_n(s.p + 1, s.n - 2);
    if (nt_opener_is_name(inner)) {
      o->publisher = nt_opener_span(page, inner);
      o->signs |= NT_SIGN(LABEL);
      return TRUE;
    }
    return read_source(page, inner, o);
  }
  return FALSE;
}

/* `- The Post`, where a line above says `The Post`, or nothing else names the publisher. */
static gboolean read_echo(const NtPage *page, NtStr s, NtOpener *o)
{
  gsize i = 0;
  while (i < s.n && (strchr("- ", s.p[i]) || (s.n - i >= 3 && memcmp(s.p + i, "—", 3) == 0) || (s.n - i >= 3 && memcmp(s.p + i, "–", 3) == 0)))
    i += s.p[i] == '-' || s.p[i] == ' ' ? 1 : 3;
  NtStr name = nt_str_n(s.p + i, s.n - i);
  if (!i || !nt_opener_is_name(name))
    return FALSE;
  o->publisher = nt_opener_span(page, name);
  o->signs |= NT_SIGN(ECHO);
  return TRUE;
}

/* `By Ana Silva, The Post` says both. */
static void read_byline(const NtPage *page, NtStr s, NtOpener *o)
{
  const char *comma = memrchr(s.p, ',', s.n);
  NtStr behind = comma ? nt_opener_strip(nt_str_n(comma, s.n - (gsize)(comma - s.p))) : (NtStr){0};
  if (nt_opener_is_name(behind) && nt_opener_has_publisher_word(page, behind)) {
    o->publisher = nt_opener_span(page, behind);
    o->signs |= NT_SIGN(SOURCE);
    s.n = (gsize)(comma - s.p);
  }
  o->byline = nt_opener_span(page, s);
  o->signs |= NT_SIGN(BYLINE);
}

gboolean nt_opener_read_source(const NtPage *page, NtStr s, gboolean byline, NtOpener *o)
{
  if (read_source(page, s, o))
    return TRUE;
  if (!byline)
    return nt_opener_read_label(page, s, o) || read_echo(page, s, o);
  read_byline(page, s, o);
  return TRUE;
}

gboolean nt_opener_label(const NtPage *page, guint line, NtSpan *publisher)
{
  NtOpener o = {0};
  if (!nt_opener_read_label(page, nt_page_line(page, line), &o) || nt_span_is_empty(o.publisher))
    return FALSE;
  *publisher = o.publisher;
  return TRUE;
}
