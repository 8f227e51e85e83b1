"""A mailbox that is read in pieces, and a folder in parts, hold what they hold when they are read in one go."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from test_sources_mbox import FROM, LINES, ONE, TWO
from ticketlint.record import replace
from ticketlint.sources import Notice, RawMessage, pieces, read
from ticketlint.sources.folder import Reader
from ticketlint.sources.shares import Flow, Group
from ticketlint.sources.stream import Lines

CORPUS = Path(os.environ.get("TICKETLINT_CORPUS") or Path(__file__).parents[1] / "../shared/corpus")
Met = list[RawMessage | Notice]


def whole(path: Path) -> Met:
    met: Met = []
    for raw in read(path, sparing=True, told=met.append):
        met.append(raw)
    return met


def parts(path: Path) -> tuple[Met, list[pieces.Piece]]:
    met: Met = []
    found: list[pieces.Piece] = []
    for piece in pieces.pieces(str(path)):
        if isinstance(piece, Notice):
            met.append(piece)
            continue
        found.append(piece)
        if isinstance(piece, Group):
            met += pieces.read_files(piece, "")
        elif isinstance(piece, Flow):
            for raw in Reader().read(piece.found, met.append):
                met.append(raw)
        else:
            lines = Lines(piece.path)
            for one in pieces.read_stretch(piece, ""):
                if isinstance(one, Notice) and one.line is not None:
                    met.append(replace(one, line=lines.at(one.line)))
                else:
                    met.append(one)
    return met, found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "OCTETS", 150)
    monkeypatch.setattr(pieces, "FILES", 7)
    monkeypatch.setattr(pieces, "_PACKED", 100)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(LINES), max_size=80), st.sampled_from(["box", "box.mbox"]))
def test_no_place_to_cut_changes_a_message_or_its_number(tmp_path: Path, lines: list[bytes], name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\n" + FROM + b"Subject: x\n" + b"".join(lines))
    assert parts(path)[0] == whole(path)


def test_a_mailbox_that_shrank_is_told_by_who_misses_something(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes((FROM + ONE + b"\n") * 80)
    found = [piece for piece in pieces.pieces(str(path)) if isinstance(piece, pieces.Stretch)]
    os.truncate(path, found[1].stop + 10)
    told = [[one for one in pieces.read_stretch(piece, "") if isinstance(one, Notice)] for piece in found]
    assert [bool(notices) for notices in told] == [False, False] + [True] * (len(found) - 2)
    assert {one.kind for notices in told for one in notices} == {"unread"}


def test_a_mailbox_is_cut_where_messages_begin(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes((FROM + ONE + b"\n" + FROM + TWO + b"\n") * 40)
    met, found = parts(path)
    assert met == whole(path)
    assert len(met) == 80
    assert len(found) > 20
    assert all(isinstance(piece, pieces.Stretch) for piece in found)


def test_a_mail_inside_a_mail_by_its_length_is_not_cut_apart(tmp_path: Path) -> None:
    body = (FROM + b"Subject: inner\n\nx\n\n") * 30
    text = FROM + b"Subject: x\nContent-Length: %d\n\n" % len(body) + body + b"\n" + FROM + TWO
    (tmp_path / "box").write_bytes(text * 3)
    met, _ = parts(tmp_path / "box")
    assert met == whole(tmp_path / "box")
    assert len([one for one in met if isinstance(one, RawMessage)]) == 6


def test_a_large_compressed_mailbox_is_left_to_one_reader(tmp_path: Path) -> None:
    (tmp_path / "box.gz").write_bytes(gzip.compress(os.urandom(400).hex().encode().join([FROM + ONE, FROM + TWO])))
    met, found = parts(tmp_path / "box.gz")
    assert met == whole(tmp_path / "box.gz")
    assert [type(piece) for piece in found] == [Flow]


def test_a_folder_with_all_sorts_of_things(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.eml").write_bytes(ONE)
    (tmp_path / "8.txt").write_text("no mail")
    (tmp_path / "9.mbox").write_bytes((FROM + ONE + b"\n") * 40)
    (tmp_path / "20.lost").symlink_to(tmp_path / "nowhere")
    for folder in ("box/cur", "box/new", "box/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    for number in range(20):
        (tmp_path / f"box/cur/{number}.a:2,S").write_bytes(TWO)
    met, found = parts(tmp_path)
    assert met == whole(tmp_path)
    assert len([one for one in met if isinstance(one, RawMessage)]) == 90
    assert len(found) > 10


def test_a_message_of_a_maildir_is_found_where_it_went(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new/1.a").write_bytes(ONE)
    (piece,) = pieces.pieces(str(tmp_path))
    assert isinstance(piece, Group)
    (tmp_path / "new/1.a").rename(tmp_path / "cur/1.a:2,S")
    assert list(pieces.read_files(piece, "")) == [RawMessage(str(tmp_path / "cur/1.a:2,S"), ONE)]


@pytest.mark.parametrize("path", ["nowhere", "nul\0"])
def test_what_is_not_there_is_told(path: str) -> None:
    (notice,) = pieces.pieces(path)
    assert isinstance(notice, Notice)
    assert notice.kind == "unread"


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: set TICKETLINT_CORPUS")
def test_the_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "OCTETS", 3000)
    monkeypatch.setattr(pieces, "_PACKED", 3000)
    assert parts(CORPUS)[0] == whole(CORPUS)
