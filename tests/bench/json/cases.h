/* Lines to try a library with: what RFC 8259 allows must be taken and come out as written, the rest must be refused.
 * To add one: VALID(name, value of the member "x"), or BAD(name, whole line). Values are written raw. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name, *p;
  size_t n;
  bool valid;
  const char *keep;   /* must be in the written line, byte for byte */
  size_t text_length; /* what the member "text" must decode to */
  size_t deep;        /* so many brackets are put in as the value of "x" */
} Case;

#define LINE(name, line, ...) {name, line, sizeof line - 1, __VA_ARGS__}
#define VALID(name, value) LINE(name, "{\"id\":\"a\",\"x\":" value "}", .valid = true, .keep = "\"x\":" value)
#define BAD(name, line) LINE(name, line, .valid = false)
#define BAD_X(name, value) BAD(name, "{\"id\":\"a\",\"x\":" value "}")

static const Case cases[] = {
  VALID("20 digits, below 2^64", "12345678901234567890"),
  VALID("20 digits, above 2^64", "98765432109876543210"),
  VALID("1e400", "1e400"),
  VALID("0.10", "0.10"),
  VALID("0.1", "0.1"),
  VALID("-0", "-0"),
  VALID("1E5", "1E5"),
  VALID("\\u00e9", "\"\\u00e9\""),
  VALID("\\/", "\"\\/\""),
  VALID("DEL raw", "\"\x7f\""),
  VALID("U+10FFFF raw", "\"\xf4\x8f\xbf\xbf\""),
  LINE("space around, CR", " {\"id\" : \"a\" , \"x\" : 1 } \r", .valid = true, .keep = "1"),
  LINE("same key twice", "{\"id\":\"a\",\"x\":1,\"x\":2}", .valid = true, .keep = "\"x\":1,\"x\":2"),
  LINE("\\u0000 in a text", "{\"id\":\"a\",\"text\":\"b\\u0000c\"}", .valid = true, .text_length = 3),
  LINE("\\u0000 in a key", "{\"id\":\"a\",\"k\\u0000y\":1}", .valid = true, .keep = "\"k\\u0000y\":1"),
  LINE("30 deep", "", .valid = true, .keep = "", .deep = 30),
  LINE("500 deep", "", .valid = true, .keep = "", .deep = 500),
  LINE("100,000 deep", "", .valid = true, .keep = "", .deep = 100000),
  LINE("100,000 [ unclosed", "", .valid = false, .deep = 100000),
  BAD_X("lone \\ud800", "\"\\ud800\""),
  BAD_X("lone \\udc00", "\"\\udc00\""),
  BAD_X("\\ud800\\u0041", "\"\\ud800\\u0041\""),
  BAD_X("byte FF", "\"\xff\""),
  BAD_X("cut off: C3", "\"\xc3\""),
  BAD_X("overlong: C0 AF", "\"\xc0\xaf\""),
  BAD_X("surrogate: ED A0 80", "\"\xed\xa0\x80\""),
  BAD_X("over 10FFFF: F4 90 80 80", "\"\xf4\x90\x80\x80\""),
  BAD_X("raw 01 in a string", "\"a\x01\""),
  BAD_X("raw tab in a string", "\"a\t\""),
  BAD_X("raw 00 in a string", "\"a\0b\""),
  BAD_X("form feed as space", "\f1"),
  BAD("form feed at the end", "{\"id\":\"a\",\"x\":1}\f"),
  BAD_X("[1,]", "[1,]"),
  BAD("{...,}", "{\"id\":\"a\",\"x\":1,}"),
  BAD_X("01", "01"),
  BAD_X("-01", "-01"),
  BAD_X("1.", "1."),
  BAD_X(".5", ".5"),
  BAD_X("+1", "+1"),
  BAD_X("1e", "1e"),
  BAD_X("0x1F", "0x1F"),
  BAD_X("NaN", "NaN"),
  BAD_X("Infinity", "Infinity"),
  BAD_X("True", "True"),
  BAD_X("nul", "nul"),
  BAD_X("single quotes", "'a'"),
  BAD_X("comment", "/* c */1"),
  BAD_X("\\x41", "\"\\x41\""),
  BAD_X("\\u12G4", "\"\\u12G4\""),
  BAD_X("comma missing", "1 \"y\":2"),
  BAD_X("colon in an array", "[1:2]"),
  BAD("key without quotes", "{id:\"a\"}"),
  BAD("cut off in a string", "{\"id\":\"a\",\"x\":\"abc"),
  BAD("cut off after a value", "{\"id\":\"a\",\"x\":1"),
  BAD("two values", "{\"id\":\"a\"}{\"id\":\"b\"}"),
  BAD("garbage behind", "{\"id\":\"a\"} x"),
  BAD("byte order mark", "\xef\xbb\xbf{\"id\":\"a\"}"),
  BAD("nothing", ""),
  {0},
};

/* Puts in the brackets: open and closed for a valid case, only open for the other. */
static inline void case_deepen(Case *c)
{
  static const char head[] = "{\"id\":\"a\",\"x\":";
  size_t n = sizeof head - 1;
  char *p = malloc(n + 2 * c->deep + 2);
  memcpy(p, head, n);
  memset(p + n, '[', c->deep);
  n += c->deep;
  if (c->valid) {
    memset(p + n, ']', c->deep);
    n += c->deep;
    p[n++] = '}';
  }
  p[n] = '\0';
  c->p = p;
  c->n = n;
}
