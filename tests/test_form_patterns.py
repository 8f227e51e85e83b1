"""Patterns of rule files: Unicode, a time limit that holds, a bound on what a short text may grow to."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from ticketlint.form.patterns import PatternError, PatternTimeout, compiled, expanded_size, fullmatch, search
from ticketlint.form.probes import LONG, SHORT, slow_on


def test_a_pattern_matches_the_whole_value_or_is_searched_for() -> None:
    assert fullmatch(r"OX(-[A-Z0-9]+)+", "OX-1-A")
    assert fullmatch(r"OX(-[A-Z0-9]+)+", "OX-1-A ") is None
    found = search(r"\[queue (\w+)\]", "Re: [queue büro] x")
    assert found
    assert found[1] == "büro"


@pytest.mark.parametrize("pattern", ["(a|a?)+$", "(x+x+)+y", "(a|aa)+"])
def test_the_time_limit_holds(pattern: str) -> None:
    begun = time.monotonic()
    with pytest.raises(PatternTimeout) as raised:
        fullmatch(pattern, "a" * 4000 + "x" * 4000 + "\x00", timeout=0.05) or search(pattern, "x" * 4000, timeout=0.05)
    assert time.monotonic() - begun < 1
    assert raised.value.pattern == pattern
    assert pattern in str(raised.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a",
        "[a",
        "*",
        "a**",
        "(?P<n>a)(?P<n",
        "a{2,1}",
        "\\",
        "(" * 900 + ")" * 900,
        "a" * 2001,
        "((a{999}){999}){999}",
    ],
)
def test_what_is_no_pattern_is_refused_quickly(pattern: str) -> None:
    begun = time.process_time()
    with pytest.raises(PatternError) as raised:
        compiled(pattern)
    assert raised.value.problem
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("abc", 3),
        ("a{3}", 3),
        ("(ab){10}", 20),
        ("(a{10}){10}", 100),
        ("a{2,5}", 5),
        (r"\{3}", 3),
        ("[a{9}]", 1),
        ("a{e<=1}", 7),
    ],
)
def test_counted_repetitions_are_multiplied(pattern: str, size: int) -> None:
    assert expanded_size(pattern) == size


def test_regex_and_rapidfuzz_are_imported_only_when_needed() -> None:
    code = (
        "import sys, ticketlint.form as f; "
        "assert not {'yaml', 'regex', 'rapidfuzz'} & set(sys.modules), sys.modules.keys(); "
        "f.read_form(b'form: a\\ntitle: b\\nfields: {A: }\\n', 'x'); "
        "assert not {'regex', 'rapidfuzz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("pattern", "samples", "whole"),
    [
        (r"(x+x+)+y", (), True),
        (r"KD(\d|\d\d)+x", (), True),
        (r"(?:ä|ä+)+ß", (), True),
        (r"[A-Z]{2}-(\w+-?)+", ("AB-c",), True),
        (r"^(\w+\s?)*$", (), False),
        (r"\s*\w+:", (), False),
    ],
)
def test_a_text_is_found_on_which_a_pattern_takes_too_long(pattern: str, samples: tuple[str, ...], whole: bool) -> None:
    found = slow_on(pattern, samples, whole=whole)
    assert found
    assert found.length in {SHORT, LONG}


@pytest.mark.parametrize(
    ("pattern", "samples"),
    [(r"OX(-[A-Z0-9]+)+", ("OX-1-A",)), (r"[^@]+@[^@]+\.[^@]+", ()), (r".*foo.*", ())],
)
def test_no_pattern_is_suspected_that_never_takes_long(pattern: str, samples: tuple[str, ...]) -> None:
    assert slow_on(pattern, samples, whole=True) is None
