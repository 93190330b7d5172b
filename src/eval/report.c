#include "report.h"

#include "base/json.h"

#include <math.h>

#define WIDEST_KEY 64

static const struct {
  const char *title, *member;
} measures[NT_N_MEASURES] = {
  [NT_MEASURE_STRICT] = {"strict", "strict"},
  [NT_MEASURE_BLIND] = {"span alone", "blind"},
  [NT_MEASURE_OVERLAP] = {"overlap", "overlap"},
  [NT_MEASURE_ENTITY] = {"entities", "entities"},
  [NT_MEASURE_TOPIC] = {"topics", "topics"},
};

/* `digits` behind the point, whatever the locale. */
static const char *fixed(char room[G_ASCII_DTOSTR_BUF_SIZE], double value, const char *format)
{
  return g_ascii_formatd(room, G_ASCII_DTOSTR_BUF_SIZE, format, value);
}

/* ---- text ---- */

static void put_percent(GString *out, double share)
{
  char room[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf(out, "%7s", fixed(room, 100 * share, "%.1f"));
}

static void put_scores(GString *out, const char *left, const NtEvalRow *row)
{
  NtRates r = nt_rates(&row->total);
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf(out, "  %-14s", left);
  put_percent(out, r.precision);
  put_percent(out, r.recall);
  put_percent(out, r.f1);
  if (row->low >= 0)
    g_string_append_printf(out, "  %5s to %5s", fixed(low, 100 * row->low, "%.1f"), fixed(high, 100 * row->high, "%.1f"));
  g_string_append_printf(out, "  %8" G_GUINT64_FORMAT "%8" G_GUINT64_FORMAT "%8" G_GUINT64_FORMAT "\n", row->total.right, row->total.said,
                         row->total.gold);
}

static void put_head(const NtEvalReport *r, const char *title, GString *out)
{
  g_string_append_printf(out, "%-16s%7s%7s%7s%s  %8s%8s%8s\n", title, "P", "R", "F1", r->resamples ? "   95 of 100   " : "", "right", "said",
                         "gold");
}

static void put_linking(const NtLinking *l, GString *out)
{
  struct {
    const char *what;
    guint64 right, of;
  } lines[] = {
    {"right country", l->right_country, l->with_country},
    {"within 161 km", l->near, l->with_point},
    {"same id", l->same_id, l->with_id},
  };
  if (!l->with_country && !l->with_point && !l->with_id)
    return;
  g_string_append(out, "\nlinking, of the marks found\n");
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
    if (lines[i].of) {
      g_string_append_printf(out, "  %-14s", lines[i].what);
      put_percent(out, (double)lines[i].right / (double)lines[i].of);
      g_string_append_printf(out, "  (%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ")\n", lines[i].right, lines[i].of);
    }
}

/* Bins whose gold is known (zones, topics) have a recall; lists and rules have what they are worth. */
static void put_bins(const NtEvalReport *r, NtBinKind kind, GString *out)
{
  g_autoptr(GArray) bins = nt_eval_bins(r->pairs, kind);
  gboolean recall = kind == NT_BIN_ZONE || kind == NT_BIN_TOPIC;
  g_string_append_printf(out, "\n%8s%8s%8s%8s  by %s\n", "right", "said", "P", recall ? "R" : "worth", nt_bin_word(kind));
  for (guint i = 0; i < bins->len; i++) {
    const NtEvalBin *b = &g_array_index(bins, NtEvalBin, i);
    NtRates rates = nt_rates(&b->counts);
    char p[G_ASCII_DTOSTR_BUF_SIZE], q[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(out, "%8" G_GUINT64_FORMAT "%8" G_GUINT64_FORMAT "%8s%8s  %s%s%s\n", b->counts.right, b->counts.said,
                           b->counts.said ? fixed(p, 100 * rates.precision, "%.1f") : "-",
                           recall ? b->counts.gold ? fixed(q, 100 * rates.recall, "%.1f") : "-" : fixed(q, b->worth, "%+.2f"), b->key,
                           b->name ? "  " : "", b->name ? b->name : "");
  }
}

void nt_eval_report_text(const NtEvalReport *r, const gboolean bins[NT_N_BINS], GString *out)
{
  g_string_append_printf(out, "%" G_GUINT64_FORMAT " document%s", r->documents, r->documents == 1 ? "" : "s");
  if (r->missing)
    g_string_append_printf(out, ", %" G_GUINT64_FORMAT " of them without tags", r->missing);
  if (r->other_text)
    g_string_append_printf(out, ", %" G_GUINT64_FORMAT " of these because the tags are of another text", r->other_text);
  g_string_append(out, "\n");
  for (guint i = 0; i < r->n_rows; i++) {
    const NtEvalRow *row = &r->rows[i];
    if (!i || row->measure != r->rows[i - 1].measure) {
      g_string_append_c(out, '\n');
      put_head(r, measures[row->measure].title, out);
    }
    put_scores(out, row->type ? row->type->p : "all", row);
  }
  put_linking(&r->linking, out);
  for (guint kind = 0; kind < NT_N_BINS; kind++)
    if (bins[kind])
      put_bins(r, (NtBinKind)kind, out);
}

/* ---- JSON ---- */

static void put_key(GString *out, const char *key)
{
  if (out->len && !strchr("{[", out->str[out->len - 1]))
    g_string_append_c(out, ',');
  nt_json_put_string(out, nt_str(key));
  g_string_append_c(out, ':');
}

static void put_count(GString *out, const char *key, guint64 n)
{
  put_key(out, key);
  nt_json_put_count(out, n);
}

/* A share as a percentage of two decimals. */
static void put_share(GString *out, const char *key, double share)
{
  put_key(out, key);
  nt_json_put_number(out, round(share * 10000) / 100);
}

static void put_rates(GString *out, const NtCounts *c)
{
  NtRates r = nt_rates(c);
  put_share(out, "precision", r.precision);
  put_share(out, "recall", r.recall);
  put_share(out, "f1", r.f1);
}

static void put_row(GString *out, const NtEvalRow *row)
{
  put_key(out, row->type ? row->type->p : "all");
  g_string_append_c(out, '{');
  put_rates(out, &row->total);
  if (row->low >= 0) {
    put_share(out, "low", row->low);
    put_share(out, "high", row->high);
  }
  put_count(out, "right", row->total.right);
  put_count(out, "said", row->total.said);
  if (row->measure == NT_MEASURE_OVERLAP)
    put_count(out, "found", row->total.found);
  put_count(out, "gold", row->total.gold);
  g_string_append_c(out, '}');
}

static void put_bin(GString *out, NtBinKind kind, const NtEvalBin *b)
{
  NtRates rates = nt_rates(&b->counts);
  g_string_append(out, out->str[out->len - 1] == '[' ? "{" : ",{");
  put_key(out, nt_bin_word(kind));
  nt_json_put_string(out, nt_str(b->key));
  if (b->name) {
    put_key(out, "name");
    nt_json_put_string(out, nt_str(b->name));
  }
  put_count(out, "right", b->counts.right);
  put_count(out, "wrong", b->counts.said - b->counts.right);
  if (kind != NT_BIN_TOPIC)
    put_count(out, "touched", b->touched);
  put_share(out, "precision", rates.precision);
  if (kind == NT_BIN_ZONE || kind == NT_BIN_TOPIC) {
    put_count(out, "gold", b->counts.gold);
    put_share(out, "recall", rates.recall);
  } else {
    put_share(out, "worth", b->worth / 100);
  }
  g_string_append_c(out, '}');
}

static void put_linking_json(GString *out, const NtLinking *l)
{
  put_key(out, "linking");
  g_string_append_c(out, '{');
  put_count(out, "with_country", l->with_country);
  put_count(out, "right_country", l->right_country);
  put_count(out, "with_point", l->with_point);
  put_count(out, "within_161_km", l->near);
  put_count(out, "with_id", l->with_id);
  put_count(out, "same_id", l->same_id);
  g_string_append_c(out, '}');
}

void nt_eval_report_json(const NtEvalReport *r, GString *out)
{
  static const char *const lists[NT_N_BINS] = {"zones", "lists", "rules", "topics_each"};
  g_string_append_c(out, '{');
  put_count(out, "documents", r->documents);
  put_count(out, "missing", r->missing);
  put_count(out, "other_text", r->other_text);
  for (guint i = 0; i < r->n_rows; i++) {
    if (!i || r->rows[i].measure != r->rows[i - 1].measure) {
      put_key(out, measures[r->rows[i].measure].member);
      g_string_append_c(out, '{');
    }
    put_row(out, &r->rows[i]);
    if (i + 1 == r->n_rows || r->rows[i].measure != r->rows[i + 1].measure)
      g_string_append_c(out, '}');
  }
  put_linking_json(out, &r->linking);
  for (guint kind = 0; kind < NT_N_BINS; kind++) {
    g_autoptr(GArray) bins = nt_eval_bins(r->pairs, (NtBinKind)kind);
    put_key(out, lists[kind]);
    g_string_append_c(out, '[');
    for (guint i = 0; i < bins->len; i++)
      put_bin(out, (NtBinKind)kind, &g_array_index(bins, NtEvalBin, i));
    g_string_append_c(out, ']');
  }
  g_string_append(out, "}\n");
}
