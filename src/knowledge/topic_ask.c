/* Conditions are read as they are written: a text is a word or phrase, a mapping says what it asks for by one key (words; all, any,
 * near; topics; or keys of entities) and narrows it by others. */
#include "topic_ask.h"

#include "base/limits.h"

#include <string.h>

#define ENTITY_KEYS "\"entities\", \"kinds\", \"types\" or \"countries\""

enum {
  KEY_WORDS, KEY_EXCEPT, KEY_EXACT, KEY_CASE, KEY_ENTITIES, KEY_KINDS, KEY_TYPES, KEY_COUNTRIES, KEY_SHARE, KEY_FOCUS, KEY_TOPICS, KEY_ALL,
  KEY_ANY, KEY_NEAR, KEY_REGEX, KEY_WITHIN, KEY_ORDERED, KEY_NOT, KEY_LEAST, KEY_DISTINCT, KEY_IN, KEY_WEIGHT, KEY_MAX, KEY_HEADLINE, KEY_ZONES,
  N_KEYS
};

/* The last four are of evidence alone. */
static const NtYamlKey ask_keys[] = {
  {"words", NT_YAML_WANT_TEXTS, FALSE},     {"except", NT_YAML_WANT_TEXTS, FALSE},  {"exact", NT_YAML_WANT_BOOL, FALSE},
  {"case", NT_YAML_WANT_TEXT, FALSE},       {"entities", NT_YAML_WANT_TEXTS, FALSE}, {"kinds", NT_YAML_WANT_TEXTS, FALSE},
  {"types", NT_YAML_WANT_TEXTS, FALSE},     {"countries", NT_YAML_WANT_TEXTS, FALSE}, {"share", NT_YAML_WANT_NUMBER, FALSE},
  {"focus", NT_YAML_WANT_NUMBER, FALSE},
  {"topics", NT_YAML_WANT_TEXTS, FALSE},    {"all", NT_YAML_WANT_SEQUENCE, FALSE},  {"any", NT_YAML_WANT_SEQUENCE, FALSE},
  {"near", NT_YAML_WANT_SEQUENCE, FALSE},   {"regex", NT_YAML_WANT_TEXTS, FALSE},     {"within", NT_YAML_WANT_TEXT, FALSE},
  {"ordered", NT_YAML_WANT_BOOL, FALSE},
  {"not", NT_YAML_WANT_ANY, FALSE},         {"least", NT_YAML_WANT_COUNT, FALSE},   {"distinct", NT_YAML_WANT_COUNT, FALSE},
  {"in", NT_YAML_WANT_TEXTS, FALSE},        {"weight", NT_YAML_WANT_NUMBER, FALSE}, {"max", NT_YAML_WANT_COUNT, FALSE},
  {"headline", NT_YAML_WANT_NUMBER, FALSE}, {"zones", NT_YAML_WANT_MAPPING, FALSE}, {NULL, NT_YAML_WANT_ANY, FALSE},
};
G_STATIC_ASSERT(G_N_ELEMENTS(ask_keys) == N_KEYS + 1);

static const NtYaml *first_of(const NtYaml *list)
{
  return list && list->kind == NT_YAML_SEQUENCE ? list->first : list;
}

static const NtYaml *next_of(const NtYaml *list, const NtYaml *item)
{
  return list->kind == NT_YAML_SEQUENCE ? item->next : NULL;
}

static guint count_of(const NtYaml *list)
{
  return !list ? 0 : list->kind == NT_YAML_SEQUENCE ? list->count : 1;
}

NtStr *nt_topic_read_texts(NtTopicReader *r, const NtYaml *list, guint *n)
{
  NtStr *texts = nt_arena_new_array(r->arena, NtStr, count_of(list) + 1);
  *n = 0;
  for (const NtYaml *item = first_of(list); item; item = next_of(list, item))
    texts[(*n)++] = item->text;
  return texts;
}

