/* What differs between the tags of two sides, put under the entry or rule that did it. */
#include "eval.h"

#include "base/error.h"
#include "base/json.h"
#include "base/outfile.h"
#include "readers.h"
#include "score.h"
#include "stages/7-write/sentence.h"
#include "tag.h"

typedef enum { CHANGE_APPEARED, CHANGE_VANISHED, CHANGE_CHANGED, N_CHANGES } ChangeKind;

static const struct {
  const char *word;
  char mark;
} change_words[N_CHANGES] = {{"appeared", '+'}, {"vanished", '-'}, {"changed", '~'}};

typedef struct {
  ChangeKind kind;
  const NtEvalDocument *document; /* of the side that has the text */
  const NtEvalSpan *before, *after; /* NULL for a topic, and where there is none */
  NtStr topic;                    /* p NULL for a mark */
  NtStr where, why;               /* who did it */
} Change;

typedef struct {
  char *key;
  GArray *changes; /* numbers of changes, in the order of the articles */
  guint counts[N_CHANGES];
} Group;

typedef struct {
  GArray *changes; /* Change */
  NtDiffResult *result;
} Diff;

/* ---- finding ---- */

static void add_change(Diff *d, Change change)
{
  if (!change.where.p)
    change.where = NT_STR("not said");
  g_array_append_val(d->changes, change);
  d->result->appeared += change.kind == CHANGE_APPEARED;
  d->result->vanished += change.kind == CHANGE_VANISHED;
  d->result->changed += change.kind == CHANGE_CHANGED;
}

static void add_mark_change(Diff *d, const NtEvalDocument *document, const NtEvalSpan *before, const NtEvalSpan *after)
{
  const NtEvalSpan *doer = after ? after : before;
  add_change(d, (Change){
    .kind = !before ? CHANGE_APPEARED : !after ? CHANGE_VANISHED : CHANGE_CHANGED,
    .document = document,
    .before = before,
    .after = after,
    .where = doer->where,
    .why = doer->why,
  });
}

static gboolean same_mark(const NtEvalSpan *a, const NtEvalSpan *b)
{
  return nt_span_equal(a->span, b->span) && nt_str_equal(a->type, b->type) && nt_str_equal(a->id, b->id);
}

/* The mark of the other side that `mark` has become: at the same place, or what overlaps it most and has not been taken. */
static const NtEvalSpan *partner(const NtEvalSpan *const *marks, guint n, const NtEvalSpan *mark, GHashTable *taken)
{
  const NtEvalSpan *same = nt_eval_same_span(marks, n, mark->span);
  if (!same)
    same = nt_eval_touching(marks, n, mark->span, NULL);
  return same && !g_hash_table_contains(taken, same) ? same : NULL;
}

static guint all_marks(NtArena *arena, const NtEvalDocument *document, const NtEvalSpan ***marks)
{
  *marks = nt_arena_new_array(arena, const NtEvalSpan *, document->spans.n + 1);
  for (guint i = 0; i < document->spans.n; i++)
    (*marks)[i] = &document->spans.v[i];
  return nt_eval_sort_marks(*marks, document->spans.n, FALSE);
}

static void compare_marks(Diff *d, NtArena *arena, const NtEvalDocument *before, const NtEvalDocument *after)
{
  const NtEvalSpan **b, **a;
  guint n_b = all_marks(arena, before, &b), n_a = all_marks(arena, after, &a);
  g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < n_b; i++) { /* what stands at the same place belongs together first */
    const NtEvalSpan *same = nt_eval_same_span(a, n_a, b[i]->span);
    if (same)
      g_hash_table_add(taken, (gpointer)same);
  }
  for (guint i = 0; i < n_b; i++) {
    const NtEvalSpan *same = nt_eval_same_span(a, n_a, b[i]->span);
    const NtEvalSpan *other = same ? same : partner(a, n_a, b[i], taken);
    if (other)
      g_hash_table_add(taken, (gpointer)other);
    if (!other || !same_mark(b[i], other))
      add_mark_change(d, after, b[i], other);
  }
  for (guint i = 0; i < n_a; i++)
    if (!g_hash_table_contains(taken, a[i]))
      add_mark_change(d, after, NULL, a[i]);
}

