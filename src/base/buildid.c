#include "buildid.h"

#include "hash.h"

#include <elf.h>
#include <link.h>

static guint64 id_in_notes(const char *p, gsize n)
{
  while (n >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    memcpy(&note, p, sizeof note);
    gsize name = (note.n_namesz + 3u) & ~(gsize)3, size = (note.n_descsz + 3u) & ~(gsize)3;
    if (name > n - sizeof note || size > n - sizeof note - name)
      return 0;
    if (note.n_type == NT_GNU_BUILD_ID)
      return nt_hash_bytes(nt_str_n(p + sizeof note + name, note.n_descsz));
    p += sizeof note + name + size;
    n -= sizeof note + name + size;
  }
  return 0;
}

static gboolean holds_this(const struct dl_phdr_info *object)
{
  ElfW(Addr) here = (ElfW(Addr))(guintptr)&nt_build_id;
  for (guint i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[i];
    ElfW(Addr) start = object->dlpi_addr + part->p_vaddr;
    if (part->p_type == PT_LOAD && here >= start && here < start + part->p_memsz)
      return TRUE;
  }
  return FALSE;
}

static int look_at(struct dl_phdr_info *object, size_t size, void *data)
{
  guint64 *id = data;
  (void)size;
  if (!holds_this(object))
    return 0;
  for (guint i = 0; i < object->dlpi_phnum && !*id; i++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[i];
    if (part->p_type == PT_NOTE)
      *id = id_in_notes((const char *)(guintptr)(object->dlpi_addr + part->p_vaddr), part->p_memsz);
  }
  return 1;
}

guint64 nt_build_id(void)
{
  guint64 id = 0;
  dl_iterate_phdr(look_at, &id);
  return id;
}
