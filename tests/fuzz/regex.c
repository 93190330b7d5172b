/* A pattern and a subject, parted by a NUL: it compiles or says where not, and a match ends within its limits. */
#include "fuzz.h"

#include "base/regex.h"
#include "base/utf8.h"

static gboolean ask(const NtRegexCallout *callout, gpointer data)
{
  const NtStr *subject = data;
  fuzz_holds(callout->at <= subject->n);
  return callout->number % 2;
}

static void match(NtRegex *regex, gboolean jit, NtStr subject)
{
  g_autoptr(NtRegexRoom) room = nt_regex_room_new(jit);
  const gsize *groups;
  if (nt_regex_match(regex, room, subject, 0, ask, &subject, &groups) != NT_REGEX_YES)
    return;
  for (guint i = 0; i <= nt_regex_group_count(regex); i++)
    fuzz_holds(groups[2 * i] == G_MAXSIZE || (groups[2 * i] <= subject.n && groups[2 * i + 1] <= subject.n));
}

/* What is told of groups before a pattern is read is what it has. */
static void compare_later(const NtRegex *regex, NtStr pattern, guint flags)
{
  g_autoptr(NtRegex) later = nt_regex_new_later(pattern, flags, NULL, NULL);
  const char *a[64], *b[64];
  guint m[64], n[64], count = nt_regex_names(regex, 64, a, m);
  fuzz_holds(later && nt_regex_group_count(later) == nt_regex_group_count(regex) && nt_regex_names(later, 64, b, n) == count);
  for (guint i = 0; i < count; i++)
    fuzz_holds(m[i] == n[i] && g_str_equal(a[i], b[i]));
  fuzz_holds(nt_regex_may_be_empty(later) == nt_regex_may_be_empty(regex));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
  if (!nul)
    return 0;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtUtf8Repairs repairs;
  NtStr pattern = nt_str_n((const char *)data, (gsize)(nul - data));
  NtStr subject = nt_utf8_repair(arena, nt_str_n((const char *)nul + 1, size - pattern.n - 1), &repairs);
  g_autoptr(GError) error = NULL;
  gsize at;
  g_autoptr(NtRegex) regex = nt_regex_new(pattern, data[0] % 4, &at, &error);
  fuzz_holds(regex || (error && at <= pattern.n));
  if (!regex)
    return 0;
  compare_later(regex, pattern, data[0] % 4);
  match(regex, TRUE, subject);
  match(regex, FALSE, subject);
  return 0;
}
