/* Puts entries, their names and the words of lists into the build, whether they came from YAML or from a table. */
#include "gazetteer_parts.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "variants.h"

/* ---- manners ---- */

static gboolean case_from(NtStr word, NtCase *policy)
{
  static const char *const words[] = {
    [NT_CASE_TITLE] = "title", [NT_CASE_EXACT] = "exact", [NT_CASE_UPPER] = "upper", [NT_CASE_FOLD] = "fold"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (nt_str_is(word, words[i])) {
      *policy = (NtCase)i;
      return TRUE;
    }
  return FALSE;
}

static void take_diacritics(NtGazetteerLoader *l, NtStr word, NtGazetteerPlace at, NtManner *m)
{
  if (word.n && !nt_str_is(word, "fold") && !nt_str_is(word, "keep"))
    nt_gazetteer_error(l, at, "wrong-value", "\"diacritics\" must be fold or keep, not \"%.*s\"", NT_HEAD_ARG(word, 100));
  if (word.n)
    m->keep_marks = nt_str_is(word, "keep");
}

static void take_needs(NtGazetteerLoader *l, NtStr word, NtGazetteerPlace at, NtManner *m)
{
  if (nt_str_is(word, "full-name"))
    m->needs_full_name = TRUE;
  else if (nt_str_is(word, "country"))
    m->needs_country = TRUE;
  else if (word.n)
    nt_gazetteer_error(l, at, "wrong-value", "\"needs\" must be full-name or country, not \"%.*s\"", NT_HEAD_ARG(word, 100));
}

void nt_gazetteer_take_manner_words(NtGazetteerLoader *l, NtManner *m, NtStr policy, NtStr diacritics, NtStr needs, NtGazetteerPlace at)
{
  if (policy.n && !case_from(policy, &m->policy))
    nt_gazetteer_error(l, at, "wrong-value", "\"case\" must be title, exact, upper or fold, not \"%.*s\"", NT_HEAD_ARG(policy, 100));
  take_diacritics(l, diacritics, at, m);
  take_needs(l, needs, at, m);
}

/* ---- entries ---- */

static gboolean is_letters_of_country(NtStr text)
{
  return text.n == 2 && g_ascii_isupper(text.p[0]) && g_ascii_isupper(text.p[1]);
}

static gboolean is_degrees(NtStr text, double most)
{
  double value;
  return nt_parse_number(text, &value) && value >= -most && value <= most;
}

/* Facts that others rely on have the form that they expect. */
static void check_facts(NtGazetteerLoader *l, const NtStr *facts, NtGazetteerPlace at)
{
  if (facts[NT_FACT_COUNTRY].n && !is_letters_of_country(facts[NT_FACT_COUNTRY]))
    nt_gazetteer_error(l, at, "wrong-value", "\"country\" must be two capital letters of ISO 3166 (DE, not de or Germany), not \"%.*s\"",
                       NT_HEAD_ARG(facts[NT_FACT_COUNTRY], 100));
  if (facts[NT_FACT_LAT].n && !is_degrees(facts[NT_FACT_LAT], 90))
    nt_gazetteer_error(l, at, "wrong-value", "\"lat\" must be from -90 to 90");
  if (facts[NT_FACT_LON].n && !is_degrees(facts[NT_FACT_LON], 180))
    nt_gazetteer_error(l, at, "wrong-value", "\"lon\" must be from -180 to 180");
  if (facts[NT_FACT_WIKIDATA].n && !nt_is_wikidata(facts[NT_FACT_WIKIDATA]))
    nt_gazetteer_error(l, at, "wrong-value", "\"wikidata\" must be Q and a number, not \"%.*s\"", NT_HEAD_ARG(facts[NT_FACT_WIKIDATA], 100));
}

guint32 nt_gazetteer_put_entry(NtGazetteerLoader *l, const NtStr *values, NtGazetteerPlace at)
{
  NtBuildEntry entry = {
    .id = values[KEY_ID],
    .name = values[KEY_NAME],
    .line = at.line,
    .column = at.column,
    .file = l->file,
  };
  if (!entry.name.n) {
    nt_gazetteer_error(l, at, "missing-key", "an entry needs \"name\"");
    return G_MAXUINT32;
  }
  if (!entry.id.n) {
    nt_gazetteer_error(l, at, "missing-key", "entry \"%.*s\" needs \"id\"", (int)entry.name.n, entry.name.p);
    return G_MAXUINT32;
  }
  for (gsize i = 0; i < entry.id.n; i++)
    if (g_ascii_isspace(entry.id.p[i])) {
      nt_gazetteer_error(l, at, "wrong-value", "id \"%.*s\" has white space in it", (int)entry.id.n, entry.id.p);
      return G_MAXUINT32;
    }
  if (!nt_type_from(values[KEY_TYPE], &entry.type)) {
    nt_gazetteer_error(l, at, values[KEY_TYPE].n ? "wrong-value" : "missing-key",
             "\"type\" must be person, place, organization, group, event, work or product%s%.*s",
                       values[KEY_TYPE].n ? ", not " : "", (int)values[KEY_TYPE].n, values[KEY_TYPE].n ? values[KEY_TYPE].p : "");
    return G_MAXUINT32;
  }
  for (guint f = 0; f < NT_N_FACTS; f++)
    if (values[KEY_FIRST_FACT + f].n)
      entry.facts[f] = values[KEY_FIRST_FACT + f];
  check_facts(l, entry.facts, at);
  NtWhere other;
  guint32 number = nt_build_entry(l->load->build, &entry, &other);
  if (number == G_MAXUINT32)
    nt_gazetteer_error(l, at, "duplicate-id", "id \"%.*s\" already belongs to the entry at %.*s:%u", (int)entry.id.n, entry.id.p,
             (int)other.file.n, other.file.p, other.line);
  else if (other.file.p)
    nt_gazetteer_remark(l, NT_SEVERITY_NOTE, at, "overrides", "\"%.*s\" replaces the entry at %.*s:%u", (int)entry.id.n, entry.id.p,
           (int)other.file.n, other.file.p, other.line);
  return number;
}

/* ---- names ---- */

static NtBuildOutcome add_form(NtGazetteerLoader *l, guint32 entry, NtStr text, const NtManner *m, guint16 flags, guint32 line)
{
  NtBuildAlias alias = {
    .text = text,
    .policy = m->policy,
    .flags = (guint16)(flags | (m->ambiguous ? NT_ALIAS_AMBIGUOUS : 0) |
                       (m->needs_full_name ? NT_ALIAS_NEEDS_FULL_NAME : 0) |
                       (m->needs_country ? NT_ALIAS_NEEDS_COUNTRY : 0)),
    .file = l->file,
    .line = line,
    .weight = (float)m->weight,
    .context = m->context,
    .n_context = m->n_context,
    .not = m->not,
    .n_not = m->n_not,
  };
  return nt_build_alias(l->load->build, entry, &alias);
}

/* One name of a long table is left out; in a YAML file, which a person writes, it is a mistake. */
static void say_unfindable(NtGazetteerLoader *l, NtGazetteerPlace at, NtStr text)
{
  nt_diagnostics_add(l->load->context.diagnostics, l->in_table ? NT_SEVERITY_WARNING : NT_SEVERITY_ERROR, l->load->context.file,
                     at.line, at.column, "bad-name",
                     "\"%.*s\" cannot be found in any text%s: a name needs a letter or digit, at most %u words, and no break "
                     "such as two marks in a row",
                     NT_HEAD_ARG(text, 200), l->in_table ? " and is left out" : "", NT_LIMIT_NAME_TOKENS);
}

/* The name as written, and the forms that the compiler makes of it. */
static void put_forms(NtGazetteerLoader *l, guint32 entry, NtStr text, const NtManner *m, guint16 flags, NtGazetteerPlace at)
{
  NtBuildOutcome outcome = add_form(l, entry, text, m, flags, at.line);
  if (outcome == NT_BUILD_NO) {
    say_unfindable(l, at, text);
    return;
  }
  if (outcome == NT_BUILD_AGAIN && !l->in_table)
    nt_gazetteer_remark(l, NT_SEVERITY_WARNING, at, "duplicate-alias", "\"%.*s\" stands in this entry already; take one away",
                         NT_HEAD_ARG(text, 200));
  NtStr plain = m->keep_marks ? (NtStr){0} : nt_variant_without_marks(l->load->arena, text);
  if (plain.p)
    add_form(l, entry, plain, m, (guint16)(flags | NT_ALIAS_MADE), at.line);
  if (m->plural)
    add_form(l, entry, nt_variant_plural(l->load->arena, text), m, NT_ALIAS_MADE, at.line);
}

static NtManner without_full_name(const NtManner *m)
{
  NtManner name = *m;
  name.needs_full_name = FALSE;
  return name;
}

void nt_gazetteer_put_name(NtGazetteerLoader *l, guint32 entry, NtStr text, const NtManner *m, NtGazetteerPlace at)
{
  NtManner name = without_full_name(m);
  put_forms(l, entry, text, &name, NT_ALIAS_IS_NAME, at);
}

void nt_gazetteer_put_alias(NtGazetteerLoader *l, guint32 entry, NtStr text, const NtManner *m, NtGazetteerPlace at)
{
  put_forms(l, entry, text, m, 0, at);
}

NtManner nt_gazetteer_acronym_manner(const NtManner *m)
{
  NtManner acronym = without_full_name(m);
  acronym.policy = NT_CASE_UPPER;
  return acronym;
}

/* ---- words of lists ---- */

void nt_gazetteer_put_word(NtGazetteerLoader *l, guint32 list, NtStr text, const NtManner *m, NtGazetteerPlace at)
{
  NtBuildAlias word = {
    .text = text,
    .policy = m->policy,
    .file = l->file,
    .line = at.line,
    .weight = (float)m->weight,
  };
  if (!text.n || !nt_build_list_word(l->load->build, list, &word)) {
    say_unfindable(l, at, text);
    return;
  }
  NtStr plain = m->keep_marks ? (NtStr){0} : nt_variant_without_marks(l->load->arena, text);
  if (plain.p) {
    word.text = plain;
    nt_build_list_word(l->load->build, list, &word);
  }
}
