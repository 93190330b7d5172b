/* Makes an image: loaders put in what the files say, nt_build_finish lays it out. */
#pragma once

#include "base/yaml.h"
#include "image.h"

typedef struct NtBuild NtBuild;

NtBuild *nt_build_new(void);
/* A build that goes on where another ended: all that `base` holds is in it already, at the cost of a copy, and belongs to earlier folders.
 * Without `terms` those of topics are not: they are to be put in again, since their numbers hang on which topics there are. `base`
 * must outlive the build. */
NtBuild *nt_build_upon(const NtImage *base, gboolean terms);
void nt_build_free(NtBuild *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtBuild, nt_build_free)

/* The number of the file named so in messages. */
guint16 nt_build_file(NtBuild *build, NtStr name);
guint32 nt_build_string(NtBuild *build, NtStr text);

typedef struct {
  NtStr id, name;
  NtType type;
  guint32 line, column;
  guint16 file;
  NtStr facts[NT_N_FACTS]; /* p NULL where not given */
} NtBuildEntry;

/* Adds an entry, or replaces the one of that id that an earlier folder gave (`*other` is then the place of that, otherwise, and where
 * it stood in the base, cleared). Its number; G_MAXUINT32 where the same folder has the id already (`*other` is then the first one's place). */
guint32 nt_build_entry(NtBuild *build, const NtBuildEntry *entry, NtWhere *other);
/* Ids seen so far belong to earlier folders now. */
void nt_build_next_folder(NtBuild *build);
/* FALSE where no entry has the id. */
gboolean nt_build_remove(NtBuild *build, NtStr id);

typedef struct {
  NtStr text;
  NtCase policy;
  guint16 flags; /* NT_ALIAS_… */
  guint16 file;
  guint32 line;
  float weight;
  const NtStr *context, *not; /* words; `n` of each */
  guint n_context, n_not;
} NtBuildAlias;

typedef enum {
  NT_BUILD_NO,    /* the text holds no word, or more than NT_LIMIT_NAME_TOKENS */
  NT_BUILD_AGAIN, /* the entry has the same alias already */
  NT_BUILD_NEW,
} NtBuildOutcome;

NtBuildOutcome nt_build_alias(NtBuild *build, guint32 entry, const NtBuildAlias *alias);
guint32 nt_build_list(NtBuild *build, NtStr name);
gboolean nt_build_list_word(NtBuild *build, guint32 list, const NtBuildAlias *alias);
/* A term of a topic: found as names are, given back with its two numbers. */
gboolean nt_build_term(NtBuild *build, guint32 topic, guint32 term, const NtBuildAlias *alias);
/* A file that a stage reads itself: its tree (base/yaml_tree.h). */
void nt_build_source(NtBuild *build, NtSourceKind kind, guint16 file, guint folder, const NtYaml *root);

gboolean nt_build_has_source(const NtBuild *build, NtSourceKind kind);

/* What reading the sources needs of the image before that is made: its lists, files, sources and strings, as long as nothing more is
 * added. */
NtImage nt_build_view(NtBuild *build);
/* What the patterns of all rules were compiled to (rule_kept.h). */
void nt_build_rules(NtBuild *build, const GString *kept);
/* The image, to be freed with g_bytes_unref. `sources` is the hash of all that went in. */
GBytes *nt_build_finish(NtBuild *build, guint64 sources);
