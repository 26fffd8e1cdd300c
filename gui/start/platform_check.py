"""Whether Qt can open a window here, found out before Qt is asked: it would end the process with an abort.

Looks in the way Qt looks (QT_QPA_PLATFORM, else Wayland or X), knocks at the display server and loads the platform
plugin's libraries, all in this process and within milliseconds. Imports no Qt.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

#: What Debian and Ubuntu call the libraries that Qt's X plugin needs and a bare system lacks.
DEBIAN_PACKAGES = (
    "libegl1 libgl1 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1"
)
_WITHOUT_A_SCREEN = "set QT_QPA_PLATFORM=offscreen to run without a screen"


def problem(environment: Mapping[str, str] = os.environ) -> str | None:
    """One sentence on why Qt can't start and what to do; ``None`` if it can.

    Qt takes the first platform of several that works, so only if all fail is there a problem: the first's.
    """
    if not sys.platform.startswith("linux"):
        return None
    platforms = _platforms(environment)
    if not platforms:
        return (
            "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set; start Tiescope in a desktop session, "
            f"or {_WITHOUT_A_SCREEN}."
        )
    problems = []
    for platform in platforms:
        # The display first: without one the libraries make no difference.
        found = _name_problem(platform) or _server_problem(platform, environment) or _library_problem(platform)
        if found is None:
            return None
        problems.append(found)
    return problems[0]


def _platforms(environment: Mapping[str, str]) -> list[str]:
    asked = environment.get("QT_QPA_PLATFORM", "")
    if asked:
        return [name.partition(":")[0] for name in asked.split(";") if name]
    variables = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
    return [platform for platform, variable in variables.items() if environment.get(variable)]


def _name_problem(platform: str) -> str | None:
    plugins = _plugins()
    if not plugins:
        return "PySide6 is not installed; install Tiescope again with pip."
    if platform not in plugins:
        return f"QT_QPA_PLATFORM must be one of {', '.join(sorted(plugins))}, not {platform!r}."
    return None


def _library_problem(platform: str) -> str | None:
    try:
        ctypes.CDLL(str(_plugins()[platform]))
    except OSError as error:
        return (
            f"Qt's platform {platform} can't be loaded: {_first_line(error)}; on Debian or Ubuntu run "
            f"'apt-get install {DEBIAN_PACKAGES}', or {_WITHOUT_A_SCREEN}."
        )
    return None


def _plugins() -> dict[str, Path]:
    """Qt's platform plugins by name, without importing PySide6."""
    package = find_spec("PySide6")
    places = package.submodule_search_locations if package else None
    files = Path(next(iter(places or ["."]))).glob("Qt/plugins/platforms/libq*.so")
    return {file.name.removeprefix("libq").removesuffix(".so"): file for file in files}


def _server_problem(platform: str, environment: Mapping[str, str]) -> str | None:
    try:
        if platform == "xcb" and not _x_answers(environment.get("DISPLAY", "")):
            return _no_answer("DISPLAY", environment, "X display")
        if platform == "wayland" and not _wayland_answers(environment.get("WAYLAND_DISPLAY", "")):
            return _no_answer("WAYLAND_DISPLAY", environment, "Wayland display")
    except OSError:
        pass  # Qt's plugin needs the same library: it is named when that is loaded.
    return None


def _no_answer(variable: str, environment: Mapping[str, str], what: str) -> str:
    value = environment.get(variable)
    state = f"{variable}={value} does not let us in" if value else f"{variable} is not set"
    return f"There is no {what}: {state}; start Tiescope in a desktop session, or {_WITHOUT_A_SCREEN}."


def _x_answers(display: str) -> bool:
    # xcb itself is asked, so that addresses and permissions (xauth) mean exactly what they mean to Qt.
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers(display: str) -> bool:
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(display.encode() or None)
    if connection:
        wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return bool(connection)


def _first_line(error: OSError) -> str:
    return str(error).partition("\n")[0]
