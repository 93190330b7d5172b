#include "sentence.h"

#define NONE G_MAXUINT32

void nt_ask_table_init(NtAskTable *t, const NtImage *image, const NtRules *rules)
{
  guint n, n_rules;
  const NtRuleAsk *asks = nt_rules_asks(rules, &n);
  const NtRule *list = nt_rules_list(rules, &n_rules);
  guint64 sought[2] = {0};
  for (guint i = 0; i < n_rules; i++)
    nt_sketch_add_asks(list[i].sketch, sought);
  *t = (NtAskTable){
    .image = image, .number_ask = NONE, .exact = n <= NT_N_ASK_BITS, .sought = sought[0] | (NtAskSet)sought[1] << 64};
  t->list_ask = g_new(guint32, image->n_LISTS + 1);
  t->rule_ask = g_new(guint32, n_rules + 1);
  memset(t->list_ask, -1, (image->n_LISTS + 1) * sizeof *t->list_ask);
  memset(t->rule_ask, -1, (n_rules + 1) * sizeof *t->rule_ask);
  memset(t->type_ask, -1, sizeof t->type_ask);
  for (guint i = 0; i < n; i++)
    *(asks[i].kind == NT_ASK_TYPE   ? &t->type_ask[asks[i].what]
      : asks[i].kind == NT_ASK_LIST ? &t->list_ask[asks[i].what]
      : asks[i].kind == NT_ASK_RULE ? &t->rule_ask[asks[i].what]
                                    : &t->number_ask) = i;
  t->class_bits = g_new0(NtAskSet, image->n_CLASSES);
  for (guint32 c = 0; c + 1 < image->n_CLASSES; c++)
    for (guint32 m = image->CLASSES[c]; m < image->CLASSES[c + 1]; m++) {
      guint32 ask = t->list_ask[image->MEMBERSHIPS[m].list];
      t->class_bits[c] |= ask == NONE ? 0 : nt_ask_bit(ask);
    }
}

void nt_ask_table_clear(NtAskTable *t)
{
  g_free(t->class_bits);
  g_free(t->list_ask);
  g_free(t->rule_ask);
}

/* What a paragraph was wrapped at is a space to a pattern; places stay what they are. */
static NtStr unwrapped(NtArena *arena, NtStr text, const NtLexis *x)
{
  const char *end = text.p + text.n, *line = text.n ? memchr(text.p, '\n', text.n) : NULL;
  if (!line)
    return text;
  char *copy = nt_arena_new_array(arena, char, text.n + 1);
  memcpy(copy, text.p, text.n);
  copy[text.n] = 0;
  for (; line && line + 1 < end; line = memchr(line + 1, '\n', (gsize)(end - line - 1)))
    if (line > text.p && line[-1] != '\n' && line[1] != '\n')
      copy[line - text.p] = ' ';
  for (guint32 s = 1; s < x->sentences.n; s++) /* the line end between two sentences stays one */
    for (gsize at = x->tokens.v[x->sentences.v[s]].start; at > 0 && g_ascii_isspace(text.p[at - 1]); at--)
      copy[at - 1] = text.p[at - 1];
  return nt_str_n(copy, text.n);
}

void nt_sentence_init(NtSentence *s, const NtAskTable *table, NtArticle *article, const NtLexis *lexis)
{
  NtArena *arena = nt_arena_scratch(article->arena);
  *s = (NtSentence){.table = table, .article = article, .arena = arena, .lexis = lexis, .text = unwrapped(arena, article->text, lexis)};
}

static inline void hold_asks(NtChunks *c, guint64 chunk, NtAskSet bits)
{
  while (bits)
    c->holds[NT_HOLDS_ASK + nt_ask_take(&bits)] |= chunk;
}

/* Token number `i` of the sentence answers these, too. */
static void add_bits(NtSentence *s, guint32 i, NtAskSet bits)
{
  s->bits[i] |= bits;
  s->all |= bits;
  hold_asks(&s->chunks, G_GUINT64_CONSTANT(1) << s->chunk[i], bits);
}

static void add_answer(NtSentence *s, guint32 first, guint32 end, guint32 ask)
{
  if (ask == NONE)
    return;
  gint32 *at = &s->at[first - s->first];
  for (gint32 i = *at; i >= 0; i = s->answers.v[i].next) /* many have one name */
    if (s->answers.v[i].end == end && s->answers.v[i].ask == ask)
      return;
  guint8 *goes_on = &s->chunks.goes_on[ask % NT_N_ASK_BITS];
  *nt_vec_push(s->arena, &s->answers) = (NtAnswer){end, ask, *at};
  *at = (gint32)s->answers.n - 1;
  *goes_on = MAX(*goes_on, (guint8)(s->chunk[end - 1 - s->first] - s->chunk[first - s->first]));
  add_bits(s, first - s->first, nt_ask_bit(ask));
}

