/* Pass 8: mentions that stand become entities: of the entries that share a name the likeliest, and short forms with the names
 * they shorten. */
#include "owners.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/number_map.h"
#include "base/sort.h"

#include <math.h>

/* ---- aliases that count only beside the full name ---- */

static gboolean needs_full_name(const NtResolution *r, const NtCandidate *c)
{
  if (c->from != NT_FROM_NAME)
    return FALSE;
  const NtName *name = &r->article->names.v[c->name];
  for (guint i = 0; i < c->n_names; i++, name++)
    if (nt_name_alias(name) != NT_NO_ALIAS && r->image->ALIASES[name->alias].owner == c->entry)
      return (nt_image_manner(r->image, name->alias)->flags & NT_ALIAS_NEEDS_FULL_NAME) != 0;
  return FALSE;
}

/* `facing the Browns again`: a team's nickname where the article reports sport; of which team, the article does not say. */
static gboolean is_nickname_in_sport(const NtResolution *r, const NtCandidate *c, guint32 *sentence)
{
  *sentence = nt_lexis_sentence_near(r->lexis, c->first, *sentence);
  const NtToken *t = &r->lexis->tokens.v[c->first];
  gboolean all_stars = c->first && t->gap == NT_GAP_SPACE && !(t->flags & NT_TOKEN_SENTENCE) && nt_is_capital(t - 1) && !((t - 1)->flags & NT_TOKEN_SENTENCE);
  return r->sport[*sentence] && !all_stars && nt_str_is(nt_image_fact(r->image, c->entry, NT_FACT_KIND), "club");
}

static void drop_without_full_name(NtResolution *r)
{
  guint32 sentence = 0;
  gboolean any = FALSE; /* most articles have no such alias */
  for (guint i = 0; i < r->candidates.n && !any; i++)
    any = nt_candidate_stands(&r->candidates.v[i]) && needs_full_name(r, &r->candidates.v[i]);
  if (!any)
    return;
  g_autoptr(GHashTable) full = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < r->candidates.n; i++) {
    const NtCandidate *c = &r->candidates.v[i];
    if (nt_candidate_stands(c) && c->entry != G_MAXUINT32 && c->end - c->first > 1 && !needs_full_name(r, c))
      g_hash_table_add(full, GUINT_TO_POINTER(c->entry + 1));
  }
  for (guint i = 0; i < r->candidates.n; i++) {
    NtCandidate *c = &r->candidates.v[i];
    if (!nt_candidate_stands(c) || !needs_full_name(r, c) || g_hash_table_contains(full, GUINT_TO_POINTER(c->entry + 1)))
      continue;
    if (is_nickname_in_sport(r, c, &sentence)) {
      c->entry = G_MAXUINT32;
    } else {
      c->beaten_by = NT_TOO_WEAK;
      c->reason = "the full name does not stand in the article";
    }
  }
}

/* ---- entities ---- */

static int by_place(gconstpointer x, gconstpointer y)
{
  const NtCandidate *a = *(NtCandidate *const *)x, *b = *(NtCandidate *const *)y;
  return nt_span_compare(a->span, b->span);
}

/* Letters and digits of `name`, small, other things between them as one hyphen; behind `prefix`. */
static NtStr made_id_ascii(NtArena *arena, const char *prefix, NtStr name)
{
  gsize n = strlen(prefix), start = n + 1;
  char *id = nt_arena_alloc(arena, start + name.n + 1);
  memcpy(id, prefix, n);
  id[n++] = ':';
  gboolean gap = FALSE;
  for (gsize i = 0; i < name.n; i++) {
    char c = nt_ascii_lower(name.p[i]);
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
      gap = TRUE;
      continue;
    }
    if (gap && n > start)
      id[n++] = '-';
    id[n++] = c;
    gap = FALSE;
  }
  id[n] = '\0';
  return nt_str_n(id, n);
}

/* `person:alexander-gabuev`: type and name, so that it is the same in every run and article. */
static NtStr made_id(NtArena *arena, NtType type, NtStr name)
{
  if (nt_utf8_is_ascii(name.p, name.n))
    return made_id_ascii(arena, nt_type_word(type), name);
  g_autofree char *folded = g_utf8_casefold(name.p, (gssize)name.n);
  g_autoptr(GString) id = g_string_new(nt_type_word(type));
  g_string_append_c(id, ':');
  gboolean gap = FALSE;
  for (const char *p = folded; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_unichar_isalnum(c) || g_unichar_ismark(c)) {
      if (gap && id->str[id->len - 1] != ':')
        g_string_append_c(id, '-');
      g_string_append_unichar(id, c);
      gap = FALSE;
    } else {
      gap = TRUE;
    }
  }
  return nt_arena_str(arena, nt_str_n(id->str, id->len));
}

