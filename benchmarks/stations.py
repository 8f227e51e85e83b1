"""A mailbox in, microseconds a mail out for each station of the line, measured inside one process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ticketlint import load_forms, read
from ticketlint.body import Body
from ticketlint.careful import judge_closely
from ticketlint.message import parse
from ticketlint.reading import read_mail
from ticketlint.report import FORMATS, PLAIN, masked
from ticketlint.triage import judge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MOST = 1000  # mails in memory at once


def stations(path: Path, rounds: int) -> dict[str, float]:
    """Return the CPU time of each station in microseconds a mail, the best of several rounds.

    `quick` is the line as it is, `closely` the same without the quick lane; `message` to `checks` are its parts.
    """
    forms = load_forms(["open-xchange"])
    secret = {form.id: [spec.name for spec in form.fields if spec.secret] for form in forms}
    raws = []
    source = read(path)
    started = time.process_time()
    for raw in source:
        raws.append(raw)
        if len(raws) == _MOST:
            break
    spent = {"sources": (time.process_time() - started) / len(raws) * 1e6}
    messages = [parse(raw.octets, raw.first_line) for raw in raws]
    verdicts = [judge(raw, forms) for raw in raws]
    write = FORMATS["jsonl"].message
    whole = {
        "message": lambda: [parse(raw.octets, raw.first_line) for raw in raws],
        "body": lambda: [_layers(Body(message.root)) for message in messages],
        "reading": lambda: [read_mail(message, forms) for message in messages],
        "closely": lambda: [judge_closely(raw, forms) for raw in raws],
        "quick": lambda: [judge(raw, forms) for raw in raws],
        "report": lambda: [write(masked(one, secret.get(one.form or "", ())), PLAIN) for one in verdicts],
    }
    best = {name: min(_timed(work, len(raws)) for _ in range(rounds)) for name, work in whole.items()}
    return spent | {
        "quick": best["quick"],
        "report": best["report"],
        "closely": best["closely"],
        "message": best["message"],
        "body": best["body"],
        "fields": best["reading"] - best["body"],
        "checks": best["closely"] - best["reading"] - best["message"],
    }


def _layers(body: Body) -> object:
    return body.text_layer()


def _timed(work: Callable[[], object], count: int) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) / count * 1e6