/* What stands between two words, or behind the last. */
static guint find_marks(NtSentence *s, guint chunk, guint32 from, guint32 to)
{
  const char *text = s->article->text.p;
  for (; from < to; from++) {
    if (G_LIKELY(g_ascii_isspace(text[from]))) {
      chunk = MIN(chunk + 1, NT_N_CHUNKS - 1);
      continue;
    }
    guint64 bit = G_GUINT64_CONSTANT(1) << chunk;
    s->chunks.holds[nt_holds_mark(text[from])] |= bit;
    s->chunks.holds[NT_HOLDS_CAPITAL] |= g_ascii_isalpha(text[from]) ? bit : 0; /* of an entity that was left in the text */
  }
  return chunk;
}

/* Of a word that is not plain and small. */
static gboolean may_hold_capital(const NtToken *t, const char *text)
{
  if (!nt_is_plain(t) || t->shape != NT_SHAPE_NUMBER)
    return TRUE;
  for (guint32 i = t->start; i < t->end; i++)
    if (g_ascii_isupper(text[i]))
      return TRUE;
  return FALSE;
}

/* The chunk in which a word begins that stands behind another. */
static inline guint next_chunk(NtSentence *s, const char *text, guint chunk, const NtToken *t)
{
  guint32 end = t[-1].end;
  if (G_LIKELY(end + 1 == t->start && text[end] == ' '))
    return MIN(chunk + 1, NT_N_CHUNKS - 1);
  return find_marks(s, chunk, end, t->start);
}

/* Cuts the sentence at its white space. */
static void find_chunks(NtSentence *s)
{
  const NtToken *tokens = s->lexis->tokens.v + s->first;
  const char *text = s->article->text.p;
  guint64 *holds = s->chunks.holds;
  guint8 *chunks = s->chunk;
  guint64 begun = 0;
  guint32 n = s->end - s->first;
  gsize stop = s->stop;
  guint chunk = 0;
  for (guint32 i = 0; i < n; i++) {
    const NtToken *t = &tokens[i];
    chunk = i ? next_chunk(s, text, chunk, t) : 0;
    chunks[i] = (guint8)chunk;
    guint64 bit = G_GUINT64_CONSTANT(1) << chunk;
    if (begun & bit)
      continue;
    begun |= bit;
    s->first_in[chunk] = s->first + i;
    if (t->start + 1 < stop)
      holds[nt_holds_word(text + t->start)] |= bit;
  }
  s->begun = begun;
  s->chunks.holds[NT_HOLDS_START] = 1;
  s->chunks.holds[NT_HOLDS_END] = ~G_GUINT64_CONSTANT(0) << chunk;
  chunk = find_marks(s, chunk, tokens[n - 1].end, (guint32)stop);
  s->chunks.all = ~G_GUINT64_CONSTANT(0) >> (NT_N_CHUNKS - 1 - chunk);
}

#define AHEAD 12u
#define AT_ONCE 32u

/* What lists say of the words. The table is larger than the caches that other stages leave of it: it is looked at some words ahead. */
static void find_members(NtSentence *s)
{
  const NtTokens *words = &s->lexis->tokens;
  const NtToken *tokens = words->v + s->first;
  const NtAskSet *class_bits = s->table->class_bits, sought = s->table->sought;
  NtAskSet *bits = s->bits, all = 0;
  guint32 n = s->end - s->first, n_ahead = words->n - s->first > AHEAD ? words->n - s->first - AHEAD : 0;
  for (guint32 i = 0; i < n; i++) {
    NtAskSet set = class_bits[tokens[i].lists];
    if (i < n_ahead)
      __builtin_prefetch(&class_bits[tokens[i + AHEAD].lists]);
    bits[i] = set;
    all |= set;
    if (set & sought)
      hold_asks(&s->chunks, G_GUINT64_CONSTANT(1) << s->chunk[i], set & sought);
  }
  s->all = all;
}

/* What they say by how they are written: most are plain and small. */
static void find_shapes(NtSentence *s)
{
  const NtToken *tokens = s->lexis->tokens.v + s->first;
  NtAskSet number = s->table->number_ask == NONE ? 0 : nt_ask_bit(s->table->number_ask);
  const char *text = s->article->text.p;
  guint32 n = s->end - s->first;
  for (guint32 i = 0; i < n; i++) {
    const NtToken *t = &tokens[i];
    if (t->shape == NT_SHAPE_LOWER && nt_is_plain(t))
      continue;
    guint64 bit = G_GUINT64_CONSTANT(1) << s->chunk[i];
    s->chunks.holds[NT_HOLDS_CAPITAL] |= may_hold_capital(t, text) ? bit : 0;
    if (t->flags & NT_TOKEN_DOTTED)
      s->chunks.holds[nt_holds_mark('.')] |= bit;
    if (t->shape == NT_SHAPE_NUMBER)
      add_bits(s, i, number);
  }
}

/* What the image says of names is fetched for many at once. */
static inline void fetch_names(const NtSentence *s, guint32 from)
{
  const NtLexis *x = s->lexis;
  for (guint32 i = from; i < MIN(from + AT_ONCE, x->names.n); i++)
    __builtin_prefetch(&s->table->image->ENTRIES[x->names.v[i].owner].type);
}

