/* Topics from near: what conditions find, what evidence gives, which topics stand and what keeps the others away. */
#include "testing.h"

#include "stages/6-topics/label.h"

#include <glib/gstdio.h>
#include <math.h>

/* ---- a knowledge of one file, and an article ---- */

typedef struct {
  char *folder;
  NtKnowledge *knowledge;
  NtTopicIndex *index;
  NtTopicRoom room;
  NtArena *arena;
  NtArticle article;
  NtLabelling labelling;
} World;

static void put_file(const char *folder, const char *below, const char *name, const char *text)
{
  g_autofree char *inner = g_build_filename(folder, below, NULL), *path = g_build_filename(inner, name, NULL);
  assert_int_equal(g_mkdir_with_parents(inner, 0700), 0);
  assert_true(g_file_set_contents(path, text, -1, NULL));
}

static const char gazetteer[] = "source: made for this test\nlicence: CC0\ntype: place\nentries:\n"
                                "  - {id: oslo, name: Oslo, country: 'NO', kind: city}\n"
                                "  - {id: bergen, name: Bergen, country: 'NO', kind: city}\n"
                                "  - {id: norway, name: Norway, country: 'NO', kind: country}\n"
                                "  - {id: lund, name: Lund, country: SE, kind: city}\n";

static void world_open(World *w, const char *topics)
{
  *w = (World){.folder = g_dir_make_tmp("topics-XXXXXX", NULL), .arena = nt_arena_new()};
  put_file(w->folder, "rules/topics", "t.yaml", topics);
  put_file(w->folder, "gazetteers", "g.yaml", gazetteer);
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  const char *folders[] = {w->folder, NULL};
  NtKnowledgePlaces places = {.folders = folders};
  w->knowledge = nt_knowledge_open(&places, findings, NULL);
  g_autofree char *said = nt_diagnostics_text(findings);
  if (!w->knowledge)
    print_error("%s\n%s", said, topics);
  assert_non_null(w->knowledge);
  w->index = nt_topic_index_new(w->knowledge);
  nt_topic_room_init(&w->room, w->index);
}

static void remove_all(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    remove_all(inner);
  }
  g_remove(path);
}

static void world_close(World *w)
{
  nt_topic_room_clear(&w->room);
  nt_topic_index_free(w->index);
  nt_knowledge_unref(w->knowledge);
  nt_arena_free(w->arena);
  remove_all(w->folder);
  g_free(w->folder);
}

/* A mention for every place of the name in the text. */
static void add_entity(World *w, const char *id, NtType type, const char *name)
{
  NtEntity entity = {.id = nt_str(id), .name = nt_str(name), .type = type, .about = nt_about_nothing()};
  const char *text = w->article.text.p;
  for (const char *at = strstr(text, name); at; at = strstr(at + 1, name)) {
    NtSpan span = {(guint32)(at - text), (guint32)(at - text + (gssize)strlen(name))};
    *nt_vec_push(w->arena, &entity.mentions) = (NtMention){.span = span, .zone = nt_article_zone_at(&w->article, span.start)};
  }
  if (entity.mentions.n)
    *nt_vec_push(w->arena, &w->article.entities) = entity;
}

/* What stands before the first line end is the headline. */
static void read_text(World *w, const char *text)
{
  nt_arena_reset(w->arena);
  nt_article_init(&w->article, w->arena);
  nt_article_set_text(&w->article, nt_arena_str(w->arena, nt_str(text)));
  const char *line_end = strchr(text, '\n');
  guint32 head = line_end ? (guint32)(line_end - text) : 0;
  if (head)
    *nt_vec_push(w->arena, &w->article.zones) = (NtZone){NT_ZONE_HEADLINE, {0, head}};
  *nt_vec_push(w->arena, &w->article.zones) = (NtZone){NT_ZONE_BODY, {head, (guint32)strlen(text)}};
  add_entity(w, "oslo", NT_TYPE_PLACE, "Oslo");
  add_entity(w, "bergen", NT_TYPE_PLACE, "Bergen");
  add_entity(w, "lund", NT_TYPE_PLACE, "Lund");
  add_entity(w, "person:ann", NT_TYPE_PERSON, "Ann");
}

