"""Verdicts in, SARIF 2.1.0 out: one run, its results as they come, and what each code means at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketlint.report.faults import Fault, address, faults
from ticketlint.report.jsonl import dumps

if TYPE_CHECKING:
    from ticketlint.diagnostic import Severity
    from ticketlint.report.look import Look
    from ticketlint.report.tally import Tally
    from ticketlint.verdict import Verdict

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TICKETLINT = "https://github.com/ticketlint/ticketlint"


def begin(look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the opening of the log and of its only run."""
    return f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"columnKind": "unicodeCodePoints", "results": ['


def message(verdict: Verdict, look: Look) -> str:
    """Return the results of one message, a line each."""
    return ",".join(f"\n{dumps(_result(verdict, fault))}" for fault in faults(verdict, look))


def end(tally: Tally, look: Look) -> str:  # noqa: ARG001 - machines read it alike everywhere
    """Return the rules and the end of the log; the rules of forms, whose names alone are known, stand last."""
    from ticketlint import __version__  # noqa: PLC0415 - the package's front door
    from ticketlint.codes import CODES  # noqa: PLC0415 - a long table

    rules = [_rule(code.name, code.severity, code.flags, code.why) for code in CODES.values()]
    rules += [{"id": name} for name in sorted(tally.codes) if name not in CODES]
    driver = {"name": "ticketlint", "version": __version__, "informationUri": _TICKETLINT, "rules": rules}
    return f'\n], "tool": {{"driver": {dumps(driver)}}}}}]}}\n'


def _rule(name: str, severity: Severity, flags: str, why: str) -> dict[str, Any]:
    flagged = f"{flags[:1].upper()}{flags[1:]}."
    return {
        "id": name,
        "shortDescription": {"text": flagged},
        "fullDescription": {"text": f"{flagged} {why}".strip()},
        "help": {
            "text": f"{why} `ticketlint explain {name}` says more.".strip(),
            "markdown": f"{why}\n\n[{name}]({address(name)})".strip(),
        },
        "helpUri": address(name),
        "defaultConfiguration": {"level": severity.word},
        "properties": {"severity": int(severity), "tags": ["mail"]},
    }


def _result(verdict: Verdict, fault: Fault) -> dict[str, Any]:
    diagnostic = fault.diagnostic
    facts: dict[str, object] = {"severity": int(diagnostic.severity), "verdict": verdict.verdict}
    facts |= {"field": diagnostic.field} if diagnostic.field else {}
    return {
        "ruleId": diagnostic.code,
        "kind": "fail",
        "level": diagnostic.severity.word,
        "message": {"text": _plain(fault.said)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(fault.path)}, "region": _region(fault)},
                "logicalLocations": [{"fullyQualifiedName": verdict.source}],
            }
        ],
        "partialFingerprints": {"ticketlint/v1": fault.fingerprint},
        "properties": facts,
    }


def _region(fault: Fault) -> dict[str, int]:
    span = fault.span
    if span is None:
        return {"startLine": 1}  # code scanning takes no result without a line
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _plain(text: str) -> str:
    """Keep what a mail says from being a link (section 3.11.6): only `[` before `](` makes one."""
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def _uri(path: str) -> str:
    """Return a path as a URI reference (RFC 3986); octets that are no UTF-8 stay the octets they are."""
    from urllib.parse import quote_from_bytes  # noqa: PLC0415 - only this format needs it

    name = path.replace("\\", "/").removeprefix("./")
    try:
        octets = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = name.encode("utf-8", "surrogatepass")
    return ("file://" if name.startswith("/") else "") + quote_from_bytes(octets, safe="/")
