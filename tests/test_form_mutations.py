"""The slips of people who edit a rule file: none ends in a traceback, and those that change what it says are told."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ticketlint.form import read_form, shipped_forms
from ticketlint.form.language import FIELD_KEYS, FORM_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

MUTATIONS = 300
ORIGINAL = shipped_forms()["open-xchange"].read_text("utf-8").split("\n")
KEYS = {*FORM_KEYS, *FIELD_KEYS}
KEY_LINE = re.compile(r"^( *)([A-Za-z-]+):( .*)?$")


def key_lines(pattern: str = "") -> list[int]:
    return [
        number
        for number, line in enumerate(ORIGINAL)
        if (found := KEY_LINE.match(line)) and found[2] in KEYS and re.search(pattern, line)
    ]


def misspell(word: str, dice: random.Random) -> str:
    while True:
        place = dice.randrange(len(word) - 1)
        slip = dice.randrange(3)
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        written = (swapped, word[:place] + word[place + 1 :], word[: place + 1] + word[place:])[slip]
        if written not in {word, *KEYS}:
            return written


def change(
    pattern: str, replace: Callable[[re.Match[str], random.Random], str]
) -> Callable[..., tuple[list[str], int]]:
    """Return a slip that replaces the first match of a pattern in one of the lines that have one."""

    def slip(dice: random.Random) -> tuple[list[str], int]:
        number = dice.choice([n for n, line in enumerate(ORIGINAL) if re.search(pattern, line) and "#" not in line])
        lines = ORIGINAL.copy()
        lines[number] = re.sub(pattern, lambda match: replace(match, dice), lines[number], count=1)
        return lines, number

    return slip


def duplicate(dice: random.Random) -> tuple[list[str], int]:
    number = dice.choice(key_lines(r": \S"))
    return [*ORIGINAL[: number + 1], ORIGINAL[number], *ORIGINAL[number + 1 :]], number + 1


def delete(dice: random.Random) -> tuple[list[str], int]:
    number = dice.choice(key_lines("^(form|title)"))
    return [*ORIGINAL[:number], *ORIGINAL[number + 1 :]], 3


KEY = rf"^( *)({'|'.join(sorted(KEYS, key=len, reverse=True))})(?=:)"
SLIPS: dict[str, Callable[[random.Random], tuple[list[str], int]]] = {
    "misspelt key": change(KEY, lambda m, dice: m[1] + misspell(m[2], dice)),
    "wrong indent": change(KEY, lambda m, dice: " " * (len(m[1]) + dice.choice([-3, -2, -1, 1, 2, 3])) + m[2]),
    "missing colon": change(KEY + ":", lambda m, dice: m[1] + m[2]),
    "missing blank": change(KEY + r": (?=\S)", lambda m, dice: f"{m[1]}{m[2]}:"),
    "tab": change(r"^ {4}", lambda m, dice: "\t"),
    "duplicate key": duplicate,
    "missing key": delete,
    "list for a scalar": change(r"(required|type|secret|many|first|urgency|form): (\w.*)$", lambda m, dice: f"{m[1]}: [{m[2]}]"),
    "mapping for a scalar": change(r"(required|type|help|title|urgency|good|placeholder): (\S.*)$", lambda m, dice: f"{m[1]}: {{a: b}}"),
    "missing opening quote": change(r"'(?=[^' ][^']*')", lambda m, dice: ""),
    "missing closing quote": change(r"(?<=[^' ])'(?=[\],]|$)", lambda m, dice: ""),
    "missing closing bracket": change(r"\]$", lambda m, dice: ""),
    "missing opening bracket": change(r": \[", lambda m, dice: ": "),
    "unknown code": change(r"(malformed-value|conflicting-fields|non-answer)", lambda m, dice: misspell(m[1], dice)),
    "wrong severity": change(r"(malformed-value|conflicting-fields): \d", lambda m, dice: m[1] + ": " + dice.choice(["5", "9", "-1", "high", "2.5"])),
    "broken pattern": change(r"(pattern|follow-up): '", lambda m, dice: m[0] + dice.choice(["(", "[", "*", "(?P<", "+", ")"])),
    "misspelt type": change(r"(?<=type: )(\w+)", lambda m, dice: misspell(m[1], dice)),
    "misspelt boolean": change(r"(?<=: )true$", lambda m, dice: misspell("true", dice)),
    "misspelt field": change(r"(?<=urgency: )(\w+)", lambda m, dice: misspell(m[1], dice)),
    "wrong language": change(r"^( {6})(de|en|fr|es|it|nl|pl)(?=:)", lambda m, dice: m[1] + dice.choice(["xx", "german", "deu", "e"])),
    "alias of another field": change(r"(?<=any: \[)", lambda m, dice: dice.choice(["Server, Product, ", "gui_version, Track ID, "])),
    "empty value": change(r"(type|help|many|title): \S.*$", lambda m, dice: f"{m[1]}:"),
}  # fmt: skip


def says(form: Any) -> list[Any]:
    """Return what a form says, without the lines it says it on."""
    plain = [getattr(form, one.name) for one in fields(form) if one.name not in {"fields", "path"}]
    return plain + [[getattr(spec, one.name) for one in fields(spec) if one.name != "line"] for spec in form.fields]


def test_300_slips() -> None:
    dice = random.Random(2009)
    meaning = says(read_form("\n".join(ORIGINAL).encode(), "x")[0])
    counts: Counter[str] = Counter()
    silent: list[str] = []
    astray: list[str] = []
    names = sorted(SLIPS)
    for turn in range(MUTATIONS):
        name = names[turn % len(names)]
        lines, number = SLIPS[name](dice)
        octets = "\n".join(lines).encode()
        form, found = read_form(octets, "x")
        assert (form is None) == bool(found)
        if form is not None and says(form) == meaning:
            counts["without effect"] += 1
            continue
        if form is not None:
            found = read_form(octets, "x", suspicions=True)[1]
        told = [one.span.line - 1 for one in found if one.span]
        below = next((n for n in range(number + 1, len(lines)) if lines[n].strip()), number)
        shown = f"{name}, line {number + 1}: {lines[number][:60]!r} {[(one.code, one.span and one.span.line) for one in found][:3]}"
        if not found:
            silent.append(shown)
        elif number in told or (name == "missing key" and told):
            counts["told on the line"] += 1
        elif below in told:
            counts["told on the next line"] += 1
        else:
            astray.append(shown)
    print(dict(counts), "silent:", len(silent), *silent, "elsewhere:", len(astray), *astray, sep="\n  ")
    meant = MUTATIONS - counts["without effect"]
    assert len(silent) <= meant * 0.03
    assert len(astray) <= meant * 0.03
    assert counts["told on the line"] >= meant * 0.9
