/* A piece of a text: half-open, in bytes of its UTF-8. Code points appear on the wire only. */
#pragma once

#include "base/str.h"

typedef struct {
  guint32 start, end;
} NtSpan;

static inline guint32 nt_span_length(NtSpan s)
{
  return s.end - s.start;
}

static inline gboolean nt_span_equal(NtSpan a, NtSpan b)
{
  return a.start == b.start && a.end == b.end;
}

static inline gboolean nt_span_overlaps(NtSpan a, NtSpan b)
{
  return a.start < b.end && b.start < a.end;
}

static inline gboolean nt_span_covers(NtSpan outer, NtSpan inner)
{
  return outer.start <= inner.start && inner.end <= outer.end;
}

/* By start, the longer first. */
static inline int nt_span_compare(NtSpan a, NtSpan b)
{
  if (a.start != b.start)
    return a.start < b.start ? -1 : 1;
  return a.end == b.end ? 0 : a.end > b.end ? -1 : 1;
}

static inline NtStr nt_span_of(NtSpan s, NtStr text)
{
  return (NtStr){text.p + s.start, s.end - s.start};
}
