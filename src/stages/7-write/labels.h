/* What other programs call the types. */
#pragma once

#include "article/types.h"

typedef enum {
  NT_LABELS_PLAIN,     /* PERSON PLACE ORGANIZATION GROUP EVENT WORK PRODUCT */
  NT_LABELS_CONLL,     /* of CoNLL-2003: PER LOC ORG MISC */
  NT_LABELS_ONTONOTES, /* of spaCy's models: PERSON GPE ORG NORP EVENT WORK_OF_ART PRODUCT */
  NT_N_LABEL_SETS
} NtLabelSet;

const char *nt_label(NtLabelSet set, NtType type);