NtTopicText *nt_topic_read_placed(NtTopicReader *r, const NtYaml *list, guint *n)
{
  NtTopicText *texts = nt_arena_new_array(r->arena, NtTopicText, count_of(list) + 1);
  *n = 0;
  for (const NtYaml *item = first_of(list); item; item = next_of(list, item))
    texts[(*n)++] = (NtTopicText){item->text, item->line, item->column};
  return texts;
}

/* ---- words ---- */

static gboolean has_capital(NtStr text)
{
  for (gsize i = 0; i < text.n; i++)
    if (g_ascii_isupper(text.p[i]))
      return TRUE;
  return FALSE;
}

static void read_term(NtTopicReader *r, const NtYaml *word, gboolean exact, int policy)
{
  NtStr text = word->text;
  gboolean prefix = text.n > 1 && text.p[text.n - 1] == '*';
  text.n -= prefix;
  gsize letters = 0;
  while (letters < text.n && text.p[text.n - letters - 1] != ' ')
    letters++;
  if (memchr(text.p, '*', text.n) || (prefix && letters < 3)) {
    nt_yaml_error(r->context, word, "wrong-value", "\"%s\": * may stand only at the end, after three letters or more", word->text.p);
    return;
  }
  *nt_vec_push(r->arena, &r->terms) = (NtTopicTerm){
    .text = prefix ? nt_arena_str(r->arena, text) : text, /* with a NUL behind it */
    .prefix = prefix,
    .exact = exact,
    .policy = policy >= 0 ? (NtCase)policy : has_capital(text) ? NT_CASE_TITLE : NT_CASE_FOLD, /* a capital means a name */
    .line = word->line,
    .column = word->column,
  };
}

/* -1 where nothing is said. */
static int read_case(NtTopicReader *r, const NtYaml *map)
{
  static const char *const words[] = {
    [NT_CASE_TITLE] = "title", [NT_CASE_EXACT] = "exact", [NT_CASE_UPPER] = "upper", [NT_CASE_FOLD] = "fold"};
  const NtYaml *value = nt_yaml_get(map, "case");
  for (guint i = 0; value && i < G_N_ELEMENTS(words); i++)
    if (nt_str_is(value->text, words[i]))
      return (int)i;
  if (value)
    nt_yaml_error(r->context, value, "wrong-value", "\"case\" is exact, fold, title or upper");
  return -1;
}

static void read_words(NtTopicReader *r, const NtYaml *map, NtTopicAsk *ask)
{
  const NtYaml *words = nt_yaml_get(map, "words"), *except = nt_yaml_get(map, "except");
  gboolean exact = nt_yaml_bool(map, "exact", FALSE);
  int policy = read_case(r, map);
  ask->first_term = r->terms.n;
  for (const NtYaml *word = first_of(words); word; word = next_of(words, word))
    read_term(r, word, exact, policy);
  ask->n_terms = r->terms.n - ask->first_term;
  ask->first_except = r->terms.n;
  for (const NtYaml *word = first_of(except); word; word = next_of(except, word))
    read_term(r, word, FALSE, -1);
  ask->n_except = r->terms.n - ask->first_except;
}

/* ---- entities ---- */

double nt_topic_read_threshold(NtTopicReader *r, const NtYaml *map)
{
  double threshold = nt_yaml_number(map, "threshold", 0.5);
  if (threshold <= 0 || threshold >= 1)
    nt_yaml_error(r->context, nt_yaml_get(map, "threshold"), "wrong-value", "\"threshold\" must lie between 0 and 1");
  return threshold;
}

double nt_topic_read_focus(NtTopicReader *r, const NtYaml *map)
{
  double focus = nt_yaml_number(map, "focus", 0);
  if (nt_yaml_get(map, "focus") && (focus <= 0 || focus > 1))
    nt_yaml_error(r->context, nt_yaml_get(map, "focus"), "wrong-value", "\"focus\" must be more than 0, and at most 1");
  return focus;
}

