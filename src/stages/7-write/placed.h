/* The mentions of all entities of an article as one list, by place in the text. */
#pragma once

#include "article/article.h"

typedef struct {
  const NtEntity *entity;
  const NtMention *mention;
} NtPlaced;

typedef struct {
  NtPlaced *v; /* in the article's arena */
  guint n;
} NtPlacedList;

NtPlacedList nt_placed_all(NtArticle *article);
/* Without those that are empty or overlap one that begins before them (or at the same place and is longer): for formats in which
 * a word has one label. */
NtPlacedList nt_placed_apart(NtArticle *article);
