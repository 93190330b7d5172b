/* The files of the knowledge folders, in the order in which they are read. */
#pragma once

#include "knowledge.h"

/* What lies in the folders of a knowledge folder. */
typedef enum { NT_FILE_GAZETTEER, NT_FILE_RULES, NT_FILE_TOPICS, NT_FILE_PAGES, NT_FILE_EVIDENCE } NtFileKind;

typedef struct {
  char *path, *shown; /* as the system and as messages name it */
  NtFileKind kind;
  guint folder;
  guint64 stamp; /* of its size and time */
} NtKnowledgeFile;

/* NtKnowledgeFile of all folders; NULL where one of them is no knowledge folder. */
GArray *nt_knowledge_files_list(const NtKnowledgePlaces *places, GError **error);
/* How many of the files, which are the first, are of the folder that comes with newstag. */
guint nt_knowledge_files_shipped(const NtKnowledgePlaces *places, const GArray *files);
/* Of the first `n`: another where one of them has changed. */
guint64 nt_knowledge_files_stamp(const GArray *files, guint n);
