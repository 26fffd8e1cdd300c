"""``python -m gui`` is ``tiescope``."""

import sys

from gui.start.command_line import main

sys.exit(main())
