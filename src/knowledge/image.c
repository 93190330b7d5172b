#include "image.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/yaml_tree.h"
#include "code.h"

static gboolean refuse(GError **error, const char *why)
{
  g_set_error(error, NT_ERROR, NT_ERROR_IMAGE, "compiled knowledge: %s", why);
  return FALSE;
}

static gsize element_size(NtSection section)
{
  static const gsize sizes[] = {
#define X(name, type) sizeof(type),
    NT_SECTIONS(X)
#undef X
  };
  return sizes[section];
}

guint64 nt_image_checksum(const char *base, gsize size)
{
  NtImageHeader header;
  memcpy(&header, base, sizeof header);
  header.checksum = 0;
  return nt_hash_mix(nt_hash_bytes(nt_str_n((const char *)&header, sizeof header)),
                     nt_hash_much(base + sizeof header, size - sizeof header));
}

static gboolean check_header(const NtImageHeader *h, gsize size, GError **error)
{
  if (memcmp(h->magic, NT_IMAGE_MAGIC, sizeof h->magic) != 0)
    return refuse(error, "not an image");
  if (h->version != NT_IMAGE_VERSION || h->code != nt_knowledge_code)
    return refuse(error, "made by another version of newstag");
  if (h->order != NT_IMAGE_ORDER)
    return refuse(error, "made on another kind of machine");
  if (h->features)
    return refuse(error, "asks for features that this version has not");
  if (h->size != size)
    return refuse(error, "cut short or grown");
  return TRUE;
}

static gboolean is_power_of_two(guint64 n)
{
  return n && !(n & (n - 1));
}

static gboolean check_sections(const NtImageHeader *h, gsize size, GError **error)
{
  for (guint i = 0; i < NT_N_SECTIONS; i++) {
    const NtImageSectionRow *row = &h->sections[i];
    if (row->offset % NT_IMAGE_LINE || row->offset < sizeof *h || row->offset > size ||
        row->count > (size - row->offset) / element_size((NtSection)i) || row->count > G_MAXUINT32)
      return refuse(error, "a section lies outside of it");
  }
  const NtImageSectionRow *s = h->sections;
  if (!is_power_of_two(s[NT_SECTION_TABLE].count) ||
      !is_power_of_two(s[NT_SECTION_SMALL_FIRST].count) || !is_power_of_two(s[NT_SECTION_OTHER_FIRST].count) ||
      !is_power_of_two(s[NT_SECTION_LATER].count) ||
      !is_power_of_two(s[NT_SECTION_ENTRY_IDS].count) || !s[NT_SECTION_STRINGS].count || s[NT_SECTION_CLASSES].count < 2 ||
      s[NT_SECTION_COUNTRIES].count != NT_COUNTRY_CELLS)
    return refuse(error, "a table has an impossible size");
  return TRUE;
}

/* ---- what a hostile image could say ---- */

static gboolean check_table(const NtImage *m)
{
  guint32 empty = 0;
  for (guint32 i = 0; i < m->n_TABLE; i++) {
    guint32 what = m->TABLE[i].what;
    empty += !what;
    if (what & NT_SLOT_LEAF ? (what & ~NT_SLOT_LEAF) >= m->n_ALIASES : what && what >= m->n_NODES)
      return FALSE;
  }
  for (guint32 i = 0; i < m->n_NODES; i++) {
    const NtImageNode *node = &m->NODES[i];
    if (node->first_alias > m->n_ALIASES || node->n_aliases > m->n_ALIASES - node->first_alias ||
        node->small_class >= m->n_CLASSES - 1 || node->other_class >= m->n_CLASSES - 1)
      return FALSE;
  }
  return empty > 0 && m->header->check_shift <= 32; /* a search ends at an empty slot */
}

static gboolean check_words(const NtImage *m, guint32 at)
{
  for (guint group = 0; group < 2; group++) {
    if (at >= m->n_WORDS || m->WORDS[at] > m->n_WORDS - at - 1)
      return FALSE;
    guint32 end = at + 1 + m->WORDS[at];
    for (at++; at < end; at++)
      if (m->WORDS[at] >= m->n_STRINGS)
        return FALSE;
  }
  return TRUE;
}

static gboolean check_aliases(const NtImage *m)
{
  for (guint32 i = 0; i < m->n_MANNERS; i++) {
    const NtImageManner *manner = &m->MANNERS[i];
    if (manner->file >= m->n_FILES || manner->kind > NT_ALIAS_TERM || manner->policy > NT_CASE_FOLD || !manner->n_tokens ||
        (manner->flags & NT_ALIAS_HAS_WORDS && !check_words(m, manner->words)))
      return FALSE;
  }
  for (guint32 i = 0; i < m->n_ALIASES; i++) {
    const NtImageAlias *alias = &m->ALIASES[i];
    if (alias->manner >= m->n_MANNERS || alias->text >= m->n_STRINGS)
      return FALSE;
    NtAliasKind kind = (NtAliasKind)m->MANNERS[alias->manner].kind;
    guint32 owners = kind == NT_ALIAS_NAME ? m->n_ENTRIES : kind == NT_ALIAS_PHRASE ? m->n_LISTS : m->n_TERMS;
    if (alias->owner >= owners)
      return FALSE;
  }
  return TRUE;
}

