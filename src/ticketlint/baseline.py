"""A file of accepted faults and verdicts in, what is left of each verdict out; and what no longer holds of the file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ticketlint.fingerprint import content, fingerprints, hashed
from ticketlint.record import dataclass, replace

if TYPE_CHECKING:
    from ticketlint.verdict import Verdict

VERSION = 1
_HEAD = "ticketlint-baseline"


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted fault of one mail.

    `fingerprint` and `content` say which; the mail may be renamed and its lines may move, but it must be that mail.
    `source`, `code` and `field` tell it to people. `until` is the last day on which it is accepted, `reason` is theirs.
    """

    source: str
    code: str
    field: str
    fingerprint: str
    content: str
    until: date | None = None
    reason: str = ""


class BaselineError(Exception):
    """A baseline that cannot be used, in a sentence."""


def parse(text: str) -> tuple[Entry, ...]:
    """Return the entries of a baseline; raises BaselineError with the line or the entry that is wrong."""
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        raise BaselineError(f"line {error.lineno}, column {error.colno}: it is no JSON: {error.msg}") from error
    except RecursionError:
        raise BaselineError("it is no baseline of ticketlint") from None
    if not isinstance(held, dict) or _HEAD not in held or not isinstance(held.get("accepted"), list):
        raise BaselineError("it is no baseline of ticketlint")
    if held[_HEAD] != VERSION:
        raise BaselineError(f"its version is {held[_HEAD]!r}, and this ticketlint reads {VERSION}")
    return tuple(_entry(number, one) for number, one in enumerate(held["accepted"], 1))


def _entry(number: int, held: Any) -> Entry:
    if not isinstance(held, dict):
        raise BaselineError(f"entry {number} is no object")
    unknown = set(held) - set(Entry.__slots__)
    if unknown:
        raise BaselineError(f"entry {number} has an unknown key {min(unknown)!r}")
    texts = {name: held.get(name, "") for name in Entry.__slots__ if name != "until"}
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    wrong += [name for name in ("fingerprint", "content") if not texts[name]]
    if wrong:
        raise BaselineError(f"entry {number} has no text for {wrong[0]!r}")
    return Entry(**texts, until=_day(number, held.get("until")))


def _day(number: int, held: Any) -> date | None:
    if held is None:
        return None
    try:
        return date.fromisoformat(held)
    except (TypeError, ValueError):
        raise BaselineError(f"entry {number}: until {held!r} is no day, such as 2027-01-31") from None


def written(entries: Iterable[Entry]) -> str:
    """Return a baseline: one line an entry, in an order that keeps changes small."""
    ordered = sorted(entries, key=lambda one: (one.source, one.code, one.field, one.fingerprint))
    lines = ",\n".join("  " + json.dumps(_object(one)) for one in ordered)
    return f'{{"{_HEAD}": {VERSION}, "accepted": [\n{lines}{chr(10) if lines else ""}]}}\n'


def _object(entry: Entry) -> Mapping[str, Any]:
    held = {name: getattr(entry, name) for name in Entry.__slots__}
    held["until"] = entry.until.isoformat() if entry.until else None
    return held


class Ledger:
    """The accepted faults of a run: `rest` takes what is accepted out of verdicts, and all else is told afterwards.

    `worst` is the mildest severity that counts as a fault here, `today` decides what has expired.
    """

    def __init__(self, entries: Iterable[Entry], today: date, worst: int) -> None:
        self._entries = {(one.fingerprint, one.content): one for one in entries}
        self._prints = {fingerprint for fingerprint, _ in self._entries}
        self._today = today
        self._worst = worst
        self._sources: set[str] = set()
        self._met: dict[tuple[str, str], Entry] = {}
        self.accepted = 0
        self.expired: list[Entry] = []
        self.replayed: list[str] = []

    def rest(self, verdict: Verdict, body: str) -> Verdict | None:
        """Return the verdict with the faults that are not accepted; None for a refused mail without such a fault.

        `body` is what `body_of` said of the mail. One on which the program itself failed has nothing to be known by: it
        is never accepted.
        """
        self._sources.add(verdict.source)
        known = verdict.message_id or verdict.sender or verdict.subject or verdict.text.lines
        if verdict.ticket is None or not verdict.diagnostics or not known:
            return verdict
        mail = content(verdict) if verdict.fields else body
        left = []
        accepted = 0
        for diagnostic, fingerprint in zip(verdict.diagnostics, fingerprints(verdict), strict=True):
            # A missing field is shown where it would stand, whatever stands there.
            line = "" if diagnostic.code == "missing-field" else " ".join(diagnostic.excerpt.split())
            key = (fingerprint, hashed((mail, line)))
            entry = self._entries.get(key)
            if diagnostic.severity <= self._worst:
                self._met[key] = entry or Entry(verdict.source, diagnostic.code, diagnostic.field or "", *key)
            if entry is None or self._over(entry):
                left.append(diagnostic)
                self.expired += [entry] if entry else []
                if entry is None and fingerprint in self._prints and verdict.source not in self.replayed:
                    self.replayed.append(verdict.source)
            else:
                accepted += 1
        self.accepted += accepted
        if accepted and verdict.ticket is False and not any(one.severity <= self._worst for one in left):
            return None
        return replace(verdict, diagnostics=tuple(left)) if accepted else verdict

    def stale(self) -> Iterator[Entry]:
        """Yield the entries whose fault is gone: their mail was seen without it, or is there no more."""
        for key, entry in self._entries.items():
            if key not in self._met and (entry.source in self._sources or not _exists(entry.source)):
                yield entry

    def renewed(self, until: date | None) -> tuple[Entry, ...]:
        """Return the entries that accept all faults of this run, and those of mails that were not looked at.

        What was accepted stays as it was; what is new or had expired is accepted until `until`.
        """
        gone = set(self.stale())
        kept = {key: one for key, one in self._entries.items() if one not in gone}
        for key, entry in self._met.items():
            known = self._entries.get(key)
            kept[key] = replace(entry, until=until) if known is None or self._over(known) else known
        return tuple(kept.values())

    def _over(self, entry: Entry) -> bool:
        return entry.until is not None and entry.until < self._today


def body_of(verdict: Verdict, octets: bytes) -> str:
    """Return what stands for a body that holds no answer, and nothing where one is known otherwise.

    The header, which grows on the way, has no part in it.
    """
    if verdict.fields or verdict.ticket is None or not verdict.diagnostics:
        return ""
    from hashlib import sha256  # noqa: PLC0415 - few runs have a baseline

    return sha256(b" ".join(re.split(rb"\r?\n\r?\n|\r\r", octets, maxsplit=1)[-1].split())).hexdigest()


def _exists(source: str) -> bool:
    head, sign, number = source.rpartition("#")
    return os.path.exists(source) or bool(sign and number.isdigit() and os.path.exists(head))  # noqa: PTH110 - told as text
