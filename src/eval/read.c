#include "eval.h"
#include "readers.h"

#include "base/error.h"

#include <stdio.h>

/* form, the endings it is known by, its reader. How to add one: a row, and a file beside this one. */
static const struct {
  const char *name;
  const char *endings[4];
  gboolean (*read)(NtEvalSet *, const char *, GError **);
} forms[] = {
  {"jsonl", {".jsonl", ".ndjson", ".json"}, nt_eval_read_lines},
  {"brat", {NULL}, nt_eval_read_brat},
  {"conll", {".conll", ".bio", ".iob"}, nt_eval_read_conll},
};

const char *const *nt_eval_forms(void)
{
  static const char *const names[] = {"jsonl", "brat", "conll", NULL};
  return names;
}

static guint form_of(const char *path, const char *form)
{
  if (!form && g_file_test(path, G_FILE_TEST_IS_DIR))
    form = "brat";
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    if (form && g_str_equal(form, forms[i].name))
      return i;
    for (const char *const *ending = forms[i].endings; !form && *ending; ending++)
      if (g_str_has_suffix(path, *ending))
        return i;
  }
  return form ? G_MAXUINT : 0;
}

gboolean nt_eval_read(NtEvalSet *set, const char *path, const char *form, GError **error)
{
  guint i = form_of(path, form);
  if (i == G_MAXUINT) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no form \"%s\" (jsonl, brat, conll)", form);
    return FALSE;
  }
  return forms[i].read(set, path, error);
}

static gboolean read_stream(FILE *in, GString *out)
{
  char buffer[65536];
  gsize n;
  while ((n = fread(buffer, 1, sizeof buffer, in)) > 0)
    g_string_append_len(out, buffer, (gssize)n);
  return !ferror(in);
}

gboolean nt_eval_read_file(NtEvalSet *set, const char *path, NtStr *bytes, GError **error)
{
  g_autoptr(GString) content = g_string_new(NULL);
  if (g_str_equal(path, "-")) {
    if (!read_stream(stdin, content)) {
      g_set_error(error, NT_ERROR, NT_ERROR_IO, "standard input cannot be read");
      return FALSE;
    }
  } else {
    g_autofree char *all = NULL;
    gsize n;
    g_autoptr(GError) failed = NULL;
    if (!g_file_get_contents(path, &all, &n, &failed)) {
      g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s", failed->message);
      return FALSE;
    }
    g_string_append_len(content, all, (gssize)n);
  }
  NtUtf8Repairs repairs;
  NtStr held = nt_arena_str(set->arena, nt_str_n(content->str, content->len));
  *bytes = nt_utf8_repair(set->arena, held, &repairs);
  return TRUE;
}
