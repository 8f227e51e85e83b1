"""What is left out of a large mail says nothing, and what it might say is looked for before a request is refused."""

from __future__ import annotations

import base64
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from ticketlint import load_forms
from ticketlint.cli import main
from ticketlint.sources import RawMessage, glance, read, sparing
from ticketlint.triage import judge

FORMS = load_forms(["open-xchange"])
HEADER: Final = (
    b"From: Ann <ann@customer.example>\nTo: support@open-xchange.com\nSubject: it fails\nMessage-ID: <1@x>\n"
    b"Date: Thu, 05 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="=-edge"\n\n'
)
ANSWERS: Final = {
    "Support Key": "OX-74898-FDFDL",
    "Server": "https://ox36.customer.example/ajax",
    "Server Version": "7.10.1 Rev28",
    "Distribution": "Debian 12",
    "GUI Version": "7.10.4 Rev60",
    "Module": "mail",
    "Severity": "2",
    "Track-ID": "none",
    "Product": "OXAE",
    "Component": "Admin GUI",
    "Steps to reproduce": "Log in.",
    "Current behaviour": "The page stays empty.",
    "Expected behaviour": "It does not.",
}
SEAMS = [sparing._seam] if sparing.seam is sparing._seam else [sparing._seam, sparing.seam]
LARGE: Final = 300_000


def filled(*left_out: str) -> bytes:
    """Return the form, filled in but for some fields."""
    return "".join(f"{label}: {answer}\n" for label, answer in ANSWERS.items() if label not in left_out).encode()


def text(octets: bytes) -> bytes:
    return b"--=-edge\nContent-Type: text/plain; charset=utf-8\n\n" + octets + b"\n"


def file(
    size: int, kind: bytes = b"application/octet-stream", width: int = 76, seed: int = 0, encoding: bytes = b"base64"
) -> bytes:
    """Return a part with so many octets attached, in lines of one width."""
    coded = base64.b64encode(random.Random(seed).randbytes(size))
    lines = [coded[at : at + width] for at in range(0, len(coded), width)]
    return (
        b"--=-edge\nContent-Type: " + kind + b"; name=log.gz\nContent-Transfer-Encoding: " + encoding
        + b"\nContent-Disposition: attachment; filename=log.gz\n\n" + b"\n".join(lines) + b"\n"
    )  # fmt: skip


def mail(*parts: bytes, end: bytes = b"--=-edge--\n") -> bytes:
    return HEADER + b"".join(parts) + end


def written(folder: Path, octets: bytes) -> str:
    path = folder / "mail.eml"
    path.write_bytes(octets)
    return str(path)


def spared(folder: Path, octets: bytes) -> RawMessage | None:
    """Return the mail without the middle of its attachment, held against the whole one; None where all was read."""
    path = written(folder, octets)
    raw = glance.mail_of(path, sparing=True)
    assert raw is not None
    if raw.gap == (0, 0):
        assert raw.octets == octets
        return None
    begin, end = raw.gap
    assert raw.octets == octets[:begin] + octets[end:]
    assert raw.size == len(octets)
    assert b"-" not in raw.octets[raw.bare[0] : raw.bare[1]]
    assert sparing.is_smooth(raw) == (b"-" not in octets[begin:end])
    return raw


FORM = filled()


