/* Which topics an article gets, and of the others, what kept them away. */
#pragma once

#include "score.h"

typedef struct {
  NtTopicView view;
  NtTopicScorer scorer;
  double half;
  guint32 *asked; /* the topics that were scored, by number: of the others nothing is in the article */
  guint n_asked;
} NtLabelling;

/* Everything in the scratch of the article's arena; the room must outlive it. NT_ERROR_LIMIT where the text has too many hits. */
gboolean nt_labelling_init(NtLabelling *labelling, const NtTopicIndex *index, NtTopicRoom *room, NtArticle *article, GError **error);
/* Makes what is told of the topic whole: scores of those that could not reach their threshold are not worked out before. */
void nt_labelling_settle(NtLabelling *labelling, guint32 topic);
