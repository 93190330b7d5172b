/* doccano's JSONL for sequence labelling: members other than text and label become metadata there. */
#include "labels.h"
#include "members.h"
#include "placed.h"
#include "textfile.h"
#include "writers.h"

static gpointer doccano_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_textfile_open(path, "", 0, "", error);
}

static gboolean doccano_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  if (!nt_has_text(a))
    return TRUE;
  NtPlacedList list = nt_placed_all(a);
  nt_put(out, "{");
  nt_member_text(out, "text", a->text);
  nt_member(out, "label");
  nt_put(out, "[");
  for (guint i = 0; i < list.n; i++) {
    NtSpan span = list.v[i].mention->span;
    nt_put(out, i ? ",[" : "[");
    nt_json_put_count(out, nt_offsets_point(&a->offsets, span.start));
    nt_put(out, ",");
    nt_json_put_count(out, nt_offsets_point(&a->offsets, span.end));
    nt_put(out, ",\"");
    nt_put(out, nt_label(NT_LABELS_PLAIN, list.v[i].entity->type));
    nt_put(out, "\"]");
  }
  nt_put(out, "]");
  nt_member_text(out, "article", a->id);
  nt_members_about(out, a);
  nt_put(out, "}\n");
  return TRUE;
}

const NtSink nt_sink_doccano = {
  .name = "doccano",
  .suffix = ".doccano.jsonl",
  .summary = "JSONL that doccano imports, to correct mentions by hand",
  .reads = NT_MENTION_LAYERS,
  .open = doccano_open,
  .format = doccano_format,
  NT_TEXTFILE_ENDS,
};
