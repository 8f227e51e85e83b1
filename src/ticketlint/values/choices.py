"""Choices as people write them: a value and the form's choices in, the choice or the choices meant out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ticketlint.regexp import regexp
from ticketlint.values.alike import nearest
from ticketlint.values.mentions import (
    Choice,
    Mention,
    Reading,
    mentions,
    other_endings,
    outside_brackets,
    plainer,
    spellings,
    words,
)
from ticketlint.values.words import FILLER, NUMERALS, bare, fold, letters, shorten, without_marks

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_LEVEL = regexp(
    r"^(?:(?:severity|priority|schweregrad|priorität|level|stufe|grad|prio|sev|nr|no|s|p)[\s.\-_#:]*|#|-\s)?"
    r"(\d+|[ivx]+)(?![^\W_]|[.,]\d)"
)
_RANGE = regexp(r"^\D{0,12}(\d+)\s*(?:-|–|—|~|〜|\.\.+|…|to|bis|through|/|,|\||oder|or|\s)\s*(\d+)(?![^\W_])")
_JOINED = regexp(r"^\D{0,12}(\d+)\s+[^\W\d_]{1,10}\s+(\d+)[\s.!?]*$")  # `2 ou 3`, in whatever language
_OF = regexp(r"^(\d+)\s*(?:of|out of|von|sur|de|di|van|z)\s+(\d+)$")
_NUMBERS = regexp(r"\d+")
_OTHER_NUMBERS = regexp(r"(?<![\w.,:/])\d(?![\w.,:/%])")
_NOT = regexp(r"(?:^|[^\w])(?:not|no|non|nicht|kein|keine|keinen|weder|neither|without|ohne|except|außer|statt)[^\w]")
_BESIDE = FILLER | frozenset(
    # words that stand beside a choice in a sentence, but would not leave a non-answer one
    """betrifft betreffen affects concerns concerning nur only just both beide sowohl als auch mainly hauptsächlich
    especially insbesondere all alle in im at of von vom mit with happens passiert aus sicht unserer meiner eine
    ein einen view point say would sagen würde too also auch ebenfalls but
    zusätzlich additionally""".split()
)
_REMARKS = frozenset(
    """only nur especially insbesondere besonders mainly hauptsächlich vor aber but when wenn since seit because weil in
    im bei beim with mit for für after nach during während mostly meist sometimes manchmal""".split()
)
_OR_ELSE = regexp(r"(?:/|\s+(?:or|oder|ou|o|lub|albo|nebo|eller|vagy|veya|sau|ili|или|або)\s+)[^\W\d_]{3}")
_LIST_WORDS = frozenset(
    "can be one of kann sein entweder or oder and und bitte auswählen wählen choose select please eins von".split()
)
_SPLIT = regexp(
    r"[,;/\n\t|+&•·]|^\s*[-–—*]\s"
    r"|(?:^|(?<=\s))(?:and|und|et|y|e|en|i|oraz|och|og|és|ve|sowie|as well as|plus|or|oder|ou|lub)(?=\s)",
    re.MULTILINE,
)
_WORD = regexp(r"[^\W_]+")


def _ticked(text: str) -> str | None:
    """Return the labels of the ticked boxes of a list of checkboxes; None where there are no boxes."""
    if text.isascii() and "[" not in text and "(" not in text:
        return None
    from ticketlint.values.boxes import ticked  # noqa: PLC0415  # start-up: few values have boxes

    return ticked(text)


def near_choice(text: str, choices: tuple[Choice, ...]) -> str | None:
    """Return the choice that a misspelt value most likely meant, for a "did you mean"."""
    names = spellings(choices)
    best = nearest(letters(text)[:60], list(names))
    return None if best is None else names[best]


def read_choice(text: str, choices: tuple[Choice, ...]) -> Reading:
    """Read a value of which the form takes one: the choice itself, with or without a detail after it (INTAKE 3)."""
    reading = _read_as_written(text, choices)
    return (reading.fault == "unknown-choice" and _read_plainer(text, choices)) or reading


def _read_as_written(text: str, choices: tuple[Choice, ...]) -> Reading:
    chosen = _ticked(text)
    if chosen is not None:
        text = chosen
        if not chosen.strip():
            return Reading(fault="empty-field", why="has no box ticked")
    folded = fold(bare(text))
    names = spellings(choices)
    numbers = all(choice.value.isdigit() for choice in choices)
    if numbers and folded[:1] in "-−" and folded[1:2].isdecimal():
        return Reading(fault="out-of-range", why=f"is {folded[:12]}, but no choice is below zero")
    exact = names.get(letters(folded))
    if exact is not None and (not _spans_several(folded) or _is_spelled(folded, choices)):
        return Reading(exact)
    if _leaves_the_list(text, choices):
        return Reading(fault="placeholder-value", why="still holds the form's own list of choices")
    if numbers:
        level = _read_level(folded, choices)
        if level is not None:
            return level
    outside, inside = outside_brackets(folded)
    found = mentions(outside, choices)
    if not found:
        inner = spellings(choices).get(letters(inside))  # `Red Hat 7 (RHEL)`, not `Ubuntu (Debian based)`
        found = mentions(inside, choices) if inner is not None or not _other_words(outside, []) else []
        outside = inside if found else outside
    values = list(dict.fromkeys(mention.value for mention in found))
    if len(values) > 1:
        if _only_details(outside, found):
            return Reading(values[0])
        return Reading(fault="too-many-choices", why=f"names {_and(values)} where one is asked for")
    if values and (_is_answer(outside, found[0]) or _names_one(outside, found)):
        return Reading(values[0])
    why = f'is "{shorten(text)}", which is none of the choices'
    return Reading(fault="unknown-choice", why=why, near=near_choice(text, choices))


def _spans_several(folded: str) -> bool:
    """Whether bare letters join what the text parts: `1,2` is not 12, `1 3` is not 13."""
    return folded[:1].isdigit() and len(_NUMBERS.findall(folded)) > 1


def _is_spelled(folded: str, choices: tuple[Choice, ...]) -> bool:
    """Whether the form spells a choice just so: `1.0.2 (Default)` has several numbers of its own."""
    return any(fold(bare(name)) == folded for choice in choices for name in (choice.value, *choice.synonyms))


def _read_level(folded: str, choices: tuple[Choice, ...]) -> Reading | None:
    """Read `2`, `S1`, `P 1`, `II`, `1 of 4`; find ranges and numbers that do not exist."""
    values = {choice.value for choice in choices}
    of = _OF.match(folded)
    if of and of.group(1) in values and of.group(2) not in values - {max(values, key=int)}:  # `2 of 3` is Dutch, too
        return Reading(of.group(1))
    outside = outside_brackets(folded)[0].strip()
    head, _, tail = outside.partition(" ")
    if head.rstrip(",.:;") in NUMERALS and not tail[:1].isalnum():
        outside = f"{NUMERALS[head.rstrip(',.:;')]} {tail}"
    spread = _RANGE.match(outside)
    if spread and spread.group(1) != spread.group(2):
        tail = outside[spread.end(1) : spread.start(2)].strip()
        counts = tail in {"", ","} and outside[spread.end() :].strip()[:1].isalpha()  # `2, 3 users affected`
        if not counts and (tail or spread.group(2) in values):
            return Reading(
                fault="too-many-choices", why=f"names {spread.group(1)} and {spread.group(2)} where one is asked for"
            )
    joined = _JOINED.match(outside)
    if joined and joined.group(1) != joined.group(2) and {joined.group(1), joined.group(2)} <= values:
        return Reading(
            fault="too-many-choices", why=f"names {joined.group(1)} and {joined.group(2)} where one is asked for"
        )
    level = _LEVEL.match(outside)
    if level is None:
        return None
    roman = level.group(1) in _ROMAN
    if roman and outside[level.end() :].strip()[:1] not in {"", "-", "–", "—", "(", ":", ",", ".", ")"}:
        return None  # the English word, not a number
    number = _ROMAN.get(level.group(1), level.group(1))
    if not number.isdigit():
        return None
    number = str(int(number)) if len(number) < 9 else number
    rest = outside[level.end() :]
    named = mentions(rest, choices) if rest.strip() else []
    others = {m.value for m in named if not rest[m.start : m.end].isdigit()} - {number}
    if number not in values:
        low, high = min(values, key=int), max(values, key=int)
        return Reading(fault="out-of-range", why=f"is {number[:12]}, but only {low} to {high} exist")
    numbers = {str(int(n)) for n in _OTHER_NUMBERS.findall(rest)} & values - {number}
    if others and _starts_like_a_name(rest):
        return Reading(fault="too-many-choices", why=f"names {_and([number, *sorted(others)])} where one is asked for")
    if numbers and re.match(r"\s*(?:[-–—/,;|+&]|to|bis|or|oder|and|und)\s*\d", rest):
        return Reading(fault="too-many-choices", why=f"names {_and([number, *sorted(numbers)])} where one is asked for")
    return Reading(number)


def _starts_like_a_name(rest: str) -> bool:
    """Whether a number's name follows it at once (`1 - Medium`), not a sentence that happens to hold such a word."""
    return len(_WORD.findall(rest)) <= 3


