/* read: files become texts. Two feeds find the documents, the stage turns what is in them into valid UTF-8. */
#pragma once

#include "pipe/feed.h"
#include "pipe/stage.h"

/* Files, folders (recursive, sorted, hidden files left out), standard input (`-`, or no path). */
extern const NtFeed nt_feed_files;
/* NDJSON from files or standard input, line by line. */
extern const NtFeed nt_feed_lines;

extern const NtStage nt_stage_read;
