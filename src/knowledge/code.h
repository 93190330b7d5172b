/* Which code compiles knowledge: what other code made may mean something else to this one. */
#pragma once

#include <glib.h>

/* A hash of the files of that code, made when it is built (code.cmake). */
extern const guint32 nt_knowledge_code;
