"""Real mails of other programs' test suites: each is found, by its path and in its folder."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from ticketlint.sources import Notice, read

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS") or Path(__file__).parents[1] / "../shared/corpus")
MANIFESTS = sorted(CORPUS.glob("*/MANIFEST.tsv"))
pytestmark = pytest.mark.skipif(not MANIFESTS, reason=f"no corpus at {CORPUS}: set TICKETLINT_CORPUS")
# Mails without a header that is known from mail: in a folder they look like any other text.
HEADERLESS = {
    *("Lib/test/test_email/data/msg_19.txt", "testdata/mail/erroneous.raw"),
    "whois-api/src/test/resources/testMail/giantRawUnsignedObject",
}


def mails(manifest: Path) -> dict[str, int]:
    with manifest.open() as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["format"] in {"eml", "msg", "maildir"}]
    return {row["path"]: int(row["messages"]) for row in rows}


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)
def test_each_file_by_its_path(manifest: Path) -> None:
    notices: list[Notice] = []
    for name, count in mails(manifest).items():
        path = str(manifest.parent / name)
        assert [message.source for message in read(path, told=notices.append)] == [path] * count
    assert not notices


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)
def test_each_folder(manifest: Path) -> None:
    notices: list[Notice] = []
    found = Counter(message.source for message in read(manifest.parent, told=notices.append))
    wanted = {str(manifest.parent / name): count for name, count in mails(manifest).items() if name not in HEADERLESS}
    assert {source: found[source] for source in wanted} == wanted
    assert {notice.kind for notice in notices} <= {"skipped"}
