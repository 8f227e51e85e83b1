"""Messages and options in, verdicts out: judged here or by several processes, remembered where that is asked."""

from __future__ import annotations

import os
import stat
import time
from contextlib import ExitStack, closing
from functools import partial

from ticketlint import triage
from ticketlint.cli.errors import WrongUsage
from ticketlint.cli.mails import messages_by
from ticketlint.cli.outcome import (
    Asked,
    Outcome,
    bound,
    checked,
    gathered,
    laid,
    letters,
    moved,
    opened,
    outcome,
    single,
    sure,
    whole,
)
from ticketlint.cli.streams import tell, where
from ticketlint.diagnostic import Diagnostic, Severity
from ticketlint.form.patterns import PatternTimeout
from ticketlint.hints import TYPE_CHECKING, Any, TypeVar
from ticketlint.report.visible import visible
from ticketlint.sources import read
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from ticketlint.cache import Cache, Item, Leaf
    from ticketlint.cli.judged import Judged
    from ticketlint.cli.mails import Listener
    from ticketlint.form.model import Form
    from ticketlint.parallel.messages import Kind, Work
    from ticketlint.plain import Plain
    from ticketlint.sources import RawMessage
    from ticketlint.sources.raw import Told

    Reading = Callable[..., Iterator[Item]]
    """What yields what lies behind a path, and tells `told` of the rest."""

T = TypeVar("T")

_sparing = partial(read, sparing=True)


def on_cluster(
    paths: Sequence[str],
    forms: tuple[Form, ...],
    asked: Asked,
    *,
    scheduler: str,
    sending: bool,
    told: Told,
    seen: Callable[[str], None],
) -> Generator[Outcome]:
    """Yield what is to be said of each message, in the order of the messages. `seen` is told each file.

    Raise `WrongUsage` where the engine is not installed or set up otherwise than here, and `OSError` where it fails.
    """
    try:
        from ticketlint.cluster import Cluster, ClusterError  # noqa: PLC0415 - loads half a second's worth of packages
    except ImportError as error:
        raise WrongUsage("more packages are needed: pip install 'ticketlint[dask]'", "--engine") from error
    files = []
    for form in forms:
        with open(form.path, "rb") as file:  # noqa: PTH123  # pathlib is slow to load
            files.append((form.path, file.read()))
    make = partial(outcomes_there, tuple(files), asked, sending=sending)
    try:
        with Cluster(scheduler, make, partial(_lost, asked=asked), told) as cluster:
            yield from cluster.judge(paths, seen)
    except ClusterError as error:
        if error.wrong:
            raise WrongUsage(visible(str(error)), "--engine") from error
        raise OSError(visible(str(error))) from error


def outcomes_there(files: Sequence[tuple[str, bytes]], asked: Asked, *, sending: bool) -> Work[Outcome]:
    """Return what judges by these rule files, on a machine that does not have them."""
    from ticketlint.form.load import read_form  # noqa: PLC0415 - help and usage errors need no forms

    forms = tuple(form for form, _ in (read_form(octets, path) for path, octets in files) if form is not None)
    return partial(_outcome, forms, asked, sending)


def outcomes(
    messages: Callable[[Reading], Iterator[Item]],
    forms: tuple[Form, ...],
    asked: Asked,
    *,
    sending: bool,
    jobs: int | None,
    cache: str | None,
) -> Generator[Outcome | Leaf]:
    """Yield what is to be said of each message, in their order. As `verdicts`, and without one that travels.

    Of messages in files that have not changed since the cache met them, it is said together.
    """
    work = partial(_outcome, forms, asked, sending)
    if jobs == 1 and cache is None:
        yield from map(work, messages(_sparing))
        return
    from ticketlint.parallel.messages import Kind  # noqa: PLC0415 - loads what one mail does not need

    start = partial(_outcomes_anew, [form.path for form in forms], asked, sending=sending)
    kind = Kind(
        *(checked, checked, partial(_lost, asked=asked), sure, moved),
        *(letters, partial(bound, asked=asked), single, whole, partial(gathered, asked=asked)),
    )
    with ExitStack() as stack:
        kept, reading = _kept(stack, cache, (*map(repr, forms), sending, asked), kind)
        pairs = stack.enter_context(closing(_several(messages(reading), work, start, kind, jobs, kept)))
        yield from (said for _, said in pairs)


