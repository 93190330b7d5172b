/* What a build holds. For build.c, which puts in what the files say, build_base.c, which takes over what an image has already, and
 * build_finish.c, which lays all out (finish_parts.h).
 *
 * Numbers of entries, strings, lists and so on are those of the base first, and the build's own behind them. */
#pragma once

#include "base/str_map.h"
#include "build.h"

#define NT_NONE G_MAXUINT32

typedef struct {
  guint32 next; /* of the same prefix */
  NtImageAlias image;
} NtBuiltAlias;

typedef struct {
  guint64 key;
  guint32 first_alias, last_alias; /* chain, in order of arrival */
  guint32 first_word;   /* chain of NtWordUse: list membership of a one-word prefix */
  guint32 slot;         /* of the base's table, where it comes from there; NT_NONE otherwise */
  guint8 goes_on, starts_small, starts_other, later;
} NtPrefix;

/* The high half of a key, so that most prefixes need not be looked at, and its prefix + 1; 0 where the slot is empty. */
typedef struct {
  guint32 check, prefix;
} NtPrefixSlot;

typedef struct {
  guint32 next, list;
  float weight;
  guint8 small, other; /* holds for words written so */
} NtWordUse;

typedef struct {
  NtFact fact;
  NtStr value;
} NtBuiltFact;

/* A million of them: only the facts that are given take room. */
typedef struct {
  NtStr id, name;
  const NtBuiltFact *facts; /* in the order of NT_FACTS */
  guint32 line, folder;
  guint32 name_string; /* of the image, once an alias has brought it in; 0 until then */
  guint16 file;
  guint8 type, n_facts, gone;
} NtBuiltEntry;

struct NtBuild {
  const NtImage *base; /* what is built upon; an empty image where there is nothing */
  gboolean base_terms; /* its terms stay */
  guint8 *base_gone;   /* by entry of the base; NULL while none is */
  guint8 *base_taken;  /* by alias of the base: it is among `aliases`; NULL while none is */
  NtArena *arena, *scratch;
  GString *strings; /* behind those of the base */
  NtStrMap string_at, entry_at; /* an offset; an entry */
  GHashTable *file_at, *list_at;
  GArray *files;   /* guint32 strings; with those of the base, as all that follow but entries and aliases */
  GArray *entries; /* NtBuiltEntry */
  GArray *aliases; /* NtBuiltAlias */
  GArray *manners; /* NtImageManner */
  GHashTable *manner_at; /* NtImageManner → its number + 1 */
  GArray *words;   /* guint32 */
  guint last_words; /* where those of the last alias begin that has any */
  GArray *lists;   /* NtImageList */
  GArray *terms;   /* NtImageTerm */
  GArray *uses;    /* NtWordUse */
  GArray *sources; /* NtImageSource */
  GString *rules;  /* what their patterns were compiled to */
  NtPrefix *prefixes;
  guint32 n_prefixes, room;
  NtPrefixSlot *table;
  guint32 table_size;
  guint32 folder, abbreviations;
};

static inline GArray *nt_build_array(gsize size)
{
  return g_array_new(FALSE, FALSE, (guint)size);
}

static inline const char *nt_build_string_at(const NtBuild *b, guint32 string)
{
  return string < b->base->n_STRINGS ? b->base->STRINGS + string : b->strings->str + (string - b->base->n_STRINGS);
}

/* A string that is put in whether there is an equal one or not. */
guint32 nt_build_new_string(NtBuild *build, NtStr text);

/* ---- build_base.c ---- */

/* Small tables of the base become the build's own; large ones stay where they are. */
void nt_build_take_base(NtBuild *build);
/* Fills in what the base has of the prefix with that key. */
void nt_build_take_prefix(NtBuild *build, NtPrefix *prefix);
/* FALSE where the base has no such entry. */
gboolean nt_build_drop_base_entry(NtBuild *build, NtStr id);
/* Whether an alias of the base is laid out where it stood. */
gboolean nt_build_base_stays(const NtBuild *build, guint32 alias);