def _leaves_the_list(text: str, choices: tuple[Choice, ...]) -> bool:
    """Whether every choice of three or more stands there, in the form's order: nobody chose."""
    if len(choices) < 3:
        return False
    found = list(dict.fromkeys(mention.value for mention in mentions(fold(text), choices)))
    if found != [choice.value for choice in choices]:
        return False
    rest = {word for word in _other_words(fold(text), mentions(fold(text), choices)) if word not in _LIST_WORDS}
    return not rest


def _other_words(text: str, found: list[Mention]) -> list[str]:
    for mention in reversed(found):
        text = text[: mention.start] + " " + text[mention.end :]
    return [word for word in _WORD.findall(text) if word not in _BESIDE]


def _is_answer(text: str, mention: Mention) -> bool:
    """Whether a choice that stands in a text is what the text answers, and not denied in it."""
    before = text[: mention.start]
    if _NOT.search(f" {before} "):
        return False
    if _OR_ELSE.match(text, mention.end):
        return False  # `Debian or Ubuntu`: nobody knows which
    words = [word for word in _WORD.findall(before) if word not in _BESIDE]
    return len(words) <= 2


def _names_one(text: str, found: list[Mention]) -> bool:
    """Whether a text holds one choice by several of its names and nothing else: `Heizung/Lüftung`, `R (read)`."""
    return len(found) > 1 and not _other_words(text, found)


