/* HTML as browsers read it: the one door to Gumbo. */
#pragma once

#include "arena.h"

typedef struct NtHtmlElement NtHtmlElement;

/* What is met on the way through a document, in order. Strings live as long as the arena. */
typedef struct {
  /* FALSE: nothing of what is in it shall be shown, nor its end. */
  gboolean (*open)(gpointer data, const NtHtmlElement *element);
  void (*close)(gpointer data, const NtHtmlElement *element);
  /* Text with its character references resolved; also that of scripts and styles. */
  void (*text)(gpointer data, NtStr text);
} NtHtmlVisitor;

/* `html` is valid UTF-8. NT_ERROR_LIMIT where it holds more, or deeper, than base/limits.h allows. */
gboolean nt_html_walk(NtArena *arena, NtStr html, const NtHtmlVisitor *visitor, gpointer data, GError **error);

/* The name in small letters: `div`. */
NtStr nt_html_name(const NtHtmlElement *element);
/* The value of an attribute; p NULL where it has none. */
NtStr nt_html_attribute(const NtHtmlElement *element, const char *name);
