/* Counts of right and wrong, by whatever they are asked for. */
#pragma once

#include "set.h"

/* Of tags, how many are right; of gold, how many were found. The two rights differ only where spans may overlap. */
typedef struct {
  guint64 right, said, found, gold;
} NtCounts;

typedef struct {
  double precision, recall, f1; /* 0 … 1 */
} NtRates;

NtRates nt_rates(const NtCounts *counts);

/* One document of both sides: the marks of scored types, each span once, by span. */
typedef struct {
  const NtEvalDocument *gold, *tags; /* tags NULL: missing */
  const NtEvalSpan **g, **t;
  guint n_g, n_t;
} NtEvalPair;

typedef struct {
  NtArena *arena;
  const NtStr *types; /* scored */
  guint n_types;
  NT_VEC(NtEvalPair) pairs;
  gboolean entities; /* both sides say which marks are one entity; otherwise marks of one type and writing are */
} NtEvalPairs;

void nt_eval_pair(NtEvalPairs *pairs, const NtEvalDocument *gold, const NtEvalDocument *tags);

/* Sorts by span and keeps of one span one mark: the one read last, or first. How many are left. */
guint nt_eval_sort_marks(const NtEvalSpan **marks, guint n, gboolean last);
/* The mark of exactly that span; NULL where none is. */
const NtEvalSpan *nt_eval_same_span(const NtEvalSpan *const *marks, guint n, NtSpan span);
/* The mark that shares most with `span`, the first of several; of that type alone where `type` is not NULL. NULL: none. */
const NtEvalSpan *nt_eval_touching(const NtEvalSpan *const *marks, guint n, NtSpan span, const NtStr *type);

/* What is measured. */
typedef enum {
  NT_MEASURE_STRICT,   /* same span, same type */
  NT_MEASURE_BLIND,    /* same span */
  NT_MEASURE_OVERLAP,  /* same type, spans touch */
  NT_MEASURE_ENTITY,   /* an entity (or, where gold does not say, a name of a type) of a document once */
  NT_MEASURE_TOPIC,
  NT_N_MEASURES,
} NtMeasure;

/* A measure over one type, or over all (type NULL), document by document. */
typedef struct {
  NtMeasure measure;
  const NtStr *type;
  NtCounts *by_pair; /* as many as there are pairs */
  NtCounts total;
  double low, high;  /* of F1, 95 of 100 resamples; -1 where not worked out */
} NtEvalRow;

/* All rows: for each measure that has types a row a type, then the one over all. In the pairs' arena. */
NtEvalRow *nt_eval_rows(NtEvalPairs *pairs, guint *n);
/* Fills low and high: documents are drawn with replacement, `resamples` times, by a generator with a fixed seed. */
void nt_eval_bootstrap(NtEvalRow *rows, guint n, guint pairs, guint resamples);

/* ---- by zone, list, rule, topic, and places ---- */

typedef struct {
  char *key;         /* the zone, the file, `file:line`, the topic */
  char *name;        /* of a rule, beside its place; or NULL */
  NtCounts counts;
  guint64 touched;   /* wrong, but some gold of that type overlaps */
  double worth;      /* what F1 over all would lose without these tags, in points */
} NtEvalBin;

typedef enum { NT_BIN_ZONE, NT_BIN_LIST, NT_BIN_RULE, NT_BIN_TOPIC, NT_N_BINS } NtBinKind;

/* `rule NAME` or `evidence NAME` in what was said of a tag; NULL. Free with g_free. */
char *nt_eval_rule_name(NtStr why);
const char *nt_bin_word(NtBinKind kind);
gboolean nt_bin_from(const char *word, NtBinKind *kind);
/* NtEvalBin, the most tags first, then by key. Free with g_array_unref. */
GArray *nt_eval_bins(const NtEvalPairs *pairs, NtBinKind kind);

/* Linking: of place marks found (same span, and both places), how many lie where gold says. */
typedef struct {
  guint64 with_country, right_country; /* gold says a country */
  guint64 with_point, near;            /* gold says a point; within NT_NEAR_KM of it */
  guint64 same_id, with_id;            /* gold says an id: of any type */
} NtLinking;
#define NT_NEAR_KM 161.0

NtLinking nt_eval_linking(const NtEvalPairs *pairs);
double nt_distance_km(double lat1, double lon1, double lat2, double lon2);
