"""The benchmarks measure what they say: the same mails everywhere, read as what they are, and figures that add up."""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import __main__ as main
from benchmarks import mails, measure, rivals
from benchmarks.lanes import share
from benchmarks.stations import stations
from ticketlint import check, load_forms, native, read

DIGESTS = {"A": "a5093cd08ddc", "B": "271f3b212679", "C": "39694b4c2808", "D": "98eb1f01676b"}
SIZES = {"A": (1_300, 2_100), "B": (22_000, 34_000), "C": (1_200_000, 1_250_000), "D": (20_000, 32_000)}


@pytest.mark.parametrize("letter", list(mails.SETS))
def test_mails_are_of_the_size_they_claim_and_hold_the_real_form(letter: str) -> None:
    forms = load_forms(["open-xchange"])
    few = [mails.mail(letter, number) for number in range(30 if letter != "C" else 3)]
    low, high = SIZES[letter]
    assert all(low < len(octets) < high for octets in few)
    verdicts = [check(octets, forms) for octets in few]
    assert {verdict.verdict for verdict in verdicts} <= {"complete", "incomplete"}
    assert min(len(verdict.fields) for verdict in verdicts) >= 10


def test_mails_are_the_same_everywhere() -> None:
    digests = {letter: hashlib.sha256(mails.mail(letter, 7)).hexdigest()[:12] for letter in mails.SETS}
    assert digests == DIGESTS


def test_a_set_is_written_once_as_files_and_as_a_mailbox(tmp_path: Path) -> None:
    mails.write("A", 12, tmp_path)
    files = [raw.octets for raw in read(tmp_path / "eml")]
    assert files == [raw.octets for raw in read(tmp_path / "mail.mbox")] == list(rivals.octets_of(tmp_path / "eml"))
    marked = tmp_path / "eml" / "000000.eml"
    marked.write_bytes(b"kept")
    mails.write("A", 12, tmp_path)
    assert marked.read_bytes() == b"kept"
    mails.write("A", 5, tmp_path)
    assert len(list((tmp_path / "eml").iterdir())) == 5


@pytest.mark.parametrize("way", list(rivals.WAYS))
def test_rivals_read_every_set(way: str, tmp_path: Path) -> None:
    for letter in "ABD":
        mails.write(letter, 3, tmp_path / letter)
        rivals.WAYS[way](tmp_path / letter / "eml")
        rivals.WAYS[way](tmp_path / letter / "mail.mbox")


@pytest.mark.skipif(not native.compiled(), reason="nothing is compiled here")
def test_what_is_compiled_is_compared_with_plain_python(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mails.write("A", 20, tmp_path / "A")
    main.compare(tmp_path, {"A": tmp_path / "A"}, {"A": 20}, 1)
    assert not list((tmp_path / "plain").rglob("*.so"))
    said = capsys.readouterr().out
    assert "| set | compiled, mails/s | plain Python, mails/s | compiled is faster |" in said
    assert re.search(r"(?m)^\| A \| [\d,]+ \| [\d,]+ \| [\d.]+ times \([\d.]+–[\d.]+\) \|$", said)


def test_stations_together_are_what_a_mail_takes(tmp_path: Path) -> None:
    mails.write("A", 20, tmp_path)
    spent = stations(tmp_path / "mail.mbox", 2)
    assert list(spent) == ["sources", "quick", "report", "closely", "message", "body", "fields", "checks"]
    assert all(spent[name] > 0 for name in ("quick", "message", "body", "fields"))
    assert spent["quick"] < spent["closely"]


def test_what_takes_the_quick_lane_is_counted(tmp_path: Path) -> None:
    (tmp_path / "plain.eml").write_bytes(mails.mail("A", 1))
    (tmp_path / "reply.eml").write_bytes(mails.mail("A", 1).replace(b"Severity:", b"> Severity:"))
    found = share([tmp_path], load_forms(["open-xchange"]))
    assert (found.messages, found.quick) == (2, 1)
    assert found.quickly > 0
    assert found.closely > 0
    assert share([tmp_path], load_forms(["open-xchange"]), most=1).messages == 1


def test_pairs_are_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = iter(measure.Cost(cpu, 0.0, 0.0) for cpu in (1.0, 2.0, 2.0, 8.0, 1.0, 3.0))
    ran: Counter[str] = Counter()

    def run(command: measure.Command) -> measure.Cost:
        ran[command.name] += 1
        return next(costs)

    monkeypatch.setattr(measure, "run", run)
    ours, other = measure.Command("a", ("a",)), measure.Command("b", ("b",))
    mine, theirs, ratio = measure.paired(ours, other, 3, lambda cost: cost.cpu)
    assert ratio == measure.Spread(3.0, 2.0, 4.0)
    assert (mine.middle, theirs.middle) == (1.0, 3.0)
    assert ran == {"a": 3, "b": 3}


def test_a_command_that_fails_is_no_measurement() -> None:
    assert measure.run(measure.Command("true", ("true",))).peak > 0
    for code in (1, 3):
        with pytest.raises(RuntimeError, match=f"ended with {code}"):
            measure.run(measure.Command("wrong", ("sh", "-c", f"exit {code}")))


def test_other_programs_read_the_mails(tmp_path: Path) -> None:
    mails.write("A", 3, tmp_path)
    for command in measure.others(sys.executable, tmp_path / "eml", None):
        measure.run(command)
        if command.name == "mu index":
            look = ("sh", "-c", f"{' '.join(command.words)} && test $(mu find '' | wc -l) = 3")
            measure.run(measure.Command("found", look, command.before, fresh=True))
