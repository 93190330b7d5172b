/* What the files of the spreading pass share: forms, the words by which the article may call what it has named in full. */
#pragma once

#include "candidate.h"

typedef struct {
  guint64 run;    /* its words: nt_tokens_step hash */
  guint32 n_tokens, of; /* candidate whose form it is */
  guint32 at;     /* the first token of that */
  gboolean shortens; /* its name is longer than the form */
  gboolean sure;  /* may overrule a single word that stands */
  gboolean town;  /* the name opens with a town's, and this is that */
  const char *why;
} NtForm;

/* All forms of one run that count, by place; `cursor` is the last that was named before the words at hand. */
typedef struct {
  guint32 first, end, cursor;
  enum { NT_FORM_NOT_ASKED, NT_FORM_A_PLACE, NT_FORM_NO_PLACE } meant; /* whether the article uses the word as a place's name somewhere */
} NtFormGroup;

typedef struct {
  NtResolution *r;
  NT_VEC(NtForm) forms; /* after nt_forms_index: by run, those that shorten first, then by place */
  NT_VEC(NtFormGroup) groups;
  guint32 *by_run;     /* by the run's hash, open addressing: its group + 1 */
  guint64 mask;
  guint32 longest;     /* words of a form */
  guint64 first_words[64]; /* a bit for each hash of a first word: most words begin no form */
} NtSpread;

/* forms.c: finds the forms of all that stands. */
void nt_forms_find(NtSpread *s);

/* form_index.c: groups them by run. */
void nt_forms_index(NtSpread *s);
/* The group + 1 of the run; 0 for none. */
guint32 nt_forms_group_of(const NtSpread *s, guint64 run);
/* The form that was last named before token `at`; where none was, the first. Words are asked for from left to right. */
const NtForm *nt_forms_nearest(NtSpread *s, guint32 group, guint32 at);
/* Whether the form is the name of a candidate that begins at `first`, and of no other. */
gboolean nt_forms_are_only_at(const NtSpread *s, guint32 group, guint32 first);

/* overrule.c: whether the words are free for the form, or what stands there gives way to it. */
gboolean nt_form_may_take(NtSpread *s, guint32 group, guint32 first, guint32 end, const NtForm *form);
