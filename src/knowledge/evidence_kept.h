/* What evidence says of words and of the lists that hold them, added up once for as many articles as one thread tags. */
#pragma once

#include "evidence.h"

typedef struct NtEvidenceKept NtEvidenceKept;

NtEvidenceKept *nt_evidence_kept_new(const NtEvidenceSet *set);
void nt_evidence_kept_free(NtEvidenceKept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtEvidenceKept, nt_evidence_kept_free)

/* What all rows say of all lists that hold the words of a class of the image; never NULL, but perhaps of the arena. */
const NtWordSums *nt_evidence_kept_class(NtEvidenceKept *kept, guint32 class, NtArena *arena);
/* The same of a word, by its hash, and its class; */
const NtWordSums *nt_evidence_kept_word(NtEvidenceKept *kept, guint64 hash, guint32 class, NtArena *arena);
/* and with further lists that hold it by its exact letters. */
const NtWordSums *nt_evidence_kept_by_letters(NtEvidenceKept *kept, guint64 hash, const NtImageMembership *letters, guint n_letters, guint32 class, NtArena *arena);
/* Where a word will soon be asked for: brings it into the caches. */
void nt_evidence_kept_fetch(const NtEvidenceKept *kept, guint64 hash, guint32 class);
