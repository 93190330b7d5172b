/* The image as text. */
#include "check.h"

#include "article/types.h"
#include "knowledge/image.h"
#include "knowledge/knowledge.h"
#include "knowledge/rule.h"
#include "knowledge/topic.h"

char *nt_knowledge_describe(const NtKnowledge *knowledge)
{
  const NtImage *image = nt_knowledge_image(knowledge);
  const char *path = nt_knowledge_path(knowledge);
  guint rules, topics;
  nt_rules_list(nt_knowledge_rules(knowledge), &rules);
  nt_topics_list(nt_knowledge_topics(knowledge), &topics);
  return g_strdup_printf("image: %s\nbytes: %" G_GSIZE_FORMAT "\nversion: %u\nfiles: %u\nentries: %u\nnames, phrases and terms: %u\n"
                         "word lists: %u\nrules: %u\ntopics: %u\n",
                         path ? path : "in memory", image->size, image->header->version, image->n_FILES, image->n_ENTRIES,
                         image->n_ALIASES, image->n_LISTS, rules, topics);
}

static void put_flags(GString *out, guint flags)
{
  static const struct {
    guint flag;
    const char *word;
  } words[] = {
    {NT_ALIAS_IS_NAME, "name"},  {NT_ALIAS_AMBIGUOUS, "ambiguous"},  {NT_ALIAS_NEEDS_FULL_NAME, "needs-full-name"},
    {NT_ALIAS_NEEDS_COUNTRY, "needs-country"}, {NT_ALIAS_HAS_WORDS, "guarded"}, {NT_ALIAS_MADE, "made"},
  };
  gboolean any = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (flags & words[i].flag) {
      g_string_append_printf(out, "%s%s", any ? "," : "", words[i].word);
      any = TRUE;
    }
}

static void put_alias(const NtImage *image, guint32 i, GString *out)
{
  static const char *const kinds[] = {"name", "phrase", "term"}, *const cases[] = {"title", "exact", "upper", "fold"};
  const NtImageAlias *alias = &image->ALIASES[i];
  const NtImageManner *m = nt_image_manner(image, i);
  NtWhere where = nt_image_alias_where(image, i);
  g_string_append_printf(out, "%s\t%s\t", kinds[m->kind], nt_image_string(image, alias->text).p);
  if (m->kind == NT_ALIAS_NAME)
    g_string_append_printf(out, "%s\t%s", nt_image_id(image, alias->owner).p,
                           nt_type_word((NtType)image->ENTRIES[alias->owner].type));
  else if (m->kind == NT_ALIAS_PHRASE)
    g_string_append_printf(out, "%s\t", nt_image_string(image, image->LISTS[alias->owner].name).p);
  else
    g_string_append_printf(out, "%u:%u\t", image->TERMS[alias->owner].topic, image->TERMS[alias->owner].term);
  g_string_append_printf(out, "\t%s\t%g\t", cases[m->policy], (double)m->weight);
  put_flags(out, m->flags);
  g_string_append_printf(out, "\t%s:%u\n", where.file.p, where.line);
}

gboolean nt_knowledge_dump(const NtKnowledge *knowledge, gboolean (*put)(const char *bytes, gsize n, gpointer data), gpointer data)
{
  const NtImage *image = nt_knowledge_image(knowledge);
  g_autoptr(GString) out = g_string_new("kind\ttext\towner\ttype\tcase\tweight\tflags\twhere\n");
  for (guint32 i = 0; i < image->n_ALIASES; i++) {
    put_alias(image, i, out);
    if (out->len < 1 << 16)
      continue;
    if (!put(out->str, out->len, data))
      return FALSE;
    g_string_truncate(out, 0);
  }
  return put(out->str, out->len, data);
}
