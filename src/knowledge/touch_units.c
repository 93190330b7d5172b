#include "touch_units.h"

#include "article/tokens.h"
#include "evidence.h"
#include "rule.h"
#include "topic.h"

/* ---- units ---- */

void nt_touch_need(NtTouchMake *u, guint32 need)
{
  g_array_append_val(u->needs, need);
}

gboolean nt_touch_need_letters(NtTouchMake *u, NtStr text)
{
  guint32 letters = 0;
  for (gsize i = 0; i < text.n; i++) {
    letters = nt_touch_letters(letters, text.p[i]);
    if (i >= 2)
      nt_touch_need(u, letters);
  }
  return text.n >= 3;
}

void nt_touch_add_unit(NtTouchMake *u, guint64 sign, guint n_words)
{
  NtTouchUnit unit = {
    .sign = sign & ~(guint64)1,
    .first = u->next,
    .n_words = (guint16)MIN(n_words, NT_TOUCH_TEXT - 1),
    .n_letters = (guint16)MIN(u->needs->len - u->next - n_words, G_MAXUINT16),
  };
  u->next += unit.n_words + unit.n_letters;
  g_array_set_size(u->needs, u->next); /* fewer needs touch more */
  g_array_append_val(u->units, unit);
}

void nt_touch_add_string(NtTouchMake *u, guint64 sign, guint32 string)
{
  NtTouchUnit unit = {.sign = sign & ~(guint64)1, .first = string, .n_words = NT_TOUCH_TEXT};
  g_array_append_val(u->units, unit);
}

static guint64 sign_string(guint64 sign, const NtImage *m, guint32 string)
{
  return nt_touch_sign(sign, nt_image_string(m, string));
}

static guint64 sign_where(guint64 sign, NtWhere where)
{
  return nt_touch_sign(sign, where.file) + where.line;
}

/* ---- gazetteers ---- */

NT_TOUCH_SIGNED(NtImageEntry, 24);
NT_TOUCH_SIGNED(NtImageManner, 16);
NT_TOUCH_SIGNED(NtImageAlias, 24);

static guint64 sign_entry(const NtImage *m, guint32 entry)
{
  const NtImageEntry *e = &m->ENTRIES[entry];
  guint64 sign = sign_string(sign_string(e->type, m, e->id), m, e->name);
  sign = nt_hash_mix(sign, (guint64)e->folder << 32 | (guint64)e->kind << 16 | e->country);
  sign = nt_touch_sign_value(sign, e->population);
  for (guint32 i = 0; i < e->n_facts; i++)
    sign = sign_string(sign + m->FACTS[e->facts + i].fact, m, m->FACTS[e->facts + i].value);
  return sign;
}

static guint64 sign_manner(const NtImage *m, const NtImageManner *manner)
{
  guint64 sign = sign_string(manner->flags, m, m->FILES[manner->file]);
  sign = nt_touch_sign_value(sign, manner->weight);
  sign = nt_hash_mix(sign, (guint64)manner->kind << 16 | (guint64)manner->policy << 8 | manner->n_tokens);
  if (!(manner->flags & NT_ALIAS_HAS_WORDS))
    return sign;
  guint32 at = manner->words;
  for (guint group = 0; group < 2; group++)
    for (guint32 n = m->WORDS[at++]; n; n--)
      sign = sign_string(sign + group, m, m->WORDS[at++]);
  return sign;
}

/* Aliases stand in no order that memory knows: what one needs is asked for while others are at hand. Entries, whose strings lie one
 * behind the other, are signed in theirs. */
#define AHEAD 12u

static void fetch(const NtImage *m, const guint64 *entries, guint32 i)
{
  const NtImageAlias *alias = &m->ALIASES[MIN(i, m->n_ALIASES - 1)];
  __builtin_prefetch(m->STRINGS + alias->text);
  if (m->MANNERS[alias->manner].kind == NT_ALIAS_NAME)
    __builtin_prefetch(&entries[alias->owner]);
}

