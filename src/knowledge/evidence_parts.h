/* What the files of evidence share: evidence.c reads the rows, evidence_index.c makes the index that is asked for them. */
#pragma once

#include "evidence.h"

/* Of the index: rows FIRST … FIRST + N of `numbers` ask for KEY; N 0 where the slot is empty. */
typedef struct {
  guint64 key;
  guint32 first, n;
} NtEvidenceSlot;

/* What all rows of one key say. */
typedef struct {
  guint64 key;
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
  NtSums *predicates, *grades; /* by predicate; by grade of a list and position */
  NtEvidenceGrades *lists;     /* by list */
  NtEvidenceSums *sums;        /* open addressing, at most half full */
  guint64 sums_mask;
  guint64 filter[NT_EVIDENCE_FILTER_WORDS]; /* a bit for each key */
  NtEvidenceSlot *slots;                    /* open addressing, at most half full */
  guint64 mask;
  NtEvidenceSlot *of_predicate, *of_list; /* the slots of these kinds, by key */
  guint32 *numbers;
  gsize longest_ending;
};
