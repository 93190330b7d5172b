#include "sentence.h"

#define NONE G_MAXUINT32

void nt_ask_table_init(NtAskTable *t, const NtImage *image, const NtRules *rules)
{
  guint n, n_rules;
  const NtRuleAsk *asks = nt_rules_asks(rules, &n);
  nt_rules_list(rules, &n_rules);
  *t = (NtAskTable){.image = image, .number_ask = NONE, .exact = n <= NT_N_ASK_BITS};
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

static gboolean may_hold_capital(const NtToken *t, const char *text)
{
  if (!nt_is_plain(t))
    return TRUE;
  if (t->shape != NT_SHAPE_NUMBER)
    return t->shape != NT_SHAPE_LOWER;
  for (guint32 i = t->start; i < t->end; i++)
    if (g_ascii_isupper(text[i]))
      return TRUE;
  return FALSE;
}

#define AHEAD 12u
#define AT_ONCE 32u

/* The tables are larger than the caches that other stages leave of them: what is told of a word is fetched some words before. */
static inline void fetch_word(const NtSentence *s, guint32 i)
{
  const NtTokens *tokens = &s->lexis->tokens;
  if (i + AHEAD < tokens->n)
    __builtin_prefetch(&s->table->class_bits[tokens->v[i + AHEAD].lists]);
}

/* … and of names for many at once. */
static inline void fetch_names(const NtSentence *s, guint32 from)
{
  const NtLexis *x = s->lexis;
  for (guint32 i = from; i < MIN(from + AT_ONCE, x->names.n); i++)
    __builtin_prefetch(&s->table->image->ENTRIES[x->names.v[i].owner].type);
}

static void find_words(NtSentence *s)
{
  const NtToken *tokens = s->lexis->tokens.v + s->first;
  NtAskSet number = s->table->number_ask == NONE ? 0 : nt_ask_bit(s->table->number_ask);
  const char *text = s->article->text.p;
  NtChunks *c = &s->chunks;
  NtAskSet all = 0;
  guint32 n = s->end - s->first;
  guint chunk = 0;
  for (guint32 i = 0; i < n; i++) {
    const NtToken *t = &tokens[i];
    fetch_word(s, s->first + i);
    if (i && text[t[-1].end] == ' ' && t[-1].end + 1 == t->start)
      chunk = MIN(chunk + 1, NT_N_CHUNKS - 1);
    else if (i)
      chunk = find_marks(s, chunk, t[-1].end, t->start);
    guint64 bit = G_GUINT64_CONSTANT(1) << chunk;
    if (!(s->begun & bit)) {
      s->first_in[chunk] = s->first + i;
      s->begun |= bit;
      if (t->start + 1 < s->stop)
        c->holds[nt_holds_word(text + t->start)] |= bit;
    }
    s->chunk[i] = (guint8)chunk;
    s->bits[i] = s->table->class_bits[t->lists] | (t->shape == NT_SHAPE_NUMBER ? number : 0);
    all |= s->bits[i];
    hold_asks(c, bit, s->bits[i]);
    c->holds[NT_HOLDS_CAPITAL] |= may_hold_capital(t, text) ? bit : 0;
    if (t->flags & NT_TOKEN_DOTTED)
      c->holds[nt_holds_mark('.')] |= bit;
  }
  s->all = all;
  c->holds[NT_HOLDS_START] = 1;
  c->holds[NT_HOLDS_END] = ~G_GUINT64_CONSTANT(0) << chunk;
  chunk = find_marks(s, chunk, tokens[n - 1].end, (guint32)s->stop);
  c->all = ~G_GUINT64_CONSTANT(0) >> (NT_N_CHUNKS - 1 - chunk);
  for (guint i = 0; c->all & NT_LAST_CHUNK && i < NT_N_HOLDS; i++)
    c->holds[i] |= NT_LAST_CHUNK;
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
  s->begun = 0;
  memset(s->at, -1, n * sizeof *s->at);
  find_words(s);
  find_hits(s);
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
