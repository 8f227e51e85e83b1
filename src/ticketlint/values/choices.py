"""Choices as people write them: a value and the form's choices in, the choice or the choices meant out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice

from ticketlint.regexp import regexp
from ticketlint.values.alike import nearest
from ticketlint.values.levels import LEVEL, read_level, too_many, without_counts
from ticketlint.values.mentions import (
    OR_IF_NOT,
    SET_ASIDE,
    SHORTEST_STEM,
    Mention,
    in_row,
    is_denied,
    is_likened,
    mentions,
    other_endings,
    outside_brackets,
    plainer,
    spellings,
    with_its_other_half,
    words,
)
from ticketlint.values.model import Choice, Reading
from ticketlint.values.ticks import ticked, without_unticked
from ticketlint.values.words import AND, FILLER, bare, fold, letters, shorten, without_marks

_NUMBERS = regexp(r"\d+")
_ZEROS = regexp(r"^(\d{1,3})[.,]0{1,2}(?![\w.,])")  # as spreadsheets write whole numbers
_NOT = regexp(
    r"(?:^|[^\w])(?:(?:all|any(?:thing)?|everything) but|not|no|non|nicht|kein|keine|keinen|weder|neither|without|ohne"
    r"|except|außer|statt)[^\w]"
)
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
_OR_ELSE = regexp(
    r"(?:/(?!(?:(?:old|un)?stable|testing|sid|lts|rolling|amd64|arm64|buster|bullseye|bookworm|trixie|forky)\b)"
    r"|\s+(?:or|oder|ou|o|lub|albo|nebo|eller|vagy|veya|sau|ili|или|або)\s+)[^\W\d_]{3}"
)
_LIST_WORDS = frozenset(
    "can be one of kann sein entweder or oder and und bitte auswählen wählen choose select please eins von".split()
)
_SPLIT = regexp(
    r"[,;、/\n\t|+&•·・]|^[^\S\n]*+[-–—*]\s"
    rf"|(?:^|(?<=\s))(?:{AND}|as well as|plus|or|oder|ou|lub)(?=\s)",
    re.MULTILINE,
)
_WORD = regexp(r"[^\W_]+")


def near_choice(text: str, choices: tuple[Choice, ...]) -> str | None:
    """Return the choice that a misspelt value most likely meant, for a "did you mean"."""
    names = spellings(choices)
    return names.get(nearest(letters(text)[:60], list(names)) or "")


def read_choice(text: str, choices: tuple[Choice, ...]) -> Reading:
    """Read a value of which the form takes one: the choice itself, with or without a detail after it (INTAKE 3)."""
    if "\n" in text:
        text = _without_legend(text, choices)
    reading = _read_as_written(text, choices, listed=True)
    if reading.fault == "unknown-choice":
        return _read_plainer(text, choices) or reading
    return (reading.value is not None and _another_plainer(text, choices)) or reading


def _read_as_written(text: str, choices: tuple[Choice, ...], *, listed: bool = False) -> Reading:
    """Read a choice by the form's own names; `listed`: the form's list of choices may stand before it."""
    chosen = ticked(text)
    if chosen is not None and not chosen.strip():
        return Reading(fault="empty-field", why="has no box ticked")
    text = text if chosen is None else chosen
    names = spellings(choices)
    if listed and letters(text) not in names:
        text = _pointed_at(text, choices) or text
        behind = _behind_the_list(text, choices, _read_as_written)
        if behind is not None:
            return behind
    folded = fold(bare(text))
    numbers = all(choice.value.isdigit() for choice in choices)
    if numbers and (whole := _ZEROS.match(folded)) is not None:
        folded = whole[1] + folded[whole.end() :]
    if numbers and folded[:1] in "-−" and folded[1:2].isdecimal():
        return Reading(fault="out-of-range", why=f"is {folded[:12]}, but no choice is below zero")
    exact = names.get(letters(folded))
    if exact is not None and (not _spans_several(folded) or _is_spelled(folded, choices)):
        return Reading(exact)
    if _leaves_the_list(text, choices):
        return Reading(fault="placeholder-value", why="still holds the form's own list of choices")
    if numbers and "⁄" not in folded:  # as a half is folded
        level = read_level(folded, choices)
        if level is not None:
            return level
    outside, inside = outside_brackets(folded)
    found = mentions(outside, choices) if not (numbers and "⁄" in outside) else []
    if not found:
        inner = names.get(letters(inside))  # `Red Hat 7 (RHEL)`, not `Ubuntu (Debian based)`
        found = mentions(inside, choices) if inner is not None or not _other_words(outside, []) else []
        outside = inside if found else outside
    found = without_counts(outside, found) if numbers else found
    values = list(dict.fromkeys(mention.value for mention in found))
    if len(values) == 1 and (
        other := _contradiction(folded, values[0], choices) or with_its_other_half(outside, found[0], choices)
    ):
        values.append(other)
    elif len(values) > 1 and _only_details(outside, found):
        return Reading(values[0])
    if len(values) > 1 or (numbers and any(is_denied(outside, each) for each in found[1:])):
        return too_many(values)  # `high, not 1` takes back what it says
    if values and (_is_answer(outside, found[0]) or _names_one(outside, found)):
        return Reading(values[0])
    why = f'is "{shorten(text)}", which is none of the choices'
    return Reading(fault="unknown-choice", why=why, near=near_choice(text, choices))


def _behind_the_list(
    text: str, choices: tuple[Choice, ...], read: Callable[[str, tuple[Choice, ...]], Reading]
) -> Reading | None:
    """Read what a sign sets off from the form's own list of choices, which was left standing: `1, 2, 3, 4 -> 2`."""
    if len(choices) < 3 or len(text) > _LONGEST_LISTED:
        return None
    for sign in islice(_SET_OFF.finditer(text), _MOST_SIGNS):
        above, rest = _NARROW.sub(", ", text[: sign.start()]), text[sign.end() :]
        if not rest.strip() or not (_is_span(above, choices) or _leaves_the_list(above, choices)):
            continue
        last = choices[-1].value  # `… 3 = Low, 4 = Trivial` is all of a list
        named = len(mentions(fold(above), choices)) > len(choices)
        answer = read(rest, choices)
        if answer.value is not None and not (named and answer.value in (last, (last,))):
            return answer
    return None


