#include "options.h"

#include "base/error.h"

#include <string.h>

struct NtOptions {
  GHashTable *values; /* name → GPtrArray of char *, NULL-terminated */
};

static void free_values(gpointer values)
{
  g_ptr_array_unref(values);
}

NtOptions *nt_options_new(void)
{
  NtOptions *o = g_new0(NtOptions, 1);
  o->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_values);
  return o;
}

static GPtrArray *values_of(NtOptions *o, const char *name)
{
  GPtrArray *values = g_hash_table_lookup(o->values, name);
  if (!values) {
    values = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(values, NULL);
    g_hash_table_insert(o->values, g_strdup(name), values);
  }
  return values;
}

NtOptions *nt_options_copy(const NtOptions *o)
{
  NtOptions *copy = nt_options_new();
  GHashTableIter iter;
  gpointer name, values;
  g_hash_table_iter_init(&iter, o->values);
  while (g_hash_table_iter_next(&iter, &name, &values))
    for (char **value = (char **)((GPtrArray *)values)->pdata; *value; value++)
      g_ptr_array_insert(values_of(copy, name), -1 + (gint)values_of(copy, name)->len, g_strdup(*value));
  return copy;
}

void nt_options_free(NtOptions *o)
{
  if (!o)
    return;
  g_hash_table_unref(o->values);
  g_free(o);
}

static gboolean is_count(const char *value)
{
  return *value && strlen(value) < 19 && strspn(value, "0123456789") == strlen(value);
}

gboolean nt_options_set(NtOptions *o, const NtOption *row, const char *value, GError **error)
{
  if (row->kind == NT_OPTION_COUNT && !is_count(value)) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--%s needs a whole number, not \"%s\"", row->name, value);
    return FALSE;
  }
  GPtrArray *values = values_of(o, row->name);
  if (row->kind != NT_OPTION_TEXTS)
    g_ptr_array_set_size(values, 0);
  else
    g_ptr_array_set_size(values, (gint)values->len - 1);
  g_ptr_array_add(values, g_strdup(value));
  g_ptr_array_add(values, NULL);
  return TRUE;
}

const char *const *nt_options_texts(const NtOptions *o, const char *name)
{
  static const char *const none[] = {NULL};
  GPtrArray *values = g_hash_table_lookup(o->values, name);
  return values ? (const char *const *)values->pdata : none;
}

const char *nt_options_text(const NtOptions *o, const char *name)
{
  return nt_options_texts(o, name)[0];
}

gboolean nt_options_flag(const NtOptions *o, const char *name)
{
  const char *value = nt_options_text(o, name);
  return value && g_str_equal(value, "true");
}

guint64 nt_options_count(const NtOptions *o, const char *name, guint64 otherwise)
{
  const char *value = nt_options_text(o, name);
  return value ? g_ascii_strtoull(value, NULL, 10) : otherwise;
}
