#include "commands.h"

#include <string.h>

static const NtOption knowledge_options[] = {
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "add a knowledge folder; may be given several times, later ones win"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {"image", 0, NT_OPTION_TEXT, "FILE", NULL, "use the compiled knowledge in FILE (`newstag compile -o FILE`) and no other"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption pipe_options[] = {
  {"threads", 'j', NT_OPTION_COUNT, "N", NULL, "work with N threads (default: one for each processor)"},
  {"sandbox", 0, NT_OPTION_TEXT, "WHEN", NULL,
   "shut the process in once the knowledge is read, so that no text can make it write elsewhere, start a program or open a connection: "
   "auto (default, where the kernel can), must or off"},
  {"quiet", 'q', NT_OPTION_FLAG, NULL, NULL, "say nothing of articles that were skipped; the exit status still does"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption output_options[] = {
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "write to FILE; its ending tells the format. Default: standard output"},
  {"to", 't', NT_OPTION_TEXT, "FORMAT", NULL, "the format, see below (default: by the ending, or jsonl)"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption run_options[] = {
  {"progress", 0, NT_OPTION_COUNT, "SECONDS", NULL,
   "say how far the run is every SECONDS, in plain lines; default, where output goes to a file: all the time on a terminal, every 30 "
   "seconds elsewhere"},
  {"incremental", 0, NT_OPTION_TEXT, "STATE", NULL,
   "keep in the file STATE what was found, and do only what is new or changed since the last run with it; the output is that of a full run"},
  {"resume", 0, NT_OPTION_FLAG, NULL, NULL,
   "keep what is done beside the output until the run is through; after a stop, the same command goes on from there"},
  {"shard", 0, NT_OPTION_COUNT, "N", NULL, "write N articles a file; FILE has a place for its number, as in out-%05d.ndjson"},
  {"split-output", 0, NT_OPTION_TEXT, "DIR", NULL, "write a file an article into the folder DIR, named by the article's id (format: --to)"},
  {"summary", 0, NT_OPTION_FLAG, NULL, NULL, "at the end, say what was done and what it took: counts, stages, slowest articles, limits hit"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption tag_options[] = {
  {"split", 0, NT_OPTION_FLAG, NULL, NULL, "cut a page into its articles instead of marking its zones: several lines out for one"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption split_options[] = {
  {"show", 0, NT_OPTION_FLAG, NULL, NULL, "print each line with its zone in the margin instead of NDJSON; in colours on a terminal, but where NO_COLOR is set"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption compile_options[] = {
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "add a knowledge folder; may be given several times, later ones win"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {"dump", 0, NT_OPTION_FLAG, NULL, NULL, "print the image as text: a line for each name, phrase and term, tab-separated"},
  {"image", 0, NT_OPTION_TEXT, "FILE", NULL, "show the compiled knowledge in FILE instead"},
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "write the compiled knowledge to FILE, for --image on machines that have nothing else"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption import_options[] = {
  {"from", 0, NT_OPTION_TEXT, "FORM", NULL, "the form of the files (default: by their endings)"},
  {"type", 0, NT_OPTION_TEXT, "TYPE", NULL, "the type of names that bring none: person, place, organization, …"},
  {"source", 0, NT_OPTION_TEXT, "TEXT", NULL, "where the names come from, for the head of the file"},
  {"licence", 0, NT_OPTION_TEXT, "TEXT", NULL, "on what terms, for the head of the file"},
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "write to FILE. Default: standard output"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption suggest_options[] = {
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "add a knowledge folder; may be given several times, later ones win"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {"topics", 0, NT_OPTION_TEXT, "MAP", NULL, "instead of names: evidence for topics, from articles with labels; MAP has their topics"},
  {"least", 0, NT_OPTION_COUNT, "N", NULL, "only what stands in at least N articles (default: 2; with --topics 3, of the topic)"},
  {"most", 0, NT_OPTION_COUNT, "N", NULL, "with --topics: at most N for a topic (default: 30)"},
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "write to FILE. Default: standard output"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption check_options[] = {
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "add a knowledge folder; may be given several times, later ones win"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {"to", 't', NT_OPTION_TEXT, "FORMAT", NULL, "how findings are written: text, json (an object a line), github or sarif"},
  {"fix", 0, NT_OPTION_FLAG, NULL, NULL, "take lines away that do nothing: an alias twice, one that another covers"},
  {"against", 0, NT_OPTION_TEXT, "PATH", NULL, "instead: a table of how often each name, rule, topic and word of it stood and lost here"},
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "with --against: write the table to FILE. Default: standard output"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption diff_options[] = {
  {"articles", 0, NT_OPTION_TEXTS, "PATH", NULL, "tag these articles with both knowledge folders; may be given several times"},
  {"to", 't', NT_OPTION_TEXT, "FORMAT", NULL, "how differences are written: text, or json (an object a line)"},
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "write to FILE. Default: standard output"},
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "with --articles: a knowledge folder that both sides have; may be given several times"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption eval_options[] = {
  {"run", 0, NT_OPTION_FLAG, NULL, NULL, "tag the texts of gold first, instead of reading tags"},
  {"types", 0, NT_OPTION_TEXT, "LIST", NULL, "score these types (default: person,place,organization)"},
  {"by", 0, NT_OPTION_TEXTS, "WHAT", NULL, "also show right and wrong by zone, list, rule or topic; may be given several times"},
  {"errors", 0, NT_OPTION_TEXT, "FILE", NULL, "write a table of the mistakes, each with its sentence and why; the ending tells csv, tsv or xlsx"},
  {"part", 0, NT_OPTION_TEXT, "PART", NULL, "only the documents that may be looked at (seen), or the third that is kept aside (aside)"},
  {"resamples", 0, NT_OPTION_COUNT, "N", NULL, "draw the documents anew N times for the confidence intervals (default: 1000; 0: none)"},
  {"gold-form", 0, NT_OPTION_TEXT, "FORM", NULL, "the form of gold: jsonl, brat or conll (default: by its look)"},
  {"tags-form", 0, NT_OPTION_TEXT, "FORM", NULL, "the form of the tags, likewise"},
  {"to", 't', NT_OPTION_TEXT, "FORMAT", NULL, "how scores are written: text or json"},
  {"output", 'o', NT_OPTION_TEXT, "FILE", NULL, "write to FILE. Default: standard output"},
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "add a knowledge folder; may be given several times, later ones win"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption explain_options[] = {
  {"knowledge", 'k', NT_OPTION_TEXTS, "DIR", NULL, "add a knowledge folder; may be given several times, later ones win"},
  {"only", 0, NT_OPTION_FLAG, NULL, NULL, "leave the knowledge that comes with newstag out"},
  {"topic", 0, NT_OPTION_TEXT, "ID", NULL, "instead of tags: why an article has this topic or has not, and what it lacks"},
  {"to", 't', NT_OPTION_TEXT, "FORMAT", NULL, "how the answer is written: text, or json (an object a line)"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static const NtOption help_options[] = {
  {"man", 0, NT_OPTION_FLAG, NULL, NULL, "print the manual page, in roff"},
  {"completion", 0, NT_OPTION_FLAG, NULL, NULL, "print completion for bash"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

const Command commands[] = {
  {
    .name = "run",
    .arguments = "[PATH…]",
    .summary = "tag files and folders of articles and write tables",
    .about = "Reads every PATH (a file, a folder with all below it, an archive with all in it, - for standard input; text, HTML, mail, "
             "feeds, WARC, NDJSON, CSV, told by name and content), cuts pages into articles, finds names, decides what they mean, labels each "
             "article with topics, and writes the result.",
    .examples = "newstag run articles/ -o tags.xlsx\nnewstag run articles/ -o topics.csv --table topics",
    .run = run_pipe,
    .feed = "files",
    .stages = {"read", "split", "match", "rules", "resolve", "topics"},
    .presets = {"cut=true"},
    .any_format = TRUE,
    .shows_progress = TRUE,
    .options = run_options,
  },
  {
    .name = "tag",
    .arguments = "[FILE…]",
    .summary = "tag NDJSON articles: one line out for each line in",
    .about = "Reads NDJSON, one article a line with at least \"id\" and \"text\", and writes each with its zones, entities and topics, in "
             "the same order. A line that cannot be read comes out as an object with \"error\".",
    .examples = "newstag tag < articles.ndjson | jq -r '.topics[].id'",
    .run = run_pipe,
    .feed = "lines",
    .stages = {"split", "match", "rules", "resolve", "topics"},
    .keep_errors = TRUE,
    .options = tag_options,
  },
  {
    .name = "read",
    .arguments = "[PATH…]",
    .summary = "first stage: files and folders become NDJSON",
    .about = "Reads every PATH and writes one line of NDJSON for each article in it: its text as valid UTF-8 and where it came from. Files "
             "may be text, HTML, mail (.eml, .mbox), RSS or Atom, WARC, NDJSON, CSV or TSV, also compressed and in archives; docs/formats/inputs.md "
             "says what becomes of each.",
    .examples = "newstag read articles/ | newstag tag > tags.ndjson\nnewstag read page.html mail.mbox crawl.warc.gz\n"
                "newstag read news.csv --text-column body --id-column url",
    .run = run_pipe,
    .feed = "files",
    .stages = {"read"},
  },
  {
    .name = "split",
    .arguments = "[FILE…]",
    .summary = "stage: cut pages into articles and mark their zones",
    .about = "Cuts each text into its articles (ids `page#1`, `page#2`, …) and marks headline, byline, dateline, body and furniture.",
    .examples = "newstag read page.txt | newstag split --show | less -R",
    .run = run_pipe,
    .options = split_options,
    .feed = "lines",
    .stages = {"split"},
    .presets = {"cut=true"},
  },
  {
    .name = "match",
    .arguments = "[FILE…]",
    .summary = "stage: find every name of the gazetteers",
    .about = "Adds \"names\": every hit of every gazetteer, overlaps and all.",
    .run = run_pipe,
    .feed = "lines",
    .stages = {"match"},
  },
  {
    .name = "rules",
    .arguments = "[FILE…]",
    .summary = "stage: find every hit of the regex rules",
    .about = "Adds \"patterns\": every hit of every rule.",
    .run = run_pipe,
    .feed = "lines",
    .stages = {"rules"},
  },
  {
    .name = "resolve",
    .arguments = "[FILE…]",
    .summary = "stage: decide which names stand, and which entity each means",
    .about = "Turns \"names\" and \"patterns\" into \"entities\" with their mentions.",
    .run = run_pipe,
    .feed = "lines",
    .stages = {"resolve"},
  },
  {
    .name = "topics",
    .arguments = "[FILE…]",
    .summary = "stage: label articles with topics",
    .about = "Adds \"topics\", each with its score and the evidence for it.",
    .run = run_pipe,
    .feed = "lines",
    .stages = {"topics"},
  },
  {
    .name = "write",
    .arguments = "[FILE…]",
    .summary = "last stage: NDJSON becomes tables",
    .about = "Reads tagged NDJSON and writes it in another format.",
    .examples = "newstag write --to csv --table topics < tags.ndjson > topics.csv",
    .run = run_pipe,
    .feed = "lines",
    .any_format = TRUE,
  },
  {
    .name = "check",
    .arguments = "",
    .summary = "look for mistakes in the knowledge",
    .about = "Reads all knowledge and prints what is wrong with it as file:line:column: mistakes, names that are everyday words or "
             "that never fire, examples that fail; and as notes what a folder overrides. Exit status 3 where there is a mistake, 1 "
             "where there are warnings alone.",
    .examples = "newstag check -k my-names\nnewstag check -k my-names --against articles/ -o usage.tsv",
    .run = run_check,
    .options = check_options,
  },
  {
    .name = "diff",
    .arguments = "BEFORE AFTER",
    .summary = "what differs between two results, or two knowledge folders",
    .about = "Compares two results (NDJSON), or with --articles what two knowledge folders make of the same articles (- for no "
             "folder), and shows the tags and topics that appeared (+), vanished (-) or changed their span, type or entity (~), under "
             "the entry or rule that did it, with sentences. Exit status 1 where anything differs.",
    .examples = "newstag diff old.ndjson new.ndjson\nnewstag diff - my-names --articles articles/",
    .run = run_diff,
    .options = diff_options,
  },
  {
    .name = "eval",
    .arguments = "GOLD [TAGS]",
    .summary = "score tags against gold",
    .about = "Compares the tags of TAGS, or with --run those that newstag gives, with those of GOLD: precision, recall and F1 of each "
             "type; of spans alone; of spans that overlap; of entities; of topics; of the places that names are linked to. Reads "
             "NDJSON as newstag writes it, lists of spans (a line a document with entities of start, end and type), folders of brat, "
             "and CoNLL 2003. Documents are paired by their ids. Exit status 1 where a document has no tags or something was skipped.",
    .examples = "newstag eval gold.jsonl tags.ndjson\nnewstag eval gold.jsonl --run -k my-names --by rule --errors mistakes.csv",
    .run = run_eval,
    .options = eval_options,
  },
  {
    .name = "explain",
    .arguments = "FILE[:OFFSET|:'TEXT']",
    .summary = "say why a text is tagged as it is, and where it is not, why not",
    .about = "Tags the file and says of each tag which line of which file made it, which other names and rules were proposed there and to "
             "whom they lost, and which evidence was weighed. With an offset (in characters, from 0) or a text, only of what stands "
             "there; where nothing is tagged, which candidates there were, which rule came nearest, and at which piece of its pattern it "
             "stopped. With --topic, of each article (or of the one that has the place): what counted for the topic, each place with its "
             "weight and line, what was not counted and why, and how far the score is from the threshold.",
    .examples = "newstag explain --topic trade page.txt\nnewstag explain page.txt:1024\nnewstag explain -k my-names page.txt:'MV Loch Alvie'",
    .run = run_explain,
    .options = explain_options,
  },
  {
    .name = "import",
    .arguments = "FILE…",
    .summary = "make a gazetteer of a name list of another form",
    .about = "Reads lists of names and writes a gazetteer in YAML, with a table beside it where they are more than a thousand. Forms: "
             "csv, tsv and xlsx with a column name (and type, id, aliases), jsonl, sparql (results in JSON), gate (.lst, .def), spacy "
             "(patterns), regexner (CoreNLP), prodigy, label-studio. Names without a type take that of --type. What cannot be taken is "
             "said with its place and counted; the exit status is then 1.",
    .examples = "newstag import rivers.csv --type place -o my-names/gazetteers/rivers.yaml",
    .run = run_import,
    .options = import_options,
  },
  {
    .name = "suggest",
    .arguments = "PATH…",
    .summary = "names that no gazetteer knows, words that no topic has",
    .about = "Tags the articles and writes, as YAML to be read and pasted into a gazetteer, each name that rules found in several of them "
             "and no gazetteer has, with how often and an example. With --topics, reads articles with \"labels\" (NDJSON), and writes for "
             "each topic the words, phrases and entities that tell its articles from the others and that it does not have yet, with a weight, "
             "counts and an example. MAP is YAML: labels: {label: topic, other label: [topic, topic]}.",
    .examples = "newstag suggest articles/ --least 5 -o new-names.yaml\nnewstag suggest --topics map.yaml labelled.jsonl",
    .run = run_suggest,
    .options = suggest_options,
  },
  {
    .name = "compile",
    .arguments = "",
    .summary = "make or show the compiled knowledge",
    .about = "Compiles all knowledge and says where the image lies, how large it is and what it holds; other commands do this by "
             "themselves when a file has changed. With --dump, prints every name of it as text.",
    .examples = "newstag compile -k my-names --dump | grep -i farthing",
    .run = run_compile,
    .options = compile_options,
  },
  {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "show help",
    .about = "Shows what newstag or one command of it does.",
    .run = run_help,
    .options = help_options,
  },
  {0},
};

const Command *command_find(const char *name)
{
  for (const Command *c = commands; c->name; c++)
    if (g_str_equal(c->name, name))
      return c;
  return NULL;
}

const char *command_near(const char *name)
{
  const char *names[G_N_ELEMENTS(commands)];
  guint n = 0;
  for (const Command *c = commands; c->name; c++)
    names[n++] = c->name;
  return nt_nearest(name, names, n);
}

static void add_rows(GPtrArray *all, const NtOption *rows)
{
  for (; rows && rows->name; rows++) {
    gboolean seen = FALSE;
    for (guint i = 0; i < all->len; i++)
      seen |= g_str_equal(((const NtOption *)all->pdata[i])->name, rows->name);
    if (!seen)
      g_ptr_array_add(all, (gpointer)rows);
  }
}

static gboolean is_preset(const Command *c, const char *name)
{
  gsize n = strlen(name);
  for (const char *const *p = c->presets; *p; p++)
    if (strncmp(*p, name, n) == 0 && (*p)[n] == '=')
      return TRUE;
  return FALSE;
}

const NtOption **command_options(const Command *c)
{
  GPtrArray *all = g_ptr_array_new();
  gboolean knowledge = FALSE;
  add_rows(all, c->options);
  if (c->any_format) {
    add_rows(all, output_options);
    add_rows(all, nt_part_options(NT_PART_SINK, "csv"));
  }
  if (c->feed)
    add_rows(all, nt_part_options(NT_PART_FEED, c->feed));
  for (const char *const *stage = c->stages; *stage; stage++) {
    add_rows(all, nt_part_options(NT_PART_STAGE, *stage));
    knowledge |= nt_stage_needs_knowledge(*stage);
  }
  if (knowledge)
    add_rows(all, knowledge_options);
  if (c->feed)
    add_rows(all, pipe_options);
  for (guint i = 0; i < all->len;)
    if (is_preset(c, ((const NtOption *)all->pdata[i])->name))
      g_ptr_array_remove_index(all, i);
    else
      i++;
  g_ptr_array_add(all, NULL);
  return (const NtOption **)g_ptr_array_free(all, FALSE);
}
