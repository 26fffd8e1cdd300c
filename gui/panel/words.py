"""What the keys of an experiment and the things to choose are called on the screen, also in sentences that come from
elsewhere.

The sentences of ``core`` name keys and values as they stand in a file; here they are put into the words that a person
has before them.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from core.experiment import ALLOWED, Experiment
from core.experiment.choices import CHOICES
from gui.panel.labels import LABELS
from gui.panel.numbers import ambiguous

_QUOTED = r"(?<!\w)'[^']*'(?!\w)"  # what somebody wrote stays as it was written
_BEFORE_A_NAME = r"(?:\b(?:of|be|with|is|are|not|and|or|decoder|activation|output|optimizer|dataset|data) |, )"


def label(key: str) -> str:
    """The name of a key's field; for an option that is not known here what it is called in its file, in words."""
    return QCoreApplication.translate("Panel", LABELS[key]) if key in LABELS else key.replace("_", " ")


def title(key: str, name: str) -> str:
    """What the value ``name`` of a key that is chosen from a table is called."""
    choice = CHOICES[key].get(name)
    return QCoreApplication.translate("Choice", choice.title) if choice is not None else name


def meaning(key: str) -> str:
    """What the value of a key is, and what is allowed: two sentences."""
    about = Experiment.model_fields[key]
    extra = about.json_schema_extra
    allowed = str(extra[ALLOWED]) if isinstance(extra, dict) else ""
    translate = QCoreApplication.translate
    told = (translate("Experiment", about.description or ""), in_words(translate("Experiment", allowed)))
    return " ".join(f"{words[0].upper()}{words[1:]}." for words in told if words)


def in_words(sentence: str) -> str:
    """A sentence of the engine's or of the experiment's rules with the names that stand on the screen."""
    keys = {key: label(key) for key in LABELS if label(key) != key}
    titles = {name: title(key, name) for key, table in CHOICES.items() for name in table if title(key, name) != name}
    pattern = "|".join(
        [
            _QUOTED,
            rf"({_BEFORE_A_NAME})({'|'.join(map(re.escape, titles))})(?!\w)",
            rf"(?<!\w)({'|'.join(map(re.escape, keys))})(?!\w)",
        ]
    )

    def replaced(found: re.Match[str]) -> str:
        before, name, key = found.groups()
        if name is not None:
            return f"{_key_before(before, keys)}{titles[name]}"
        return keys[key] if key is not None else found[0]

    return _unbracketed(re.sub(pattern, replaced, sentence))


def problem(key: str, sentence: str, value: object, *, whole: bool) -> str:
    """What is wrong with ``value``, entered for ``key``, of which the rules say ``sentence``."""
    if isinstance(value, str) and ambiguous(value, whole=whole):
        plain = value.replace(",", "").replace(".", "")
        words = QCoreApplication.translate("Panel", "{label}: {text} could be {small} or {large}; write one of these.")
        return words.format(label=label(key), text=value, small=value[:-4], large=plain)
    return in_words(sentence)


def beside(key: str, sentence: str) -> str:
    """The same, as short as it can be right below the field: neither its name nor its value is repeated."""
    allowed = re.fullmatch(rf"{re.escape(label(key))} must be (.*), not .*\.", sentence)
    if allowed:
        shorter = re.sub(r"^a list of (.*) from 1 to 2147483647", r"\1", allowed[1]).removeprefix("a number ")
        shorter = re.sub(r", the number of training (examples) of .*", r" (\1)", shorter)
        return QCoreApplication.translate("Panel", "must be {}").format(shorter)
    text = sentence.removeprefix(f"{label(key)}: ").removeprefix(f"{label(key)} ")
    return text[:1].upper() + text[1:] if sentence.startswith(f"{label(key)}: ") else text


def _key_before(before: str, keys: dict[str, str]) -> str:
    word = before.strip()
    return f"{keys[word]} " if word in keys else before


def _unbracketed(sentence: str) -> str:
    """As lists are written in fields, and quoted as in prose."""
    sentence = re.sub(r"such as \[([^\]]*)\]", r"such as \1", sentence)
    sentence = re.sub(r", not \[\]\.$", QCoreApplication.translate("Panel", ", not nothing."), sentence)
    sentence = re.sub(r", not \[(.*)\]\.$", r", not \1.", sentence)
    return re.sub(r", not (['\"])(.*)\1\.$", r", not “\2”.", sentence)