void nt_topic_read_entities(NtTopicReader *r, const NtYaml *map, NtTopicEntities *e)
{
  const NtYaml *types = nt_yaml_get(map, "types"), *countries = nt_yaml_get(map, "countries");
  e->ids = nt_topic_read_texts(r, nt_yaml_get(map, "entities"), &e->n_ids);
  e->kinds = nt_topic_read_texts(r, nt_yaml_get(map, "kinds"), &e->n_kinds);
  e->share = nt_yaml_number(map, "share", 0);
  if (e->share < 0 || e->share > 1)
    nt_yaml_error(r->context, nt_yaml_get(map, "share"), "wrong-value", "\"share\" must lie between 0 and 1");
  e->focus = nt_topic_read_focus(r, map);
  for (const NtYaml *item = first_of(types); item; item = next_of(types, item)) {
    NtType type;
    if (nt_type_from(item->text, &type))
      e->types |= 1u << type;
    else
      nt_yaml_error(r->context, item, "wrong-value", "there is no type \"%s\"", item->text.p);
  }
  if (countries && countries->kind == NT_YAML_SCALAR && nt_str_is(countries->text, "any")) {
    e->any_country = TRUE;
    return;
  }
  e->countries = nt_topic_read_texts(r, countries, &e->n_countries);
  for (const NtYaml *item = first_of(countries); item; item = next_of(countries, item))
    if (item->text.n != 2 || !g_ascii_isupper(item->text.p[0]) || !g_ascii_isupper(item->text.p[1]))
      nt_yaml_error(r->context, item, "wrong-value", "\"%s\" is no code of a country: two capital letters, or any", item->text.p);
}

/* ---- patterns ---- */

static NtRegex *read_pattern(NtTopicReader *r, const NtYaml *item)
{
  gsize at = 0;
  g_autoptr(GError) error = NULL;
  if (item->text.n > NT_LIMIT_PATTERN_BYTES) {
    nt_yaml_error(r->context, item, "limit", "a pattern of more than %u bytes", NT_LIMIT_PATTERN_BYTES);
    return NULL;
  }
  NtRegex *regex = nt_regex_new(item->text, 0, &at, &error);
  if (!regex) {
    nt_yaml_error(r->context, item, "bad-pattern", "%s, at character %" G_GSIZE_FORMAT " of the pattern", error->message, at + 1);
    return NULL;
  }
  g_ptr_array_add(r->regexes, regex);
  if (nt_regex_may_be_empty(regex))
    nt_yaml_error(r->context, item, "bad-pattern", "the pattern may match nothing at all, and so matches everywhere");
  return regex;
}

/* From the [ of a class to its ], or the end. */
static const char *class_end(const char *p, const char *end)
{
  p += p[1] == '^' ? 2 : 1;
  do
    p += *p == '\\' ? 2 : 1;
  while (p < end && *p != ']');
  return MIN(p, end);
}

/* Every match begins a line. Told only of patterns like `(?m)^…` whose form is plain. */
static gboolean begins_lines(NtStr pattern)
{
  const char *p = pattern.p, *end = p + pattern.n;
  gboolean multiline = FALSE;
  guint depth = 0;
  if (!g_str_has_prefix(p, "(?") || strchr(p, '#') || strstr(p, "[:") || strstr(p, "\\Q")) /* what may hide a bracket */
    return FALSE;
  for (p += 2; *p == 'm' || *p == 'i'; p++)
    multiline |= *p == 'm';
  if (!multiline || p[0] != ')' || p[1] != '^' || (p[2] && strchr("?*+{", p[2])))
    return FALSE;
  for (p += 2; p < end; p++) {
    if (*p == '|' && !depth)
      return FALSE;
    if (*p == '\\')
      p++;
    else if (*p == '[')
      p = class_end(p, end);
    else
      depth += *p == '(' ? 1 : *p == ')' ? -1u : 0;
  }
  return TRUE;
}

