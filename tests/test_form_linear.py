"""A pattern that `re` may match finds what `regex` finds, and never takes long."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketlint.form import load_forms
from ticketlint.form.linear import simple
from ticketlint.form.patterns import PatternError, compiled, fullmatch, search

SAFE = [
    r"(?i)OX(?:-[A-Z0-9]+)+", r"(?i)\[(?:OX ?)?(?:Ticket ?)?#(?P<ticket>\d+)\]", r"\[queue (\w+)\]", "a+b", "(a|b)*c",
    "(?:ab?)+", r"AS-[A-Z0-9_-]+", "(a?b)+c", r"[\d.]+x", "a|b|cd*",
]  # fmt: skip
UNSAFE = [
    "(a+)+", "(a|a)b", "(a*)*b", "a*a", "(ab|ac)", "(x+x+)+y", "(a|a?)+$", "(?:a?|b?)c", "a*", "", "a{2}", "a.b", "^a",
    r"\s", r"a\b", "a+?b", "a++b", "[^a]b", "(?=a)a", "(?i:a)b", r"(a)\1", "ä", "[a-ü]", "(a", "[a", "a)", "x" * 201,
    "(?i)(k|K)x", "(a?)+b", r"(\d|\w)x", "[a&&b]x", "(?P<n>a)(?P<n>b)",
]  # fmt: skip


@pytest.mark.parametrize("pattern", SAFE)
def test_simple_patterns_are_told(pattern: str) -> None:
    assert simple(pattern) is not None


@pytest.mark.parametrize("pattern", UNSAFE)
def test_all_others_are_left_to_regex(pattern: str) -> None:
    assert simple(pattern) is None


def test_the_patterns_of_the_default_form_need_no_regex() -> None:
    (form,) = load_forms(["open-xchange"])
    assert all(simple(pattern) for pattern in (form.follow_up, *(spec.pattern for spec in form.fields)) if pattern)


atoms = st.sampled_from(["a", "b", "-", "#", r"\d", r"\w", "[ab]", "[a-c]", "[^a]", r"\[", ".", "K", " "])
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+"])).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=7,
)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(["", "(?i)"]), patterns, st.text("abcK-#0[ ", max_size=12))
@example("(?i)", r"\[(?:OX ?)?#(?P<ticket>\d+)\]", "Re: [ox #12] and [#3]")
@example("", "(?:a|b)+-", "ab-a")
def test_re_finds_what_regex_finds(flag: str, pattern: str, text: str) -> None:
    found = simple(flag + pattern)
    if found is None:
        return
    whole = compiled(flag + pattern)
    for method in ("search", "fullmatch"):
        ours, theirs = getattr(found.pattern, method)(text), getattr(whole, method)(text)
        assert (ours is None) == (theirs is None)
        if ours is not None:
            assert (ours.span(), ours.groups()) == (theirs.span(), theirs.groups())
    assert (search(flag + pattern, text) is None) == (whole.search(text) is None)
    for said in (
        text,
        text + "\u0131\u212a\u017f\u00e4",
    ):  # the last ones are letters of no alphabet that `(?i)` takes for one
        ours, theirs = compiled(found.possessive).fullmatch(said), whole.fullmatch(said)
        assert (ours is None) == (theirs is None)
        assert ours is None or theirs is None or ours.groups() == theirs.groups()


@settings(max_examples=300, deadline=None)
@given(patterns, st.text("ab-", min_size=1, max_size=3), st.text("ab-#", max_size=2))
def test_a_simple_pattern_never_takes_long(pattern: str, piece: str, end: str) -> None:
    found = simple(pattern)
    if found is None:
        return
    text = (piece * 1000)[:1000] + end
    begun = time.process_time()
    found.pattern.search(text)
    found.pattern.fullmatch(text)
    assert time.process_time() - begun < 0.2


@pytest.mark.parametrize("text", ["Löschen", "Über alles #12", "[ #١٢]", "\u212a"])
def test_text_beyond_ascii_is_found_as_regex_finds_it(text: str) -> None:
    for pattern in SAFE:
        assert (search(pattern, text) is None) == (compiled(pattern).search(text) is None)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Z"]), max_size=12))
def test_any_text_is_looked_at_without_a_mistake(pattern: str) -> None:
    found = simple(pattern)
    if found is not None:
        assert isinstance(found.pattern, re.Pattern)
        try:
            compiled(pattern)
        except PatternError:
            pytest.fail(f"{pattern!r} is no pattern")


def test_regex_is_not_loaded_for_simple_patterns() -> None:
    code = (
        "import sys; from ticketlint.form.patterns import fullmatch, search; "
        "assert fullmatch('OX(-[A-Z0-9]+)+', 'OX-1'); assert not search(r'\\[#\\d+\\]', 'Grüße'); "
        "assert 'regex' not in sys.modules; assert search('a{2}', 'aa'); assert 'regex' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("end", ["", "-", "ä", "\u212a"])
@pytest.mark.parametrize("pattern", [r"(?i)OX(?:-[A-Z0-9]+)+", r"(OX-)+x", r"(?:(OX)?-)+[a-z]?"])
def test_no_length_of_a_text_makes_a_simple_pattern_late(pattern: str, end: str) -> None:
    for repeated in (50_000, 400_000):
        begun = time.process_time()
        assert fullmatch(pattern, "OX-" * repeated + end + "!") is None
        assert time.process_time() - begun < 2
    assert fullmatch(pattern, "OX-" * 50_000 + "x") is not None
