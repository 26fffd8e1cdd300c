"""Qt's own messages into the log, with the rest."""

from __future__ import annotations

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

#: Said by the offscreen platform of every window there is, and of no consequence.
HARMLESS = ("This plugin does not support propagateSizeHints()",)

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger(__name__)


def into_log() -> None:
    """From now on."""
    qInstallMessageHandler(_pass_on)


def _pass_on(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
    if message not in HARMLESS:
        log.log(LEVELS[kind], message)