/* Hits are sorted by first token, so each list is walked once for the whole article. */
static void find_hits(NtSentence *s)
{
  const NtLexis *x = s->lexis;
  const NtImage *image = s->table->image;
  while (s->names_at < x->names.n && x->names.v[s->names_at].first < s->first)
    s->names_at++;
  while (s->phrases_at < x->phrases.n && x->phrases.v[s->phrases_at].first < s->first)
    s->phrases_at++;
  for (guint32 i = s->names_at; i < x->names.n && x->names.v[i].first < s->end; i++) {
    const NtLexisHit *hit = &x->names.v[i];
    if (i % AT_ONCE == 0)
      fetch_names(s, i);
    add_answer(s, hit->first, hit->end, s->table->type_ask[image->ENTRIES[hit->owner].type]);
  }
  for (guint32 i = s->phrases_at; i < x->phrases.n && x->phrases.v[i].first < s->end; i++) {
    const NtLexisHit *hit = &x->phrases.v[i];
    add_answer(s, hit->first, hit->end, s->table->list_ask[hit->owner]);
  }
}

void nt_sentence_visit(NtSentence *s, guint32 number)
{
  const NtLexis *x = s->lexis;
  s->first = s->cursor = x->sentences.v[number];
  s->end = nt_lexis_sentence_end(x, number);
  s->stop = s->end < x->tokens.n ? x->tokens.v[s->end].start : s->article->text.n;
  s->zone = nt_article_zone_at(s->article, x->tokens.v[s->first].start);
  s->zones = 1u << s->zone | 1u << nt_article_zone_at(s->article, x->tokens.v[s->end - 1].start);
  s->answers.n = 0;
  guint32 n = s->end - s->first;
  if (n > s->room) {
    s->room = MAX(n, 256);
    s->bits = nt_arena_new_array(s->arena, NtAskSet, s->room);
    s->chunk = nt_arena_new_array(s->arena, guint8, s->room);
    s->at = nt_arena_new_array(s->arena, gint32, s->room);
  }
  s->chunks = (NtChunks){0};
  memset(s->at, -1, n * sizeof *s->at);
  find_chunks(s);
  find_members(s);
  find_shapes(s);
  find_hits(s);
  for (guint i = 0; s->chunks.all & NT_LAST_CHUNK && i < NT_N_HOLDS; i++)
    s->chunks.holds[i] |= NT_LAST_CHUNK;
}

void nt_sentence_add_hit(NtSentence *s, NtSpan span, NtType type, guint32 rule)
{
  const NtToken *tokens = s->lexis->tokens.v;
  guint32 first = nt_sentence_token(s, span.start), end = first;
  if (first >= s->end || tokens[first].start != span.start)
    return;
  while (end < s->end && tokens[end].start < span.end)
    end++;
  add_answer(s, first, end, s->table->type_ask[type]);
  add_answer(s, first, end, s->table->rule_ask[rule]);
}

static gboolean word_answers(const NtSentence *s, const NtRuleAsk *ask, guint32 token)
{
  const NtToken *t = &s->lexis->tokens.v[token];
  if (ask->kind == NT_ASK_NUMBER)
    return t->shape == NT_SHAPE_NUMBER;
  return ask->kind == NT_ASK_LIST && s->table->class_bits[t->lists] & nt_ask_bit(ask->number) &&
         (s->table->exact || nt_image_class_has(s->table->image, t->lists, ask->what, NULL));
}

gboolean nt_sentence_answers(const NtSentence *s, const NtRuleAsk *ask, guint32 first, guint32 end)
{
  if (!(s->bits[first - s->first] & nt_ask_bit(ask->number)))
    return FALSE;
  if (!end && s->table->exact)
    return TRUE;
  if ((!end || end == first + 1) && word_answers(s, ask, first))
    return TRUE;
  for (gint32 i = s->at[first - s->first]; i >= 0; i = s->answers.v[i].next)
    if (s->answers.v[i].ask == ask->number && (!end || s->answers.v[i].end == end))
      return TRUE;
  return FALSE;
}

gboolean nt_sentence_goes_beyond(const NtSentence *s, const NtRuleAsk *ask, guint32 first, gsize at)
{
  const NtToken *tokens = s->lexis->tokens.v;
  if (tokens[first].end > at) /* `U.S.`, which a pattern reads as two words */
    return TRUE;
  for (gint32 i = s->at[first - s->first]; i >= 0; i = s->answers.v[i].next)
    if (s->answers.v[i].ask == ask->number && tokens[s->answers.v[i].end - 1].end > at)
      return TRUE;
  return FALSE;
}

guint32 nt_sentence_token(NtSentence *s, gsize at)
{
  const NtToken *tokens = s->lexis->tokens.v;
  guint32 i = CLAMP(s->cursor, s->first, s->end - 1);
  while (i > s->first && tokens[i - 1].end > at)
    i--;
  while (i < s->end && tokens[i].end <= at)
    i++;
  s->cursor = i;
  return i;
}
