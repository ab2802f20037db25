"""Where nnsim begins on Windows: called by the launcher, in the Python that lies beside this file."""

import os
import sys
from multiprocessing import freeze_support

sys.frozen = True  # as PyInstaller says it: sys.executable is nnsim itself, started anew for each process of a sweep
sys.dont_write_bytecode = True  # nothing appears beside the program, so that nothing is left when it goes
nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (as long as the program runs)
sys.stdout = sys.stdout or nowhere  # a program without a console has none
sys.stderr = sys.stderr or nowhere

if __name__ == "__main__":
    freeze_support()
    from nnsim.cli.main import gui, main

    # Without a console there is nobody to read what a command without a name would print.
    sys.exit(gui() if len(sys.argv) == 1 else main())
