"""A line in, whether it may say who wrote what follows out: seen at a glance, before `quotes` looks closer."""

from __future__ import annotations

from collections.abc import Callable

from ticketlint.regexp import regexp

_COLONS = frozenset(":：")
_VERBS = (
    "wrote|writes|schrieb|schreef|schreven|écrit|escribi|scritto|scrive|pisze|napisa|escreveu|skrev|kirjoitt|napsal|írta"
    "|kirjutas|rakst|menulis|scris|escriure|zitat|quoting|citan|missatge"
    "|yazdı|viết|rašė|пиш|напис|έγραψε|เขียน|写道|寫道|写了|작성|のメール|のメッセージ"
)
_VERB = regexp(_VERBS)


def _may_attribute(line: str) -> bool:
    return _VERB.search(line.lower()) is not None or ("@" in line and line.rstrip()[-1:] in _COLONS)


may_attribute: Callable[[str], bool]
"""Whether a line has a verb of writing, or an address and a colon at its end: none else is an attribution."""
try:
    from ticketlint.native.lines import Words
except ImportError:  # installed without a compiler
    may_attribute = _may_attribute
else:
    may_attribute = Words(tuple(_VERBS.split("|"))).may_attribute