def _read_plainer(text: str, choices: tuple[Choice, ...]) -> Reading | None:
    """Read a choice whose accents or ending are not the form's: `MATERIEL`, `Gebaeude`, `Facturas` for `Factura`."""
    if len(text) > _LONGEST_PLAINER:
        return None
    ticked = _ticked(text)
    text = text if ticked is None else ticked
    plain, loose = without_marks(fold(text)), plainer(choices)
    if loose != choices:
        reading = _read_as_written(plain, loose)
        if reading.value is not None or reading.fault == "too-many-choices":
            return reading
    key = letters(bare(plain))
    if len(key) < _SHORTEST_STEM or key.isdigit() or len(plain.split()) > _WORDS_OF_A_CHOICE:
        return None
    others = other_endings(key)
    meant = {value for name, value in words(loose) if name in others}
    return Reading(meant.pop()) if len(meant) == 1 else None


_LONGEST_PLAINER = 200  # characters of a text that may be a choice after all
_SHORTEST_STEM = 3
_WORDS_OF_A_CHOICE = 4


def _only_details(text: str, found: list[Mention]) -> bool:
    """Whether further choices stand only in a detail that a dash or a comma and a sentence set off from the first."""
    first = found[0]
    if _other_words(text[: first.start], []):
        return False
    rest = text[first.end :]
    between = text[first.end : found[1].start]
    return bool(re.match(r"\s*(?:[-–—:,;.]|because|weil|da|since)\s", rest)) and len(_other_words(between, [])) >= 3