static void label(World *w, const char *text)
{
  read_text(w, text);
  assert_true(nt_labelling_init(&w->labelling, w->index, &w->room, &w->article, NULL));
}

static guint32 number_of(const World *w, const char *id)
{
  guint32 number = nt_topics_find(nt_knowledge_topics(w->knowledge), nt_str(id));
  assert_int_not_equal(number, G_MAXUINT32);
  return number;
}

static NtTopicStanding standing(const World *w, const char *id)
{
  return nt_topic_state(&w->labelling.view, number_of(w, id))->standing;
}

/* ---- conditions ---- */

typedef struct {
  const char *condition, *text;
  int places; /* -1: it does not hold */
} Asked;

static const Asked asked[] = {
  {"{words: [ferry]}", "Two ferries, one Ferry, no ferryman.", 2},
  {"{words: [ferry], exact: true}", "Two ferries, one Ferry.", 1},
  {"{words: [Ferry]}", "Two ferry, one Ferry.", 1},
  {"{words: ['ferr*']}", "Two ferries, one Ferry, no ferryman.", 3},
  {"{words: ['night ferr*']}", "A night ferry. Night. Ferry.", 1},
  {"{words: [ferry], case: upper}", "FERRY, Ferry, ferry", 1},
  {"{words: [ferry], least: 2}", "ferry", -1},
  {"{words: [ferry], least: 2}", "ferry ferry", 2},
  {"{words: [ferry, quay], distinct: 2}", "ferry ferry", -1},
  {"{words: [ferry, quay], distinct: 2}", "ferry ferry quay", 3},
  {"{words: [port], except: [home port, port wine]}", "A home port, a port, port wine.", 1},
  {"{words: [ferry], in: [headline]}", "A ferry\n\nThe ferry.", 1},
  {"{words: [ferry], in: [caption]}", "A ferry\n\nThe ferry.", -1},
  {"{words: [ferry], not: [storm]}", "ferry", 1},
  {"{words: [ferry], not: [storm]}", "ferry in a storm", -1},
  {"{near: [cut, tariff]}", "Cut the tariff. Cut nothing. Raise the tariff.", 1},
  {"{near: [cut, tariff]}", "Cut it.\nTariff.", -1},
  {"{near: [cut, tariff], within: paragraph}", "Cut it. It is the tariff.", 1},
  {"{near: [cut, tariff], within: paragraph}", "Cut it.\n\nIt is the tariff.", -1},
  {"{near: [cut, tariff], within: 2 words}", "cut by half the tariff", -1},
  {"{near: [cut, tariff], within: 3 words}", "cut by half the tariff", 1},
  {"{near: [cut, tariff], within: 3 words}", "tariff of a cut", 1},
  {"{near: [cut, tariff], ordered: true}", "The tariff was cut.", -1},
  {"{near: [cut, tariff, china], ordered: true}", "They cut the tariff on china.", 1},
  {"{near: [cut, tariff, china], ordered: true}", "They cut china and the tariff.", -1},
  {"{near: [{entities: [oslo]}, {words: [fire]}]}", "A fire in Oslo. No fire. Oslo again.", 1},
  {"{near: [{regex: 'N\\d+'}, {words: [fire]}]}", "A fire on N12. It is out. The N13 is open.", 1},
  {"{all: [ferry, {any: [quay, port]}]}", "ferry port", 2},
  {"{all: [ferry, {any: [quay, port]}]}", "ferry", -1},
  {"{any: [ferry, quay], distinct: 2}", "ferry ferry", -1},
  {"{any: [ferry, quay], distinct: 2}", "ferry quay", 2},
  {"{entities: [oslo]}", "Oslo, Bergen, Oslo", 2},
  {"{countries: ['NO']}", "Oslo, Bergen, Lund", 2},
  {"{countries: any, distinct: 2}", "Oslo, Bergen", -1},
  {"{countries: any, distinct: 2}", "Oslo, Lund", 2},
  {"{kinds: [city], countries: [SE]}", "Oslo, Lund", 1},
  {"{types: [person]}", "Oslo, Ann", 1},
  {"{entities: [oslo], least: 3}", "Oslo, Oslo", -1},
  {"{entities: [oslo], least: 3}", "Oslo\n\nOslo", 2}, /* in the headline */
  {"{entities: [oslo], types: [place], share: 0.6}", "Oslo, Bergen", -1},
  {"{entities: [oslo], types: [place], share: 0.6}", "Oslo, Oslo, Bergen, Ann, Ann, Ann", 2},
  {"{regex: '\\d+ (?:pct|%)'}", "5 pct and 7 %, not 9.", 2},
  {"{regex: ['(?m)^\\d', 'pct$'], distinct: 2}", "5 pct\n7 pct", 3},
  {"{regex: '^[a-z]+$', in: [headline]}", "fish\nmeat", 1},
  {"{regex: '(?m)^\\d', least: 2}", "5 pct\n7 pct", 2},
  {"{regex: '(?m)^\\d', least: 3}", "5 pct\n7 pct", -1},
  {"{regex: ['(?m)^\\d', '(?m)^[(\\]]*\\d pct'], least: 3}", "5 pct\n7 pct", 4},
  {"{regex: '(?m)^\\d|pct', least: 3}", "5 pct and 7 pct", 3},
  {"{regex: '(?m)^[\\](]|[0-9]', least: 3}", "5 and 6 and 7", 3},
  {"{regex: '\xC3\xA9+'}", "caf\xC3\xA9\xC3\xA9 \xC3\xA9", 2},
};

