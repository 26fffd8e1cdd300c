"""``tiescope`` alone: the window, or its picture. Qt is imported only once everything else is known to be right."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from core.command_line.arguments import add_set, steps
from core.command_line.output import standard_output
from core.errors import TiescopeError
from core.messages.pace import PACES
from core.printable import short
from gui.film.presses import Press, parse_presses
from gui.start.imports import hasten

THEMES = ("system", "light", "dark")
SMALLEST, LARGEST = 200, 16384
LONGEST = 60.0  # seconds of a film


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the window takes."""
    parser.add_argument("--version", action="store_true", help="say which version this is")
    parser.add_argument("--fresh", action="store_true", help="ignore the window layout and experiment of last time")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="save the window as a picture and exit")
    parser.add_argument(
        "--steps", type=steps, metavar="N", help="pause, or take the picture, after so many steps; not remembered"
    )
    parser.add_argument(
        "--film",
        type=Path,
        metavar="FILE",
        help="film the window from its first training on, and exit: .webp, .gif, .png",
    )
    parser.add_argument("--seconds", type=_seconds, default=10.0, metavar="S", help="how long the film is; 10")
    parser.add_argument("--film-width", type=_width, default=720, metavar="W", help="of the film, in pixels; 720")
    parser.add_argument(
        "--press",
        type=_presses,
        default=(),
        metavar='"S:KEY …"',
        help="keys to press so many seconds after the first training: '3:T 6.5:Ctrl+K'",
    )
    parser.add_argument("--size", type=_size, metavar="WxH", help="the window's size in pixels, such as 1440x900")
    parser.add_argument(
        "--engine",
        choices=("thread", "process"),
        default="thread",
        help="where training happens: on a thread of this process, or in a process of its own",
    )
    parser.add_argument(
        "--pace",
        choices=PACES,
        help="steps a frame, film (ten times as many steps every three seconds) or full speed; film, and full for a "
        "picture",
    )
    parser.add_argument("--no-motion", action="store_true", help="let nothing move on the screen that need not")
    parser.add_argument("--theme", choices=THEMES, help="the window's colours")
    add_set(parser)


def run(arguments: argparse.Namespace) -> int:
    """Open it, and give the exit status when it is closed."""
    if arguments.version:
        return _say_version()
    hasten()
    from core.experiment import parse
    from core.experiment.assignments import parse_assignments

    experiment = parse(parse_assignments(arguments.set)) if arguments.set else None
    _check_files(arguments.screenshot, arguments.film)
    _check_platform()

    from gui.start.app import WindowOptions, run_window

    return run_window(
        WindowOptions(
            fresh=arguments.fresh,
            screenshot=arguments.screenshot,
            film=arguments.film,
            seconds=arguments.seconds,
            film_width=arguments.film_width,
            presses=arguments.press,
            steps=arguments.steps,
            size=arguments.size,
            theme=arguments.theme,
            experiment=experiment,
            engine=arguments.engine,
            pace=arguments.pace,
            still=arguments.no_motion,
        )
    )


def _check_files(screenshot: Path | None, film: Path | None) -> None:
    from core.files.destination import check

    if screenshot and film:
        raise TiescopeError("--screenshot and --film can't both be taken of one window: choose one of them.")
    if screenshot:
        check("--screenshot", screenshot)
    if film:
        from gui.film import animation

        animation.check("--film", film)
        check("--film", film)


def _say_version() -> int:
    from core.command_line.version import version

    output = standard_output()
    output.line(f"tiescope {version()}")
    output.check()
    return 0


def _check_platform() -> None:
    from gui.start import platform_check

    problem = platform_check.problem()
    if problem:
        raise TiescopeError(problem)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{1,5})[x×]([0-9]{1,5})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise argparse.ArgumentTypeError(
            f"must be a width and a height from {SMALLEST} to {LARGEST}, such as 1440x900, not {short(text)}"
        )
    return size


def _seconds(text: str) -> float:
    seconds = float(text) if re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,3})?", text) else 0.0
    if not 0 < seconds <= LONGEST:
        raise argparse.ArgumentTypeError(f"must be a number of seconds above 0, at most {LONGEST:g}, not {short(text)}")
    return seconds


def _width(text: str) -> int:
    width = int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 0
    if not SMALLEST <= width <= LARGEST:
        raise argparse.ArgumentTypeError(f"must be a width from {SMALLEST} to {LARGEST}, not {short(text)}")
    return width


def _presses(text: str) -> tuple[Press, ...]:
    try:
        return parse_presses(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
