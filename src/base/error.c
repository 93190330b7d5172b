#include "error.h"

G_DEFINE_QUARK(newstag-error, nt_error)

int nt_error_exit_status(const GError *error)
{
  static const int status[] = {
#define X(code, status) status,
    NT_ERRORS(X)
#undef X
  };
  if (!error)
    return 0;
  if (error->domain == NT_ERROR && error->code >= 0 && (gsize)error->code < G_N_ELEMENTS(status))
    return status[error->code];
  return 4;
}
