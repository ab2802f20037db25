"""Where the frozen program begins: the same as ``nnsim``."""

import sys
from multiprocessing import freeze_support

from nnsim.cli.main import main

if __name__ == "__main__":
    freeze_support()  # a frozen program is started anew for each process of a sweep, and ends here then
    sys.exit(main())