static void add_aliases(NtTouchMake *u, const NtTouchTopics *topics)
{
  const NtImage *m = u->image;
  guint64 *manners = nt_arena_new_array(u->arena, guint64, m->n_MANNERS + 1), *entries = nt_arena_new_array(u->arena, guint64, m->n_ENTRIES + 1);
  for (guint32 i = 0; i < m->n_MANNERS; i++)
    manners[i] = sign_manner(m, &m->MANNERS[i]);
  for (guint32 i = 0; i < m->n_ENTRIES; i++)
    entries[i] = sign_entry(m, i) + topics->entries[i];
  for (guint32 i = 0; i < m->n_ALIASES; i++) {
    fetch(m, entries, i + AHEAD);
    const NtImageAlias *alias = &m->ALIASES[i];
    NtStr text = nt_image_string(m, alias->text);
    guint64 sign = nt_hash_mix(nt_touch_sign(alias->line, text), manners[alias->manner]);
    guint32 owner = alias->owner;
    switch ((NtAliasKind)m->MANNERS[alias->manner].kind) {
    case NT_ALIAS_NAME:
      sign = nt_hash_mix(sign, entries[owner]);
      break;
    case NT_ALIAS_PHRASE:
      sign = sign_string(sign, m, m->LISTS[owner].name);
      break;
    case NT_ALIAS_TERM:
      sign = nt_hash_mix(sign, topics->topics[m->TERMS[owner].topic] + m->TERMS[owner].term);
      break;
    }
    nt_touch_add_string(u, sign, alias->text);
  }
}

static guint64 sign_class(const NtImage *m, guint64 sign, guint32 class)
{
  for (guint32 i = m->CLASSES[class]; i < m->CLASSES[class + 1]; i++) {
    sign = sign_string(sign, m, m->LISTS[m->MEMBERSHIPS[i].list].name);
    sign = nt_touch_sign_value(sign, m->MEMBERSHIPS[i].weight);
  }
  return sign;
}

/* The one word of several lists is one unit. */
static void add_list_words(NtTouchMake *u)
{
  const NtImage *m = u->image;
  guint64 *small = nt_arena_new_array(u->arena, guint64, m->n_CLASSES), *other = nt_arena_new_array(u->arena, guint64, m->n_CLASSES);
  for (guint32 i = 0; i + 1 < m->n_CLASSES; i++) {
    small[i] = sign_class(m, 1, i);
    other[i] = sign_class(m, 2, i);
  }
  for (guint32 i = 0; i < m->n_NODES; i++) {
    const NtImageNode *node = &m->NODES[i];
    if (!node->small_class && !node->other_class && !(node->flags & NT_NODE_ABBREVIATION))
      continue;
    guint64 sign = nt_hash_mix(small[node->small_class], other[node->other_class]);
    nt_touch_need(u, node->key);
    nt_touch_add_unit(u, nt_hash_mix(sign, (guint64)node->key << 8 | (node->flags & NT_NODE_ABBREVIATION)), 1);
  }
}

/* ---- rules ---- */

NT_TOUCH_SIGNED(NtRule, 704);
NT_TOUCH_SIGNED(NtRulePattern, 88);
NT_TOUCH_SIGNED(NtRuleAsk, 16);
NT_TOUCH_SIGNED(NtRuleGroup, 12);
NT_TOUCH_SIGNED(NtRuleSet, 24);

/* How many words the members of a list have is in the pattern, as PCRE2 got it. */
static guint64 sign_pattern(guint64 sign, const NtTouchMake *u, const NtRulePattern *pattern)
{
  guint n_rules;
  const NtRule *rules = nt_rules_list(nt_knowledge_rules(u->knowledge), &n_rules);
  sign = pattern->regex ? nt_touch_sign(sign + 1, pattern->expanded) : sign;
  for (guint i = 0; i < pattern->n_asks; i++) {
    const NtRuleAsk *ask = &pattern->asks[i];
    sign = nt_hash_mix(sign, (guint64)ask->kind << 32 | ask->group);
    if (ask->kind == NT_ASK_LIST)
      sign = sign_string(sign, u->image, u->image->LISTS[ask->what].name);
    else
      sign = ask->kind == NT_ASK_RULE ? nt_touch_sign(sign, rules[ask->what].id) : nt_hash_mix(sign, ask->what);
  }
  return sign;
}