static void conditions_find_what_they_say(void **state)
{
  (void)state;
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    World w;
    g_autofree char *topics = g_strdup_printf("topics:\n  - id: t\n    label: T\n    evidence:\n      - {any: [%s]}\n", asked[i].condition);
    world_open(&w, topics);
    label(&w, asked[i].text);
    NtPlaces places = {0};
    const NtTopicAsk *ask = &w.labelling.view.rules[0].items[0].ask.parts[0];
    gboolean holds = nt_topic_view_ask(&w.labelling.view, 0, ask, &places);
    if ((holds ? (int)places.n : -1) != asked[i].places)
      fail_msg("%s in \"%s\": %d, not %d", asked[i].condition, asked[i].text, holds ? (int)places.n : -1, asked[i].places);
    world_close(&w);
  }
}

/* ---- near, against a search among all places ---- */

#define MOST_WORDS 200

typedef struct {
  guint first, end;
} Run;

/* `sentence`: its number, of each word. */
static gboolean is_near_slowly(const guint *sentence, guint words, gboolean in_sentence, Run a, Run b)
{
  guint between = b.first >= a.end ? b.first - a.end : a.first - b.end;
  return in_sentence ? sentence[a.first] == sentence[b.first] : between <= words;
}

/* From each `cut` that no find holds to the nearest run of tariffs; how many. */
static guint finds_slowly(const char *text, const guint *sentence, guint n, gboolean in_sentence, guint words, gboolean ordered, Run *finds)
{
  guint found = 0, last = 0;
  for (guint i = 0; i < n; i++) {
    Run cut = {i, i + 1}, best = {0, 0};
    guint least = G_MAXUINT;
    if (text[i] != 'c' || i < last)
      continue;
    for (guint first = 0; first < n; first++)
      for (guint end = first + 1; end <= MIN(first + 3, n); end += 2) { /* `tariff`, `tariff on tariff` */
        Run run = {first, end};
        gboolean behind = first >= cut.end;
        if (text[first] != 't' || (end - first > 1 && !(text[first + 1] == 'o' && text[first + 2] == 't' && sentence[end - 1] == sentence[first])))
          continue;
        if ((!behind && (ordered || end > cut.first)) || !is_near_slowly(sentence, words, in_sentence, cut, run))
          continue;
        guint distance = behind ? first - cut.end : cut.first - end;
        if (distance < least) {
          least = distance;
          best = run;
        }
      }
    if (least == G_MAXUINT)
      continue;
    finds[found] = (Run){MIN(cut.first, best.first), MAX(cut.end, best.end)};
    last = finds[found++].end;
  }
  return found;
}

