/* XML as a stream of events, without the network, external files or entities that a file declares: the door to libxml2. */
#pragma once

#include "input.h"

typedef struct NtXml NtXml;

typedef enum { NT_XML_OPEN, NT_XML_CLOSE, NT_XML_TEXT, NT_XML_END } NtXmlKind;

/* Strings are good until the next call. */
typedef struct {
  NtXmlKind kind;
  const char *name;  /* OPEN, CLOSE: without its prefix */
  const char *prefix; /* or "" */
  NtStr text;        /* TEXT */
  guint line;
  guint depth;       /* of the element, the root's is 0; of text, that of its element plus 1 */
} NtXmlEvent;

/* Of a stream that outlives it. */
NtXml *nt_xml_open(NtInput *in, GError **error);
void nt_xml_free(NtXml *xml); /* accepts NULL */
/* An element that is empty opens and closes. FALSE where the XML is too deep or declares entities, and at the end of XML that is
 * broken, of which as much was given as could be made out. */
gboolean nt_xml_next(NtXml *xml, NtXmlEvent *event, GError **error);
/* The value of an attribute of the element that was just opened, good until the next call; NULL where it has none. */
const char *nt_xml_attribute(const NtXml *xml, const char *name);
/* `libxml2 2.9.14`, for g_free. */
char *nt_xml_version(void);
