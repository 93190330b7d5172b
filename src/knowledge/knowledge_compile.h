/* Files of knowledge become an image. */
#pragma once

#include "image.h"
#include "knowledge.h"

/* The files (NtKnowledgeFile) from `from` up to the `n`th, and before them what the base has, if there is one. */
GBytes *nt_knowledge_compile(const GArray *files, guint from, guint n, const NtImage *base, struct NtClaims *claims, NtDiagnostics *diagnostics);
