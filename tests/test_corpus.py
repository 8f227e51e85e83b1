"""Every real mail of the corpus in, exactly one verdict out: none raises, none is lost, none takes long."""

from __future__ import annotations

import csv
import os
import time
import warnings
from collections import Counter
from pathlib import Path

import pytest

from ticketlint import load_forms, read
from ticketlint.triage import judge

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", Path(__file__).parent.parent.parent / "shared" / "corpus"))
FORMS = load_forms(["open-xchange"])
SECONDS = 5.0  # of CPU for one mail; the largest hold a megabyte of text


def manifest() -> list[tuple[Path, int]]:
    held = []
    for listing in sorted(CORPUS.glob("*/MANIFEST.tsv")):
        with listing.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if int(row["messages"]):
                    held.append((listing.parent / row["path"], int(row["messages"])))
    return held


def test_every_mail_gets_exactly_one_verdict() -> None:
    held = manifest()
    if not held:
        warnings.warn(f"no corpus at {CORPUS}: its mails were not tried", stacklevel=1)
        pytest.skip(f"no corpus at {CORPUS}")
    verdicts: Counter[str] = Counter()
    for path, messages in held:
        count = 0
        for raw in read(path):
            start = time.process_time()
            verdict = judge(raw, FORMS)
            assert time.process_time() - start < SECONDS, path
            assert all(diagnostic.title for diagnostic in verdict.diagnostics)
            verdicts[verdict.verdict] += 1
            count += 1
        assert count == messages, path
    assert verdicts.total() == sum(messages for _, messages in held)
    assert verdicts["complete"] == 0, "nobody there asks Open-Xchange for a ticket"
    print(f"\n{verdicts.total()} messages: {dict(verdicts)}")
