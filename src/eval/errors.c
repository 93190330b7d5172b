#include "errors.h"

#include "sheet.h"
#include "stages/7-write/sentence.h"

static const NtSheetColumn columns[] = {
  {"mistake", 18}, {"document", 16}, {"zone", 9}, {"gold", 28}, {"gold type", 12}, {"tag", 28}, {"tag type", 12},
  {"why", 44}, {"sentence", 90}, {"start", 7}, {"end", 7}, {NULL, 0},
};

#define MOST_REASON 160u

typedef struct {
  NtSheet *sheet;
  guint64 rows;
} Errors;

/* The sentence around `span`, for people. */
static void put_sentence(Errors *e, const NtEvalDocument *d, NtSpan span)
{
  g_autoptr(GString) out = g_string_new(NULL);
  NtArticle article = {.text = d->text};
  nt_sentence_around(&article, span, out);
  nt_sheet_put(e->sheet, nt_str_n(out->str, out->len));
}

static void put_count(Errors *e, gsize n)
{
  g_autofree char *text = g_strdup_printf("%" G_GSIZE_FORMAT, n);
  nt_sheet_put(e->sheet, nt_str(text));
}

/* What was proposed where gold is and tags are not, and why it did not stand: of that very span first. */
static char *why_missed(const NtEvalPair *p, const NtEvalSpan *gold)
{
  const NtEvalLoser *best = NULL;
  guint32 most = 0;
  if (!p->tags)
    return g_strdup("the document has no tags");
  for (guint i = 0; i < p->tags->losers.n; i++) {
    const NtEvalLoser *l = &p->tags->losers.v[i];
    if (!nt_span_overlaps(l->span, gold->span))
      continue;
    guint32 shared = 2 * (MIN(l->span.end, gold->span.end) - MAX(l->span.start, gold->span.start)) + nt_span_equal(l->span, gold->span);
    if (shared > most) {
      most = shared;
      best = l;
    }
  }
  if (!best)
    return g_strdup(p->tags->losers.n ? "no list and no rule proposed it" : "");
  guint32 n = (guint32)MIN(best->reason.n, MOST_REASON);
  while (n < best->reason.n && n && (best->reason.p[n] & 0xC0) == 0x80)
    n--;
  return g_strdup_printf("%.*s of %.*s lost: %.*s%s", (int)best->type.n, best->type.p, (int)best->where.n, best->where.p, (int)n,
                         best->reason.p ? best->reason.p : "", n < best->reason.n ? " …" : "");
}

static void put_row(Errors *e, const NtEvalPair *p, const char *mistake, const NtEvalSpan *gold, const NtEvalSpan *tag, NtOffsets *offsets)
{
  const NtEvalDocument *d = p->gold;
  const NtEvalSpan *first = gold ? gold : tag;
  g_autofree char *missed = tag ? NULL : why_missed(p, gold);
  NtStr none = NT_STR("");
  nt_sheet_put(e->sheet, nt_str(mistake));
  nt_sheet_put(e->sheet, d->id);
  nt_sheet_put(e->sheet, nt_str(nt_zone_word((tag ? tag : gold)->zone)));
  nt_sheet_put(e->sheet, gold ? nt_span_of(gold->span, d->text) : none);
  nt_sheet_put(e->sheet, gold ? gold->type : none);
  nt_sheet_put(e->sheet, tag ? nt_span_of(tag->span, d->text) : none);
  nt_sheet_put(e->sheet, tag ? tag->type : none);
  nt_sheet_put(e->sheet, tag ? tag->why : nt_str(missed));
  put_sentence(e, d, first->span);
  put_count(e, nt_offsets_point(offsets, first->span.start));
  put_count(e, nt_offsets_point(offsets, first->span.end));
  e->rows++;
}

/* Gold that `tag`, which is wrong, was meant for; NULL where there is nothing. */
static const NtEvalSpan *gold_of(const NtEvalPair *p, const NtEvalSpan *tag, GHashTable *told)
{
  const NtEvalSpan *gold = nt_eval_same_span(p->g, p->n_g, tag->span);
  gold = gold ? gold : nt_eval_touching(p->g, p->n_g, tag->span, &tag->type);
  gold = gold ? gold : nt_eval_touching(p->g, p->n_g, tag->span, NULL);
  if (!gold || g_hash_table_contains(told, gold))
    return NULL;
  const NtEvalSpan *same = nt_eval_same_span(p->t, p->n_t, gold->span);
  return same && same != tag ? NULL : gold; /* a tag of its own stands there */
}

static const char *kind_of(const NtEvalSpan *gold, const NtEvalSpan *tag)
{
  if (!gold)
    return "invented";
  gboolean type = nt_str_equal(gold->type, tag->type), span = nt_span_equal(gold->span, tag->span);
  return span ? "wrong type" : type ? "wrong span" : "wrong span and type";
}

static void put_topics(Errors *e, const NtEvalPair *p)
{
  const NtEvalDocument *sides[] = {p->gold, p->tags};
  for (guint side = 0; p->gold->has_topics && side < 2; side++) {
    const NtEvalDocument *here = sides[side], *there = sides[1 - side];
    for (guint i = 0; here && i < here->topics.n; i++) {
      gboolean known = FALSE;
      for (guint k = 0; there && k < there->topics.n; k++)
        known |= nt_str_equal(here->topics.v[i], there->topics.v[k]);
      if (known)
        continue;
      NtStr none = NT_STR(""), topic = here->topics.v[i];
      NtStr cells[] = {side ? NT_STR("invented topic") : NT_STR("missed topic"), p->gold->id, none, side ? none : topic, none,
                       side ? topic : none, none, side ? here->topic_whys.v[i] : none, none, none, none};
      for (guint c = 0; c < G_N_ELEMENTS(cells); c++)
        nt_sheet_put(e->sheet, cells[c].p ? cells[c] : none);
      e->rows++;
    }
  }
}

static void put_document(Errors *e, const NtEvalPair *p, NtArena *arena)
{
  g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);
  NtOffsets offsets;
  nt_offsets_init(&offsets, arena, p->gold->text);
  for (guint i = 0; i < p->n_t; i++) {
    const NtEvalSpan *same = nt_eval_same_span(p->g, p->n_g, p->t[i]->span);
    if (same && nt_str_equal(same->type, p->t[i]->type))
      continue;
    const NtEvalSpan *gold = gold_of(p, p->t[i], told);
    if (gold)
      g_hash_table_add(told, (gpointer)gold);
    put_row(e, p, kind_of(gold, p->t[i]), gold, p->t[i], &offsets);
  }
  for (guint i = 0; i < p->n_g; i++) {
    const NtEvalSpan *same = nt_eval_same_span(p->t, p->n_t, p->g[i]->span);
    if (!g_hash_table_contains(told, p->g[i]) && !(same && nt_str_equal(same->type, p->g[i]->type)))
      put_row(e, p, "missed", p->g[i], NULL, &offsets);
  }
  put_topics(e, p);
}

gboolean nt_eval_write_errors(const NtEvalPairs *pairs, const char *path, guint64 *rows, GError **error)
{
  g_autoptr(NtSheet) sheet = nt_sheet_open(path, "Mistakes", columns, error);
  if (!sheet)
    return FALSE;
  g_autoptr(NtArena) arena = nt_arena_new();
  Errors e = {.sheet = sheet};
  for (guint i = 0; i < pairs->pairs.n; i++)
    put_document(&e, &pairs->pairs.v[i], arena);
  *rows = e.rows;
  return nt_sheet_commit(sheet, error);
}
