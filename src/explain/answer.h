/* What is found out of one place of an article, before it is written for people or for programs. */
#pragma once

#include "article/article.h"
#include "knowledge/evidence.h"
#include "knowledge/lexis.h"
#include "knowledge/rule.h"

/* A name or a rule's hit that was proposed there. */
typedef struct {
  NtSpan span;
  NtType type;
  NtStr id, name; /* of the entry; p NULL for a rule's hit */
  NtStr rule;     /* p NULL for a name */
  NtWhere where;
  const NtVerdict *lost; /* NULL: it stands, or was passed over without a word */
} NtProposal;

/* Evidence that was weighed for a run of words. */
typedef struct {
  NtSpan span;
  const NtEvidenceRow **rows;
  guint n_rows;
  double sum[NT_N_WEIGHED];
} NtWeighing;

/* How far a rule came towards a name that begins there. */
typedef enum { NT_STOPPED_IN_PATTERN, NT_STOPPED_BESIDE, NT_STOPPED_BY_ZONE, NT_STOPPED_NOWHERE } NtStopped;
typedef struct {
  const NtRule *rule; /* NULL: none began a name there */
  NtStopped stopped;
  NtSpan taken;       /* of the text, by the pattern */
  NtStr item;         /* of the pattern, at which it stopped; or the side */
  NtStr has;          /* what the text has there; empty at the end of the sentence */
  NtRuleSide side;
  double share;       /* of the pattern that was passed */
} NtNearest;

typedef struct {
  NtArticle *article;
  guint32 shift;      /* where the article begins in the file's text, bytes */
  NtSpan span;        /* of the article */
  NtZoneKind zone;
  const NtEntity *entity; /* NULL: nothing is tagged there */
  const NtMention *mention;
  NT_VEC(NtProposal) proposals;
  NT_VEC(NtWeighing) weighings;
  NtNearest nearest;
} NtExplained;

/* What is known of `span`; `entity` and `mention`, or NULL. */
void nt_explained_find(const NtKnowledge *knowledge, NtArticle *article, NtSpan span, const NtEntity *entity, const NtMention *mention,
                       NtExplained *x);
/* nearest.c */
void nt_nearest_rule_find(const NtKnowledge *knowledge, NtArticle *article, NtSpan span, NtNearest *nearest);

void nt_explained_say(const NtExplained *x, const NtArticle *page, gboolean colour, GString *out);
void nt_explained_json(const NtExplained *x, const NtArticle *page, GString *out);