static void near_is_the_nearest(void **state)
{
  (void)state;
  static const struct {
    const char *keys;
    gboolean in_sentence, ordered;
    guint words;
  } kinds[] = {{"", TRUE, FALSE, 0}, {", ordered: true", TRUE, TRUE, 0}, {", within: 2 words", FALSE, FALSE, 2}, {", within: 9 words, ordered: true", FALSE, TRUE, 9},
               {", within: 9 words", FALSE, FALSE, 9}};
  g_autoptr(GRand) rand = g_rand_new_with_seed(11);
  for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
    World w;
    g_autofree char *topics = g_strdup_printf("topics:\n  - id: t\n    label: T\n    evidence:\n      - {any: [{near: [cut, {words: [tariff, "
                                              "tariff on tariff]}]%s}]}\n", kinds[kind].keys);
    world_open(&w, topics);
    for (guint round = 0; round < 200; round++) {
      g_autoptr(GString) text = g_string_new(NULL);
      char letters[MOST_WORDS + 1] = "";
      guint sentence[MOST_WORDS], n = (guint)g_rand_int_range(rand, 1, MOST_WORDS), number = 0;
      for (guint i = 0; i < n; i++) {
        static const char *const words[] = {"cut", "tariff", "on", "red", "red"};
        gboolean starts = i && !g_rand_int_range(rand, 0, 9);
        const char *word = starts ? "Then" : words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))];
        sentence[i] = number += starts;
        letters[i] = word[0];
        g_string_append_printf(text, "%s%s", starts ? ". " : i ? " " : "", word);
      }
      label(&w, text->str);
      Run finds[MOST_WORDS];
      guint expected = finds_slowly(letters, sentence, n, kinds[kind].in_sentence, kinds[kind].words, kinds[kind].ordered, finds);
      NtPlaces places = {0};
      const NtTopicAsk *ask = &w.labelling.view.rules[0].items[0].ask.parts[0];
      nt_topic_view_ask(&w.labelling.view, 0, ask, &places);
      if (places.n != expected)
        fail_msg("%s in \"%s\": %u, not %u", kinds[kind].keys, text->str, places.n, expected);
      for (guint i = 0; i < expected; i++)
        if (places.v[i].first != finds[i].first || places.v[i].end != finds[i].end)
          fail_msg("%s in \"%s\": words %u to %u, not %u to %u", kinds[kind].keys, text->str, places.v[i].first, places.v[i].end, finds[i].first, finds[i].end);
    }
    world_close(&w);
  }
}

/* ---- points ---- */

static void half_a_score_grows_with_the_root_of_the_length(void **state)
{
  (void)state;
  assert_float_equal(nt_topic_half(1), 1, 1e-9);
  assert_float_equal(nt_topic_half(16), 1, 1e-9);
  assert_float_equal(nt_topic_half(100), 2.5, 1e-9);
  assert_float_equal(nt_topic_half(100000), 10, 1e-9);
  assert_float_equal(nt_topic_score(2.5, 2.5), 0.5, 1e-9);
  assert_float_equal(nt_topic_score(-1, 1), 0, 1e-9);
}

typedef struct {
  const char *evidence, *text;
  double points;
} Given;

static const Given given[] = {
  {"{words: [ferry], weight: 2}", "ferry", 2},
  {"{words: [ferry], weight: 2}", "ferry ferry", 3},
  {"{words: [ferry], weight: 6}", "ferry ferry ferry ferry", 11},
  {"{words: [ferry], weight: 6, max: 4}", "ferry ferry ferry ferry ferry", 12.5},
  {"{words: [ferry, quay], weight: 6}", "ferry quay ferry", 15},
  {"{words: [ferry], weight: 2}", "ferry\n\nferry", 5},
  {"{words: [ferry], weight: 2, headline: 5}", "ferry\n\nferry", 11},
  {"{words: [ferry], weight: 2, zones: {body: 0}}", "ferry\n\nferry", 4},
  {"{words: [ferry], weight: -2}", "ferry", 0},
  {"{all: [ferry, quay], weight: 2}", "ferry ferry quay", 2},
  {"{all: [ferry, quay], weight: 2}", "ferry\n\nquay quay", 4},
  {"{any: [ferry, quay], weight: 2}", "ferry quay ferry", 5},
  {"{near: [ferry, quay], weight: 2}", "Ferry at the quay. Ferry off the quay.", 3},
  {"{countries: any, weight: 2}", "Oslo, Bergen, Lund", 5},
  {"{words: [ferry], least: 2, weight: 2}", "ferry", 0},
  {"{topics: [other], weight: 0.5}", "storm", 2},
};