/* White space of any kind in a name becomes one space. */
static NtStr tidy(NtArena *arena, NtStr name)
{
  char *out = nt_arena_alloc(arena, name.n + 1);
  gsize n = 0;
  for (gsize i = 0; i < name.n; i++) {
    char c = g_ascii_isspace(name.p[i]) ? ' ' : name.p[i];
    if (c != ' ' || (n && out[n - 1] != ' '))
      out[n++] = c;
  }
  out[n] = '\0';
  return nt_str_n(out, n);
}

static const NtCandidate *whole_name(const NtResolution *r, const NtCandidate *c)
{
  for (guint steps = 0; c->short_of >= 0 && steps < 8; steps++)
    c = &r->candidates.v[c->short_of];
  return c;
}

static NtStr country_letters(NtArena *arena, guint16 country)
{
  char letters[] = {(char)(country >> 8), (char)(country & 0xFF)};
  return nt_arena_str(arena, nt_str_n(letters, 2));
}

/* The entity of that id and 1; 0 where there is none yet, and then `*key` is where it will be found. */
static guint32 known_entity(const NtArticle *a, const NtNumberMap *by_id, NtStr id, guint64 *key)
{
  guint32 number;
  for (*key = nt_hash_bytes(id); (number = nt_number_map_get(by_id, *key)); ++*key) /* that of another */
    if (nt_str_equal(a->entities.v[number - 1].id, id))
      break;
  return number;
}

/* The same by the number of its entry, which need not be fetched from the image to be compared. */
static guint32 known_by_entry(const NtArticle *a, const NtNumberMap *by_id, guint32 entry, guint64 *key)
{
  guint32 number;
  for (*key = nt_hash_mix(NT_HASH_SEED, entry); (number = nt_number_map_get(by_id, *key)); ++*key)
    if (a->entities.v[number - 1].entry == entry + 1)
      break;
  return number;
}

#define NO_ENTITY G_MAXUINT32

static guint32 entity_of(NtResolution *r, NtNumberMap *by_id, const NtCandidate *c)
{
  NtArticle *a = r->article;
  const NtCandidate *whole = whole_name(r, c);
  if (whole != c && whole->entity != NO_ENTITY && whole->short_of < 0 && whole->type == c->type) /* it stands before `c` */
    return whole->entity;
  guint64 by_entry = 0;
  guint32 known = whole->entry != G_MAXUINT32 ? known_by_entry(a, by_id, whole->entry, &by_entry) : 0;
  if (known)
    return known - 1;
  NtEntity entity = {.type = c->type, .about = nt_about_nothing()};
  if (whole->entry != G_MAXUINT32) {
    entity.entry = whole->entry + 1;
    entity.id = nt_image_id(r->image, whole->entry);
    entity.name = nt_image_string(r->image, r->image->ENTRIES[whole->entry].name);
  } else {
    entity.entry = NT_NO_ENTRY;
    entity.name = tidy(r->pass_scratch, nt_span_of(whole->span, a->text));
    entity.id = made_id(r->pass_scratch, c->type, entity.name);
  }
  guint64 key;
  known = known_entity(a, by_id, entity.id, &key);
  if (known)
    return known - 1;
  if (whole->entry != G_MAXUINT32) {
    entity.about = nt_image_about(r->image, whole->entry);
  } else {
    entity.name = nt_arena_str(a->arena, entity.name);
    entity.id = nt_arena_str(a->arena, entity.id);
    entity.about.country = whole->country ? country_letters(a->arena, whole->country) : entity.about.country;
  }
  *nt_vec_push(a->arena, &a->entities) = entity;
  nt_number_map_put(by_id, key, a->entities.n);
  if (by_entry)
    nt_number_map_put(by_id, by_entry, a->entities.n);
  return a->entities.n - 1;
}

static NtStr join(NtArena *arena, const char *before, NtStr text)
{
  gsize n = strlen(before);
  char *out = nt_arena_alloc(arena, n + text.n + 1);
  memcpy(out, before, n);
  memcpy(out + n, text.p, text.n);
  out[n + text.n] = '\0';
  return nt_str_n(out, n + text.n);
}

