"""A cache remembers what was judged, is no part of the answer, and does no harm whatever becomes of it."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ticketlint import cache, load_forms, read
from ticketlint.cache import store
from ticketlint.cli.judging import judged as judge
from ticketlint.parallel.messages import judged
from ticketlint.report.tally import VERDICTS
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict

HERE = Path(__file__).parent
MAILS = [raw for folder in (HERE.parent / "samples", HERE / "desk") for raw in read(folder)]
FORMS = load_forms(["open-xchange"])
work = partial(judge, forms=FORMS, sending=False)


@pytest.fixture(scope="module")
def alone() -> list[tuple[RawMessage, Verdict]]:
    return [(raw, work(raw)) for raw in MAILS]


class Told(list[str]):
    """Takes what is told."""

    def __call__(self, text: str) -> None:
        self.append(text)


def run(path: Path, raws: list[RawMessage], judged_by: bytes = b"rules") -> tuple[list[Verdict], int, Told]:
    """Judge messages with a cache: the verdicts, how many were judged, what was told."""
    worked = 0

    def counted(raw: RawMessage) -> Verdict:
        nonlocal worked
        worked += 1
        return work(raw)

    told = Told()
    with cache.Cache(path, judged_by, told) as kept:
        verdicts = []
        for raw, verdict in judged(raws, counted, lambda: counted, 1, kept.known):
            kept.remember(raw, verdict)
            verdicts.append(verdict)
    return verdicts, worked, told


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "kept"
    _, worked, told = run(path, MAILS[:40])
    assert worked == 40
    assert told == []
    yield path


def test_the_second_run_says_the_same_without_work(tmp_path: Path, alone: list[tuple[RawMessage, Verdict]]) -> None:
    path = tmp_path / "kept"
    assert run(path, MAILS)[0] == [verdict for _, verdict in alone]
    verdicts, worked, told = run(path, MAILS)
    assert verdicts == [verdict for _, verdict in alone]
    assert (worked, told) == (0, [])


@pytest.mark.parametrize("seed", range(4))
def test_any_order_says_the_same(tmp_path: Path, alone: list[tuple[RawMessage, Verdict]], seed: int) -> None:
    """Rows are fetched before they are asked for, in the order in which they were written, between those of others."""
    path = tmp_path / "kept"
    dice = random.Random(seed)
    pairs = alone[:200]
    for start in range(0, 200, 40):
        run(path, [raw for raw, _ in pairs[start : start + 40]], b"rules")
        run(path, [raw for raw, _ in pairs[: start + 20]], b"others")
    dice.shuffle(pairs)
    pairs += pairs[:20]
    verdicts, worked, told = run(path, [raw for raw, _ in pairs])
    assert verdicts == [verdict for _, verdict in pairs]
    assert (worked, told) == (0, [])


def test_nobody_waits_for_a_run_that_reads(filled: Path) -> None:
    with cache.Cache(filled, b"rules", Told()) as kept:
        assert all(kept.known(raw) is not None for raw in MAILS[:5])
        with closing(sqlite3.connect(filled, timeout=0)) as other, other:
            other.execute("DELETE FROM pages")


def test_only_what_is_new_is_judged(filled: Path) -> None:
    changed = replace(MAILS[3], octets=MAILS[3].octets + b"\nPS: thank you\n")
    moved = replace(MAILS[4], source="elsewhere.mbox#1")
    verdicts, worked, _ = run(filled, [*MAILS[:3], changed, moved, MAILS[41]])
    assert worked == 2
    assert verdicts[4].source == "elsewhere.mbox#1"
    assert run(filled, [replace(MAILS[5], first_line=7)])[1] == 1  # its places are others


def test_other_rules_are_judged_anew(filled: Path) -> None:
    assert run(filled, MAILS[:40], b"others")[1] == 40
    assert run(filled, MAILS[:40])[1] == 0


def test_old_rules_are_forgotten(filled: Path) -> None:
    for number in range(store._RULES_KEPT):
        run(filled, MAILS[:1], b"%d" % number)
    assert run(filled, MAILS[:40])[1] == 40
    assert run(filled, MAILS[:1], b"7")[1] == 0


def test_rules_that_are_asked_for_again_and_again_are_kept(filled: Path) -> None:
    for number in range(2 * store._RULES_KEPT):
        run(filled, MAILS[:1], b"%d" % number)
        assert run(filled, MAILS[:40])[1] == 0


def test_the_print_depends_on_rules_options_and_program(monkeypatch: pytest.MonkeyPatch) -> None:
    prints = {cache.fingerprint((repr(FORMS[0]), False)), cache.fingerprint((repr(FORMS[0]), True))}
    prints.add(cache.fingerprint((repr(replace(FORMS[0], non_answers=("soon",))), False)))
    before = cache.fingerprint(())
    assert before == cache.fingerprint(())
    monkeypatch.setattr("ticketlint.cache.prints.__version__", "9.9")
    prints |= {before, cache.fingerprint(())}
    assert len(prints) == 5


def test_a_failure_of_the_program_is_not_remembered(tmp_path: Path) -> None:
    told = Told()
    with cache.Cache(tmp_path / "kept", b"rules", told) as kept:
        for raw, verdict in ((MAILS[0], Verdict("a", "unreadable")), (MAILS[1], work(MAILS[1]))):
            assert kept.known(raw) is None
            kept.remember(raw, verdict)
    assert run(tmp_path / "kept", MAILS[:2])[1] == 1


@pytest.mark.parametrize("left", [0, 1, 99, 100, 3000, -1, -4000])
def test_a_cut_file_does_no_harm(filled: Path, left: int, alone: list[tuple[RawMessage, Verdict]]) -> None:
    octets = filled.read_bytes()
    filled.write_bytes(octets[:left])
    verdicts, _, told = run(filled, MAILS[:40])
    assert verdicts == [verdict for _, verdict in alone[:40]]
    assert all("may be deleted" in each for each in told)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_does_no_harm(filled: Path, seed: int, alone: list[tuple[RawMessage, Verdict]]) -> None:
    import random

    dice = random.Random(seed)
    octets = bytearray(filled.read_bytes())
    for _ in range(400):
        octets[dice.randrange(100, len(octets))] = dice.randrange(32)  # no digit and no letter: no other verdict
    filled.write_bytes(octets)
    verdicts, _, told = run(filled, MAILS[:40])
    assert verdicts == [verdict for _, verdict in alone[:40]]
    assert len(told) <= 1


@pytest.mark.parametrize(
    ("there", "octets"),
    [
        (b"CREATE TABLE pages", b"CREATE TABL\xff pages"),  # SQLite quotes it, and it is no text
        (b"number INTEGER PRIMARY KEY", b"number INTEGER PR\xaa\xffRY KEY"),
        (b"print BLOB UNIQUE", b"print BLOB,UNIQUE"),
        (b"parts TEXT", b"parts\x00TEXT"),
    ],
)
def test_a_damaged_layout_does_no_harm(
    filled: Path, there: bytes, octets: bytes, alone: list[tuple[RawMessage, Verdict]]
) -> None:
    whole = filled.read_bytes()
    assert there in whole
    filled.write_bytes(whole.replace(there, octets))
    verdicts, _, told = run(filled, MAILS[:40])
    assert verdicts == [verdict for _, verdict in alone[:40]]
    assert [each for each in told if "may be deleted" not in each] == []


def test_a_damaged_text_is_not_quoted(filled: Path, alone: list[tuple[RawMessage, Verdict]]) -> None:
    whole = filled.read_bytes()
    assert b'"open-xchange"' in whole
    filled.write_bytes(whole.replace(b'"open-xchange"', b'"open-xchange\xff'))
    verdicts, _, told = run(filled, MAILS[:40])
    assert verdicts == [verdict for _, verdict in alone[:40]]
    assert [each for each in told if "(it is damaged)" not in each] == []
    assert told


NO_VERDICTS = ["", "[]", "{}", "null", '["complete"]', "[" * 100_000, '["complete", 1, 2]']


@pytest.mark.parametrize("column", ["said", "parts"])
@pytest.mark.parametrize("said", NO_VERDICTS)
def test_a_row_that_is_no_verdict_is_judged_and_written_anew(filled: Path, column: str, said: str) -> None:
    with sqlite3.connect(filled) as opened:
        opened.execute(f"UPDATE pages SET {column} = ?", (said,))
    opened.close()
    assert run(filled, MAILS[:40])[1:] == (40, [])
    assert run(filled, MAILS[:40])[1] == 0


def test_another_layout_begins_anew(filled: Path) -> None:
    with sqlite3.connect(filled) as opened:
        opened.executescript("DROP TABLE pages; CREATE TABLE pages (a); PRAGMA user_version = 99")
    opened.close()
    assert run(filled, MAILS[:40])[1:] == (40, [])
    assert run(filled, MAILS[:40])[1] == 0


def test_the_file_goes_while_it_is_used(tmp_path: Path, alone: list[tuple[RawMessage, Verdict]]) -> None:
    path = tmp_path / "kept"
    verdicts = []
    with cache.Cache(path, b"rules", Told()) as kept:
        for raw in MAILS[:40]:
            verdict = kept.known(raw) or work(raw)
            kept.remember(raw, verdict)
            verdicts.append(verdict)
            path.unlink(missing_ok=True)
    assert verdicts == [verdict for _, verdict in alone[:40]]


def test_two_runs_at_once(filled: Path) -> None:
    told = Told()
    with cache.Cache(filled, b"rules", told) as one, cache.Cache(filled, b"rules", told) as two:
        for raw in MAILS[40:60]:
            assert one.known(raw) is None
            assert two.known(raw) is None
            one.remember(raw, work(raw))
            two.remember(raw, work(raw))
    assert told == []
    assert run(filled, MAILS[:60])[1] == 0


def test_what_cannot_be_written_is_told_and_passed_over(tmp_path: Path) -> None:
    _, worked, told = run(tmp_path, MAILS[:3])  # a folder is no file
    assert worked == 3
    assert len(told) == 1
    assert "may be deleted" in told[0]


def test_where_the_file_lies(tmp_path: Path) -> None:
    assert cache.place(str(tmp_path)) == tmp_path / cache.NAME
    assert cache.place(f"{tmp_path}/new/") == tmp_path / "new" / cache.NAME
    assert cache.place(str(tmp_path / "file")) == tmp_path / "file"
    with pytest.raises(cache.ForeignError, match="needs the path"):
        cache.place("")  # a variable that is not set: no file appears in the working directory


def test_only_the_owner_may_read_it(filled: Path) -> None:
    assert filled.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_cache_is_left_alone(tmp_path: Path, filled: Path) -> None:
    mailbox = tmp_path / "inbox.mbox"
    mailbox.write_bytes(b"From a@b Thu Nov  5 10:00:00 2026\n")
    foreign = tmp_path / "other.db"
    with sqlite3.connect(foreign) as opened:
        opened.execute("CREATE TABLE t (a)")
    opened.close()
    for path in (mailbox, foreign):
        before = path.read_bytes()
        with pytest.raises(cache.ForeignError, match="no cache of ticketlint"):
            cache.guard(path)
        assert path.read_bytes() == before
    cache.guard(filled)
    cache.guard(tmp_path / "nothing yet")
    filled.chmod(0o666)
    with pytest.raises(cache.ForeignError, match="cannot be trusted"):
        cache.guard(filled)


@pytest.mark.parametrize(("begin", "end"), [(0, 1), (0, 16), (0, 100), (5, 6), (60, 72), (68, 69)])
@pytest.mark.parametrize("sign", [b"\1", b"\xff"])
def test_a_cache_whose_first_octets_are_damaged_is_passed_over_and_left_alone(
    filled: Path, begin: int, end: int, sign: bytes
) -> None:
    octets = filled.read_bytes()
    damaged = octets[:begin] + sign * (end - begin) + octets[end:]
    filled.write_bytes(damaged)
    cache.guard(filled)
    _, worked, told = run(filled, MAILS[:40])
    assert (worked, len(told)) == (40, 1)
    assert "may be deleted" in told[0]
    assert filled.read_bytes() == damaged
    filled.unlink()
    assert run(filled, MAILS[:40])[2] == []


def test_a_cache_that_was_cut_off_in_its_first_octets_is_passed_over(filled: Path) -> None:
    octets = filled.read_bytes()
    for size in (16, 50, 71, 99):
        filled.write_bytes(octets[:size])
        cache.guard(filled)
        _, worked, told = run(filled, MAILS[:5])
        assert (worked, len(told)) == (5, 1)
        assert filled.read_bytes() == octets[:size]


def test_what_only_speaks_of_a_cache_is_none(tmp_path: Path, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as opened:
        dump = "\n".join(opened.iterdump())
    assert "CREATE TABLE pages" in dump
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as opened:
        opened.executescript("CREATE TABLE rules (a); CREATE TABLE pages (number INTEGER PRIMARY KEY, rules INTEGER);")
    program = Path(cache.__file__).read_bytes()
    for octets in (
        dump.encode(),
        other.read_bytes(),
        program,
        b"SQLite",
        b"\0" * 5000,
        filled.read_bytes()[store._PAGE :],
    ):
        other.write_bytes(octets)
        with pytest.raises(cache.ForeignError, match=r"no cache of ticketlint.*delete it"):
            cache.guard(other)
        assert other.read_bytes() == octets


def test_what_is_kept_is_json(filled: Path) -> None:
    with sqlite3.connect(filled) as opened:
        rows = opened.execute("SELECT said, parts FROM pages").fetchall()
    opened.close()
    assert sum(json.loads(said)[0] for said, _ in rows) == 40
    each = [part for _, parts in rows for part in json.loads(parts)]
    assert len(each) == 40
    assert all(kept[0] in VERDICTS for _, _, kept in each)
