"""A file that has not changed since the cache met it is not read again, and nothing else about a run is different."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmarks import mails
from shell import invoke
from ticketlint import cache, load_forms, triage
from ticketlint.cache import Item, Leaf, Seal, pages, store
from ticketlint.cli.outcome import (
    Asked,
    Outcome,
    bound,
    checked,
    gathered,
    letters,
    moved,
    outcome,
    single,
    sure,
    whole,
)
from ticketlint.parallel.messages import Kind
from ticketlint.report import Look
from ticketlint.sources import Notice, RawMessage, glance, ignore, state
from ticketlint.sources.folder import Found

HERE = Path(__file__).parent
MANY = 150  # messages: more than two pages

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no time of their last change there")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be old enough as soon as they are written; a test of that sets it back."""
    monkeypatch.setattr(state, "SETTLED", 0)


@dataclass
class Run:
    """What a run said, which files below the folder of the test it opened, and how many messages it judged."""

    said: tuple[str, str, int]
    opened: set[str]
    judged: int


class Desk:
    """A folder of mails and a cache beside it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.mails = folder / "mails"
        self.kept = folder / "kept"
        self.mails.mkdir()
        self._patch = monkeypatch

    def put(self, name: str, octets: bytes) -> Path:
        path = self.mails / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
        return path

    def run(self, *words: str, paths: tuple[Path, ...] = (), stdin: bytes | None = None) -> Run:
        """Run with the cache."""
        opened: set[str] = set()
        judged = 0
        real_open, real_judge = os.open, triage.judge

        def spying(path: Any, *rest: Any, **named: Any) -> int:
            opened.add(os.path.relpath(path, self.mails))
            return real_open(path, *rest, **named)

        def counting(*given: Any, **named: Any) -> Any:
            nonlocal judged
            judged += 1
            return real_judge(*given, **named)

        with self._patch.context() as patch:
            patch.setattr(os, "open", spying)
            patch.setattr(triage, "judge", counting)
            said = self._said("--cache", str(self.kept), *words, paths=paths, stdin=stdin)
        return Run(said, {name for name in opened if not name.startswith("..")}, judged)

    def same(self, *words: str, paths: tuple[Path, ...] = (), stdin: bytes | None = None) -> Run:
        """Run with the cache, and hold that a run without it says the same."""
        words = words or ("--format", "jsonl", "--jobs", "1")
        run = self.run(*words, paths=paths, stdin=stdin)
        assert run.said == self._said(*words, paths=paths, stdin=stdin)
        return run

    def _said(self, *words: str, paths: tuple[Path, ...], stdin: bytes | None) -> tuple[str, str, int]:
        result = invoke(["check", "--isolated", *words, *map(str, paths or (self.mails,))], stdin)
        return result.stdout, result.stderr, result.exit_code


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def mailbox(first: int, many: int) -> bytes:
    octets = b""
    for number in range(first, first + many):
        octets += b"From a@b.example Thu Nov  5 10:00:00 2026\n" + mails.mail("A", number) + b"\n"
    return octets


def folder(desk: Desk) -> None:
    for number in range(MANY):
        desk.put(f"{number}.eml", mails.mail("A", number))


def one_mbox(desk: Desk) -> None:
    desk.put("in.mbox", mailbox(0, MANY))


def some_mboxes(desk: Desk) -> None:
    for number in range(6):
        desk.put(f"{number}/in.mbox", mailbox(30 * number, 30))


def packed(desk: Desk) -> None:
    desk.put("in.mbox.gz", gzip.compress(mailbox(0, MANY)))


def maildir(desk: Desk) -> None:
    for name in ("tmp", "new", "cur"):
        (desk.mails / name).mkdir()
    for number in range(20):
        desk.put(f"new/{1000 + number}.a.b", mails.mail("A", number))
        desk.put(f"cur/{2000 + number}.a.b:2,S", mails.mail("A", 20 + number))


def mixed(desk: Desk) -> None:
    desk.put("b/in.mbox", mailbox(0, 90))
    desk.put("a/one.eml", mails.mail("A", 200))
    desk.put("a/two.eml", mails.mail("D", 201))
    desk.put("c/alone.mbox", mailbox(300, 1))
    desk.put("c/saved", mailbox(301, 1))
    octets = mails.mail("A", 302)
    desk.put("d/apple.emlx", b"%d\n" % len(octets) + octets + b"<?xml version='1.0'?>\n<plist/>\n")
    desk.put("d/bom.eml", b"\xef\xbb\xbf\n" + octets)
    for number in range(70):
        desk.put(f"e/{number}", mails.mail("A", 400 + number))
    (desk.mails / "e/.mh_sequences").touch()


LAYOUTS = [folder, one_mbox, some_mboxes, packed, maildir, mixed]
FORMATS = ["jsonl", "json", "text", "table", "csv", "sarif"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_has_not_changed_is_not_read(desk: Desk, layout: Callable[[Desk], None]) -> None:
    layout(desk)
    first = desk.same()
    assert first.opened
    assert first.judged
    for _ in range(2):
        again = desk.same()
        assert (again.opened, again.judged) == (set(), 0)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_the_same(desk: Desk, form: str) -> None:
    mixed(desk)
    for words in (["--jobs", "1"], ["--jobs", "2"], ["--only", "incomplete"], ["--statistics"], ["--quiet"]):
        desk.same("--format", form, *words)
        again = desk.same("--format", form, *words)
        assert (again.opened, again.judged) == (set(), 0)


def test_several_reports_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    folder(desk)
    words = [
        "--format",
        "json",
        "--output",
        f"csv={tmp_path / 'out.csv'}",
        "--output",
        f"sarif={tmp_path / 'out.sarif'}",
    ]
    first = desk.run(*words)
    written = [(tmp_path / name).read_bytes() for name in ("out.csv", "out.sarif")]
    desk.put("77.eml", mails.mail("A", 77) + b"more\n")
    changed = desk.run(*words)
    assert changed.opened == {"77.eml"}
    desk.put("77.eml", mails.mail("A", 77))
    desk.run(*words)
    again = desk.run(*words)
    assert again.opened == set()
    assert again.said == first.said
    assert [(tmp_path / name).read_bytes() for name in ("out.csv", "out.sarif")] == written


def test_all_that_is_read_says_in_which_files_it_lies() -> None:
    found = Found("a", "named")
    read: list[Item] = [RawMessage("a#1", b""), Leaf(("b", "c"), 2, [], b""), Seal(found, 1, numbered=True, state=None)]
    assert [one.sources for one in read] == [("a#1",), ("b", "c"), ()]


@pytest.fixture
def template(tmp_path: Path) -> str:
    path = tmp_path / "report.j2"
    path.write_text("{% for one in messages %}{{ one.source }} {{ one.verdict }}\n{% endfor %}", encoding="utf-8")
    return f"template={path}"


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("form", ["github", "template", "baseline"])
def test_what_needs_whole_verdicts_reads_no_unchanged_file_either(
    desk: Desk, tmp_path: Path, template: str, form: str, jobs: str
) -> None:
    folder(desk)
    box = desk.put("box.mbox", mailbox(900, MANY))
    desk.put("nothing.eml", b"To: support@open-xchange.com\nSubject: x\n\nno answer\n")
    words = ["--jobs", jobs, "--format", {"template": template, "github": "github"}.get(form, "concise")]
    if form == "baseline":
        words += ["--baseline", str(tmp_path / "known.json")]
        desk.run(*words[2:], "--write-baseline", paths=(desk.mails / "nothing.eml", desk.mails / "3.eml"))
    first = desk.same(*words)
    again = desk.same(*words)
    assert (again.opened, again.judged) == (set(), 0)
    assert again.said == first.said
    if form == "baseline":
        assert "accepted by" in again.said[1]
        assert "nothing.eml" not in again.said[0], "what has no answer is known by its octets, which are not read"
    desk.put("77.eml", b"To: support@open-xchange.com\nSubject: x\n\nSupport Key: OX-1-A\n")
    shutil.move(box, desk.mails / "moved.mbox")
    changed = desk.same(*words)
    assert changed.opened == {"77.eml", "moved.mbox"}
    desk.same(*words, paths=(desk.mails / "3.eml", desk.mails / "moved.mbox", desk.mails / "1.eml"))
    assert desk.same(*words).opened == set()


@pytest.mark.parametrize("of", ["parts", "text", "size"])
def test_whole_verdicts_that_are_damaged_are_made_anew(desk: Desk, of: str) -> None:
    folder(desk)
    words = ("--jobs", "1", "--format", "github")
    desk.same(*words)
    with sqlite3.connect(desk.kept) as opened:
        if of == "text":
            opened.execute("UPDATE texts SET text = 'x'")
        else:
            for number, parts in opened.execute("SELECT number, parts FROM pages").fetchall():
                said = parts.replace("[", "(", 1) if of == "parts" else parts.replace(",[", ',["', 1)
                opened.execute("UPDATE pages SET parts = ? WHERE number = ?", (said, number))
    assert desk.same(*words).judged == MANY
    assert desk.same(*words).opened == set()


def test_an_output_never_replaces_a_mail_that_is_not_read(desk: Desk) -> None:
    folder(desk)
    desk.run("--format", "jsonl")
    result = desk.run("--format", "jsonl", "--output", f"csv={desk.mails / '100.eml'}")
    assert result.said[2] == 2
    assert "is a mail that is read" in result.said[1]
    assert (desk.mails / "100.eml").read_bytes() == mails.mail("A", 100)


@pytest.mark.parametrize("name", ["0.eml", "63.eml", "64.eml", "100.eml", "149.eml"])
def test_what_was_touched_is_read_and_known(desk: Desk, name: str) -> None:
    folder(desk)
    desk.same()
    os.utime(desk.mails / name, (1, 1))
    touched = desk.same()
    assert (touched.opened, touched.judged) == ({name}, 0)
    assert desk.same().opened == set()


def test_a_change_shows_where_size_and_time_are_set_back(desk: Desk) -> None:
    folder(desk)
    desk.same()
    path = desk.mails / "70.eml"
    before, octets = path.stat(), path.read_bytes()
    other = octets.replace(b"Subject: ", b"Subjekt: ")
    assert len(other) == len(octets)
    assert other != octets
    path.write_bytes(other)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed = desk.same()
    assert (changed.opened, changed.judged) == ({"70.eml"}, 1)
    assert desk.same().opened == set()


def test_a_file_that_was_just_written_is_not_trusted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "SETTLED", 3600 * 10**9)
    desk.put("a.eml", mails.mail("A", 1))
    desk.same()
    again = desk.same()
    assert (again.opened, again.judged) == ({"a.eml"}, 0)
    os.utime(desk.mails / "a.eml", (1, 1))  # an old date alone does not help
    desk.same()
    assert desk.same().opened == {"a.eml"}
    monkeypatch.setattr(state, "SETTLED", 0)
    assert desk.same().opened == {"a.eml"}
    assert desk.same().opened == set()


def test_a_file_from_the_future_is_not_trusted(desk: Desk) -> None:
    later = time.time() + 10_000
    os.utime(desk.put("a.eml", mails.mail("A", 1)), (later, later))
    desk.same()
    assert desk.same().opened == {"a.eml"}


@pytest.mark.parametrize("name", ["a.eml", "in.mbox"])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = mails.mail("A", 1) if name == "a.eml" else mailbox(0, 200)
    after = before.replace(b"Subject: ", b"Subjekt: ")
    path = desk.put(name, before)
    time.sleep(0.05)
    read, first = os.read, glance.first
    reads = 0

    def meddling(file: int, size: int) -> bytes:
        nonlocal reads
        reads += 1
        octets = read(file, size)
        if reads == 2 and name == "in.mbox":  # the first look at a mailbox only tells that it is one
            path.write_bytes(after)
        return octets

    def meddling_first(file: int) -> tuple[bytes, int]:
        found = first(file)
        if name == "a.eml":
            path.write_bytes(after)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", meddling)
        patch.setattr(glance, "first", meddling_first)
        desk.run("--format", "jsonl", "--jobs", "1")
    assert path.read_bytes() == after
    assert desk.same().opened == {name}
    assert desk.same().opened == set()


def test_a_mailbox_that_grew_is_read_and_only_what_is_new_is_judged(desk: Desk) -> None:
    one_mbox(desk)
    desk.same()
    for number in (1, 100, 3):
        with (desk.mails / "in.mbox").open("ab") as file:
            file.write(mailbox(1000 * number, number))
        grown = desk.same()
        assert (grown.opened, grown.judged) == ({"in.mbox"}, number)
        again = desk.same()
        assert (again.opened, again.judged) == (set(), 0)


def test_a_mailbox_whose_messages_are_numbered_anew(desk: Desk) -> None:
    one_mbox(desk)
    desk.same()
    desk.put("in.mbox", mailbox(5, 50) + mailbox(70, 60) + mailbox(60, 10))
    shifted = desk.same()
    assert (shifted.opened, shifted.judged) == ({"in.mbox"}, 0)
    assert desk.same().opened == set()
    text = ("--format", "text", "--jobs", "1")
    desk.same(*text)
    desk.put("in.mbox", mailbox(7, 50))
    assert desk.same(*text).judged == 50  # its places name the message
    assert desk.same(*text).opened == set()


def test_a_mailbox_that_was_cut_to_one_message_bears_no_numbers(desk: Desk) -> None:
    desk.put("inbox", mailbox(0, 3))
    desk.same()
    desk.put("inbox", mailbox(0, 1))
    assert desk.same().opened == {"inbox"}
    assert desk.same().opened == set()


def test_a_file_that_took_the_place_of_another(desk: Desk) -> None:
    folder(desk)
    desk.same()
    path, other = desk.mails / "9.eml", desk.put("other", mails.mail("A", 9).replace(b"Subject: ", b"Subjekt: "))
    before = path.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    replaced = desk.same()
    assert (replaced.opened, replaced.judged) == ({"9.eml"}, 1)


def test_what_was_deleted_is_not_told(desk: Desk) -> None:
    folder(desk)
    desk.same()
    for number in (0, 5, 63, 64, 149):
        (desk.mails / f"{number}.eml").unlink()
    gone = desk.same()
    assert gone.opened == set()
    assert gone.said[0].count("\n") == MANY - 5


@pytest.mark.parametrize(("form", "judged"), [("jsonl", 0), ("text", MANY)])
def test_what_was_moved(desk: Desk, form: str, judged: int) -> None:
    words = ("--format", form, "--jobs", "1")
    folder(desk)
    desk.same(*words)
    elsewhere = desk.mails / "elsewhere"
    elsewhere.mkdir()
    for path in sorted(desk.mails.glob("*.eml")):
        path.rename(elsewhere / path.name)
    moved = desk.same(*words)
    assert moved.judged == judged
    again = desk.same(*words)
    assert (again.opened, again.judged) == (set(), 0)


def test_a_folder_above_that_was_moved(desk: Desk, tmp_path: Path) -> None:
    folder(desk)
    desk.same()
    desk.mails.rename(tmp_path / "other")
    moved = desk.same(paths=(tmp_path / "other",))
    assert (moved.said[0].count("\n"), moved.judged) == (MANY, 0)


def test_a_mail_of_a_maildir_gets_flags(desk: Desk) -> None:
    maildir(desk)
    desk.same()
    (desk.mails / "new/1003.a.b").rename(desk.mails / "cur/1003.a.b:2,")
    (desk.mails / "cur/2004.a.b:2,S").rename(desk.mails / "cur/2004.a.b:2,RS")
    flagged = desk.same()
    assert (flagged.opened, flagged.judged) == ({"cur/1003.a.b:2,", "cur/2004.a.b:2,RS"}, 0)
    assert desk.same().opened == set()


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_two_names_of_one_file_are_told_as_two(desk: Desk, form: str) -> None:
    words = ("--format", form, "--jobs", "1")
    os.link(desk.put("a.eml", mails.mail("A", 1)), desk.mails / "b.eml")
    (desk.mails / "c.eml").symlink_to("a.eml")
    desk.same(*words)
    again = desk.same(*words)
    assert (again.opened, again.judged) == (set(), 0)
    assert again.said[0].count("b.eml") == 1 + (form == "text") * (again.said[0].count("a.eml") - 1)


def test_a_link_that_leads_elsewhere_now(desk: Desk, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(mails.mail("A", number))
    link = desk.mails / "a.eml"
    link.symlink_to(tmp_path / "1.eml")
    desk.same()
    assert desk.same().opened == set()
    link.unlink()
    link.symlink_to(tmp_path / "2.eml")
    turned = desk.same()
    assert (turned.opened, turned.judged) == ({"a.eml"}, 1)


def test_why_a_file_is_read_decides_what_it_is(desk: Desk) -> None:
    """A draft is one where it is named, a file among mails where it is met, and a message in a Maildir."""
    draft = desk.put("draft", b"Support Key: OX-1\nServer: ox.example\nSeverity: 2\n")
    for _ in range(2):
        desk.same(paths=(draft,))
        assert "was passed over" in desk.same().said[1]
    numbered = desk.put("mh/1", draft.read_bytes())
    (desk.mails / "mh/.mh_sequences").touch()
    for _ in range(2):
        assert desk.same(paths=(numbered.parent,)).said[0].count("\n") == 1
    (desk.mails / "mh/.mh_sequences").unlink()
    for _ in range(2):
        assert desk.same(paths=(numbered.parent,)).said[0].count("\n") == 0
        assert desk.same(paths=(numbered,)).said[0].count("\n") == 1


def test_a_file_that_gave_a_notice_gives_it_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(desk)
    desk.put("20a.txt", b"no mail\n")
    desk.put("30a.mbox.gz", gzip.compress(mailbox(0, 90))[:-30])
    doubtful = mails.mail("A", 1) + b"\nFrom here on it fails\nSubject: text\n\nmore\n"
    desk.put("40a.mbox", b"From a@b Thu Nov  5 10:00:00 2026\n" + doubtful)
    desk.put("50.empty.eml", b"")
    (desk.mails / "60.link").symlink_to("nowhere")
    noticed = {"20a.txt", "30a.mbox.gz", "40a.mbox"}
    first = desk.same()
    assert all(word in first.said[1] for word in ("note: ", "warning: ", "error: "))
    for _ in range(2):
        assert noticed <= desk.same().opened <= noticed | {"50.empty.eml"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_any_more(desk: Desk) -> None:
    folder(desk)
    desk.same()
    (desk.mails / "3.eml").chmod(0)
    assert desk.same().said[2] == 3


def test_other_rules_and_other_formats_read_anew(desk: Desk, tmp_path: Path) -> None:
    folder(desk)
    desk.same()
    for words in (
        ("--format", "csv"),
        ("--format", "jsonl", "--before-sending"),
        ("--format", "jsonl", "--show-secrets"),
    ):
        other = desk.same(*words, "--jobs", "1")
        assert (len(other.opened), other.judged) == (MANY, MANY)
        assert desk.same(*words, "--jobs", "1").opened == set()
    assert desk.same().opened == set()


@pytest.mark.parametrize("first", [True, False])
def test_standard_input_among_files(desk: Desk, *, first: bool) -> None:
    folder(desk)
    words = ("--format", "jsonl", "--jobs", "1", "--stdin-filename", "given")
    paths = (Path("-"), desk.mails) if first else (desk.mails, Path("-"), desk.mails)
    desk.same(*words, paths=paths, stdin=mailbox(500, 3))
    again = desk.same(*words, paths=paths, stdin=mailbox(500, 3))
    assert (again.opened, again.judged) == (set(), 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_that_is_named_is_read_every_time(desk: Desk, tmp_path: Path) -> None:
    import threading

    folder(desk)
    desk.same()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for _ in range(2):
        writer = threading.Thread(target=pipe.write_bytes, args=(mails.mail("A", 3),))
        writer.start()
        run = desk.run("--format", "jsonl", paths=(pipe,))
        writer.join()
        assert run.said[0].count("\n") == 1


@pytest.mark.parametrize("layout", [folder, one_mbox, mixed])
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_cache_says_the_same(desk: Desk, layout: Callable[[Desk], None], seed: int) -> None:
    layout(desk)
    desk.same()
    dice = random.Random(seed)
    octets = bytearray(desk.kept.read_bytes())
    for _ in range(5 * 10**seed % 40_000):
        octets[dice.randrange(100, len(octets))] = dice.randrange(256)
    desk.kept.write_bytes(octets)
    alone = invoke(["check", "--isolated", "--format", "jsonl", str(desk.mails)])
    for _ in range(2):
        run = desk.run("--format", "jsonl")
        assert (run.said[0], run.said[2]) == (alone.stdout, alone.exit_code)
        assert len([line for line in run.said[1].splitlines() if "may be deleted" not in line]) == 0


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM pages WHERE number IN (SELECT number FROM pages LIMIT 1 OFFSET 1)",
        "DELETE FROM pages WHERE number IN (SELECT max(number) FROM pages)",
        "DELETE FROM texts WHERE page IN (SELECT page FROM texts LIMIT 1)",
        "DELETE FROM pages",
        "DELETE FROM files; DELETE FROM pages WHERE number IN (SELECT number FROM pages LIMIT 1 OFFSET 1)",
        "UPDATE pages SET parts = '[]', said = '[0, []]'",
        "UPDATE pages SET sum = sum + 1 WHERE number % 2",
        "UPDATE files SET held = substr(held, 1, 48)",
        "UPDATE files SET held = 1",
        "UPDATE files SET sum = sum + 1",
        "DELETE FROM files; UPDATE places SET at = at + 1",
        "DELETE FROM files; UPDATE places SET page = page + 1",
        "DELETE FROM files; UPDATE places SET at = -1",
        "DELETE FROM files; UPDATE places SET at = 'a'",
        "DELETE FROM places; DELETE FROM files",
        "UPDATE texts SET text = upper(text)",
    ],
)
def test_a_part_that_is_missing_is_read(
    desk: Desk, layout: Callable[[Desk], None], damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MESSAGES", 7)
    layout(desk)
    desk.same()
    with sqlite3.connect(desk.kept) as opened:
        opened.executescript(damage)
    opened.close()
    assert desk.same().opened
    desk.same()  # of a mailbox of which a part was told already
    again = desk.same()
    assert (again.opened, again.judged) == (set(), 0)


def test_what_nobody_asks_for_is_forgotten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    today = time.time()
    folder(desk)
    desk.same()
    old = desk.put("50.eml", mails.mail("A", 999))
    desk.same()
    old.unlink()

    def rows(table: str) -> int:
        opened = sqlite3.connect(desk.kept)
        (count,) = opened.execute(f"SELECT count(*) FROM {table}").fetchone()
        opened.close()
        return int(count)

    assert (rows("pages"), rows("files"), rows("places")) == (5, MANY, MANY + 1)
    for month in range(1, 8):
        later = today + month * 86400 * (store.KEPT // 3)
        monkeypatch.setattr(time, "time", lambda later=later: later)
        assert desk.same().opened == set()
        assert desk.same().opened == set()
    desk.put("new.eml", mails.mail("A", 2000))
    desk.same()
    # The page of the mail that was deleted is gone, and the one whose mail was changed is there for the others on it.
    assert (rows("pages"), rows("texts"), rows("files"), rows("places")) == (5, 5, MANY, MANY + 1)


def test_what_is_kept_does_not_grow_with_what_changes(desk: Desk) -> None:
    """Of a file that is written anew on every run, one state is kept; of one that is moved to and fro, one text."""
    desk.put("in.mbox", mailbox(0, 70))
    sizes = []
    for number in range(12):
        desk.put("in.mbox", mailbox(0, 70 if number % 2 else 69))
        desk.same()
        sizes.append(desk.kept.stat().st_size)
    assert sizes[2] == sizes[-1]


class Counter:
    """Caches of one run after the other without the command line, and what they say."""

    def __init__(self, path: Path) -> None:
        asked = Asked(("jsonl",), (Look(),), (), 1, None)
        forms = load_forms(["open-xchange"])

        def judged(raw: Any) -> Outcome:
            return outcome(triage.judge(raw, forms), len(raw.octets), asked)

        self.told: list[str] = []
        self._judged = judged
        self._path = path
        self._kind = Kind(
            *(checked, checked, judged, sure, moved),
            *(letters, partial(bound, asked=asked), single, whole, partial(gathered, asked=asked)),
        )

    def open(self) -> cache.Cache:
        return cache.Cache(self._path, b"rules", self.told.append, self._kind)

    def says(self, kept: cache.Cache, path: Path, told: Callable[[Notice], None] = ignore) -> Iterator[str]:
        """Yield what is said of the messages behind a path, one after the other."""
        for raw in cache.read_again(str(path), kept, told=told):
            said = kept.known(raw)
            if said is None:
                said = self._judged(raw)
            if kept.remember(raw, said):
                yield from (said.gathered[-1] if isinstance(said, cache.Leaf) else said[3])[0].splitlines(keepends=True)


def test_two_runs_that_write_at_once_do_not_mix(desk: Desk) -> None:
    counter = Counter(desk.kept)
    paths = [desk.put(f"{number}.mbox", mailbox(1000 * number, MANY)) for number in range(2)]

    def alternately() -> list[tuple[str, ...]]:
        with counter.open() as one, counter.open() as two:
            return list(zip(counter.says(one, paths[0]), counter.says(two, paths[1]), strict=True))

    first = alternately()
    assert len(first) == MANY
    assert alternately() == first
    assert counter.told == []


def test_notices_are_told_between_the_messages_where_they_belong(desk: Desk) -> None:
    folder(desk)
    (desk.mails / "9a.link").symlink_to("nowhere")
    desk.put("99a.txt", b"no mail\n")
    (desk.mails / "z.link").symlink_to("nowhere")
    counter = Counter(desk.kept)

    def events() -> list[str]:
        told: list[str] = []

        def listen(notice: Notice) -> None:
            told.append(notice.source)

        with counter.open() as kept:
            for text in counter.says(kept, desk.mails, listen):
                told += [text]
        return told

    first = events()
    assert len(first) == MANY + 3
    assert events() == first


def test_a_stretch_ends_where_messages_of_a_page_are_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MESSAGES", 5)
    desk.put("in.mbox", mailbox(0, 20))
    desk.same()
    desk.put("in.mbox", mailbox(0, 3) + mailbox(5, 5) + mailbox(15, 2))
    assert desk.same().judged == 0
    assert desk.same().opened == set()


def test_pages_are_full_after_much_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LETTERS", 5000)
    folder(desk)
    desk.same()
    again = desk.same()
    assert (again.opened, again.judged) == (set(), 0)


def test_the_cache_of_an_older_version_begins_anew(desk: Desk) -> None:
    folder(desk)
    opened = sqlite3.connect(desk.kept)
    opened.executescript(
        f"PRAGMA application_id = {store._OURS}; PRAGMA user_version = {store._LAYOUT - 1};"
        "CREATE TABLE rules (number INTEGER PRIMARY KEY, print BLOB UNIQUE NOT NULL);"
        "CREATE TABLE verdicts (rules, message, source, said, text, sum);"
    )
    opened.close()
    desk.kept.chmod(0o600)
    desk.same()
    assert desk.same().opened == set()


def test_a_copy_of_the_mails_is_known_by_what_stands_in_them(desk: Desk, tmp_path: Path) -> None:
    folder(desk)
    desk.same()
    shutil.copytree(desk.mails, tmp_path / "copy")
    assert desk.same(paths=(tmp_path / "copy",)).judged == 0


@pytest.mark.parametrize("form", ["jsonl", "json", "text"])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_the_mails(desk: Desk, form: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small changes, one after the other: each run says what a run without a cache says."""
    dice = random.Random(f"{form}{seed}")
    monkeypatch.setattr(pages, "MESSAGES", dice.choice((1, 2, 5, 64)))
    mixed(desk)
    words = ("--format", form, "--jobs", "1")

    def files() -> list[Path]:
        return sorted(path for path in desk.mails.rglob("*") if path.is_file() and path.name != ".mh_sequences")

    def some() -> Path:
        return dice.choice(files())

    def name() -> Path:
        return desk.mails / dice.choice("abcdef") / f"{dice.randrange(100)}.{dice.choice(('eml', 'mbox', 'x'))}"

    def octets() -> bytes:
        number = dice.randrange(40)
        return dice.choice((mails.mail("A", number), mailbox(number, dice.randrange(1, 30)), b"no mail", b""))

    def write() -> None:
        path = name()
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(octets())

    def in_place() -> None:
        path = some()
        before, turned = path.stat(), path.read_bytes().replace(b"Severity", b"Everiyst", dice.randrange(3))
        path.write_bytes(turned)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def grow() -> None:
        with some().open("ab") as file:
            file.write(mailbox(dice.randrange(40), dice.randrange(1, 4)))

    def move() -> None:
        path = name()
        path.parent.mkdir(exist_ok=True)
        some().replace(path)

    def link() -> None:
        path = name()
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            os.link(some(), path)

    def damage() -> None:
        with sqlite3.connect(desk.kept) as opened:
            table, column = dice.choice(
                (("pages", "number"), ("texts", "page"), ("files", "path"), ("places", "message"))
            )
            opened.execute(
                f"DELETE FROM {table} WHERE {column} IN (SELECT {column} FROM {table} LIMIT 3 OFFSET {dice.randrange(20)})"
            )
        opened.close()

    changes = [write, in_place, grow, move, link, lambda: some().unlink(), lambda: os.utime(some()), damage]
    for _ in range(15):
        desk.same(*words)
        for _ in range(dice.randrange(4)):
            dice.choice(changes)()
    desk.same(*words)
    desk.same(*words)
    assert desk.same(*words).judged == 0
