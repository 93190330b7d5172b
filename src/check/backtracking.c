/* A pattern that repeats what can itself be taken in several ways, `(?:{{Cap}} ?)+:`, tries them all before it gives up. PCRE2 stops
 * it at a limit; whoever wrote it should know before an article makes it so. The texts that do this repeat what the pattern takes,
 * so they are made of its own letters, of its examples, and of the forms words have, as often as a sentence can be long. */
#include "base/limits.h"
#include "base/utf8.h"
#include "runner.h"
#include "stages/4-rules/attempt.h"

#define UNITS 300u      /* how often a piece is repeated */
#define MOST_PIECES 32u
#define MOST_BYTES 8000u
#define MOST_STARTS 4u  /* words of a text at which a rule is tried */

typedef struct {
  NtLook *look;
  NtAskTable table;
  NtAttemptRooms rooms;
  NtArena *arena;
} Probe;

typedef struct {
  NtStr v[MOST_PIECES];
  guint n;
} Pieces;

static void add_piece(Pieces *pieces, NtStr piece)
{
  for (guint i = 0; i < pieces->n; i++)
    if (nt_str_equal(pieces->v[i], piece))
      return;
  if (piece.n && pieces->n < MOST_PIECES)
    pieces->v[pieces->n++] = piece;
}

/* The words of the pattern itself, and its single letters. */
static void add_letters(NtArena *arena, Pieces *pieces, NtRulePieces pattern)
{
  g_autoptr(GString) run = g_string_new(NULL);
  for (guint i = 0; i <= pattern.n; i++) {
    NtStr source = i < pattern.n ? pattern.v[i].source : NT_STR("");
    if (source.n == 1 && g_ascii_isalnum(source.p[0])) {
      g_string_append_c(run, source.p[0]);
      add_piece(pieces, source);
      continue;
    }
    if (run->len > 1) {
      add_piece(pieces, nt_arena_str(arena, nt_str_n(run->str, run->len)));
      g_string_append_c(run, ' ');
      add_piece(pieces, nt_arena_str(arena, nt_str_n(run->str, run->len)));
    }
    g_string_truncate(run, 0);
  }
}

static void add_words(NtArena *arena, Pieces *pieces, NtStr text)
{
  for (gsize i = 0, start = 0; i <= text.n; i++)
    if (i == text.n || text.p[i] == ' ') {
      if (i > start)
        add_piece(pieces, nt_str(nt_arena_printf(arena, "%.*s ", (int)(i - start), text.p + start)));
      start = i + 1;
    }
}

/* FALSE where the rule hits a limit in `text`. */
static gboolean stands(Probe *p, const NtRule *rule, NtStr text, gsize from)
{
  NtArticle article;
  nt_article_init(&article, p->arena);
  nt_article_set_text(&article, text);
  const NtLexis *x = nt_lexis_of(p->look->knowledge, &article, NULL);
  if (!x)
    return TRUE;
  NtSentence s;
  nt_sentence_init(&s, &p->table, &article, x);
  for (guint32 i = 0, starts = 0; i < x->sentences.n && starts < MOST_STARTS; i++) {
    nt_sentence_visit(&s, i);
    for (guint32 t = s.first; t < s.end && starts < MOST_STARTS; t++) {
      const gsize *groups;
      if (x->tokens.v[t].start < from && t != s.first)
        continue;
      starts++;
      if (nt_attempt_match(&p->rooms, &s, rule, x->tokens.v[t].start, &groups) == NT_REGEX_LIMIT)
        return FALSE;
    }
  }
  return TRUE;
}

/* Whatever the pattern must have stands behind: PCRE2 does not even try a pattern whose last letter is nowhere. The marks that end
 * a sentence come last. */
static void add_tail(GString *text, NtRulePieces pattern)
{
  for (guint last = 0; last < 2; last++)
    for (guint i = 0; i < pattern.n; i++) {
      NtStr source = pattern.v[i].source;
      char c = source.p[source.n - 1];
      gboolean ends = strchr(".!?", c) != NULL;
      if ((source.n == 1 || source.p[0] == '\\') && ends == (last == 1))
        g_string_append_c(text, c);
    }
}

