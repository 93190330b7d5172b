/* What the files of the wire share: wire_read.c, wire_offsets.c, wire_write.c. */
#pragma once

#include "base/json.h"
#include "wire.h"

#define NT_WIRE_VERSION 1

/* What a member is that is no layer. */
#define NT_MEMBER_OTHER (-1)
#define NT_MEMBER_NEWSTAG (-2)
#define NT_MEMBER_ID (-3)

typedef struct {
  NtArticle *article;
  GError **error;
} NtWireReader;

/* Sets the error; FALSE. */
gboolean nt_wire_bad(NtWireReader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The byte offsets of an object that has `start` and `end`, or `bytes`, or both. */
gboolean nt_wire_read_span(NtWireReader *reader, const NtJson *object, NtSpan *span);
/* Puts the offsets that `value` lacks into what will be written of it. */
gboolean nt_wire_complete_member(NtWireReader *reader, NtMember *member, const NtJson *value);
/* `value` as it was written, its offsets in the unit that was asked for. */
void nt_wire_put_in_unit(NtArticle *article, const NtJson *value, GString *out);
/* The member `bytes`. */
void nt_wire_put_bytes(GString *out, NtSpan span);
/* JSON as it was written. A line feed in it can only be white space (a caller may hand over an object of several lines), and what
 * goes out is one line. */
void nt_wire_put_raw(GString *out, NtStr raw);