static gboolean check_id(const NtImage *m, const NtImageEntry *e)
{
  return e->id < m->n_STRINGS && (e->id_bytes == NT_LONG_ID || (e->id_bytes < m->n_STRINGS - e->id && !m->STRINGS[e->id + e->id_bytes]));
}

static gboolean check_entries(const NtImage *m)
{
  for (guint32 i = 0; i < m->n_ENTRIES; i++) {
    const NtImageEntry *entry = &m->ENTRIES[i];
    if (!check_id(m, entry) || entry->name >= m->n_STRINGS || entry->facts > m->n_FACTS ||
        entry->n_facts > m->n_FACTS - entry->facts || entry->type >= NT_N_TYPES || entry->kind > NT_PLACE_REGION)
      return FALSE;
  }
  for (guint32 i = 0; i < m->n_FACTS; i++)
    if (m->FACTS[i].fact >= NT_N_FACTS || m->FACTS[i].value >= m->n_STRINGS)
      return FALSE;
  for (guint32 i = 0; i < m->n_COUNTRIES; i++)
    if (m->COUNTRIES[i] > m->n_ENTRIES)
      return FALSE;
  for (guint32 i = 0; i < m->n_KINDS; i++)
    if (m->KINDS[i].kind >= m->n_STRINGS || m->KINDS[i].first > m->n_KIND_ENTRIES ||
        m->KINDS[i].count > m->n_KIND_ENTRIES - m->KINDS[i].first)
      return FALSE;
  for (guint32 i = 0; i < m->n_KIND_ENTRIES; i++)
    if (m->KIND_ENTRIES[i] >= m->n_ENTRIES)
      return FALSE;
  guint32 empty = 0;
  for (guint32 i = 0; i < m->n_ENTRY_IDS; i++) {
    empty += !m->ENTRY_IDS[i];
    if (m->ENTRY_IDS[i] > m->n_ENTRIES)
      return FALSE;
  }
  return empty > 0;
}

static gboolean check_lists(const NtImage *m)
{
  for (guint32 i = 0; i < m->n_LISTS; i++)
    if (m->LISTS[i].name >= m->n_STRINGS)
      return FALSE;
  for (guint32 i = 0; i < m->n_CLASSES; i++)
    if (m->CLASSES[i] > m->n_MEMBERSHIPS || (i && m->CLASSES[i] < m->CLASSES[i - 1]))
      return FALSE;
  for (guint32 i = 0; i < m->n_MEMBERSHIPS; i++)
    if (m->MEMBERSHIPS[i].list >= m->n_LISTS)
      return FALSE;
  return TRUE;
}

static gboolean check_files(const NtImage *m)
{
  for (guint32 i = 0; i < m->n_FILES; i++)
    if (m->FILES[i] >= m->n_STRINGS)
      return FALSE;
  for (guint32 i = 0; i < m->n_SOURCES; i++) {
    const NtImageSource *source = &m->SOURCES[i];
    if (source->file >= m->n_FILES || source->kind > NT_SOURCE_EVIDENCE || source->tree >= m->n_STRINGS ||
        source->length >= m->n_STRINGS - source->tree)
      return FALSE;
  }
  return TRUE;
}

