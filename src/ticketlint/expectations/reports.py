"""What became of values and samples in, what people, programs and CI systems read of it out: one class a format.

Each speaks as soon as something is known, in this order: `begin`, `values`, a `sample` each, `coverage`, `end`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ticketlint.diagnostic import Diagnostic
from ticketlint.expectations.run import DIFFERENT, FAILED, HELD, WRONG, Outcome
from ticketlint.expectations.words import covered, told, untried
from ticketlint.record import dataclass
from ticketlint.report import junit
from ticketlint.report.blocks import block
from ticketlint.report.faults import Fault, merged, placed
from ticketlint.report.github import Annotations, annotated
from ticketlint.report.jsonl import dumps, fault_as_object
from ticketlint.report.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ticketlint.expectations.coverage import Coverage
    from ticketlint.form.model import Form
    from ticketlint.report.look import Look

SCHEMA = 1
OUTCOMES = {HELD: "as-expected", DIFFERENT: "different", WRONG: "wrong", FAILED: "unreadable"}
Placed = tuple[str, Diagnostic]
"""A diagnostic, and the path of the file that it is about."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the `good` and `bad` values of forms came to: those that prove a form wrong are `faults`."""

    forms: Sequence[Form]
    faults: Sequence[Placed]

    @property
    def values(self) -> int:
        """How many there are."""
        return sum(map(values_of, self.forms))

    def of(self, form: Form) -> Sequence[Placed]:
        """Return the faults of one form."""
        return [(path, fault) for path, fault in self.faults if path == form.path]

    def sentence(self) -> str:
        """Say it."""
        whose = f"{counted(self.values, 'value')} of {counted(len(self.forms), 'form')}"
        if self.faults:
            return f"{whose}: {len(self.faults)} {'does' if len(self.faults) == 1 else 'do'} not hold"
        return f"{whose} hold"


@dataclass(frozen=True, slots=True)
class Total:
    """What a run came to. `samples` is None where none were asked for, `short` a sentence where too little came up."""

    proof: Proof
    samples: int | None = None
    held: int = 0
    written: int = 0
    percent: int | None = None
    short: str | None = None

    def sentence(self) -> str:
        """Say what became of the samples."""
        samples = self.samples or 0
        facts = f": {self.held} as expected" + (f", {samples - self.held} not" if self.held < samples else "")
        facts += f", {counted(self.written, 'expectation')} written" if self.written else ""
        return counted(samples, "sample") + facts


class Voice(Protocol):
    """One format."""

    def begin(self) -> str: ...

    def values(self, proof: Proof, /) -> str: ...

    def sample(self, outcome: Outcome, /) -> str: ...

    def coverage(self, coverage: Coverage, /, *, listed: bool) -> str: ...

    def end(self, total: Total, /) -> str: ...


