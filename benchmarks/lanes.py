"""Mails and forms in, how many of them the quick lane judges out, and what each lane takes for one of those."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from ticketlint import read
from ticketlint.careful import judge_closely
from ticketlint.quick import quick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ticketlint.form.model import Form


class Share(NamedTuple):
    """How many messages were met, how many the quick lane judged, and microseconds of CPU a message for those."""

    messages: int
    quick: int
    quickly: float
    closely: float


def share(paths: Iterable[Path], forms: Sequence[Form], most: int = 2000) -> Share:
    """Judge the first messages of these files and folders in the quick lane, and those it judges in the other, too."""
    messages = judged = 0
    quickly = closely = 0.0
    for path in paths:
        for raw in read(path):
            if messages >= most:
                break
            messages += 1
            started = time.process_time()
            found = quick(raw, forms)
            between = time.process_time()
            if found is None:
                continue
            judged += 1
            judge_closely(raw, forms)
            quickly += between - started
            closely += time.process_time() - between
    each = 1e6 / judged if judged else 0.0
    return Share(messages, judged, quickly * each, closely * each)
