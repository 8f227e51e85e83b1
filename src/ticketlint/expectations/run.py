"""A sample and the forms in, its outcome out: read, judged, and compared with what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ticketlint.diagnostic import Diagnostic, Severity
from ticketlint.expectations.differences import differences
from ticketlint.expectations.read import read as read_expectation
from ticketlint.form.load import MAX_OCTETS
from ticketlint.form.patterns import PatternTimeout
from ticketlint.record import dataclass, replace
from ticketlint.report.masking import masked
from ticketlint.sources import Notice, RawMessage, read
from ticketlint.triage import judge

if TYPE_CHECKING:
    from ticketlint.expectations.model import Expectation
    from ticketlint.expectations.samples import Sample
    from ticketlint.form.model import Form
    from ticketlint.verdict import Verdict

HELD: Final = 0
DIFFERENT: Final = 1
WRONG: Final = 2
FAILED: Final = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sample. `code` is the exit code that it asks for: 0 where all that is stated came so.

    `faults` are told first, each with the file that it is about; `because` are the faults of the mail that tell why.
    `verdict` has its secrets masked, and is None where the mail could not be judged.
    """

    sample: Sample
    code: int
    faults: tuple[tuple[str, Diagnostic], ...] = ()
    because: tuple[Diagnostic, ...] = ()
    verdict: Verdict | None = None
    expectation: Expectation | None = None


def run(sample: Sample, forms: Sequence[Form]) -> Outcome:
    """Return what becomes of a sample under these forms. Raises nothing for a bad mail or a bad expectation."""
    raw = _mail(sample)
    if isinstance(raw, Diagnostic):
        return Outcome(sample, FAILED, ((sample.mail, raw),))
    try:
        verdict = judge(raw, forms)
    except PatternTimeout as late:
        advice = "simplify the pattern: ticketlint rules check"
        return _failed(sample, WRONG, "slow-pattern", f"a rule file is wrong: {late}", advice)
    secret = {form.id: [spec.name for spec in form.fields if spec.secret] for form in forms}
    secrets = secret.get(verdict.form or "", [name for names in secret.values() for name in names])
    shown = masked(verdict, secrets)
    try:
        octets = _octets(sample.expectation)
    except FileNotFoundError:
        advice = f"`ticketlint rules test --update` writes {Path(sample.expectation).name}: read it before you keep it"
        title = "no expectation lies beside this mail"
        return replace(_failed(sample, DIFFERENT, "no-expectation", title, advice), verdict=shown)
    except OSError as error:
        title = f"the file cannot be read: {error.strerror or error}"
        wrong = Diagnostic("unreadable-file", Severity.HIGH, title)
        return Outcome(sample, FAILED, ((sample.expectation, wrong),))
    expected, mistakes = read_expectation(octets, sample.expectation, forms)
    stated = expected.fields.items() if expected else ()
    hidden = tuple(text for name, value in stated if name in secrets for text in value.texts)
    if expected is None or mistakes:
        told = _masked(verdict, mistakes, secrets, hidden)
        return Outcome(sample, WRONG, tuple((sample.expectation, one) for one in told), verdict=shown)
    found = tuple(differences(expected, verdict, shown, secrets))
    told = _masked(verdict, [one.diagnostic for one in found], secrets, hidden)
    because = {each for one in found for each in one.because}
    in_order = tuple(each for each in dict.fromkeys(shown.diagnostics) if each in because)
    faults = tuple((sample.expectation, one) for one in told)
    return Outcome(sample, DIFFERENT if found else HELD, faults, in_order, shown, expected)


def _octets(path: str) -> bytes:
    """Return what stands in a file, as far as an expectation may be long. Raises OSError, for a pipe too."""
    if Path(path).exists() and not Path(path).is_file() and not Path(path).is_dir():
        raise OSError("it is a pipe, a socket or a device")
    with open(path, "rb") as file:  # noqa: PTH123 - as other readers of rules do
        return file.read(MAX_OCTETS + 1)


def _masked(
    verdict: Verdict, told: Sequence[Diagnostic], secrets: Sequence[str], hidden: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """Return what is told of an expectation without the secrets of its mail, and without its own, `hidden`."""
    unplaced = tuple(replace(one, span=None) for one in told)  # their places are those of another text
    whole = replace(verdict, diagnostics=unplaced, secrets=(*verdict.secrets, *hidden))
    return tuple(replace(one, span=old.span) for one, old in zip(masked(whole, secrets).diagnostics, told, strict=True))


def _mail(sample: Sample) -> RawMessage | Diagnostic:
    if not Path(sample.mail).exists():
        advice = "restore the mail, or delete the expectation" if Path(sample.expectation).exists() else None
        return Diagnostic("no-sample", Severity.HIGH, "there is no such mail", help=advice)
    if Path(sample.mail).is_dir():
        return Diagnostic("no-sample", Severity.HIGH, "a sample is a file with one mail, and this is a folder")
    if not Path(sample.mail).is_file():
        title = "a sample is a file with one mail, and this is a pipe, a socket or a device"
        return Diagnostic("no-sample", Severity.HIGH, title)
    notices: list[Notice] = []
    found = [raw for raw, _ in zip(read(sample.mail, told=notices.append), range(2), strict=False)]
    unread = [one.text for one in notices if one.kind == "unread"]
    if len(found) == 1 and not unread:
        return found[0]
    title = "a sample is a file with one mail, and this one holds several"
    if len(found) < 2:
        title = f"the mail cannot be read: {(unread or [one.text for one in notices] or ['it is empty'])[0]}"
    return Diagnostic("no-sample", Severity.HIGH, title)


def _failed(sample: Sample, code: int, name: str, title: str, advice: str | None) -> Outcome:
    return Outcome(sample, code, ((sample.mail, Diagnostic(name, Severity.HIGH, title, help=advice)),))
