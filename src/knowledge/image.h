/* The compiled image: one run of bytes, offsets and no pointers, written by build_finish.c and read by lexis.c and the stages.
 * Byte order and sizes are those of the machine that made it; the header says so and another machine refuses it.
 *
 *   header | sections, each aligned to NT_IMAGE_LINE: see NT_SECTIONS; RULES is rule_kept.h's
 *
 * How names are found. A name is a run of words; each prefix of the run has a 64-bit key (the hash of its words and of what
 * stands between them, article/tokens.h). All prefixes of all names of all lists lie in one open-addressing table, so that one
 * look-up a word goes one step deeper in all lists at once, and the cost does not depend on how many names there are. In front
 * of the table stand three bit maps: for first words written small, for other first words, and for longer prefixes. They are small
 * enough for the caches and say "no name begins so" without touching the table, which is not. */
#pragma once

#include "article/article.h"
#include "base/yaml.h"

#define NT_IMAGE_MAGIC "newstag\x1A"
#define NT_IMAGE_VERSION 17u
#define NT_IMAGE_ORDER 0x01020304u
#define NT_IMAGE_LINE 64u /* bytes; that of a cache */

/* section, the type of its elements */
#define NT_SECTIONS(X)          \
  X(TABLE, NtImageSlot)         \
  X(SMALL_FIRST, guint64)       \
  X(OTHER_FIRST, guint64)       \
  X(LATER, guint64)             \
  X(NODES, NtImageNode)         \
  X(ALIASES, NtImageAlias)      \
  X(MANNERS, NtImageManner)     \
  X(ENTRIES, NtImageEntry)      \
  X(ENTRY_IDS, guint32)         \
  X(COUNTRIES, guint32)         \
  X(KINDS, NtImageKind)         \
  X(KIND_ENTRIES, guint32)      \
  X(FACTS, NtImageFact)         \
  X(WORDS, guint32)             \
  X(LISTS, NtImageList)         \
  X(CLASSES, guint32)           \
  X(MEMBERSHIPS, NtImageMembership) \
  X(TERMS, NtImageTerm)         \
  X(FILES, guint32)             \
  X(SOURCES, NtImageSource)     \
  X(RULES, char)                \
  X(STRINGS, char)

typedef enum {
#define X(name, type) NT_SECTION_##name,
  NT_SECTIONS(X)
#undef X
  NT_N_SECTIONS
} NtSection;

typedef struct {
  guint64 offset, count; /* bytes from the start of the image; elements */
} NtImageSectionRow;

typedef struct {
  char magic[8];
  guint32 version, order;
  guint64 features; /* none yet; a reader refuses bits that it does not know */
  guint64 size;     /* of the whole image */
  guint64 sources;  /* hash of all that it was made from */
  guint64 checksum; /* nt_image_checksum */
  guint32 check_shift; /* where in a key its check lies, see NtImageSlot */
  guint32 code;        /* nt_knowledge_code of who made it */
  NtImageSectionRow sections[NT_N_SECTIONS];
} NtImageHeader;

/* A slot of the table: `what` is 0 where it is empty; with NT_SLOT_LEAF the one alias that ends here and nothing goes on;
 * otherwise a node. Of the 64 bits of the key it holds 32, those from bit `check_shift` on, chosen so that no two prefixes of
 * the image meet in one run of slots; the low 32 stand with the alias or node, which is looked at only where the check fits.
 * Eight bytes a slot: a million names take 16 MB, and eight neighbours lie in one line of the cache. */
typedef struct {
  guint32 check, what;
} NtImageSlot;
#define NT_SLOT_LEAF (1u << 31)

typedef struct {
  guint32 first_alias, n_aliases; /* that end here */
  guint32 small_class, other_class; /* of a one-word prefix: the word lists that hold it, written small or otherwise */
  guint32 key;                    /* the low half of it */
  guint32 flags;
} NtImageNode;
#define NT_NODE_GOES_ON 1u       /* some name goes on from here */
#define NT_NODE_ABBREVIATION 2u  /* the list `abbreviation` has it */