static guint64 sign_rule(const NtTouchMake *u, const NtRule *rule)
{
  guint64 sign = sign_pattern(nt_touch_sign(sign_where(2, rule->where), rule->id), u, &rule->pattern);
  for (guint i = 0; i < NT_N_RULE_SIDES; i++)
    sign = sign_pattern(nt_hash_mix(sign, i), u, &rule->sides[i]);
  sign = nt_touch_sign_value(sign, rule->score);
  sign = nt_hash_mix(nt_hash_mix(sign, (guint64)rule->zones << 32 | rule->phase), (guint64)(gint64)rule->priority);
  for (guint i = 0; i < rule->n_groups; i++)
    sign = nt_hash_mix(nt_hash_mix(sign, (guint64)rule->groups[i].group << 32 | rule->groups[i].type), rule->groups[i].attributes);
  for (guint i = 0; i < rule->n_sets; i++)
    sign = nt_touch_sign(nt_hash_mix(sign, (guint64)rule->sets[i].attribute << 32 | rule->sets[i].group), rule->sets[i].constant);
  return sign;
}

/* A rule is tried in a sentence that has one of its keys: each is a unit. A key that is a list or a type stands nearly everywhere,
 * and so does what has no key. */
static void add_rules(NtTouchMake *u)
{
  const NtRules *rules = nt_knowledge_rules(u->knowledge);
  guint n;
  const NtRule *list = nt_rules_list(rules, &n);
  for (guint i = 0; i < n; i++) {
    guint64 sign = sign_rule(u, &list[i]);
    if (!list[i].key.n)
      nt_touch_add_unit(u, sign, 0);
    for (guint k = 0; k < list[i].key.n; k++) {
      guint32 key = list[i].key.v[k];
      if (key & NT_RULE_KEY_LITERAL)
        nt_touch_need_letters(u, nt_str_trim(nt_literals_text(nt_rules_literals(rules), key & ~NT_RULE_KEY_LITERAL)));
      nt_touch_add_unit(u, nt_hash_mix(sign, k), 0);
    }
  }
}

/* ---- evidence ---- */

NT_TOUCH_SIGNED(NtEvidenceRow, 120);

static guint64 sign_row(const NtTouchMake *u, const NtEvidenceRow *row)
{
  guint64 sign = nt_touch_sign(sign_where(3, row->where), row->id);
  sign = nt_hash_mix(sign, (guint64)row->kind << 32 | (guint64)row->position << 16 | row->predicate);
  sign = nt_hash_mix(sign, (guint64)row->least << 32 | row->most);
  sign = nt_touch_sign_value(sign, row->weight);
  sign = nt_touch_sign_value(nt_touch_sign_value(sign, row->from), row->below);
  if (row->kind == NT_ROW_LIST)
    sign = sign_string(sign, u->image, u->image->LISTS[row->list].name);
  return sign;
}

/* A row that asks for a word matters where that stands; of the others only endings are looked for by what they are. */
static void add_evidence(NtTouchMake *u)
{
  guint n;
  const NtEvidenceRow *rows = nt_evidence_rows(nt_knowledge_evidence(u->knowledge), &n);
  for (guint i = 0; i < n; i++) {
    const NtEvidenceRow *row = &rows[i];
    guint64 sign = sign_row(u, row);
    gboolean by_word = row->kind == NT_ROW_WORDS, by_text = row->kind == NT_ROW_ENDING || row->kind == NT_ROW_RULE || row->kind == NT_ROW_LISTED;
    if (!by_word && !by_text)
      nt_touch_add_unit(u, sign, 0);
    for (guint k = 0; k < row->n && by_word; k++) {
      nt_touch_need(u, (guint32)row->words[k]);
      nt_touch_add_unit(u, nt_hash_mix(sign, row->words[k]), 1);
    }
    for (guint k = 0; k < row->n && by_text; k++) {
      if (row->kind == NT_ROW_ENDING)
        nt_touch_need_letters(u, row->texts[k]);
      nt_touch_add_unit(u, nt_touch_sign(sign, row->texts[k]), 0);
    }
  }
}

