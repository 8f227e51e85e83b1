"""A word or a line in, the words of it that may be keys out, without the signs that people put round them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticketlint.hints import Final
from ticketlint.regexp import regexp
from ticketlint.values import Reading, is_non_answer
from ticketlint.values.disguise import without_escapes

_INLINE = r"</?(?:b|i|u|s|a|em|strong|span|font|code|tt|wbr|mark|small|big|su[bp]|kbd)(?:\s[^<>]{0,200})?/?>"
_TAGGED = regexp(rf"(?:{_INLINE}|[\w&#;%-])+", re.IGNORECASE)
_INNER = regexp(rf"[\w-](?:{_INLINE})+[\w-]", re.IGNORECASE)
REACH: Final = 400  # characters behind a label in which its key stands
KEY = 6  # characters of what looks like a key without further ado
NAMED = 4  # characters of what is one because of the label before it
WIDE = "【】［］〔〕「」『』《》（）、。，；：！？"
SIGNS = f" \t.,;:!?\"'`´*_~“”„‚‘’«»‹›|()[]{{}}<>=&#/\\-–—{WIDE}"
"""What stands round a key, and is no part of it."""

EDGES = f" \t\r\n\u00a0.,;:!?\"'`´*_~“”„‚‘’«»‹›|()[]{{}}<>=&#{WIDE}"
_CAPITALS = regexp(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
MARKS_BELOW = regexp(r"[\s>|*•+–-]*")


def tagged(text: str) -> Iterator[str]:
    """Yield keys with tags in them, as the source of a page has: `OX-<b>40718</b>-HLKWM`."""
    for met in _TAGGED.finditer(text):
        plain = without_escapes(met[0]).replace(" ", "") if _INNER.search(met[0]) else ""
        if len(plain) >= KEY and any(map(str.isdigit, plain)):
            yield met[0]


def is_weak(word: str) -> bool:
    """Whether a word may be a key where its label says so."""
    if any(map(str.isdigit, word)):
        return len(word) >= (NAMED if any(map(str.isalpha, word)) else KEY)
    return len(word) >= KEY and _CAPITALS.fullmatch(word) is not None


def first_word(line: str) -> Iterator[str]:
    """Yield the rest of a key that was broken at a hyphen."""
    words = line[MARKS_BELOW.match(line).end() : REACH].split(None, 1)[:1]  # type: ignore[union-attr]  # the same
    yield from (bare for word in words if len(bare := word.strip(EDGES)) >= NAMED)


def hides_nothing(written: str, reading: Reading) -> bool:
    """Whether what stands in a key's place is none that anybody could use: `n/a`, `unknown`."""
    return reading.value is None and is_non_answer(written)


def keys_of(line: str) -> Iterator[str]:
    """Yield each of several keys on one line, as it stands there and without the signs round it."""
    for word in line.split():
        if any(map(str.isdigit, word)):
            for key in (word, word.strip(SIGNS)):
                if len(key) >= KEY or (len(key) >= NAMED and any(map(str.isalpha, key))):
                    yield key