gboolean nt_image_open(NtImage *image, const char *base, gsize size, gboolean known, GError **error)
{
  *image = (NtImage){.base = base, .size = size, .header = (const NtImageHeader *)(const void *)base};
  if (size < sizeof(NtImageHeader))
    return refuse(error, "cut short");
  if (!check_header(image->header, size, error) || !check_sections(image->header, size, error))
    return FALSE;
#define X(name, type)                                                                                       \
  image->name = (const type *)(const void *)(base + image->header->sections[NT_SECTION_##name].offset);     \
  image->n_##name = (guint32)image->header->sections[NT_SECTION_##name].count;
  NT_SECTIONS(X)
#undef X
  if (image->STRINGS[image->n_STRINGS - 1] != '\0')
    return refuse(error, "its last string has no end");
  if (known)
    return TRUE;
  if (image->header->checksum != nt_image_checksum(base, size))
    return refuse(error, "damaged (its checksum is wrong)");
  if (!check_table(image) || !check_aliases(image) || !check_entries(image) || !check_lists(image) || !check_files(image))
    return refuse(error, "a number in it points outside of it");
  return TRUE;
}

const NtYaml *nt_image_source(const NtImage *image, guint32 number, NtArena *arena, NtDiagnostics *diagnostics, NtYamlContext *context)
{
  const NtImageSource *source = &image->SOURCES[number];
  *context = (NtYamlContext){nt_image_string(image, image->FILES[source->file]).p, diagnostics, image->known};
  return nt_yaml_take_tree(arena, nt_str_n(image->STRINGS + source->tree, source->length), image->known);
}

static const char *const fact_words[] = {
#define X(name, word) word,
  NT_FACTS(X)
#undef X
};

const char *nt_fact_word(NtFact fact)
{
  return fact_words[fact];
}

NtStr nt_image_fact(const NtImage *image, guint32 entry, NtFact fact)
{
  const NtImageEntry *e = &image->ENTRIES[entry];
  for (guint32 i = 0; i < e->n_facts; i++)
    if (image->FACTS[e->facts + i].fact == (guint32)fact)
      return nt_image_string(image, image->FACTS[e->facts + i].value);
  return (NtStr){0};
}

double nt_image_fact_number(const NtImage *image, guint32 entry, NtFact fact, double otherwise)
{
  double value;
  return nt_parse_number(nt_image_fact(image, entry, fact), &value) ? value : otherwise;
}

gboolean nt_is_wikidata(NtStr id)
{
  if (id.n < 2 || id.p[0] != 'Q')
    return FALSE;
  for (gsize i = 1; i < id.n; i++)
    if (!g_ascii_isdigit(id.p[i]))
      return FALSE;
  return TRUE;
}

NtAbout nt_image_about(const NtImage *image, guint32 entry)
{
  const NtImageEntry *e = &image->ENTRIES[entry];
  NtAbout about = nt_about_nothing();
  NtStr *const texts[NT_N_FACTS] = {
    [NT_FACT_COUNTRY] = &about.country, [NT_FACT_KIND] = &about.kind,   [NT_FACT_ROLE] = &about.role,
    [NT_FACT_SINCE] = &about.since,     [NT_FACT_UNTIL] = &about.until, [NT_FACT_WIKIDATA] = &about.wikidata,
  };
  NtStr id = nt_image_id(image, entry);
  if (nt_is_wikidata(id))
    about.wikidata = id;
  for (guint32 i = 0; i < e->n_facts; i++) {
    const NtImageFact *fact = &image->FACTS[e->facts + i];
    NtStr value = nt_image_string(image, fact->value);
    if (texts[fact->fact])
      *texts[fact->fact] = value;
    else if (fact->fact == NT_FACT_LAT)
      nt_parse_number(value, &about.lat);
    else if (fact->fact == NT_FACT_LON)
      nt_parse_number(value, &about.lon);
  }
  return about;
}

guint32 nt_image_entry(const NtImage *image, NtStr id)
{
  guint32 mask = image->n_ENTRY_IDS - 1;
  for (guint32 at = (guint32)nt_hash_bytes(id) & mask; image->ENTRY_IDS[at]; at = (at + 1) & mask) {
    guint32 entry = image->ENTRY_IDS[at] - 1;
    if (nt_str_equal(nt_image_id(image, entry), id))
      return entry;
  }
  return G_MAXUINT32;
}

const guint32 *nt_image_of_kind(const NtImage *image, NtStr kind, guint32 *n)
{
  for (guint32 i = 0; i < image->n_KINDS; i++)
    if (nt_str_equal(nt_image_string(image, image->KINDS[i].kind), kind)) {
      *n = image->KINDS[i].count;
      return image->KIND_ENTRIES + image->KINDS[i].first;
    }
  *n = 0;
  return NULL;
}

guint32 nt_image_list(const NtImage *image, NtStr name)
{
  for (guint32 i = 0; i < image->n_LISTS; i++)
    if (nt_str_equal(nt_image_string(image, image->LISTS[i].name), name))
      return i;
  return G_MAXUINT32;
}

gboolean nt_image_class_has(const NtImage *image, guint32 class, guint32 list, float *weight)
{
  for (guint32 i = image->CLASSES[class]; i < image->CLASSES[class + 1]; i++)
    if (image->MEMBERSHIPS[i].list == list) {
      if (weight)
        *weight = image->MEMBERSHIPS[i].weight;
      return TRUE;
    }
  return FALSE;
}

NtWhere nt_image_alias_where(const NtImage *image, guint32 alias)
{
  return (NtWhere){nt_image_string(image, image->FILES[nt_image_manner(image, alias)->file]), image->ALIASES[alias].line};
}

NtOrigin nt_image_origin(gconstpointer image, guint32 alias)
{
  const NtImage *of = image;
  return (NtOrigin){nt_image_id(of, of->ALIASES[alias].owner), nt_image_alias_where(of, alias)};
}
