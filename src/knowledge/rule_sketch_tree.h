/* A sketch while its pattern is read: a tree of parts, each of which is a number. */
#pragma once

#include "rule_sketch.h"

typedef struct NtSketchTree NtSketchTree;
#define NT_SKETCH_NOTHING 0u /* of which nothing is known but that it has no ASCII white space */
#define NT_SKETCH_EVER G_MAXUINT8

NtSketchTree *nt_sketch_tree_new(void);
void nt_sketch_tree_free(NtSketchTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtSketchTree, nt_sketch_tree_free)

guint32 nt_sketch_holds(guint what);
/* Something that answers the ask of that bit. */
guint32 nt_sketch_ask(guint bit);
/* One character of ASCII white space; one that may be that; any text. */
guint32 nt_sketch_space(void);
guint32 nt_sketch_perhaps_space(void);
guint32 nt_sketch_any_text(void);
guint32 nt_sketch_then(NtSketchTree *tree, guint32 part, guint32 next);
guint32 nt_sketch_either(NtSketchTree *tree, guint32 part, guint32 other);
/* At most so often, NT_SKETCH_EVER without an end. */
guint32 nt_sketch_repeat(NtSketchTree *tree, guint32 part, gboolean optional, guint most);
/* It must follow and is not taken. */
guint32 nt_sketch_ahead(NtSketchTree *tree, guint32 part);

/* Into how many further chunks the part may go on at most; NT_SKETCH_EVER: into any. */
guint nt_sketch_most_moves(const NtSketchTree *tree, guint32 part);
/* NULL: nothing is known. */
NtSketchStep *nt_sketch_compile(const NtSketchTree *tree, guint32 part, NtArena *arena);