static void read_patterns(NtTopicReader *r, const NtYaml *map, NtTopicAsk *ask)
{
  const NtYaml *list = nt_yaml_get(map, "regex");
  guint n;
  ask->patterns = nt_topic_read_texts(r, list, &n);
  ask->regexes = nt_arena_new_array(r->arena, NtRegex *, n + 1);
  ask->one_a_line = nt_regex_lines_end_in_lf();
  for (const NtYaml *item = first_of(list); item; item = next_of(list, item)) {
    NtRegex *regex = read_pattern(r, item);
    ask->one_a_line = ask->one_a_line && begins_lines(item->text);
    if (regex)
      ask->regexes[ask->n_regexes++] = regex;
  }
}

/* ---- near ---- */

static void read_within(NtTopicReader *r, const NtYaml *map, NtTopicAsk *ask)
{
  const NtYaml *value = nt_yaml_get(map, "within");
  ask->within = NT_WITHIN_SENTENCE;
  ask->ordered = nt_yaml_bool(map, "ordered", FALSE);
  if (!value || nt_str_is(value->text, "sentence"))
    return;
  if (nt_str_is(value->text, "paragraph")) {
    ask->within = NT_WITHIN_PARAGRAPH;
    return;
  }
  NtStr number = value->text;
  double words = 0;
  if (number.n > 6 && memcmp(number.p + number.n - 6, " words", 6) == 0)
    number.n -= 6;
  ask->within = NT_WITHIN_WORDS;
  if (number.n == value->text.n || !nt_parse_number(number, &words) || words < 1 || words > 100)
    nt_yaml_error(r->context, value, "wrong-value", "\"within\" is sentence, paragraph, or 1 to 100 words, as in \"5 words\"");
  ask->words = (guint)words;
}

/* ---- conditions ---- */

/* The keys that say what is asked for; one of them stands in every condition. Those of entities go together. */
static const struct {
  guint key;
  NtTopicAskKind kind;
} kinds[] = {
  {KEY_WORDS, NT_TOPIC_WORDS}, {KEY_TOPICS, NT_TOPIC_TOPICS}, {KEY_ALL, NT_TOPIC_ALL}, {KEY_ANY, NT_TOPIC_ANY}, {KEY_NEAR, NT_TOPIC_NEAR},
  {KEY_REGEX, NT_TOPIC_REGEX},
  {KEY_ENTITIES, NT_TOPIC_ENTITIES}, {KEY_KINDS, NT_TOPIC_ENTITIES}, {KEY_TYPES, NT_TOPIC_ENTITIES}, {KEY_COUNTRIES, NT_TOPIC_ENTITIES},
};

/* Keys that mean nothing beside other kinds of condition. */
static const struct {
  guint key, kinds; /* a bit for each NtTopicAskKind */
  const char *needs;
} belongs[] = {
  {KEY_EXCEPT, 1u << NT_TOPIC_WORDS, "\"words\""},          {KEY_EXACT, 1u << NT_TOPIC_WORDS, "\"words\""},
  {KEY_CASE, 1u << NT_TOPIC_WORDS, "\"words\""},            {KEY_SHARE, 1u << NT_TOPIC_ENTITIES, ENTITY_KEYS},
  {KEY_FOCUS, 1u << NT_TOPIC_ENTITIES, ENTITY_KEYS},
  {KEY_WITHIN, 1u << NT_TOPIC_NEAR, "\"near\""},            {KEY_ORDERED, 1u << NT_TOPIC_NEAR, "\"near\""},
};