static void evidence_gives_its_weight_then_a_half_then_a_third(void **state)
{
  (void)state;
  for (guint i = 0; i < G_N_ELEMENTS(given); i++) {
    World w;
    g_autofree char *topics = g_strdup_printf("topics:\n  - {id: t, label: T, evidence: [%s]}\n"
                                              "  - {id: other, label: O, evidence: [{words: [storm], weight: 4}]}\n", given[i].evidence);
    world_open(&w, topics);
    label(&w, given[i].text);
    double points = standing(&w, "t").points;
    if (fabs(points - given[i].points) > 1e-9)
      fail_msg("%s in \"%s\": %g, not %g", given[i].evidence, given[i].text, points, given[i].points);
    world_close(&w);
  }
}

static void count_gift(const NtTopicGift *gift, gpointer data)
{
  ((double *)data)[0] += gift->weight;
  ((double *)data)[1] = gift->where.line;
}

static void what_is_shown_adds_up_and_names_the_line_of_the_word(void **state)
{
  (void)state;
  World w;
  world_open(&w, "topics:\n  - id: t\n    label: T\n    evidence:\n      - words: [ferry,\n               quay]\n        weight: 3\n");
  label(&w, "ferry quay");
  double shown[2] = {0};
  double points = nt_topic_points(&w.labelling.scorer, 0, count_gift, shown);
  assert_float_equal(points, shown[0], 1e-9);
  assert_float_equal(shown[1], 6, 1e-9);
  world_close(&w);
}

static void add_focus(World *w, const char *id, const char *country, double share)
{
  *nt_vec_push(w->arena, &w->article.focus) = (NtFocus){.id = nt_str(id), .name = nt_str(id), .country = nt_str(country), .share = share};
}

/* The share that is asked for is half a score, in a long text too. */
static void a_place_in_focus_scores_by_its_share(void **state)
{
  (void)state;
  World w;
  world_open(&w, "topics:\n  - {from: {kinds: [country]}, focus: 0.3}\n  - {id: t, label: T, evidence: [{entities: [oslo], focus: 0.2}]}\n");
  g_autoptr(GString) text = g_string_new("Oslo");
  for (guint i = 0; i < 900; i++)
    g_string_append(text, " and");
  for (guint share = 0; share <= 8; share++) {
    read_text(&w, text->str);
    if (share)
      add_focus(&w, "oslo", "NO", share / 10.0);
    assert_true(nt_labelling_init(&w.labelling, w.index, &w.room, &w.article, NULL));
    double norway = share < 3 ? 0 : share / (share + 3.0), oslo = share < 2 ? 0 : share / (share + 2.0);
    assert_float_equal(standing(&w, "norway").score, round(norway * 1000) / 1000, 1e-6);
    assert_float_equal(standing(&w, "t").score, round(oslo * 1000) / 1000, 1e-6);
  }
  world_close(&w);
}

/* ---- which stand ---- */

