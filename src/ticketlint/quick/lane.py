"""A raw message and the desks' forms in, its verdict out where mail and form are plain; None for all others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

from ticketlint.diagnostic import Diagnostic, Text
from ticketlint.fields.model import TOP, Request
from ticketlint.fields.page import hides_nothing
from ticketlint.fields.secret import secret_of
from ticketlint.form.model import Form
from ticketlint.form.patterns import search
from ticketlint.hints import TYPE_CHECKING, Any, Final
from ticketlint.message.people import plain_address
from ticketlint.quick.form import Row, is_sound, read_form, reading_of
from ticketlint.quick.head import Head, head_of, recipients
from ticketlint.quick.marks import Marks
from ticketlint.quick.parts import Words, words_of
from ticketlint.quick.rows import Rows, told
from ticketlint.quick.value import Reader
from ticketlint.record import maker
from ticketlint.regexp import regexp
from ticketlint.remember import Remembered
from ticketlint.sources import RawMessage
from ticketlint.values.disguise import bones, may_be_escaped, undisguised, without_escapes
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from ticketlint.checks import Case, Check
    from ticketlint.message import Message
    from ticketlint.quick.table import Cells

FEWEST: Final = 3  # answered fields that make a request of a mail without a further look
_SHORTEST: Final = 6  # signs of a key


def quick(raw: RawMessage, forms: Sequence[Form]) -> Verdict | None:
    """Judge a plain mail; None where it is none."""
    return _LANES[tuple(forms)].judge(raw)


class _Lane:
    """Judges plain mails by some forms."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        self._desks = {form: _Desk(form) for form in forms if _is_plain(form)}
        self._several = len(forms) > 1
        self._patterns = tuple(dict.fromkeys(form.follow_up for form in forms if form.follow_up))
        self._meant = Remembered(self._wanted)

    def judge(self, raw: RawMessage) -> Verdict | None:
        head = head_of(raw.octets)
        if head is None:
            return None
        addresses = recipients(head) if self._several and head.others else head.to
        short = addresses is head.to or sum(map(len, addresses)) <= _LONGEST
        form = self._meant[addresses] if short else self._wanted(addresses)
        desk = self._desks.get(form) if form is not None else None
        if desk is None:
            return None
        for pattern in self._patterns:
            if search(pattern, head.subject):
                return None
        if desk.is_secret_in(head.subject):
            return None
        words = words_of(raw.octets, head, raw.first_line, raw.bare)
        return None if words is None else desk.judge(raw, head, words)

    def _wanted(self, addresses: frozenset[str]) -> Form | None:
        """Return the form of the one desk that the mail is addressed to."""
        found = {plain_address(address) for address in addresses}
        meant = [
            form
            for form in self._forms
            if not form.to or not found.isdisjoint([address.casefold() for address in form.to])
        ]
        return meant[0] if len(meant) == 1 else None


_LONGEST: Final = 1000  # characters of addresses that are remembered


def _is_plain(form: Form) -> bool:
    """Whether a form asks for nothing that stands elsewhere than behind a label in the text."""
    if len(form.fields) > _BITS or form.stop_at:
        return False
    return not any(spec.rest or spec.header is not None for spec in form.fields)


_BITS: Final = 60  # fields of a form: each is a bit of a number


