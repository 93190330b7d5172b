/* Every bound on foreign input, in one place. A limit that is hit is an error for the article or file at hand, said with its
 * name and value; the run goes on. Tests of limits stand with those of what reads. */
#pragma once

/* Text */
#define NT_LIMIT_TEXT_BYTES (128u << 20)      /* of one article */
#define NT_LIMIT_LINE_MIB 192              /* of one NDJSON line; text escaped */
#define NT_LIMIT_LINE_BYTES ((unsigned)NT_LIMIT_LINE_MIB << 20)
#define NT_LIMIT_ARTICLES_PER_PAGE 10000u     /* that split may cut from one page */
#define NT_LIMIT_DIRECTORY_DEPTH 64u

/* JSON */
#define NT_LIMIT_JSON_DEPTH 128u
#define NT_LIMIT_JSON_NODES (16u << 20)       /* values in one line */

/* Hits */
#define NT_LIMIT_HITS_PER_ARTICLE (32u << 20) /* names and words that match may find in one article */
#define NT_LIMIT_PATTERNS_PER_ARTICLE (4u << 20)
#define NT_LIMIT_SENTENCE_TOKENS 1000u        /* a longer run without an end is looked at in pieces */
#define NT_LIMIT_NAME_TOKENS 24u              /* words in one name */

/* YAML */
#define NT_LIMIT_YAML_BYTES (256u << 20)
#define NT_LIMIT_YAML_DEPTH 32u
#define NT_LIMIT_YAML_NODES (64u << 20)
#define NT_LIMIT_YAML_ERRORS 200u             /* after that many a file is given up */

/* Knowledge */
#define NT_LIMIT_ENTRIES (16u << 20)
#define NT_LIMIT_LISTS 1024u
#define NT_LIMIT_RULES 4096u
#define NT_LIMIT_EVIDENCE 8192u               /* rows */
#define NT_LIMIT_KEPT_CLASSES 16384u          /* of words, of which a thread keeps what evidence says */
#define NT_LIMIT_MACRO_DEPTH 16u
#define NT_LIMIT_CACHED_IMAGES 12u            /* older ones are taken away when one more is made */
#define NT_LIMIT_TOPIC_DEPTH 8u               /* conditions in conditions */
#define NT_LIMIT_TOPICS 4096u
#define NT_LIMIT_PATTERN_BYTES (64u << 10)    /* of one rule, macros put in */

/* PCRE2, for one call */
#define NT_LIMIT_REGEX_MATCH 200000u
#define NT_LIMIT_REGEX_UNCOUNTED 100u         /* ways through a pattern that JIT code may try for each match it counts; else it is not used */
#define NT_LIMIT_REGEX_DEPTH 2000u
#define NT_LIMIT_REGEX_HEAP_KIB 4096u
#define NT_LIMIT_REGEX_STACK_BYTES (1u << 20)
#define NT_LIMIT_REGEX_GIVE_UPS 8u            /* sentences of one article in which a rule may hit one of these before it is left out */
#define NT_LIMIT_RULE_SIDE_BYTES 256u         /* before a match, in which a rule's `before` looks */

/* HTML */
#define NT_LIMIT_HTML_BYTES (32u << 20)
#define NT_LIMIT_HTML_NODES (4u << 20)
#define NT_LIMIT_HTML_DEPTH 512u              /* as browsers have it */
#define NT_LIMIT_HTML_FORMATTING 64u          /* elements like <b> that are open and not alike */
#define NT_LIMIT_HTML_ATTRIBUTES 1000u        /* of one tag */

/* Archives */
#define NT_LIMIT_ARCHIVE_DEPTH 5u             /* archives in archives, compressed files among them */
#define NT_LIMIT_ARCHIVE_MEMBERS G_GUINT64_CONSTANT(100000000)
#define NT_LIMIT_ARCHIVE_BYTES (G_GUINT64_CONSTANT(16) << 40)
#define NT_LIMIT_ARCHIVE_RATIO G_GUINT64_CONSTANT(250) /* bytes out for one in; text hardly reaches 20 */
#define NT_LIMIT_ARCHIVE_FREE_BYTES (G_GUINT64_CONSTANT(16) << 20) /* from where on the ratio counts */

/* Mail */
#define NT_LIMIT_MIME_DEPTH 32u
#define NT_LIMIT_MIME_PARTS 1000u
#define NT_LIMIT_MAIL_BYTES NT_LIMIT_TEXT_BYTES

/* Tables and feeds */
#define NT_LIMIT_CSV_RECORD_BYTES (16u << 20)
#define NT_LIMIT_CSV_BAD_RECORDS 100u         /* whose quote is not closed; after that many a file is given up */
#define NT_LIMIT_CSV_COLUMNS 4096u
#define NT_LIMIT_XML_DEPTH 200u               /* libxml2 ends at 256 */
#define NT_LIMIT_XML_ITEM_BYTES (32u << 20)   /* of the text of one item of a feed */
#define NT_LIMIT_WARC_HEADER_BYTES (64u << 10)
