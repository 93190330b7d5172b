/* Prodigy's JSONL of examples, which spaCy's own converters and training scripts read too. Labels are those of spaCy's English
 * models; spans do not overlap. */
#include "labels.h"
#include "members.h"
#include "placed.h"
#include "textfile.h"
#include "writers.h"

static gpointer prodigy_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_textfile_open(path, "", 0, "", error);
}

static void put_span(GString *out, NtArticle *a, const NtPlaced *placed, gboolean first)
{
  nt_put(out, first ? "{" : ",{");
  nt_member_span(out, a, placed->mention->span);
  nt_member_text(out, "label", nt_str(nt_label(NT_LABELS_ONTONOTES, placed->entity->type)));
  nt_member_text(out, "kb_id", placed->entity->id);
  nt_put(out, "}");
}

static gboolean prodigy_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  if (!nt_has_text(a))
    return TRUE;
  NtPlacedList list = nt_placed_apart(a);
  nt_put(out, "{");
  nt_member_text(out, "text", a->text);
  nt_put(out, ",\"spans\":[");
  for (guint i = 0; i < list.n; i++)
    put_span(out, a, &list.v[i], i == 0);
  nt_put(out, "],\"meta\":{");
  nt_member_text(out, "article", a->id);
  nt_members_about(out, a);
  nt_put(out, "}}\n");
  return TRUE;
}

const NtSink nt_sink_prodigy = {
  .name = "prodigy",
  .suffix = ".prodigy.jsonl",
  .summary = "JSONL of examples for Prodigy and spaCy",
  .reads = NT_MENTION_LAYERS,
  .open = prodigy_open,
  .format = prodigy_format,
  NT_TEXTFILE_ENDS,
};
