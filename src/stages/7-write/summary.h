/* What a whole run holds: how many articles each topic, publisher, person, place and organization has. The one thing in a writer
 * that grows with its input: with the number of different names. */
#pragma once

#include "article/types.h"

typedef enum { NT_COUNT_TOPICS, NT_COUNT_PUBLISHERS, NT_COUNT_PEOPLE, NT_COUNT_PLACES, NT_COUNT_ORGANIZATIONS, NT_N_COUNTS } NtCountKind;

typedef struct NtSummary NtSummary;

NtSummary *nt_summary_new(void);
void nt_summary_free(NtSummary *summary); /* accepts NULL */

/* One more article. `key` is what makes two the same (an entity's id), `name` how the first of them is called. */
void nt_summary_add(NtSummary *summary, NtCountKind kind, NtStr key, NtStr name);

typedef struct {
  NtStr name;
  guint64 articles;
} NtCount;

/* The `most` with the most articles, the largest first, the earlier name first where they have as many; `rows` has room for as
 * many. Their number. */
guint nt_summary_top(const NtSummary *summary, NtCountKind kind, NtCount *rows, guint most);
guint nt_summary_different(const NtSummary *summary, NtCountKind kind);
