"""The rules: the first that has something to say says it. Each has a test.

Keys stand in brackets: [T].
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from gui.painting import numbers
from gui.race.standing import LEVEL
from gui.sentences.facts import Facts

AT_FLOOR = 1.01  # times the floor, and no more, is at it
LEARNED = 100  # steps before which nothing is said to be wrong
TELLING = 500  # steps for which a flip is what there is to talk of …
READING = 4.0  # … and at least as many seconds
SAME = 0.05  # of a tie gap: Wᵀ and W⁺ are nearly the same
MOVED = 1.05  # times what it was: a loss that has changed by more
LARGE = 5.0  # a singular value that no orthonormal row has
FAR = 5.0  # times the training loss: a validation loss that says something
ONLY_MEAN = 0.97  # of what answering with the mean costs
SLOW = 0.02  # of the loss in half of the steps


class Words(NamedTuple):
    """What is seen, and what to press next."""

    seen: str
    then: str = ""


Rule = Callable[[Facts], Words | None]


translate = QCoreApplication.translate


def lost(facts: Facts) -> Words | None:
    """The run stands still."""
    if not facts.diverged:
        return None
    seen = translate("Sentence", "The run is lost: at step {0} its loss grows without end.").format(
        numbers.grouped(facts.step)
    )
    return Words(seen, translate("Sentence", "[R] starts again; a smaller learning rate ([E]) helps."))


def not_begun(facts: Facts) -> Words | None:
    """Step 0."""
    if facts.step or (facts.running and not facts.seen):
        return None
    return Words(
        translate("Sentence", "W is random: nothing has been learned yet."),
        translate("Sentence", "[Space] lets it learn."),
    )


def ramping(facts: Facts) -> Words | None:
    """The dial turns by itself."""
    if facts.ramp is None:
        return None
    old = "W⁺" if facts.decoder == "Wᵀ" else "Wᵀ"
    seen = translate("Sentence", "{old} turns into {new} over the dial, so that the loss does not jump: {0} %.")
    return Words(seen.format(f"{100 * facts.ramp:.0f}", old=old, new=facts.decoder))


def stopped(facts: Facts) -> Words | None:
    """It has come to where it was to pause."""
    if not facts.stopped:
        return None
    where = _floors(facts) or translate("Sentence", "the loss is {0}").format(numbers.at_step(facts.loss))
    seen = translate("Sentence", "Stopped at step {0}: {1}.").format(numbers.grouped(facts.step), where)
    return Words(seen, translate("Sentence", "[Space] goes on."))


def flipped(facts: Facts) -> Words | None:
    """The decoder was flipped a short time ago: what that did at once, and what has come since."""
    flip = facts.flip
    if flip is None or flip.steps > max(TELLING, READING * facts.speed):
        return None
    if not (flip.loss_before > 0 and flip.loss_after > 0):
        return None
    was, became = numbers.at_step(flip.loss_before), numbers.at_step(flip.loss_after)
    higher = flip.loss_after > MOVED * flip.loss_before
    if higher and flip.back_after is not None and facts.loss <= MOVED * flip.loss_before:
        did = translate(
            "Sentence", "{now} after {old}: the loss jumped from {0} to {1} and was back after {2} steps{3}."
        )
    elif higher:
        did = translate("Sentence", "{now} after {old}: the loss jumped from {0} to {1}{3}.")
    elif flip.loss_after * MOVED < flip.loss_before:
        did = translate("Sentence", "{now} after {old}: the loss fell at once from {0} to {1}{3}.")
    elif was == became:
        did = translate("Sentence", "{now} after {old}: no jump ({0}){3}.")
    else:
        did = translate("Sentence", "{now} after {old}: no jump ({0} → {1}){3}.")
    back = numbers.grouped(flip.back_after or 0)
    moved = higher or flip.loss_after * MOVED < flip.loss_before
    return Words(
        did.format(was, became, back, _since(facts), now=flip.after, old=flip.before),
        _back() if moved or not facts.tie_gap < SAME else _look(),
    )


def racing(facts: Facts) -> Words | None:
    """Several lanes side by side, as long as there is nothing newer to tell of the one that is looked at."""
    race = facts.race
    if race is None or flipped(facts) is not None:
        return None
    hint = translate("Sentence", "[1]–[5] change the decoder of the lane that is selected.")
    if race.late:
        late = translate("Sentence", "{0} catches up: it is at step {1}.")
        return Words(late.format(race.late, numbers.grouped(race.at)))
    if race.ratio >= 0:
        where = translate("Sentence", "{0} × floor").format(numbers.times(race.ratio))
    else:
        where = translate("Sentence", "a loss of {0}").format(numbers.at_step(race.loss))
    if math.isinf(race.factor):
        return Words(translate("Sentence", "{0} leads: {1}.").format(race.first, where), hint)
    if not race.factor >= LEVEL:
        level = translate("Sentence", "{0} and {1} are level: {2}.")
        return Words(level.format(race.first, race.second, where), hint)
    if race.factor < 2:
        less = translate("Sentence", "{0} leads: {1}, {2} % below {3}.")
        percent = 100 * (1 - 1 / race.factor)
        return Words(less.format(race.first, where, f"{percent:.{0 if percent >= 2 else 1}f}", race.second), hint)
    more = translate("Sentence", "{0} leads: {1}; the loss of {2} is {3} times that.")
    return Words(more.format(race.first, where, race.second, numbers.times(race.factor)), hint)


def dead(facts: Facts) -> Words | None:
    """Units that never fire."""
    if not facts.dead or facts.step < LEARNED:
        return None
    counts = str(facts.dead), str(facts.units)
    seen = translate("Sentence", "{0} of {1} units never fire on the training set: they have stopped learning.").format(
        *counts
    )
    if facts.most > LARGE:
        seen = translate("Sentence", "{0} of {1} units never fire on the training set, and W has grown to norm {2}.")
        seen = seen.format(*counts, f"{facts.most:.0f}")
    return Words(seen, translate("Sentence", "[R] starts again."))


def far_off(facts: Facts) -> Words | None:
    """What was learned does not hold for what was not seen."""
    if not facts.validation > FAR * facts.loss:
        return None
    seen = translate(
        "Sentence", "On examples it has not seen the loss is {0} times that of the training set: {1} against {2}."
    )
    ratio = f"{facts.validation / facts.loss:.0f}"
    both = numbers.at_step(facts.validation), numbers.at_step(facts.loss)
    return Words(seen.format(ratio, *both), translate("Sentence", "[R] starts again."))


def only_mean(facts: Facts) -> Words | None:
    """Nothing but the mean has been learned, or not even that."""
    if facts.step < LEARNED or not facts.loss >= ONLY_MEAN * facts.mean:
        return None
    if facts.loss > facts.mean / ONLY_MEAN:
        seen = translate("Sentence", "Worse than always answering with the mean: {0} against {1}.")
    else:
        seen = translate("Sentence", "As bad as always answering with the mean: {0} against {1}.")
    seen = seen.format(numbers.at_step(facts.loss), numbers.at_step(facts.mean))
    return Words(seen, translate("Sentence", "Try another learning rate: [E]."))


def below_floor(facts: Facts) -> Words | None:
    """Better than any linear code."""
    if not facts.ratio * AT_FLOOR < 1:
        return None
    percent = f"{100 * (1 - facts.ratio):.0f}"
    seen = translate("Sentence", "{0} % below what {1} principal components leave: no linear code does as well.")
    return Words(seen.format(percent, facts.width), _flip_key(facts))


def at_floor(facts: Facts) -> Words | None:
    """As good as PCA."""
    if not facts.ratio <= AT_FLOOR:
        return None
    if facts.tie_gap < SAME:
        gap = numbers.on_plot(100 * facts.tie_gap, 1)
        return Words(
            translate("Sentence", "At the floor: Wᵀ = W⁺ to {0} %, the rows of W are orthonormal.").format(gap),
            _flip_key(facts),
        )
    return Words(
        translate("Sentence", "At the floor: no linear code of {0} numbers does better.").format(facts.width),
        _flip_key(facts),
    )


def paused(facts: Facts) -> Words | None:
    """It stands still because somebody wanted that."""
    if facts.running:
        return None
    return Words(translate("Sentence", "Paused: {0}").format(_above(facts)), translate("Sentence", "[Space] goes on."))


def noisy(facts: Facts) -> Words | None:
    """Inputs are not what is to be answered."""
    if not facts.noise:
        return None
    seen = translate("Sentence", "It learns from inputs with noise of σ = {0}, which makes W larger under Wᵀ: {1}")
    return Words(seen.format(numbers.on_plot(facts.noise), _above(facts)), translate("Sentence", "Watch the tie gap."))


def slow(facts: Facts) -> Words | None:
    """The loss hardly falls, and not because there is no room."""
    if facts.step < 10 * LEARNED or not facts.fell < SLOW or not facts.ratio > 1.2:
        return None
    return Words(translate("Sentence", "The loss hardly falls any more: {0}").format(_above(facts)), _flip_key(facts))


def learning(facts: Facts) -> Words | None:
    """What there is to say when nothing else is."""
    if facts.seen:
        return Words(_above(facts))  # under what is said where the step is
    return Words(f"{facts.decoder}, {facts.activation}: {_above(facts)}", _flip_key(facts))


#: In this order.
RULES: tuple[Rule, ...] = (
    lost,
    not_begun,
    stopped,
    ramping,
    racing,
    dead,
    flipped,
    far_off,
    only_mean,
    paused,
    below_floor,
    at_floor,
    noisy,
    slow,
    learning,
)


def sentence(facts: Facts) -> Words:
    """What the first rule that has something to say says; of the past, that it is, and how to leave it."""
    words = next(words for rule in RULES if (words := rule(facts)) is not None)
    return _again(facts, words) if facts.seen else words


def _again(facts: Facts, words: Words) -> Words:
    step = numbers.grouped(facts.step)
    if facts.tried:
        seen = translate("Sentence", "Step {0}, as if it were {1}: {2}").format(step, facts.decoder, words.seen)
        then = translate("Sentence", "[Enter] trains on with {0}, [End] leaves.")
        return Words(seen, then.format(facts.decoder))
    seen = translate("Sentence", "Step {0}, seen again: {1}").format(step, words.seen)
    return Words(seen, translate("Sentence", "[Enter] trains on from here, [End] leaves."))


def _above(facts: Facts) -> str:
    if not facts.loss >= 0:
        return translate("Sentence", "the first loss is on its way.")
    if not facts.floor > 0:
        return translate("Sentence", "the loss is {0}, and could be 0.").format(numbers.at_step(facts.loss))
    if facts.ratio < 1:
        return translate("Sentence", "as good as {0} principal components.").format(facts.width)
    if facts.ratio >= 2:
        return translate("Sentence", "{0} times the floor, what {1} principal components leave.").format(
            numbers.times(facts.ratio), facts.width
        )
    over = 100 * (facts.ratio - 1)
    return translate("Sentence", "{0} % above the floor, what {1} principal components leave.").format(
        f"{over:.0f}" if over >= 1 else f"{over:.1f}", facts.width
    )


def _flip_key(facts: Facts) -> str:
    if facts.decoder == "Wᵀ":
        return translate("Sentence", "[T]: the decoder becomes W⁺, the pseudo-inverse of W.")
    return translate("Sentence", "[T]: the decoder becomes Wᵀ, the transpose of W.")


def _back() -> str:
    return translate("Sentence", "[T] flips back.")


def _look() -> str:
    return translate("Sentence", "The tie gap says why: Wᵀ and W⁺ are the same.")


def _since(facts: Facts) -> str:
    """Where the loss is now, if that is known: ", now .0110: 1.22 × floor"."""
    if not facts.loss >= 0:
        return ""
    now = translate("Sentence", ", now {0}").format(numbers.at_step(facts.loss))
    floors = _floors(facts)
    return f"{now}: {floors}" if floors else now


def _floors(facts: Facts) -> str:
    """As the loss view's headline has it; nothing where there is no floor."""
    return translate("Sentence", "{0} × floor").format(numbers.times(facts.ratio)) if facts.ratio >= 0 else ""
