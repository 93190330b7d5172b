#include "encoding.h"

#include "base/charset.h"
#include "base/detect.h"
#include "base/error.h"
#include "base/limits.h"
#include "weigh.h"

#define SAMPLE ((gsize)64 << 10)
#define UTF8 "utf-8"

struct NtEncodings {
  NtWeigh *weigh; /* made when first needed: it loads a table for each character set */
};

NtEncodings *nt_encodings_new(void)
{
  return g_new0(NtEncodings, 1);
}

void nt_encodings_free(NtEncodings *e)
{
  if (!e)
    return;
  nt_weigh_free(e->weigh);
  g_free(e);
}

/* ---- by marks and NULs ---- */

static const struct {
  NtStr mark;
  const char *name;
} marks[] = {
  {{"\xEF\xBB\xBF", 3}, UTF8},
  {{"\xFF\xFE\0\0", 4}, "utf-32le"}, /* before UTF-16, whose mark it begins with */
  {{"\0\0\xFE\xFF", 4}, "utf-32be"},
  {{"\xFF\xFE", 2}, "utf-16le"},
  {{"\xFE\xFF", 2}, "utf-16be"},
};

static const char *by_mark(NtStr bytes, gsize *mark)
{
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (bytes.n >= marks[i].mark.n && memcmp(bytes.p, marks[i].mark.p, marks[i].mark.n) == 0) {
      *mark = marks[i].mark.n;
      return marks[i].name;
    }
  *mark = 0;
  return NULL;
}

/* UTF-16 without a mark: in text of Latin letters nearly every second byte is NUL, and hardly any of the others. */
static const char *by_nuls(NtStr sample)
{
  gsize half = sample.n / 2, nuls[2] = {0, 0};
  for (gsize i = 0; i < half * 2; i++)
    nuls[i % 2] += sample.p[i] == 0;
  if (half < 2)
    return NULL;
  if (nuls[1] * 10 >= half * 7 && nuls[0] * 20 <= half)
    return "utf-16le";
  return nuls[0] * 10 >= half * 7 && nuls[1] * 20 <= half ? "utf-16be" : NULL;
}

/* ---- by validity ---- */

typedef struct {
  gsize nul, control;   /* bytes that no text has */
  gsize high;           /* bytes beyond ASCII */
  gsize letters;        /* of ASCII */
  gsize runs, bad;      /* of UTF-8: characters beyond ASCII, bytes that belong to none */
} Counts;

/* Control characters that texts have: tab, line ends, form feed, the old end of file, escape. */
#define BLANKS (1u << '\t' | 1u << '\n' | 1u << '\v' | 1u << '\f' | 1u << '\r' | 1u << 0x1A | 1u << 0x1B)

static gsize count_control(NtStr sample)
{
  gsize n = 0;
  for (gsize i = 0; i < sample.n; i++) {
    guchar byte = (guchar)sample.p[i];
    n += byte < 0x20 && !(BLANKS >> byte & 1);
  }
  return n;
}

static Counts count(NtStr sample)
{
  Counts c = {.control = count_control(sample)};
  for (gsize i = 0; i < sample.n; i++) {
    guchar byte = (guchar)sample.p[i];
    c.nul += byte == 0;
    c.high += byte >= 0x80;
    c.letters += g_ascii_isalpha(byte);
  }
  while (sample.n) {
    gsize good = nt_utf8_valid_prefix(sample.p, sample.n);
    for (gsize i = 0; i < good; i++)
      c.runs += (guchar)sample.p[i] >= 0xC0;
    c.bad += good < sample.n && (guchar)sample.p[good] >= 0x80;
    gsize step = MIN(good + 1, sample.n);
    sample = nt_str_n(sample.p + step, sample.n - step);
  }
  return c;
}

/* A character may be cut at the end of a sample. */
static NtStr without_tail(NtStr sample, gsize whole)
{
  for (guint i = 0; i < 3 && sample.n && sample.n < whole && (guchar)sample.p[sample.n - 1] >= 0x80; i++)
    sample.n--;
  return sample;
}

static gboolean is_binary(const Counts *c, gsize n)
{
  return c->nul * 100 > n || c->control * 33 > n;
}

/* ---- the decision ---- */

static const char *declared_name(NtArena *arena, NtStr declared)
{
  g_autofree char *name = declared.n && declared.n <= 40 ? g_ascii_strdown(declared.p, (gssize)declared.n) : NULL;
  if (!name || g_str_has_prefix(name, "utf-16") || g_str_has_prefix(name, "utf-32") || g_str_equal(name, UTF8))
    return NULL; /* by their bytes, they would be known by now */
  if (g_str_equal(name, "iso-8859-1") || g_str_equal(name, "us-ascii") || g_str_equal(name, "ascii") || g_str_equal(name, "latin1"))
    return "windows-1252"; /* as browsers read it */
  return nt_charset_is_known(name) ? nt_arena_dup(arena, name, strlen(name)) : NULL;
}

