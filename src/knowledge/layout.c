#include "layout.h"

#include "base/utf8.h"

struct NtLayouts {
  NtArena *arena;
  GString *alternatives[NT_N_LINE_PATTERNS]; /* of all files' patterns; compiled as one by finish */
  NtRegex *lines[NT_N_LINE_PATTERNS];
  guint8 first[NT_N_LINE_PATTERNS][32]; /* bytes, as bits, that a line of that kind can begin with */
  gsize longest_phrase;
  GHashTable *phrases; /* whole lines, folded → a bit for each kind; looked up before any pattern */
  GPtrArray *datelines; /* NtRegex */
  GPtrArray *labels[NT_N_LINE_LABELS]; /* char *, in the arena */
  GArray *list;         /* NtLayout */
  double openers[NT_N_OPENER_SIGNS];
  NtLineWeights *weights;
  double thresholds[NT_N_THRESHOLDS];
};

NtLayouts *nt_layouts_new(void)
{
  static const double defaults[] = {
#define X(name, word, value) value,
    NT_THRESHOLDS(X)
#undef X
  };
  NtLayouts *l = g_new0(NtLayouts, 1);
  l->arena = nt_arena_new();
  for (guint i = 0; i < NT_N_LINE_PATTERNS; i++) {
    l->alternatives[i] = g_string_new(NULL);
  }
  l->phrases = g_hash_table_new(g_str_hash, g_str_equal);
  l->datelines = g_ptr_array_new_with_free_func((GDestroyNotify)nt_regex_free);
  for (guint i = 0; i < NT_N_LINE_LABELS; i++)
    l->labels[i] = g_ptr_array_new();
  l->list = g_array_new(FALSE, FALSE, sizeof(NtLayout));
  l->weights = nt_line_weights_new(l->arena);
  static const double signs[] = {
#define X(name, word, value) value,
    NT_OPENER_SIGNS(X)
#undef X
  };
  memcpy(l->openers, signs, sizeof signs);
  memcpy(l->thresholds, defaults, sizeof defaults);
  return l;
}

void nt_layouts_free(NtLayouts *l)
{
  if (!l)
    return;
  for (guint i = 0; i < NT_N_LINE_PATTERNS; i++) {
    g_string_free(l->alternatives[i], TRUE);
    nt_regex_free(l->lines[i]);
  }
  g_hash_table_unref(l->phrases);
  g_ptr_array_unref(l->datelines);
  for (guint i = 0; i < NT_N_LINE_LABELS; i++)
    g_ptr_array_unref(l->labels[i]);
  for (guint i = 0; i < l->list->len; i++)
    nt_regex_free(g_array_index(l->list, NtLayout, i).marker);
  g_array_unref(l->list);
  nt_line_weights_free(l->weights);
  nt_arena_free(l->arena);
  g_free(l);
}

/* ---- loading ---- */

