"""Hostile text: no format lets a control character through, hides anything, or breaks on it; secrets stay secret."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketlint.diagnostic import Diagnostic, Severity, Span, Text
from ticketlint.fields import Field
from ticketlint.report import FORMATS, Look, masked
from ticketlint.report.cover import mask
from ticketlint.verdict import Verdict
from verdicts import INCOMPLETE, KEY, LINES, report

WHOLE = {"json", "jsonl", "sarif"}  # these keep what mails say in its full length
SHOW_SUBJECTS = {"text", "table", "json", "jsonl", "csv"}
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\ufeff\ud800-\udfff]")
IN_JSON = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")
HOSTILE = st.text(
    st.one_of(
        st.sampled_from(
            "\x00\x07\x08\t\n\r\x0b\x0c\x1b\x7f\x85\x9b\xad\u200b\u200d\u2028\u202e\u2067\ufeff\ud800\udfff[]漢\u0301👍`:#"
        ),
        st.characters(),
    ),
    max_size=60,
)


def hostile(text: str, column: int = 1, end: int = 5) -> Verdict:
    """Return a verdict that holds the text wherever foreign text may stand."""
    span = Span(3, column, 3, end)
    fault = Diagnostic("unknown-choice", Severity.HIGH, text, span, text, text, (text,), text, ((span, text),))
    field = Field(text, text, text, text, span, span)
    return Verdict(
        text[:300], "incomplete", text, text, text, text, text, text, 2, text, text, {text: field}, (fault,),
        Text((text,) * 3, range(1, 4), "file"),
    )  # fmt: skip


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for text in strings(item)]
    return [text for item in value for text in strings(item)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None)
@given(text=HOSTILE, column=st.integers(1, 70), length=st.integers(0, 70))
def test_nothing_harmful_reaches_the_stream(name: str, text: str, column: int, length: int) -> None:
    verdict = hostile(text, column, column + length)
    for look in (Look(width=40), Look(width=80, quiet=True, statistics=True)):
        shown = report(name, (verdict,), look)
        found = (IN_JSON if FORMATS[name].machine else CONTROLS).search(shown)
        assert found is None, (found, shown)
        shown.encode("utf-8")


@settings(max_examples=40, deadline=None)
@given(text=HOSTILE)
def test_json_parses_back_to_the_same_text(text: str) -> None:
    line = report("jsonl", (hostile(text),))
    assert line.count("\n") == 1
    assert len(line.splitlines()) == 1
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")  # two halves make one character
    parsed = json.loads(line)
    assert parsed["subject"] == whole
    assert parsed["diagnostics"][0]["notes"] == [whole]
    assert json.loads(report("json", (hostile(text),)))["messages"] == [parsed]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("letter", ["漢", "\u0301", "\t", "\u202e"])
def test_a_megabyte_of_anything(name: str, letter: str) -> None:
    text = letter * (1_000_000 // len(letter))
    shown = report(name, (hostile(text, 500_000, 500_020),), Look(width=80))
    if name in WHOLE:
        json.loads(shown)
    else:
        assert CONTROLS.search(shown) is None
        assert len(shown) < 50_000


@pytest.mark.parametrize("name", FORMATS)
def test_markup_of_rich_stays_text(name: str) -> None:
    shown = report(name, (replace(INCOMPLETE, subject="[red]x[/red]", sender="[/]@x"),), Look(width=200))
    if name in SHOW_SUBJECTS:
        assert "[red]x[/red]" in shown


@pytest.mark.parametrize("name", FORMATS)
def test_secret_is_masked_in_every_format(name: str) -> None:
    verdict = replace(
        INCOMPLETE,
        sender=f"{KEY.lower()}@customer.example",
        reason=f"because of {KEY}",
        diagnostics=(replace(INCOMPLETE.diagnostics[4], notes=(f"see {KEY}",), help=f"not {KEY}", related=(
            (INCOMPLETE.fields["Support Key"].span, f"{KEY} here"),)),),
    )  # fmt: skip
    assert KEY in report(name, (verdict,), Look(width=300)), "the test must be able to fail"
    shown = report(name, (masked(verdict),), Look(width=300))
    assert "12345" not in shown
    assert "ABCDE" not in shown.upper()


def test_mask_keeps_length_so_that_carets_hold() -> None:
    assert mask(KEY) == "OX-*********DE"
    assert mask("OX-1") == "****"
    assert [len(mask("k" * size)) for size in range(40)] == list(range(40))


def test_masked_text_of_the_whole_mail() -> None:
    text = masked(INCOMPLETE).text
    assert text.lines[0] == "Support Key: OX-*********DE"
    assert text.lines[1:] == LINES[1:]


def test_long_secret_is_masked_in_bounded_time() -> None:
    written = "\n".join(f"a key{number} " * 50 for number in range(5_000))
    field = Field("Key", written, written, "Key", Span(1, 6, 1, 8), Span(1, 1, 1, 4), secret=True)
    clean = masked(Verdict("a", "complete", fields={"Key": field}, text=Text(("Key: key1",), range(1, 2), "file")))
    assert re.search("key[0-9]", clean.fields["Key"].written + str(clean.fields["Key"].value)) is None


def test_short_secret_is_masked_as_a_word_only() -> None:
    field = Field("Pin", "an", "an", "Pin", Span(1, 6, 1, 8), Span(1, 1, 1, 4), secret=True)
    verdict = Verdict(
        "a", "complete", subject="an answer", fields={"Pin": field}, text=Text(("Pin: an",), range(1, 2), "file")
    )
    assert masked(verdict).subject == "** answer"
    assert masked(verdict).fields["Pin"].value == "**"


def test_secret_on_several_lines_is_masked_line_by_line() -> None:
    field = Field(
        "Key",
        "aaaa-1111-bbbb\ncccc-2222-dddd",
        "aaaa-1111-bbbb\ncccc-2222-dddd",
        "Key",
        Span(1, 6, 2, 15),
        Span(1, 1, 1, 4),
        secret=True,
    )
    lines = ("Key: aaaa-1111-bbbb", "cccc-2222-dddd", "again cccc-2222-dddd")
    clean = masked(Verdict("a", "complete", fields={"Key": field}, text=Text(lines, range(1, 4), "file")))
    assert not re.search(
        "1111|2222", str(strings([list(clean.text.lines), clean.fields["Key"].value, clean.fields["Key"].written]))
    )


def test_verdict_without_secrets_is_handed_on_as_it_is() -> None:
    plain = replace(INCOMPLETE, fields={"Module": INCOMPLETE.fields["Module"]})
    assert masked(plain) is plain
