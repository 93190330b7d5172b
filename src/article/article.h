/* An article: a text and its layers. Each layer has one stage that writes it; the others only read. */
#pragma once

#include "base/arena.h"
#include "base/utf8.h"
#include "tokens.h"
#include "types.h"

#include <math.h>

/* layer, its member on the wire, in the order in which they are written */
#define NT_LAYERS(X)        \
  X(SOURCE, "source")       \
  X(TEXT, "text")           \
  X(ZONES, "zones")         \
  X(META, "meta")           \
  X(NAMES, "names")         \
  X(PATTERNS, "patterns")   \
  X(ENTITIES, "entities")   \
  X(FOCUS, "focus")         \
  X(VERDICTS, "verdicts")   \
  X(TOPICS, "topics")       \
  X(ERROR, "error")

typedef enum {
#define X(code, word) NT_LAYER_##code,
  NT_LAYERS(X)
#undef X
  NT_N_LAYERS
} NtLayer;

/* A set of layers. */
typedef guint NtLayers;
#define NT_LAYER(code) (1u << NT_LAYER_##code)
#define NT_LAYERS_ALL ((1u << NT_N_LAYERS) - 1)

const char *nt_layer_word(NtLayer layer);
gboolean nt_layer_from(NtStr word, NtLayer *layer);

/* A line of a file of knowledge: `gazetteers/people/leaders.yaml:212`. */
typedef struct {
  NtStr file;
  guint line; /* 0: `file` says it all */
} NtWhere;

typedef struct {
  NtStr path;
  NtSpan bytes;   /* of the file's text, as UTF-8 after repair, that this article is */
  NtStr sha256;   /* of the whole file as it was, hex; empty where not known */
  NtStr encoding; /* `utf-8`, `windows-1252`, … */
  NtStr repairs;  /* what was repaired, in words; p NULL for nothing */
} NtSource;

typedef struct {
  NtZoneKind kind;
  NtSpan span;
} NtZone;

/* p NULL where not known. */
typedef struct {
  NtStr headline, publisher, published, place, byline; /* as they stand in the text */
  NtStr published_iso;                                 /* ISO 8601, as exact as it is told */
} NtMeta;

/* Whose a name is, by the id of the entry, and what says so. */
typedef struct {
  NtStr id;
  NtWhere where;
} NtOrigin;

/* A gazetteer hit. An article has many: what else is known of it, nt_article_origin looks up. */
typedef struct {
  NtSpan span;
  guint32 alias; /* number of the alias in the image, NT_NO_ALIAS where it came over the wire and is not resolved yet */
  guint32 told;  /* it came over the wire: number and 1 of what was told; 0: the image says it */
  NtType type : 8;
  gboolean out : 8; /* resolve found that it is none of those that can be meant */
} NtName;
#define NT_NO_ALIAS G_MAXUINT32

/* What the image says of its aliases. */
typedef struct {
  gconstpointer image;
  NtOrigin (*of)(gconstpointer image, guint32 alias);
} NtOrigins;

/* What a rule says of what it finds. */
typedef struct {
  NtAttribute attribute;
  NtStr text;
  NtSpan span;   /* where it stands; empty for a constant of the rule */
  NtWhere where; /* the rule */
} NtAttributeValue;
typedef NT_VEC(NtAttributeValue) NtAttributeValues;

/* A rule's hit: one named group of one match. */
typedef struct {
  NtSpan span;
  NtType type;
  double score;
  int priority;
  NtStr rule; /* id */
  guint32 number; /* of the rule, in the stage that found it */
  NtWhere where;
  NtAttributeValues attributes;
} NtPattern;

typedef struct {
  NtSpan span;
  double score;     /* 0 … 1 */
  NtStr *why;       /* in words or `file:line`, the strongest first; other mentions may have the same array */
  guint n_why;
  NtZoneKind zone;
} NtMention;

/* What a gazetteer knows of an entity. p NULL, or NAN, where it does not. */
typedef struct {
  NtStr wikidata;           /* Q148 */
  NtStr country;            /* two letters of ISO 3166 */
  NtStr kind;               /* country, city, party, … */
  NtStr role, since, until; /* of a person; the dates as far as they are known: 2016, 2019-09-05 */
  double lat, lon;          /* of a place, in degrees */
} NtAbout;

