/* What the passes of resolve share: the candidates of one article, and cues on its words. Each pass is a file and one function;
 * resolve.c lists them in the order in which they run. */
#pragma once

#include "article/article.h"
#include "knowledge/evidence_kept.h"
#include "knowledge/lexis.h"

/* cue, the word list it stands for */
#define NT_CUES(X)                          \
  X(TITLE, "title")                         \
  X(SPEECH, "verb-of-speech")               \
  X(PREPOSITION, "preposition-of-place")    \
  X(ORG_SUFFIX, "org-suffix")               \
  X(ORG_HEAD, "org-head")                   \
  X(PLACE_HEAD, "place-head")               \
  X(FIRST_NAME, "first-name")               \
  X(SURNAME, "surname")                     \
  X(PARTICLE, "name-particle")              \
  X(NAME_SUFFIX, "name-suffix")             \
  X(COMMON, "common-word")                  \
  X(FUNCTION, "function-word")              \
  X(MONTH, "month")                         \
  X(WEEKDAY, "weekday")                     \
  X(COMPASS, "compass")                     \
  X(FAMILY_FIRST, "family-name-first")      \
  X(OCCUPATION, "role")                     \
  X(CONNECTOR, "name-connector")            \
  X(EXCHANGE, "stock-exchange")             \
  X(MATTER, "matter")                       \
  X(EVENT, "event-word")                    \
  X(ASKS, "question-opener")                \
  X(OPENS_ORGANIZATION, "first-of-organizations") \
  X(BODY, "body-word")                      \
  X(PLACE_KIND, "place-word")               \
  X(OPENS_SENTENCE, "sentence-opener")      \
  X(OPENS_NO_NAME, "opens-no-name")        \
  X(SPORT, "sport-word")                    \
  X(PERHAPS_SPORT, "perhaps-sport")         \
  X(BEFORE_MEMBERS, "before-members")

enum {
#define X(name, list) NT_CUE_INDEX_##name,
  NT_CUES(X)
#undef X
  NT_N_CUES
};
enum {
#define X(name, list) NT_CUE_##name = 1 << NT_CUE_INDEX_##name,
  NT_CUES(X)
#undef X
};

/* Lists of single words that are asked of few tokens, which need no bit on each: nt_resolve_in_list. */
#define NT_SELDOM_LISTS(X)          \
  X(OWNING, "owning-word")          \
  X(ARTICLE, "arabic-article")      \
  X(NO_BODY, "no-word-of-bodies")   \
  X(DIVISION, "division-word")

enum {
#define X(name, list) NT_LIST_##name,
  NT_SELDOM_LISTS(X)
#undef X
  NT_N_SELDOM_LISTS
};

/* A list holds the word by its exact letters: not in its class, but among the phrases of the text. */
#define NT_CUE_BY_LETTERS (1u << 31)
G_STATIC_ASSERT(NT_N_CUES < 31);

/* Who proposed a candidate. */
typedef enum {
  NT_FROM_NAME,    /* a gazetteer */
  NT_FROM_PATTERN, /* a rule */
  NT_FROM_EVIDENCE, /* its surroundings and its words, weighed */
  NT_FROM_SPREAD,  /* the same name, or a short form of it, elsewhere in the article */
} NtCandidateFrom;

/* Articles have many: what hangs on who proposed it is told by nt_candidate_where and nt_candidate_rule. */
typedef struct {
  guint32 first, end; /* tokens */
  NtSpan span;
  double score;
  guint32 name;    /* FROM_NAME: the first of its hits in article->names; they share span and type */
  guint32 n_names;
  guint32 entry;   /* the image's entry it means; G_MAXUINT32 for none */
  gint32 short_of; /* SPREAD: the candidate whose name this is or shortens; -1 */
  gint32 beaten_by; /* the candidate it lost to; -1: none, -2: too weak */
  guint32 entity;
  gconstpointer proposal; /* an NtName, NtPattern or NtEvidenceRow, by `by`; NULL for none */
  const char *why;        /* a reason beside who proposed it, or NULL */
  const char *reason;     /* why it lost */
  guint16 country; /* of a place without an entry, by what is said of it or stands around it: two letters; 0 where not known */
  gint8 priority; /* of a pattern, or lent by one (choose.c); above 0 it stands against evidence, too */
  NtType type : 8;
  NtCandidateFrom from : 8;
  NtCandidateFrom by : 8; /* as `from`; SPREAD: that of the candidate whose name it is */
} NtCandidate;
G_STATIC_ASSERT(sizeof(NtCandidate) == 80);
#define NT_NOT_BEATEN (-1)
#define NT_TOO_WEAK (-2)