class _Desk:
    """One form, and what was learned of the mails that its desk receives."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._marks = Marks(form)
        self._keys = secret_of(form)  # where keys may stand that are no field
        self._cells: Cells | None = None
        self._readers = tuple(Reader(spec, form) for spec in form.fields)
        self._required = sum(1 << at for at, spec in enumerate(form.fields) if spec.required and spec.default is None)
        self._granted = sum(1 << at for at, spec in enumerate(form.fields) if spec.default is not None)
        self._secret = frozenset(spec.name for spec in form.fields if spec.secret)
        self._first = sum(1 << at for at, spec in enumerate(form.fields) if spec.first)
        self._ruled = bool(form.rules)
        self._urgency = next((at for at, spec in enumerate(form.fields) if spec.name == form.urgency), -1)

    def is_secret_in(self, subject: str) -> bool:
        """Whether a key may stand in a subject, behind a label of a secret field."""
        keys = self._keys
        if keys is None:
            return False
        if "-" in subject and keys.misnamed_in(subject):
            return True
        return not (subject.isascii() and not keys.maybe_in(subject)) and keys.named_in(subject)

    def judge(self, raw: RawMessage, head: Head, words: Words) -> Verdict | None:
        rows = self._rows_of(words, head)
        if not rows:
            return None
        answered = labelled = count = 0
        exact = sound = single = ordered = True
        place = line = level = -1
        secrets: tuple[str, ...] = ()
        for row in rows:
            mark, long = row[0], row[2]
            value = mark.said if long is None else long.said
            labelled |= mark.known.bit
            if mark.sound if long is None else long.sound:
                answered |= mark.known.bit
                count += 1
            else:
                sound = False
            if mark.known.how != "exact":
                exact = False
            if mark.known.place < place:
                ordered = False
            place = mark.known.place
            if mark.known.secret and (written := mark.value if long is None else long.written):
                if value is None and hides_nothing(written, reading_of(row)):
                    continue
                line = row[1] if long is None else long.start_line
                secrets += (written, value) if isinstance(value, str) else (written,)
                single = single and not isinstance(value, tuple)
            if place == self._urgency and isinstance(value, str) and value in _LEVELS:
                level = int(value)
        if count < FEWEST:
            return None
        text = _text(tuple(words.lines), range(words.base, words.base + len(words.lines)), words.place)
        found: tuple[Diagnostic, ...] = ()
        shown = rows
        withheld = False
        missing, defaulted = bool(self._required & ~labelled), bool(self._granted & ~answered)
        misplaced = bool(self._first and not rows[0][0].known.bit & self._first)
        if missing or defaulted or misplaced or self._ruled or not sound or not exact:
            heard = rows
            if not (missing or defaulted or misplaced or self._ruled):  # what the other checks look at
                heard = _odd(rows)
            of_form, run, _, _ = _checks()
            found = run(
                self._case(heard, text, words),
                of_form(
                    missing=missing,
                    faulty=not sound,
                    defaulted=defaulted,
                    odd=not exact,
                    misplaced=misplaced,
                    ruled=self._ruled,
                ),
            )
            refused = {one.field for one in found if one.severity.withholds}
            withheld = bool(refused)
            if refused or not sound:
                shown = _told(rows, refused)
            if level >= 0 and self._form.urgency in refused:
                level = -1
        if not ordered:
            shown = sorted(shown, key=_place)  # the secrets stay in the order of the mail
        once = _once(secrets, raw.octets, head, words, shown) if single else None
        fields: Any = Rows(shown, words.base, words.place, once, self._secret, line)  # a mapping
        return _verdict(
            raw.source,
            "incomplete" if withheld else "complete",
            self._form.id,
            head.message_id,
            head.sender.address,
            head.subject,
            head.date,
            None,
            level if level >= 0 else None,
            None,
            "text",
            fields,
            found,
            text,
            secrets,
        )

    def _case(self, rows: Sequence[Row], text: Text, words: Words) -> Case:
        """Return what was read as the careful reader would hand it on."""
        _, _, case, header = _checks()
        answers: Any = tuple([told(row, words.base, words.place) for row in rows])  # each shows what an Answer does
        request = _request(self._form, "text", "own", text, answers, (), None, (), TOP, None)
        return case(header, request, True, False, True, (), False, False, None, None)

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


_request, _text, _verdict = maker(Request), maker(Text), maker(Verdict)
_LANES: Final = Remembered(_Lane, 16)


@cache
def _checks() -> tuple[Callable[..., Sequence[Check]], Callable[..., tuple[Diagnostic, ...]], type[Case], Message]:
    """Return what looks for faults, and a message whose header says nothing to it, as a regular one does."""
    from ticketlint import checks  # noqa: PLC0415  # start-up: a mail without a fault does without
    from ticketlint.message.model import Message, Part  # noqa: PLC0415  # the same

    nothing = Message((), Part("text/plain", {}, "", None, "7bit", (), 1))  # as `parse` reads no octets at all
    return checks.of_form, checks.run, maker(checks.Case), nothing


def _told(rows: Sequence[Row], refused: Collection[str | None]) -> list[Row]:
    """Return the answers that stand in the verdict."""
    shown: list[Row] = []
    for row in rows:
        mark, long = row[0], row[2]
        if (mark.said if long is None else long.said) is not None and mark.known.name not in refused:
            shown.append(row)
    return shown


def _odd(rows: Sequence[Row]) -> list[Row]:
    """Return the answers that are wrong, or whose label is written in another way."""
    odd: list[Row] = []
    for row in rows:
        mark = row[0]
        if mark.known.how != "exact" or not is_sound(row):
            odd.append(row)
    return odd


def _place(row: Row) -> int:
    return row[0].known.place


_LEVELS: Final = frozenset({"1", "2", "3", "4"})


def _once(secrets: Sequence[str], octets: bytes, head: Head, words: Words, rows: Sequence[Row]) -> str | None:
    """Return the one secret, of a plain shape, that stands in the text once, and nowhere else in what is told.

    It is empty where there is none.
    """
    if not secrets:
        return ""
    secret = secrets[0]
    if secrets.count(secret) != len(secrets) or not _is_key(secret):
        return None
    key = secret.encode("ascii").translate(_BONES, b"-")  # what `bones` says of it
    folded = key.decode("ascii")
    odd = "<" in head.subject or "=2" in head.subject
    start = 0 if odd else head.body  # addresses look like tags
    if len(octets) < _SMALL and words.place == "file":
        if times(octets, key, 2) != 1 or _is_escaped(octets, start, key, 2):
            return None
    elif (
        times(words.octets, key, 2) != 1
        or times(octets[: head.body], key, 1)
        or _is_escaped(words.octets, 0, key, 2)
        or _is_escaped(octets[: head.body], start, key, 1)
    ):
        return None
    # What is told otherwise than it is written: a date, a choice by its synonym, encoded words.
    if folded[0] in _OF_DATES and _may_say(head.date, folded, key):
        return None
    for row in rows:
        mark, long = row[0], row[2]
        value = mark.said if long is None else long.said
        written = mark.value if long is None else long.written
        if value is written or mark.known.secret or (isinstance(value, str) and len(value) < len(folded)):
            continue
        if value != written and _may_say(value if isinstance(value, str) else " ".join(value or ()), folded, key):
            return None
    address = head.sender.address
    told = "" if head.plain and address.isascii() else f"{head.subject} {head.message_id} {address}"
    return None if _may_say(told, folded, key) else secret


def _is_key(secret: str) -> bool:
    """Whether a secret is of letters, digits and hyphens, without signs at its ends, which it may lack elsewhere."""
    if len(secret) < _SHORTEST or not secret.isascii() or secret[0] == "-" or secret[-1] == "-":
        return False
    return secret.replace("-", "").isalnum()


def _times(octets: bytes, word: bytes, most: int) -> int:
    """Return how often a word stands in octets, up to `most`, in either case and whatever stands between its signs.

    The word is as `bones` says it; what is no letter and no digit, or beyond ASCII, counts for nothing.
    """
    return min(octets.lower().translate(_ALIKE, _NO_SIGNS).count(word), most)


_ALIKE: Final = bytes.maketrans(b"oil", b"011")
_BONES: Final = bytes(range(256)).lower().translate(_ALIKE)

_NO_SIGNS: Final = bytes(code for code in range(256) if code > 127 or not chr(code).isalnum())


try:
    from ticketlint.native.search import times
except ImportError:  # installed without a compiler
    times = _times


def _is_escaped(octets: bytes, start: int, key: bytes, most: int) -> bool:
    """Whether a word that does not stand so often in octets does with its escapes undone: `OX%2D7002`."""
    if not may_be_escaped(octets, start):
        return False
    return times(without_escapes(octets.decode("latin-1")).encode("latin-1", "replace"), key, most) == most


def _may_say(told: str, folded: str, key: bytes) -> bool:
    """Whether a text says a word that may not stand behind its label, or may be taken to say it."""
    if len(told) < len(folded):
        return False
    told = without_escapes(told)
    if not told.isascii() and _DISGUISES.search(told):
        return folded in bones(undisguised(told))
    return times(told.encode("latin-1"), key, 1) > 0


_DISGUISES: Final = regexp("[ª²³µ¹º¼½¾\u0100-\U0010ffff]")  # what may stand for a sign of a key; an umlaut does not
_SMALL: Final = 20_000
_OF_DATES: Final = "0123456789t"  # what a key in a date begins with
