/* What glibc's <stdio.h> makes of fprintf where -D_FORTIFY_SOURCE is set. */
#include <stdarg.h>
#include <stdio.h>

int __fprintf_chk(FILE *to, int flag, const char *format, ...)
{
    va_list arguments;
    int written;
    (void)flag;
    va_start(arguments, format);
    written = vfprintf(to, format, arguments);
    va_end(arguments);
    return written;
}