class Text:
    """For people."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def begin(self) -> str:
        return ""

    def values(self, proof: Proof) -> str:
        return "".join(harmless(block(*one, self._look)) for one in proof.faults) + proof.sentence() + "\n"

    def sample(self, outcome: Outcome) -> str:
        return harmless(told(outcome, self._look))

    def coverage(self, coverage: Coverage, *, listed: bool) -> str:
        lines = [*untried(coverage)] if listed else []
        head = "never set off by a sample:\n" + "".join(f"  {line}\n" for line in lines) if lines else ""
        return head + "".join(f"{line}\n" for line in covered(coverage))

    def end(self, total: Total) -> str:
        return self._look.paint(total.sentence(), "strong") + "\n" if total.samples else ""


class Document:
    """One JSON document, in its published shape."""

    def __init__(self) -> None:
        self._separator = ""
        self._coverage: list[Mapping[str, Any]] = []

    def begin(self) -> str:
        return f'{{"schema": {SCHEMA}, "forms": ['

    def values(self, proof: Proof) -> str:
        forms = [
            {"form": form.id, "path": form.path, "values": values_of(form), "diagnostics": _objects(proof.of(form))}
            for form in proof.forms
        ]
        return ",".join(f"\n{dumps(form)}" for form in forms) + '\n], "samples": ['

    def sample(self, outcome: Outcome) -> str:
        because = [(outcome.sample.mail, each) for each in outcome.because]
        head, self._separator = self._separator, ","
        return f"{head}\n" + dumps(
            {
                "mail": outcome.sample.mail,
                "expectation": outcome.sample.expectation,
                "outcome": OUTCOMES[outcome.code],
                "diagnostics": _objects(outcome.faults),
                "because": _objects(because),
            }
        )

    def coverage(self, coverage: Coverage, *, listed: bool) -> str:  # noqa: ARG002 - machines are told all of it
        never: dict[str, list[Mapping[str, Any]]] = {}
        for form, spec, names in coverage.fields():
            never.setdefault(form.id, []).append({"field": spec.name, "line": spec.line, "codes": list(names)})
        fired: dict[str, list[Mapping[str, Any]]] = {}
        for form, rule in coverage.rules():
            fired.setdefault(form.id, []).append({"rule": rule.name, "line": rule.line})
        self._coverage = [
            {
                "form": form.id,
                "checks": {"tried": checks[0], "all": checks[1]},
                "rules": {"tried": rules[0], "all": rules[1]},
                "untried_fields": never.get(form.id, []),
                "untried_rules": fired.get(form.id, []),
            }
            for form, checks, rules in coverage.counts()
        ]
        return ""

    def end(self, total: Total) -> str:
        summary = {
            "values": total.proof.values,
            "wrong_values": len(total.proof.faults),
            "samples": total.samples or 0,
            "as_expected": total.held,
            "written": total.written,
            "percent": total.percent,
        }
        return f'\n], "coverage": {dumps(self._coverage)}, "summary": {dumps(summary)}}}\n'


class JUnit:
    """JUnit XML: a suite is a form or a sample."""

    def begin(self) -> str:
        return junit.HEAD

    def values(self, proof: Proof) -> str:
        return "".join(_suite(form.path, "values", proof.of(form)) for form in proof.forms)

    def sample(self, outcome: Outcome) -> str:
        return _suite(outcome.sample.mail, "expectation", _all(outcome), wrong=outcome.code in {WRONG, FAILED})

    def coverage(self, coverage: Coverage, *, listed: bool) -> str:  # noqa: ARG002 - the shape of all formats
        return ""

    def end(self, total: Total) -> str:
        cover = ""
        if total.short is not None:
            case = junit.case("coverage", "coverage", junit.failure("fail-under", total.short, total.short))
            cover = junit.suite("coverage", [case], failures=1)
        return cover + junit.TAIL


class Annotated:
    """Annotations of GitHub Actions."""

    def __init__(self) -> None:
        self._kept = Annotations()

    def begin(self) -> str:
        return ""

    def values(self, proof: Proof) -> str:
        return self._take(proof.faults)

    def sample(self, outcome: Outcome) -> str:
        return self._take(_all(outcome))

    def coverage(self, coverage: Coverage, *, listed: bool) -> str:  # noqa: ARG002 - the shape of all formats
        return ""

    def end(self, total: Total) -> str:
        lines = [*self._kept.lines(), total.proof.sentence()]
        lines += [total.sentence()] if total.samples else []
        return "\n".join(lines) + "\n"

    def _take(self, faults: Sequence[Placed]) -> str:
        self._kept.take(annotated(merged(_fault(*one) for one in faults)))
        return ""


VOICES: Mapping[str, Callable[[Look], Voice]] = {
    "text": Text,
    "json": lambda _: Document(),
    "junit": lambda _: JUnit(),
    "github": lambda _: Annotated(),
}


def values_of(form: Form) -> int:
    """Return how many values prove a form."""
    return sum(len(spec.good) + len(spec.bad) for spec in form.fields)


def counted(number: int, what: str) -> str:
    """Say how many there are."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _all(outcome: Outcome) -> list[Placed]:
    return [*outcome.faults, *((outcome.sample.mail, each) for each in outcome.because)]


def _objects(faults: Sequence[Placed]) -> list[Mapping[str, Any]]:
    return [{"path": path, **fault_as_object(fault)} for path, fault in faults]


def _fault(path: str, diagnostic: Diagnostic) -> Fault:
    return placed(diagnostic, path, "", "")


def _suite(name: str, what: str, faults: Sequence[Placed], *, wrong: bool = False) -> str:
    source = visible(name)
    if not faults:
        return junit.suite(source, [junit.case(what, source, "")])
    first = faults[0][1]
    lines = "\n".join(junit.line(_fault(*one)) for one in faults)
    said = junit.failure(first.code, first.title, lines, kind="error" if wrong else "failure")
    return junit.suite(source, [junit.case(what, source, said)], failures=not wrong, errors=wrong)