static gboolean has_topic(const NtEvalDocument *d, NtStr topic)
{
  for (guint i = 0; i < d->topics.n; i++)
    if (nt_str_equal(d->topics.v[i], topic))
      return TRUE;
  return FALSE;
}

static void compare_topics(Diff *d, const NtEvalDocument *here, const NtEvalDocument *there, ChangeKind kind)
{
  for (guint i = 0; i < here->topics.n; i++)
    if (!has_topic(there, here->topics.v[i]))
      add_change(d, (Change){.kind = kind, .document = here, .topic = here->topics.v[i], .where = here->topic_whys.v[i]});
}

static void compare(Diff *d, NtArena *arena, const NtEvalSet *before, NtEvalSet *after)
{
  for (guint i = 0; i < before->documents.n; i++) {
    NtEvalDocument *b = before->documents.v[i];
    NtEvalDocument *a = (NtEvalDocument *)nt_eval_set_find(after, b->id);
    d->result->documents++;
    if (!a || !nt_eval_rebase(after, a, b->text)) {
      d->result->alone++;
      continue;
    }
    compare_marks(d, arena, b, a);
    compare_topics(d, b, a, CHANGE_VANISHED);
    compare_topics(d, a, b, CHANGE_APPEARED);
  }
  for (guint i = 0; i < after->documents.n; i++)
    if (!nt_eval_set_find(before, after->documents.v[i]->id)) {
      d->result->documents++;
      d->result->alone++;
    }
}

/* ---- grouping ---- */

static void free_group(gpointer data)
{
  Group *g = data;
  g_free(g->key);
  g_array_unref(g->changes);
  g_free(g);
}

static int by_size(gconstpointer x, gconstpointer y)
{
  const Group *a = *(Group *const *)x, *b = *(Group *const *)y;
  if (a->changes->len != b->changes->len)
    return a->changes->len > b->changes->len ? -1 : 1;
  return strcmp(a->key, b->key);
}

static GPtrArray *groups_of(const Diff *d)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);
  g_autoptr(GHashTable) by_key = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < d->changes->len; i++) {
    const Change *c = &g_array_index(d->changes, Change, i);
    g_autofree char *key = g_strndup(c->where.p, c->where.n);
    Group *g = g_hash_table_lookup(by_key, key);
    if (!g) {
      g = g_new0(Group, 1);
      g->key = g_steal_pointer(&key);
      g->changes = g_array_new(FALSE, FALSE, sizeof(guint));
      g_hash_table_insert(by_key, g->key, g);
      g_ptr_array_add(groups, g);
    }
    g_array_append_val(g->changes, i);
    g->counts[c->kind]++;
  }
  g_ptr_array_sort(groups, by_size);
  return groups;
}

/* ---- text ---- */

static void put_mark(GString *out, const NtEvalDocument *d, const NtEvalSpan *m)
{
  g_autoptr(GString) text = g_string_new_len(d->text.p + m->span.start, (gssize)nt_span_length(m->span));
  g_strdelimit(text->str, "\r\n\t", ' ');
  g_string_append_printf(out, "%.*s \"%s\"", (int)m->type.n, m->type.p, text->str);
  if (m->id.p)
    g_string_append_printf(out, " %.*s", (int)m->id.n, m->id.p);
}

static void put_change(GString *out, const Change *c)
{
  g_string_append_printf(out, "  %c ", change_words[c->kind].mark);
  if (c->topic.p) {
    g_string_append_printf(out, "topic %.*s  (%.*s)\n", (int)c->topic.n, c->topic.p, (int)c->document->id.n, c->document->id.p);
    return;
  }
  if (c->before)
    put_mark(out, c->document, c->before);
  if (c->before && c->after)
    g_string_append(out, " -> ");
  if (c->after)
    put_mark(out, c->document, c->after);
  NtArticle article = {.text = c->document->text};
  g_string_append_printf(out, "  (%.*s)\n      ", (int)c->document->id.n, c->document->id.p);
  nt_sentence_around(&article, (c->after ? c->after : c->before)->span, out);
  g_string_append_c(out, '\n');
}

