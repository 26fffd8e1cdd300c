"""``tiescope``: reads the command line, runs what it asks for, and turns whatever happens into an exit status."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from core import logs
from core.command_line.output import OutputLostError, complain, make_usable, standard_output
from core.errors import TiescopeError
from gui.start.arguments import parse_arguments

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 failed, 2 bad input, 3 the run diverged, 128 + the number of a signal that came."""
    make_usable()
    given = list(sys.argv[1:] if argv is None else argv)
    # Before the words are read, so that whatever happens is known somewhere.
    logs.start(debug="--debug" in given)
    log.info("tiescope %s", " ".join(given))
    try:
        run, arguments = parse_arguments(given)
        return run(arguments)
    except TiescopeError as error:
        log.info("refused: %s", error)
        complain(str(error))
        return BAD_INPUT
    except OutputLostError as lost:
        if not lost.silent:
            complain(f"Standard output could not be written: {lost.reason}.")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit:
        # That of --help, which must not fail at exit either.
        output = standard_output()
        output.write("")
        if output.lost:
            return FAILED
        raise
    except Exception as error:
        log.exception("an exception nobody expected")
        complain(f"Something went wrong: {type(error).__name__}: {error}; {logs.details()}")
        return FAILED
