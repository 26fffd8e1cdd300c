"""``tiescope``, under a name of its own: sees to it that ``core``, ``gui`` and ``assets`` are Tiescope's.

These are common names. Where somebody else's folder of such a name would be found first (PYTHONPATH), the folder that
this file lies in is put first, for this process and for those that it starts; elsewhere the order of things stays as
it is, so that nothing beside us ever hides the standard library.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ("core", "gui", "assets")


def main() -> int:
    """Run the command line; the exit status."""
    put_own_folder_first()
    try:
        from gui.start.command_line import main as run

        return run()
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    finally:
        # All is done and said; what comes now must not spoil the exit.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def put_own_folder_first() -> None:
    """If, and only if, one of our names would be somebody else's."""
    if not all(map(_found, OURS)):
        sys.path.insert(0, HERE)


def _found(name: str) -> bool:
    spec = find_spec(name)
    return spec is not None and any(
        os.path.realpath(place) == os.path.realpath(os.path.join(HERE, name))
        for place in spec.submodule_search_locations or ()
    )


if __name__ == "__main__":
    sys.exit(main())
