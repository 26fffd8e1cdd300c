"""Lets the training thread have Python's interpreter lock when it is due to it.

Between two operations a step asks for the lock, and where the window's thread has it, waits for the interval of
``sys.setswitchinterval``. Linux ends such a wait up to 50 µs late, to wake several threads at once: with an interval of
10 µs an operation beside a busy Python thread was measured to take 35 µs, and 10 without that.
"""

from __future__ import annotations

import ctypes
import sys

# Seconds for which a thread may keep the interpreter lock while another wants it. Training wants it for microseconds
# between operations that take hundreds; with Python's 5 ms it stood still for as long as a frame took.
SWITCH_INTERVAL = 0.00001
PR_SET_TIMERSLACK = 29  # linux/prctl.h
LEAST = 1  # nanoseconds; 0 would mean the default


def wake_promptly() -> None:
    """Let waits of this thread, and of those that it starts from now on, end when they should.

    Where the system has no such setting, nothing happens.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, ctypes.c_ulong(LEAST), 0, 0, 0)