/* `file:line`; hot, so without printf. */
static NtStr place_text(NtArena *arena, NtWhere where)
{
  if (!where.line)
    return nt_arena_str(arena, where.file);
  char *out = nt_arena_alloc(arena, where.file.n + NT_JSON_COUNT + 2), *end = nt_json_text_at(out, where.file.p, where.file.n);
  *end++ = ':';
  end = nt_json_count_at(end, where.line);
  *end = '\0';
  return nt_str_n(out, (gsize)(end - out));
}

/* What is said of a mention. Those that say the same share it: an article has many mentions, and few reasons. */
typedef struct {
  const char *file, *rule, *why; /* by where they lie */
  guint32 line;
  guint n;
  NtStr *v; /* NULL: free */
} Reasons;

/* By a hash of that; one takes the place of another. */
typedef struct {
  Reasons *v;
  guint mask;
} ReasonTable;

#define FEWEST_REASONS 16u
#define MOST_REASONS 4096u

static void reasons_init(ReasonTable *t, NtArena *arena, guint n_mentions)
{
  guint n = FEWEST_REASONS;
  while (n < n_mentions && n < MOST_REASONS)
    n *= 2;
  *t = (ReasonTable){nt_arena_alloc0(arena, n * sizeof(Reasons)), n - 1};
}

static const Reasons *reasons_of(const NtResolution *r, const ReasonTable *table, const NtCandidate *c)
{
  NtArena *arena = r->article->arena;
  NtWhere where = nt_candidate_where(r, c);
  NtStr rule = nt_candidate_rule(c);
  const guint64 words[] = {(guintptr)where.file.p, (guintptr)rule.p, (guintptr)c->why};
  Reasons *reasons = &table->v[nt_hash_mix(nt_hash_mix(words[0], words[1]) ^ where.line, words[2]) & table->mask];
  if (reasons->v && reasons->file == where.file.p && reasons->line == where.line && reasons->rule == rule.p && reasons->why == c->why)
    return reasons;
  *reasons = (Reasons){where.file.p, rule.p, c->why, where.line, 0, nt_arena_new_array(arena, NtStr, 3)};
  if (c->why)
    reasons->v[reasons->n++] = nt_str(c->why);
  if (rule.p)
    reasons->v[reasons->n++] = join(arena, "rule ", rule);
  reasons->v[reasons->n++] = place_text(arena, where);
  return reasons;
}

/* Candidates that stand, by place; how many. */
static guint put_in_order(NtResolution *r, NtCandidate **order)
{
  guint n = 0;
  for (guint i = 0; i < r->candidates.n; i++) {
    NtCandidate *c = &r->candidates.v[i];
    c->entity = NO_ENTITY;
    if (!nt_candidate_stands(c))
      continue;
    if (nt_resolve_with_article(r, c->first) < c->first)
      c->span.start = nt_lexis_span(r->lexis, c->first - 1, c->end).start;
    order[n++] = c;
  }
  nt_sort(order, n, sizeof *order, by_place);
  return n;
}

static void find_entities(NtResolution *r, NtCandidate **order, guint n)
{
  NtNumberMap by_id;
  nt_number_map_init(&by_id, r->pass_scratch);
  for (guint i = 0; i < n; i++) {
    order[i]->entity = entity_of(r, &by_id, order[i]);
    r->article->entities.v[order[i]->entity].mentions.room++;
  }
}

/* The mentions of all entities lie behind each other: of each so many as it has room for. */
static void add_mentions(NtResolution *r, NtCandidate **order, guint n)
{
  NtArticle *a = r->article;
  ReasonTable table;
  reasons_init(&table, r->pass_scratch, n);
  NtMention *room = nt_arena_new_array(a->arena, NtMention, n);
  for (guint i = 0; i < a->entities.n; i++) {
    a->entities.v[i].mentions.v = room;
    room += a->entities.v[i].mentions.room;
  }
  for (guint i = 0; i < n; i++) {
    const NtCandidate *c = order[i];
    const Reasons *reasons = reasons_of(r, &table, c);
    *nt_vec_push(a->arena, &a->entities.v[c->entity].mentions) = (NtMention){
      .span = c->span,
      .zone = nt_article_zone_at(a, c->span.start),
      .score = round(c->score * 100) / 100,
      .why = reasons->v,
      .n_why = reasons->n,
    };
  }
}

void nt_resolve_link(NtResolution *r)
{
  nt_resolve_choose_owners(r);
  nt_resolve_link_divisions(r);
  drop_without_full_name(r);
  NtCandidate **order = nt_arena_new_array(r->pass_scratch, NtCandidate *, r->candidates.n + 1);
  guint n = put_in_order(r, order);
  find_entities(r, order, n);
  add_mentions(r, order, n);
}
