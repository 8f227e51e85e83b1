"""The choices of a form and a text in, where the text names which of them out, and by what other names they go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ticketlint.hints import Final, TypeVar
from ticketlint.record import dataclass
from ticketlint.regexp import compiled, regexp
from ticketlint.values.model import Choice
from ticketlint.values.words import AND, bare, fold, letters, spelt_out, without_marks

_GAPS = regexp(r"[\s\-_/]+")
SHORTEST_STEM: Final = 3  # letters of a word without its ending
_ASIDE = (
    r"(?:based on(?: top of)?|basier(?:t|end) auf|auf basis (?:von|des)|derived from|formerly|fr[uü]her|ehemals"
    r"|previously|instead of|rather than|anstatt|statt|nicht|not)(?: an?| the| dem)?\W*$"
)
SET_ASIDE: Final = regexp(rf"[\W\d]*+{_ASIDE}")
"""All that stands between two choices, of which the first counts."""

_LIKENED: Final = regexp(
    rf"(?<![^\W_])(?:{_ASIDE}|(?:compatible (?:with|to)|kompatibel (?:mit|zu)|similar to|[aä]hnlich(?: wie)?|like)\W*$)"
)
_LIKENED_BEHIND: Final = regexp(
    r"[\s-]+(?:based(?! on)|basiert(?! auf)|basierend(?! auf)|derivative|derivat|clone|klon|compatible|kompatibel|fork"
    r"|[aä]hnlich(?! wie))(?![^\W_])"
)
OR_IF_NOT: Final = regexp(r"\b(?:if|wenn|falls|sofern|or|oder|why|warum|when)\b\W*+(?:not|nicht)\b")
_DENIED = regexp(r"(?<![^\W_])(?:not|nicht)\W?$")
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a choice, and which."""

    start: int
    end: int
    value: str


def _remembered(function: Callable[[tuple[Choice, ...]], Said]) -> Callable[[tuple[Choice, ...]], Said]:
    """Remember what a function says of a form's choices, by which they are: to hash all of their words takes time."""
    known: dict[int, tuple[tuple[Choice, ...], Said]] = {}

    def asked(choices: tuple[Choice, ...]) -> Said:
        found = known.get(id(choices))
        if found is None or found[0] is not choices:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            found = known[id(choices)] = (choices, function(choices))
        return found[1]

    asked.__doc__ = function.__doc__
    return asked


_MOST_KNOWN = 1000


@_remembered
def spellings(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    """Return what each folded spelling means."""
    names: dict[str, str] = {}
    for choice in choices:
        for written in (choice.value, *choice.synonyms):
            names.setdefault(letters(written), choice.value)
    for choice in choices:  # the form's own spelling wins over anybody's synonym
        names[letters(choice.value)] = choice.value
    return names


@_remembered
def _pattern(choices: tuple[Choice, ...]) -> re.Pattern[str]:
    written = {fold(name) for choice in choices for name in (choice.value, *choice.synonyms)}
    alternatives = "|".join(
        name if name.isalnum() else r"[\s\-_/]*".join(re.escape(word) for word in _GAPS.split(name) if word)
        for name in sorted(written, key=lambda each: (-len(each), each))
    )
    # digits may follow a name at once (`Debian12`); a hyphen and letters make another word of it (`Debian-based`)
    return compiled(rf"(?<![^\W_])(?<!\d[.,])(?:{alternatives})(?:(?![^\W_]|[.,]\d|-[^\W\d_])|(?<=[^\W\d_])(?=\d))")


def mentions(text: str, choices: tuple[Choice, ...]) -> list[Mention]:
    """Return where a folded text names choices, in its order."""
    names = spellings(choices)
    return [
        Mention(match.start(), match.end(), names[key])
        for match in _pattern(choices).finditer(text)
        if (key := letters(match.group())) in names
    ]


def outside_brackets(text: str) -> tuple[str, str]:
    """Part a text into what stands outside of brackets and what stands inside."""
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for char in text:
        if char in "([{":
            depth += 1
            outside.append(" ")
        elif char in ")]}" and depth:
            depth -= 1
            inside.append(" ")
        else:
            (inside if depth else outside).append(char)
    return "".join(outside), "".join(inside)


@_remembered
def plainer(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return the choices with all their names as they are written where no accents are at hand, or as they are."""
    if all(name.isascii() for choice in choices for name in (choice.value, *choice.synonyms)):
        return choices
    return tuple(
        Choice(
            choice.value,
            tuple(
                dict.fromkeys(
                    plain
                    for name in (choice.value, *choice.synonyms)
                    for plain in (name, without_marks(fold(name)), spelt_out(fold(name)))
                )
            ),
        )
        for choice in choices
    )


@_remembered
def words(choices: tuple[Choice, ...]) -> tuple[tuple[str, str], ...]:
    """Return the names that may have other endings, each with what it means: not those in capitals, as `OXSE` is."""
    written = {name for choice in choices for name in (choice.value, *choice.synonyms)}
    fixed = {letters(name) for name in written if name.isupper() or any(map(str.isdigit, name))}
    return tuple((name, value) for name, value in spellings(choices).items() if name not in fixed)


_ENDINGS = ("s", "es", "e", "n", "en")


def other_endings(key: str) -> frozenset[str]:
    """Return what a word is in the singular or the plural, as far as endings tell."""
    longer = {key + ending for ending in _ENDINGS}
    shorter = {key.removesuffix(ending) for ending in _ENDINGS if len(key) - len(ending) >= SHORTEST_STEM}
    return frozenset(longer | shorter | {f"{key[:-3]}y" if key.endswith("ies") else key}) - {key}


def is_denied(text: str, mention: Mention) -> bool:
    """Whether a word right before a choice says that it is not meant."""
    return _DENIED.search(text, max(0, mention.start - 8), mention.start) is not None


def is_likened(text: str, mention: Mention) -> bool:
    """Whether a text only says that what is meant comes from a choice or is like it: `Ubuntu, based on Debian`."""
    if _LIKENED_BEHIND.match(text, mention.end):
        return True
    return _LIKENED.search(text, max(0, mention.start - _NEAR), mention.start) is not None


_NEAR = 40


def with_its_other_half(text: str, mention: Mention, choices: tuple[Choice, ...]) -> str | None:
    """Return another choice that shares a word with the one that is named: `Groupware GUI and Server`."""
    named = text[mention.start : mention.end].split()
    behind = _HALF_BEHIND.fullmatch(text, mention.end)
    before = _HALF_BEFORE.fullmatch(text[: mention.start])
    names = spellings(choices)
    said = [f"{named[0]}{behind[1]}" if behind else "", f"{before[1]}{named[-1]}" if before else ""]
    return next((names[key] for key in map(letters, said) if names.get(key, mention.value) != mention.value), None)


_HALF_BEHIND = regexp(rf"\s*(?:[/&+,]|(?<=\s)(?:{AND}|or|oder)\s)\s*([^\W\d_]+)\W*")
_HALF_BEFORE = regexp(rf"\W*([^\W\d_]+)\s*(?:[/&+,]|(?<=\s)(?:{AND}|or|oder)\s)\s*")


def in_row(text: str, names: Mapping[str, str]) -> list[str]:
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
