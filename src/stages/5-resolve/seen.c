/* What the rest of the article says of a segment: its words in small letters, the same name elsewhere, the person whose surname
 * it is, the organization whose initials it has. */
#include "weigh.h"

#include "base/hash.h"

#define MOST_INITIALS 8u

/* What the first round found of one run of words. */
typedef struct {
  guint64 key;
  guint32 n[NT_N_WEIGHED];
  guint8 last_of_person, first_of_person, of_organization, used;
} Name;

struct NtSeen {
  NtWordBits once, again; /* capitalised, and not because a sentence begins with them: once; twice */
  NtWordBits titled;      /* behind a title: `Mr. Ford` */
  Name *names; /* open addressing, at most half full */
  guint32 mask, n;
};

static gboolean has_title(const NtWeigh *w, guint32 at)
{
  const NtToken *t = nt_weigh_token(w, at);
  return at && (t->gap == NT_GAP_SPACE || t->gap == NT_GAP_DOT_SPACE) && w->r->cues[at - 1] & NT_CUE_TITLE;
}

NtSeen *nt_seen_new(const NtWeigh *w)
{
  NtArena *arena = w->r->pass_scratch;
  NtSeen *seen = nt_arena_alloc0(arena, sizeof *seen);
  const NtTokens *t = &w->r->lexis->tokens;
  guint32 i;
  for (NtNotable at = nt_notable(w->r); nt_notable_next(&at, &i);) {
    guint64 hash = t->v[i].hash;
    if (!nt_is_capital(&t->v[i]) || t->v[i].flags & NT_TOKEN_SENTENCE)
      continue;
    if (nt_word_bits_has(&seen->once, hash))
      nt_word_bits_add(&seen->again, hash);
    nt_word_bits_add(&seen->once, hash);
    if (has_title(w, i))
      nt_word_bits_add(&seen->titled, hash);
  }
  seen->mask = 15;
  seen->names = nt_arena_alloc0(arena, sizeof(Name) * (seen->mask + 1));
  return seen;
}

guint64 nt_seen_words(const NtWeigh *w, const NtSegment *s)
{
  guint64 hash = nt_weigh_token(w, s->end - 1)->hash;
  return (nt_word_bits_has(&w->r->words[0], hash) ? NT_IS(SMALL_ELSEWHERE) : 0) | (nt_word_bits_has(&w->seen->again, hash) ? NT_IS(AGAIN_ELSEWHERE) : 0);
}

/* ---- names of the first round ---- */

static Name *slot(Name *names, guint32 mask, guint64 key)
{
  guint32 at = (guint32)(key ^ key >> 32) & mask;
  while (names[at].used && names[at].key != key)
    at = (at + 1) & mask;
  return &names[at];
}

static Name *name_of(const NtWeigh *w, guint64 key)
{
  NtSeen *seen = w->seen;
  if (seen->n * 2 >= seen->mask) {
    guint32 mask = seen->mask * 4 + 3;
    Name *names = nt_arena_alloc0(w->r->pass_scratch, sizeof(Name) * (mask + 1));
    for (guint32 i = 0; i <= seen->mask; i++)
      if (seen->names[i].used)
        *slot(names, mask, seen->names[i].key) = seen->names[i];
    seen->names = names;
    seen->mask = mask;
  }
  Name *name = slot(seen->names, seen->mask, key);
  if (!name->used) {
    name->used = 1;
    name->key = key;
    seen->n++;
  }
  return name;
}

static guint64 run_of(const NtWeigh *w, guint32 first, guint32 end)
{
  guint64 run = nt_weigh_token(w, first)->hash;
  for (guint32 i = first + 1; i < end; i++)
    run = nt_tokens_step(run, nt_weigh_token(w, i));
  return run;
}

/* `wto` of World Trade Organization, as a key; 0 where there are too few or too many. */
static guint64 initials(const NtWeigh *w, guint32 first, guint32 end)
{
  char letters[MOST_INITIALS];
  guint n = 0;
  for (guint32 i = first; i < end; i++) {
    if (!nt_is_capital(nt_weigh_token(w, i)))
      continue;
    if (n == MOST_INITIALS)
      return 0;
    letters[n++] = g_ascii_tolower(w->r->article->text.p[nt_weigh_token(w, i)->start]);
  }
  return n < 2 ? 0 : nt_hash_mix(nt_hash_bytes(nt_str_n(letters, n)), n);
}

static guint64 acronym(const NtWeigh *w, guint32 at)
{
  NtStr text = nt_weigh_text(w, at, at + 1);
  char letters[MOST_INITIALS];
  guint n = 0;
  for (gsize i = 0; i < text.n; i++)
    if (g_ascii_isalpha(text.p[i]) && n < MOST_INITIALS)
      letters[n++] = g_ascii_tolower(text.p[i]);
  return n < 2 ? 0 : nt_hash_mix(nt_hash_bytes(nt_str_n(letters, n)), n);
}

