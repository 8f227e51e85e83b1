"""A raw message and the desks' forms in, its verdict out where mail and form are plain; None for all others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from ticketlint import checks
from ticketlint.checks import Case
from ticketlint.diagnostic import Diagnostic, Text
from ticketlint.fields import Request
from ticketlint.form.model import Form
from ticketlint.form.patterns import search
from ticketlint.message import Message, parse
from ticketlint.quick.answers import reader_of
from ticketlint.quick.form import Row, read_form, reading_of, written_of
from ticketlint.quick.head import Head, head_of, recipients
from ticketlint.quick.marks import Marks
from ticketlint.quick.parts import Words, words_of
from ticketlint.quick.rows import Rows, Told
from ticketlint.reading import plain_address
from ticketlint.regexp import regexp
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from ticketlint.quick.table import Cells

FEWEST: Final = 3  # answered fields that make a request of a mail without a further look
_KEY = regexp(r"[A-Za-z0-9-]{6,}")
_ASCII_IN_DISGUISE = regexp("[\u0130\u0131\u017f\u212a]")  # i, s and k to a search in any case


def quick(raw: RawMessage, forms: Sequence[Form]) -> Verdict | None:
    """Judge a plain mail; None where it is none."""
    return _lane(tuple(forms))(raw)


@lru_cache(maxsize=16)
def _lane(forms: tuple[Form, ...]) -> Callable[[RawMessage], Verdict | None]:
    """Return what judges plain mails by these forms."""
    desks = {form: _Desk(form) for form in forms if _is_plain(form)}
    several = len(forms) > 1
    patterns = tuple(dict.fromkeys(form.follow_up for form in forms if form.follow_up))

    def judge(raw: RawMessage) -> Verdict | None:
        head = head_of(raw.octets)
        if head is None:
            return None
        form = _wanted(recipients(head) if several and head.others else head.to, forms)
        if form is None or form not in desks or any(search(pattern, head.subject) for pattern in patterns):
            return None
        words = words_of(raw.octets, head, raw.first_line)
        return None if words is None else desks[form].judge(raw, head, words)

    return judge


def _is_plain(form: Form) -> bool:
    """Whether a form asks for nothing that stands elsewhere than behind a label in the text."""
    return not form.stop_at and all(spec.header is None for spec in form.fields)


def _wanted(addresses: frozenset[str], forms: tuple[Form, ...]) -> Form | None:
    """Return the form of the one desk that the mail is addressed to."""
    return (_remembered if sum(map(len, addresses)) <= _LONGEST else _only_desk)(addresses, forms)


def _only_desk(addresses: frozenset[str], forms: tuple[Form, ...]) -> Form | None:
    found = {plain_address(address) for address in addresses}
    meant = [form for form in forms if not form.to or not found.isdisjoint(address.casefold() for address in form.to)]
    return meant[0] if len(meant) == 1 else None


_LONGEST: Final = 1000  # characters of addresses that are remembered
_remembered = lru_cache(maxsize=1024)(_only_desk)


class _Desk:
    """One form, and what was learned of the mails that its desk receives."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._marks = Marks(form)
        self._cells: Cells | None = None
        self._readers = tuple(reader_of(spec, form) for spec in form.fields)
        self._wanted = sum(1 << at for at, spec in enumerate(form.fields) if spec.required or spec.default is not None)
        self._secret = frozenset(spec.name for spec in form.fields if spec.secret)
        self._first = sum(1 << at for at, spec in enumerate(form.fields) if spec.first)
        self._urgency = next((at for at, spec in enumerate(form.fields) if spec.name == form.urgency), -1)

    def judge(self, raw: RawMessage, head: Head, words: Words) -> Verdict | None:
        rows = self._rows_of(words, head)
        if not rows:
            return None
        answered = 0
        plain = not self._form.rules and (not self._first or bool(rows[0][0].bit & self._first))
        ordered, place = True, -1
        for mark, _, long in rows:
            reading = mark.reading if long is None else long.reading
            if reading is not None and reading.fault is None:
                answered |= mark.bit
                if mark.how != "exact":
                    plain = False
            else:
                plain = False
            if mark.place < place:
                ordered = False
            place = mark.place
        if answered.bit_count() < FEWEST:
            return None
        text = Text(tuple(words.lines), range(words.base, words.base + len(words.lines)), words.place)
        found: tuple[Diagnostic, ...] = ()
        shown = rows
        withheld = False
        if not plain or self._wanted & ~answered:
            found = checks.run(Case(_without_fault(), self._request(rows, text, words)), checks.OF_FORM)
            refused = {one.field for one in found if one.severity.withholds}
            withheld = bool(refused)
            shown = [row for row in rows if reading_of(row).value is not None and row[0].spec.name not in refused]
        if not ordered:
            shown = sorted(shown, key=_place)  # the secrets stay in the order of the mail
        secrets = _secrets(rows)
        return Verdict(
            raw.source,
            "incomplete" if withheld else "complete",
            self._form.id,
            head.message_id,
            head.sender.address,
            head.subject,
            head.date,
            None,
            _level(shown, self._urgency),
            None,
            "text",
            Rows(shown, words.base, words.place, _once(secrets, raw.octets, head, words, shown), self._secret),
            found,
            text,
            secrets,
        )

    def _rows_of(self, words: Words, head: Head) -> list[Row] | None:
        lines = words.lines
        if words.signed >= 0:
            if not all(self._marks[line].quiet or not line for line in lines[words.signed :]):
                return None
            lines = lines[: words.signed]
        if not words.tabled:
            return read_form(lines, self._marks, self._readers, head.sender.names)
        from ticketlint.quick.table import Cells, read_table  # noqa: PLC0415  # start-up: text mails do without

        if self._cells is None:
            self._cells = Cells(self._form)
        return read_table(lines, self._cells, self._readers)

    def _request(self, rows: Sequence[Row], text: Text, words: Words) -> Request:
        """Return what was read as the careful reader would hand it on."""
        answers = tuple([Told(row, words.base, words.place) for row in rows])
        return Request(self._form, "text", "own", text, answers)