static void topics_stand_fall_and_are_lifted(void **state)
{
  (void)state;
  World w;
  world_open(&w, "topics:\n"
                 "  - {id: low, label: L, evidence: [{words: [storm], weight: 0.9}]}\n"
                 "  - {id: barred, label: B, not: [{words: [captain]}], evidence: [{words: [ferry], weight: 2}]}\n"
                 "  - {id: narrow, label: N, broader: [wide], implies: [said], evidence: [{words: [ferry], weight: 3}]}\n"
                 "  - {id: wide, label: W, broader: [widest], evidence: [{words: [lorry]}]}\n"
                 "  - {id: widest, label: X, broader: [narrow], evidence: [{words: [lorry]}]}\n"
                 "  - {id: said, label: S, evidence: [{words: [ferry], weight: 0.5}]}\n"
                 "  - {id: strong, label: G, beside: 0.9, evidence: [{words: [ferry], weight: 9}]}\n"
                 "  - {id: weak, label: K, beside: 0.9, evidence: [{words: [storm], weight: 1.5}]}\n"
                 "  - {id: loser, label: O, excludes: [winner], evidence: [{words: [ferry], weight: 2}]}\n"
                 "  - {id: winner, label: I, excludes: [loser], evidence: [{words: [ferry], weight: 4}]}\n"
                 "  - {id: asks, label: A, evidence: [{topics: [strong], weight: 1}]}\n");
  label(&w, "The captain of the ferry saw a storm.");
  assert_int_equal(standing(&w, "low").fate, NT_FATE_LOW);
  assert_true(standing(&w, "low").unasked);
  nt_labelling_settle(&w.labelling, number_of(&w, "low"));
  assert_float_equal(standing(&w, "low").points, 0.9, 1e-6);
  assert_int_equal(standing(&w, "barred").fate, NT_FATE_NOT);
  assert_int_equal(standing(&w, "narrow").fate, NT_FATE_STANDS);
  assert_int_equal(standing(&w, "wide").fate, NT_FATE_LIFTED);
  assert_int_equal(standing(&w, "wide").by, number_of(&w, "narrow"));
  assert_float_equal(standing(&w, "widest").score, 0.75, 1e-6); /* a circle ends */
  assert_int_equal(standing(&w, "widest").shows, number_of(&w, "narrow"));
  assert_int_equal(standing(&w, "said").fate, NT_FATE_LIFTED);
  assert_int_equal(standing(&w, "said").shows, number_of(&w, "said"));
  assert_int_equal(standing(&w, "strong").fate, NT_FATE_STANDS);
  assert_int_equal(standing(&w, "weak").fate, NT_FATE_WEAK);
  assert_int_equal(standing(&w, "weak").by, number_of(&w, "strong"));
  assert_int_equal(standing(&w, "winner").fate, NT_FATE_STANDS);
  assert_int_equal(standing(&w, "loser").fate, NT_FATE_EXCLUDED);
  assert_int_equal(standing(&w, "asks").fate, NT_FATE_STANDS);
  label(&w, "A lorry.");
  assert_int_equal(standing(&w, "narrow").fate, NT_FATE_LIFTED);
  assert_int_equal(standing(&w, "asks").fate, NT_FATE_LOW);
  world_close(&w);
}

static void a_narrower_topic_makes_others_weak(void **state)
{
  (void)state;
  World w;
  world_open(&w, "topics:\n"
                 "  - {id: wide, label: W, beside: 0.9, evidence: [{words: [lorry]}]}\n"
                 "  - {id: narrow, label: N, broader: [wide], evidence: [{words: [ferry], weight: 9}]}\n"
                 "  - {id: other, label: O, beside: 0.9, evidence: [{words: [storm], weight: 1.5}]}\n");
  label(&w, "A storm stops the ferry.");
  assert_int_equal(standing(&w, "wide").fate, NT_FATE_LIFTED);
  assert_int_equal(standing(&w, "other").fate, NT_FATE_WEAK);
  assert_int_equal(standing(&w, "other").by, number_of(&w, "narrow"));
  label(&w, "A storm.");
  assert_int_equal(standing(&w, "other").fate, NT_FATE_STANDS);
  world_close(&w);
}

