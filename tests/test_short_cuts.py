"""A short cut says what the pattern behind it says."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from ticketlint import load_forms
from ticketlint.body import Line, ends, quotes, zones
from ticketlint.fields import labels, rows, spelling, typos
from ticketlint.fields.lexicon import labels_of
from ticketlint.form import answers
from ticketlint.quick import lane
from ticketlint.report import visible
from ticketlint.values import alike, boxes, letters, links, words
from ticketlint.values.disguise import bones, undisguised
from ticketlint.values.words import _WORD, fold

HERE = Path(__file__).parent
LINES = sorted(
    {
        line
        for folder in (HERE / "desk", HERE.parent / "samples")
        for path in folder.rglob("*.eml")
        for line in path.read_text(encoding="utf-8", errors="replace").split("\n")
    }
)
ODD = [
    "nr 1: x", "No. 12) y", "a) Server", "iv. Server", "EK> Server", "abcdefghijkl> x", "abcdefghijklm> x", "item 3 x",
    "punkt.(12.3.4) x", "nr \u0661 x", "-- x", "-=Original Message=-", "\u2014\u2014 Original Message \u2014\u2014",
    " == Weitergeleitete Nachricht ==", "Begin forwarded message:", "Begin forwarded message :  ", "- -", "", " ", "\u00a0--",
    "ANFANG DER WEITERGELEITETEN NACHRICHT:", "----- Urspr\u00fcngliche Nachricht -----", "x\u2028y", "[x] a", "( ) b", "\u2610 c",
    "##- Please type your reply above this line -##", "Please reply above this line", "-- Reply above this line", "1[)2[)",
]  # fmt: skip
some = st.one_of(
    st.sampled_from(LINES), st.text("abxi .)>(1-=:\u2014*_[]@#\t\u00a0\u0661\u00e4", max_size=24), st.text(max_size=20)
)


def same(line: str) -> None:
    plain = ends.plain(line)
    above = line.lstrip()[:1] in quotes.MARKED and quotes._ABOVE.fullmatch(plain) is not None
    assert quotes.is_reply_mark(line) == (above or ("-" in line[:40] and quotes._REPLY_MARK.match(plain) is not None))
    assert quotes.is_forward_mark(line) == (quotes._FORWARD_MARK.match(plain) is not None)
    found = labels._MARKER.match(line)
    start = found.end() if found else 0
    if start < len(line):
        assert next(labels.anchors(line)) == (start, line[:start])
    assert letters(line) == "".join(_WORD.findall(fold(line)))
    boxed = any(boxes._BOXES.finditer(line))
    assert boxed or boxes.boxes(line) is None
    tame = line.replace("##[", r"##\x5b")
    assert visible.visible(line) == visible._HARMFUL.sub(lambda match: visible._shown(match[0], " "), tame)
    if line.rstrip()[-1:] not in zones._ENDS:
        assert zones._MAYBE_ATTRIBUTION.search(line) is None
    if ":" not in line and "：" not in line and line.lstrip()[:1] not in quotes.MARKED:
        assert not (quotes.is_forward_mark(line) or quotes.is_reply_mark(line) or quotes.header_kind(line))
    assert rows._labelish(line) == len(rows._LABELISH.findall(line))
    assert spelling.flattened(line) == line.translate(spelling._FLAT).lower()
    assert line.rstrip()[-1:] in words._CLOSING or words._TEMPLATE.fullmatch(line.strip()) is None
    if line.isprintable():
        assert answers._CONTROL.sub("", line.translate(answers._SPACES)) == line


@pytest.mark.parametrize("line", ODD)
def test_odd_lines(line: str) -> None:
    same(line)


def test_lines_of_real_mails() -> None:
    for line in LINES:
        same(line)


@settings(max_examples=1000, deadline=None)
@given(some)
def test_any_lines(line: str) -> None:
    same(line)


@given(
    st.text("ab", max_size=9), st.sampled_from(["", "> "]), st.integers(0, 3), st.integers(0, 12), st.integers(0, 12)
)
def test_a_place_in_a_row_of_one_line_is_the_line_s(text: str, marks: str, inner: int, start: int, end: int) -> None:
    line = Line("x" * inner + text, 7, marks, len(marks))
    row = rows.Row(text, 0, (rows.Part(0, line, inner),))
    twin = rows.Row(text, 0, (rows.Part(0, line, inner),))  # another one, so that each end is looked for by itself
    assert rows.span((row, start), (row, end), "file") == rows.span((row, start), (twin, end), "file")


HOSTS = {
    "eur01.safelinks.protection.outlook.com": "url", "urldefense.proofpoint.com": "u", "www.google.de": "q",
    "linkprotect.cudasvc.com": "a", "eu.protection.sophos.com": "u", "deref-gmx.net": "redirectUrl",
    "deref-web-02.de": "redirectUrl", "slack-redir.net": "url", "l.facebook.com": "u",
}  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_links_of_every_gateway_are_unwrapped(host: str) -> None:
    assert len(HOSTS) == len(links._REWRITERS)
    for written in (host, host.upper()):
        assert links.unwrap_links(f"https://{written}/x?{HOSTS[host]}=https://a.example/") == "https://a.example/"


KEYS = labels_of(load_forms(["open-xchange"])[0]).keys


@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(
        st.text("severityproductkey ", min_size=4, max_size=20),
        st.tuples(st.sampled_from(KEYS), st.integers(0, 30), st.text("aeinrst", max_size=4)).map(
            lambda slip: slip[0][: slip[1]] + slip[2] + slip[0][slip[1] + 1 :]
        ),
    )
)
def test_what_is_far_from_every_label_is_near_none(key: str) -> None:
    near = [known for known in KEYS if OSA.distance(key, known) <= typos._allowed(known)]
    assert not (near and typos._is_far(key, KEYS)), near


@settings(max_examples=1000, deadline=None)
@given(st.text("abcde", max_size=12), st.text("abcde", max_size=12))
def test_what_is_far_from_a_word_is_not_nearly_it(word: str, one: str) -> None:
    assert alike.least_slips(word, one) <= OSA.distance(word, one)
    assert not (alike.is_far(word, one) and OSA.normalized_similarity(word, one) >= alike._ALIKE)


@pytest.mark.parametrize(
    "text",
    [
        "1 [ ] " + " " * 100_000 + "b", "[" + " " * 100_000 + "x", "(" + "_" * 100_000, "(" * 100_000, "[ ] " * 25_000,
        "1 [ ] 2 " + "\t" * 100_000, "a" * 100_000 + " [x]", "1 2 3 4 " * 10_000 + "[ ] [x]",
    ],
)  # fmt: skip
def test_boxes_are_looked_for_in_little_time(text: str) -> None:
    began = time.process_time()
    boxes.boxes(text)
    assert time.process_time() - began < 2


def test_boxes_behind_their_labels_are_read() -> None:
    assert boxes.boxes("1 [ ]  2 [x]\t3  ( )") == [(False, "1"), (True, "2"), (False, "3")]


def test_a_text_that_may_say_a_key_is_looked_at_closely() -> None:
    key = "axb"
    for sign in map(chr, range(0x2500)):
        for told in (f"a{sign}b", f"xx A{sign}-x-B", f"{sign}a\u00e4x\u00e4b"):
            said = key in bones(undisguised(told))
            assert lane._may_say(told, key, key.encode()) or not said, told
    assert not lane._may_say("J\u00fcrgen a\u00e4b x", key, key.encode())


@given(
    st.text("oOiIlL01aA-_ \u00e4\u00df\u0661\u00b2", max_size=12),
    st.text("o0il1aA- \u00e4\u00b2", min_size=3, max_size=20),
)
def test_a_key_in_any_text(key: str, told: str) -> None:
    word = bones(undisguised(key))
    if word.isascii() and word and word in bones(undisguised(told)):
        assert lane._may_say(told, word, word.encode())
