#include "tables.h"

#include "base/json.h"
#include "placed.h"
#include "sentence.h"

#include <stdlib.h>

static const NtColumn mention_columns[] = {
  {"article", NT_COLUMN_ARTICLE, 28}, {"headline", NT_COLUMN_TEXT, 44}, {"publisher", NT_COLUMN_TEXT, 18},
  {"published", NT_COLUMN_TEXT, 16},  {"type", NT_COLUMN_TEXT, 12},     {"entity", NT_COLUMN_ENTITY, 20},
  {"name", NT_COLUMN_TEXT, 26},       {"text", NT_COLUMN_TEXT, 24},     {"start", NT_COLUMN_NUMBER, 8},
  {"end", NT_COLUMN_NUMBER, 8},       {"zone", NT_COLUMN_TEXT, 10},     {"sentence", NT_COLUMN_TEXT, 70},
  {"score", NT_COLUMN_NUMBER, 7},     {"why", NT_COLUMN_TEXT, 44},
};

static const NtColumn entity_columns[] = {
  {"article", NT_COLUMN_ARTICLE, 28}, {"headline", NT_COLUMN_TEXT, 44}, {"type", NT_COLUMN_TEXT, 12},
  {"entity", NT_COLUMN_ENTITY, 20},   {"name", NT_COLUMN_TEXT, 28},     {"count", NT_COLUMN_NUMBER, 7},
  {"first", NT_COLUMN_TEXT, 26},      {"start", NT_COLUMN_NUMBER, 8},   {"zones", NT_COLUMN_TEXT, 20},
};

static const NtColumn article_columns[] = {
  {"article", NT_COLUMN_TEXT, 28},       {"headline", NT_COLUMN_TEXT, 60},   {"publisher", NT_COLUMN_TEXT, 18},
  {"published", NT_COLUMN_TEXT, 16},     {"place", NT_COLUMN_TEXT, 16},      {"byline", NT_COLUMN_TEXT, 20},
  {"topics", NT_COLUMN_TEXT, 36},        {"people", NT_COLUMN_TEXT, 44},     {"places", NT_COLUMN_TEXT, 44},
  {"organizations", NT_COLUMN_TEXT, 44}, {"mentions", NT_COLUMN_NUMBER, 10}, {"characters", NT_COLUMN_NUMBER, 11},
  {"path", NT_COLUMN_TEXT, 36},          {"error", NT_COLUMN_TEXT, 24},
};

static const NtColumn topic_columns[] = {
  {"article", NT_COLUMN_ARTICLE, 28}, {"headline", NT_COLUMN_TEXT, 44}, {"topic", NT_COLUMN_TEXT, 18},
  {"label", NT_COLUMN_TEXT, 24},      {"score", NT_COLUMN_NUMBER, 7},   {"iptc", NT_COLUMN_IPTC, 18},
  {"evidence", NT_COLUMN_TEXT, 80},
};

static const NtTableShape shapes[NT_N_TABLES] = {
  [NT_TABLE_MENTIONS] = {"mentions", "Mentions", mention_columns, G_N_ELEMENTS(mention_columns)},
  [NT_TABLE_ENTITIES] = {"entities", "Entities", entity_columns, G_N_ELEMENTS(entity_columns)},
  [NT_TABLE_ARTICLES] = {"articles", "Articles", article_columns, G_N_ELEMENTS(article_columns)},
  [NT_TABLE_TOPICS] = {"topics", "Topics", topic_columns, G_N_ELEMENTS(topic_columns)},
};

const NtTableShape *nt_table_shape(NtTableKind kind)
{
  return &shapes[kind];
}

gboolean nt_table_from(const char *name, NtTableKind *kind)
{
  for (guint i = 0; i < NT_N_TABLES; i++)
    if (g_str_equal(shapes[i].name, name)) {
      *kind = (NtTableKind)i;
      return TRUE;
    }
  return FALSE;
}

static void put(NtCells *cells, const char *text)
{
  cells->text(cells, nt_str(text));
}

static void put_buffer(NtCells *cells, const GString *text)
{
  cells->text(cells, nt_str_n(text->str, text->len));
}

/* The next of a list in one cell. Rows are many and printf is slow. */
static void put_next(GString *out, gboolean first, const char *between, NtStr item)
{
  if (!first)
    nt_json_put(out, nt_str(between));
  nt_json_put(out, item);
}

/* ---- mentions ---- */

/* `text` is for building cells in, whatever it holds. */
static void put_mention(NtArticle *a, const NtPlaced *row, NtCells *cells, GString *text)
{
  const NtMention *m = row->mention;
  cells->row(cells, NT_TABLE_MENTIONS);
  cells->text(cells, a->id);
  cells->text(cells, a->meta.headline);
  cells->text(cells, a->meta.publisher);
  cells->text(cells, a->meta.published);
  put(cells, nt_type_word(row->entity->type));
  cells->text(cells, row->entity->id);
  cells->text(cells, row->entity->name);
  cells->text(cells, nt_span_of(m->span, a->text));
  cells->number(cells, (double)nt_offsets_written(&a->offsets, m->span.start));
  cells->number(cells, (double)nt_offsets_written(&a->offsets, m->span.end));
  put(cells, nt_zone_word(m->zone));
  g_string_truncate(text, 0);
  nt_sentence_around(a, m->span, text);
  put_buffer(cells, text);
  cells->number(cells, m->score);
  g_string_truncate(text, 0);
  for (guint i = 0; i < m->n_why; i++)
    put_next(text, i == 0, "; ", m->why[i]);
  put_buffer(cells, text);
}

