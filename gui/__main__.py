"""``python -m gui`` is ``tiescope``."""

import sys

from tiescope import main

sys.exit(main())
