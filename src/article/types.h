/* The types of entities and the kinds of zones, each one list with many uses. */
#pragma once

#include "base/str.h"

#define NT_TYPES(X)                \
  X(PERSON, "person")              \
  X(PLACE, "place")                \
  X(ORGANIZATION, "organization")  \
  X(GROUP, "group")                \
  X(EVENT, "event")                \
  X(WORK, "work")                  \
  X(PRODUCT, "product")

typedef enum {
#define X(code, word) NT_TYPE_##code,
  NT_TYPES(X)
#undef X
  NT_N_TYPES
} NtType;

/* Names of things are taken as rules find them, and not weighed as those of persons, places and organizations are. */
static inline gboolean nt_type_is_thing(NtType type)
{
  return type == NT_TYPE_EVENT || type == NT_TYPE_WORK || type == NT_TYPE_PRODUCT;
}

/* What a rule may say of what it finds. */
#define NT_ATTRIBUTES(X)           \
  X(ROLE, "role")                  \
  X(NATIONALITY, "nationality")    \
  X(HEADQUARTERS, "headquarters")  \
  X(AGE, "age")

typedef enum {
#define X(code, word) NT_ATTRIBUTE_##code,
  NT_ATTRIBUTES(X)
#undef X
  NT_N_ATTRIBUTES
} NtAttribute;

#define NT_ZONES(X)         \
  X(HEADLINE, "headline")   \
  X(BYLINE, "byline")       \
  X(DATELINE, "dateline")   \
  X(BODY, "body")           \
  X(CAPTION, "caption")     \
  X(FURNITURE, "furniture")

typedef enum {
#define X(code, word) NT_ZONE_##code,
  NT_ZONES(X)
#undef X
  NT_N_ZONES
} NtZoneKind;

const char *nt_type_word(NtType type);
gboolean nt_type_from(NtStr word, NtType *type);
const char *nt_attribute_word(NtAttribute attribute);
gboolean nt_attribute_from(NtStr word, NtAttribute *attribute);
const char *nt_zone_word(NtZoneKind kind);
gboolean nt_zone_from(NtStr word, NtZoneKind *kind);
