#include "set.h"

#include <stdarg.h>

NtEvalSet *nt_eval_set_new(const NtEvalSet *texts, NtDiagnostics *findings)
{
  NtEvalSet *set = g_new0(NtEvalSet, 1);
  set->arena = nt_arena_new();
  set->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  set->texts = texts;
  set->findings = findings;
  return set;
}

void nt_eval_set_free(NtEvalSet *set)
{
  if (!set)
    return;
  g_hash_table_unref(set->by_id);
  nt_arena_free(set->arena);
  g_free(set);
}

const NtEvalDocument *nt_eval_set_find(const NtEvalSet *set, NtStr id)
{
  g_autofree char *key = g_strndup(id.p, id.n);
  return g_hash_table_lookup(set->by_id, key);
}

void nt_eval_skip(NtEvalSet *set, const char *file, guint line, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  set->skipped++;
  nt_diagnostics_add(set->findings, NT_SEVERITY_ERROR, file, line, line ? 1 : 0, "skipped", "%s", message);
}

NtEvalDocument *nt_eval_set_add(NtEvalSet *set, NtStr id, const char *file, guint line)
{
  char *key = nt_arena_dup(set->arena, id.p, id.n);
  if (g_hash_table_contains(set->by_id, key)) {
    nt_eval_skip(set, file, line, "the document \"%s\" was there already", key);
    return NULL;
  }
  NtEvalDocument *document = nt_arena_alloc0(set->arena, sizeof *document);
  document->id = nt_str(key);
  *nt_vec_push(set->arena, &set->documents) = document;
  g_hash_table_insert(set->by_id, key, document);
  return document;
}

/* ---- types ---- */

/* label of others, in small letters, and ours. How to add one: a row. */
static const struct {
  const char *label, *type;
} folds[] = {
  {"per", "person"},         {"people", "person"},        {"loc", "place"},          {"gpe", "place"},
  {"location", "place"},     {"org", "organization"},     {"organisation", "organization"}, {"norp", "group"},
  {"nationality", "group"},  {"work_of_art", "work"},     {"fac", "FAC"},            {"facility", "FAC"},
};

/* What the guidelines of some gold mark that others do not: a tag there is left out of the count. */
static const char *const ignored_types[] = {"FAC", "UNK", "EMBEDDED"};

NtStr nt_eval_type(NtArena *arena, NtStr label)
{
  NtType type;
  g_autofree char *small = g_ascii_strdown(label.p, (gssize)label.n);
  for (guint i = 0; i < G_N_ELEMENTS(folds); i++)
    if (g_str_equal(folds[i].label, small))
      return nt_str(folds[i].type);
  if (nt_type_from(nt_str(small), &type))
    return nt_str(nt_type_word(type));
  g_autofree char *big = g_ascii_strup(label.p, (gssize)label.n);
  return nt_arena_str(arena, nt_str(big));
}

gboolean nt_eval_type_is_ignored(NtStr type)
{
  for (guint i = 0; i < G_N_ELEMENTS(ignored_types); i++)
    if (nt_str_is(type, ignored_types[i]))
      return TRUE;
  return FALSE;
}

/* ---- spans ---- */

static gboolean is_blank(gunichar c)
{
  return g_unichar_isspace(c) || (c >= 0x1C && c <= 0x1F) || c == 0x0B || c == 0x85;
}

static gboolean starts(NtStr text, NtSpan span, const char *with)
{
  gsize n = strlen(with);
  return nt_span_length(span) >= n && memcmp(text.p + span.start, with, n) == 0;
}

static gboolean ends(NtStr text, NtSpan span, const char *with)
{
  gsize n = strlen(with);
  return nt_span_length(span) >= n && memcmp(text.p + span.end - n, with, n) == 0;
}

NtSpan nt_eval_trim(NtStr text, NtSpan span)
{
  static const char *const tails[] = {"'s", "’s", "'", "’"};
  static const char *const heads[] = {"the ", "The ", "THE "};
  guint n;
  while (span.start < span.end && is_blank(nt_utf8_at(text.p + span.start, &n)))
    span.start += n;
  while (span.end > span.start) {
    const char *last = g_utf8_prev_char(text.p + span.end);
    if (!is_blank(nt_utf8_at(last, &n)))
      break;
    span.end -= n;
  }
  for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
    glong points = g_utf8_strlen(text.p + span.start, (gssize)nt_span_length(span));
    if (ends(text, span, tails[i]) && points > g_utf8_strlen(tails[i], -1) + 1) {
      span.end -= (guint32)strlen(tails[i]);
      break;
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
    if (starts(text, span, heads[i])) {
      span.start += 4;
      break;
    }
  return span;
}

NtEvalSpan *nt_eval_mark(NtEvalSet *set, NtEvalDocument *document, NtSpan span, NtStr type)
{
  NtEvalSpan *mark = nt_vec_push(set->arena, &document->spans);
  *mark = (NtEvalSpan){
    .span = set->untrimmed ? span : nt_eval_trim(document->text, span),
    .type = type,
    .ignored = nt_eval_type_is_ignored(type),
    .entity = -1,
    .zone = NT_ZONE_BODY,
  };
  return mark;
}

/* ---- other white space ---- */

/* For each byte of `from` the byte of `to` that is the same character when white space is passed over; where `from` has white
 * space, and at its end, the end of the last character. NULL where the texts differ. */
static guint32 *map_text(NtStr from, NtStr to)
{
  g_autofree guint32 *map = g_new(guint32, from.n + 1);
  gsize f = 0, t = 0;
  guint n, m;
  while (f < from.n) {
    gunichar c = nt_utf8_at(from.p + f, &n);
    if (is_blank(c)) {
      for (guint i = 0; i < n; i++)
        map[f + i] = (guint32)t;
      f += n;
      continue;
    }
    gsize look = t;
    while (look < to.n && is_blank(nt_utf8_at(to.p + look, &m)))
      look += m;
    if (look >= to.n || nt_utf8_at(to.p + look, &m) != c)
      return NULL;
    for (guint i = 0; i < n; i++)
      map[f + i] = (guint32)(look + i);
    f += n;
    t = look + m;
  }
  map[from.n] = (guint32)t;
  while (t < to.n) {
    if (!is_blank(nt_utf8_at(to.p + t, &m)))
      return NULL;
    t += m;
  }
  return g_steal_pointer(&map);
}

static NtSpan moved(const guint32 *map, NtStr from, NtSpan span)
{
  if (span.start >= span.end)
    return (NtSpan){map[span.start], map[span.start]};
  const char *last = g_utf8_prev_char(from.p + span.end);
  guint n;
  gboolean blank = is_blank(nt_utf8_at(last, &n));
  return (NtSpan){map[span.start], map[last - from.p] + (blank ? 0 : n)};
}

gboolean nt_eval_rebase(NtEvalSet *set, NtEvalDocument *d, NtStr text)
{
  if (nt_str_equal(d->text, text))
    return TRUE;
  g_autofree guint32 *map = map_text(d->text, text);
  if (!map)
    return FALSE;
  for (guint i = 0; i < d->spans.n; i++) {
    NtSpan span = moved(map, d->text, d->spans.v[i].span);
    d->spans.v[i].span = set->untrimmed ? span : nt_eval_trim(text, span);
  }
  for (guint i = 0; i < d->losers.n; i++)
    d->losers.v[i].span = moved(map, d->text, d->losers.v[i].span);
  for (guint i = 0; i < d->zones.n; i++)
    d->zones.v[i].span = moved(map, d->text, d->zones.v[i].span);
  d->text = nt_arena_str(set->arena, text);
  return TRUE;
}