static gboolean find_kind(NtTopicReader *r, const NtYaml *map, NtTopicAskKind *kind)
{
  int found = -1;
  gboolean two = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (nt_yaml_get(map, ask_keys[kinds[i].key].key)) {
      two |= found >= 0 && found != (int)kinds[i].kind;
      found = (int)kinds[i].kind;
    }
  if (found < 0 || two) {
    nt_yaml_error(r->context, map, found < 0 ? "missing-key" : "wrong-value",
                  "it needs one of \"words\", " ENTITY_KEYS ", \"topics\", \"all\", \"any\", \"near\" and \"regex\"%s",
                  two ? ", not two: what must hold together goes into \"all\"" : "");
    return FALSE;
  }
  *kind = (NtTopicAskKind)found;
  for (guint i = 0; i < G_N_ELEMENTS(belongs); i++) {
    const NtYaml *value = nt_yaml_get(map, ask_keys[belongs[i].key].key);
    if (value && !(belongs[i].kinds >> found & 1))
      nt_yaml_error(r->context, value, "wrong-value", "\"%s\" goes with %s only", ask_keys[belongs[i].key].key, belongs[i].needs);
  }
  return TRUE;
}

static guint read_in(NtTopicReader *r, const NtYaml *map)
{
  const NtYaml *list = nt_yaml_get(map, "in");
  guint zones = 0;
  for (const NtYaml *item = first_of(list); item; item = next_of(list, item)) {
    NtZoneKind zone;
    if (nt_zone_from(item->text, &zone))
      zones |= 1u << zone;
    else
      nt_yaml_error(r->context, item, "wrong-value", "there is no zone \"%s\"", item->text.p);
  }
  return zones ? zones : ((1u << NT_N_ZONES) - 1) & ~(1u << NT_ZONE_FURNITURE);
}

static gboolean read_ask(NtTopicReader *r, const NtYaml *value, NtTopicAsk *ask);

/* A near condition looks at places, and what is no word, entity or pattern has none of its own. */
static void check_near(NtTopicReader *r, const NtTopicAsk *ask, const NtYaml *at)
{
  gboolean good = ask->n_parts >= 2;
  for (guint i = 0; i < ask->n_parts; i++)
    good &= ask->parts[i].kind == NT_TOPIC_WORDS || ask->parts[i].kind == NT_TOPIC_ENTITIES || ask->parts[i].kind == NT_TOPIC_REGEX;
  if (!good)
    nt_yaml_error(r->context, at, "wrong-value", "\"near\" needs two or more words, entities or patterns");
}

static void read_kind(NtTopicReader *r, const NtYaml *map, NtTopicAsk *ask)
{
  switch (ask->kind) {
  case NT_TOPIC_WORDS: read_words(r, map, ask); break;
  case NT_TOPIC_ENTITIES: nt_topic_read_entities(r, map, &ask->entities); break;
  case NT_TOPIC_TOPICS: ask->topics = nt_topic_read_placed(r, nt_yaml_get(map, "topics"), &ask->n_topics); break;
  case NT_TOPIC_ALL: ask->parts = nt_topic_read_asks(r, nt_yaml_get(map, "all"), &ask->n_parts); break;
  case NT_TOPIC_ANY: ask->parts = nt_topic_read_asks(r, nt_yaml_get(map, "any"), &ask->n_parts); break;
  case NT_TOPIC_REGEX: read_patterns(r, map, ask); break;
  case NT_TOPIC_NEAR:
    ask->parts = nt_topic_read_asks(r, nt_yaml_get(map, "near"), &ask->n_parts);
    read_within(r, map, ask);
    check_near(r, ask, map);
    break;
  }
}

/* A mapping whose keys have been checked. */
static gboolean read_map(NtTopicReader *r, const NtYaml *map, NtTopicAsk *ask)
{
  if (!find_kind(r, map, &ask->kind))
    return FALSE;
  ask->zones = read_in(r, map);
  ask->least = (guint)nt_yaml_number(map, "least", 1);
  ask->distinct = (guint)nt_yaml_number(map, "distinct", 1);
  ask->not = nt_topic_read_asks(r, nt_yaml_get(map, "not"), &ask->n_not);
  read_kind(r, map, ask);
  return TRUE;
}

