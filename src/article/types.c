#include "types.h"

static const char *const type_words[] = {
#define X(code, word) word,
  NT_TYPES(X)
#undef X
};

static const char *const zone_words[] = {
#define X(code, word) word,
  NT_ZONES(X)
#undef X
};

static const char *const attribute_words[] = {
#define X(code, word) word,
  NT_ATTRIBUTES(X)
#undef X
};

static gboolean find(const char *const *words, guint n, NtStr word, guint *at)
{
  for (*at = 0; *at < n; ++*at)
    if (nt_str_is(word, words[*at]))
      return TRUE;
  return FALSE;
}

const char *nt_type_word(NtType type)
{
  return type_words[type];
}

gboolean nt_type_from(NtStr word, NtType *type)
{
  guint at;
  gboolean found = find(type_words, NT_N_TYPES, word, &at);
  *type = found ? (NtType)at : NT_TYPE_PERSON;
  return found;
}

const char *nt_attribute_word(NtAttribute attribute)
{
  return attribute_words[attribute];
}

gboolean nt_attribute_from(NtStr word, NtAttribute *attribute)
{
  guint at;
  gboolean found = find(attribute_words, NT_N_ATTRIBUTES, word, &at);
  *attribute = found ? (NtAttribute)at : NT_ATTRIBUTE_ROLE;
  return found;
}

const char *nt_zone_word(NtZoneKind kind)
{
  return zone_words[kind];
}

gboolean nt_zone_from(NtStr word, NtZoneKind *kind)
{
  guint at;
  gboolean found = find(zone_words, NT_N_ZONES, word, &at);
  *kind = found ? (NtZoneKind)at : NT_ZONE_BODY;
  return found;
}
