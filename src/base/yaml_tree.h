/* A YAML tree as bytes, so that what was read once need not be parsed again: reading it back costs a small part of parsing. */
#pragma once

#include "yaml.h"

/* Appends the tree to `out`. */
void nt_yaml_put_tree(const NtYaml *root, GString *out);
/* The tree that these bytes hold, in `arena`; its texts are slices of `bytes`. NULL where they hold none: every length, every
 * count and every text is looked at; of `known` bytes, which were looked at before, not the letters of texts. */
NtYaml *nt_yaml_take_tree(NtArena *arena, NtStr bytes, gboolean known);
