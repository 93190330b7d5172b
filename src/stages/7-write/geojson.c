/* GeoJSON (RFC 7946): a point for each place of each article whose position is known. */
#include "members.h"
#include "textfile.h"
#include "writers.h"

static gpointer geojson_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_textfile_open(path, "{\"type\":\"FeatureCollection\",\"features\":[\n", 2, "\n]}\n", error);
}

static void put_place(GString *out, NtArticle *a, const NtEntity *e)
{
  nt_put(out, ",\n{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[");
  nt_json_put_degrees(out, e->about.lon);
  nt_put(out, ",");
  nt_json_put_degrees(out, e->about.lat);
  nt_put(out, "]},\"properties\":{");
  nt_member_text(out, "name", e->name);
  nt_member_text(out, "entity", e->id);
  nt_member_known(out, "kind", e->about.kind);
  nt_member_known(out, "country", e->about.country);
  nt_member_count(out, "count", e->mentions.n);
  if (e->mentions.n)
    nt_member_text(out, "text", nt_span_of(e->mentions.v[0].span, a->text));
  nt_member_text(out, "article", a->id);
  nt_members_about(out, a);
  nt_put(out, "}}");
}

static gboolean geojson_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  for (guint i = 0; i < a->entities.n; i++)
    if (a->entities.v[i].type == NT_TYPE_PLACE && nt_has_position(&a->entities.v[i]))
      put_place(out, a, &a->entities.v[i]);
  return TRUE;
}

const NtSink nt_sink_geojson = {
  .name = "geojson",
  .suffix = ".geojson",
  .summary = "GeoJSON, a point for each place of an article",
  .reads = NT_MENTION_LAYERS,
  .open = geojson_open,
  .format = geojson_format,
  NT_TEXTFILE_ENDS,
};
