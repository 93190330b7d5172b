#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex.h"

#include "error.h"
#include "limits.h"

#include <pcre2.h>
#include <pthread.h>

struct NtRegex {
  NtStr pattern;        /* of one that is read later; borrowed */
  guint32 options;
  pcre2_code *code;
  guint32 n_groups;
  pthread_mutex_t lock; /* for what is made later: several threads may come at once */
  gboolean read;        /* there is code, or it proved wrong */
  gboolean jit_tried, jit; /* there is JIT code */
  gboolean is_uncounted;   /* JIT code could try more ways through it than the limit of matches is told of */
};

struct NtRegexRoom {
  pcre2_match_data *data;
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
  gboolean jit;
  NtRegexAsk ask;
  gpointer ask_data;
};

#define MOST_NESTED 256u /* PCRE2 itself takes no more than 250 */

gsize nt_regex_behind_class(const char *p, gsize i, gsize end)
{
  i++;
  i += i < end && p[i] == '^';
  i += i < end && p[i] == ']';
  while (i < end && p[i] != ']') {
    if (p[i] == '\\')
      i++;
    else if (p[i] == '[' && i + 1 < end && strchr(":.=", p[i + 1]))
      while (i + 1 < end && !(strchr(":.=", p[i]) && p[i + 1] == ']'))
        i++;
    i++;
  }
  return MIN(i + 1, end);
}

/* In how many ways the groups that capture can be gone through by their alternatives. These alone are steps that JIT code takes without
 * counting a match; it counts those of `(?:` and of all that repeats. Of a pattern that compiles. */
static guint64 uncounted_ways(NtStr p)
{
  guint alternatives[MOST_NESTED] = {0};
  gboolean captures[MOST_NESTED] = {FALSE};
  guint depth = 0;
  guint64 ways = 1;
  for (gsize i = 0; i < p.n; i++)
    switch (p.p[i]) {
    case '\\':
      i++;
      break;
    case '[':
      i = nt_regex_behind_class(p.p, i, p.n) - 1;
      break;
    case '|':
      alternatives[depth]++;
      break;
    case '(': {
      const char *mark = i + 3 < p.n ? p.p + i + 1 : "";
      if (++depth >= MOST_NESTED)
        return G_MAXUINT64;
      alternatives[depth] = 1;
      captures[depth] = *mark != '*' && (*mark != '?' || mark[1] == 'P' || mark[1] == '\'' || (mark[1] == '<' && mark[2] != '=' && mark[2] != '!'));
      break;
    }
    case ')':
      if (!depth)
        return G_MAXUINT64;
      if (captures[depth] && ways < G_MAXUINT32)
        ways *= alternatives[depth];
      depth--;
      break;
    default:
      break;
    }
  return depth ? G_MAXUINT64 : ways;
}

/* ---- patterns ---- */

static guint32 options_of(guint flags)
{
  guint32 options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
  options |= flags & NT_REGEX_CASELESS ? PCRE2_CASELESS : 0;
  options |= flags & NT_REGEX_ANCHORED ? PCRE2_ANCHORED : 0;
  options |= flags & NT_REGEX_TRACED ? PCRE2_AUTO_CALLOUT : 0;
  return options;
}

static NtRegex *new_regex(guint n_groups, gboolean uncounted)
{
  NtRegex *regex = g_new0(NtRegex, 1);
  pthread_mutex_init(&regex->lock, NULL);
  regex->n_groups = n_groups;
  regex->is_uncounted = uncounted;
  return regex;
}

NtRegex *nt_regex_new(NtStr pattern, guint flags, gsize *error_at, GError **error)
{
  int code;
  PCRE2_SIZE at;
  pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options_of(flags), &code, &at, NULL);
  if (error_at)
    *error_at = compiled ? 0 : at;
  if (!compiled) {
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(code, message, sizeof message);
    g_set_error(error, NT_ERROR, NT_ERROR_KNOWLEDGE, "%s", (const char *)message);
    return NULL;
  }
  guint32 n_groups;
  pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &n_groups);
  if (n_groups > NT_REGEX_MOST_GROUPS) {
    pcre2_code_free(compiled);
    g_set_error(error, NT_ERROR, NT_ERROR_KNOWLEDGE, "more than %u groups in one pattern", NT_REGEX_MOST_GROUPS);
    return NULL;
  }
  NtRegex *regex = new_regex(n_groups, n_groups > 1 && uncounted_ways(pattern) > NT_LIMIT_REGEX_UNCOUNTED);
  regex->code = compiled;
  regex->read = TRUE;
  return regex;
}