static void a_routine_text_has_no_topics_but_those_kept(void **state)
{
  (void)state;
  World w;
  world_open(&w, "topics:\n"
                 "  - {id: table, label: T, hidden: true, excludes: all, keeps: [kept], evidence: [{words: [table], weight: 9}]}\n"
                 "  - {id: kept, label: K, evidence: [{words: [ferry], weight: 2}]}\n"
                 "  - {id: gone, label: G, evidence: [{words: [ferry], weight: 20}]}\n");
  label(&w, "A table of ferries.");
  assert_int_equal(standing(&w, "kept").fate, NT_FATE_STANDS);
  assert_int_equal(standing(&w, "gone").fate, NT_FATE_EXCLUDED);
  label(&w, "A ferry.");
  assert_int_equal(standing(&w, "gone").fate, NT_FATE_STANDS);
  world_close(&w);
}

/* ---- what is left out because it cannot hold ---- */

static void put_words(GString *out, guint64 *seed, guint n, const char *between)
{
  static const char *const words[] = {"ferry", "quay", "port", "storm", "Oslo", "Lund", "captain", "night", "Ann", "harbour"};
  for (guint i = 0; i < n; i++)
    g_string_append_printf(out, "%s%s", i ? between : "", words[test_random(seed) % G_N_ELEMENTS(words)]);
}

static void put_condition(GString *out, guint64 *seed, guint depth)
{
  guint kind = test_random(seed) % (depth < 2 ? 7 : 4);
  static const char *const opens[] = {"{words: [", "{entities: [oslo, ", "{regex: [", "{countries: [SE", "{all: [", "{any: [", "{near: ["};
  g_string_append(out, opens[kind]);
  if (kind < 3)
    put_words(out, seed, 1 + test_random(seed) % 3, ", ");
  for (guint i = 0; kind > 3 && i < 2; i++) {
    g_string_append(out, i ? ", " : "");
    put_condition(out, seed, kind == 6 ? 2 : depth + 1);
  }
  g_string_append(out, "]}");
}

/* The oracle: every item is asked, whether or not anything concerns it. */
static double points_of_items(World *w, guint32 topic)
{
  const NtTopicRule *rule = &w->labelling.view.rules[topic];
  double points = 0;
  nt_topic_view_concern(&w->labelling.view, topic)->awake = G_MAXUINT64;
  for (guint i = 0; i < rule->n_items; i++)
    points += nt_topic_item_points(&w->labelling.scorer, topic, &rule->items[i], NULL, NULL);
  return points;
}

static void what_sleeps_would_give_nothing(void **state)
{
  (void)state;
  guint64 seed = 11;
  for (guint round = 0; round < 60; round++) {
    World w;
    g_autoptr(GString) topics = g_string_new("topics:\n");
    for (guint t = 0; t < 6; t++) {
      g_string_append_printf(topics, "  - id: t%u\n    label: T\n    evidence:\n", t);
      for (guint i = 0; i < (t == 5 ? 70u : 4u); i++) {
        g_string_append(topics, "      - {any: [");
        put_condition(topics, &seed, 0);
        g_string_append(topics, "]}\n");
      }
    }
    world_open(&w, topics->str);
    for (guint n = 0; n < 12; n++) {
      g_autoptr(GString) text = g_string_new(NULL);
      put_words(text, &seed, test_random(&seed) % 8, ((const char *[]){" ", ". ", "\n\n"})[n % 3]);
      label(&w, text->str);
      for (guint32 t = 0; t < 6; t++) {
        double points = nt_topic_points(&w.labelling.scorer, t, NULL, NULL);
        assert_float_equal(points, points_of_items(&w, t), 1e-9);
      }
    }
    world_close(&w);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(conditions_find_what_they_say),
    cmocka_unit_test(near_is_the_nearest),
    cmocka_unit_test(half_a_score_grows_with_the_root_of_the_length),
    cmocka_unit_test(evidence_gives_its_weight_then_a_half_then_a_third),
    cmocka_unit_test(what_is_shown_adds_up_and_names_the_line_of_the_word),
    cmocka_unit_test(a_place_in_focus_scores_by_its_share),
    cmocka_unit_test(topics_stand_fall_and_are_lifted),
    cmocka_unit_test(a_narrower_topic_makes_others_weak),
    cmocka_unit_test(a_routine_text_has_no_topics_but_those_kept),
    cmocka_unit_test(what_sleeps_would_give_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
