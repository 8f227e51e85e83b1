"""Every field and every diagnostic points at what it tells of: in the text that was read, and in the file where it stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import ticketlint
from clients import CLIENTS, shapes
from letters import ENGLISH, Request, requests
from mails import seed
from renders import ENCODINGS, Client, Encoding, Shape, mail_of
from test_clients import BY_NAME, STEADY
from ticketlint import Verdict
from ticketlint.diagnostic import Span, Text
from ticketlint.triage import judge


@dataclass(frozen=True)
class Slip:
    """A mistake in one entry of the form, and the code of the diagnostic that points at it."""

    name: str
    code: str
    label: str = ""
    value: str = ""


SLIPS = (
    Slip("Severity", "unknown-choice", value="sofort"),
    Slip("Severity", "out-of-range", value="7"),
    Slip("Severity", "misspelt-label", label="Sevirity"),
    Slip("Product", "too-many-choices", value="OXHE, OX5"),
    Slip("Product", "translated-label", label="Produkt"),
    Slip("Distribution", "unknown-choice", value="Gentoo"),
    Slip("Server Version", "non-answer", value="siehe unten"),
    Slip("Track-ID", "deferred-answer", value="tbd"),
    Slip("Support Key", "placeholder-value", value="OX-SUPPORT-ODER-LIZENZ-KEY-XXX"),
    Slip("Support Key", "malformed-value", value="4711-0815"),
    Slip("Steps to reproduce", "translated-label", label="Schritte zum Nachstellen"),
    Slip("Steps to reproduce", "non-answer", value="keine Angabe"),
    Slip("Current behaviour", "misspelt-label", label="Curent behaviuor"),
)
ASCII = Request(
    ENGLISH,
    {
        "Support Key": "OX-12345-ABCDE", "Server": "https://ox.example.com/ajax", "Server Version": "6.22 Rev15", "Distribution": "SLES 11 SP3", "GUI Version": "6.22 Rev14",
        "Module": "mail, calendar", "Severity": "2", "Track-ID": "BUG-4711", "Product": "OXHE", "Component": "Groupware GUI", "Steps to reproduce": "1. Log in.\n2. Open the calendar.",
        "Current behaviour": "The week stays empty.\n\nFrom there I click on mail.", "Expected behaviour": "The week shows all of its appointments.",
    },
    {},
)  # fmt: skip
EMPTY = Span(1, 1, 1, 1)
DESK = Path(__file__).parent / "desk"
CHARSETS = (
    "utf-8",
    "windows-1252",
    "iso-8859-15",
    "iso-8859-1",
    "koi8-r",
    "iso-2022-jp",
    "shift_jis",
    "mac-roman",
    "cp437",
)
QUOTED = re.compile(r'"([^"]{2,60})" (?:is|looks|does)')


def bare(text: str) -> str:
    """Return a text without what a mail program may put between its lines: blanks, line ends, quote marks, PGP's dashes."""
    return re.sub(r"[\s>|»\u200b\ufeff]+", "", re.sub(r"^- (?=-)", "", text, flags=re.MULTILINE))


def raw_lines(octets: bytes) -> list[bytes]:
    return [line.removesuffix(b"\r") for line in octets.split(b"\n")]


def spans(verdict: Verdict) -> list[tuple[Span, str | None]]:
    """Return all places of a verdict, and what stands there as far as the verdict says so itself."""
    told: list[tuple[Span, str | None]] = []
    for field in verdict.fields.values():
        told += [(field.span, field.written), (field.label_span, field.label)]
    for each in verdict.diagnostics:
        if each.span is not None:
            told.append((each.span, None))
        told += [(span, None) for span, _ in each.related]
    return told


def in_header(octets: bytes, span: Span) -> bool:
    """Whether a place is in the mail's header, which always stands in the file as it is."""
    return span.place == "file" and b"" not in [line.strip() for line in raw_lines(octets)[: span.line]]


def check_places(verdict: Verdict, octets: bytes) -> None:
    """Hold a verdict to its own text, and what it says of the header to the mail."""
    text = verdict.text
    for span, written in spans(verdict):
        if written is None and (in_header(octets, span) or span.place != text.place):
            assert span.place == "file"  # of the header, or of the mail's structure
            assert span.line <= len(raw_lines(octets))
            continue
        assert span.place == text.place
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert 1 <= span.column <= len(text.at(span.line)) + 1, span
        assert 1 <= span.end_column <= len(text.at(span.end_line)) + 1, span
        if written is not None:
            assert bare(text.slice(span)) == bare(written)
    for each in verdict.diagnostics:
        if each.span is None:
            assert not each.excerpt
            continue
        if in_header(octets, each.span):
            name, colon, _ = each.excerpt.partition(":")
            assert raw_lines(octets)[each.span.line - 1].startswith((name + colon).encode())
            continue
        if each.span.place != text.place:
            assert not each.excerpt
            continue
        assert each.excerpt == text.at(each.span.line)
        quoted = QUOTED.match(each.title)
        if quoted and "…" not in quoted.group(1):
            assert bare(quoted.group(1)) in bare(text.slice(each.span)), each


