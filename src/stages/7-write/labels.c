#include "labels.h"

const char *nt_label(NtLabelSet set, NtType type)
{
  static const char *const labels[NT_N_TYPES][NT_N_LABEL_SETS] = {
    [NT_TYPE_PERSON] = {"PERSON", "PER", "PERSON"},
    [NT_TYPE_PLACE] = {"PLACE", "LOC", "GPE"},
    [NT_TYPE_ORGANIZATION] = {"ORGANIZATION", "ORG", "ORG"},
    [NT_TYPE_GROUP] = {"GROUP", "MISC", "NORP"},
    [NT_TYPE_EVENT] = {"EVENT", "MISC", "EVENT"},
    [NT_TYPE_WORK] = {"WORK", "MISC", "WORK_OF_ART"},
    [NT_TYPE_PRODUCT] = {"PRODUCT", "MISC", "PRODUCT"},
  };
  return labels[type][set];
}
