/* What the files of evidence share: evidence.c reads the rows, evidence_index.c makes the index that is asked for them, evidence_kept.c
 * keeps what they say of words. */
#pragma once

#include "evidence_kept.h"

/* Of the index: rows FIRST … FIRST + N of `numbers` ask for KEY; N 0 where the slot is empty. */
typedef struct {
  guint64 key;
  guint32 first, n;
} NtEvidenceSlot;

/* What all rows of one key say. */
typedef struct {
  guint64 key;
  gboolean word;
  gpointer sums; /* NtWordSums of a word, NtSums of another key; NULL where the slot is empty */
} NtEvidenceSums;

/* A list whose rows ask for weights is graded by them: BOUNDS part the grades. */
typedef struct {
  const float *bounds;
  guint32 n_bounds;
  guint32 first; /* grade, of those of all lists */
  gboolean asked; /* for by a row */
} NtEvidenceGrades;

struct NtEvidenceSet {
  const NtImage *image;
  NtArena *arena;
  GArray *rows;       /* NtEvidenceRow */
  GArray *folders;    /* guint, of each row */
  GHashTable *row_at; /* its number + 1, by id, until they are sorted */
  gint32 start[NT_N_WEIGHED];
  NtWhere start_at; /* p NULL: not given yet */
  guint start_folder;

  /* the index */
  NtSums *predicates;          /* by predicate */
  const NtWordSums **grades;   /* by grade of a list */
  NtEvidenceGrades *lists;     /* by list */
  NtEvidenceSums *sums;        /* open addressing, at most half full */
  guint64 sums_mask;
  guint64 filter[NT_EVIDENCE_FILTER_WORDS]; /* a bit for each key */
  guint64 ends[NT_EVIDENCE_FILTER_WORDS];   /* and for each end of an ending, the whole among them */
  NtEvidenceSlot *slots;                    /* open addressing, at most half full */
  guint64 mask;
  NtEvidenceSlot *of_predicate, *of_list; /* the slots of these kinds, by key */
  guint32 *numbers;
  gsize longest_ending;
};

/* Rows say the same of many words, and so of many lists: of equal sums one copy is kept, so that those asked for lie together. */
typedef struct {
  NtArena *arena;
  GHashTable *sums, *words; /* sets of NtSums and NtWordSums */
} NtSumsStore;
void nt_sums_store_init(NtSumsStore *store, NtArena *arena);
void nt_sums_store_clear(NtSumsStore *store); /* what it gave out stays */
const NtSums *nt_sums_store_keep(NtSumsStore *store, const NtSums *sums);
const NtWordSums *nt_sums_store_keep_word(NtSumsStore *store, const NtWordSums *word); /* whose sums are kept */
/* Cleared memory that begins with a line of the cache. */
void *nt_sums_room(NtArena *arena, gsize size);
