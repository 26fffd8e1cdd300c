"""What the window asks the engine for: what can be seen, and nothing else."""

from __future__ import annotations

from core.parts.codes import Codes
from core.parts.filters import Filters
from core.parts.inverse_filters import InverseFilters
from core.parts.likeness import Likeness
from core.parts.reconstructions import Reconstructions
from core.parts.weights import Weights
from tests.gui.conftest import User, lane
from tests.gui.lines import needs


def test_at_first_nobody_asks_for_what_takes_long(user: User) -> None:
    user.train(100)
    assert user.line.watches
    for watch in user.line.watches:
        assert not needs(watch) & {Weights(0), InverseFilters(0), Likeness(0)}
    assert {Filters(0), Reconstructions()} <= lane(user.newest).parts.keys()


def test_a_view_is_computed_for_as_long_as_it_can_be_seen(user: User) -> None:
    user.find("model_strip").hide()  # it shows a reconstruction all the time
    user.wait(lambda: Codes() not in needs(user.line.watches[-1]))
    before = len(user.line.watches)
    user.toggle_view("Singular values")
    # It covers them.
    user.wait(lambda: Reconstructions() not in needs(user.line.watches[-1]))
    user.see(lambda snapshot: Reconstructions() not in lane(snapshot).parts)
    user.toggle_view("Singular values")
    user.wait(lambda: Reconstructions() in needs(user.line.watches[-1]))
    user.see(lambda snapshot: Reconstructions() in lane(snapshot).parts)
    user.train(50)
    # Not asked again and again for the same.
    assert len(user.line.watches) - before <= 4


def test_a_view_that_comes_into_sight_while_nothing_trains_is_filled(user: User) -> None:
    user.click("run")
    user.see(lambda snapshot: not snapshot.running)
    user.toggle_view("Singular values")
    view = user.find("view-singular_values")
    user.wait(lambda: view.plot is not None and view.plot.lines)
    user.find("dock-filters").hide()
    user.wait(lambda: Filters(0) not in needs(user.line.watches[-1]))
    user.click("step")
    paused = user.see(lambda snapshot: user.window.link.settled(snapshot) and not snapshot.running)
    assert Filters(0) not in lane(paused).parts
    user.find("dock-filters").show()
    shown = user.see(lambda snapshot: Filters(0) in lane(snapshot).parts)
    assert shown.step == paused.step


def test_only_the_layer_that_is_chosen_is_asked_for(user: User) -> None:
    user.write("layers", "32, 8")
    user.click("layers-apply")
    user.see(lambda snapshot: lane(snapshot).experiment.layers == (32, 8))
    view = user.find("view-filters")
    user.find("filters-layer").setCurrentIndex(1)
    shown = user.see(lambda snapshot: Filters(1) in lane(snapshot).parts)
    assert Filters(0) not in lane(shown).parts
    user.wait(lambda: view.filters is not None and len(view.filters.encoder) == 8)
    # The layer that was chosen is gone with the old network: the first one has to be asked for.
    user.write("layers", "12")
    user.click("layers-apply")
    user.see(lambda snapshot: Filters(0) in lane(snapshot).parts)
    user.wait(lambda: view.filters is not None and len(view.filters.encoder) == 12)
