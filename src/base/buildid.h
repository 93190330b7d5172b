/* Which build of the program this is: another build may find other things in the same text. */
#pragma once

#include <glib.h>

/* A hash of the mark that the linker left in the file that holds this code; 0 where it left none. */
guint64 nt_build_id(void);