/* A file of names of the image, and what rows of evidence say of what it proposes (rows.c); NULL for nothing. */
typedef struct {
  const char *file; /* its name, by where that lies in the image; NULL: free */
  const NtSums *sums;
} NtProposer;
#define NT_N_PROPOSERS 1024u

/* A bit for each hash of a word, which others share with it. */
#define NT_WORD_BITS 8192u
typedef struct {
  guint64 v[NT_WORD_BITS / 64];
} NtWordBits;

static inline void nt_word_bits_add(NtWordBits *bits, guint64 hash)
{
  bits->v[hash >> 6 & (NT_WORD_BITS / 64 - 1)] |= G_GUINT64_CONSTANT(1) << (hash & 63);
}
static inline gboolean nt_word_bits_has(const NtWordBits *bits, guint64 hash)
{
  return bits->v[hash >> 6 & (NT_WORD_BITS / 64 - 1)] >> (hash & 63) & 1;
}

/* An acronym in brackets, whose letters begin the words before them. */
typedef struct {
  guint64 acronym;    /* its hash, as tokens have it */
  guint32 first, end; /* those words */
  guint32 owners[4];  /* entries that have these words as a name */
  guint n_owners;
} NtExplained;

typedef struct {
  const NtKnowledge *knowledge;
  const NtImage *image;
  const guint32 *class_cues; /* by class of words */
  const guint32 *list_cues;  /* by list */
  const guint32 *lists;       /* NT_LIST_…: its number in the image */
  const guint64 *word_hashes; /* of the image's WORDS: as tokens have them */
  NtProposer *proposers;      /* NT_N_PROPOSERS: kept from article to article, as */
  NtEvidenceKept *kept;       /* what evidence says of words and of the lists that hold them */
  NtArticle *article;
  NtArena *scratch;           /* for what the article does not keep, */
  NtArena *pass_scratch;      /* and for what only one pass needs */
  const NtLexis *lexis;
  guint32 *cues;             /* by token */
  guint32 all_cues;          /* those that any token has */
  guint64 *notable;          /* by token a bit: NtNotable */
  NtWordBits words[2];       /* in small letters; others */
  gint32 *at, *next;         /* from choose on: by token the first candidate that begins there, by candidate the next; -1 */
  gint32 *owner;             /* by token: the candidate that stands there; -1 */
  gboolean weighed;          /* by evidence: all that could be a name was looked at */
  gboolean keep_verdicts;    /* somebody wants to know who lost and why */
  guint8 *barred;            /* by token: 1 where no name can lie: an address of the web, a word that opens a sentence */
  NT_VEC(NtExplained) explained;
  guint32 zone_ends[NT_N_ZONES]; /* by kind: the byte behind the last zone of it; 0 where there is none */
  guint32 headlines_end;     /* the token behind the last sentence that is */
  guint8 *headlined;         /* by sentence: title case or all capitals, where capitals say nothing */
  gboolean no_stops;         /* the article writes `Ltd said`: a full stop behind a form of law is the sentence's */
  guint8 *sport;             /* by sentence: 1 where the article reports sport */
  NT_VEC(NtCandidate) candidates;
} NtResolution;

/* A number for each country, 0 until it is given one. An article has few: the numbers of the others are not even cleared. */
typedef struct {
  guint64 has[NT_COUNTRY_CELLS / 64]; /* a bit for each cell that was asked for */
  guint32 numbers[NT_COUNTRY_CELLS];
} NtCountryNumbers;

static inline void nt_country_numbers_init(NtCountryNumbers *c)
{
  memset(c->has, 0, sizeof c->has);
}
static inline guint32 *nt_country_number(NtCountryNumbers *c, guint16 country)
{
  guint cell = nt_country_cell(country);
  guint64 bit = G_GUINT64_CONSTANT(1) << (cell & 63);
  if (!(c->has[cell >> 6] & bit))
    c->numbers[cell] = 0;
  c->has[cell >> 6] |= bit;
  return &c->numbers[cell];
}

/* The passes. */
void nt_resolve_words(NtResolution *r);
void nt_resolve_sport(NtResolution *r);
void nt_resolve_collect(NtResolution *r);
void nt_resolve_context(NtResolution *r);
void nt_resolve_choose(NtResolution *r);
void nt_resolve_weigh(NtResolution *r);
void nt_resolve_spread(NtResolution *r);
void nt_resolve_link(NtResolution *r);
void nt_resolve_attributes(NtResolution *r);
void nt_resolve_focus(NtResolution *r);
void nt_resolve_verdicts(NtResolution *r);