def _without_legend(text: str, choices: tuple[Choice, ...]) -> str:
    """Return a value without the form's own list of choices, which was left standing on the lines below it."""
    above, _, listed = text.partition("\n")
    if "\n" not in listed or len(text) > _LONGEST_LISTED or not _leaves_the_list(listed, choices):
        return text
    return above if _read_as_written(above, choices).value is not None else text


def _pointed_at(text: str, choices: tuple[Choice, ...]) -> str | None:
    """Return the one line of a list of choices that has a mark its neighbours lack: `-> 2 Medium`, `2 Medium <--`."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < len(choices) or len(choices) < 3:
        return None
    marked = [line for line in lines if _POINTER.search(line)]
    if len(marked) != 1 or not _leaves_the_list("\n".join(_POINTER.sub("", line) for line in lines), choices):
        return None
    return _POINTER.sub("", marked[0])


_POINTER = regexp(
    r"^[ \t]*(?:-{1,2}>|=+>|→|➔|➜|>{1,3}|\*{1,3}|[xX✓✔])[ \t]*(?=\w)"
    r"|(?<![ \t])[ \t]*(?:<-+|<=+|←|<{1,3}|\*{1,3}|[ \t][xX]|[✓✔])[ \t]*$"
)
_SET_OFF = regexp(r"[)\]}]|-{1,2}>|=>|[→⇒:=\t\n]")
_NARROW = regexp(r"(?<=\d),(?=\d)")  # a comma that parts numbers of a list
_MOST_SIGNS = 40  # behind a list that are looked at
_LONGEST_LISTED = 5000  # characters of a list and an answer: each sign is another place where the list may end


def _is_span(text: str, choices: tuple[Choice, ...]) -> bool:
    """Whether a text names the first and the last of numbered choices: `1-4`, `(1 to 4`."""
    ends = _SPAN.fullmatch(text.strip(" ([{").casefold())
    return ends is not None and (ends[1], ends[2]) == (choices[0].value, choices[-1].value)


_SPAN = regexp(r"(\d{1,3})\s?(?:-|–|\.{2,3}|…|to|bis|\sto\s|\sbis\s)\s?(\d{1,3})\s?")


def _contradiction(folded: str, value: str, choices: tuple[Choice, ...]) -> str | None:
    """Return another choice that a single one is written together with: `medium-high`, `High (3)`."""
    names = spellings(choices)
    for compound in _COMPOUND.findall(folded):
        if letters(compound) not in names:
            other = next((names[word] for word in _WORD.findall(compound) if names.get(word, value) != value), None)
            if other is not None:
                return other
    bracketed = outside_brackets(folded)[1]
    if OR_IF_NOT.search(bracketed):  # `OXSE (if not OXHE)`
        return next((each.value for each in mentions(bracketed, choices) if each.value != value), None)
    if not value.isdigit():
        return None
    inside = LEVEL.fullmatch(bracketed.strip(" =:"))  # a number beside a name
    return inside[1] if inside and inside[1] in {choice.value for choice in choices} - {value} else None


_COMPOUND = regexp(r"(?<![^\W_])[^\W_]++(?:-[^\W_]++)++")


def _spans_several(folded: str) -> bool:
    """Whether bare letters join what the text parts: `1,2` is not 12, `1 3` is not 13."""
    return folded[:1].isdigit() and len(_NUMBERS.findall(folded)) > 1


def _is_spelled(folded: str, choices: tuple[Choice, ...]) -> bool:
    """Whether the form spells a choice just so: `1.0.2 (Default)` has several numbers of its own."""
    return any(fold(bare(name)) == folded for choice in choices for name in (choice.value, *choice.synonyms))


def _leaves_the_list(text: str, choices: tuple[Choice, ...]) -> bool:
    """Whether every choice of three or more stands there, in the form's order: nobody chose."""
    if len(choices) < 3:
        return False
    folded = fold(text)
    found = mentions(folded, choices)
    if list(dict.fromkeys(mention.value for mention in found)) != [choice.value for choice in choices]:
        return False
    return _LIST_WORDS.issuperset(_other_words(folded, found))