static const NtYamlKey file_keys[] = {
  {"source", NT_YAML_WANT_TEXT, FALSE},        {"licence", NT_YAML_WANT_TEXT, FALSE},
  {"note", NT_YAML_WANT_TEXT, FALSE},          {"lines", NT_YAML_WANT_MAPPING, FALSE},
  {"datelines", NT_YAML_WANT_TEXTS, FALSE},    {"layouts", NT_YAML_WANT_SEQUENCE, FALSE},
  {"thresholds", NT_YAML_WANT_MAPPING, FALSE}, {"words", NT_YAML_WANT_MAPPING, FALSE},
  {"openers", NT_YAML_WANT_MAPPING, FALSE},    {"labels", NT_YAML_WANT_MAPPING, FALSE},
#define X(code, word) {word, NT_YAML_WANT_MAPPING, FALSE},
  NT_LINE_SETS(X)
#undef X
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey lines_keys[] = {
#define X(name, word) {word, NT_YAML_WANT_MAPPING, FALSE},
  NT_LINE_PATTERNS(X)
#undef X
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey label_keys[] = {
#define X(name, word) {word, NT_YAML_WANT_TEXTS, FALSE},
  NT_LINE_LABELS(X)
#undef X
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey line_keys[] = {
  {"phrases", NT_YAML_WANT_TEXTS, FALSE},
  {"patterns", NT_YAML_WANT_TEXTS, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey layout_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},      {"block", NT_YAML_WANT_TEXTS, TRUE}, {"marker", NT_YAML_WANT_TEXT, FALSE},
  {"example", NT_YAML_WANT_TEXT, FALSE}, {"articles", NT_YAML_WANT_SEQUENCE, FALSE}, {"note", NT_YAML_WANT_TEXT, FALSE},  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey threshold_keys[] = {
#define X(name, word, value) {word, NT_YAML_WANT_NUMBER, FALSE},
  NT_THRESHOLDS(X)
#undef X
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey opener_keys[] = {
#define X(name, word, value) {word, NT_YAML_WANT_NUMBER, FALSE},
  NT_OPENER_SIGNS(X)
#undef X
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

/* `flags` as of nt_regex_new. */
static NtRegex *compile(const NtYaml *item, const char *before, const char *behind, guint flags, const NtYamlContext *context)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *pattern = g_strconcat(before, item->text.p, behind, NULL);
  NtRegex *regex = nt_regex_new(nt_str(pattern), flags, NULL, &error);
  if (!regex)
    nt_yaml_error(context, item, "bad-pattern", "%s", error->message);
  return regex;
}

/* Small letters, straight apostrophes, single spaces. */
static char *fold(NtStr line)
{
  g_autofree char *small = NULL;
  if (!nt_utf8_is_ascii(line.p, line.n)) {
    small = g_utf8_casefold(line.p, (gssize)line.n);
    line = nt_str(small);
  }
  char *out = g_malloc(line.n + 1);
  gsize n = 0;
  for (gsize i = 0; i < line.n; i++) {
    char c = g_ascii_tolower(line.p[i]);
    if (line.n - i >= 3 && memcmp(line.p + i, "\xE2\x80", 2) == 0 && (line.p[i + 2] == '\x98' || line.p[i + 2] == '\x99')) {
      c = '\'';
      i += 2;
    } else if (line.n - i >= 2 && memcmp(line.p + i, "\xC2\xA0", 2) == 0) {
      c = ' ';
      i++;
    }
    if (g_ascii_isspace(c))
      c = ' ';
    if (c != ' ' || (n && out[n - 1] != ' '))
      out[n++] = c;
  }
  n -= n && out[n - 1] == ' ';
  out[n] = '\0';
  return out;
}

#define EACH(item, list) \
  const NtYaml *item = (list) ? ((list)->kind == NT_YAML_SEQUENCE ? (list)->first : (list)) : NULL; item; \
  item = (list)->kind == NT_YAML_SEQUENCE ? item->next : NULL

static void add_first_bytes(const NtRegex *regex, guint8 *bytes)
{
  guint8 more[32];
  gboolean known = nt_regex_first_bytes(regex, more);
  for (guint i = 0; i < sizeof more; i++)
    bytes[i] |= known ? more[i] : 0xFF;
}

static void add_lines(NtLayouts *l, NtLinePattern kind, const NtYaml *value, const NtYamlContext *context)
{
  if (!nt_yaml_check(context, value, "a kind of lines", line_keys))
    return;
  const NtYaml *phrases = nt_yaml_get(value, "phrases"), *patterns = nt_yaml_get(value, "patterns");
  for (EACH(item, phrases)) {
    g_autofree char *folded = fold(item->text);
    l->longest_phrase = MAX(l->longest_phrase, strlen(folded));
    guint kinds = GPOINTER_TO_UINT(g_hash_table_lookup(l->phrases, folded)) | 1u << kind;
    g_hash_table_insert(l->phrases, nt_arena_dup(l->arena, folded, strlen(folded)), GUINT_TO_POINTER(kinds));
  }
  for (EACH(item, patterns)) {
    g_autoptr(NtRegex) regex = compile(item, "(?:", ")\\z", NT_REGEX_CASELESS, context); /* by itself, so that its mistakes are its own */
    if (!regex)
      continue;
    add_first_bytes(regex, l->first[kind]);
    g_string_append_printf(l->alternatives[kind], "%s(?:%s)", l->alternatives[kind]->len ? "|" : "", item->text.p);
  }
}

static gboolean part_from(NtStr word, NtBlockPart *part, gboolean *optional)
{
  static const char *const words[] = {
#define X(name, word) word,
    NT_BLOCK_PARTS(X)
#undef X
  };
  *optional = word.n && word.p[word.n - 1] == '?';
  word.n -= *optional;
  for (guint i = 0; i < NT_N_BLOCK_PARTS; i++)
    if (nt_str_is(word, words[i])) {
      *part = (NtBlockPart)i;
      return TRUE;
    }
  return FALSE;
}

static const NtYamlKey article_keys[] = {
  {"headline", NT_YAML_WANT_TEXT, TRUE},   {"publisher", NT_YAML_WANT_TEXT, FALSE}, {"published", NT_YAML_WANT_TEXT, FALSE},
  {"byline", NT_YAML_WANT_TEXT, FALSE}, {NULL, NT_YAML_WANT_ANY, FALSE},
};

static NtStr copy(NtLayouts *l, const NtYaml *map, const char *key)
{
  return nt_yaml_get(map, key) ? nt_arena_str(l->arena, nt_yaml_text(map, key)) : (NtStr){0};
}

static void add_example(NtLayouts *l, const NtYaml *item, const NtYamlContext *context, NtLayout *layout)
{
  const NtYaml *articles = nt_yaml_get(item, "articles");
  layout->example = copy(l, item, "example");
  if ((articles != NULL) != (layout->example.p != NULL)) {
    nt_yaml_error(context, item, "missing-key", "the keys \"example\" (a page) and \"articles\" (what it holds) go together");
    return;
  }
  NtLayoutArticle *list = nt_arena_new_array(l->arena, NtLayoutArticle, articles ? articles->count : 0);
  for (const NtYaml *one = articles ? articles->first : NULL; one; one = one->next)
    if (nt_yaml_check(context, one, "an article", article_keys))
      list[layout->n_articles++] = (NtLayoutArticle){copy(l, one, "headline"), copy(l, one, "publisher"), copy(l, one, "published"),
                                                     copy(l, one, "byline"), one->line};
  layout->articles = list;
}

static void add_layout(NtLayouts *l, const NtYaml *item, const NtYamlContext *context)
{
  if (!nt_yaml_check(context, item, "a layout", layout_keys))
    return;
  NtLayout layout = {.id = nt_arena_str(l->arena, nt_yaml_text(item, "id")),
                     .where = {nt_arena_str(l->arena, nt_str(context->file)), item->line}};
  add_example(l, item, context, &layout);
  const NtYaml *block = nt_yaml_get(item, "block"), *marker = nt_yaml_get(item, "marker");
  gboolean has_headline = FALSE, has_marker = FALSE;
  for (EACH(part, block)) {
    if (layout.n_parts == NT_MOST_BLOCK_PARTS) {
      nt_yaml_error(context, part, "limit", "more than %u parts in one block", NT_MOST_BLOCK_PARTS);
      return;
    }
    if (!part_from(part->text, &layout.parts[layout.n_parts], &layout.optional[layout.n_parts])) {
      nt_yaml_error(context, part, "wrong-value",
                    "\"%s\" is no part of a block (publisher, age, publisher-again, headline, byline, numbered-headline, marker, text)",
                    part->text.p);
      return;
    }
    has_headline |= layout.parts[layout.n_parts] == NT_BLOCK_HEADLINE || layout.parts[layout.n_parts] == NT_BLOCK_NUMBERED;
    has_marker |= layout.parts[layout.n_parts] == NT_BLOCK_MARKER;
    layout.n_parts++;
  }
  if (!has_headline)
    nt_yaml_error(context, block, "missing-part", "a block needs \"headline\" or \"numbered-headline\"");
  if (has_marker != (marker != NULL))
    nt_yaml_error(context, item, "missing-key", "the part \"marker\" and the key \"marker\" (its pattern) go together");
  else if (marker)
    layout.marker = compile(marker, "\\A(?:", ")\\z", NT_REGEX_CASELESS, context);
  for (guint i = 0; i < l->list->len; i++) {
    NtLayout *old = &g_array_index(l->list, NtLayout, i);
    if (nt_str_equal(old->id, layout.id)) {
      nt_regex_free(old->marker);
      *old = layout;
      return;
    }
  }
  g_array_append_val(l->list, layout);
}

static void add_labels(NtLayouts *l, const NtYaml *labels, const NtYamlContext *context)
{
  if (!labels || !nt_yaml_check(context, labels, "\"labels\"", label_keys))
    return;
  for (guint i = 0; i < NT_N_LINE_LABELS; i++) {
    const NtYaml *texts = nt_yaml_get(labels, label_keys[i].key);
    for (EACH(item, texts))
      g_ptr_array_add(l->labels[i], (gpointer)nt_arena_str(l->arena, item->text).p);
  }
}

void nt_layouts_add(NtLayouts *l, const NtYaml *root, const NtYamlContext *context)
{
  if (!nt_yaml_check(context, root, "a pages file", file_keys))
    return;
  const NtYaml *lines = nt_yaml_get(root, "lines"), *datelines = nt_yaml_get(root, "datelines");
  const NtYaml *layouts = nt_yaml_get(root, "layouts"), *thresholds = nt_yaml_get(root, "thresholds");
  if (lines && nt_yaml_check(context, lines, "\"lines\"", lines_keys))
    for (guint i = 0; i < NT_N_LINE_PATTERNS; i++) {
      const NtYaml *kind = nt_yaml_get(lines, lines_keys[i].key);
      if (kind)
        add_lines(l, (NtLinePattern)i, kind, context);
    }
  for (EACH(item, datelines)) {
    NtRegex *regex = compile(item, "\\A(?:", ")", 0, context);
    if (regex)
      g_ptr_array_add(l->datelines, regex);
  }
  add_labels(l, nt_yaml_get(root, "labels"), context);
  for (const NtYaml *item = layouts ? layouts->first : NULL; item; item = item->next)
    add_layout(l, item, context);
  static const char *const sets[] = {
#define X(code, word) word,
    NT_LINE_SETS(X)
#undef X
  };
  nt_line_weights_add_words(l->weights, nt_yaml_get(root, "words"), context);
  for (guint i = 0; i < NT_N_LINE_SETS; i++)
    nt_line_weights_add(l->weights, (NtLineSet)i, nt_yaml_get(root, sets[i]), context);
  const NtYaml *openers = nt_yaml_get(root, "openers");
  if (openers && nt_yaml_check(context, openers, "\"openers\"", opener_keys))
    for (guint i = 0; i < NT_N_OPENER_SIGNS; i++)
      l->openers[i] = nt_yaml_number(openers, opener_keys[i].key, l->openers[i]);
  if (thresholds && nt_yaml_check(context, thresholds, "\"thresholds\"", threshold_keys))
    for (guint i = 0; i < NT_N_THRESHOLDS; i++)
      l->thresholds[i] = nt_yaml_number(thresholds, threshold_keys[i].key, l->thresholds[i]);
}

void nt_layouts_finish(NtLayouts *l)
{
  nt_line_weights_finish(l->weights);
  for (guint i = 0; i < NT_N_LINE_PATTERNS; i++) {
    if (!l->alternatives[i]->len)
      continue;
    g_autofree char *whole = g_strdup_printf("\\A(?:%s)\\z", l->alternatives[i]->str);
    l->lines[i] = nt_regex_new(nt_str(whole), NT_REGEX_CASELESS, NULL, NULL);
  }
}

/* ---- asking ---- */

#define LONGEST_LINE ((gsize)320) /* bytes: nothing that is furniture is longer */

/* Most lines tell by their first byte that they are no byline, no date and no end. */
static gboolean matches(const NtLayouts *l, NtLinePattern kind, NtRegexRoom *room, NtStr line)
{
  const gsize *groups;
  guint8 first = (guint8)*line.p;
  return l->lines[kind] && l->first[kind][first / 8] >> first % 8 & 1 &&
         nt_regex_match(l->lines[kind], room, line, 0, NULL, NULL, &groups) == NT_REGEX_YES;
}

int nt_layouts_line_kind(const NtLayouts *l, NtRegexRoom *room, NtStr line, const NtLinePattern *order, guint n)
{
  if (!line.n || line.n > LONGEST_LINE)
    return -1;
  guint kinds = 0;
  if (line.n <= l->longest_phrase + 8) {
    g_autofree char *folded = fold(line);
    kinds = GPOINTER_TO_UINT(g_hash_table_lookup(l->phrases, folded));
  }
  for (guint i = 0; i < n; i++)
    if (kinds >> order[i] & 1 || matches(l, order[i], room, line))
      return (int)order[i];
  return -1;
}

gsize nt_layouts_dateline(const NtLayouts *l, NtRegexRoom *room, NtStr text, NtStr *place)
{
  const gsize *groups;
  *place = (NtStr){0};
  text.n = MIN(text.n, LONGEST_LINE); /* cut at a character's start: */
  while (text.n && text.n == LONGEST_LINE && (text.p[text.n - 1] & 0x80))
    text.n--;
  for (guint i = 0; i < l->datelines->len; i++) {
    NtRegex *regex = l->datelines->pdata[i];
    if (nt_regex_match(regex, room, text, 0, NULL, NULL, &groups) != NT_REGEX_YES)
      continue;
    guint group = nt_regex_group(regex, "place");
    if (group && groups[2 * group] != G_MAXSIZE)
      *place = nt_str_n(text.p + groups[2 * group], groups[2 * group + 1] - groups[2 * group]);
    return groups[1];
  }
  return 0;
}

const NtLayout *nt_layouts_list(const NtLayouts *l, guint *n)
{
  *n = l->list->len;
  return l->list->len ? &g_array_index(l->list, NtLayout, 0) : NULL;
}

const char *const *nt_layouts_labels(const NtLayouts *l, NtLineLabel label, guint *n)
{
  *n = l->labels[label]->len;
  return (const char *const *)l->labels[label]->pdata;
}

double nt_layouts_threshold(const NtLayouts *l, NtThreshold threshold)
{
  return l->thresholds[threshold];
}

const NtLineWeights *nt_layouts_weights(const NtLayouts *l)
{
  return l->weights;
}

double nt_layouts_opener(const NtLayouts *l, NtOpenerSign sign)
{
  return l->openers[sign];
}