/* Whether whom `c` means hangs on the countries that the article speaks of. */
gboolean nt_resolve_needs_country(const NtResolution *r, const NtCandidate *c);
void nt_resolve_find_explained(NtResolution *r);
/* Bars token `i` where it opens a sentence before a body's name and is none of that. */
void nt_resolve_bar_opener(NtResolution *r, guint32 i);
/* Which entry a place means that has what it is in its name. */
void nt_resolve_link_divisions(NtResolution *r);
/* Whether the article says that token `at` means somebody else than `entry`. */
gboolean nt_resolve_is_explained_otherwise(const NtResolution *r, guint32 at, guint32 entry);

/* Below this score no candidate stands. */
#define NT_LEAST_SCORE 0.5
#define NT_SURE_LIST 0.75 /* a list has a name of this score without reserve: it is one, whatever stands around it */

/* said.c: the line that proposed it, and the rule; p NULL for none. */
NtWhere nt_candidate_where(const NtResolution *r, const NtCandidate *c);
NtStr nt_candidate_rule(const NtCandidate *c);

static inline gboolean nt_candidate_stands(const NtCandidate *c)
{
  return c->beaten_by == NT_NOT_BEATEN;
}

/* Tokens that are written in other than small letters, are a particle of names, begin or end a phrase of lists, or, from choose on, begin a
 * candidate: most words are passed over many at once. `for (NtNotable at = nt_notable(r); nt_notable_next(&at, &i);)` goes through them. */
typedef struct {
  const guint64 *words;
  guint64 bits; /* those of word `word` that are still to come */
  guint32 word, n_words;
} NtNotable;

static inline NtNotable nt_notable(const NtResolution *r)
{
  guint32 n = r->lexis->tokens.n;
  return (NtNotable){r->notable, n ? r->notable[0] : 0, 0, (n + 63) / 64};
}
static inline gboolean nt_notable_next(NtNotable *at, guint32 *i)
{
  while (!at->bits) {
    if (++at->word >= at->n_words)
      return FALSE;
    at->bits = at->words[at->word];
  }
  *i = at->word * 64 + (guint32)__builtin_ctzll(at->bits);
  at->bits &= at->bits - 1;
  return TRUE;
}
static inline void nt_resolve_note(NtResolution *r, guint32 i)
{
  r->notable[i / 64] |= G_GUINT64_CONSTANT(1) << i % 64;
}

/* Token `i` as it is written. */
static inline NtStr nt_resolve_token_text(const NtResolution *r, guint32 i)
{
  const NtToken *t = &r->lexis->tokens.v[i];
  return nt_span_of((NtSpan){t->start, t->end}, r->article->text);
}

/* Whether the list NT_LIST_… has token `i`, however that is written: what a list has by exact letters is not asked for. */
static inline gboolean nt_resolve_in_list(const NtResolution *r, guint32 i, guint list)
{
  return nt_image_class_has(r->image, r->lexis->tokens.v[i].lists, r->lists[list], NULL);
}

/* Whether token `at` stands in a line of capitals, where these say nothing. */
static inline gboolean nt_resolve_is_headlined(const NtResolution *r, guint32 at)
{
  return at < r->headlines_end && r->headlined[nt_lexis_sentence_of(r->lexis, at)] != 0;
}

/* Whether byte `at` lies in a zone of that kind, which is not the body: these are few, and most stand at an article's head. */
static inline gboolean nt_resolve_in_zone(const NtResolution *r, guint32 at, NtZoneKind kind)
{
  return at < r->zone_ends[kind] && nt_article_zone_at(r->article, at) == kind;
}

/* Whether the word before (or behind) token `at` is a capitalised word that goes on with it, as in `Paris Hilton`: not one of
 * those that stand beside names (titles, days), nor a small word at the start of a sentence. */
gboolean nt_resolve_joined_left(const NtResolution *r, guint32 at);
gboolean nt_resolve_joined_right(const NtResolution *r, guint32 last);
/* Whether tokens `first` … `end` begin or end inside a word: the `Hara` of O'Hara, the `Ma` of Ma'ala. */
gboolean nt_resolve_cuts_word(const NtResolution *r, guint32 first, guint32 end);
/* `Critics of` at the head of a sentence: an everyday word with which no institution's or place's name begins, and its small word. */
gboolean nt_resolve_is_noun_of_sentence(const NtResolution *r, guint32 at);
/* A small or common word that begins and ends no name: its capital says nothing in a headline. */
gboolean nt_resolve_is_plain_word(const NtResolution *r, guint32 i);
/* Where the name at `first` begins: at the Arabic article before it, in small letters and with a hyphen, `al-Tanura`; else at `first`. */
guint32 nt_resolve_with_article(const NtResolution *r, guint32 first);
/* From `first` to `end`, with the full stop of an abbreviation behind it. */
NtSpan nt_resolve_span(const NtResolution *r, guint32 first, guint32 end, gboolean abbreviated);
/* Takes the words of `c` for it; candidates there that stand lose to it. */
void nt_resolve_claim(NtResolution *r, guint32 c, const char *reason);