NtRegex *nt_regex_new_later(NtStr pattern, guint flags, guint n_groups, gboolean uncounted)
{
  NtRegex *regex = new_regex(n_groups, uncounted);
  regex->pattern = pattern;
  regex->options = options_of(flags);
  return regex;
}

/* Reading a pattern and making JIT code takes time, and most patterns never run: start-up stays short. */
static void read_pattern(NtRegex *regex)
{
  int code;
  PCRE2_SIZE at;
  guint32 n_groups = G_MAXUINT32;
  regex->code = pcre2_compile((PCRE2_SPTR)regex->pattern.p, regex->pattern.n, regex->options, &code, &at, NULL);
  if (regex->code)
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &n_groups);
  if (n_groups != regex->n_groups) /* of a hostile image */
    g_clear_pointer(&regex->code, pcre2_code_free);
  __atomic_store_n(&regex->read, TRUE, __ATOMIC_RELEASE);
}

/* NULL where the pattern proved wrong. */
static const pcre2_code *code_of(const NtRegex *constant)
{
  NtRegex *regex = (NtRegex *)constant;
  if (__atomic_load_n(&regex->read, __ATOMIC_ACQUIRE))
    return regex->code;
  pthread_mutex_lock(&regex->lock);
  if (!regex->read)
    read_pattern(regex);
  pthread_mutex_unlock(&regex->lock);
  return regex->code;
}

void nt_regex_free(NtRegex *regex)
{
  if (!regex)
    return;
  pcre2_code_free(regex->code);
  pthread_mutex_destroy(&regex->lock);
  g_free(regex);
}

guint nt_regex_group_count(const NtRegex *regex)
{
  return regex->n_groups;
}

gboolean nt_regex_is_uncounted(const NtRegex *regex)
{
  return regex->is_uncounted;
}

guint nt_regex_group(const NtRegex *regex, const char *name)
{
  const pcre2_code *code = code_of(regex);
  int n = code ? pcre2_substring_number_from_name(code, (PCRE2_SPTR)name) : 0;
  return n > 0 ? (guint)n : 0;
}

/* 0 of a pattern that proved wrong. */
static guint32 number_of(const NtRegex *regex, guint32 what)
{
  guint32 number = 0;
  const pcre2_code *code = code_of(regex);
  if (code)
    pcre2_pattern_info(code, what, &number);
  return number;
}

gboolean nt_regex_lines_end_in_lf(void)
{
  guint32 newline = 0;
  pcre2_config(PCRE2_CONFIG_NEWLINE, &newline);
  return newline == PCRE2_NEWLINE_LF;
}

gboolean nt_regex_may_be_empty(const NtRegex *regex)
{
  return number_of(regex, PCRE2_INFO_MATCHEMPTY) != 0;
}

gboolean nt_regex_first_bytes(const NtRegex *regex, guint8 bytes[32])
{
  guint32 type = number_of(regex, PCRE2_INFO_FIRSTCODETYPE), first = number_of(regex, PCRE2_INFO_FIRSTCODEUNIT);
  const guint8 *map = NULL;
  if (code_of(regex))
    pcre2_pattern_info(code_of(regex), PCRE2_INFO_FIRSTBITMAP, &map);
  memset(bytes, 0, 32);
  if (type == 1) /* of a pattern in any case only one of the two is told */
    for (guint i = 0; i < 2; i++) {
      guint byte = i ? (guint8)g_ascii_toupper((char)first) : (guint8)g_ascii_tolower((char)first);
      bytes[byte / 8] |= (guint8)(1u << byte % 8);
    }
  else if (map)
    memcpy(bytes, map, 32);
  return type == 1 || map;
}

