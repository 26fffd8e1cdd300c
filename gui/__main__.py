"""``python -m gui`` is ``tiescope``."""

import sys

from gui.command_line import main

sys.exit(main())