def read_choices(text: str, choices: tuple[Choice, ...], *, whole: bool = False) -> Reading:
    """Read a value that may name several choices (`many: true`), parted as people part them, by blanks too.

    `whole`: all choices in the form's order are an answer, not the form's own list that nobody touched.
    """
    chosen = _ticked(text)
    if chosen is not None:
        text = chosen
        if not chosen.strip():
            return Reading(fault="empty-field", why="has no box ticked")
    if chosen is None and not whole and _leaves_the_list(text, choices):
        return Reading(fault="placeholder-value", why="still holds the form's own list of choices")
    row = _in_row(text, spellings(choices))
    if row:
        return Reading(tuple(dict.fromkeys(row)))
    folded = "\n".join(fold(line) for line in text.split("\n"))
    outside = outside_brackets(folded)[0]
    if not _WORD.findall(outside):
        outside = folded
    values: list[str] = []
    for line in _lines(folded, outside, spellings(choices)):
        named = spellings(choices).get(letters(bare(line.lstrip(" -–—*+"))))
        if named is not None:  # a choice may hold a comma or an `and` of its own
            values.append(named)
            continue
        for piece in _SPLIT.split(line):
            cleaned = bare(piece.lstrip(" -–—*+"))
            if not _WORD.findall(cleaned):
                continue
            exact = spellings(choices).get(letters(cleaned))
            if exact is not None:
                values.append(exact)
                continue
            found = mentions(cleaned, choices)
            if not found and "-" in cleaned:  # `Mail-Modul`
                cleaned = cleaned.replace("-", " ")
                found = mentions(cleaned, choices)
            others = _other_words(cleaned, found)
            if not found and not others:
                continue  # filler between separators
            if not found and values and _is_remark(cleaned):
                continue  # `calendar, only week view`
            if not found and (loose := _read_plainer(cleaned, choices)) and isinstance(loose.value, str):
                values.append(loose.value)
                continue
            if not found or _NOT.search(f" {cleaned} ") or (others and not _detail_follows(cleaned, found)):
                return Reading(
                    fault="unknown-choice",
                    why=f'names "{shorten(cleaned)}", which is none of the choices',
                    near=near_choice(cleaned, choices),
                )
            values.extend(mention.value for mention in found)
    if not values:
        why = f'is "{shorten(text)}", which is none of the choices'
        return Reading(fault="unknown-choice", why=why, near=near_choice(text, choices))
    return Reading(tuple(dict.fromkeys(values)))


def _in_row(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the choices of a line that holds nothing else, parted by commas: they may hold commas of their own."""
    pieces = text.split(",", _ROW)
    if len(pieces) < 2 or len(pieces) > _ROW or "\n" in text:
        return []
    found: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + _COMMAS + 1), at, -1)
        end = next((end for end in ends if letters(bare(",".join(pieces[at:end]))) in names), None)
        if end is None:
            return []
        found.append(names[letters(bare(",".join(pieces[at:end])))])
        at = end
    return found


_ROW = 200  # choices of a line
_COMMAS = 6  # inside one choice


def _lines(text: str, outside: str, names: Mapping[str, str]) -> list[str]:
    """Return the lines without what stands in brackets, but those whole that are a choice with brackets of its own."""
    bared = outside.split("\n")
    lines = text.split("\n")
    if len(lines) != len(bared):  # brackets over several lines
        return bared
    return [
        line if letters(bare(line.lstrip(" -–—*+"))) in names else rest for line, rest in zip(lines, bared, strict=True)
    ]


def _is_remark(text: str) -> bool:
    """Whether an item of a list says more of the choice before it, and names no other: *only* and the like begin it."""
    words = _WORD.findall(text)
    return len(words) >= 4 or (len(words) >= 2 and words[0] in _REMARKS)


def _detail_follows(text: str, found: list[Mention]) -> bool:
    """Whether the words beside the choices are a detail after them (`mail - sending`), not another choice."""
    return not _other_words(text[: found[0].start], []) and len(found) == 1


def _and(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}"
