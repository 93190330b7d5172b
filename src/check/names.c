#include "look.h"

#include "knowledge/lexis.h"

static void report(NtLook *c, NtSeverity severity, guint32 alias, const char *code, const char *format, ...) G_GNUC_PRINTF(5, 6);
static void report(NtLook *c, NtSeverity severity, guint32 alias, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  NtWhere where = nt_image_alias_where(c->image, alias);
  nt_diagnostics_add(c->findings, severity, where.file.p, where.line, 1, code, "%s", message);
}

static const char *text_of(const NtLook *c, guint32 alias)
{
  return nt_image_string(c->image, c->image->ALIASES[alias].text).p;
}

/* ---- one name ---- */

static gboolean is_common(const NtLook *c, NtArena *arena, const char *text, guint32 list)
{
  if (strchr(text, '.'))
    return FALSE; /* an abbreviation, written as such */
  g_autofree char *small = g_utf8_strdown(text, -1);
  NtLexis lexis;
  return nt_lexis_find(c->image, arena, nt_str(small), &lexis, NULL) && lexis.tokens.n == 1 &&
         nt_image_class_has(c->image, lexis.tokens.v[0].lists, list, NULL);
}

static void look_at_name(NtLook *c, NtArena *arena, guint32 alias, guint32 common)
{
  const NtImageManner *m = nt_image_manner(c->image, alias);
  if (m->kind != NT_ALIAS_NAME || m->n_tokens != 1 || m->flags & NT_ALIAS_MADE)
    return;
  const char *text = text_of(c, alias);
  if (m->flags & NT_ALIAS_AMBIGUOUS && nt_type_is_thing((NtType)c->image->ENTRIES[c->image->ALIASES[alias].owner].type))
    report(c, NT_SEVERITY_WARNING, alias, "not-ambiguous",
         "\"%s\" names an event, a work or a product, which are taken wherever they stand: guard it with \"context\" or \"not\", \"ambiguous\" does nothing", text);
  gboolean guarded = m->flags & (NT_ALIAS_AMBIGUOUS | NT_ALIAS_HAS_WORDS | NT_ALIAS_NEEDS_FULL_NAME);
  if (g_utf8_strlen(text, -1) == 1 && !guarded) {
    report(c, NT_SEVERITY_WARNING, alias, "one-letter-name", "\"%s\" is one letter: give it \"context\", or take it away", text);
    return;
  }
  gboolean open = m->policy == NT_CASE_FOLD || m->policy == NT_CASE_TITLE;
  if (open && !guarded && !(m->flags & NT_ALIAS_HAS_UPPER) && common != G_MAXUINT32 && is_common(c, arena, text, common))
    report(c, NT_SEVERITY_WARNING, alias, "common-word",
         "\"%s\" is also an everyday word: guard it with \"context\", \"not\" or \"ambiguous: true\"", text);
}

/* ---- names that stand beside each other ---- */

static gboolean covers(const NtImageManner *wide, const NtImageManner *narrow, gboolean same_writing)
{
  if (wide->flags & (NT_ALIAS_HAS_WORDS | NT_ALIAS_NEEDS_FULL_NAME))
    return FALSE;
  switch ((NtCase)wide->policy) {
  case NT_CASE_FOLD: return narrow->policy != NT_CASE_FOLD || !same_writing;
  case NT_CASE_TITLE: return narrow->policy == NT_CASE_UPPER || (narrow->policy == NT_CASE_EXACT && same_writing);
  case NT_CASE_EXACT:
  case NT_CASE_UPPER: return FALSE;
  }
  return FALSE;
}

static gboolean same_fact(const NtImage *image, guint32 a, guint32 b, NtFact fact)
{
  return nt_str_equal(nt_image_fact(image, a, fact), nt_image_fact(image, b, fact));
}

static gboolean are_twins(const NtImage *image, guint32 a, guint32 b)
{
  const NtImageEntry *x = &image->ENTRIES[a], *y = &image->ENTRIES[b];
  if (x->type != y->type || x->folder != y->folder)
    return FALSE;
  for (guint fact = 0; fact < NT_N_FACTS; fact++)
    if (!same_fact(image, a, b, (NtFact)fact))
      return FALSE;
  return TRUE;
}

static gboolean stands_behind(const NtImage *image, guint32 a, guint32 b)
{
  NtWhere x = nt_image_alias_where(image, a), y = nt_image_alias_where(image, b);
  int c = nt_str_compare(x.file, y.file);
  return c > 0 || (c == 0 && x.line > y.line);
}

