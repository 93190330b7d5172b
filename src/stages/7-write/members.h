/* The shapes that formats of JSON are made of. Each appends; a member begins with its comma unless it is the first. */
#pragma once

#include "article/article.h"
#include "base/json.h"

#include <math.h>

static inline void nt_put(GString *out, const char *literal)
{
  nt_json_put_n(out, literal, strlen(literal));
}

static inline gboolean nt_is_one_of(char c, const char *set)
{
  return c && strchr(set, c);
}

/* `key` without its quotes. */
static inline void nt_member(GString *out, const char *key)
{
  char last = out->len ? out->str[out->len - 1] : '{';
  nt_put(out, last == '{' || last == '[' ? "\"" : ",\"");
  nt_put(out, key);
  nt_put(out, "\":");
}

static inline void nt_member_text(GString *out, const char *key, NtStr text)
{
  nt_member(out, key);
  nt_json_put_string(out, text);
}

/* Nothing where there is no text. */
static inline void nt_member_known(GString *out, const char *key, NtStr text)
{
  if (text.n)
    nt_member_text(out, key, text);
}

static inline void nt_member_count(GString *out, const char *key, guint64 count)
{
  nt_member(out, key);
  nt_json_put_count(out, count);
}

static inline void nt_member_number(GString *out, const char *key, double number)
{
  nt_member(out, key);
  nt_json_put_number(out, number);
}

/* "start" and "end" in code points. */
static inline void nt_member_span(GString *out, NtArticle *a, NtSpan span)
{
  nt_member_count(out, "start", nt_offsets_point(&a->offsets, span.start));
  nt_member_count(out, "end", nt_offsets_point(&a->offsets, span.end));
}

/* Whether it is known where on the earth it lies. */
static inline gboolean nt_has_position(const NtEntity *entity)
{
  return fabs(entity->about.lat) <= 90 && fabs(entity->about.lon) <= 180; /* not for NAN */
}

/* "topics": their ids. */
void nt_member_topics(GString *out, const NtArticle *article);
/* What a person wants to see beside a text: headline, publisher, published, path, as far as known, and the topics. */
void nt_members_about(GString *out, const NtArticle *article);

/* The layers that formats of mentions are made of. */
#define NT_MENTION_LAYERS \
  (NT_LAYER(SOURCE) | NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META) | NT_LAYER(ENTITIES) | NT_LAYER(TOPICS))
/* FALSE for an object that only says why an article could not be done. */
static inline gboolean nt_has_text(const NtArticle *article)
{
  return (article->layers & NT_LAYER(TEXT)) != 0;
}
