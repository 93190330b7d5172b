/* A compiled image that somebody has tampered with is refused, or nothing worse than wrong names comes of it.
 *
 * The input is a list of edits on a small image that has every section, so that seeds outlive a change of the format: one byte that
 * says how the image is cut (0: not at all) and whether the checksum is put right again, then 8 bytes an edit, where (in units of 4
 * bytes) and the new value. */
#include "fuzz.h"

#include "knowledge/build.h"
#include "knowledge/evidence.h"
#include "knowledge/lexis.h"
#include "knowledge/rule_kept.h"
#include "stages/4-rules/attempt.h"
#include "stages/4-rules/index.h"

#include <string.h>

#define CUT 0x7F
#define LEAVE_CHECKSUM 0x80

static const char text[] = "WASHINGTON — The New York Times of New York (NYT) said Mr. U.S. Xi Jinping's aide spoke\nin new york, "
                           "St. Louis and 香港. Trade war talks; the İstanbul bank's e\xCC\x81lan.";

static const char rules[] = "macros: {Cap: '\\p{Lu}\\p{Ll}+'}\n"
                            "rules:\n  - {id: r, pattern: '{{title}} (?<person>{{Cap}})', type: person, score: 0.6}\n"
                            "  - {id: s, pattern: '(?<place>{{Cap}}( {{Cap}}){0,2})('' s)? (bank|of|said)', not-after: '{{number}}', phase: 2}\n";
static const char evidence[] = "start: {person: -1}\nevidence:\n  - {id: e, before-list: title, person: 1}\n";

static guint32 add_entry(NtBuild *build, const char *id, const char *name, guint16 file)
{
  NtBuildEntry entry = {.id = nt_str(id), .name = nt_str(name), .type = NT_TYPE_PLACE, .file = file, .line = 2};
  entry.facts[NT_FACT_COUNTRY] = NT_STR("US");
  entry.facts[NT_FACT_POPULATION] = NT_STR("8000000");
  NtWhere other;
  return nt_build_entry(build, &entry, &other);
}

static void add_names(NtBuild *build)
{
  static const struct {
    const char *text;
    NtCase policy;
  } names[] = {{"New York", NT_CASE_TITLE}, {"York", NT_CASE_FOLD}, {"NYT", NT_CASE_UPPER}, {"New York Times", NT_CASE_EXACT},
               {"香港", NT_CASE_FOLD}, {"St. Louis", NT_CASE_TITLE}, {"U.S.", NT_CASE_UPPER}, {"İstanbul", NT_CASE_TITLE}};
  static const NtStr context[] = {{"times", 5}, {"said", 4}}, not[] = {{"bank", 4}};
  guint16 file = nt_build_file(build, NT_STR("names.yaml"));
  guint32 entry = 0;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    if (i % 2 == 0) /* two names an entry */
      entry = add_entry(build, names[i].text, names[i].text, file);
    NtBuildAlias alias = {.text = nt_str(names[i].text), .policy = names[i].policy, .file = file, .line = i + 3, .weight = 1};
    if (i == 1) {
      alias.context = context;
      alias.n_context = 2;
      alias.not = not;
      alias.n_not = 1;
    }
    nt_build_alias(build, entry, &alias);
  }
}

static void add_words(NtBuild *build)
{
  guint16 file = nt_build_file(build, NT_STR("words.yaml"));
  guint32 titles = nt_build_list(build, NT_STR("title")), dots = nt_build_list(build, NT_STR("abbreviation"));
  NtBuildAlias mr = {.text = NT_STR("Mr"), .policy = NT_CASE_TITLE, .weight = 1, .file = file, .line = 1};
  NtBuildAlias aide = {.text = NT_STR("aide spoke"), .policy = NT_CASE_FOLD, .weight = 1, .file = file, .line = 2};
  NtBuildAlias war = {.text = NT_STR("trade war"), .policy = NT_CASE_FOLD, .weight = 1, .file = file, .line = 3};
  nt_build_list_word(build, titles, &mr);
  nt_build_list_word(build, dots, &mr);
  nt_build_list_word(build, titles, &aide);
  nt_build_term(build, 0, 0, &war);
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  NtYamlContext context = {"words.yaml", findings, FALSE};
  nt_build_source(build, NT_SOURCE_RULES, file, 0, nt_yaml_parse(arena, nt_str(rules), &context));
  nt_build_source(build, NT_SOURCE_EVIDENCE, file, 0, nt_yaml_parse(arena, nt_str(evidence), &context));
}