@pytest.mark.parametrize("width", [60, 64, 72, 76, 128])
@pytest.mark.parametrize("kind", [b"application/zip", b"image/png", b"video/mp4"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_of_a_large_attachment_the_middle_is_left_out(tmp_path: Path, width: int, kind: bytes, line_end: bytes) -> None:
    octets = mail(text(FORM), file(LARGE, kind, width)).replace(b"\n", line_end)
    raw = spared(tmp_path, octets)
    assert raw is not None
    assert len(raw.octets) < len(octets) // 20
    assert judge(raw, FORMS) == judge(RawMessage(raw.source, octets), FORMS)


def test_much_text_may_stand_before_the_attachment(tmp_path: Path) -> None:
    page = b"<html><body>" + b"<p>x</p>\n" * 4000 + b"</body></html>"
    html = b"--=-edge\nContent-Type: text/html; charset=utf-8\n\n" + page + b"\n"
    assert spared(tmp_path, mail(text(FORM), html, file(LARGE))) is not None
    assert spared(tmp_path, mail(text(FORM), html * 3, file(LARGE))) is None


@pytest.mark.parametrize(
    "octets",
    [
        mail(text(FORM), file(100_000)),  # small enough
        mail(text(FORM), file(LARGE, b"text/plain")),
        mail(text(FORM), file(LARGE, b"message/rfc822")),
        mail(text(FORM), file(LARGE, b"application/pkcs7-mime")),
        mail(text(FORM), file(LARGE, b"application/ms-tnef")),
        mail(text(FORM), file(LARGE, encoding=b"7bit")),
        mail(text(FORM), file(LARGE, width=30)),
        mail(text(FORM), file(LARGE, width=400)),
        mail(text(FORM), file(LARGE), end=b""),  # the end is missing
        mail(text(FORM), file(LARGE), end=b"--=-edge--\n" + b"x\n" * 1000),
        mail(text(FORM), file(LARGE), text(b"a footer of the list\n" * 50)),
        mail(text(FORM), file(LARGE), file(20_000)),
        mail(text(FORM), file(LARGE), text(b"Severity: 1\n")),  # the lines of it would be counted wrongly
        mail(file(LARGE), text(FORM[:100])),
        mail(text(FORM), file(LARGE), b"--=-edge\n\n"),
        mail(text(FORM), file(LARGE, seed=1), text(b"and"), file(LARGE, seed=2)),
        mail(text(FORM), file(LARGE).replace(b"\n", b"\n\n")),
        mail(text(FORM), b"--=-edge\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n", b"A" * LARGE),
        HEADER.replace(b"multipart/mixed", b"text/plain") + FORM + b"x" * 400_000,
        HEADER + b"-" * 400_000,
        HEADER + b"\n" * 400_000,
        HEADER.ljust(400_000, b"A"),
    ],
)
def test_all_other_mails_are_read_whole(tmp_path: Path, octets: bytes) -> None:
    assert spared(tmp_path, octets) is None


@pytest.mark.parametrize("seam", SEAMS)
def test_what_may_be_left_out_is_found_alike(tmp_path: Path, seam: Callable[..., object]) -> None:
    found = 0
    for number in range(300):
        dice = random.Random(number)
        width = dice.choice((41, 60, 76, 77, 199))
        octets = bytearray(b"head\n\n" + (b"A" * (width - 1) + b"\n") * (dice.randrange(80_000, 200_000) // width))
        octets += b"A" * dice.randrange(width) + b"\n" + dice.choice((b"--e--\n", b"\n--e--\n", b"", b"-" * 301))
        for _ in range(dice.choice((0, 0, 1, 20))):
            octets[dice.randrange(len(octets))] = dice.choice((10, 45, 65))
        path = tmp_path / "mail"
        path.write_bytes(octets)
        begun = bytes(octets[: dice.choice((4000, 16_384))])
        opened = os.open(path, os.O_RDONLY)
        size = len(octets) + dice.choice((0, 0, 0, 1, -1))
        got = seam(opened, begun, 6, width, size)
        assert got == sparing._seam(opened, begun, 6, width, size), number
        found += got is not None
        os.close(opened)
    assert found > 50


def between(gap: bytes) -> bytes:
    """Return a mail with a text between two attachments, where one goes on where the other's lines would have ended."""
    first, second = file(LARGE // 2, seed=1), file(LARGE, seed=2)
    while True:
        octets = mail(text(FORM), first, text(gap), second)
        start = octets.index(b"\n\n", octets.index(b"log.gz")) + 2
        again = octets.rindex(b"\n\n", 0, octets.rindex(b"--=-edge--")) + 2
        if (again - start) % 77 == 0:
            return octets
        gap += b"."


def test_a_text_that_hides_by_chance_is_missed_in_a_complete_request_only(tmp_path: Path) -> None:
    """The one exception there is (`sparing`); with the form in the first text it changes nothing that anybody needs."""
    octets = between(b"Severity: 1")
    raw = spared(tmp_path, octets)
    assert raw is not None
    assert not sparing.is_smooth(raw)
    assert judge(raw, FORMS).verdict == "complete"
    lacking = between(filled()).replace(FORM, filled("Severity").ljust(len(FORM), b"\n"), 1)
    raw = spared(tmp_path, lacking)
    assert raw is not None
    assert judge(raw, FORMS) == judge(RawMessage(raw.source, lacking), FORMS)


@pytest.mark.parametrize("left_out", [(), ("Severity",), tuple(ANSWERS)])
@pytest.mark.parametrize("careful", [False, True])
def test_the_verdict_is_that_on_the_whole_mail(tmp_path: Path, left_out: tuple[str, ...], careful: bool) -> None:
    form = filled(*left_out) + (b"> was: this\nOn Monday Bob wrote:\n> Severity: 9\n" if careful else b"")
    octets = mail(text(form), file(LARGE))
    raw = spared(tmp_path, octets)
    assert raw is not None
    assert judge(raw, FORMS) == judge(RawMessage(raw.source, octets), FORMS)


@pytest.mark.parametrize("becomes", ["gone", "longer", "shorter", "none"])
def test_a_file_that_changes_meanwhile_is_judged_all_the_same(tmp_path: Path, becomes: str) -> None:
    octets = mail(text(filled("Severity")), file(LARGE))
    raw = spared(tmp_path, octets)
    assert raw is not None
    path = Path(raw.source)
    path.unlink()
    if becomes != "gone":
        path.write_bytes({"longer": octets + b"\n", "shorter": octets[:200_000], "none": b"\0" * len(octets)}[becomes])
    verdict = judge(raw, FORMS)
    assert verdict.verdict == "incomplete"
    assert [each.field for each in verdict.diagnostics if each.severity.withholds] == ["Severity"]


def test_where_a_place_in_a_file_cannot_be_read_all_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparing, "pread", None)
    assert spared(tmp_path, mail(text(FORM), file(LARGE))) is None


def test_a_file_that_ends_too_early_has_no_middle(tmp_path: Path) -> None:
    path = tmp_path / "short"
    path.write_bytes(b"A" * 1000)
    opened = os.open(path, os.O_RDONLY)
    for ask in {sparing._has_hyphen, sparing.has_hyphen}:
        assert not ask(opened, 0, 1000)
        assert ask(opened, 0, 1001)
        assert not ask(opened, 10, 10)
    os.close(opened)


def test_whoever_reads_without_judging_is_given_all(tmp_path: Path) -> None:
    octets = mail(text(FORM), file(LARGE))
    path = written(tmp_path, octets)
    for place in (path, str(tmp_path)):
        assert [raw.octets for raw in read(place)] == [octets]
        assert [raw.size for raw in read(place, sparing=True)] == [len(octets)]
        assert [raw.gap != (0, 0) for raw in read(place, sparing=True)] == [True]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    mails = tmp_path / "mails"
    mails.mkdir()
    for number in range(40):
        left_out = (list(ANSWERS)[number % len(ANSWERS)],) if number % 3 else ()
        (mails / f"{number}.eml").write_bytes(mail(text(filled(*left_out)), file(LARGE + 100 * number, seed=number)))
    (mails / "between.eml").write_bytes(mail(text(FORM), file(LARGE), text(b"and this"), file(LARGE)))
    yield mails


def test_every_way_of_running_says_the_same(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    cache = str(folder.parent / "cache")
    said = []
    for more in ("--jobs=1", "--jobs=2", f"--cache={cache}", f"--cache={cache}"):
        with pytest.raises(SystemExit):
            main(["check", "--isolated", "--rules", "open-xchange", "--format", "jsonl", more, str(folder)])
        said.append(capfdbinary.readouterr().out)
    whole = [judge(raw, FORMS).verdict for raw in read(folder)]
    assert [json.loads(line)["verdict"] for line in said[0].splitlines()] == whole
    assert {"complete", "incomplete"} == set(whole)
    assert said.count(said[0]) == len(said)


@pytest.mark.parametrize("end", [b"--=-edge--\n", b"--=-edge--", b"--=-edge--\n\n--outer--\n\n", b"--=-edge-- \r\n"])
def test_what_closes_a_mail_may_stand_behind(tmp_path: Path, end: bytes) -> None:
    octets = mail(text(FORM), file(LARGE), end=end)
    raw = spared(tmp_path, octets)
    assert raw is not None
    assert judge(raw, FORMS) == judge(RawMessage(raw.source, octets), FORMS)
