"""A short text in, whether it is what a field asks for and nothing more out: no note that only holds such a thing."""

from __future__ import annotations

import re

from ticketlint.form.model import FieldSpec
from ticketlint.form.patterns import fullmatch
from ticketlint.regexp import regexp
from ticketlint.values import letters, read_choice, read_choices, read_typed
from ticketlint.values.mentions import spellings

_LONGEST = 80  # characters
_PARTS = regexp(r"[^\w\s-]+|\s[-–—]+\s|\s(?:and|und|&)\s")
_RELEASE = regexp(r"(?:v|sp)?\d[\w.]*|sp")  # a word behind a name: `Debian 12`, `SLES 11 SP3`
# A version alone, or behind the name of a package: `v7.10.6`, `6.22 Rev15`, `open-xchange-gui 6.22.1-12`
_VERSION = regexp(
    r"(?:[a-z]\w*(?:-\w+)+[ \t]+|[a-z]\w*[ \t]+(?=\d+\.\d+\.))?"
    r"(?:v|version|rev|release|build)?[. \t]?\d[\w+~-]*+(?:\.[\w+~-]++)*+"
    r"(?:,?[ \t]*+\(?(?:rev(?:ision)?|sp|patch|build|hotfix)[ \t.-]?\d[\w.]*\)?){0,3}",
    re.IGNORECASE,
)
_TOKEN = regexp(r"(?=[^\d\s]*\d)[\w#./+-]*\w")  # a number of a ticket
_DIGITS = regexp(r"[\d\s.,:/+-]+")


def is_plainly(text: str, spec: FieldSpec) -> bool:
    """Whether all of a text is an answer to a field: the choice, the version or the number alone."""
    if len(text) > _LONGEST or "\n" in text:
        return False
    if spec.choices:
        return _is_choice(text, spec)
    if spec.pattern is not None:
        return fullmatch(spec.pattern, text) is not None
    if spec.type in {"line", "version"}:
        return _VERSION.fullmatch(text) is not None or _TOKEN.fullmatch(text) is not None
    if read_typed(spec.type, text).fault is not None:
        return False
    return _DIGITS.fullmatch(text) is not None or (len(text.split()) == 1 and (spec.type != "url" or "." in text))


def _is_choice(text: str, spec: FieldSpec) -> bool:
    if (read_choices if spec.many else read_choice)(text, spec.choices).value is None:
        return False
    names = spellings(spec.choices)
    numbered = all(choice.value.isdigit() for choice in spec.choices)
    for part in _PARTS.split(text.casefold()):
        name = part if numbered else _without_release(part)
        if name.strip() and letters(name) not in names and letters(part) not in names:
            return False
    return True


def _without_release(text: str) -> str:
    words = text.split()
    while len(words) > 1 and _RELEASE.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)
