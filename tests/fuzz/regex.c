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

static NtRegexResult match(NtRegex *regex, gboolean jit, NtStr subject)
{
  g_autoptr(NtRegexRoom) room = nt_regex_room_new(jit);
  const gsize *groups;
  NtRegexResult result = nt_regex_match(regex, room, subject, 0, ask, &subject, &groups);
  for (guint i = 0; result == NT_REGEX_YES && i <= nt_regex_group_count(regex); i++)
    fuzz_holds(groups[2 * i] == G_MAXSIZE || (groups[2 * i] <= subject.n && groups[2 * i + 1] <= subject.n));
  return result;
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
  g_autoptr(NtRegex) later = nt_regex_new_later(pattern, data[0] % 4, nt_regex_group_count(regex), nt_regex_is_uncounted(regex));
  fuzz_holds(match(regex, TRUE, subject) == match(later, TRUE, subject));
  match(regex, FALSE, subject);
  return 0;
}