static void put_mentions(NtArticle *a, NtCells *cells)
{
  NtPlacedList list = nt_placed_all(a);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < list.n; i++)
    put_mention(a, &list.v[i], cells, text);
}

/* ---- entities ---- */

static void put_entities(NtArticle *a, NtCells *cells)
{
  for (guint i = 0; i < a->entities.n; i++) {
    const NtEntity *e = &a->entities.v[i];
    guint zones = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint m = 0; m < e->mentions.n; m++) {
      guint bit = 1u << e->mentions.v[m].zone;
      if (!(zones & bit))
        put_next(text, zones == 0, ", ", nt_str(nt_zone_word(e->mentions.v[m].zone)));
      zones |= bit;
    }
    cells->row(cells, NT_TABLE_ENTITIES);
    cells->text(cells, a->id);
    cells->text(cells, a->meta.headline);
    put(cells, nt_type_word(e->type));
    cells->text(cells, e->id);
    cells->text(cells, e->name);
    cells->number(cells, e->mentions.n);
    NtSpan first = e->mentions.v[0].span;
    cells->text(cells, nt_span_of(first, a->text));
    cells->number(cells, (double)nt_offsets_written(&a->offsets, first.start));
    put_buffer(cells, text);
  }
}

/* ---- articles ---- */

#define TOP 5u

static int by_count(gconstpointer x, gconstpointer y)
{
  const NtEntity *a = *(NtEntity *const *)x, *b = *(NtEntity *const *)y;
  if (a->mentions.n != b->mentions.n)
    return a->mentions.n > b->mentions.n ? -1 : 1;
  return a < b ? -1 : a > b; /* they stand in the order of their first mentions */
}

static void put_top(NtArticle *a, NtType type, NtCells *cells)
{
  const NtEntity **list = nt_arena_new_array(a->arena, const NtEntity *, a->entities.n + 1);
  guint n = 0;
  for (guint i = 0; i < a->entities.n; i++)
    if (a->entities.v[i].type == type)
      list[n++] = &a->entities.v[i];
  qsort(list, n, sizeof *list, by_count);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < MIN(n, TOP); i++) {
    put_next(text, i == 0, ", ", list[i]->name);
    nt_json_put(text, NT_STR(" ("));
    nt_json_put_count(text, list[i]->mentions.n);
    nt_json_put(text, NT_STR(")"));
  }
  put_buffer(cells, text);
}

static void put_article(NtArticle *a, NtCells *cells)
{
  guint mentions = 0;
  g_autoptr(GString) topics = g_string_new(NULL);
  for (guint i = 0; i < a->entities.n; i++)
    mentions += a->entities.v[i].mentions.n;
  for (guint i = 0; i < a->topics.n; i++)
    put_next(topics, i == 0, ", ", a->topics.v[i].id);
  cells->row(cells, NT_TABLE_ARTICLES);
  cells->text(cells, a->id);
  cells->text(cells, a->meta.headline);
  cells->text(cells, a->meta.publisher);
  cells->text(cells, a->meta.published);
  cells->text(cells, a->meta.place);
  cells->text(cells, a->meta.byline);
  put_buffer(cells, topics);
  put_top(a, NT_TYPE_PERSON, cells);
  put_top(a, NT_TYPE_PLACE, cells);
  put_top(a, NT_TYPE_ORGANIZATION, cells);
  cells->number(cells, mentions);
  cells->number(cells, (double)nt_offsets_written(&a->offsets, a->text.n));
  cells->text(cells, a->source.path);
  cells->text(cells, a->error);
}

/* ---- topics ---- */

#define MOST_EVIDENCE 20u

/* Each text once, with the sum of its weights, in the order of the evidence. */
static void put_evidence(NtArticle *a, const NtTopic *topic, GString *text)
{
  guint shown = 0;
  for (guint i = 0; i < topic->evidence.n && shown < MOST_EVIDENCE; i++) {
    NtStr words = nt_span_of(topic->evidence.v[i].span, a->text);
    gboolean seen = FALSE;
    for (guint j = 0; j < i && !seen; j++)
      seen = nt_str_equal(words, nt_span_of(topic->evidence.v[j].span, a->text));
    if (seen)
      continue;
    double weight = 0;
    for (guint j = i; j < topic->evidence.n; j++)
      if (nt_str_equal(words, nt_span_of(topic->evidence.v[j].span, a->text)))
        weight += topic->evidence.v[j].weight;
    put_next(text, shown == 0, "; ", words);
    nt_json_put(text, NT_STR(" ("));
    nt_json_put_number(text, weight);
    g_string_append_c(text, ')');
    shown++;
  }
}

static void put_topics(NtArticle *a, NtCells *cells)
{
  for (guint i = 0; i < a->topics.n; i++) {
    const NtTopic *topic = &a->topics.v[i];
    g_autoptr(GString) text = g_string_new(NULL);
    put_evidence(a, topic, text);
    cells->row(cells, NT_TABLE_TOPICS);
    cells->text(cells, a->id);
    cells->text(cells, a->meta.headline);
    cells->text(cells, topic->id);
    cells->text(cells, topic->label);
    cells->number(cells, topic->score);
    cells->text(cells, topic->iptc);
    put_buffer(cells, text);
  }
}

void nt_table_rows(NtTableKind kind, NtArticle *article, NtCells *cells)
{
  static void (*const makers[NT_N_TABLES])(NtArticle *, NtCells *) = {
    [NT_TABLE_MENTIONS] = put_mentions,
    [NT_TABLE_ENTITIES] = put_entities,
    [NT_TABLE_ARTICLES] = put_article,
    [NT_TABLE_TOPICS] = put_topics,
  };
  makers[kind](article, cells);
}
