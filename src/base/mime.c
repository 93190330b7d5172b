#include "mime.h"

#include "error.h"
#include "limits.h"

#include <gmime/gmime.h>

typedef struct {
  GMimePart *plain, *html; /* the first of each */
  guint parts;
  gboolean too_deep;
} Found;

static void start_library(void)
{
  static gsize started;
  if (g_once_init_enter(&started)) {
    g_mime_init();
    g_once_init_leave(&started, 1);
  }
}

static NtStr keep(NtArena *arena, const char *text)
{
  if (!text)
    return (NtStr){0};
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  NtStr s = nt_str(g_strstrip(valid));
  return s.n ? nt_arena_str(arena, s) : (NtStr){0};
}

static void find_text(Found *found, GMimeObject *part, guint depth)
{
  if (depth > NT_LIMIT_MIME_DEPTH || ++found->parts > NT_LIMIT_MIME_PARTS) {
    found->too_deep = TRUE;
  } else if (GMIME_IS_MULTIPART(part)) {
    for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(part)); i++)
      find_text(found, g_mime_multipart_get_part(GMIME_MULTIPART(part), i), depth + 1);
  } else if (GMIME_IS_PART(part)) {
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(part);
    GMimeContentType *type = g_mime_object_get_content_type(part);
    if (disposition && g_mime_content_disposition_is_attachment(disposition))
      return;
    if (!found->plain && (!type || g_mime_content_type_is_type(type, "text", "plain")))
      found->plain = GMIME_PART(part);
    else if (!found->html && type && g_mime_content_type_is_type(type, "text", "html"))
      found->html = GMIME_PART(part);
  }
}

static NtStr content_of(NtArena *arena, GMimePart *part)
{
  GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
  GMimeStream *stream = g_mime_stream_mem_new();
  NtStr content = {0};
  if (wrapper && g_mime_data_wrapper_write_to_stream(wrapper, stream) >= 0) {
    const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    content = nt_arena_str(arena, nt_str_n((const char *)bytes->data, bytes->len));
  }
  g_object_unref(stream);
  return content;
}

static gboolean is_blank(NtStr text)
{
  for (gsize i = 0; i < text.n; i++)
    if (!g_ascii_isspace(text.p[i]))
      return FALSE;
  return TRUE;
}

static void take_part(NtArena *arena, GMimePart *part, NtMail *mail)
{
  GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
  const char *format = type ? g_mime_content_type_get_parameter(type, "format") : NULL;
  mail->body = content_of(arena, part);
  mail->charset = keep(arena, type ? g_mime_content_type_get_parameter(type, "charset") : NULL);
  mail->flowed = format && g_ascii_strcasecmp(format, "flowed") == 0;
}

static NtStr sender_of(NtArena *arena, GMimeMessage *message)
{
  InternetAddressList *list = g_mime_message_get_from(message);
  InternetAddress *first = list ? internet_address_list_get_address(list, 0) : NULL;
  if (!first)
    return (NtStr){0};
  NtStr name = keep(arena, internet_address_get_name(first));
  if (name.n || !INTERNET_ADDRESS_IS_MAILBOX(first))
    return name;
  return keep(arena, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
}

static gboolean take_message(NtArena *arena, GMimeMessage *message, NtMail *mail, GError **error)
{
  Found found = {0};
  GMimeObject *root = g_mime_message_get_mime_part(message);
  if (root)
    find_text(&found, root, 0);
  if (found.too_deep) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "a message with parts more than %u deep, or more than %u of them", NT_LIMIT_MIME_DEPTH,
                NT_LIMIT_MIME_PARTS);
    return FALSE;
  }
  mail->subject = keep(arena, g_mime_message_get_subject(message));
  mail->date = keep(arena, g_mime_object_get_header(GMIME_OBJECT(message), "Date"));
  mail->from = sender_of(arena, message);
  if (found.plain)
    take_part(arena, found.plain, mail);
  if (is_blank(mail->body) && found.html) {
    take_part(arena, found.html, mail);
    mail->html = TRUE;
  }
  if (is_blank(mail->body)) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "a message without text");
    return FALSE;
  }
  return TRUE;
}

gboolean nt_mime_read(NtArena *arena, NtStr bytes, NtMail *mail, GError **error)
{
  static const char *fallbacks[] = {"utf-8", "windows-1252", NULL}; /* for headers that say nothing; never the locale */
  start_library();
  *mail = (NtMail){0};
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeParserOptions *options = g_mime_parser_options_new();
  g_mime_parser_options_set_fallback_charsets(options, fallbacks);
  GMimeMessage *message = g_mime_parser_construct_message(parser, options);
  gboolean good = message && take_message(arena, message, mail, error);
  if (!message)
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "no mail message");
  g_clear_object(&message);
  g_mime_parser_options_free(options);
  g_object_unref(parser);
  g_object_unref(stream);
  return good;
}

char *nt_mime_version(void)
{
  return g_strdup_printf("GMime %u.%u.%u", gmime_major_version, gmime_minor_version, gmime_micro_version);
}