static gboolean is_guarded(const NtImageManner *m)
{
  return m->flags & (NT_ALIAS_AMBIGUOUS | NT_ALIAS_HAS_WORDS | NT_ALIAS_NEEDS_FULL_NAME | NT_ALIAS_NEEDS_COUNTRY);
}

/* `place Q1476` */
static char *whose(const NtLook *c, guint32 alias)
{
  guint32 entry = c->image->ALIASES[alias].owner;
  return g_strdup_printf("%s %s", nt_type_word((NtType)c->image->ENTRIES[entry].type), nt_image_id(c->image, entry).p);
}

/* A name that entries of two types have without reserve. Whether a person, a place or an organization is meant the text may tell; the rules
 * for events, works and products take every name of theirs. */
static void look_at_types(NtLook *c, guint32 a, guint32 b)
{
  const NtImageManner *m = nt_image_manner(c->image, a), *n = nt_image_manner(c->image, b);
  const NtImageEntry *x = &c->image->ENTRIES[c->image->ALIASES[a].owner], *y = &c->image->ENTRIES[c->image->ALIASES[b].owner];
  if (x->type == y->type || is_guarded(m) || is_guarded(n) || (m->policy == NT_CASE_UPPER) != (n->policy == NT_CASE_UPPER))
    return;
  g_autofree char *first = whose(c, a), *second = whose(c, b);
  NtWhere other = nt_image_alias_where(c->image, a);
  if (nt_type_is_thing((NtType)x->type) != nt_type_is_thing((NtType)y->type))
    report(c, NT_SEVERITY_WARNING, b, "two-types", "\"%s\" is %s here and %s at %s:%u, of which one is never found: take the name from it",
         text_of(c, b), second, first, other.file.p, other.line);
  else if (MAX(x->folder, y->folder) >= c->first_own)
    report(c, NT_SEVERITY_NOTE, b, "two-types", "\"%s\" is %s here and %s at %s:%u; what stands around it tells which is meant: mark one that seldom is with "
           "\"ambiguous: true\"", text_of(c, b), second, first, other.file.p, other.line);
}

static void look_at_pair(NtLook *c, guint32 a, guint32 b)
{
  if (stands_behind(c->image, a, b)) {
    guint32 first = b;
    b = a;
    a = first;
  }
  const NtImageAlias *x = &c->image->ALIASES[a], *y = &c->image->ALIASES[b];
  const NtImageManner *m = nt_image_manner(c->image, a), *n = nt_image_manner(c->image, b);
  if (m->kind != NT_ALIAS_NAME || n->kind != NT_ALIAS_NAME || x->key != y->key || (m->flags | n->flags) & NT_ALIAS_MADE)
    return;
  gboolean same = x->writing == y->writing;
  if (x->owner == y->owner) {
    if (covers(m, n, same))
      report(c, NT_SEVERITY_WARNING, b, "never-needed", "\"%s\" is found by \"%s\" in line %u already", text_of(c, b), text_of(c, a), x->line);
    else if (covers(n, m, same))
      report(c, NT_SEVERITY_WARNING, a, "never-needed", "\"%s\" is found by \"%s\" in line %u already", text_of(c, a), text_of(c, b), y->line);
  } else if (same && m->policy == n->policy && m->weight == n->weight && !((m->flags | n->flags) & NT_ALIAS_HAS_WORDS) &&
             are_twins(c->image, x->owner, y->owner)) {
    NtWhere other = nt_image_alias_where(c->image, a);
    report(c, NT_SEVERITY_WARNING, b, "same-name", "\"%s\" also names %s (%s:%u), and nothing tells the two apart: join them, or give facts, weights or context",
         text_of(c, b), nt_image_id(c->image, x->owner).p, other.file.p, other.line);
  } else if (same) {
    look_at_types(c, a, b);
  }
}

void nt_look_names(NtLook *c)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  guint32 common = nt_image_list(c->image, NT_STR("common-word"));
  for (guint32 i = 0; i < c->image->n_ALIASES; i++) {
    nt_arena_reset(arena);
    look_at_name(c, arena, i, common);
  }
  for (guint32 i = 1; i < c->image->n_NODES; i++) {
    const NtImageNode *node = &c->image->NODES[i];
    for (guint32 a = 0; a < node->n_aliases; a++)
      for (guint32 b = a + 1; b < MIN(node->n_aliases, a + 64); b++)
        look_at_pair(c, node->first_alias + a, node->first_alias + b);
  }
}
