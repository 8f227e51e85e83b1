"""A line in, whether it may say who wrote what follows out: seen at a glance, before `quotes` looks closer."""

from __future__ import annotations

from ticketlint.regexp import regexp


def may_attribute(line: str) -> bool:
    """Whether a line has a verb of writing, or an address and a colon at its end: none else is an attribution."""
    return _of_writing(line.lower()) or ("@" in line and line.rstrip()[-1:] in _COLONS)


_COLONS = frozenset(":：")


_VERBS = (
    "wrote|writes|schrieb|schreef|schreven|écrit|escribi|scritto|scrive|pisze|napisa|escreveu|skrev|kirjoitti|napsal|írta"
    "|zitat|quoting|citan"
)
_VERB = regexp(_VERBS)


def _names_writing(text: str) -> bool:
    return _VERB.search(text) is not None


try:
    from ticketlint.native.lines import Words
except ImportError:  # installed without a compiler
    _of_writing = _names_writing
else:
    _of_writing = Words(tuple(_VERBS.split("|"))).stand_in
