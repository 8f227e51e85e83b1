"""Each compiled look at a line, a header or a text says what the Python says that stands beside its use."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from ticketlint import record
from ticketlint.body import writing
from ticketlint.cli.whole_lines import Lines
from ticketlint.diagnostic import Span
from ticketlint.fields import pieces
from ticketlint.message import dates
from ticketlint.quick import head, lane, marks, value
from ticketlint.report import jsonl
from ticketlint.report import line as report_line
from ticketlint.values import disguise
from ticketlint.values.disguise import bones

if TYPE_CHECKING:
    from collections.abc import Callable

header = pytest.importorskip("ticketlint.native.header", reason="nothing is compiled here")
json = pytest.importorskip("ticketlint.native.json", reason="nothing is compiled here")
lines = pytest.importorskip("ticketlint.native.lines", reason="nothing is compiled here")
octets = pytest.importorskip("ticketlint.native.octets", reason="nothing is compiled here")
search = pytest.importorskip("ticketlint.native.search", reason="nothing is compiled here")
maker = pytest.importorskip("ticketlint.native.record", reason="nothing is compiled here")

CASES = 6000
LETTERS = 'abcdefgABCZ ÄÖÜäöüß .,!?-+•:=$#<>|`~019)_/\t\x7f\x80\xbf\xc0\xd7\xf7\xff€„“”‚‘’–—…āé́İſ\n\\"\x00\x1f\u200e\u2028\u202e\u2066\ud800\U0001f600'
BEGINNINGS = ("- Foo bar", "1. Log in.", "12) Xaver", "A b", "Hello, you", "Foo? x", "+  a", " x", "mailto:", "http://", "a](b", "##[", "")  # fmt: skip
DATES = ("Thu, 05 Nov 2026 10:00:00 +0100 (CET)", "5 Nov 1999 23:59:59 -0000", "Mon, 28 Feb 2001 00:00:00 +2359")
SENDERS = (b"Anna Admin <anna@x.example>", b" =?utf-8?B?SsO8?= <a.b+c@x-y.example>\t", b"<a@b>", b"=?x <a@b>")
FIELDS = (
    b"Subject: x", b"From: a@b", b"To: c", b"\tfold", b" f", b"Received: y", b"X-Y:", b"Delivered-To: q", b"Cc: r",
    b"BAD", b"Bad Name: x", b"Date: 1", b"subject: y", b"", b"Message-ID:  <x>", b"List-Id: z", b"X" * 90 + b": x",
)  # fmt: skip


def line(dice: random.Random) -> str:
    """Return a line that is almost plain."""
    text = dice.choice(BEGINNINGS) + "".join(
        dice.choice(LETTERS) if dice.random() < 0.2 else dice.choice("abc de9")
        for _ in range(dice.choice((0, 6, 30, 100)))
    )
    if dice.random() < 0.2:
        at = dice.randrange(len(text) + 1)
        verb = dice.choice((str.lower, str.upper, str.title))(dice.choice(writing._VERBS.split("|")))
        text = text[:at] + verb[: dice.randint(2, 9)] + text[at:]
    if dice.random() < 0.1:
        text = (
            text[:30] + dice.choice("@@@a") + text[30:] + dice.choice(":：:.") + dice.choice(("", " ", "\u3000", "\n "))
        )
    return text


def changed(dice: random.Random, text: bytes, signs: bytes) -> bytes:
    """Return a text in which up to three octets were changed, lost or added."""
    octets = bytearray(text)
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(octets) + 1)
        act = dice.random()
        if act < 0.5 and at < len(octets):
            octets[at] = dice.choice(signs)
        elif act < 0.7 and at < len(octets):
            del octets[at]
        else:
            octets[at:at] = bytes([dice.choice(signs)]) * dice.choice((1, 1, 1, 60, 64, 80, 200, 255))
    return bytes(octets)


def held(twin: Callable[..., Any], plain: Callable[..., Any], given: Callable[[random.Random], tuple[Any, ...]]) -> int:
    """Hold a twin to its original; return how often they said more than nothing."""
    told = 0
    for seed in range(CASES):
        asked = given(random.Random(seed))
        said = plain(*asked)
        assert twin(*asked) == said, asked
        told += bool(said)
    return told


def test_the_twins_are_what_is_used() -> None:
    used: dict[Any, dict[str, Any]] = {
        marks: {"first_word": lines.first_word, "is_easy": lines.is_easy},
        value: {"begins": lines.begins, "is_answer": lines.is_answer},
        head: {"is_plain": header.is_plain, "mailbox": header.mailbox, "multipart": header.multipart},
        dates: {"moment": header.moment},
        pieces: {"is_blank": lines.is_blank},
        lane: {"times": search.times},
        disguise: {"may_be_escaped": search.may_be_escaped},
        report_line: {"Line": json.Line},
        record: {"maker_of": maker.maker_of},
    }
    for module, names in used.items():
        assert {name: getattr(module, name) for name in names} == names
    bound: Any = (writing.may_attribute, head.fields_of)
    assert [type(one.__self__) for one in bound] == [lines.Words, header.Fields]


@pytest.mark.parametrize(
    ("twin", "plain"),
    [
        (lines.is_easy, marks._is_easy),
        (lines.is_answer, value._is_answer),
        (lines.begins, value._begins),
        (writing.may_attribute, writing._may_attribute),
    ],
    ids=["a plain value", "an answer", "the beginning of a text", "a verb of writing"],
)
def test_a_line(twin: Callable[[str], Any], plain: Callable[[str], Any]) -> None:
    assert held(twin, plain, lambda dice: (line(dice),)) > 50


def test_what_may_be_escaped() -> None:
    pieces = [*b"< / a b1 > !-- = 2 \\ u & ; % abcdefghijklmnop \x0b \xe4".split(b" "), b" ", b"\n", b"words "]

    def given(dice: random.Random) -> tuple[bytes, int]:
        octets = b"".join(dice.choices(dice.sample(pieces, 6), k=dice.randint(0, 9)))
        return octets, dice.randint(0, len(octets))

    assert held(search.may_be_escaped, disguise._may_be_escaped, given) > 1000


def test_a_blank_line() -> None:
    assert all(lines.is_blank(sign) == pieces._is_blank(sign) for sign in map(chr, range(0x11000)))

    def given(dice: random.Random) -> tuple[str]:
        return (
            "".join(
                dice.choices(pieces.BLANK + dice.choice(("", "", "x", "\u2028\u3000"))[:1], k=dice.choice((0, 1, 9)))
            ),
        )

    assert held(lines.is_blank, pieces._is_blank, given) > 1000


def test_the_first_word_of_a_line_without_a_colon() -> None:
    assert held(lines.first_word, marks._first_word, lambda dice: (line(dice).replace(":", ";"),)) > 900


def test_a_date() -> None:
    def given(dice: random.Random) -> tuple[str]:
        octets = changed(dice, dice.choice(DATES).encode(), b"0123456789 :,()+-abcJNDovecTZ")
        return (octets.decode().replace("c", dice.choice(("c", "c", "\u0661"))),)

    assert held(header.moment, dates._moment_of, given) > 500


def test_a_sender() -> None:
    signs = b" <>@=?.'_-/*+%\"\xff\x00\nab0\x0b\t,"
    assert held(header.mailbox, head._mailbox, lambda dice: (changed(dice, dice.choice(SENDERS), signs),)) > 500
    held(header.is_plain, head._is_plain, lambda dice: (changed(dice, dice.choice(SENDERS), signs),))


def test_a_multipart() -> None:
    def given(dice: random.Random) -> tuple[bytes]:
        kind = b"%smultipart/%s;%sboundary=" % (
            dice.choice((b"", b" ", b"\t ")),
            dice.choice((b"mixed", b"alternative", b"related", b"mixe", b"report", b"Mixed")),
            dice.choice((b"", b" ", b"\r\n\t", b"charset=x; ")),
        )
        boundary = dice.choice((b"b", b"_000_1.2+3=_", b"'()+_,./:=?-", b"x" * 70, b"x" * 71, b"", b"a b"))
        mark = dice.choice((b'"', b'"', b""))
        return (
            changed(dice, kind + mark + boundary + mark + dice.choice((b"", b" ", b"\n", b"; x=y")), b' "=;\x0b\xff'),
        )

    assert held(header.multipart, head._multipart, given) > 150


def test_a_header() -> None:
    def given(dice: random.Random) -> tuple[bytes, int, int, int]:
        end = dice.choice((b"\n", b"\r\n"))
        odd = (b"\n", b"\r\n", b"\r", b"\r\r\n")
        fields = (
            dice.choice(FIELDS) + (end if dice.random() < 0.97 else dice.choice(odd)) for _ in range(dice.randint(0, 8))
        )
        raw = b"".join(fields) + dice.choice((end, *odd, b"")) + dice.choice((b"body\n\n", b"", b"x\r\n\r\ny"))
        return raw, dice.choice((0, 0, 0, 1, 2)), len(raw) - dice.choice((0, 0, 0, 3)), dice.choice((60_000, 20))

    assert held(head.fields_of, head._fields_of, given) > 500


def test_a_word_in_octets() -> None:
    def given(dice: random.Random) -> tuple[bytes, bytes, int]:
        signs = dice.choice((b"aAbB-2_ \xc3\xa4", b"abAB", b"ab22 ", b"a10Oo2lIiL-", b"oO0 ", b"lLiI1-"))
        word = (
            bones(bytes(dice.choices(signs, k=dice.randint(1, 5))).decode("ascii", "ignore").lower()).encode() or b"a"
        )
        return bytes(dice.choices(signs, k=dice.randint(0, 40))), word, dice.randint(1, 3)

    assert held(search.times, lane._times, given) > 1000


def test_a_string_of_json() -> None:
    told = 0
    for seed in range(CASES):
        text = line(random.Random(seed))
        whole = jsonl._safe(report_line.quoted(text))
        said = (json.quoted(text), report_line._plain(text))
        assert all(one in {None, whole} for one in said), text
        told += said[0] is not None
    assert told > 1000


def together(dice: random.Random, under_way: Any) -> tuple[str, int]:
    """Put texts, strings and numbers together; return the line, and how many strings needed no closer look."""
    plain = 0
    for _ in range(dice.choice((1, 3, 8))):
        text = line(dice) * dice.choice((1, 1, 1, 0, 40, 3000 if dice.random() < 0.02 else 1))
        if dice.random() < 0.5:
            text = "".join(letter for letter in text if letter < dice.choice(("\u0100", "\x80")))
        act = dice.random()
        if act < 0.2:
            under_way.put(text)
        elif act < 0.4:
            under_way.count(dice.choice((0, 9, 10, -3, 1234567, 2**62)))
        elif under_way.say(text):
            plain += 1
        else:
            under_way.put(jsonl._safe(report_line.quoted(text)))
    return under_way.text(), plain


def test_a_line_of_json() -> None:
    told = 0
    for seed in range(CASES):
        said, plain = together(random.Random(seed), json.Line())
        assert said == together(random.Random(seed), report_line._Line())[0]
        told += plain
    assert told > 2000
    assert json.Line().text() == report_line._Line().text() == ""


def test_a_text_in_utf8() -> None:
    for seed in range(CASES):
        text = line(random.Random(seed))
        letters = "".join(letter for letter in text if letter < "\u0100")
        assert json.utf8(letters) == letters.encode()
        try:
            octets = text.encode()
        except UnicodeEncodeError:
            assert json.utf8(text) is None
        else:
            assert json.utf8(text) == octets


def test_a_stream_takes_octets_and_what_has_none(tmp_path: Any) -> None:
    with (tmp_path / "said").open("w", encoding="utf-8", newline="\n") as stream, Lines(stream) as written:
        written.put("ö€\n")
        with pytest.raises(UnicodeEncodeError):
            written.put("\ud800")
        written.put("ü")
    assert (tmp_path / "said").read_bytes() == "ö€\nü".encode()


def test_a_record_of_all_its_values() -> None:
    make: Any = record.maker(Span)
    assert make(1, 2, 3, 4, "decoded") == Span(1, 2, 3, 4, "decoded")
    with pytest.raises(TypeError):
        make(1, 2)


@pytest.mark.parametrize(
    "ask",
    [
        lambda text: lines.first_word("A" + text),
        lambda text: lines.begins("abc" + text),
        writing.may_attribute,
        json.quoted,
        json.utf8,
        lambda text: json.Line().say(text),
        lambda text: lines.lines(text.encode(), True),
        lambda text: search.times(text.encode(), b"0x12345", 2),
        lambda text: header.mailbox(text.encode()),
        lambda text: head.fields_of(text.encode(), 0, 4 * len(text), 4 * len(text)),
    ],
)
@pytest.mark.parametrize("piece", ["w", "wr", ":", "mailt", "a: b\n", "ox-1234", "=?", "ä", "\\", "]", "5"])
def test_no_text_takes_long(ask: Callable[[str], object], piece: str) -> None:
    text = piece * 200_000
    began = time.process_time()
    ask(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("given", [None, 1, b"x"])
def test_what_is_no_text_is_refused(given: Any) -> None:
    for ask in (
        lines.first_word,
        lines.begins,
        lines.is_easy,
        lines.is_answer,
        json.quoted,
        json.utf8,
        json.Line().put,
        json.Line().say,
        header.moment,
    ):
        with pytest.raises(TypeError):
            ask(given)
    for ask in (header.mailbox, header.is_plain):
        with pytest.raises(TypeError):
            ask(None)


def test_words_that_are_given_again_overrun_nothing() -> None:
    names = lines.Names(("alpha",) * 64)
    for _ in range(3):
        names.__init__(("omega",) * 64)
    assert names.stand_in("an ALPHA")
    assert not names.stand_in("an omega")
