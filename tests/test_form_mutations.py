"""The slips of people who edit a rule file: none ends in a traceback, and those that change what it says are told."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from slips import OPEN_XCHANGE, PERHAPS, RULES, Lines, Slip, of_open_xchange, of_rules
from ticketlint.form import read_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ticketlint.diagnostic import Diagnostic

FILES = [
    pytest.param(OPEN_XCHANGE, of_open_xchange(), 500, id="open-xchange"),
    pytest.param(RULES, of_rules(), 250, id="rules"),
]


def says(form: Any) -> list[Any]:
    """Return what a form says, without the lines it says it on."""
    plain = [getattr(form, one.name) for one in fields(form) if one.name not in {"fields", "rules", "path"}]
    parts = (*form.fields, *form.rules)
    return plain + [[getattr(part, one.name) for one in fields(part) if one.name != "line"] for part in parts]


def octets_of(lines: Lines) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def judged(
    original: Lines, slips: Mapping[str, Slip], count: int, seed: int
) -> Iterator[tuple[str, Lines, int, str, tuple[Diagnostic, ...]]]:
    """Yield each slip with its lines, its line, what became of it, and what was said."""
    dice = random.Random(seed)
    right = read_form(octets_of(original), "x", suspicions=True)
    assert right[0] is not None
    assert right[1] == ()
    meaning = says(right[0])
    names = sorted(slips)
    for turn in range(count):
        name = names[turn % len(names)]
        lines, places = slips[name](dice)
        number = places[0]
        form, found = read_form(octets_of(lines), "x")
        assert (form is None) == bool(found)
        if form is not None and says(form) == meaning:
            yield name, lines, number, "no effect", ()
            continue
        if form is not None:
            found = read_form(octets_of(lines), "x", suspicions=True)[1]
        yield name, lines, number, _where(lines, places, found), found


def _where(lines: Lines, places: tuple[int, ...], found: tuple[Diagnostic, ...]) -> str:
    told = {one.span.line - 1 for one in found if one.span}
    told |= {span.line - 1 for one in found for span, _ in one.related}
    if not found:
        return "silent"
    if told & set(places):
        return "on its line"
    number = places[0]
    lines = "\n".join(lines).split("\n")
    spoken = [at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    above = next((at for at in reversed(spoken) if at < number), number)
    below = next((at for at in spoken if at > number), number)
    return "beside it" if told & {above, below} else "elsewhere"


def table(counts: Mapping[str, Counter[str]]) -> str:
    columns = ("no effect", "on its line", "beside it", "elsewhere", "silent")
    head = f"{'slip':34}" + "".join(f"{column:>13}" for column in columns)
    rows = [f"{name:34}" + "".join(f"{counts[name][column]:13}" for column in columns) for name in sorted(counts)]
    total: Counter[str] = sum(counts.values(), Counter())
    last = f"{sum(total.values())} slips"
    return "\n".join([head, *rows, f"{last:34}" + "".join(f"{total[column]:13}" for column in columns)])


@pytest.mark.parametrize(("original", "slips", "count"), FILES)
def test_slips_are_told_where_they_are(
    original: Lines, slips: dict[str, Slip], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    shown: list[str] = []
    for name, lines, number, became, found in judged(original, slips, count, 2009):
        counts[name][became] += 1
        if became in {"silent", "elsewhere"}:
            told = [(one.code, one.span and one.span.line) for one in found][:3]
            shown.append(f"{became}: {name}, line {number + 1}: {lines[number][:70]!r} {told}")
    with capsys.disabled():
        print("", table(counts), *shown, sep="\n")
    total: Counter[str] = sum(counts.values(), Counter())
    meant = count - total["no effect"]
    assert meant >= 0.9 * count
    assert total["silent"] == 0, shown
    assert total["elsewhere"] == 0, shown
    assert total["on its line"] >= meant * 0.9


def test_what_may_be_meant_ends_in_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    shown: list[str] = []
    for name, lines, number, became, found in judged(OPEN_XCHANGE, PERHAPS, 200, 2026):
        counts[name][became] += 1
        if became == "elsewhere":
            shown.append(
                f"{name}, line {number + 1}: {lines[number][:70]!r} {[(one.code, one.span and one.span.line) for one in found][:3]}"
            )
    with capsys.disabled():
        print("", table(counts), *shown, sep="\n")
    # a choice that is gone is told where a good value misses it, a list without its key where it cannot go on
    assert sum(one["elsewhere"] for one in counts.values()) <= 15
