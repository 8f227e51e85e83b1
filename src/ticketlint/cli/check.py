"""What the arguments of `ticketlint check` say in, reports and an exit code out."""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import ExitStack, closing
from functools import partial

from ticketlint.cli.advice import did_you_mean
from ticketlint.cli.baseline import opened
from ticketlint.cli.errors import WrongUsage
from ticketlint.cli.formats import existing, spare, spare_rules
from ticketlint.cli.forms import DEFAULT_FORMS, load
from ticketlint.cli.judging import is_little, on_cluster, outcomes, together, verdicts
from ticketlint.cli.mails import Listener, messages_by
from ticketlint.cli.outcome import Asked, Speaker, names_of
from ticketlint.cli.streams import ColorChoice, color_of, is_terminal, prepare, tell, width_of
from ticketlint.cli.whole_lines import lines_to
from ticketlint.diagnostic import Severity
from ticketlint.hints import TYPE_CHECKING, TypeVar
from ticketlint.report import FORMATS, Format, Look, Report, Tally, TemplateFault
from ticketlint.report.tally import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from datetime import date

    from ticketlint.cache import Item, Leaf
    from ticketlint.cli.accepted import Accepted
    from ticketlint.cli.judged import Judged
    from ticketlint.cli.judging import Reading
    from ticketlint.cli.outcome import Outcome
    from ticketlint.report.progress import Bar

T = TypeVar("T")

REFUSED = 1
FAILED = 3


def run(
    *,
    paths: tuple[str, ...],
    rules: tuple[str, ...],
    form: Format,
    outputs: tuple[tuple[Format, str], ...],
    only: tuple[str, ...],
    fail_on: int,
    baseline: str | None,
    write_baseline: bool,
    baseline_until: date | None,
    exit_zero: bool,
    before_sending: bool,
    quiet: bool,
    statistics: bool,
    show_secrets: bool,
    jobs: int | None,
    cache: str | None,
    engine: str | None,
    scheduler: str | None,
    stdin_filename: str | None,
    color: ColorChoice,
    progress: bool | None,
) -> int:
    """Judge the messages in the paths, write reports, return the exit code; raises WrongUsage and WrongFiles."""
    _hold_together(paths, only, engine, scheduler, elsewhere=bool(jobs or cache is not None or baseline))
    forms = load(rules or DEFAULT_FORMS)
    secret = {one.id: [spec.name for spec in one.fields if spec.secret] for one in forms}
    accepted = opened(baseline, write=write_baseline, until=baseline_until, worst=max(fail_on, Severity.MEDIUM))
    taken = existing(outputs)
    spare_rules((*(one.path for one in forms), *((baseline,) if baseline else ())), taken)
    little = jobs is None and is_little(paths)
    piped = not paths or "-" in paths or not (little or all(map(_is_no_pipe, paths)))
    # Whole verdicts, which a baseline wants, travel more slowly than they are made; a pipe is answered at once.
    if jobs is None and (accepted or little or piped):
        jobs = 1
    with ExitStack() as stack:
        paths = paths or ("-",)
        waiting: list[Callable[[], object]] = []
        if outputs and sys.__stdout__ is None:  # closed before the start: what is said is wanted elsewhere alone
            first = Report(form, Look(quiet=quiet, statistics=statistics), _pass_over)
        else:
            first = _to_stdout(stack, waiting, form, color, quiet=quiet, statistics=statistics, at_once=piped)
        files = [_to_file(stack, waiting, one, path, statistics=statistics) for one, path in outputs]
        reports = [first, *files, *_to_summary(stack, [form, *(one for one, _ in outputs)])]
        names = names_of([report.form for report in reports])
        looks = tuple(report.look for report in reports)
        asked = Asked(names, looks, only, fail_on, None if show_secrets else secret)
        bar = _bar(stack, paths, wanted=progress)
        told = Listener(quiet=quiet, bar=bar)
        speaker = Speaker(reports, asked, bar)
        is_watched = is_terminal(sys.stdout)  # each verdict is shown when it is known
        if scheduler is not None:
            seen = partial(spare, taken=taken)
            judged = on_cluster(paths, forms, asked, scheduler=scheduler, sending=before_sending, told=told, seen=seen)
            _all(stack, judged, speaker.take)
        # Where nothing asks for more, what is said of many messages is gathered: that is quickest.
        elif not (accepted or cache is not None or taken or piped or (jobs == 1 and is_watched)):
            ending = partial(_each, waiting)
            shared = together(paths, forms, asked, sending=before_sending, jobs=jobs, told=told, ending=ending)
            _all(stack, shared, speaker.take_all)
        else:
            by = partial(_spared, paths=paths, told=told, stdin_filename=stdin_filename, taken=taken)
            if accepted:
                said = verdicts(by, forms, sending=before_sending, jobs=jobs, cache=cache)
                _all(stack, said, partial(_take_rest, speaker, accepted))
            else:
                told_of = outcomes(by, forms, asked, sending=before_sending, jobs=jobs, cache=cache)
                _all(stack, told_of, partial(_take, speaker))
        _end_all(reports, speaker.tally, bar)
    if statistics and not form.counts:
        sys.stderr.write(speaker.tally.statistics())
    if accepted:
        accepted.end(quiet=quiet, whole=bool(speaker.tally.messages) and not told.unread)
    if _met_too_little(speaker.tally, told):
        return FAILED
    return REFUSED if speaker.refused and not exit_zero and not write_baseline else 0