static void read_word(NtTopicReader *r, const NtYaml *word, NtTopicAsk *ask)
{
  ask->kind = NT_TOPIC_WORDS;
  ask->zones = ((1u << NT_N_ZONES) - 1) & ~(1u << NT_ZONE_FURNITURE);
  ask->least = ask->distinct = 1;
  ask->first_term = r->terms.n;
  if (word->text.n)
    read_term(r, word, FALSE, -1);
  else
    nt_yaml_error(r->context, word, "wrong-value", "an empty word");
  ask->n_terms = r->terms.n - ask->first_term;
}

static gboolean read_ask(NtTopicReader *r, const NtYaml *value, NtTopicAsk *ask)
{
  *ask = (NtTopicAsk){.where = {r->where.file, value->line}, .column = value->column};
  if (value->kind == NT_YAML_SCALAR) {
    read_word(r, value, ask);
    return TRUE;
  }
  if (!nt_yaml_check(r->context, value, "a condition", ask_keys))
    return FALSE;
  for (guint key = KEY_WEIGHT; key < N_KEYS; key++) {
    const NtYaml *wrong = nt_yaml_get(value, ask_keys[key].key);
    if (wrong)
      nt_yaml_error(r->context, wrong, "wrong-value", "\"%s\" belongs to the item of \"evidence\", not to a condition in it",
                    ask_keys[key].key);
  }
  return read_map(r, value, ask);
}

NtTopicAsk *nt_topic_read_asks(NtTopicReader *r, const NtYaml *list, guint *n)
{
  *n = 0;
  if (!list)
    return NULL;
  NtTopicAsk *asks = nt_arena_new_array(r->arena, NtTopicAsk, count_of(list) + 1);
  if (r->depth == NT_LIMIT_TOPIC_DEPTH) {
    nt_yaml_error(r->context, list, "limit", "conditions in conditions: more than %u", NT_LIMIT_TOPIC_DEPTH);
    return asks;
  }
  r->depth++;
  for (const NtYaml *item = first_of(list); item; item = next_of(list, item))
    *n += read_ask(r, item, &asks[*n]);
  r->depth--;
  return asks;
}

/* ---- evidence ---- */

void nt_topic_read_zones(NtTopicReader *r, const NtYaml *map, double zones[NT_N_ZONES])
{
  for (const NtYaml *item = map ? map->first : NULL; item; item = item->next) {
    NtZoneKind zone;
    if (!nt_zone_from(item->key, &zone))
      nt_yaml_error(r->context, item, "wrong-value", "there is no zone \"%s\"", item->key.p);
    else if (item->kind != NT_YAML_SCALAR || !nt_parse_number(item->text, &zones[zone]) || zones[zone] < 0)
      nt_yaml_error(r->context, item, "wrong-value", "the factor of a zone must be a number from 0");
  }
}

gboolean nt_topic_read_item(NtTopicReader *r, const NtYaml *value, const double zones[NT_N_ZONES], NtTopicItem *item)
{
  if (!nt_yaml_check(r->context, value, "evidence", ask_keys))
    return FALSE;
  *item = (NtTopicItem){.ask = {.where = {r->where.file, value->line}, .column = value->column}};
  if (!read_map(r, value, &item->ask))
    return FALSE;
  item->weight = nt_yaml_number(value, "weight", 1);
  item->max = (guint)nt_yaml_number(value, "max", 3);
  item->about = item->ask.kind == NT_TOPIC_ENTITIES;
  memcpy(item->zones, zones, sizeof item->zones);
  item->zones[NT_ZONE_HEADLINE] = nt_yaml_number(value, "headline", item->zones[NT_ZONE_HEADLINE]);
  nt_topic_read_zones(r, nt_yaml_get(value, "zones"), item->zones);
  if (item->weight == 0)
    nt_yaml_error(r->context, nt_yaml_get(value, "weight"), "wrong-value", "a weight of 0 says nothing");
  if (item->max == 0)
    nt_yaml_error(r->context, nt_yaml_get(value, "max"), "wrong-value", "\"max\" must be 1 or more");
  return TRUE;
}
