/* One sentence, and what its words answer to the asks of rules: by themselves, or as the first of several. */
#pragma once

#include "knowledge/lexis.h"
#include "knowledge/rule.h"

/* Made once: which asks a name, a word list or a word answers. */
typedef struct {
  const NtImage *image;
  NtAskSet *class_bits;       /* of each class of words (nt_ask_bit) */
  guint32 *list_ask;          /* of each list: the number of the ask for it; G_MAXUINT32: none */
  guint32 type_ask[NT_N_TYPES], number_ask;
  guint32 *rule_ask;          /* of each rule */
  gboolean exact;             /* each ask has a bit of its own */
  NtAskSet sought;            /* the asks that sketches look for */
} NtAskTable;

void nt_ask_table_init(NtAskTable *table, const NtImage *image, const NtRules *rules);
void nt_ask_table_clear(NtAskTable *table);

/* A run of words that answers an ask. */
typedef struct {
  guint32 end, ask;
  gint32 next; /* of the same first word; -1 */
} NtAnswer;

typedef struct {
  const NtAskTable *table;
  NtArticle *article;
  NtArena *arena;               /* its scratch: everything here lives there */
  const NtLexis *lexis;
  NtStr text;                   /* of the article, as patterns read it: a space for a line end inside a paragraph */
  guint32 first, end;           /* tokens */
  gsize stop;                   /* the byte behind the sentence */
  NtZoneKind zone;              /* in which it begins */
  guint zones;                  /* bits: that one, and where it ends: a lead goes on behind its dateline */
  NtAskSet *bits;               /* of each token: perhaps it answers these */
  gint32 *at;                   /* of each token: its first answer of several words; -1 */
  NtAskSet all;                 /* what they answer together */
  NtChunks chunks;
  guint8 *chunk;                /* of each token: in which it begins */
  guint32 first_in[NT_N_CHUNKS]; /* the first token that begins in each … */
  guint64 begun;                /* … of these */
  NT_VEC(NtAnswer) answers;
  guint32 room;
  guint32 names_at, phrases_at; /* the first hits at or behind the sentence */
  guint32 cursor;               /* the token that was asked for last */
} NtSentence;

void nt_sentence_init(NtSentence *s, const NtAskTable *table, NtArticle *article, const NtLexis *lexis);
/* Sentences are visited in order. */
void nt_sentence_visit(NtSentence *s, guint32 number);
/* A rule found something: rules of later phases see it. `rule` is its number. */
void nt_sentence_add_hit(NtSentence *s, NtSpan span, NtType type, guint32 rule);
/* Whether a run of words that answers the ask stands from token `first` to `end` (0: to anywhere). */
gboolean nt_sentence_answers(const NtSentence *s, const NtRuleAsk *ask, guint32 first, guint32 end);
/* Whether a run that answers it goes from `first` beyond byte `at`. */
gboolean nt_sentence_goes_beyond(const NtSentence *s, const NtRuleAsk *ask, guint32 first, gsize at);
/* The token of the sentence that ends behind byte `at`; `end` where none does. Near the last question this is quick. */
guint32 nt_sentence_token(NtSentence *s, gsize at);