/* ---- all of it ---- */

/* Page layouts, which the splitting of every page goes by; what each type starts with; and which lists there are. */
static guint64 sign_all(const NtTouchMake *u)
{
  const NtImage *m = u->image;
  const gint32 *start = nt_evidence_start(nt_knowledge_evidence(u->knowledge));
  guint64 all = NT_IMAGE_VERSION;
  for (guint32 i = 0; i < m->n_LISTS; i++)
    all = sign_string(all, m, m->LISTS[i].name);
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    all = nt_touch_sign_value(all, start[t]);
  for (guint32 i = 0; i < m->n_SOURCES; i++) {
    const NtImageSource *s = &m->SOURCES[i];
    if (s->kind == NT_SOURCE_PAGES)
      all = nt_touch_sign(sign_string(all, m, m->FILES[s->file]), nt_str_n(m->STRINGS + s->tree, s->length));
  }
  return all;
}

/* Signs are hashes: sorted by their first bits, few change places any more. */
static GArray *sorted(const GArray *units)
{
  guint n = units->len, bits = 1;
  while (bits < 20 && 1u << bits < n)
    bits++;
  g_autofree guint32 *from = g_new0(guint32, ((gsize)1 << bits) + 1);
  const NtTouchUnit *v = (const NtTouchUnit *)(const void *)units->data;
  GArray *out = g_array_sized_new(FALSE, FALSE, sizeof(NtTouchUnit), n);
  g_array_set_size(out, n);
  NtTouchUnit *w = (NtTouchUnit *)(void *)out->data;
  for (guint i = 0; i < n; i++)
    from[(v[i].sign >> (64 - bits)) + 1]++;
  for (guint32 b = 0; b < 1u << bits; b++)
    from[b + 1] += from[b];
  for (guint i = 0; i < n; i++)
    w[from[v[i].sign >> (64 - bits)]++] = v[i];
  for (guint i = 1; i < n; i++) {
    NtTouchUnit unit = w[i];
    guint at = i;
    for (; at && w[at - 1].sign > unit.sign; at--)
      w[at] = w[at - 1];
    w[at] = unit;
  }
  return out;
}

NtTouchUnits *nt_touch_units_new(const NtKnowledge *knowledge)
{
  g_autoptr(NtArena) arena = nt_arena_new(), scratch = nt_arena_new();
  const NtImage *image = nt_knowledge_image(knowledge);
  NtTouchMake u = {
    .knowledge = knowledge,
    .image = image,
    .arena = arena,
    .scratch = scratch,
    .units = g_array_sized_new(FALSE, FALSE, sizeof(NtTouchUnit), image->n_ALIASES + image->n_NODES),
    .needs = g_array_new(FALSE, FALSE, sizeof(guint32)),
    .topics = g_array_new(FALSE, FALSE, sizeof(guint32)),
  };
  NtTouchTopics topics = nt_touch_topics_find(&u);
  add_aliases(&u, &topics);
  add_list_words(&u);
  add_rules(&u);
  add_evidence(&u);
  NtTouchUnits *units = g_new0(NtTouchUnits, 1);
  *units = (NtTouchUnits){.own_units = sorted(u.units), .own_needs = u.needs, .own_topics = u.topics, .texts = image->STRINGS};
  g_array_unref(u.units);
  units->header = (NtTouchHeader){sign_all(&u), units->own_units->len, u.needs->len, u.topics->len, image->n_STRINGS};
  units->units = (const NtTouchUnit *)(const void *)units->own_units->data;
  units->needs = (const guint32 *)(const void *)units->own_needs->data;
  units->topics = (const guint32 *)(const void *)units->own_topics->data;
  return units;
}
