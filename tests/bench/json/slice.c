/* A slicer of valid JSON: strings are skipped, brackets are counted. What a program needs beside a library that gives no slices. */
#include "bench.h"

#include <string.h>

static const char *skip_space(const char *p)
{
  while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
    p++;
  return p;
}

/* From an opening quote to behind the closing one: the first that has an even number of backslashes before it. */
static const char *skip_string(const char *p, const char *end)
{
  for (const char *quote = p + 1; (quote = memchr(quote, '"', (size_t)(end - quote))); quote++) {
    const char *slash = quote;
    while (slash[-1] == '\\')
      slash--;
    if ((quote - slash) % 2 == 0)
      return quote + 1;
  }
  return end;
}

static const char *skip_value(const char *p, const char *end)
{
  if (*p == '"')
    return skip_string(p, end);
  size_t depth = 0;
  for (; p < end; p++) {
    switch (*p) {
    case '"': p = skip_string(p, end) - 1; break;
    case '{':
    case '[': depth++; break;
    case '}':
    case ']':
      if (depth == 0)
        return p;
      if (--depth == 0)
        return p + 1;
      break;
    case ',':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
      if (depth == 0)
        return p;
    }
  }
  return end;
}

bool slice_members(Slice line, Out *out)
{
  const char *end = line.p + line.n, *p = skip_space(line.p);
  if (*p != '{')
    return false;
  for (p = skip_space(p + 1); p < end && *p != '}'; p = skip_space(p)) {
    if (*p == ',')
      p = skip_space(p + 1);
    const char *key = p, *key_end = skip_string(p, end);
    const char *value = skip_space(skip_space(key_end) + 1);
    p = skip_value(value, end);
    out_member(out, (Slice){key, (size_t)(key_end - key)}, (Slice){value, (size_t)(p - value)});
  }
  out_end(out);
  return true;
}
