"""Forms and the verdicts on their samples in, out comes which checks of each form no sample ever set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketlint.form.model import FieldSpec, Form, Rule
    from ticketlint.verdict import Verdict

ANSWERED = "an answer"
_UNANSWERED = ("missing-field", "empty-field", "placeholder-value", "non-answer", "deferred-answer")
Counts = tuple[int, int]


class Coverage:
    """What the samples of a run set off: of each field an answer that counts and each fault it can have; each rule."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = tuple(forms)
        self._asked = {(form.id, spec.name): dict(_checks(form, spec)) for form in forms for spec in form.fields}
        self._came: set[tuple[str, str | None, str]] = set()

    def add(self, verdict: Verdict) -> None:
        """Count what a sample set off."""
        if verdict.form is None:
            return
        self._came |= {(verdict.form, name, ANSWERED) for name in verdict.fields}
        self._came |= {(verdict.form, each.field, each.code) for each in verdict.diagnostics}
        self._came |= {(verdict.form, None, each.code) for each in verdict.diagnostics}

    def fields(self) -> Iterator[tuple[Form, FieldSpec, Sequence[str]]]:
        """Yield each field of which something never came up, with the names of that."""
        for form in self._forms:
            for spec in form.fields:
                names = [name for name, tried in self._tried(form, spec) if not tried]
                if names:
                    yield form, spec, names

    def rules(self) -> Iterator[tuple[Form, Rule]]:
        """Yield each rule across fields that never fired."""
        for form in self._forms:
            yield from ((form, rule) for rule in _on(form) if not self._fired(form, rule))

    def counts(self) -> Iterator[tuple[Form, Counts, Counts]]:
        """Yield of each form the checks of its fields that came up, of how many, and the same of its rules."""
        for form in self._forms:
            tried = [tried for spec in form.fields for _, tried in self._tried(form, spec)]
            fired = [self._fired(form, rule) for rule in _on(form)]
            yield form, (sum(tried), len(tried)), (sum(fired), len(fired))

    @property
    def percent(self) -> int:
        """How much of all came up, rounded down: only what is whole is 100."""
        counts = [pair for _, *pairs in self.counts() for pair in pairs]
        whole = sum(all_ for _, all_ in counts)
        return 100 * sum(some for some, _ in counts) // whole if whole else 100

    def _tried(self, form: Form, spec: FieldSpec) -> Iterator[tuple[str, bool]]:
        for name, codes in self._asked[form.id, spec.name].items():
            yield name, any((form.id, spec.name, code) in self._came for code in codes)

    def _fired(self, form: Form, rule: Rule) -> bool:
        return (form.id, None, rule.name) in self._came


def _on(form: Form) -> Iterable[Rule]:
    return [rule for rule in form.rules if form.severity_of(rule.name, None, rule.severity) is not None]


def _checks(form: Form, spec: FieldSpec) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what can come up at a field: its name, and the codes of which one will do. What is off cannot."""
    yield ANSWERED, (ANSWERED,)
    ranged, long = (spec.min, spec.max), (spec.min_length, spec.max_length)
    typed = spec.pattern is not None or spec.type not in {"line", "prose"}
    possible = (
        (spec.required and spec.default is None, _UNANSWERED),
        (spec.default is not None, ("defaulted-field",)),
        (bool(spec.choices), ("unknown-choice", "too-many-choices")),
        # A choice has been held to its list before anything else is asked, but for the pattern.
        (typed and spec.header is None and (not spec.choices or spec.pattern is not None), ("malformed-value",)),
        (ranged != (None, None) and not spec.choices, ("out-of-range",)),
        (long != (None, None) and not spec.choices, ("wrong-length",)),
        (spec.first, ("misplaced-field",)),
    )
    for asked, codes in possible:
        on = tuple(code for code in codes if form.severity_of(code, spec.name, CODES[code].severity) is not None)
        if asked and on:
            yield on[0], on
