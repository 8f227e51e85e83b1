"""Messages and options in, verdicts out: judged here or by several processes, remembered where that is asked."""

from __future__ import annotations

from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING

from ticketlint import triage
from ticketlint.cli.streams import tell, where
from ticketlint.cli.wrong import WrongUsage
from ticketlint.diagnostic import Diagnostic, Severity
from ticketlint.form.patterns import PatternTimeout
from ticketlint.report.visible import visible
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from ticketlint.cache import Cache
    from ticketlint.form.model import Form
    from ticketlint.sources import RawMessage


def verdicts(
    messages: Iterable[RawMessage],
    forms: tuple[Form, ...],
    *,
    sending: bool,
    jobs: int | None,
    cache: str | None,
) -> Generator[tuple[RawMessage, Verdict]]:
    """Yield each message with its verdict, in the order of the messages.

    `jobs` None: one process for each processor. Raise `WrongUsage` for a `cache` that must not be used.
    """
    work = partial(judged, forms=forms, sending=sending)
    if jobs == 1 and cache is None:
        for raw in messages:
            yield raw, work(raw)
        return
    from ticketlint import parallel  # noqa: PLC0415 - loads what one mail does not need

    with ExitStack() as stack:
        kept = None if cache is None else stack.enter_context(_opened(cache, forms, sending=sending))
        start = partial(work_anew, [form.path for form in forms], sending=sending)
        known: Callable[[RawMessage], Verdict | None] = parallel.nothing if kept is None else kept.known
        many = parallel.cores() if jobs is None else jobs
        pairs = stack.enter_context(closing(parallel.judged(messages, work, start, many, known)))
        for raw, verdict in pairs:
            if kept is not None:
                kept.remember(raw, verdict)
            yield raw, verdict


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
    except Exception as error:  # noqa: BLE001 - whatever it is, the other mails deserve their verdict
        title = f"ticketlint failed on this mail: {type(error).__name__} in {where(error)}"
        return _unread(raw, title, "the mistake is not in the mail: please report it, with the mail if you may")


def _unread(raw: RawMessage, title: str, advice: str) -> Verdict:
    diagnostic = Diagnostic("unreadable-body", Severity.HIGH, title, help=advice)
    return Verdict(raw.source, "unreadable", reason=title, diagnostics=(diagnostic,))


def _opened(given: str, forms: Sequence[Form], *, sending: bool) -> Cache:
    from ticketlint import cache  # noqa: PLC0415 - few runs remember

    try:
        path = cache.place(given)
        cache.guard(path)
    except (cache.ForeignError, OSError) as error:
        raise WrongUsage(f"--cache: {visible(str(error))}") from error
    judged_by = cache.fingerprint((*map(repr, forms), sending))
    return cache.Cache(path, judged_by, lambda text: tell(f"warning: {visible(text)}"))
