"""Messages made up by hypothesis: every kind, with whatever may stand in it."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.decoders import DECODERS
from core.linear_algebra.path import Path
from core.messages.commands import (
    Balance,
    Change,
    Command,
    Drop,
    Envelope,
    Fork,
    KeepUpTo,
    LookAt,
    Open,
    Pause,
    Redo,
    Rename,
    Replace,
    Reset,
    Rewind,
    Run,
    SetPace,
    Split,
    Step,
    StepBack,
    StepTo,
    Stop,
    StopAt,
    Undo,
    Watch,
)
from core.messages.events import (
    Diverged,
    Ended,
    Event,
    Failed,
    Finished,
    LeftBehind,
    Ready,
    Rejected,
    RunBegan,
    Stopped,
    Worsened,
)
from core.messages.history import Curve
from core.messages.kept import Kept
from core.messages.losses import LossCurve
from core.messages.moment import Moment
from core.messages.needs import Need
from core.messages.pace import PACES
from core.messages.snapshot import Examples, LaneSnapshot, Mark, Past, RunFacts, Snapshot
from core.parts.codes import Codes, CodesPart
from core.parts.figures import Figures, FiguresPart, LayerFigures
from core.parts.filters import Filters
from core.parts.inversions import Inversion, Inversions, InversionsPart
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from core.parts.probe import Probe
from core.parts.reconstructions import Reconstructions
from core.parts.state import State
from core.parts.weights import Weights, WeightsPart
from tests.core.trainers import small

counts = st.integers(0, 2**40)
floats = st.floats()
names = st.text(max_size=8)
lanes = st.none() | names
experiments = st.builds(
    lambda decoder, layers, seed: small(decoder=decoder, layers=layers, seed=seed, activation="tanh"),
    st.sampled_from(list(DECODERS)),
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
    st.integers(0, 9),
)
matrices = arrays.arrays(np.float32, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
vectors = arrays.arrays(np.float32, st.integers(0, 5))
scalars = st.none() | st.booleans() | counts | floats | names

needs: st.SearchStrategy[Need[Any]] = st.one_of(
    st.builds(Weights, counts),
    st.builds(Filters, counts),
    st.builds(Probe, st.binary(max_size=20)),
    st.sampled_from([Codes(), Figures(), Inversions(), Reconstructions(), State(), TrainingLoss(), ValidationLoss()]),
)
changes = st.dictionaries(names, scalars, max_size=3).map(lambda values: tuple(values.items()))
commands: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from([Run(), Pause(), Reset(), Stop(), StepTo(), StepBack(), *map(SetPace, PACES)]),
    st.builds(StopAt, st.none() | counts, st.none() | st.floats(0, 9)),
    st.builds(Undo, lanes),
    st.builds(Redo, lanes),
    st.builds(LookAt, st.none() | counts, st.booleans(), changes, lanes),
    st.builds(Fork, st.none() | counts, changes, lanes, st.booleans(), lanes),
    st.builds(Split, st.lists(st.tuples(names, changes), max_size=3).map(tuple), lanes),
    st.builds(Drop, names),
    st.builds(Rename, names, names),
    st.builds(Open, names, st.none() | counts, st.none() | counts),
    st.builds(KeepUpTo, counts),
    st.builds(Step, counts),
    st.builds(Change, changes, lanes),
    st.builds(Balance, lanes),
    st.builds(
        lambda pairs: Replace(tuple(each for each, _ in pairs), tuple(name for _, name in pairs)),
        st.lists(st.tuples(experiments, names), max_size=2),
    ),
    st.builds(Rewind, st.floats(0, 1), lanes),
    st.builds(
        lambda watched: Watch(tuple(watched)), st.lists(st.tuples(lanes, st.frozensets(needs, max_size=3)), max_size=3)
    ),
)
envelopes = st.builds(Envelope, names, counts, commands)

moments = st.builds(Moment, counts, counts)
curves = st.integers(0, 5).flatmap(
    lambda count: st.builds(
        Curve,
        arrays.arrays(np.int64, count),
        arrays.arrays(np.float32, count),
        st.integers(1, 64),
        counts,
        counts,
    )
)
loss_curves = st.integers(0, 5).flatmap(
    lambda count: st.builds(
        LossCurve,
        arrays.arrays(np.int64, count),
        arrays.arrays(np.float32, count),
        arrays.arrays(np.float32, count),
        arrays.arrays(np.int32, count),
        counts,
        counts,
        counts,
    )
)
facts = st.builds(
    RunFacts,
    counts,
    names,
    st.builds(Examples, st.tuples(counts, counts), matrices, st.none() | st.lists(names, max_size=3).map(tuple)),
    floats,
)
parts = st.one_of(
    st.tuples(st.just(Codes()), st.builds(CodesPart, moments, matrices)),
    st.tuples(st.just(TrainingLoss()), st.builds(LossPart, moments, floats)),
    st.tuples(st.builds(Weights, counts), st.builds(WeightsPart, moments, matrices, matrices, vectors, vectors)),
    st.tuples(
        st.just(Figures()),
        st.builds(
            FiguresPart,
            moments,
            st.lists(st.builds(LayerFigures, floats, floats, vectors, floats), max_size=2).map(tuple),
        ),
    ),
    st.tuples(
        st.just(Inversions()),
        st.builds(
            InversionsPart,
            moments,
            st.lists(st.builds(Inversion, st.sampled_from(Path), floats, st.booleans(), counts), max_size=2).map(tuple),
        ),
    ),
)
marks = st.builds(Mark, counts, changes, floats, floats)
lane_snapshots = st.builds(
    LaneSnapshot,
    name=names,
    moment=moments,
    epoch=floats,
    experiment=experiments,
    batch_loss=floats,
    pca_floor=floats,
    batch_curve=curves,
    losses=loss_curves,
    marks=st.lists(marks, max_size=2).map(tuple),
    decoder_at_start=names,
    validation_floor=floats,
    dial=st.none() | floats,
    limited_at=st.none() | counts,
    not_replayed=st.none() | names,
    diverged=st.booleans(),
    kept=st.builds(Kept, arrays.arrays(np.int64, st.integers(0, 5)), counts, counts),
    can_undo=st.booleans(),
    can_redo=st.booleans(),
    parts=st.lists(parts, max_size=3).map(dict),
)
snapshots = st.builds(
    Snapshot,
    counts,
    st.dictionaries(names, counts, max_size=2),
    st.booleans(),
    floats,
    st.lists(lane_snapshots, max_size=2).map(tuple),
    st.none() | facts,
    st.sampled_from(PACES),
    floats,
    st.dictionaries(names, floats, max_size=2),
    st.none() | counts,
    st.none() | floats,
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Ready, names),
    st.builds(RunBegan, facts),
    st.builds(Finished, counts),
    st.builds(Stopped, counts, names),
    st.builds(Worsened, names, counts, marks, floats),
    st.builds(Diverged, names, counts, counts, names, floats, st.none() | floats, st.booleans()),
    st.builds(Rejected, names, counts, names, lanes),
    st.builds(Failed, names, st.none() | counts),
    st.builds(LeftBehind, names, counts, counts),
    st.builds(Ended, names),
)
pasts = st.builds(
    Past,
    counts,
    st.dictionaries(names, counts, max_size=2),
    counts,
    st.lists(lane_snapshots, max_size=2).map(tuple),
    st.booleans(),
)
