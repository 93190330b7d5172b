/* Which topics an article gets, and of the others, what kept them away. */
#pragma once

#include "score.h"

typedef enum {
  NT_FATE_STANDS,
  NT_FATE_LIFTED,   /* by a narrower topic, or one that implies it */
  NT_FATE_LOW,      /* its score is below its threshold */
  NT_FATE_NOT,      /* a condition of its `not` holds */
  NT_FATE_EXCLUDED, /* by another topic */
  NT_FATE_WEAK,     /* beside the strongest of those that have `beside` */
} NtTopicFate;

typedef struct {
  NtTopicFate fate;
  guint32 by;       /* the other topic of LIFTED, EXCLUDED, WEAK */
  double own;       /* score of its own points */
  double score;     /* what it is shown with */
  guint32 shows;    /* the topic whose evidence it shows: itself, or where it has none, the one that lifted it */
} NtTopicStanding;

typedef struct {
  NtTopicView view;
  NtTopicScorer scorer;
  double half;
  NtTopicStanding *standings; /* by topic */
  guint32 *asked;             /* the topics that were scored, by number: of the others nothing is in the article */
  guint n_asked;
} NtLabelling;

/* Everything in the article's arena; the room must outlive it. NT_ERROR_LIMIT where the text has too many hits. */
gboolean nt_labelling_init(NtLabelling *labelling, const NtTopicIndex *index, NtTopicRoom *room, NtArticle *article, GError **error);
