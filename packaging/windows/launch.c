/* nnsim.exe and nnsim.com: load the Python that lies in "runtime" beside them and let it run start.py with the arguments.
   The same source makes both: .exe opens no console, .com stays in the one it is called from (cmd looks for .com first). */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768

typedef int (*python_main)(int, wchar_t **);

static wchar_t folder[LONGEST], library[LONGEST], script[LONGEST];

static int fail(const wchar_t *what) {
#ifdef CONSOLE
    fwprintf(stderr, L"nnsim: %ls\n", what);
#else
    MessageBoxW(NULL, what, L"nnsim", MB_ICONERROR);
#endif
    return 70;
}

static int run(int count, wchar_t **words) {
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    wchar_t *end = length && length < LONGEST ? wcsrchr(folder, L'\\') : NULL;
    if (!end || length + 32 > LONGEST) return fail(L"The path of the program is too long. Install it in another folder.");
    *end = 0;
    _snwprintf(library, LONGEST, L"%ls\\runtime\\python313.dll", folder);
    _snwprintf(script, LONGEST, L"%ls\\runtime\\start.py", folder);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!python) return fail(L"runtime\\python313.dll cannot be loaded. Install nnsim again.");
    python_main main = (python_main)(void *)GetProcAddress(python, "Py_Main");
    wchar_t **all = calloc(count + 2, sizeof *all);
    if (!main || !all) return fail(L"runtime\\python313.dll is not the one that nnsim came with. Install nnsim again.");
    all[0] = words[0];
    all[1] = script;
    for (int place = 1; place < count; place++) all[place + 1] = words[place];
    return main(count + 1, all);
}

#ifdef CONSOLE
int wmain(int count, wchar_t **words) { return run(count, words); }
#else
int WINAPI wWinMain(HINSTANCE own, HINSTANCE before, PWSTR line, int show) {
    (void)own; (void)before; (void)line; (void)show;
    int count;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    return run(count, words);
}
#endif
