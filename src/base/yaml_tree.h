/* A YAML tree as bytes, so that what was read once need not be parsed again: reading it back costs a small part of parsing. */
#pragma once

#include "yaml.h"

/* Appends the tree to `out`. */
void nt_yaml_put_tree(const NtYaml *root, GString *out);
/* The tree that these bytes hold, in `arena`; its texts are slices of `bytes`. NULL where they hold none: every length, every
 * count and every text is looked at. */
NtYaml *nt_yaml_take_tree(NtArena *arena, NtStr bytes);
