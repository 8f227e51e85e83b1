"""A verdict in, its faults out as CI systems take them: a file, a line of it, and all that is said on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.fingerprint import fingerprints
from ticketlint.record import dataclass, replace
from ticketlint.regexp import regexp
from ticketlint.report.blocks import sentence
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketlint.report.look import Look
    from ticketlint.verdict import Verdict

_NUMBER = regexp(r"(?s)(.+)#([0-9]+)")
PAGE = "https://github.com/ticketlint/ticketlint/blob/main/docs/codes.md"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `span` is set where it counts in the lines of the file `path`; `said` is safe to show anywhere."""

    diagnostic: Diagnostic
    path: str
    span: Span | None
    said: str
    fingerprint: str


def faults(verdict: Verdict, look: Look) -> Iterator[Fault]:
    """Yield the faults of a message that asks for a ticket; a refused one has at least one."""
    if verdict.ticket is None:
        return
    path, number = file_of(verdict.source)
    costly = False
    for diagnostic, fingerprint in zip(verdict.diagnostics, fingerprints(verdict), strict=True):
        costly = costly or diagnostic.severity.withholds
        if look.quiet and not diagnostic.severity.withholds:
            continue
        yield placed(diagnostic, path, number, fingerprint)
    if verdict.ticket is False and not costly:
        reason = sentence(verdict.reason or "would receive no ticket")
        refused = Diagnostic(verdict.verdict, Severity.HIGH, reason)
        yield Fault(refused, path, None, reason, _alone(verdict, refused))


def placed(diagnostic: Diagnostic, path: str, number: str, fingerprint: str) -> Fault:
    """Return a fault in a file, or in the message with this number in it."""
    span = diagnostic.span
    place = ""
    if span is not None and (number or span.place == "decoded"):
        of = f"message {number}" if number else ""
        decoded = "the decoded text" if span.place == "decoded" else ""
        place = f" (line {span.line} of {' of '.join(filter(None, (decoded, of)))})"
        span = None
    elif span is None and number:
        place = f" (message {number})"
    return Fault(diagnostic, path, span, _said(diagnostic, place), fingerprint)


def merged(found: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the faults of one message, all fields that are missing as one: for where room is short."""
    kinds: dict[tuple[str, int], list[Fault]] = {}
    for number, fault in enumerate(found):
        diagnostic = fault.diagnostic
        alone = diagnostic.code != "missing-field"
        kinds.setdefault((str(number) if alone else "missing", diagnostic.severity), []).append(fault)
    for first, *others in kinds.values():
        if others:
            names = ", ".join(visible(one.diagnostic.field or "?") for one in (first, *others))
            yield replace(first, said=sentence(f"{len(others) + 1} fields are missing: {names}"))
        else:
            yield first


def file_of(source: str) -> tuple[str, str]:
    """Return the file that a message lies in, and its number where that is a mailbox."""
    match = _NUMBER.fullmatch(source)
    return (match[1], match[2]) if match else (source, "")


def address(code: str) -> str:
    """Return where the code is explained."""
    return f"{PAGE}#{code}"


def relative(path: str) -> str:
    """Return the path as repositories write it: visible, with slashes, without a dot in front."""
    return visible(path.replace("\\", "/"))[:1000].removeprefix("./")


def _said(diagnostic: Diagnostic, place: str) -> str:
    parts = [sentence(diagnostic.title) + place, *map(sentence, diagnostic.notes[:10])]
    parts += [f"Help: {sentence(diagnostic.help)}"] if diagnostic.help else []
    return ". ".join(parts)


def _alone(verdict: Verdict, diagnostic: Diagnostic) -> str:
    return fingerprints(replace(verdict, diagnostics=(diagnostic,)))[0]
