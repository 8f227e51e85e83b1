"""The attributes of an HTML element in, what they say of how its text is shown out: hidden, a quote, a signature."""

from __future__ import annotations

import re
from functools import lru_cache

from ticketlint.body.markup import HIDDEN
from ticketlint.hints import Final
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

_NO_MARGIN = regexp(r"margin(?:-top|-bottom)?\s*:\s*0", re.IGNORECASE)
_INDENT_ONLY = regexp(r"margin\s*:\s*0[a-z]*\s+0[a-z]*\s+0[a-z]*\s+40px|border\s*:\s*none", re.IGNORECASE)
_SIGNATURES = regexp(
    r"(?:^|\s)(?:gmail_signature|moz-signature|applemailsignature|signature|ms-outlook-mobile-signature|"
    r"x_signature|io-ox-signature|zmail_signature|protonmail_signature_block)(?:\s|$)",
    re.IGNORECASE,
)
_KEPT = regexp(r"(?:^|[;\s])white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_QUOTES = regexp(r"(?:^|\s)(?:yahoo_quoted|ox-quote|tutanota_quote|WordSection1_quote)(?:\s|$)", re.IGNORECASE)
_ANSWERED = regexp(r"(?:^|_)divRplyFwdMsg$")


@dataclass(frozen=True, slots=True)
class Look:
    """What the style, the class and the id of an element say."""

    hidden: bool = False
    close: bool = False  # it stands without a margin
    indented: bool = False  # a blockquote that quotes nobody
    answered: bool = False  # what is below is the mail that its sender answers
    quote: bool = False  # the client wrapped in it what it quotes
    gmail: bool = False  # as Gmail does, and also for what is passed on
    signature: bool = False
    kept: bool = False  # its line ends are shown


PLAIN: Final = Look()


def look(style: str, classes: str, identity: str) -> Look:
    """Return what an element's attributes say; one that it does not have is empty."""
    short = len(style) <= _LONGEST and len(classes) <= _LONGEST and len(identity) <= _LONGEST
    return (_remembered if short else _looked_at)(style, classes, identity)


_LONGEST: Final = 500  # characters of an attribute that is kept


def _looked_at(style: str, classes: str, identity: str) -> Look:
    names = f"{classes} {identity}"
    return Look(
        HIDDEN.search(style) is not None,
        _NO_MARGIN.search(style) is not None or "Mso" in classes,
        _INDENT_ONLY.search(style) is not None,
        _ANSWERED.search(identity) is not None,
        _QUOTES.search(names) is not None,
        "gmail_quote" in names,
        _SIGNATURES.search(names) is not None,
        _KEPT.search(style) is not None and "Apple-tab" not in classes,
    )


_remembered = lru_cache(maxsize=4096)(_looked_at)  # a client writes the same few attributes all over a mail