def _other_words(text: str, found: list[Mention]) -> list[str]:
    ends = [0, *(mention.end for mention in found)]
    starts = [*(mention.start for mention in found), len(text)]
    rest = " ".join([text[end:start] for end, start in zip(ends, starts, strict=True)])
    return [word for word in _WORD.findall(rest) if word not in _BESIDE]


def _is_answer(text: str, mention: Mention) -> bool:
    """Whether a choice that stands in a text is what the text answers, and not denied in it."""
    before = text[: mention.start]
    if _NOT.search(f" {before} "):
        return False
    if _OR_ELSE.match(text, mention.end):
        return False  # `Debian or Ubuntu`: nobody knows which
    if not mention.value.isdigit() and is_likened(text, mention):
        return False
    words = [word for word in _WORD.findall(before) if word not in _BESIDE]
    return len(words) <= 2


def _names_one(text: str, found: list[Mention]) -> bool:
    """Whether a text holds one choice by several of its names and nothing else: `Heizung/Lüftung`, `R (read)`."""
    return len(found) > 1 and not _other_words(text, found)


def _read_plainer(text: str, choices: tuple[Choice, ...]) -> Reading | None:
    """Read a choice whose accents or ending are not the form's: `MATERIEL`, `Gebaeude`, `Facturas` for `Factura`."""
    if len(text) > _LONGEST_PLAINER:
        return None
    chosen = ticked(text)
    text = text if chosen is None else chosen
    plain, loose = without_marks(fold(text)), plainer(choices)
    if loose is not choices or plain != fold(text):
        reading = _read_as_written(plain, loose, listed=True)
        if reading.value is not None or reading.fault == "too-many-choices":
            return reading
    key = letters(bare(plain))
    if len(key) < SHORTEST_STEM or key.isdigit() or len(plain.split()) > _WORDS_OF_A_CHOICE:
        return None
    others = other_endings(key)
    meant = {value for name, value in words(loose) if name in others}
    return Reading(meant.pop()) if len(meant) == 1 else None


