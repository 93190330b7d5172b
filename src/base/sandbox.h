/* A fence around the process: from then on it changes no file but below the folders that it names, starts no program and opens no
 * connection, whatever a text that it reads makes it do. Linux has the means (Landlock) since 5.13, where it is switched on. */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

typedef enum {
  NT_SANDBOX_ON,
  NT_SANDBOX_NONE,   /* the kernel has no such thing */
  NT_SANDBOX_FAILED, /* it has, and refused; `error` says why */
} NtSandbox;

/* Holds for this thread and those that it starts from now on, and cannot be taken back. `folders` (NULL-terminated): where files
 * may be made, changed, renamed and taken away; `files`: that may be written, and no more. What is open stays open. */
NtSandbox nt_sandbox_enter(const char *const *folders, const char *const *files, GError **error);

#pragma GCC visibility pop
