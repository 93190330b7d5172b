#include "diagnostics.h"

#include "json.h"

static const char *const words[] = {
#define X(code, word) word,
  NT_SEVERITIES(X)
#undef X
};

static void put_text(GString *out, const NtDiagnostic *d)
{
  g_string_append(out, d->file);
  if (d->line)
    g_string_append_printf(out, ":%u:%u", d->line, d->column);
  g_string_append_printf(out, ": %s: %s\n", words[d->severity], d->message);
}

static void put_member(GString *out, const char *key, const char *value)
{
  g_string_append_printf(out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",", key);
  nt_json_put_string(out, nt_str(value));
}

/* One object a line. */
static void put_json(GString *out, const NtDiagnostic *d)
{
  g_string_append_c(out, '{');
  put_member(out, "file", d->file);
  g_string_append_printf(out, ",\"line\":%u,\"column\":%u", d->line, d->column);
  put_member(out, "severity", words[d->severity]);
  put_member(out, "code", d->code);
  put_member(out, "message", d->message);
  g_string_append(out, "}\n");
}

/* Workflow commands: `::error file=…,line=…,col=…,title=…::message`, with what parts them escaped. */
static void put_escaped(GString *out, const char *text, gboolean property)
{
  for (; *text; text++)
    if (*text == '%' || *text == '\r' || *text == '\n' || (property && (*text == ':' || *text == ',')))
      g_string_append_printf(out, "%%%02X", (guchar)*text);
    else
      g_string_append_c(out, *text);
}

static void put_github(GString *out, const NtDiagnostic *d)
{
  static const char *const commands[] = {
    [NT_SEVERITY_ERROR] = "error", [NT_SEVERITY_WARNING] = "warning", [NT_SEVERITY_NOTE] = "notice"};
  g_string_append_printf(out, "::%s file=", commands[d->severity]);
  put_escaped(out, d->file, TRUE);
  if (d->line)
    g_string_append_printf(out, ",line=%u,col=%u", d->line, d->column);
  g_string_append(out, ",title=");
  put_escaped(out, d->code, TRUE);
  g_string_append(out, "::");
  put_escaped(out, d->message, FALSE);
  g_string_append_c(out, '\n');
}

static void put_sarif(GString *out, const NtDiagnostic *d)
{
  g_string_append_c(out, '{');
  put_member(out, "ruleId", d->code);
  put_member(out, "level", words[d->severity]);
  g_string_append(out, ",\"message\":{");
  put_member(out, "text", d->message);
  g_string_append(out, "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{");
  put_member(out, "uri", d->file);
  g_string_append_c(out, '}');
  if (d->line)
    g_string_append_printf(out, ",\"region\":{\"startLine\":%u,\"startColumn\":%u}", d->line, MAX(d->column, 1));
  g_string_append(out, "}}]}");
}

static void put_all_sarif(GString *out, const NtDiagnostic *list, guint n)
{
  g_string_append(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{"
                       "\"driver\":{\"name\":\"newstag\"}},\"results\":[");
  for (guint i = 0; i < n; i++) {
    if (i)
      g_string_append_c(out, ',');
    put_sarif(out, &list[i]);
  }
  g_string_append(out, "]}]}\n");
}

static const struct {
  const char *name;
  void (*put)(GString *out, const NtDiagnostic *d);
} formats[] = {{"text", put_text}, {"json", put_json}, {"github", put_github}, {"sarif", NULL}};

gboolean nt_diagnostics_write(NtDiagnostics *diagnostics, const char *format, GString *out)
{
  guint n;
  const NtDiagnostic *list = nt_diagnostics_sorted(diagnostics, &n);
  for (guint f = 0; f < G_N_ELEMENTS(formats); f++) {
    if (!g_str_equal(formats[f].name, format))
      continue;
    if (!formats[f].put)
      put_all_sarif(out, list, n);
    for (guint i = 0; formats[f].put && i < n; i++)
      formats[f].put(out, &list[i]);
    return TRUE;
  }
  return FALSE;
}

char *nt_diagnostics_text(NtDiagnostics *diagnostics)
{
  GString *out = g_string_new(NULL);
  nt_diagnostics_write(diagnostics, "text", out);
  return g_string_free(out, FALSE);
}
