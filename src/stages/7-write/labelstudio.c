/* Label Studio's tasks with pre-annotations. The labels' element is called `label` and the text's `text`, as in its template for
 * named entities; offsets are code points (as since Label Studio 1.5). */
#include "labels.h"
#include "members.h"
#include "placed.h"
#include "textfile.h"
#include "writers.h"

static gpointer labelstudio_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_textfile_open(path, "[\n", 2, "\n]\n", error);
}

static void put_region(GString *out, NtArticle *a, const NtPlaced *placed, guint number)
{
  NtSpan span = placed->mention->span;
  g_string_append_printf(out, "%s{\"id\":\"m%u\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\"",
                         number > 1 ? "," : "", number);
  nt_member_number(out, "score", placed->mention->score);
  nt_put(out, ",\"value\":{");
  nt_member_span(out, a, span);
  nt_member_text(out, "text", nt_span_of(span, a->text));
  nt_put(out, ",\"labels\":[\"");
  nt_put(out, nt_label(NT_LABELS_PLAIN, placed->entity->type));
  nt_put(out, "\"]},\"meta\":{\"text\":[");
  nt_json_put_string(out, placed->entity->id);
  nt_put(out, ",");
  nt_json_put_string(out, placed->entity->name);
  nt_put(out, "]}}");
}

static gboolean labelstudio_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  if (!nt_has_text(a))
    return TRUE;
  NtPlacedList list = nt_placed_all(a);
  nt_put(out, ",\n{\"data\":{");
  nt_member_text(out, "text", a->text);
  nt_member_text(out, "article", a->id);
  nt_members_about(out, a);
  nt_put(out, "},\"predictions\":[{\"model_version\":\"newstag\",\"result\":[");
  for (guint i = 0; i < list.n; i++)
    put_region(out, a, &list.v[i], i + 1);
  nt_put(out, "]}]}");
  return TRUE;
}

const NtSink nt_sink_labelstudio = {
  .name = "labelstudio",
  .suffix = ".labelstudio.json",
  .summary = "tasks with predictions that Label Studio imports",
  .reads = NT_MENTION_LAYERS,
  .open = labelstudio_open,
  .format = labelstudio_format,
  NT_TEXTFILE_ENDS,
};