def _another_plainer(text: str, choices: tuple[Choice, ...]) -> Reading | None:
    """Return that a text names a second choice, too, without its accents: `Elektro, Sanitaer`."""
    loose = plainer(choices)
    if loose is choices or len(text) > _LONGEST_PLAINER or letters(bare(text)) in spellings(choices):
        return None
    reading = _read_as_written(without_marks(fold(text)), loose, listed=True)
    return reading if reading.fault == "too-many-choices" else None


_LONGEST_PLAINER = 200  # characters of a text that may be a choice after all
_WORDS_OF_A_CHOICE = 4


def _only_details(text: str, found: list[Mention]) -> bool:
    """Whether further choices stand only in a detail that a dash or a comma and a sentence set off from the first."""
    first = found[0]
    rest, between = text[first.end :], text[first.end : found[1].start]
    if _other_words(text[: first.start], []):
        return False
    if len({mention.value for mention in found}) == 2 and SET_ASIDE.fullmatch(between):
        return True
    if OR_IF_NOT.search(between):
        return False
    return bool(re.match(r"\s*(?:[-–—:,;.]|because|weil|da|since)\s", rest)) and len(_other_words(between, [])) >= 3


def read_choices(text: str, choices: tuple[Choice, ...], *, whole: bool = False) -> Reading:
    """Read a value that may name several choices (`many: true`), parted as people part them, by blanks too.

    `whole`: all choices in the form's order are an answer, not the form's own list that nobody touched.
    """
    return _read_several(text, choices, whole=whole, listed=not whole)


def _read_several(text: str, choices: tuple[Choice, ...], *, whole: bool = False, listed: bool = False) -> Reading:
    """Read several choices; `listed`: the form's list of choices may stand before them."""
    chosen = ticked(text)
    if chosen is not None:
        text = chosen
        if not chosen.strip():
            return Reading(fault="empty-field", why="has no box ticked")
    behind = _behind_the_list(text, choices, _read_several) if chosen is None and listed else None
    if behind is not None:
        return behind
    if chosen is None and not whole and _leaves_the_list(text, choices):
        return Reading(fault="placeholder-value", why="still holds the form's own list of choices")
    if chosen is None and "\n" in text:
        text = without_unticked(text)
    row = in_row(text, spellings(choices))
    if row:
        return Reading(tuple(dict.fromkeys(row)))
    folded = "\n".join(fold(line) for line in text.split("\n"))
    outside = outside_brackets(folded)[0]
    outside = outside if _WORD.search(outside) else folded
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
                    why=f'names "{shorten(_as_written(cleaned, text))}", which is none of the choices',
                    near=near_choice(cleaned, choices),
                )
            values.extend(mention.value for mention in found)
    if not values:
        why = f'is "{shorten(text)}", which is none of the choices'
        return Reading(fault="unknown-choice", why=why, near=near_choice(text, choices))
    return Reading(tuple(dict.fromkeys(values)))


def _as_written(piece: str, text: str) -> str:
    """Return a piece of a folded text with the capitals that it was written with, where it stands there."""
    lower = text.lower()
    at = lower.find(piece) if len(lower) == len(text) else -1
    return text[at : at + len(piece)] if at >= 0 else piece


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
