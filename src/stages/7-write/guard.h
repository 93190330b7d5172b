/* A text that a spreadsheet would take for a formula. */
#pragma once

#include "base/str.h"

/* Whether it begins, behind white space and quotation marks, with = + - @ or their wide forms, or with a tab or CR: Excel and
 * LibreOffice would run it when a CSV file is opened, so it is written behind an apostrophe. */
gboolean nt_guard_needed(NtStr text);
