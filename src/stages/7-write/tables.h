/* The tables that people open in a spreadsheet: which there are, their columns, and the rows that an article becomes.
 * docs/formats/tables.md says what the columns mean. */
#pragma once

#include "article/article.h"

typedef enum { NT_TABLE_MENTIONS, NT_TABLE_ENTITIES, NT_TABLE_ARTICLES, NT_TABLE_TOPICS, NT_N_TABLES } NtTableKind;

typedef enum {
  NT_COLUMN_TEXT,
  NT_COLUMN_NUMBER,
  NT_COLUMN_ARTICLE, /* text that leads to the article's row, where a format can */
  NT_COLUMN_ENTITY,  /* an entity's id; Wikidata's lead to their page */
  NT_COLUMN_IPTC,    /* a Media Topic's code; leads to its page */
} NtColumnKind;

typedef struct {
  const char *name;
  NtColumnKind kind;
  guint width; /* in characters, as a spreadsheet shows it */
} NtColumn;

typedef struct {
  const char *name;  /* `mentions` */
  const char *title; /* `Mentions` */
  const NtColumn *columns;
  guint n_columns;
} NtTableShape;

const NtTableShape *nt_table_shape(NtTableKind kind);
gboolean nt_table_from(const char *name, NtTableKind *kind);
/* All names, for a message. */
#define NT_TABLE_NAMES "mentions, entities, articles, topics"

/* What takes the cells: first `row`, then one `text` or `number` a column, from left to right. Texts are valid until the call
 * returns. */
typedef struct NtCells NtCells;
struct NtCells {
  void (*row)(NtCells *cells, NtTableKind table);
  void (*text)(NtCells *cells, NtStr text);
  void (*number)(NtCells *cells, double number);
};

/* All rows of one table that the article becomes. */
void nt_table_rows(NtTableKind kind, NtArticle *article, NtCells *cells);

/* The layers that tables are made of. */
#define NT_TABLE_LAYERS                                                                                                   \
  (NT_LAYER(SOURCE) | NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META) | NT_LAYER(ENTITIES) | NT_LAYER(TOPICS) | NT_LAYER(ERROR))