static void put_text(const Diff *d, GString *out)
{
  g_autoptr(GPtrArray) groups = groups_of(d);
  for (guint i = 0; i < groups->len; i++) {
    const Group *g = groups->pdata[i];
    const Change *first = &g_array_index(d->changes, Change, g_array_index(g->changes, guint, 0));
    g_autofree char *name = nt_eval_rule_name(first->why);
    g_string_append_printf(out, "%s%s%s%s: %u appeared, %u vanished, %u changed\n", i ? "\n" : "", g->key, name ? "  " : "", name ? name : "",
                           g->counts[CHANGE_APPEARED], g->counts[CHANGE_VANISHED], g->counts[CHANGE_CHANGED]);
    for (guint k = 0; k < g->changes->len; k++)
      put_change(out, &g_array_index(d->changes, Change, g_array_index(g->changes, guint, k)));
  }
}

/* ---- JSON ---- */

static void put_member(GString *out, const char *key, NtStr text)
{
  if (!text.p)
    return;
  if (out->str[out->len - 1] != '{')
    g_string_append_c(out, ',');
  nt_json_put_string(out, nt_str(key));
  g_string_append_c(out, ':');
  nt_json_put_string(out, text);
}

static void put_side(GString *out, const char *key, const NtEvalDocument *d, NtOffsets *offsets, const NtEvalSpan *m)
{
  if (!m)
    return;
  g_string_append_printf(out, ",\"%s\":{\"start\":%" G_GSIZE_FORMAT ",\"end\":%" G_GSIZE_FORMAT, key,
                         nt_offsets_point(offsets, m->span.start), nt_offsets_point(offsets, m->span.end));
  put_member(out, "text", nt_span_of(m->span, d->text));
  put_member(out, "type", m->type);
  put_member(out, "id", m->id);
  put_member(out, "why", m->why);
  g_string_append_c(out, '}');
}

static void put_json(const Diff *d, GString *out)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  const NtEvalDocument *document = NULL;
  NtOffsets offsets;
  for (guint i = 0; i < d->changes->len; i++) {
    const Change *c = &g_array_index(d->changes, Change, i);
    if (c->document != document) {
      nt_arena_reset(arena);
      nt_offsets_init(&offsets, arena, c->document->text);
      document = c->document;
    }
    g_string_append_c(out, '{');
    put_member(out, "change", nt_str(change_words[c->kind].word));
    put_member(out, "by", c->where);
    put_member(out, "document", c->document->id);
    put_member(out, "topic", c->topic);
    put_side(out, "before", document, &offsets, c->before);
    put_side(out, "after", document, &offsets, c->after);
    if (c->before || c->after) {
      NtArticle article = {.text = document->text};
      g_autoptr(GString) sentence = g_string_new(NULL);
      nt_sentence_around(&article, (c->after ? c->after : c->before)->span, sentence);
      put_member(out, "sentence", nt_str_n(sentence->str, sentence->len));
    }
    g_string_append(out, "}\n");
  }
}

/* ---- the whole ---- */

static gboolean read_side(NtEvalSet *set, const NtDiffSpec *spec, guint side, GError **error)
{
  set->untrimmed = TRUE;
  if (spec->articles && *spec->articles)
    return nt_eval_tag_paths(set, spec->articles, spec->knowledge[side], error);
  return nt_eval_read(set, spec->tags[side], NULL, error);
}

gboolean nt_diff(const NtDiffSpec *spec, NtDiagnostics *findings, NtDiffResult *result, GError **error)
{
  gboolean json = spec->to && g_str_equal(spec->to, "json");
  *result = (NtDiffResult){0};
  if (spec->to && !json && !g_str_equal(spec->to, "text")) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no format \"%s\" (text, json)", spec->to);
    return FALSE;
  }
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtEvalSet) before = nt_eval_set_new(NULL, findings), after = nt_eval_set_new(NULL, findings);
  if (!read_side(before, spec, 0, error) || !read_side(after, spec, 1, error))
    return FALSE;
  g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(Change));
  Diff d = {changes, result};
  compare(&d, arena, before, after);
  result->skipped = before->skipped + after->skipped;
  g_autoptr(GString) text = g_string_new(NULL);
  if (json)
    put_json(&d, text);
  else
    put_text(&d, text);
  g_autoptr(NtOutfile) out = nt_outfile_open(spec->output, error);
  return out && nt_outfile_write(out, text->str, text->len, error) && nt_outfile_commit(out, error);
}