/* Another script than the Latin: most letters are beyond ASCII. */
static const char *by_detector(NtArena *arena, NtStr sample, const Counts *c)
{
  g_autofree char *name = c->high > c->letters ? nt_detect_charset(sample) : NULL;
  g_autofree char *lower = name ? g_ascii_strdown(name, -1) : NULL;
  return lower && nt_charset_is_known(lower) && !g_str_has_prefix(lower, "utf") ? nt_arena_dup(arena, lower, strlen(lower)) : NULL;
}

/* Windows-1252 is ISO-8859-1 with more signs; where none of them is there, both names are true and the plainer one is said. */
static const char *plainest(const char *name, NtStr bytes)
{
  gboolean turkish = g_str_equal(name, "windows-1254");
  if (!turkish && !g_str_equal(name, "windows-1252"))
    return name;
  for (gsize i = 0; i < bytes.n; i++)
    if ((guchar)bytes.p[i] >= 0x80 && (guchar)bytes.p[i] < 0xA0)
      return name;
  return turkish ? "iso-8859-9" : "iso-8859-1";
}

static const char *fail(GError **error)
{
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "not a text");
  return NULL;
}

/* Where the first bytes are ASCII, what tells may come late. */
static NtStr sample_of(NtStr bytes)
{
  gsize at = 0;
  if (bytes.n > SAMPLE && nt_utf8_is_ascii(bytes.p, SAMPLE)) {
    at = nt_utf8_valid_prefix(bytes.p, bytes.n);
    at = at == bytes.n || at < SAMPLE / 2 ? 0 : at - SAMPLE / 2;
  }
  return without_tail(nt_str_n(bytes.p + at, MIN(bytes.n - at, SAMPLE)), bytes.n - at);
}

const char *nt_encoding_of(NtEncodings *e, NtArena *arena, NtStr bytes, NtStr declared, gsize *mark, GError **error)
{
  const char *name = by_mark(bytes, mark);
  if (name)
    return name;
  NtStr sample = sample_of(bytes);
  if (nt_utf8_is_valid(bytes.p, bytes.n))
    return count_control(sample) * 33 > sample.n ? fail(error) : UTF8;
  Counts c = count(sample);
  if (c.nul && (name = by_nuls(sample)))
    return name;
  if (is_binary(&c, sample.n))
    return fail(error);
  if (!c.high || (c.runs && c.bad <= c.runs))
    return UTF8;
  if ((name = declared_name(arena, declared)) || (name = by_detector(arena, sample, &c)))
    return name;
  if (c.high > c.letters)
    return fail(error);
  if (!e->weigh)
    e->weigh = nt_weigh_new();
  return plainest(nt_weigh_charset(e->weigh, bytes), bytes);
}

/* ---- the text ---- */

typedef struct {
  gboolean mark, crlf;
  gsize invalid, nul;
} Repairs;

static void describe_count(GString *out, gsize n, const char *what, const char *many)
{
  if (n)
    g_string_append_printf(out, ", %" G_GSIZE_FORMAT " %s", n, n == 1 ? what : many);
}

static NtStr describe(NtArena *arena, const Repairs *r)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (r->mark)
    g_string_append(out, ", byte order mark taken off");
  describe_count(out, r->invalid, "invalid byte", "invalid bytes");
  describe_count(out, r->nul, "NUL", "NULs");
  if (r->crlf)
    g_string_append(out, ", CRLF line ends");
  return out->len ? nt_str(nt_arena_dup(arena, out->str + 2, out->len - 2)) : (NtStr){0};
}

gboolean nt_encoding_decode(NtEncodings *e, NtArena *arena, NtStr bytes, NtStr declared, NtDecoded *decoded, GError **error)
{
  gsize mark;
  Repairs repairs = {0};
  NtUtf8Repairs utf8;
  const char *name = nt_encoding_of(e, arena, bytes, declared, &mark, error);
  if (!name)
    return FALSE;
  NtStr text = nt_str_n(bytes.p + mark, bytes.n - mark);
  if (!g_str_equal(name, UTF8) && !nt_charset_convert(arena, name, text, &text, &repairs.invalid, error))
    return FALSE;
  text = nt_utf8_repair(arena, text, &utf8);
  repairs.mark = mark || utf8.bom;
  repairs.invalid += utf8.invalid_bytes;
  repairs.nul = utf8.nul_bytes;
  repairs.crlf = memmem(text.p, text.n, "\r\n", 2) != NULL;
  if (text.n > NT_LIMIT_TEXT_BYTES) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "the text has more than %u bytes", NT_LIMIT_TEXT_BYTES);
    return FALSE;
  }
  *decoded = (NtDecoded){text, name, describe(arena, &repairs)};
  return TRUE;
}
