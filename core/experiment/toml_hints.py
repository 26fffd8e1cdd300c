"""What is probably meant by a line that is no TOML: the mistakes that people make, and what to write instead."""

from __future__ import annotations

import re

LINE = 'a line is key = value, such as layers = [256, 32] or decoder = "untied"'
_VALUE = re.compile(r"\s*[\w.\"'-]+\s*=\s*(.*?)\s*(?:#.*)?$")
_COMMA = re.compile(r"[+-]?(\d+),(\d+(?:[eE][+-]?\d+)?)$")
_WORD = re.compile(r"[^\W\d][\w ./\\-]*$")
_CURLY = re.compile("[“”„«»\u2018\u2019]")


def hint(text: str, line: str, said: str) -> str:
    """Half a sentence on ``line`` of ``text``, of which the parser has ``said`` something."""
    if said.startswith("Exceeds the limit"):
        return "a number has too many digits"
    if "overwrite" in said or "twice" in said or "already" in said.lower():
        return "a key is there twice, and only once is allowed"
    if text.lstrip().startswith("{"):
        return f"this looks like JSON; in TOML {LINE}"
    if _CURLY.search(line):
        return 'a text must stand between straight quotes, such as "digits"'
    value = _VALUE.match(line)
    if value is None:
        return _no_value(line)
    return _wrong_value(value[1], said)


def _no_value(line: str) -> str:
    if re.match(r"\s*[\w-]+\s*:", line):
        return f"a key is followed by =, not by a colon: {LINE}"
    if re.match(r"\s*[^\s=]+(\s+[^\s=]+)+\s*=", line):
        return "a key is one word, such as learning_rate"
    if "[" in line or "]" in line or line.strip() in ("", ","):
        return "a bracket or a quotation mark is missing"
    return LINE


def _wrong_value(value: str, said: str) -> str:
    comma = _COMMA.fullmatch(value)
    if comma:
        return f"a number has a point, not a comma: {comma[1][:20]}.{comma[2][:20]}"
    if not value:
        return f"the value is missing: {LINE}"
    if value.count("[") != value.count("]"):
        return "a bracket is missing, as in layers = [256, 32]"
    if value[0] in "\"'" and (len(value) == 1 or value[-1] != value[0]):
        return 'a quotation mark is missing, as in dataset = "digits"'
    if "\\" in value or "escape" in said:
        return "a backslash in a text must be written twice, or the text between single quotes"
    if _WORD.fullmatch(value) or ("," in value and not value.startswith("[")):
        return 'a text must stand between quotes, and a list between brackets: decoder = "untied", layers = [256, 32]'
    return f"this is no value: {LINE}"
