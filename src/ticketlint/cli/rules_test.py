"""Rule files and sample mails in, whether both are as their writers mean them out: `ticketlint rules test`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ticketlint.cli.click_options import number
from ticketlint.cli.configured import Configured, settings_of, settings_options
from ticketlint.cli.forms import DEFAULT_FORMS, load
from ticketlint.cli.streams import color_of, prepare, width_of
from ticketlint.cli.whole_file import WholeFile
from ticketlint.report.look import Look
from ticketlint.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketlint.expectations import Outcome
    from ticketlint.expectations.reports import Proof, Total, Voice
    from ticketlint.form.model import Form

DIFFERENT = 1
WRONG = 2
FAILED = 3
_PROVEN = frozenset({"good-value-refused", "bad-value-accepted"})


@click.command(
    name="test",
    short_help="Prove forms by their values, and by sample mails.",
    cls=Configured,
    epilog="""\b
Examples:
  ticketlint rules test desk.yaml
  ticketlint rules test desk.yaml --samples mails/ --coverage
  ticketlint rules test desk.yaml --samples mails/ --update

\b
Exit codes:
  0  every value and every sample came as expected
  1  a sample did not, or has no expectation, or --fail-under was not reached
  2  wrong usage, a wrong rule file or expectation; this goes before all others
  3  no sample found, or one could not be read; this goes before 1
""",
)
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|NAME]...")
@settings_options
@click.option(
    "--samples", "-s", multiple=True, metavar="MAIL|FOLDER",
    help="Judge these mails, and hold what stands beside them: outage.expected.yaml beside outage.eml; repeatable.",
)  # fmt: skip
@click.option("--update", is_flag=True, help="Write expectations that are absent, and anew those that do not hold.")
@click.option("--coverage", is_flag=True, help="List what no sample ever set off: checks of fields, and rules.")
@click.option("--fail-under", type=number(0, 100), metavar="PERCENT",
              help="Fail where the samples set off less than this of all checks and rules.")  # fmt: skip
@click.option(
    "--format", "-f", "style", default="text", show_default=True,
    type=click.Choice(["text", "json", "junit", "github"]),
    help="For people, one JSON document, for test reports, or annotations of GitHub Actions.",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    samples: tuple[str, ...],
    update: bool,
    coverage: bool,
    fail_under: int | None,
    style: str,
) -> int:
    """Prove forms: they take their `good` values, refuse their `bad` ones, and judge sample mails as expected.

    Default: the rules of the settings; else the shipped forms, or open-xchange alone where there are samples.
    """
    if not samples and (update or coverage or fail_under is not None):
        raise click.UsageError("--samples names the mails to judge")
    from ticketlint.expectations.reports import VOICES, Proof, Total  # noqa: PLC0415 - loads the readers of mail
    from ticketlint.form import check_forms  # noqa: PLC0415 - looks for suspicions, which few verbs do

    found = settings_of(ctx)
    held = found.settings.get("rules") if found else None
    named = paths or (held.value if held else DEFAULT_FORMS if samples else ())
    forms = load(named)
    machine = style != "text"
    prepare(sys.stdout, machine=machine)
    look = Look(color=not machine and color_of("auto", sys.stdout), width=width_of(sys.stdout))
    voice = VOICES[style](look)
    _say(voice.begin())
    proof = Proof(forms, [(path, fault) for path, fault in check_forms(named) if fault.code in _PROVEN])
    _say(voice.values(proof))
    codes = {WRONG if proof.faults else 0}
    total = Total(proof)
    if samples:
        total, asked = _samples(samples, proof, voice, update=update, listed=coverage, least=fail_under or 0)
        codes |= asked
    _say(voice.end(total))
    return WRONG if WRONG in codes else max(codes)


def _samples(
    paths: Sequence[str], proof: Proof, voice: Voice, *, update: bool, listed: bool, least: int
) -> tuple[Total, set[int]]:
    """Judge samples and tell what became of them; return the sum, and the exit codes that they ask for."""
    from ticketlint import expectations  # noqa: PLC0415 - loads the readers of mail
    from ticketlint.expectations.reports import Total  # noqa: PLC0415 - the same

    forms = proof.forms
    cover = expectations.Coverage(forms)
    codes: list[int] = []
    written = 0
    for sample in expectations.find([_here(path) for path in paths]):
        outcome = expectations.run(sample, forms)
        if update and outcome.code == DIFFERENT:
            outcome = _update(outcome, forms)
            written += 1
        _say(voice.sample(outcome))
        codes.append(outcome.code)
        if outcome.verdict is not None and outcome.expectation is not None:
            cover.add(outcome.verdict)
    if not codes:
        named = ", ".join(map(visible, paths))
        click.echo(f"error: no sample found in {named}: a sample is a file that ends in .eml", err=True)
        return Total(proof, 0), {FAILED}
    asked = set(codes)
    _say(voice.coverage(cover, listed=listed))
    short = None
    if cover.percent < least:
        short = f"the samples set off {cover.percent} % of all that can come up, not {least} %"
        click.echo(f"error: {short}", err=True)
        asked.add(DIFFERENT)
    return Total(proof, len(codes), codes.count(0), written, cover.percent, short), asked


def _update(outcome: Outcome, forms: Sequence[Form]) -> Outcome:
    """Write the expectation of a sample as it is now, and return how the sample stands by it."""
    from ticketlint.expectations import run  # noqa: PLC0415 - as above
    from ticketlint.expectations.write import renewed, whole  # noqa: PLC0415 - few runs write

    assert outcome.verdict is not None
    old = outcome.expectation
    shown = visible(outcome.sample.expectation)
    if Path(outcome.sample.expectation).is_symlink():  # of a stranger's samples, it may lead anywhere
        raise click.UsageError(f"{shown} is a symbolic link: --update writes none, write the file that it leads to")
    try:
        with WholeFile(outcome.sample.expectation) as file:
            file.write(renewed(old, outcome.verdict) if old else whole(outcome.verdict))
    except OSError as error:
        raise click.UsageError(f"cannot write {shown}: {error.strerror}") from error
    return run(outcome.sample, forms)


def _here(path: str) -> str:
    """Return a path as it is written from here, where it lies below: those of the settings are whole."""
    if not Path(path).is_absolute():
        return path
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, FileNotFoundError):
        return path


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()  # a person sees each sample when it is known
