/* The files of this folder, as the build puts them into the library (embed.cmake). */
#pragma once

extern const char nt_report_html[], nt_report_css[], nt_report_js[], nt_outlines_svg[];
