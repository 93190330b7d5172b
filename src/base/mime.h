/* Mail messages: the one door to GMime. */
#pragma once

#include "arena.h"

typedef struct {
  NtStr subject, from; /* decoded to UTF-8; p NULL where missing. `from` is the first sender's name, or the address */
  NtStr date;          /* as it was written */
  NtStr body;          /* the text that is meant to be read, transfer encoding taken off */
  gboolean html;
  gboolean flowed;     /* lines that end in a space go on (RFC 3676) */
  NtStr charset;       /* of the body, as it was declared; p NULL where it was not */
} NtMail;

/* `message` is one message with its headers. In `arena`. Of a body in several forms the plain text is taken, where it has one; what is
 * attached is left out. NT_ERROR_INPUT where there is no text in it. */
gboolean nt_mime_read(NtArena *arena, NtStr message, NtMail *mail, GError **error);
/* `GMime 3.2.13`, for g_free. */
char *nt_mime_version(void);
