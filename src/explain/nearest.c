/* Each rule is tried once more, slowly, at the words before and at the place; PCRE2 tells each item of the pattern that it comes to. Of
 * a rule counts how far it came after its name had begun just there; the one that passed most of its pattern is the nearest. */
#include "answer.h"

#include "stages/4-rules/attempt.h"

#define MOST_BACK 40u /* words before the place at which a rule may begin */

typedef struct {
  NtSentence *sentence;
  const NtRule *rule;
  guint opens[NT_N_TYPES + 1], n_opens; /* bytes of the pattern at which names begin */
  gsize place;                          /* byte of the text where the name shall begin */
  gboolean begun;                       /* in this try */
  gsize at, item;                       /* how far this try came */
  gboolean any;
} Trace;

static gboolean is_open(const Trace *t, gsize item)
{
  for (guint i = 0; i < t->n_opens; i++)
    if (t->opens[i] == item)
      return TRUE;
  return FALSE;
}

static gboolean see(const NtRegexCallout *callout, gpointer data)
{
  Trace *t = data;
  if (callout->number != NT_REGEX_TRACE)
    return nt_attempt_answer(t->sentence, &t->rule->pattern, callout);
  if (is_open(t, callout->item) && callout->at == t->place)
    t->begun = TRUE;
  if (!t->begun || callout->at < t->place || callout->item_end == callout->item)
    return TRUE;
  if (!t->any || callout->at > t->at || (callout->at == t->at && callout->item > t->item)) {
    t->at = callout->at;
    t->item = callout->item;
    t->any = TRUE;
  }
  return TRUE;
}

/* Where the groups that make hits open. */
static void find_opens(Trace *t)
{
  const NtRule *rule = t->rule;
  t->n_opens = 0;
  for (guint type = 0; type <= NT_N_TYPES; type++) {
    g_autofree char *open = g_strdup_printf("(?<%s>", type < NT_N_TYPES ? nt_type_word((NtType)type) : "name");
    const char *found = g_strstr_len(rule->pattern.expanded.p, (gssize)rule->pattern.expanded.n, open);
    if (found)
      t->opens[t->n_opens++] = (guint)(found - rule->pattern.expanded.p);
  }
  if (!t->n_opens) /* the whole match is the name */
    t->opens[t->n_opens++] = 0;
}

/* The piece of the pattern, as it was written, that holds byte `item` of the expanded one. */
static guint piece_at(NtRulePieces pieces, gsize item)
{
  for (guint i = 0; i < pieces.n; i++)
    if (item < pieces.v[i].end)
      return i;
  return pieces.n ? pieces.n - 1 : 0;
}

static gboolean holds_together(NtStr p, gsize i)
{
  return p.n - i > 2 && p.p[i] == '(' && p.p[i + 1] == '?' && (p.p[i + 2] == ':' || p.p[i + 2] == '>');
}

/* The piece, or the outermost bracket around it that only holds together: of choices none is the one that failed. */
static guint whole_piece(const NtRulePattern *p, NtRulePieces pieces, guint piece)
{
  guint depth = 0, outer_depth = 0, outer = piece;
  for (guint i = 0; i < piece; i++) {
    NtStr source = pieces.v[i].source;
    if (source.n != 1)
      continue;
    if (source.p[0] == '(') {
      depth++;
      if (!outer_depth && holds_together(p->source, (gsize)(source.p - p->source.p))) {
        outer_depth = depth;
        outer = i;
      }
    } else if (source.p[0] == ')' && depth) {
      if (outer_depth == depth) {
        outer_depth = 0;
        outer = piece;
      }
      depth--;
    }
  }
  return outer_depth ? outer : piece;
}

/* From the piece on: a bracket with all that it holds, otherwise the piece alone. */
static NtStr item_text(const NtRulePattern *p, NtStr one)
{
  NtStr rest = {one.p, (gsize)(p->source.p + p->source.n - one.p)};
  if (one.p[0] != '(' && one.p[0] != '[')
    return one;
  char close = one.p[0] == '(' ? ')' : ']';
  guint depth = 0;
  for (gsize i = 0; i < rest.n; i++) {
    if (rest.p[i] == '\\')
      i++;
    else if (rest.p[i] == one.p[0])
      depth++;
    else if (rest.p[i] == close && --depth == 0)
      return nt_str_n(rest.p, i + 1);
  }
  return one;
}

static NtStr word_at(NtStr text, gsize at, gsize stop)
{
  while (at < stop && g_ascii_isspace(text.p[at]))
    at++;
  gsize end = at;
  while (end < stop && !g_ascii_isspace(text.p[end]) && end - at < 40)
    end++;
  while (end < stop && (text.p[end] & 0xC0) == 0x80)
    end++;
  return nt_str_n(text.p + at, end - at);
}

/* In the sentence. */
static NtStr word_before(const NtSentence *s, gsize at)
{
  NtStr text = s->article->text;
  gsize first = s->lexis->tokens.v[s->first].start;
  while (at > first && g_ascii_isspace(text.p[at - 1]))
    at--;
  gsize start = at;
  while (start > first && !g_ascii_isspace(text.p[start - 1]))
    start--;
  return nt_str_n(text.p + start, at - start);
}

