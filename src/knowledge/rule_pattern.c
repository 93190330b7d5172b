#include "rule_pattern.h"

#include "base/limits.h"

/* A word as article/token_word.c cuts it, roughly: callouts look at the rest. Ranges are much faster than \p{L}. */
#define WORD "[0-9A-Za-z\\x{AA}-\\x{2009}\\x{2030}-\\x{10FFFF}]++"

typedef struct {
  const NtPatternContext *context;
  NtPatternText *text;
  gboolean failed;
} Expansion;

void nt_pattern_text_init(NtPatternText *text)
{
  text->out = g_string_new(NULL);
  text->asks = g_array_new(FALSE, FALSE, sizeof(NtRuleAsk));
  text->atoms = g_array_new(FALSE, FALSE, sizeof(NtPatternAtom));
  text->pieces = g_array_new(FALSE, FALSE, sizeof(NtRulePiece));
}

void nt_pattern_text_clear(NtPatternText *text)
{
  if (text->out)
    g_string_free(text->out, TRUE);
  g_clear_pointer(&text->asks, g_array_unref);
  g_clear_pointer(&text->atoms, g_array_unref);
  g_clear_pointer(&text->pieces, g_array_unref);
  text->out = NULL;
}

static void fail(Expansion *x, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void fail(Expansion *x, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  x->context->fail(x->context->data, code, message);
  x->failed = TRUE;
}

/* ---- asks ---- */

static guint32 number_of(const Expansion *x, NtAskKind kind, guint32 what)
{
  GArray *all = x->context->asks;
  for (guint i = 0; i < all->len; i++) {
    const NtRuleAsk *ask = &g_array_index(all, NtRuleAsk, i);
    if (ask->kind == kind && ask->what == what)
      return i;
  }
  NtRuleAsk ask = {.kind = kind, .what = what, .number = all->len};
  g_array_append_val(all, ask);
  return all->len - 1;
}

static guint add_ask(Expansion *x, NtRuleAsk ask)
{
  guint n = x->text->asks->len;
  if (n == NT_RULE_MOST_ASKS)
    fail(x, "limit", "more than %u lists in one pattern", NT_RULE_MOST_ASKS);
  else
    g_array_append_val(x->text->asks, ask);
  return n;
}

static void put_ask(Expansion *x, NtAskKind kind, guint32 what, guint most_words)
{
  GString *out = x->text->out;
  NtPatternAtom atom = {.start = out->len, .is_ask = TRUE};
  atom.ask = add_ask(x, (NtRuleAsk){.kind = kind, .what = what, .number = number_of(x, kind, what)});
  if (x->failed)
    return;
  g_string_append_printf(out, "(?:(?<_%u>)(?C%u)(?:" WORD, atom.ask, nt_rule_callout(atom.ask, NT_CALLOUT_START));
  if (most_words > 1) /* (?:\.|) and not \.?, which PCRE2 makes possessive where the callout is the last thing of a pattern */
    g_string_append_printf(out, "(?:(?C%u)[\\s.'’&-]{1,3}" WORD "){0,%u}(?:\\.|)", nt_rule_callout(atom.ask, NT_CALLOUT_MORE), most_words - 1);
  g_string_append_printf(out, ")(?C%u))", nt_rule_callout(atom.ask, NT_CALLOUT_END));
  atom.end = out->len;
  g_array_append_val(x->text->atoms, atom);
}

/* Asks where the match is; takes no text. */
static void put_place(Expansion *x, NtAskKind kind)
{
  guint n = add_ask(x, (NtRuleAsk){.kind = kind});
  if (!x->failed)
    g_string_append_printf(x->text->out, "(?:(?C%u))", nt_rule_callout(n, NT_CALLOUT_START));
}

/* ---- macros ---- */

static void expand(Expansion *x, NtStr pattern, guint depth);

/* Macros whose name begins with `Cap` begin with a capital: docs/formats/rules.md. */
static void put_macro(Expansion *x, const char *name, NtStr pattern, guint depth)
{
  GString *out = x->text->out;
  NtPatternAtom atom = {.start = out->len, .capital = g_str_has_prefix(name, "Cap")};
  guint at = x->text->atoms->len;
  g_string_append(out, "(?:");
  atom.inner = out->len;
  expand(x, pattern, depth + 1);
  g_string_append_c(out, ')');
  atom.end = out->len;
  if (atom.capital)
    g_array_insert_val(x->text->atoms, at, atom);
}

static void put_name(Expansion *x, NtStr name, guint depth)
{
  static const struct {
    const char *name;
    NtAskKind kind;
  } places[] = {{"sentence-start", NT_ASK_SENTENCE_START}, {"sentence-end", NT_ASK_SENTENCE_END}};
  const NtPatternContext *c = x->context;
  g_autofree char *key = g_strndup(name.p, name.n);
  const NtStr *macro = g_hash_table_lookup(c->macros, key);
  NtType type;
  guint32 number;
  for (guint i = 0; i < G_N_ELEMENTS(places); i++)
    if (nt_str_is(name, places[i].name)) {
      put_place(x, places[i].kind);
      return;
    }
  if (macro)
    put_macro(x, key, *macro, depth);
  else if (nt_type_from(name, &type))
    put_ask(x, NT_ASK_TYPE, type, NT_LIMIT_NAME_TOKENS);
  else if (nt_str_is(name, "number"))
    put_ask(x, NT_ASK_NUMBER, 0, 1);
  else if ((number = nt_image_list(c->image, name)) != G_MAXUINT32)
    put_ask(x, NT_ASK_LIST, number, c->image->LISTS[number].most_words);
  else if (c->find_rule(name, &number, c->data))
    put_ask(x, NT_ASK_RULE, number, NT_LIMIT_NAME_TOKENS);
  else
    x->failed = TRUE;
}

/* ---- the pattern ---- */

static void note_piece(Expansion *x, NtStr source, gsize start, guint depth)
{
  if (depth)
    return;
  NtRulePiece piece = {source, (guint32)start, (guint32)x->text->out->len};
  g_array_append_val(x->text->pieces, piece);
}

static gboolean opens_name(NtStr pattern, gsize i)
{
  return pattern.p[i] == '{' && i + 1 < pattern.n && pattern.p[i + 1] == '{';
}

/* Bytes of the character or escape at `i`. */
static gsize plain_one(NtStr pattern, gsize i)
{
  gsize n = pattern.p[i] == '\\' && i + 1 < pattern.n ? 2 : 1;
  while (i + n < pattern.n && (pattern.p[i + n] & 0xC0) == 0x80)
    n++;
  return n;
}

/* … and of all that stand there up to the next name. */
static gsize plain_run(NtStr pattern, gsize i)
{
  gsize end = i;
  while (end < pattern.n && !opens_name(pattern, end))
    end += plain_one(pattern, end);
  return end - i;
}

/* Puts in what stands at `i`, of a macro all up to the next name; gives the byte behind it. */
static gsize expand_one(Expansion *x, NtStr pattern, gsize i, guint depth)
{
  GString *out = x->text->out;
  gsize start = out->len, n;
  if (opens_name(pattern, i)) {
    const char *end = g_strstr_len(pattern.p + i, (gssize)(pattern.n - i), "}}");
    if (!end) {
      fail(x, "bad-pattern", "{{ without }}");
      return pattern.n;
    }
    n = (gsize)(end - pattern.p) + 2 - i;
    put_name(x, nt_str_n(pattern.p + i + 2, n - 4), depth);
  } else {
    n = depth ? plain_run(pattern, i) : plain_one(pattern, i);
    g_string_append_len(out, pattern.p + i, (gssize)n);
  }
  note_piece(x, nt_str_n(pattern.p + i, n), start, depth);
  return i + n;
}

static void expand(Expansion *x, NtStr pattern, guint depth)
{
  if (depth > NT_LIMIT_MACRO_DEPTH) {
    fail(x, "limit", "macros call each other in a circle, or too deep");
    return;
  }
  for (gsize i = 0; i < pattern.n && !x->failed;) {
    i = expand_one(x, pattern, i, depth);
    if (x->text->out->len > NT_LIMIT_PATTERN_BYTES && !x->failed)
      fail(x, "limit", "longer than %u bytes with its macros", NT_LIMIT_PATTERN_BYTES);
  }
}

gboolean nt_pattern_expand(const NtPatternContext *context, NtStr pattern, NtPatternText *text)
{
  Expansion x = {.context = context, .text = text};
  expand(&x, pattern, 0);
  return !x.failed;
}