def _hold_together(
    paths: Sequence[str], only: Sequence[str], engine: str | None, scheduler: str | None, *, elsewhere: bool
) -> None:
    """Raise WrongUsage for arguments that ask for nothing, or for two things; `elsewhere`: for what --engine is not."""
    for name in only:
        if name not in VERDICTS:
            advice = did_you_mean(name, VERDICTS) or f"the verdicts are {', '.join(VERDICTS)}"
            raise WrongUsage(f"there is no verdict {name!r}: {advice}", "--only")
    if not paths and is_terminal(sys.stdin):
        raise WrongUsage("name a mail, a folder or a mailbox, or `-` for standard input")
    if (engine is None) != (scheduler is None):
        raise WrongUsage("--engine and --scheduler go together: --engine dask --scheduler tcp://host:8786")
    if scheduler is not None and (elsewhere or not paths or "-" in paths):
        raise WrongUsage("--engine reads PATHs on other machines: leave out --jobs, --cache, --baseline and `-`")


def _all(stack: ExitStack, said: Generator[T], take: Callable[[T], None]) -> None:
    for one in stack.enter_context(closing(said)):
        take(one)


def _is_no_pipe(path: str) -> bool:
    try:
        return not stat.S_ISFIFO(os.stat(path).st_mode)  # noqa: PTH116 - pathlib is slow to load
    except (OSError, ValueError):
        return True


def _pass_over(text: str) -> None:
    """Take what nobody is told."""


def _each(calls: Sequence[Callable[[], object]]) -> None:
    for call in calls:
        call()


def _take(speaker: Speaker, said: Outcome | Leaf) -> None:
    """Say what was made of a message, or of several where none of them was read."""
    if isinstance(said, list):
        speaker.take(said)
    else:
        speaker.take_all(said.gathered)


def _take_rest(speaker: Speaker, accepted: Accepted, said: Judged) -> None:
    """Say of a verdict what is not accepted."""
    speaker.add(said.octets, said.verdict, accepted.ledger.rest(said.verdict, said.body))


def _spared(
    reading: Reading, *, paths: Sequence[str], told: Listener, stdin_filename: str | None, taken: frozenset[str]
) -> Iterator[Item]:
    """Yield the messages of a run, none of which may lie in a file that an output would replace."""
    if not taken:
        yield from messages_by(reading, paths, told, stdin_filename)
        return
    for raw in messages_by(reading, paths, told, stdin_filename):
        for source in raw.sources:
            spare(source, taken)
        yield raw