void nt_seen_add(NtWeigh *w, const NtSegment *s, guint type)
{
  name_of(w, s->words)->n[type]++;
  if (s->end - s->first < 2)
    return;
  if (type == NT_TYPE_PERSON) {
    name_of(w, nt_weigh_token(w, s->end - 1)->hash)->last_of_person = 1;
    name_of(w, nt_weigh_token(w, s->first)->hash)->first_of_person = 1;
  } else if (type == NT_TYPE_ORGANIZATION) {
    guint64 key = initials(w, s->first, s->end);
    if (key)
      name_of(w, key)->of_organization = 1;
    for (guint32 end = s->first + 1; end < s->end; end++)
      if (nt_is_capital(nt_weigh_token(w, end - 1)))
        name_of(w, run_of(w, s->first, end))->of_organization = 1;
  }
}

static gboolean is_company(const NtWeigh *w, guint32 entry)
{
  return nt_str_is(nt_image_fact(w->r->image, entry, NT_FACT_KIND), "company");
}

/* A firm's name of one word, which may be a person's too. */
static gboolean is_firm(const NtWeigh *w, const NtSegment *s)
{
  if (s->end - s->first > 1 || (s->is & (NT_IS(LISTED_ORGANIZATION) | NT_IS(LISTED_PERSON))) != NT_IS(LISTED_ORGANIZATION))
    return FALSE;
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end != s->end || c->from != NT_FROM_NAME || c->type != NT_TYPE_ORGANIZATION)
      continue;
    const NtName *name = &w->r->article->names.v[c->name];
    for (guint k = 0; k < c->n_names; k++)
      if (nt_name_alias(&name[k]) != NT_NO_ALIAS && is_company(w, w->r->image->ALIASES[name[k].alias].owner))
        return TRUE;
  }
  return FALSE;
}

/* `Ford said` speaks for a person, and is one only where the article has somebody of that name. */
static guint64 of_firm(const NtWeigh *w, const NtSegment *s, const Name *name, guint64 is)
{
  if (nt_word_bits_has(&w->seen->titled, nt_weigh_token(w, s->first)->hash))
    return (is & ~NT_IS(NAMED_ORGANIZATION)) | NT_IS(PART_OF_PERSON);
  if (name->last_of_person || name->first_of_person)
    return is;
  return (is & ~NT_IS(NAMED_PERSON)) | NT_IS(ONLY_FIRM);
}

/* `Alden says` speaks for a person, but the article has Alden Capital and nobody of that name. */
static gboolean begins_bodies_only(const NtWeigh *w, const NtSegment *s, const Name *name)
{
  return name->of_organization && !name->last_of_person && !name->first_of_person && s->end - s->first == 1 &&
         !(s->is & NT_IS(LISTED_PERSON)) && !nt_word_bits_has(&w->seen->titled, nt_weigh_token(w, s->first)->hash);
}

guint64 nt_seen_names(const NtWeigh *w, const NtSegment *s, guint type)
{
  static const guint64 named[] = {NT_IS(NAMED_PERSON), NT_IS(NAMED_PLACE), NT_IS(NAMED_ORGANIZATION)};
  const Name *name = slot(w->seen->names, w->seen->mask, s->words);
  if (!name->used && s->end - s->first > 1)
    return 0;
  guint64 is = 0;
  guint32 best = 0;
  guint32 n[NT_N_WEIGHED];
  for (guint t = 0; t < NT_N_WEIGHED && name->used; t++) {
    n[t] = name->n[t] - (t == type ? 1 : 0); /* others than itself */
    best = MAX(best, n[t]);
  }
  for (guint t = 0; t < NT_N_WEIGHED && best; t++)
    is |= n[t] == best ? named[t] : 0;
  if (is_firm(w, s))
    is = of_firm(w, s, name, is);
  else if (is & NT_IS(NAMED_PERSON) && begins_bodies_only(w, s, name))
    is = (is & ~NT_IS(NAMED_PERSON)) | NT_IS(NAMED_ORGANIZATION);
  if (s->end - s->first == 1) {
    is |= name->last_of_person ? NT_IS(PART_OF_PERSON) : 0;
    is |= name->first_of_person ? NT_IS(FIRST_OF_PERSON) : 0;
  }
  guint64 key = s->end - s->first == 1 && nt_weigh_token(w, s->first)->shape == NT_SHAPE_UPPER ? acronym(w, s->first) : 0;
  if (name->of_organization || (key && slot(w->seen->names, w->seen->mask, key)->of_organization))
    is |= NT_IS(PART_OF_ORGANIZATION);
  return is;
}
