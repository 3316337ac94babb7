/* hold FILE: has a file open and shares it with nobody, as WPS and Excel have a workbook, until it is ended. Says "held" or "refused". */
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **words)
{
    HANDLE file = count == 2 ? CreateFileW(words[1], GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL) : INVALID_HANDLE_VALUE;
    puts(file == INVALID_HANDLE_VALUE ? "refused" : "held");
    fflush(stdout);
    Sleep(file == INVALID_HANDLE_VALUE ? 0 : INFINITE);
    return 1;
}
