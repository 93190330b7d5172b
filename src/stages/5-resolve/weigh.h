/* What the files of the weighing pass share: segments, the runs of words that could each be one name. */
#pragma once

#include "candidate.h"

typedef struct {
  guint32 first, end; /* tokens */
  guint64 words;      /* their hash: equal for the same name */
  guint64 is;         /* bits of NtPredicate that are of this segment alone: neither of its left side nor of its right side */
  gint64 sum[NT_N_WEIGHED]; /* thousandths */
} NtSegment;

/* Words that hang together: a name lies within one stretch. Its segments are `first` … `end` of the array, by first token. */
typedef struct {
  guint32 first_token, end_token, first, end;
} NtStretch;

typedef struct NtSeen NtSeen;

/* What was looked at of a token, once for however many segments have it. */
enum {
  NT_KNOW_LETTERS = 1, /* predicates.c; and what it has seen: */
  NT_HAS_DIGIT = 2,
  NT_HAS_INNER_CAPITAL = 4,
  NT_KNOW_ROWS = 8, /* rows.c: `weighed` is filled in */
};

/* What predicates.c has seen of the letters of a run of words: those of a segment go on from those of a shorter one. */
typedef struct {
  guint32 first, end;
  guint64 is;
  guint common, upper;
} NtRunLetters;

typedef struct {
  NtResolution *r;
  const NtToken *tokens; /* of the lexis */
  const NtEvidenceSet *evidence;
  const NtEvidenceRow *rows;
  const NtSums *predicates; /* nt_evidence_predicates */
  const guint64 *filter, *ends; /* nt_evidence_filter, nt_evidence_ends */
  const gint32 *at, *next; /* candidates by first token; chains */
  guint8 *known;     /* by token: bits of NT_KNOW_… */
  const NtWordSums **weighed; /* by token: what rows say of its word and of the lists that hold it */
  NT_VEC(NtImageMembership) letters; /* lists that hold the word at hand by its exact letters */
  NtRunLetters run;
  guint32 sentence;  /* of the last first word that was asked for */
  NtSeen *seen;      /* words of the article, and the names that the first round found */
  NT_VEC(NtSegment) segments;
  NT_VEC(NtStretch) stretches;
} NtWeigh;

/* segments.c: finds the stretches and their segments. */
void nt_segments_find(NtWeigh *w);

/* predicates.c: what a segment is, as bits of NtPredicate. */
#define NT_IS(code) (G_GUINT64_CONSTANT(1) << NT_IS_##code)
guint64 nt_predicates_left(const NtWeigh *w, guint32 first);
guint64 nt_predicates_right(const NtWeigh *w, guint32 end);
guint64 nt_predicates_first(NtWeigh *w, guint32 first); /* the same for all segments that begin there */
guint64 nt_predicates_inside(NtWeigh *w, const NtSegment *s);

/* rows.c: adds up what rows of evidence say of all segments, and more once it is known that one is so. */
void nt_rows_add_up(NtWeigh *w);
void nt_rows_add_predicates(const NtWeigh *w, NtSegment *s, guint64 is);
/* The numbers of the rows that hold; the row that speaks most for the type, or NULL. */
void nt_rows_find(NtWeigh *w, const NtSegment *s, GArray *numbers);
const NtEvidenceRow *nt_rows_strongest(NtWeigh *w, const NtSegment *s, guint type);
/* Whether a list of the user's own proposed it. */
gboolean nt_weigh_is_own(const NtWeigh *w, const NtCandidate *c);

/* weigh.c: whether a list has the words from `first` to `end` as a name of that type; `end` 0: a name of any length that begins there. */
gboolean nt_weigh_is_listed(const NtWeigh *w, guint32 first, guint32 end, NtType type);

/* whole.c: whether a list has it without reserve, under one type, and no word around it goes on with it. */
gboolean nt_weigh_is_whole(const NtWeigh *w, const NtCandidate *c);

/* joined.c: whether `and` joins two names of bodies in it; whether token `i` is what a body is, before `of` or `for`. */
gboolean nt_weigh_joins_two(const NtWeigh *w, const NtSegment *s);
gboolean nt_weigh_is_head_of(const NtWeigh *w, guint32 i, guint32 end);

/* clubs.c: clubs that are called as their towns are, in the report of a match. `is`: by segment, what the first round took it for. */
void nt_weigh_clubs(NtWeigh *w, const guint8 *is);

/* seen.c: what the article has elsewhere. */
NtSeen *nt_seen_new(const NtWeigh *w);
guint64 nt_seen_words(const NtWeigh *w, const NtSegment *s);
/* The first round took this segment for a name of that type. */
void nt_seen_add(NtWeigh *w, const NtSegment *s, guint type);
/* What those names say of the segment; `type`: what the first round took it for itself. */
guint64 nt_seen_names(const NtWeigh *w, const NtSegment *s, guint type);

static inline const NtToken *nt_weigh_token(const NtWeigh *w, guint32 i)
{
  return &w->tokens[i];
}

static inline NtStr nt_weigh_text(const NtWeigh *w, guint32 first, guint32 end)
{
  return nt_span_of(nt_lexis_span(w->r->lexis, first, end), w->r->article->text);
}

/* Inlined as that is. */
static inline __attribute__((always_inline)) gboolean nt_weigh_is_word(const NtWeigh *w, guint32 i, const char *word)
{
  return nt_str_is(nt_weigh_text(w, i, i + 1), word);
}

static inline gboolean nt_weigh_is_article(const NtWeigh *w, guint32 i)
{
  return nt_weigh_is_word(w, i, "a") || nt_weigh_is_word(w, i, "an");
}

/* A small word that hangs a second body on a first. */
static inline gboolean nt_weigh_is_of(const NtWeigh *w, guint32 i)
{
  return nt_weigh_is_word(w, i, "of") || nt_weigh_is_word(w, i, "for");
}
