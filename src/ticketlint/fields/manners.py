"""A line below a label in, how it is written out: as one of a list, as a sentence, as the rest of a wrapped line."""

from __future__ import annotations

from ticketlint.fields.listings import is_log
from ticketlint.fields.pieces import BLANK, Piece
from ticketlint.regexp import regexp

_PACKAGE = regexp(r"[ \t]*[a-z][\w.+-]*(?:[ \t,=:_-]+v?\d|$)")
_WRAP = 60  # a line at least this long may have been wrapped by a mail program
_WIDTH = 66
_NOTE = 6  # words
_SHORT = 40  # a line that nothing was wrapped off


def is_listed(text: str) -> bool:
    """Whether a line is of a list of packages."""
    return is_log(text) or _PACKAGE.match(text) is not None


def is_wrapped(above: Piece, text: str) -> bool:
    """Whether a mail program may have wrapped a line, as its next word does not fit on it."""
    width = len(above.row.text)
    word = next(iter(text.split(None, 1)), "")  # none in a line of blanks that are no blanks to other programs
    return width >= _WRAP and word != "" and width + 1 + len(word) > _WIDTH


def is_note(above: Piece, text: str) -> bool:
    """Whether a line tells something of its own below a short answer, and is no rest of it."""
    words = text.split()
    return len(words) >= _NOTE and words[0][:1].isupper() and len(above.row.text) < _SHORT and words[1].islower()


def is_small_print(text: str) -> bool:
    """Whether a line is a hint that a template has below a label: `※ please be exact`."""
    return text.lstrip()[:1] == "※"


def looks_like_package(text: str) -> bool:
    """Whether a line is a package and its version with a colon between them, which makes no label of its name."""
    name, _, version = text.partition(":")
    return " " not in name.strip() and name.strip().islower() and any(char.isdigit() for char in version)


def is_sentence(text: str) -> bool:
    """Whether a text is so long, or ends so, that it tells something and is no value."""
    words = text.split()
    return (len(words) >= 8 and text.rstrip(BLANK)[-1:] in ".!?:") or len(words) > 25
