#include "score.h"

#include <math.h>

double nt_distance_km(double lat1, double lon1, double lat2, double lon2)
{
  const double radian = G_PI / 180, radius = 6371.0;
  double a = sin((lat2 - lat1) * radian / 2), b = sin((lon2 - lon1) * radian / 2);
  double h = a * a + cos(lat1 * radian) * cos(lat2 * radian) * b * b;
  return 2 * radius * asin(sqrt(MIN(1.0, h)));
}

static void count(NtLinking *l, const NtEvalSpan *gold, const NtEvalSpan *tag)
{
  if (gold->id.p) {
    l->with_id++;
    l->same_id += tag->id.p && nt_str_equal(gold->id, tag->id);
  }
  if (!nt_str_is(gold->type, nt_type_word(NT_TYPE_PLACE)))
    return;
  if (gold->country.p) {
    l->with_country++;
    l->right_country += tag->country.p && nt_str_equal(gold->country, tag->country);
  }
  if (gold->located) {
    l->with_point++;
    l->near += tag->located && nt_distance_km(gold->lat, gold->lon, tag->lat, tag->lon) <= NT_NEAR_KM;
  }
}

NtLinking nt_eval_linking(const NtEvalPairs *pairs)
{
  NtLinking l = {0};
  for (guint i = 0; i < pairs->pairs.n; i++) {
    const NtEvalPair *p = &pairs->pairs.v[i];
    for (guint g = 0; g < p->n_g; g++) {
      const NtEvalSpan *tag = nt_eval_same_span(p->t, p->n_t, p->g[g]->span);
      if (tag && nt_str_equal(tag->type, p->g[g]->type))
        count(&l, p->g[g], tag);
    }
  }
  return l;
}
