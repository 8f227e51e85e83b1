"""An expectation and the verdict on its mail in, what came otherwise out: each at its place in the expectation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.expectations.read import text_of
from ticketlint.record import dataclass
from ticketlint.report.cover import mask
from ticketlint.values import shorten

if TYPE_CHECKING:
    from collections.abc import Collection

    from ticketlint.expectations.model import Expectation, Stated, StatedCode, StatedCodes
    from ticketlint.verdict import Verdict

_BEGINNING = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """What came otherwise than expected, and the faults of the mail that tell why."""

    diagnostic: Diagnostic
    because: tuple[Diagnostic, ...] = ()


def differences(
    expected: Expectation, verdict: Verdict, shown: Verdict, secrets: Collection[str]
) -> Iterator[Difference]:
    """Yield what came otherwise, from the top of a verdict to its end.

    `shown` is the verdict with its secrets masked: it is what is told, and a masked value may be what is stated.
    `secrets` are the names of secret fields.
    """
    yield from _verdict(expected, shown)
    for name, stated in expected.fields.items():
        yield from _field(name, stated, expected, verdict, shown, secret=name in secrets)
    yield from _codes(expected, shown)


def _verdict(expected: Expectation, shown: Verdict) -> Iterator[Difference]:
    pairs = (
        ("other-form", "form", expected.form, shown.form),
        ("other-verdict", "verdict", expected.verdict, shown.verdict),
        ("other-ticket", "ticket", expected.follows_up, shown.follows_up),
    )
    for code, what, stated, came in pairs:
        if stated is None or stated.text == came:
            continue
        title = f'there is no {what}, where "{shorten(stated.text)}" is expected'
        if came:
            title = f'the {what} is "{shorten(came)}", not "{shorten(stated.text)}"'
        costly = tuple(each for each in shown.diagnostics if each.severity.withholds)
        notes = (shown.reason,) if shown.reason else ()
        yield _difference(code, title, stated.span, expected, notes, costly if code == "other-verdict" else ())


def _field(
    name: str, stated: Stated, expected: Expectation, verdict: Verdict, shown: Verdict, *, secret: bool
) -> Iterator[Difference]:
    came = _values(verdict, name)
    told = _values(shown, name)
    if stated.texts in {came, told}:
        return
    wanted = tuple("\n".join(map(mask, text.split("\n"))) for text in stated.texts) if secret else stated.texts
    field = shown.fields.get(name)
    notes = tuple(_compared(wanted, told))
    if field is not None:
        where = f"line {field.span.line} of the {'decoded text' if field.span.place == 'decoded' else 'mail'}"
        notes += (f"{where}: {shown.text.at(field.span.line).strip()}",)
    because = tuple(each for each in shown.diagnostics if each.field == name) if field is None else ()
    title = f"{name} {_told(wanted, told)}"
    excerpt = _covered(expected, stated.span) if secret else None
    yield _difference("other-value", title, stated.span, expected, notes, because, name, excerpt)


def _values(verdict: Verdict, name: str) -> tuple[str, ...]:
    field = verdict.fields.get(name)
    if field is None:
        return ()
    return (text_of(field.value),) if isinstance(field.value, str) else tuple(map(text_of, field.value))


def _told(wanted: tuple[str, ...], came: tuple[str, ...]) -> str:
    if not came:
        return f"has no value, where {_quoted(wanted)} is expected"
    if not wanted:
        return f"is read as {_quoted(came)}, where no value is expected"
    if wanted == came:
        return "is another secret than the expected one"
    if any("\n" in text for text in (*wanted, *came)):
        return "is read otherwise than expected"
    return f"is read as {_quoted(came)}, not as {_quoted(wanted)}"


def _quoted(texts: tuple[str, ...]) -> str:
    return ", ".join(f'"{shorten(text)}"' for text in texts)


def _compared(wanted: tuple[str, ...], came: tuple[str, ...]) -> Iterator[str]:
    """Yield the first lines that differ, where values have several or are too long for a title."""
    for one, other in zip(wanted, came, strict=False):
        if one == other or ("\n" not in one + other and shorten(one) == one and shorten(other) == other):
            continue
        left, right = one.split("\n"), other.split("\n")
        longest = max(len(left), len(right))
        at = next(n for n in range(longest) if left[n : n + 1] != right[n : n + 1])
        place = f"line {at + 1} of the value" if longest > 1 else "the value"
        for word, lines in (("expected", left), ("came", right)):
            yield f"{place}, {word}: {_apart(lines[at], left, right, at) if at < len(lines) else 'nothing'}"
        return


def _apart(line: str, left: list[str], right: list[str], at: int) -> str:
    """Return a line, or its end from shortly before the first character in which the two differ."""
    if at >= len(left) or at >= len(right):
        return f'"{line}"'
    same = next(
        (n for n, (a, b) in enumerate(zip(left[at], right[at], strict=False)) if a != b),
        min(len(left[at]), len(right[at])),
    )
    return f'"…{line[same - 20 :]}"' if same > 60 else f'"{line}"'


def _covered(expected: Expectation, span: Span) -> str:
    """Return the line in which a secret is stated, without it."""
    line = expected.lines[span.line - 1] if span.line <= len(expected.lines) else ""
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return line[: span.column - 1] + "*" * (end - span.column + 1) + line[end:]


def _codes(expected: Expectation, shown: Verdict) -> Iterator[Difference]:
    for stated in (expected.codes, expected.with_codes):
        for one in stated.codes if stated else ():
            if not any(one.means(each.code, each.field) for each in shown.diagnostics):
                yield _difference("absent-code", f"{_code(one)} did not come", one.span, expected)
    for one in expected.without_codes.codes if expected.without_codes else ():
        found = tuple(each for each in shown.diagnostics if one.means(each.code, each.field))
        if found:
            yield _difference("unexpected-code", f"{_code(one)} came", one.span, expected, because=found)
    if expected.codes is not None:
        yield from _beyond(expected.codes, expected, shown)


def _beyond(stated: StatedCodes, expected: Expectation, shown: Verdict) -> Iterator[Difference]:
    found = tuple(
        each for each in shown.diagnostics if not any(one.means(each.code, each.field) for one in stated.codes)
    )
    if not found:
        return
    names = ", ".join(dict.fromkeys(_named(each.code, each.field) for each in found))
    title = f"{names} came, and {'is' if len(found) == 1 else 'are'} not expected"
    yield _difference("unexpected-code", title, stated.span, expected, because=found)


def _code(stated: StatedCode) -> str:
    return _named(stated.code, stated.field)


def _named(code: str, name: str | None) -> str:
    return f"{code} of {name}" if name else code


def _difference(
    code: str,
    title: str,
    span: Span | None,
    expected: Expectation,
    notes: tuple[str, ...] = (),
    because: tuple[Diagnostic, ...] = (),
    field: str | None = None,
    excerpt: str | None = None,
) -> Difference:
    at = span or _BEGINNING
    if excerpt is None:
        excerpt = expected.lines[at.line - 1] if at.line <= len(expected.lines) else ""
    return Difference(Diagnostic(code, Severity.HIGH, title, span, excerpt, field, notes), because)