static gboolean try_piece(Probe *p, const NtRule *rule, NtStr front, NtStr piece)
{
  g_autoptr(GString) text = g_string_new_len(front.p, (gssize)front.n);
  for (guint i = 0; i < UNITS && text->len < MOST_BYTES; i++)
    g_string_append_len(text, piece.p, (gssize)piece.n);
  g_string_append(text, "\xC2\xA7 ");
  add_tail(text, nt_rule_pieces(&rule->pattern, p->arena));
  if (stands(p, rule, nt_str_n(text->str, text->len), front.n))
    return TRUE;
  nt_diagnostics_add(p->look->findings, NT_SEVERITY_ERROR, rule->where.file.p, rule->pattern.line, rule->pattern.column, "backtracking",
                     "rule \"%s\": the pattern gives up on \"%.*s%.*s%.*s\" and so on, which it can take in too many ways: make what "
                     "repeats take its text whole, (?>…), or say how often at most, {1,4}",
                     rule->id.p, NT_HEAD_ARG(front, 60), NT_HEAD_ARG(piece, 40), NT_HEAD_ARG(piece, 40));
  return FALSE;
}

/* The letters with which every match begins. */
static NtStr front_of(NtArena *arena, const NtRulePattern *pattern)
{
  NtRulePieces pieces = nt_rule_pieces(pattern, arena);
  guint n = 0;
  while (n < pieces.n && pieces.v[n].source.n == 1 && !strchr("\\[](){}.*+?^$|", pieces.v[n].source.p[0]))
    n++;
  if (n < pieces.n && strchr("?*{+", pieces.v[n].source.p[0]))
    n -= n > 0;
  return n ? nt_arena_str(arena, nt_str_n(pattern->source.p, n)) : NT_STR("");
}

static gboolean try_pieces(Probe *p, const NtRule *rule, NtStr front, const Pieces *pieces)
{
  for (guint i = 0; i < pieces->n; i++) {
    nt_arena_reset(p->arena);
    if (!try_piece(p, rule, front, pieces->v[i]))
      return FALSE;
  }
  return TRUE;
}

static void try_rule(Probe *p, const NtRule *rule)
{
  static const char *const forms[] = {"Aa ", "A ", "aa ", "A. ", "Aa, ", "Aa and ", "Aa of ", "Aa-", "Aa'", "Aa", "a", "A", "1 ", "1", "A.", ", "};
  g_autoptr(NtArena) arena = nt_arena_new();
  Pieces pieces = {.n = 0};
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
    add_piece(&pieces, nt_str(forms[i]));
  Pieces own = {.n = 0};
  add_letters(arena, &own, nt_rule_pieces(&rule->pattern, arena));
  NtStr given = front_of(arena, &rule->pattern);
  if (!try_pieces(p, rule, NT_STR(""), &pieces) || !try_pieces(p, rule, NT_STR(""), &own))
    return;
  if (given.n && (!try_pieces(p, rule, given, &pieces) || !try_pieces(p, rule, given, &own)))
    return;
  for (guint i = 0; i < rule->n_examples; i++) {
    NtMarked m;
    if (!nt_marked_parse(arena, rule->examples[i].text, &m) || !m.n)
      continue;
    add_words(arena, &own, nt_span_of(m.marks[0], m.text));
    NtStr front = {m.text.p, m.marks[0].start}, name = {m.text.p, m.marks[0].end};
    if (front.n && !try_pieces(p, rule, front, &pieces))
      return;
    if (!try_pieces(p, rule, nt_str(nt_arena_printf(arena, "%.*s ", (int)name.n, name.p)), &own))
      return;
  }
}

void nt_look_backtracking(NtLook *look)
{
  Probe p = {.look = look, .arena = nt_arena_new()};
  guint n;
  const NtRules *rules = nt_knowledge_rules(look->knowledge);
  const NtRule *list = nt_rules_list(rules, &n);
  nt_ask_table_init(&p.table, look->image, rules);
  nt_attempt_rooms_init(&p.rooms, TRUE);
  for (guint i = 0; i < n; i++)
    try_rule(&p, &list[i]);
  nt_attempt_rooms_clear(&p.rooms);
  nt_ask_table_clear(&p.table);
  nt_arena_free(p.arena);
}