static GBytes *whole_image(void)
{
  g_autoptr(NtBuild) build = nt_build_new();
  add_names(build);
  add_words(build);
  nt_kept_build(build);
  return nt_build_finish(build, 1);
}

static gsize edit(char *image, gsize size, const uint8_t *data, size_t n)
{
  guint how = n ? data[0] : 0;
  for (size_t i = 1; i + 8 <= n; i += 8) {
    guint32 at, value;
    memcpy(&at, data + i, 4);
    memcpy(&value, data + i + 4, 4);
    memcpy(image + at % (size / 4) * 4, &value, 4);
  }
  size = how & CUT ? size * (how & CUT) / (CUT + 1) : size;
  if (how & LEAVE_CHECKSUM || size < sizeof(NtImageHeader))
    return size;
  if (how & CUT) {
    guint64 said = size;
    memcpy(image + offsetof(NtImageHeader, size), &said, sizeof said);
  }
  guint64 checksum = nt_image_checksum(image, size);
  memcpy(image + offsetof(NtImageHeader, checksum), &checksum, sizeof checksum);
  return size;
}

static void run_rules(const NtImage *image, const NtRules *loaded, NtArena *arena, const NtLexis *lexis)
{
  NtArticle article;
  NtAskTable table;
  NtAttemptRooms rooms;
  NtRuleIndex index;
  NtRuleQueue queue;
  NtSentence s;
  nt_article_init(&article, arena);
  nt_article_set_text(&article, nt_str(text));
  nt_ask_table_init(&table, image, loaded);
  nt_attempt_rooms_init(&rooms, TRUE);
  nt_rule_index_init(&index, loaded);
  nt_sentence_init(&s, &table, &article, lexis);
  nt_rule_queue_init(&queue, &index, &s);
  for (guint32 i = 0; i < lexis->sentences.n; i++) {
    nt_sentence_visit(&s, i);
    nt_rule_queue_visit(&queue, &s);
    for (const NtRule *rule; (rule = nt_rule_queue_take(&queue, &s, G_MAXUINT32));) {
      nt_sketch_starts(rule->sketch, &s.chunks);
      for (guint32 t = s.first; t < s.end; t++) {
        const gsize *groups;
        nt_attempt_match(&rooms, &s, rule, lexis->tokens.v[t].start, &groups);
        nt_rule_pieces(&rule->pattern, arena);
      }
    }
  }
  nt_rule_index_clear(&index);
  nt_attempt_rooms_clear(&rooms);
  nt_ask_table_clear(&table);
}

/* What commands do with an image. */
static void use(const NtImage *image)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  NtLexis lexis;
  gboolean found = nt_lexis_find(image, arena, nt_str(text), &lexis, NULL);
  if (found)
    for (guint i = 0; i < lexis.names.n; i++) {
      guint32 entry = image->ALIASES[lexis.names.v[i].alias].owner;
      nt_image_entry(image, nt_image_string(image, image->ENTRIES[entry].id));
      nt_image_fact_number(image, entry, NT_FACT_POPULATION, 0);
      nt_image_alias_where(image, lexis.names.v[i].alias);
    }
  for (guint i = 0; i < lexis.tokens.n; i++)
    nt_image_class_has(image, lexis.tokens.v[i].lists, nt_image_list(image, NT_STR("title")), NULL);
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(NtRules) loaded = nt_rules_new(image);
  g_autoptr(NtEvidenceSet) weights = nt_evidence_new(image);
  for (guint32 i = 0; i < image->n_SOURCES; i++) {
    const NtImageSource *source = &image->SOURCES[i];
    NtYamlContext context;
    const NtYaml *root = nt_image_source(image, i, arena, findings, &context);
    if (root && source->kind == NT_SOURCE_RULES)
      nt_rules_add(loaded, root, &context, source->folder);
    else if (root && source->kind == NT_SOURCE_EVIDENCE)
      nt_evidence_add(weights, root, &context, source->folder);
  }
  nt_rules_finish(loaded, findings);
  if (found && !nt_diagnostics_count(findings, NT_SEVERITY_ERROR))
    run_rules(image, loaded, arena, &lexis);
  nt_evidence_finish(weights);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static GBytes *whole; /* the same for every input */
  if (!whole)
    whole = whole_image();
  gsize n;
  const char *base = g_bytes_get_data(whole, &n);
  g_autofree char *copy = g_memdup2(base, n);
  gsize cut = edit(copy, n, data, size);
  g_autofree char *exact = g_memdup2(copy, cut); /* so that a sanitizer sees a read behind the end */
  NtImage image;
  if (cut && nt_image_open(&image, exact, cut, FALSE, NULL))
    use(&image);
  return 0;
}