def together(
    paths: Sequence[str],
    forms: tuple[Form, ...],
    asked: Asked,
    *,
    sending: bool,
    jobs: int | None,
    told: Listener,
    ending: Callable[[], object],
) -> Generator[Plain]:
    """Yield what is to be said of all messages behind paths, gathered, in their order.

    Where there are `jobs` for them, several processes read them. `ending` is called where Ctrl-C has come and what is
    known already is yielded, which nobody must wait for long.
    """
    work = partial(_outcome, forms, asked, sending)
    if jobs is None:
        from ticketlint.parallel import cores  # noqa: PLC0415 - loads what one mail does not need

        jobs = cores()
    if jobs == 1:
        return _alone(messages_by(_sparing, paths, told, None), work, asked, ending)
    from ticketlint.parallel.paths import Setup, judged  # noqa: PLC0415 - as above

    start = partial(_outcomes_anew, [form.path for form in forms], asked, sending=sending)
    setup = Setup(
        start, partial(gathered, asked=asked), partial(_lost, asked=asked), partial(laid, asked=asked), opened
    )
    return judged(paths, work, setup, jobs, told)


def _alone(
    raws: Iterable[RawMessage], work: Work[Outcome], asked: Asked, ending: Callable[[], object]
) -> Generator[Plain]:
    """Yield the same of messages that are judged here: of so many as come in a short time, if they come at all."""
    clock = time.monotonic
    due = clock() + _PAUSE
    said: list[Outcome] = []
    octets = 0
    try:
        for raw in raws:
            said.append(work(raw))
            octets += len(raw.octets)
            if len(said) >= _MANY or octets >= _MUCH or clock() >= due:
                some, octets = gathered(said, asked), 0
                said.clear()  # before it is told: nothing is told twice where Ctrl-C comes then
                yield some
                due = clock() + _PAUSE
    except KeyboardInterrupt:
        if said:  # what is known is said
            ending()
            yield gathered(said, asked)
        raise
    if said:
        yield gathered(said, asked)


_PAUSE = 0.1  # seconds
_MANY = 256  # messages
_MUCH = 2**22  # octets of them


def is_little(paths: Sequence[str]) -> bool:
    """Whether all that is named is a few small files, which one process has judged before others have started."""
    if len(paths) > _FEW:
        return False
    try:
        found = [os.stat(path) for path in paths]  # noqa: PTH116  # pathlib is slow to load
    except (OSError, ValueError):
        return False
    return all(stat.S_ISREG(one.st_mode) for one in found) and sum(one.st_size for one in found) <= _SMALL


_FEW = 8
_SMALL = 256 * 2**10  # octets


def verdicts(
    messages: Callable[[Reading], Iterator[Item]],
    forms: tuple[Form, ...],
    *,
    sending: bool,
    jobs: int | None,
    cache: str | None,
) -> Generator[Judged]:
    """Yield the verdict on each message, in the order of the messages.

    `jobs` None: one process for each processor. Raise `WrongUsage` for a `cache` that must not be used.
    """
    from ticketlint.cli.judged import JUDGED, Judged, judged_by  # noqa: PLC0415 - loads what one mail does not need

    work = partial(judged_by, partial(judged, forms=forms, sending=sending))
    if jobs == 1 and cache is None:
        yield from map(work, messages(read))
        return
    start = partial(_judged_anew, [form.path for form in forms], sending=sending)
    with ExitStack() as stack:
        kept, reading = _kept(stack, cache, (*map(repr, forms), sending), JUDGED)
        for _, said in stack.enter_context(closing(_several(messages(reading), work, start, JUDGED, jobs, kept))):
            if isinstance(said, Judged):
                yield said
            else:
                yield from said.gathered