typedef enum { NT_ALIAS_NAME, NT_ALIAS_PHRASE, NT_ALIAS_TERM } NtAliasKind;
typedef enum { NT_CASE_TITLE, NT_CASE_EXACT, NT_CASE_UPPER, NT_CASE_FOLD } NtCase;

typedef struct {
  guint32 owner;   /* NAME: entry; PHRASE: list; TERM: term */
  guint32 text;    /* string */
  guint32 writing; /* nt_tokens_writing of it */
  guint32 key;     /* the low half of it */
  guint32 line;
  guint32 manner;  /* in section MANNERS */
} NtImageAlias;

/* How aliases are found: thousands share one. */
typedef struct {
  float weight;
  guint32 words; /* first of its context and negative words (NT_ALIAS_HAS_WORDS); section WORDS: n, words…, n, words… */
  guint16 file, flags;
  guint8 kind, policy, n_tokens, unused;
} NtImageManner;
#define NT_ALIAS_AMBIGUOUS 1u
#define NT_ALIAS_NEEDS_FULL_NAME 2u
#define NT_ALIAS_HAS_WORDS 4u
#define NT_ALIAS_HAS_UPPER 8u /* a word of it is an acronym, all capitals */
#define NT_ALIAS_IS_NAME 16u  /* it is the entry's name, not one of its aliases */
#define NT_ALIAS_MADE 32u     /* made by the compiler (plural, without diacritics), not written by anybody */
#define NT_ALIAS_NEEDS_COUNTRY 64u
#define NT_ALIAS_ENDS_IN_MARK 128u /* a full stop, &, +, * or # */

typedef struct {
  guint32 id, name;  /* strings */
  guint32 facts;     /* first of `n_facts` in section FACTS */
  float population;  /* 0 where not known */
  guint16 country;   /* its two letters, the first in the high byte; 0 where not known */
  guint16 folder;    /* number of the knowledge folder; a user's own stand behind the shipped one */
  guint8 n_facts, type, kind; /* type: NtType; kind: NtPlaceKind */
  guint8 id_bytes;   /* of its id; NT_LONG_ID: so many or more */
} NtImageEntry;
#define NT_LONG_ID G_MAXUINT8

/* Entries of one kind, as the fact says it: KIND_ENTRIES[first] and `count` in all, by number. */
typedef struct {
  guint32 kind; /* string */
  guint32 first, count;
} NtImageKind;

/* The kinds of places that linking tells apart; the rest are other. */
typedef enum { NT_PLACE_OTHER, NT_PLACE_COUNTRY, NT_PLACE_CAPITAL, NT_PLACE_REGION } NtPlaceKind;

/* fact, its key in YAML */
#define NT_FACTS(X)            \
  X(COUNTRY, "country")        \
  X(KIND, "kind")              \
  X(LAT, "lat")                \
  X(LON, "lon")                \
  X(POPULATION, "population")  \
  X(ADMIN, "admin")            \
  X(ROLE, "role")              \
  X(SINCE, "since")            \
  X(UNTIL, "until")            \
  X(BORN, "born")              \
  X(GENDER, "gender")          \
  X(OF, "of")                  \
  X(WIKIDATA, "wikidata")

typedef enum {
#define X(name, word) NT_FACT_##name,
  NT_FACTS(X)
#undef X
  NT_N_FACTS
} NtFact;

typedef struct {
  guint32 fact, value; /* NtFact; string */
} NtImageFact;

typedef struct {
  guint32 name; /* string */
  guint32 count, most_words; /* of members; of words in the longest member */
} NtImageList;

/* A class is the set of lists that hold a word: CLASSES[c] is its first membership, CLASSES[c + 1] the end. Class 0 is empty. */
typedef struct {
  guint32 list;
  float weight;
} NtImageMembership;

