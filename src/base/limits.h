/* Every bound on foreign input, in one place. A limit that is hit is an error for the article or file at hand, said with its
 * name and value; the run goes on. tests/unit/test_limits.c has a test for each. */
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
#define NT_LIMIT_HITS_PER_ARTICLE (8u << 20)  /* names that match may find in one article */
#define NT_LIMIT_PATTERNS_PER_ARTICLE (1u << 20)
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
#define NT_LIMIT_EVIDENCE 4096u               /* rows */
#define NT_LIMIT_MACRO_DEPTH 16u
#define NT_LIMIT_CACHED_IMAGES 12u            /* older ones are taken away when one more is made */
#define NT_LIMIT_TOPIC_DEPTH 8u               /* conditions in conditions */
#define NT_LIMIT_TOPICS 4096u
#define NT_LIMIT_PATTERN_BYTES (64u << 10)    /* of one rule, macros put in */

/* PCRE2, for one call */
#define NT_LIMIT_REGEX_MATCH 200000u
#define NT_LIMIT_REGEX_DEPTH 2000u
#define NT_LIMIT_REGEX_HEAP_KIB 4096u
#define NT_LIMIT_REGEX_STACK_BYTES (1u << 20)
#define NT_LIMIT_REGEX_GIVE_UPS 8u            /* sentences of one article in which a rule may hit one of these before it is left out */
#define NT_LIMIT_RULE_SIDE_BYTES 256u         /* before a match, in which a rule's `before` looks */