def _several(
    messages: Iterable[Any],
    work: Work[T],
    start: Callable[[], Work[T]],
    kind: Kind,
    jobs: int | None,
    kept: Cache | None,
) -> Generator[tuple[Any, Any]]:
    """Yield each message with what becomes of it; what stands for several messages is both."""
    from ticketlint.parallel import cores  # noqa: PLC0415 - as above
    from ticketlint.parallel import messages as sent  # noqa: PLC0415 - the same

    known = sent.nothing if kept is None else kept.known
    many = cores() if jobs is None else jobs
    with closing(sent.judged(messages, work, start, many, known, kind=kind)) as pairs:
        for raw, said in pairs:
            if kept is None or kept.remember(raw, said):
                yield raw, said


def _outcome(forms: tuple[Form, ...], asked: Asked, sending: bool, raw: RawMessage) -> Outcome:
    begin, end = raw.gap  # `size`, without a call
    return outcome(judged(raw, forms, sending=sending), len(raw.octets) + end - begin, asked)


def _outcomes_anew(paths: Sequence[str], asked: Asked, *, sending: bool) -> Work[Outcome]:
    from ticketlint.form import load_forms  # noqa: PLC0415 - as above

    return partial(_outcome, load_forms(paths), asked, sending)


def _lost(raw: RawMessage, asked: Asked) -> Outcome:
    from ticketlint.parallel.messages import lost  # noqa: PLC0415 - as above

    return outcome(lost(raw), len(raw.octets), asked)


def _judged_anew(paths: Sequence[str], *, sending: bool) -> Work[Judged]:
    from ticketlint.cli.judged import judged_by  # noqa: PLC0415 - as above

    return partial(judged_by, work_anew(paths, sending=sending))


def work_anew(paths: Sequence[str], *, sending: bool) -> Callable[[RawMessage], Verdict]:
    """Return what judges by the forms of these files, in a process that has not loaded them yet."""
    from ticketlint.form import load_forms  # noqa: PLC0415 - help and usage errors need no forms

    return partial(judged, forms=load_forms(paths), sending=sending)


def judged(raw: RawMessage, forms: tuple[Form, ...], *, sending: bool) -> Verdict:
    """Return the verdict on a message, also where the program itself fails on it: a batch goes on."""
    try:
        return triage.judge(raw, forms, sending=sending)
    except PatternTimeout as error:
        return _unread(raw, f"a rule file is wrong: {error}", "simplify the pattern: ticketlint rules check")
    except MemoryError:
        return _unread(raw, "there is too little memory to read this mail", "read it alone, or allow more memory")
    except Exception as error:  # noqa: BLE001 - whatever it is, the other mails deserve their verdict
        title = f"ticketlint failed on this mail: {type(error).__name__} in {where(error)}"
        return _unread(raw, title, "the mistake is not in the mail: please report it, with the mail if you may")


def _unread(raw: RawMessage, title: str, advice: str) -> Verdict:
    diagnostic = Diagnostic("unreadable-body", Severity.HIGH, title, help=advice)
    return Verdict(raw.source, "unreadable", reason=title, diagnostics=(diagnostic,))


def _kept(stack: ExitStack, given: str | None, judged_by: Iterable[object], kind: Kind) -> tuple[Cache | None, Reading]:
    """Return the cache that is asked for, open, and how messages are read beside it."""
    if given is None:
        return None, read
    from ticketlint.cache import read_again  # noqa: PLC0415 - few runs remember

    kept = stack.enter_context(_opened_cache(given, judged_by, kind))
    return kept, partial(read_again, kept=kept)


def _opened_cache(given: str, judged_by: Iterable[object], kind: Kind) -> Cache:
    from ticketlint import cache  # noqa: PLC0415 - few runs remember

    try:
        path = cache.place(given)
        cache.guard(path)
    except (cache.ForeignError, OSError) as error:
        raise WrongUsage(f"--cache: {visible(str(error))}") from error
    return cache.Cache(path, cache.fingerprint(judged_by), lambda text: tell(f"warning: {visible(text)}"), kind)