typedef struct {
  guint32 topic, term; /* what the topics' loader wants to know again: its numbers */
} NtImageTerm;

/* A YAML file whose reading is left to the stage that uses it: rules, topics, page layouts, evidence. Its tree, so that nothing is
 * parsed when the image is opened. */
typedef struct {
  guint32 file, kind, tree, folder; /* FILES index; NtSourceKind; where in STRINGS; number of the knowledge folder */
  guint64 length;
} NtImageSource;
typedef enum { NT_SOURCE_RULES, NT_SOURCE_TOPICS, NT_SOURCE_PAGES, NT_SOURCE_EVIDENCE } NtSourceKind;

typedef struct NtImage {
  const char *base;
  gsize size;
  const NtImageHeader *header;
  gboolean known; /* its sources were found right before, and its bytes have not changed since; for who opened it to say */
#define X(name, type) const type *name; guint32 n_##name;
  NT_SECTIONS(X)
#undef X
} NtImage;

/* Looks at everything that later reading relies on; NT_ERROR_IMAGE says what is wrong. `base` must outlive the image.
 * With `known`, bytes that were looked at before and have not changed since: only the header is read. */
gboolean nt_image_open(NtImage *image, const char *base, gsize size, gboolean known, GError **error);

/* The tree of a source, in the arena, and what it is to be read with; NULL where what the image has cannot be read. */
const NtYaml *nt_image_source(const NtImage *image, guint32 source, NtArena *arena, NtDiagnostics *diagnostics, NtYamlContext *context);

static inline NtStr nt_image_string(const NtImage *image, guint32 string)
{
  return nt_str(image->STRINGS + string);
}

/* Without a look at the string: that would be one at memory that is not in the caches. */
static inline NtStr nt_image_id(const NtImage *image, guint32 entry)
{
  const NtImageEntry *e = &image->ENTRIES[entry];
  const char *id = image->STRINGS + e->id;
  return e->id_bytes < NT_LONG_ID ? nt_str_n(id, e->id_bytes) : nt_str(id);
}

static inline const NtImageManner *nt_image_manner(const NtImage *image, guint32 alias)
{
  return &image->MANNERS[image->ALIASES[alias].manner];
}

/* Of everything but itself. */
guint64 nt_image_checksum(const char *base, gsize size);

/* The fact as text; p NULL where the entry has none. */
NtStr nt_image_fact(const NtImage *image, guint32 entry, NtFact fact);
double nt_image_fact_number(const NtImage *image, guint32 entry, NtFact fact, double otherwise);
const char *nt_fact_word(NtFact fact);
/* The entry with that id; G_MAXUINT32 where there is none. */
guint32 nt_image_entry(const NtImage *image, NtStr id);
/* Q and a number. */
gboolean nt_is_wikidata(NtStr id);
/* What the entry's file says of it. */
NtAbout nt_image_about(const NtImage *image, guint32 entry);
/* Which cell of COUNTRIES is a country's: by its two letters, modulo 32 each. A cell holds the number of its entry and 1. */
#define NT_COUNTRY_CELLS 1024u
static inline guint nt_country_cell(guint16 country)
{
  return (country >> 8 & 31u) << 5 | (country & 31u);
}
/* The entries of that kind; `*n` of them. */
const guint32 *nt_image_of_kind(const NtImage *image, NtStr kind, guint32 *n);
/* The list of that name; G_MAXUINT32 where there is none. */
guint32 nt_image_list(const NtImage *image, NtStr name);
/* Whether the class has the list; `*weight` gets its weight. */
gboolean nt_image_class_has(const NtImage *image, guint32 class, guint32 list, float *weight);
NtWhere nt_image_alias_where(const NtImage *image, guint32 alias);
/* Both, of an NtImage: for NtOrigins. */
NtOrigin nt_image_origin(gconstpointer image, guint32 alias);