def check_file(verdict: Verdict, octets: bytes, charsets: Sequence[str]) -> None:
    """Hold the text that is said to stand in the file to the file's own lines."""
    if verdict.text.place != "file":
        return
    raw = raw_lines(octets)
    for number, line in zip(verdict.text.numbers, verdict.text.lines, strict=True):
        there = raw[number - 1]
        assert not line or any(line == there.decode(charset, "replace") for charset in charsets), (number, line, there)


def in_file(octets: bytes, span: Span, charsets: Sequence[str]) -> set[str]:
    """Return what the file's own octets hold at a place, in each of these charsets, with nothing of the program between."""
    raw = raw_lines(octets)
    return {
        bare(Text([line.decode(charset, "replace") for line in raw], range(1, len(raw) + 1), "file").slice(span))
        for charset in charsets
    }


@BY_NAME
@settings(STEADY, max_examples=8)
@given(data=st.data())
def test_places_in_generated_mails(client: Client, data: st.DataObject) -> None:
    request, shape = data.draw(requests()), data.draw(shapes(client))
    octets, charsets = mail_of(request, shape), ("utf-8", shape.charset)
    note(octets.decode("latin-1"))
    verdict = ticketlint.check(octets, seed())
    check_places(verdict, octets)
    check_file(verdict, octets, charsets)
    assert set(verdict.fields) == set(ENGLISH)
    for name, field in verdict.fields.items():
        if field.span.place == "file":
            shown = {one.replace("*", "-") for one in in_file(octets, field.span, charsets)}  # as clients write a list
            assert bare(request.written[name]).replace("*", "-") in shown
            assert any(
                label.startswith(bare(request.labels[name])) for label in in_file(octets, field.label_span, charsets)
            )


@BY_NAME
@settings(STEADY, max_examples=8)
@given(data=st.data(), slip=st.sampled_from(SLIPS))
def test_a_fault_points_at_what_is_wrong(client: Client, data: st.DataObject, slip: Slip) -> None:
    request = data.draw(requests(plain=True))
    labels = {**request.labels, slip.name: slip.label or request.labels[slip.name]}
    request = replace(
        request, labels=labels, written={**request.written, slip.name: slip.value or request.written[slip.name]}
    )
    octets = mail_of(request, data.draw(shapes(client, ("new", "answered", "inside", "forwarded"))))
    note(octets.decode("latin-1"))
    verdict = ticketlint.check(octets, seed())
    check_places(verdict, octets)
    found = [each for each in verdict.diagnostics if each.code == slip.code]
    assert [(each.field, bare(verdict.text.slice(each.span or EMPTY))) for each in found] == [
        (slip.name, bare(slip.label or slip.value))
    ]


@pytest.mark.parametrize(
    "client", [client for client in CLIENTS if "text" in client.structures], ids=lambda client: client.name
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_file_counts_where_the_text_stands_there_as_it_is(client: Client, encoding: Encoding) -> None:
    shape = Shape(client, "text", "br", "utf-8", encoding, "new", greeting=False, signature=False)
    verdict = ticketlint.check(mail_of(ASCII, shape), seed())
    assert verdict.text.place == ("file" if encoding in {"7bit", "8bit"} else "decoded")
    assert {field.span.place for field in verdict.fields.values()} == {verdict.text.place}
    assert verdict.fields["Support Key"].span.column == len("Support Key: ") + 1


def test_the_lines_of_a_mail_in_a_mailbox_count_from_its_first_line(tmp_path: Path) -> None:
    mails = [
        mail_of(ASCII, Shape(client, "text", "br", "utf-8", "8bit", "new"))
        for client in CLIENTS
        if client.newline == "\n"
    ]
    envelope = b"From anna@customer.example Thu Nov  5 10:00:00 2009\n"
    (tmp_path / "inbox.mbox").write_bytes(
        b"".join(envelope + mail.replace(b"\nFrom ", b"\n>From ") + b"\n" for mail in mails)
    )
    verdicts = [judge(raw, seed()) for raw in ticketlint.read(str(tmp_path / "inbox.mbox"))]
    assert [verdict.verdict for verdict in verdicts] == ["complete"] * len(mails)
    for verdict, octets in zip(verdicts, mails, strict=True):
        check_file(verdict, octets, ("utf-8",))
        for name, field in verdict.fields.items():
            assert bare(ASCII.written[name]) in in_file(octets, field.span, ("utf-8",))


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in DESK.glob("*/truth.yaml")))
def test_places_in_samples(folder: str) -> None:
    for path in sorted((DESK / folder).glob("*.eml")):
        octets = path.read_bytes()
        verdict = ticketlint.check(octets, seed())
        try:
            check_places(verdict, octets)
            check_file(verdict, octets, CHARSETS)
        except AssertionError as error:
            raise AssertionError(f"{path.name}: {error}") from error
