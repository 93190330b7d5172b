/* Entries and the words of lists, as YAML has them. */
#include "gazetteer_parts.h"

static const NtYamlKey alias_keys[] = {
  {"text", NT_YAML_WANT_TEXT, TRUE},      {"case", NT_YAML_WANT_TEXT, FALSE},     {"plural", NT_YAML_WANT_BOOL, FALSE},
  {"weight", NT_YAML_WANT_NUMBER, FALSE}, {"ambiguous", NT_YAML_WANT_BOOL, FALSE}, {"context", NT_YAML_WANT_TEXTS, FALSE},
  {"not", NT_YAML_WANT_TEXTS, FALSE},     {"needs", NT_YAML_WANT_TEXT, FALSE},    {"diacritics", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtStr *take_words(NtGazetteerLoader *l, NtGazetteerPlace at, const NtYaml *value, guint *n)
{
  const NtYaml *one = value->kind == NT_YAML_SEQUENCE ? value->first : value;
  guint room = value->kind == NT_YAML_SEQUENCE ? value->count : 1;
  NtStr *words = nt_arena_new_array(l->load->arena, NtStr, MIN(room, NT_MOST_MANNER_WORDS) + 1);
  *n = 0;
  for (; one; one = value->kind == NT_YAML_SEQUENCE ? one->next : NULL) {
    if (*n == NT_MOST_MANNER_WORDS) {
      nt_gazetteer_error(l, at, "limit", "more than %u words here", NT_MOST_MANNER_WORDS);
      break;
    }
    words[(*n)++] = one->text;
  }
  return words;
}

void nt_gazetteer_take_manner(NtGazetteerLoader *l, const NtYaml *map, NtManner *m)
{
  NtGazetteerPlace at = {map->line, map->column};
  nt_gazetteer_take_manner_words(l, m, nt_yaml_text(map, "case"), nt_yaml_text(map, "diacritics"), nt_yaml_text(map, "needs"), at);
  m->plural = nt_yaml_bool(map, "plural", m->plural);
  m->ambiguous = nt_yaml_bool(map, "ambiguous", m->ambiguous);
  m->weight = nt_yaml_number(map, "weight", m->weight);
  if (m->weight <= 0)
    nt_gazetteer_error(l, at, "wrong-value", "\"weight\" must be above 0");
  const NtYaml *words = nt_yaml_get(map, "context");
  if (words)
    m->context = take_words(l, at, words, &m->n_context);
  words = nt_yaml_get(map, "not");
  if (words)
    m->not = take_words(l, at, words, &m->n_not);
}

static void add_yaml_alias(NtGazetteerLoader *l, guint32 entry, const NtYaml *item, const NtManner *inherited)
{
  NtGazetteerPlace at = {item->line, item->column};
  if (item->kind == NT_YAML_SCALAR && item->text.n) {
    nt_gazetteer_put_alias(l, entry, item->text, inherited, at);
    return;
  }
  if (item->kind != NT_YAML_MAPPING) {
    nt_gazetteer_error(l, at, "wrong-kind", "an alias must be a text, or a mapping with \"text\"");
    return;
  }
  if (!nt_yaml_check(&l->load->context, item, "an alias", alias_keys))
    return;
  NtManner m = *inherited;
  nt_gazetteer_take_manner(l, item, &m);
  nt_gazetteer_put_alias(l, entry, nt_yaml_text(item, "text"), &m, at);
}

static void add_yaml_aliases(NtGazetteerLoader *l, guint32 entry, const NtYaml *list, const NtManner *m)
{
  if (list->kind == NT_YAML_SEQUENCE)
    for (const NtYaml *item = list->first; item; item = item->next)
      add_yaml_alias(l, entry, item, m);
  else
    add_yaml_alias(l, entry, list, m);
}

void nt_gazetteer_load_entry(NtGazetteerLoader *l, const NtYaml *item)
{
  if (!nt_yaml_check(&l->load->context, item, "an entry", nt_gazetteer_keys))
    return;
  NtStr values[N_KEYS];
  for (guint k = 0; k < N_KEYS; k++) {
    NtStr own = nt_yaml_text(item, nt_gazetteer_keys[k].key);
    values[k] = own.n ? own : l->values[k];
  }
  NtGazetteerPlace at = {item->line, item->column};
  guint32 entry = nt_gazetteer_put_entry(l, values, at);
  if (entry == G_MAXUINT32)
    return;
  NtManner m = l->manner;
  nt_gazetteer_take_manner(l, item, &m);
  const NtYaml *name = nt_yaml_get(item, "name");
  nt_gazetteer_put_name(l, entry, values[KEY_NAME], &m, name ? (NtGazetteerPlace){name->line, name->column} : at);
  const NtYaml *aliases = nt_yaml_get(item, "aliases"), *acronyms = nt_yaml_get(item, "acronym");
  if (aliases)
    add_yaml_aliases(l, entry, aliases, &m);
  if (acronyms) {
    NtManner upper = nt_gazetteer_acronym_manner(&m);
    add_yaml_aliases(l, entry, acronyms, &upper);
  }
}

void nt_gazetteer_load_words(NtGazetteerLoader *l, const NtYaml *words, NtStr list_name)
{
  guint32 list = nt_build_list(l->load->build, list_name);
  if (words->kind != NT_YAML_SEQUENCE) {
    nt_gazetteer_error(l, (NtGazetteerPlace){words->line, words->column}, "wrong-kind", "\"words\" must be a list");
    return;
  }
  for (const NtYaml *item = words->first; item; item = item->next) {
    NtGazetteerPlace at = {item->line, item->column};
    NtManner m = l->manner;
    NtStr text = item->text;
    if (item->kind == NT_YAML_MAPPING) {
      if (!nt_yaml_check(&l->load->context, item, "a word", alias_keys))
        continue;
      nt_gazetteer_take_manner(l, item, &m);
      text = nt_yaml_text(item, "text");
    } else if (item->kind != NT_YAML_SCALAR) {
      nt_gazetteer_error(l, at, "wrong-kind", "a word must be a text, or a mapping with \"text\"");
      continue;
    }
    nt_gazetteer_put_word(l, list, text, &m, at);
  }
}
