"""The newest value wins, and nobody waits."""

from __future__ import annotations

import threading

from core.messages.mailbox import Mailbox


def test_a_new_mailbox_is_empty() -> None:
    mailbox: Mailbox[int] = Mailbox()
    assert mailbox.empty
    assert mailbox.take() is None


def test_the_newest_value_is_taken_once() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.put(2)
    assert not mailbox.empty
    assert mailbox.take() == 2
    assert mailbox.take() is None
    assert mailbox.empty


def test_a_reader_sees_values_in_order_and_the_last_one() -> None:
    mailbox: Mailbox[int] = Mailbox()
    last = 20_000

    def write() -> None:
        for value in range(1, last + 1):
            mailbox.put(value)

    writer = threading.Thread(target=write)
    writer.start()
    taken = []
    while not taken or taken[-1] != last:
        value = mailbox.take()
        if value is not None:
            taken.append(value)
    writer.join()
    assert taken == sorted(set(taken))
