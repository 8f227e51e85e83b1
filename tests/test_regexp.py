"""A pattern of the house is what `re` makes of it, only later."""

from __future__ import annotations

import re

import pytest

from ticketlint.regexp import regexp

TEXT = "Track-ID: 12\nTrack-ID: 34\n"


def test_a_pattern_is_compiled_at_its_first_use_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
        made.append(text)
        return compile_(text, flags)

    compile_ = re.compile
    monkeypatch.setattr(re, "compile", compiled)
    pattern = regexp(r"id: (\d+)$", re.IGNORECASE | re.MULTILINE)
    assert made == []
    assert [found[1] for found in pattern.finditer(TEXT)] == ["12", "34"]
    assert pattern.sub("", TEXT) == "Track-\nTrack-\n"
    assert made == [r"id: (\d+)$"]


@pytest.mark.parametrize("method", ["search", "match", "fullmatch", "findall", "split"])
def test_its_methods_answer_as_those_of_re(method: str) -> None:
    late, made = regexp(r"[A-Z]\w+-"), re.compile(r"[A-Z]\w+-")
    for text in ("", "Track-", "Track-ID Bug-", "lower"):
        assert repr(getattr(late, method)(text)) == repr(getattr(made, method)(text))
    assert regexp(rb"(?P<a>x)(y)").groups == 2
    assert dict(regexp("(?P<a>x)").groupindex) == {"a": 1}


def test_what_no_pattern_has_is_an_attribute_error() -> None:
    late = regexp("x")
    for name in ("nothing", "_nothing"):
        with pytest.raises(AttributeError):
            getattr(late, name)