@cache
def _without_fault() -> Message:
    """Return a message whose header says nothing to the checks, as a regular one does."""
    return parse(b"")


def _place(row: Row) -> int:
    return row[0].place


def _level(rows: Sequence[Row], place: int) -> int | None:
    for row in rows:
        if row[0].place == place:
            value = reading_of(row).value
            return int(value) if isinstance(value, str) and value in {"1", "2", "3", "4"} else None
    return None


def _secrets(rows: Sequence[Row]) -> tuple[str, ...]:
    secrets: list[str] = []
    for row in rows:
        if row[0].spec.secret and (written := written_of(row)):
            secrets.append(written)
            value = reading_of(row).value
            if isinstance(value, str):
                secrets.append(value)
    return tuple(secrets)


def _once(secrets: Sequence[str], octets: bytes, head: Head, words: Words, rows: Sequence[Row]) -> str | None:
    """Return the one secret, of a plain shape, that stands in the text once, and nowhere else in what is told."""
    if not secrets or secrets.count(secrets[0]) != len(secrets) or not _KEY.fullmatch(secrets[0]):
        return None
    folded = secrets[0].lower()
    key = folded.encode()
    if len(octets) < _SMALL and words.place == "file":
        if octets.lower().count(key) != 1:
            return None
    elif words.octets.lower().count(key) != 1 or key in octets[: head.body].lower():
        return None
    # What is told otherwise than it is written: a date, a choice by its synonym, encoded words.
    if folded in head.date.lower():
        return None
    for mark, _, long in rows:
        reading, written = (mark.reading, mark.value) if long is None else (long.reading, long.written)
        value = reading.value if reading is not None else None
        if value != written and not mark.spec.secret and _says(value, folded):
            return None
    if not head.plain:
        shown = f"{head.subject} {head.message_id}"
        if folded in shown.lower() or (not shown.isascii() and _ASCII_IN_DISGUISE.search(shown)):
            return None
    return secrets[0]


def _says(value: str | tuple[str, ...] | None, folded: str) -> bool:
    """Whether an answer says a word that may not stand behind its label."""
    return folded in (value if isinstance(value, str) else " ".join(value or ())).lower()


_SMALL: Final = 20_000
