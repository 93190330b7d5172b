/* What files of knowledge claim of themselves and only `check` asks about: kept while loading, if somebody wants it. */
#pragma once

#include "base/str.h"
#include "base/yaml.h"

typedef struct {
  NtStr file, table;    /* the YAML, and the table that it names; table.p NULL for none */
  NtStr text;           /* a sentence, names in brackets */
  gboolean match;       /* `match:`, otherwise `no:` */
  guint line, column;
} NtClaim;

/* A file says that it gives words of that list. */
typedef struct {
  NtStr name, file;
  guint line, column;
} NtClaimedList;

typedef struct NtClaims NtClaims;

NtClaims *nt_claims_new(void);
void nt_claims_free(NtClaims *claims);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtClaims, nt_claims_free)

/* Takes a gazetteer's `tests:` in. Mistakes become errors of the context. */
void nt_claims_add(NtClaims *claims, const NtYaml *root, const NtYamlContext *context, const char *table);
const NtClaim *nt_claims_list(const NtClaims *claims, guint *n);
/* Takes its `list:` in, if it has one. */
void nt_claims_add_list(NtClaims *claims, const NtYaml *root, const NtYamlContext *context);
const NtClaimedList *nt_claims_lists(const NtClaims *claims, guint *n);