guint nt_regex_last_back_reference(const NtRegex *regex)
{
  return number_of(regex, PCRE2_INFO_BACKREFMAX);
}

guint nt_regex_names(const NtRegex *regex, guint n, const char **names, guint *numbers)
{
  guint32 count = number_of(regex, PCRE2_INFO_NAMECOUNT), size = number_of(regex, PCRE2_INFO_NAMEENTRYSIZE);
  PCRE2_SPTR table = NULL;
  if (count)
    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMETABLE, &table);
  for (guint i = 0; i < MIN(count, n); i++) {
    numbers[i] = (guint)table[i * size] << 8 | table[i * size + 1];
    names[i] = (const char *)table + i * size + 2;
  }
  return count;
}

static int ask_caller(pcre2_callout_block *block, void *data)
{
  NtRegexRoom *room = data;
  if (!room->ask)
    return 0;
  NtRegexCallout callout = {
    .number = block->callout_number,
    .at = block->current_position,
    .item = block->pattern_position,
    .item_end = block->pattern_position + block->next_item_length,
    .groups = block->offset_vector,
    .n_groups = block->capture_top,
  };
  return room->ask(&callout, room->ask_data) ? 0 : 1;
}

NtRegexRoom *nt_regex_room_new(gboolean jit)
{
  NtRegexRoom *room = g_new0(NtRegexRoom, 1);
  room->data = pcre2_match_data_create(NT_REGEX_MOST_GROUPS + 1, NULL);
  room->context = pcre2_match_context_create(NULL);
  room->jit = jit;
  if (jit) {
    room->stack = pcre2_jit_stack_create(32 << 10, NT_LIMIT_REGEX_STACK_BYTES, NULL);
    if (room->stack)
      pcre2_jit_stack_assign(room->context, NULL, room->stack);
  }
  pcre2_set_match_limit(room->context, NT_LIMIT_REGEX_MATCH);
  pcre2_set_depth_limit(room->context, NT_LIMIT_REGEX_DEPTH);
  pcre2_set_heap_limit(room->context, NT_LIMIT_REGEX_HEAP_KIB);
  pcre2_set_callout(room->context, ask_caller, room);
  return room;
}

void nt_regex_room_free(NtRegexRoom *room)
{
  if (!room)
    return;
  pcre2_match_data_free(room->data);
  pcre2_match_context_free(room->context);
  if (room->stack)
    pcre2_jit_stack_free(room->stack);
  g_free(room);
}

static gboolean has_jit(NtRegex *regex)
{
  if (__atomic_load_n(&regex->jit_tried, __ATOMIC_ACQUIRE))
    return regex->jit;
  pthread_mutex_lock(&regex->lock);
  if (!regex->jit_tried) {
    regex->jit = pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) == 0;
    __atomic_store_n(&regex->jit_tried, TRUE, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&regex->lock);
  return regex->jit;
}

NtRegexResult nt_regex_match(NtRegex *regex, NtRegexRoom *room, NtStr subject, gsize from, NtRegexAsk ask,
                             gpointer data, const gsize **groups)
{
  room->ask = ask;
  room->ask_data = data;
  PCRE2_SPTR p = (PCRE2_SPTR)subject.p;
  const pcre2_code *code = code_of(regex);
  if (!code)
    return NT_REGEX_NO;
  int rc = room->jit && !regex->is_uncounted && has_jit(regex)
             ? pcre2_jit_match(code, p, subject.n, from, 0, room->data, room->context)
             : pcre2_match(code, p, subject.n, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, room->data, room->context);
  if (rc == PCRE2_ERROR_NOMATCH)
    return NT_REGEX_NO;
  if (rc < 0)
    return NT_REGEX_LIMIT;
  PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(room->data);
  for (guint i = (guint)rc; i <= regex->n_groups; i++)
    ovector[2 * i] = ovector[2 * i + 1] = G_MAXSIZE;
  *groups = ovector;
  return NT_REGEX_YES;
}

char *nt_regex_version(void)
{
  char version[64] = "";
  pcre2_config(PCRE2_CONFIG_VERSION, version);
  return g_strdup(version);
}
