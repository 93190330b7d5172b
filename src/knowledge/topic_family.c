#include "topic_family.h"

#include "variants.h"

static const NtYamlKey family_keys[] = {
  {"from", NT_YAML_WANT_MAPPING, TRUE},     {"focus", NT_YAML_WANT_NUMBER, TRUE},      {"broader", NT_YAML_WANT_TEXTS, FALSE},
  {"implies", NT_YAML_WANT_TEXTS, FALSE},   {"hidden", NT_YAML_WANT_BOOL, FALSE},      {"threshold", NT_YAML_WANT_NUMBER, FALSE},
  {"note", NT_YAML_WANT_TEXT, FALSE},       {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey from_keys[] = {
  {"entities", NT_YAML_WANT_TEXTS, FALSE}, {"kinds", NT_YAML_WANT_TEXTS, FALSE},     {"types", NT_YAML_WANT_TEXTS, FALSE},
  {"countries", NT_YAML_WANT_TEXTS, FALSE}, {NULL, NT_YAML_WANT_ANY, FALSE},
};

gboolean nt_topic_family_read(NtTopicReader *r, const NtYaml *value, NtTopicFamily *family)
{
  const NtYaml *from = nt_yaml_get(value, "from");
  if (!nt_yaml_check(r->context, value, "a topic \"from\" entries", family_keys) || !nt_yaml_check(r->context, from, "\"from\"", from_keys))
    return FALSE;
  nt_topic_read_entities(r, from, &family->which);
  if (!from->first)
    nt_yaml_error(r->context, from, "missing-key", "\"from\" needs one of \"entities\", \"kinds\", \"types\" and \"countries\"");
  family->focus = nt_topic_read_focus(r, value);
  NtTopicRule *model = &family->model;
  model->broader = nt_topic_read_placed(r, nt_yaml_get(value, "broader"), &model->n_broader);
  model->implies = nt_topic_read_placed(r, nt_yaml_get(value, "implies"), &model->n_implies);
  model->hidden = nt_yaml_bool(value, "hidden", FALSE);
  model->threshold = nt_topic_read_threshold(r, value);
  model->where = r->where;
  model->column = value->column;
  return TRUE;
}

/* ---- entries ---- */

static gboolean is_one_of(NtStr value, const NtStr *list, guint n)
{
  for (guint i = 0; i < n; i++)
    if (nt_str_equal(value, list[i]))
      return TRUE;
  return FALSE;
}

static NtStr country_of(NtArena *arena, const NtImageEntry *entry)
{
  char code[] = {(char)(entry->country >> 8), (char)(entry->country & 0xFF), '\0'};
  return entry->country ? nt_arena_str(arena, nt_str(code)) : NT_STR("");
}

/* It may be asked of every entry there is: what costs least goes first. */
static gboolean has(const NtTopicFamily *family, const NtImage *image, guint32 number)
{
  const NtTopicEntities *which = &family->which;
  const NtImageEntry *entry = &image->ENTRIES[number];
  if ((which->types && !(which->types >> entry->type & 1)) || (which->any_country && !entry->country))
    return FALSE;
  if (which->n_kinds && !is_one_of(nt_image_fact(image, number, NT_FACT_KIND), which->kinds, which->n_kinds))
    return FALSE;
  if (which->n_countries && !is_one_of(nt_image_fact(image, number, NT_FACT_COUNTRY), which->countries, which->n_countries))
    return FALSE;
  return !which->n_ids || is_one_of(nt_image_string(image, entry->id), which->ids, which->n_ids);
}

static void find_of_kind(const NtTopicFamily *family, const NtImage *image, NtStr kind, GArray *entries)
{
  guint32 n;
  const guint32 *of_kind = nt_image_of_kind(image, kind, &n);
  for (guint32 i = 0; i < n; i++)
    if (has(family, image, of_kind[i]))
      g_array_append_val(entries, of_kind[i]);
}

/* Through the index of kinds where it can: a start-up must not look at a million entries. */
void nt_topic_family_find(const NtTopicFamily *family, const NtImage *image, GArray *entries)
{
  const NtTopicEntities *which = &family->which;
  for (guint k = 0; k < which->n_kinds; k++)
    if (!is_one_of(which->kinds[k], which->kinds, k))
      find_of_kind(family, image, which->kinds[k], entries);
  for (guint32 e = 0; !which->n_kinds && e < image->n_ENTRIES; e++)
    if (has(family, image, e))
      g_array_append_val(entries, e);
}

NtStr nt_topic_family_id(NtArena *arena, NtStr name)
{
  NtStr plain = nt_variant_without_marks(arena, name);
  plain = plain.p ? plain : name;
  char *id = nt_arena_alloc(arena, plain.n + 1);
  gsize n = 0;
  for (gsize i = 0; i < plain.n; i++) {
    if (g_ascii_isalnum(plain.p[i]))
      id[n++] = g_ascii_tolower(plain.p[i]);
    else if (n && id[n - 1] != '-' && plain.p[i] != '.')
      id[n++] = '-';
  }
  n -= n && id[n - 1] == '-';
  id[n] = '\0';
  return n ? nt_str_n(id, n) : (NtStr){0};
}

/* Of a country, all that is in it speaks for it, and its nationality; of another entry, it alone. */
static NtTopicEntities evidence_of(const NtTopicFamily *family, NtArena *arena, const NtImage *image, guint32 number)
{
  const NtImageEntry *entry = &image->ENTRIES[number];
  NtTopicEntities e = {.focus = family->focus};
  NtStr *value = nt_arena_new_array(arena, NtStr, 1);
  if (entry->country && image->COUNTRIES[nt_country_cell(entry->country)] == number + 1) {
    *value = country_of(arena, entry);
    e.types = 1u << NT_TYPE_PLACE | 1u << NT_TYPE_GROUP;
    e.countries = value;
    e.n_countries = 1;
  } else {
    *value = nt_arena_str(arena, nt_image_string(image, entry->id));
    e.ids = value;
    e.n_ids = 1;
  }
  return e;
}

NtTopicRule nt_topic_family_make(const NtTopicFamily *family, NtArena *arena, const NtImage *image, guint32 entry, NtStr id)
{
  NtTopicRule rule = family->model;
  NtTopicItem *item = nt_arena_alloc0(arena, sizeof *item);
  *item = (NtTopicItem){
    .ask = {
      .kind = NT_TOPIC_ENTITIES,
      .entities = evidence_of(family, arena, image, entry),
      .least = 1,
      .distinct = 1,
      .zones = ((1u << NT_N_ZONES) - 1) & ~(1u << NT_ZONE_FURNITURE),
      .where = rule.where,
      .column = rule.column,
    },
    .weight = 1,
    .max = 6,
  };
  for (guint z = 0; z < NT_N_ZONES; z++)
    item->zones[z] = 1;
  rule.id = id;
  rule.label = nt_arena_str(arena, nt_image_string(image, image->ENTRIES[entry].name));
  rule.items = item;
  rule.n_items = 1;
  return rule;
}
