#include "sentence.h"

#define BEFORE 220u
#define BEHIND 180u

static gboolean ends_abbreviation(NtStr text, guint32 dot)
{
  static const char *const words[] = {"Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Sgt", "Prof", "Rev",
                                      "Capt", "Jr", "Sr", "Inc", "Corp", "Co", "Ltd", "No", "vs", "Jan", "Feb", "Aug", "Sept",
                                      "Oct", "Nov", "Dec"};
  guint32 start = dot;
  while (start && (g_ascii_isalnum(text.p[start - 1]) || (guchar)text.p[start - 1] >= 0x80))
    start--;
  NtStr word = {text.p + start, dot - start};
  if (word.n == 1 && g_ascii_isupper(word.p[0]))
    return TRUE; /* an initial, or the last letter of U.S. */
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (nt_str_is(word, words[i]))
      return TRUE;
  return FALSE;
}

/* The length of a quotation mark or bracket that closes a sentence at `i`; 0 where none stands. */
static guint32 closing_mark(NtStr text, guint32 i)
{
  if (i >= text.n)
    return 0;
  if (strchr("\"')]", text.p[i]))
    return 1;
  return text.n - i >= 3 && memcmp(text.p + i, "\xE2\x80", 2) == 0 && (text.p[i + 2] == '\x99' || text.p[i + 2] == '\x9D') ? 3 : 0;
}

/* Where the sentence that ends with the mark at `i` ends, its closing quotes included; 0 where no sentence ends there. */
static guint32 end_at(NtStr text, guint32 i)
{
  char c = text.p[i];
  if (c == '\n')
    return i + 1;
  if (c != '.' && c != '!' && c != '?')
    return 0;
  if (c == '.' && ends_abbreviation(text, i))
    return 0;
  guint32 end = i + 1, n;
  while ((n = closing_mark(text, end)))
    end += n;
  if (end < text.n && !g_ascii_isspace(text.p[end]))
    return 0;
  guint32 next = end;
  while (next < text.n && g_ascii_isspace(text.p[next]))
    next++;
  return next < text.n && g_ascii_islower(text.p[next]) ? 0 : end;
}

#define CLOSING 12u /* bytes of closing marks that are looked through */

gboolean nt_sentence_ends(NtStr text, guint32 at)
{
  for (guint32 i = at; i-- > 0 && at - i <= CLOSING;)
    if (text.p[i] == '.' || text.p[i] == '!' || text.p[i] == '?')
      return end_at(text, i) == at;
  return FALSE;
}

static NtSpan zone_around(const NtArticle *a, NtSpan span)
{
  for (guint i = 0; i < a->zones.n; i++)
    if (nt_span_covers(a->zones.v[i].span, span))
      return a->zones.v[i].span;
  return (NtSpan){0, (guint32)a->text.n};
}

void nt_sentence_around(const NtArticle *a, NtSpan span, GString *out)
{
  NtSpan zone = zone_around(a, span);
  guint32 floor = span.start - MIN(span.start - zone.start, BEFORE), ceiling = span.end + MIN(zone.end - span.end, BEHIND);
  guint32 start = floor, end = ceiling;
  gboolean cut_start = floor > zone.start, cut_end = ceiling < zone.end;
  for (guint32 i = span.start; i-- > floor;) {
    guint32 stop = end_at(a->text, i);
    if (stop && stop <= span.start) {
      start = stop;
      cut_start = FALSE;
      break;
    }
  }
  for (guint32 i = span.end ? span.end - 1 : 0; i < ceiling; i++) {
    guint32 stop = i >= span.start ? end_at(a->text, i) : 0;
    if (stop && stop >= span.end) {
      end = MIN(stop, zone.end);
      cut_end = FALSE;
      break;
    }
  }
  /* A cut falls between words, and never inside a character. */
  while (cut_start && start < span.start && !g_ascii_isspace(a->text.p[start]))
    start++;
  while (cut_end && end > span.end && !g_ascii_isspace(a->text.p[end]))
    end--;
  if (cut_start)
    g_string_append(out, "… ");
  gsize from = out->len;
  for (guint32 i = start; i < end; i++) {
    gboolean space = g_ascii_isspace(a->text.p[i]);
    if (!space)
      g_string_append_c(out, a->text.p[i]);
    else if (out->len > from && out->str[out->len - 1] != ' ')
      g_string_append_c(out, ' ');
  }
  while (out->len > from && out->str[out->len - 1] == ' ')
    g_string_truncate(out, out->len - 1);
  if (cut_end)
    g_string_append(out, " …");
}
