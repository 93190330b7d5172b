/* The units of touch.h. Names are many, and few of them change: so what a name needs is its text, and its words are worked out where it
 * is one that came or went. */
#pragma once

#include "base/hash.h"
#include "image.h"
#include "touch.h"

typedef struct {
  guint64 sign;  /* hash of all that the unit is, made even */
  guint32 first; /* of what it needs: words, then runs of three letters; or of its text */
  guint16 n_words, n_letters;
} NtTouchUnit;
#define NT_TOUCH_TEXT G_MAXUINT16 /* n_words: all words of its text */

/* Kept: the header, and one behind the other units by sign, needs, the topics in their order (hashes of their ids), which decides between
 * equals, and texts. */
typedef struct {
  guint64 all; /* hash of what touches everything */
  guint32 n_units, n_needs, n_topics, n_texts;
} NtTouchHeader;

/* Borrowed from bytes that were kept, or made: then the texts are all strings of the image. */
struct NtTouchUnits {
  NtTouchHeader header;
  const NtTouchUnit *units;
  const guint32 *needs, *topics;
  const char *texts;
  GBytes *kept; /* NULL where they were made */
  GArray *own_units, *own_needs, *own_topics; /* otherwise NULL */
};

/* Tells of the units that only one of them has, in the order of their signs. */
typedef void (*NtTouchUnitFunc)(gpointer data, const NtTouchUnits *of, const NtTouchUnit *unit);
void nt_touch_units_compare(const NtTouchUnits *a, const NtTouchUnits *b, NtTouchUnitFunc tell, gpointer data);

/* While they are made. */
typedef struct {
  const NtKnowledge *knowledge;
  const NtImage *image;
  NtArena *arena, *scratch;
  GArray *units, *needs, *topics; /* NtTouchUnit, guint32, guint32 */
  guint32 next;                   /* need of the next unit */
} NtTouchMake;

/* A unit of the needs that were added since the last one: first `n_words` words, then letters. */
void nt_touch_add_unit(NtTouchMake *make, guint64 sign, guint n_words);
void nt_touch_need(NtTouchMake *make, guint32 need);
/* A unit that needs every word of a string of the image. */
void nt_touch_add_string(NtTouchMake *make, guint64 sign, guint32 string);
/* What a text must hold, whatever stands around it: all its runs of three letters. FALSE where it is too short to have any. */
gboolean nt_touch_need_letters(NtTouchMake *make, NtStr text);

/* Signs of topics. A change of one can show in a page only where it itself, or a topic that lifts it or that it asks for, has
 * something to go by. So what a topic goes by is signed with all that it leads to. */
typedef struct {
  guint64 *topics;  /* by topic: what its terms are signed with */
  guint64 *entries; /* by entry of the image: the topics that ask for it, 0 for none */
} NtTouchTopics;
NtTouchTopics nt_touch_topics_find(NtTouchMake *make);

/* Whoever gives one of these a member that a result depends on puts it into the sign, too, and then the new size here. */
#define NT_TOUCH_SIGNED(type, size) G_STATIC_ASSERT(sizeof(gpointer) != 8 || sizeof(type) == (size))

static inline guint64 nt_touch_sign(guint64 sign, NtStr text)
{
  return nt_hash_mix(sign, nt_hash_bytes(text));
}
#define nt_touch_sign_value(sign, value) nt_touch_sign(sign, nt_str_n((const char *)&(value), sizeof(value)))

/* Three bytes of a text, the last one lowest, capitals of ASCII made small: the same for a text and what is looked for in it. */
static inline guint32 nt_touch_letters(guint32 before, char byte)
{
  guint32 small = (guchar)g_ascii_tolower(byte);
  return (before << 8 | small) & 0xFFFFFF;
}
