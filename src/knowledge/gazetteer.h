/* Loads one gazetteer or word list file into an image that is being built. docs/formats/gazetteers.md is the format. */
#pragma once

#include "base/yaml.h"
#include "build.h"

/* `folder` is where a table named by `from:` is looked for, a path; `shown` the same folder as messages name it. */
typedef struct {
  NtBuild *build;
  NtArena *arena; /* scratch, reset by the caller */
  NtYamlContext context;
  const char *folder, *shown;
  struct NtClaims *claims; /* as in NtKnowledgePlaces */
} NtGazetteerLoad;

/* Every mistake becomes an error of the context; what is right is loaded all the same. */
void nt_gazetteer_load(NtGazetteerLoad *load, const NtYaml *root);