static NtNearest reached(const Trace *t, gsize from)
{
  const NtRulePattern *p = &t->rule->pattern;
  NtRulePieces pieces = nt_rule_pieces(p, t->sentence->article->arena);
  NtStr source = pieces.n ? pieces.v[whole_piece(p, pieces, piece_at(pieces, t->item))].source : nt_str_n(p->source.p, 0);
  return (NtNearest){
    .rule = t->rule,
    .stopped = NT_STOPPED_IN_PATTERN,
    .taken = {(guint32)from, (guint32)t->at},
    .item = source.n ? item_text(p, source) : source,
    .has = word_at(t->sentence->article->text, t->at, t->sentence->stop),
    .share = p->source.n ? (double)(source.p - p->source.p) / (double)p->source.n : 0,
  };
}

/* The whole pattern matches: what else kept it from standing. */
static void see_rest(const NtAttemptRooms *rooms, Trace *t, const gsize *groups, NtNearest *n)
{
  n->taken = (NtSpan){(guint32)groups[0], (guint32)groups[1]};
  n->share = 1;
  n->stopped = NT_STOPPED_NOWHERE;
  if (!(t->rule->zones & t->sentence->zones))
    n->stopped = NT_STOPPED_BY_ZONE;
  else if (nt_attempt_sides(rooms, t->sentence, t->rule, n->taken.start, n->taken.end, &n->side) == NT_REGEX_NO) {
    n->stopped = NT_STOPPED_BESIDE;
    n->item = t->rule->sides[n->side].source;
    gboolean before = n->side == NT_SIDE_BEFORE || n->side == NT_SIDE_NOT_BEFORE;
    n->has = before ? word_before(t->sentence, n->taken.start) : word_at(t->sentence->article->text, n->taken.end, t->sentence->stop);
  }
}

/* A rule that does not hold in this zone comes behind those that do. */
static gboolean is_nearer(const NtSentence *s, const NtNearest *a, const NtNearest *b)
{
  gboolean a_holds = (a->rule->zones & s->zones) != 0, b_holds = b->rule && b->rule->zones & s->zones;
  if (!b->rule || a_holds != b_holds)
    return !b->rule || a_holds;
  return a->share > b->share;
}

static void try_rule(const NtAttemptRooms *rooms, NtSentence *s, const NtRule *rule, gsize place, guint32 token, NtNearest *best)
{
  Trace t = {.sentence = s, .rule = rule, .place = place};
  g_autoptr(NtRegex) regex = nt_regex_new(rule->pattern.expanded, NT_REGEX_ANCHORED | NT_REGEX_TRACED, NULL, NULL);
  if (!regex)
    return;
  find_opens(&t);
  guint32 from = token > s->first + MOST_BACK ? token - MOST_BACK : s->first;
  for (guint32 i = from; i <= token && i < s->end; i++) {
    const gsize *groups;
    NtStr subject = {s->text.p, s->stop};
    gsize start = s->lexis->tokens.v[i].start;
    t.begun = t.any = FALSE;
    t.at = t.item = 0;
    NtRegexResult result = nt_regex_match(regex, rooms->room, subject, start, see, &t, &groups);
    if (!t.any || (t.at == place && result != NT_REGEX_YES))
      continue;
    NtNearest n = reached(&t, start);
    if (result == NT_REGEX_YES)
      see_rest(rooms, &t, groups, &n);
    if (is_nearer(s, &n, best))
      *best = n;
  }
}

void nt_nearest_rule_find(const NtKnowledge *knowledge, NtArticle *article, NtSpan span, NtNearest *nearest)
{
  *nearest = (NtNearest){.rule = NULL};
  const NtLexis *x = nt_lexis_of(knowledge, article, NULL);
  guint32 token = x ? nt_lexis_token_at(x, span.start) : 0;
  if (!x || token >= x->tokens.n)
    return;
  guint n;
  const NtRules *rules = nt_knowledge_rules(knowledge);
  const NtRule *list = nt_rules_list(rules, &n);
  NtAskTable table;
  NtAttemptRooms rooms;
  NtSentence s;
  nt_ask_table_init(&table, nt_knowledge_image(knowledge), rules);
  nt_attempt_rooms_init(&rooms, FALSE);
  nt_sentence_init(&s, &table, article, x);
  nt_sentence_visit(&s, nt_lexis_sentence_of(x, token));
  for (guint i = 0; i < article->patterns.n; i++) { /* what rules of earlier phases found */
    const NtPattern *p = &article->patterns.v[i];
    if (p->span.start >= x->tokens.v[s.first].start && p->span.end <= s.stop)
      nt_sentence_add_hit(&s, p->span, p->type, p->number);
  }
  for (guint i = 0; i < n; i++)
    try_rule(&rooms, &s, &list[i], x->tokens.v[token].start, token, nearest);
  nt_attempt_rooms_clear(&rooms);
  nt_ask_table_clear(&table);
}
