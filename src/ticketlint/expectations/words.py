"""Outcomes in, words out: what a person reads of a sample that did not come as expected, and of the coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.expectations.run import DIFFERENT, Outcome
from ticketlint.report.blocks import block, blocks
from ticketlint.report.visible import cut, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticketlint.expectations.coverage import Coverage
    from ticketlint.report.look import Look

_WIDE = 100


def told(outcome: Outcome, look: Look, name: Callable[[str], str] = str) -> str:
    """Return what is wrong with a sample: a headline, each difference, and the faults of the mail that tell why.

    `name` says how a path is written.
    """
    if not outcome.code:
        return ""
    said = "cannot be tested"
    if outcome.code == DIFFERENT:
        said = "did not come as expected" if outcome.expectation else "has no expectation"
    mail = name(outcome.sample.mail)
    lines = [f"{look.paint(visible(mail), 'strong')}: {look.paint(said, 'error')}\n"]
    lines += [block(name(path), fault, look) for path, fault in outcome.faults]
    if outcome.verdict is not None:
        lines += blocks(mail, outcome.because, look, outcome.verdict.text)
    return "".join(lines)


def untried(coverage: Coverage) -> Iterator[str]:
    """Yield a line for each field and each rule of which something never came up, with its place in the rule file."""
    for form, spec, names in coverage.fields():
        yield cut(f"{visible(form.path)}:{spec.line}: {visible(spec.name)}: {', '.join(names)}", 2 * _WIDE)
    for form, rule in coverage.rules():
        yield f"{visible(form.path)}:{rule.line}: the rule {visible(rule.name)}"


def covered(coverage: Coverage) -> Iterator[str]:
    """Yield a sentence for each form: how much of it came up."""
    for form, (tried, whole), (fired, rules) in coverage.counts():
        said = f"{tried} of {whole} checks of its fields"
        if rules:
            said += f", {fired} of {rules} rule{'' if rules == 1 else 's'}"
        yield f"coverage of {visible(form.id)}: {said}"
