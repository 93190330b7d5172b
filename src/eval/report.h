/* The scores, for people and for programs. */
#pragma once

#include "score.h"

typedef struct {
  guint64 documents, missing, other_text;
  const NtEvalPairs *pairs;
  const NtEvalRow *rows;
  guint n_rows;
  guint resamples;
  NtLinking linking;
} NtEvalReport;

/* `bins`: which tables by zone, list, rule, topic the text shows beside the scores. */
void nt_eval_report_text(const NtEvalReport *report, const gboolean bins[NT_N_BINS], GString *out);
void nt_eval_report_json(const NtEvalReport *report, GString *out);