def _to_stdout(
    stack: ExitStack,
    waiting: list[Callable[[], object]],
    form: Format,
    color: ColorChoice,
    *,
    quiet: bool,
    statistics: bool,
    at_once: bool,
) -> Report:
    """Return the report to stdout; what lets it wait for no reader is added to `waiting`."""
    prepare(sys.stdout, machine=form.machine)
    look = Look(
        color=not form.machine and color_of(color, sys.stdout),
        width=width_of(sys.stdout),
        quiet=quiet,
        statistics=statistics,
    )
    unbuffered = getattr(sys.stdout, "write_through", False)  # PYTHONUNBUFFERED asks for it
    pause = 0 if at_once or unbuffered or is_terminal(sys.stdout) else _PAUSE
    lines = lines_to(sys.stdout)
    if lines is None:  # the stream has no number, as those of tests
        return Report(form, look, _writer(sys.stdout.write, sys.stdout.flush, pause))
    stack.enter_context(lines)
    waiting.append(lines.end_soon)
    octets = _writer(lines.pass_on, lines.flush, pause) if form.machine else None
    return Report(form, look, _writer(lines.put, lines.flush, pause), octets)


def _to_file(
    stack: ExitStack, waiting: list[Callable[[], object]], form: Format, path: str, *, statistics: bool
) -> Report:
    from ticketlint.cli.whole_file import WholeFile  # noqa: PLC0415 - few runs write files

    try:
        file = stack.enter_context(WholeFile(path))
    except OSError as error:
        raise WrongUsage(f"cannot write {path}: {error.strerror}") from error
    waiting.append(file.end_soon)
    return Report(form, Look(statistics=statistics), file.write)


def _to_summary(stack: ExitStack, forms: Sequence[Format]) -> list[Report]:
    """Return the summary of the step beside annotations, which show a part only, where a runner asks for one."""
    if FORMATS["github"] not in forms:
        return []
    from ticketlint.cli.summary import StepSummary, wanted  # noqa: PLC0415 - only in GitHub Actions

    path = wanted()
    if path is None:
        return []
    return [Report(FORMATS["markdown"], Look(quiet=True), stack.enter_context(StepSummary(path)).write)]


def _end_all(reports: Sequence[Report], tally: Tally, bar: Bar | None) -> None:
    if bar:
        bar.clear()
    for report in reports:
        try:
            report.end(tally)
        except TemplateFault as error:
            raise WrongUsage(str(error)) from error


def _met_too_little(tally: Tally, told: Listener) -> bool:
    """Whether something was not read, or nothing was there, which is said."""
    if not tally.messages and not told.unread:
        tell("error: no message found")
    return told.unread or not tally.messages


def _writer(put: Callable[[T], object], show: Callable[[], object], pause: float) -> Callable[[T], None]:
    """Return what writes to stdout, and shows it at once or after a pause.

    A call to the system costs as much as a form. A pause is only for messages that come without one; what comes through
    a pipe is answered at once.
    """
    clock = time.monotonic
    due = clock() + pause

    def write(some: T) -> None:
        nonlocal due
        put(some)
        if (now := clock()) >= due:
            due = now + pause
            show()

    return write


_PAUSE = 0.1  # seconds


def _bar(stack: ExitStack, paths: Sequence[str], *, wanted: bool | None) -> Bar | None:
    """Return a progress bar where a person watches and the report goes elsewhere, or where it is asked for."""
    if wanted is None:
        wanted = is_terminal(sys.stderr) and not is_terminal(sys.stdout)
    if not wanted:
        return None
    from ticketlint.report.progress import Bar  # noqa: PLC0415 - few runs are watched

    return stack.enter_context(Bar(sys.stderr, paths))
