"""Verdicts in, JUnit XML out: a suite is a message, a case is a check, so that a pass rate comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.regexp import regexp
from ticketlint.report.blocks import sentence
from ticketlint.report.faults import Fault, faults
from ticketlint.report.visible import cut_left, visible

if TYPE_CHECKING:
    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_LONGEST = 250  # cells of a path, which stands at every case
_COMMAND = regexp(r"(?m)^:(?=:)|(?<=##)\[")  # what GitHub's runner obeys where the report goes to the log
_NO_XML = regexp("[\ufffe\uffff]")  # XML 1.0 section 2.2; control characters and surrogates are visible before


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ticketlint">\n'
TAIL = "</testsuites>\n"


def begin(look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the declaration and the opening of the document."""
    return HEAD


def message(verdict: Verdict, look: Look) -> str:
    """Return the suite of one message: every check that could be made, failed where it costs the ticket.

    A mail that asks for no ticket is one skipped case, and of an unreadable one only the reason fails.
    """
    if look.quiet and verdict.ticket is not False:
        return ""
    source = cut_left(visible(verdict.source[-_LONGEST:]), _LONGEST)
    if verdict.ticket is None:
        why = f"{verdict.verdict}: {verdict.reason}" if verdict.reason else verdict.verdict
        return suite(source, [case("ticket", source, f"<skipped message={_attribute(sentence(why))}/>")], skipped=1)
    found: dict[str, list[Fault]] = {}
    for fault in faults(verdict, look):
        found.setdefault(fault.diagnostic.code, []).append(fault)
    names = list(found)
    if verdict.verdict != "unreadable":
        from ticketlint.codes import CODES  # noqa: PLC0415 - a long table

        names = [*CODES, *(name for name in found if name not in CODES)]
    cases = [case(name, source, _outcome(found.get(name, []))) for name in names]
    failed = sum(any(one.diagnostic.severity.withholds for one in some) for some in found.values())
    return suite(source, cases, failures=failed)


def end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the end of the document."""
    return TAIL


def suite(source: str, cases: list[str], failures: int = 0, errors: int = 0, skipped: int = 0) -> str:
    """Return a suite of cases, of which so many failed."""
    counts = f'tests="{len(cases)}" failures="{failures:d}" errors="{errors:d}" skipped="{skipped}"'
    return f"<testsuite name={_attribute(source)} {counts}>\n{''.join(cases)}</testsuite>\n"


def case(name: str, source: str, outcome: str) -> str:
    """Return a case; it passed where its outcome is empty."""
    head = f"<testcase name={_attribute(name)} classname={_attribute(source)}"
    return f"  {head}>{outcome}</testcase>\n" if outcome else f"  {head}/>\n"


def _outcome(some: list[Fault]) -> str:
    failures = [one for one in some if one.diagnostic.severity.withholds]
    remarks = "\n".join(line(one) for one in some if one not in failures)
    said = ""
    if failures:
        first = failures[0].diagnostic
        said = failure(first.code, first.title, "\n".join(map(line, failures)))
    return said + (f"<system-out>{_text(remarks)}</system-out>" if remarks else "")


def failure(code: str, title: str, lines: str, *, kind: str = "failure") -> str:
    """Return the outcome of a case that failed, or that is an `error`; the lines are safe to show."""
    about = f"type={_attribute(code)} message={_attribute(sentence(title))}"
    return f"<{kind} {about}>{_text(lines)}</{kind}>"


def line(fault: Fault) -> str:
    """Return a fault as one line."""
    place = f":{fault.span.line}:{fault.span.column}" if fault.span else ""
    return f"{visible(fault.path[:1000])}{place}: {fault.diagnostic.severity.word}: {fault.said}"


def _text(text: str) -> str:
    safe = _NO_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text).translate(_ESCAPES)
    return _COMMAND.sub(lambda match: f"&#{ord(match[0])};", safe)


def _attribute(text: str) -> str:
    return f'"{_text(visible(text))}"'
