/* Options as rows: one row makes the parsing, the help, the man page and the completion. A stage sees its options as a list
 * of names and values and knows nothing of a command line. */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

typedef enum {
  NT_OPTION_FLAG,  /* no value: "true" */
  NT_OPTION_TEXT,
  NT_OPTION_COUNT, /* a whole number */
  NT_OPTION_TEXTS, /* may be given several times */
} NtOptionKind;

typedef struct {
  const char *name; /* long, without dashes; a list of rows ends with NULL */
  char letter;      /* short, or 0 */
  NtOptionKind kind;
  const char *argument; /* what the value is called in the help: `FILE` */
  const char *fallback; /* the value where none is given, or NULL */
  const char *help;     /* one sentence, no full stop */
} NtOption;

typedef struct NtOptions NtOptions;

NtOptions *nt_options_new(void);
NtOptions *nt_options_copy(const NtOptions *options);
void nt_options_free(NtOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtOptions, nt_options_free)

/* Sets, or for NT_OPTION_TEXTS adds; FALSE where `value` is not of the row's kind. */
gboolean nt_options_set(NtOptions *options, const NtOption *row, const char *value, GError **error);

/* NULL where not set. Borrowed. */
const char *nt_options_text(const NtOptions *options, const char *name);
gboolean nt_options_flag(const NtOptions *options, const char *name);
guint64 nt_options_count(const NtOptions *options, const char *name, guint64 otherwise);
/* All values, NULL-terminated; never NULL. Borrowed. */
const char *const *nt_options_texts(const NtOptions *options, const char *name);

#pragma GCC visibility pop
