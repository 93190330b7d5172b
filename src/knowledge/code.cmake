# cmake -DOUTPUT=FILE.c "-DFILES=…;…" -P code.cmake: a hash of the files as a constant, `nt_knowledge_code`.
set(sums "")
foreach(file ${FILES})
  file(SHA256 ${file} sum)
  string(APPEND sums ${sum})
endforeach()
string(SHA256 sum "${sums}")
string(SUBSTRING ${sum} 0 8 sum)
file(WRITE ${OUTPUT} "/* Made by code.cmake. */\n#include \"knowledge/code.h\"\n\nconst guint32 nt_knowledge_code = 0x${sum}u;\n")