typedef struct {
  NtStr id, name;
  NtType type;
  guint32 entry; /* number of the image's entry and 1; NT_NO_ENTRY: no list has it; 0 where that is not known: it came over the wire */
  NtAbout about;
  NtAttributeValues attributes; /* that rules set, by place of the mention */
  NT_VEC(NtMention) mentions; /* by place in the text */
} NtEntity;
#define NT_NO_ENTRY G_MAXUINT32

/* A place that the article is about, as against one that it names. */
typedef struct {
  NtStr id, name, country; /* country.p NULL where not known */
  double share;            /* of all that speaks for places, 0 … 1 */
  NtStr *why;              /* in words, the strongest first */
  guint n_why;
} NtFocus;

/* A candidate that lost. */
typedef struct {
  NtSpan span;
  NtType type;
  NtStr id;      /* of the entry, or p NULL */
  NtWhere where; /* who proposed it */
  NtSpan winner;
  NtStr reason;
} NtVerdict;

typedef struct {
  NtSpan span;
  double weight;
  NtWhere where;
} NtEvidence;

typedef struct {
  NtStr id, label, iptc; /* iptc.p NULL where none */
  double score;
  gboolean broad; /* it has `beside`: goes first where scores are equal */
  NT_VEC(NtEvidence) evidence;
} NtTopic;

/* A member of the object an article was read from: what the wire codec does not know passes through as it was written. */
typedef struct {
  NtStr raw_key, raw; /* slices of the input */
  int layer;          /* an NtLayer, or -1 */
} NtMember;

typedef struct NtLexis NtLexis;

typedef struct {
  NtArena *arena; /* borrowed: everything of the article lives there */
  NtStr id;
  NtLayers layers;  /* that are filled in below */
  NtLayers written; /* that a stage here has made: they replace what was read */
  NtLayers dropped; /* that shall not go on */

  NtSource source;
  NtStr raw; /* what `source` holds, where it was read already; empty otherwise. Gone once there is a text */
  const char *format; /* that `raw` or the file is in; NULL: to be told by name and content */
  NtStr charset;      /* what a header says of `raw`, or p NULL */
  NtStr text;
  NT_VEC(NtZone) zones; /* by place; they do not overlap */
  NtMeta meta;
  NT_VEC(NtName) names;       /* by span; what is told of them: */
  NtOrigins origins;          /* of those that were found here, */
  NT_VEC(NtOrigin) told;      /* and of those that came over the wire */
  NT_VEC(NtPattern) patterns; /* by span */
  NT_VEC(NtEntity) entities;  /* by place of the first mention */
  NT_VEC(NtFocus) focus;      /* best first, at most three */
  NT_VEC(NtVerdict) verdicts; /* by span */
  NT_VEC(NtTopic) topics;     /* best first */
  NtStr error;                /* why nothing else is here */

  NT_VEC(NtMember) members; /* of the input object, in order */

  NtOffsets offsets;
  NtTokens tokens; /* words of the text: see nt_article_tokens */
  NtLexis *lexis; /* tokens, sentences and list words; worked out when first asked for (knowledge/lexis.h) */
} NtArticle;

/* Nothing known. */
static inline NtAbout nt_about_nothing(void)
{
  return (NtAbout){.lat = NAN, .lon = NAN};
}

void nt_article_init(NtArticle *article, NtArena *arena);
void nt_article_set_text(NtArticle *article, NtStr text);
/* The words of the text, found at the first call. */
NtTokens nt_article_tokens(NtArticle *article);
/* Makes `child` the slice `span` of the parent's text, in the parent's arena: no layer but text and source, what passes
 * through passes through, the id is new. */
void nt_article_cut(NtArticle *child, const NtArticle *parent, NtSpan span, NtStr id);
/* The zone that holds byte `at`; NT_ZONE_BODY where no zone does. */
NtZoneKind nt_article_zone_at(const NtArticle *article, guint32 at);
NtOrigin nt_article_origin(const NtArticle *article, const NtName *name);
/* The alias that can be meant; NT_NO_ALIAS for none. */
static inline guint32 nt_name_alias(const NtName *name)
{
  return name->out ? NT_NO_ALIAS : name->alias;
}
/* Says that the stage at work has filled the layer. */
static inline void nt_article_wrote(NtArticle *article, NtLayers layers)
{
  article->layers |= layers;
  article->written |= layers;
  article->dropped &= ~layers;
}
