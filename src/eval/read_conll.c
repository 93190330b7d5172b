/* CoNLL 2003: a token a line, its tag in the last column (IOB1, IOB2 or BIOES), an empty line behind a sentence, `-DOCSTART-` before
 * a document. The text is made of the tokens: a space between two, a line end behind a sentence. A document is called by a comment
 * `# id = NAME` or `# newdoc id = NAME`, otherwise by its number, from 1. */
#include "readers.h"

typedef struct {
  NtEvalSet *set;
  const char *path;
  guint line, first_line;
  GString *text;
  char *name;
  guint number; /* of the document, from 1; 0 before the first */
  GArray *marks; /* Mark */
  gboolean open; /* the last mark goes on */
} Conll;

typedef struct {
  NtSpan span;
  char type[32];
} Mark;

static void end_document(Conll *c)
{
  if (!c->text->len)
    return;
  g_autofree char *number = g_strdup_printf("%u", ++c->number);
  NtEvalDocument *d = nt_eval_set_add(c->set, nt_str(c->name ? c->name : number), c->path, c->first_line);
  if (d) {
    d->text = nt_arena_str(c->set->arena, nt_str_n(c->text->str, c->text->len));
    for (guint i = 0; i < c->marks->len; i++) {
      const Mark *mark = &g_array_index(c->marks, Mark, i);
      nt_eval_mark(c->set, d, mark->span, nt_eval_type(c->set->arena, nt_str(mark->type)));
    }
  }
  g_clear_pointer(&c->name, g_free);
  g_string_truncate(c->text, 0);
  g_array_set_size(c->marks, 0);
  c->open = FALSE;
}

static void end_sentence(Conll *c)
{
  if (c->text->len)
    g_string_append_c(c->text, '\n');
  c->open = FALSE;
}

static gboolean goes_on(const Conll *c, char prefix, const char *type)
{
  if (!c->open || !strchr("IEL", prefix))
    return FALSE;
  return g_str_equal(g_array_index(c->marks, Mark, c->marks->len - 1).type, type);
}

static void add_token(Conll *c, const char *token, const char *tag)
{
  if (!c->text->len)
    c->first_line = c->line;
  else if (c->text->str[c->text->len - 1] != '\n')
    g_string_append_c(c->text, ' ');
  guint32 start = (guint32)c->text->len;
  g_string_append(c->text, token);
  guint32 end = (guint32)c->text->len;
  if (g_str_equal(tag, "O")) {
    c->open = FALSE;
    return;
  }
  if (!strchr("BIESUL", tag[0]) || tag[1] != '-' || !tag[2] || strlen(tag) > 30) {
    nt_eval_skip(c->set, c->path, c->line, "\"%s\" is no tag: O, B-TYPE or I-TYPE", tag);
    c->open = FALSE;
    return;
  }
  if (goes_on(c, tag[0], tag + 2)) {
    g_array_index(c->marks, Mark, c->marks->len - 1).span.end = end;
  } else {
    Mark mark = {.span = {start, end}};
    g_strlcpy(mark.type, tag + 2, sizeof mark.type);
    g_array_append_val(c->marks, mark);
  }
  c->open = !strchr("ESUL", tag[0]);
}

static void read_comment(Conll *c, const char *line)
{
  static const char *const heads[] = {"# id = ", "# newdoc id = "};
  for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
    if (g_str_has_prefix(line, heads[i])) {
      end_document(c);
      g_free(c->name);
      c->name = g_strdup(line + strlen(heads[i]));
    }
}

static void read_line(Conll *c, char *line)
{
  g_strchomp(line);
  if (!*line) {
    end_sentence(c);
    return;
  }
  if (g_str_has_prefix(line, "-DOCSTART-")) {
    end_document(c);
    return;
  }
  if (g_str_has_prefix(line, "# ") && !strpbrk(line + 2, "\t") && strstr(line, " = ")) {
    read_comment(c, line);
    return;
  }
  char *end = line + strcspn(line, " \t");
  char *tag = strrchr(line, '\t');
  char *space = strrchr(line, ' ');
  tag = space > tag ? space : tag;
  if (!tag || end == line) {
    nt_eval_skip(c->set, c->path, c->line, "a line needs a token and a tag");
    return;
  }
  *end = '\0';
  add_token(c, line, tag + 1);
}

gboolean nt_eval_read_conll(NtEvalSet *set, const char *path, GError **error)
{
  NtStr bytes;
  if (!nt_eval_read_file(set, path, &bytes, error))
    return FALSE;
  Conll c = {.set = set, .path = path, .text = g_string_new(NULL), .marks = g_array_new(FALSE, TRUE, sizeof(Mark))};
  g_auto(GStrv) lines = g_strsplit(bytes.p, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    c.line = i + 1;
    read_line(&c, lines[i]);
  }
  end_document(&c);
  g_free(c.name);
  g_string_free(c.text, TRUE);
  g_array_unref(c.marks);
  return TRUE;
}
