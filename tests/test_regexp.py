"""A pattern of the house is what `re` makes of it, only later."""

from __future__ import annotations

import marshal
import re
from pathlib import Path
from typing import Any

import pytest

from ticketlint import kept
from ticketlint import regexp as room
from ticketlint.regexp import compiled, made_of, regexp

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


TEXTS: list[tuple[Any, int]] = [
    (r"id: (?P<number>\d+)$", re.IGNORECASE | re.MULTILINE),
    (r"(?i)ſ|k|[äß-ü]+?(?<!x)\b", 0),
    (rb"id: (\d+)", re.IGNORECASE),
    (r"id: (\d+)", re.IGNORECASE),
    (r"(?x) a  b", 0),
    (r"[\U00010000-\U0010ffff]|(?:xyz){3,7}", 0),
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "FOLDER", str(tmp_path))
    monkeypatch.setattr(room, "_known", None)
    return tmp_path / f"{room.NAME}{kept.ENDING}"


def never(*given: Any) -> Any:
    raise AssertionError(given)


def test_what_is_kept_is_the_pattern_itself(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(kept.octets_of(made_of(TEXTS)))
    made = [re.compile(text, flags) for text, flags in TEXTS]
    monkeypatch.setattr(re, "compile", never)
    for pattern, (text, flags) in zip(made, TEXTS, strict=True):
        found = compiled(text, flags)
        assert (found, found.flags, found.groupindex) == (pattern, pattern.flags, pattern.groupindex)
    assert compiled(*TEXTS[0]).sub(r"<\g<number>>", "Id: 12") == "<12>"
    with pytest.raises(AssertionError) as raised:
        compiled("another")
    assert raised.value.args == (("another", 0),)


@pytest.mark.parametrize("damage", ["none", "cut", "empty", "text", "other", "code", "short"])
def test_where_nothing_good_is_kept_re_compiles(file: Path, damage: str) -> None:
    octets = kept.octets_of(made_of(TEXTS))
    maker, patterns = marshal.loads(octets)
    written = {
        "cut": octets[:-9],
        "empty": b"",
        "text": b"patterns",
        "other": marshal.dumps((("cpython-2", *maker[1:]), patterns)),
        "code": marshal.dumps((maker, {key: (one[0], one[1][::-1], *one[2:]) for key, one in patterns.items()})),
        "short": marshal.dumps((maker, {key: (one[0], one[1][:-1]) for key, one in patterns.items()})),
    }
    if damage in written:
        file.write_bytes(written[damage])
    for text, flags in TEXTS:
        assert compiled(text, flags) == re.compile(text, flags)


def test_what_no_pattern_has_is_an_attribute_error() -> None:
    late = regexp("x")
    for name in ("nothing", "_nothing"):
        with pytest.raises(AttributeError):
            getattr(late, name)
