"""Starts Qt and says what it found: run in a process of its own, because Qt aborts where it can't start."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication


def main() -> None:
    app = QGuiApplication([])
    size = app.primaryScreen().size()
    print(f"Qt {qVersion()}, {app.platformName()}, screen {size.width()}×{size.height()}")


if __name__ == "__main__":
    main()
