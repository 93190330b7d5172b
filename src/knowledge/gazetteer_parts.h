/* What the files of the loader share. gazetteer.c reads the file as a whole, gazetteer_yaml.c its entries and words, gazetteer_table.c
 * the rows of the table beside it; what they have read goes into the build by gazetteer_put.c. */
#pragma once

#include "gazetteer.h"

/* A key of an entry. Facts are last and in the order of NT_FACTS. */
enum {
  KEY_ID, KEY_NAME, KEY_ALIASES, KEY_TYPE, KEY_CASE, KEY_PLURAL, KEY_WEIGHT, KEY_AMBIGUOUS, KEY_CONTEXT, KEY_NOT, KEY_NEEDS,
  KEY_DIACRITICS, KEY_ACRONYM, KEY_FIRST_FACT,
  N_KEYS = KEY_FIRST_FACT + NT_N_FACTS
};

/* Names and kinds of the keys, and an end. */
extern const NtYamlKey nt_gazetteer_keys[];

#define NT_MOST_MANNER_WORDS 64u

/* How an alias is to be found. What an alias does not say it takes from its entry, and the entry from its file. */
typedef struct {
  NtCase policy;
  gboolean plural, ambiguous, needs_full_name, needs_country, keep_marks; /* keep_marks: not found without its diacritics */
  double weight;
  const NtStr *context, *not; /* in the load's arena: a manner is copied for every name */
  guint n_context, n_not;
} NtManner;

typedef struct {
  NtGazetteerLoad *load;
  guint16 file;         /* of the image, for the YAML or the table at hand */
  gboolean in_table;
  NtManner manner;      /* the file's defaults */
  NtStr values[N_KEYS]; /* the file's defaults of the other keys */
} NtGazetteerLoader;

typedef struct {
  guint32 line, column;
} NtGazetteerPlace;

/* ---- gazetteer.c ---- */

void nt_gazetteer_error(NtGazetteerLoader *loader, NtGazetteerPlace at, const char *code, const char *format, ...) G_GNUC_PRINTF(4, 5);
/* For who looks at the files; whoever only uses them is spared. */
void nt_gazetteer_remark(NtGazetteerLoader *loader, NtSeverity severity, NtGazetteerPlace at, const char *code, const char *format, ...)
  G_GNUC_PRINTF(5, 6);

/* ---- gazetteer_yaml.c, gazetteer_table.c ---- */

/* Takes from `map` what it says of a manner. */
void nt_gazetteer_take_manner(NtGazetteerLoader *loader, const NtYaml *map, NtManner *manner);
void nt_gazetteer_load_entry(NtGazetteerLoader *loader, const NtYaml *item);
void nt_gazetteer_load_words(NtGazetteerLoader *loader, const NtYaml *words, NtStr list_name);
/* The table that `root` names: words of the list, or entries where there is none. */
void nt_gazetteer_load_table(NtGazetteerLoader *loader, const NtYaml *root, NtStr list_name);

/* ---- gazetteer_put.c ---- */

/* What a manner has in words; empty ones change nothing. */
void nt_gazetteer_take_manner_words(NtGazetteerLoader *loader, NtManner *manner, NtStr policy, NtStr diacritics, NtStr needs,
                                    NtGazetteerPlace at);
/* The entry itself; G_MAXUINT32 where something is wrong. `values` are its own and inherited keys. */
guint32 nt_gazetteer_put_entry(NtGazetteerLoader *loader, const NtStr *values, NtGazetteerPlace at);
/* Its name, of which nothing fuller need stand in the text. */
void nt_gazetteer_put_name(NtGazetteerLoader *loader, guint32 entry, NtStr text, const NtManner *manner, NtGazetteerPlace at);
void nt_gazetteer_put_alias(NtGazetteerLoader *loader, guint32 entry, NtStr text, const NtManner *manner, NtGazetteerPlace at);
NtManner nt_gazetteer_acronym_manner(const NtManner *manner);
void nt_gazetteer_put_word(NtGazetteerLoader *loader, guint32 list, NtStr text, const NtManner *manner, NtGazetteerPlace at);
