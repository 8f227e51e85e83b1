"""The labelled mails in, nothing out: each is read as a careful person reads it, but for those named here with a reason."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from ticketlint import check, load_forms

KNOWN = {
    "j-again/067-67-two-cells.eml": "all labels in one cell, all values in the next: which goes with which is told by count alone",
    "j-html/014-h-two-cells.eml": "all labels in one cell, all values in the next: which goes with which is told by count alone",
    "j-html/015-h-two-cells-p.eml": "all labels in one cell, all values in the next: which goes with which is told by count alone",
    "d-wire/001-alternative-wrapped-otherwise.eml": "the text part is wrapped, the HTML is not: INTAKE leaves the choice open",
}
MEASURE = runpy.run_path(str(Path(__file__).parent / "desk" / "measure.py"))
cases, compare, groups = MEASURE["cases"], MEASURE["compare"], MEASURE["groups"]
FORMS = load_forms(["open-xchange"])


@pytest.mark.parametrize("group", groups(), ids=lambda group: group.name)
def test_mails_are_read_as_labelled(group: Path) -> None:
    different = {}
    for name, octets, expected in cases(group):
        _, told = compare(check(octets, FORMS), expected)
        if told:
            different[f"{group.name}/{name}"] = told
    assert {name: told for name, told in different.items() if name not in KNOWN} == {}
    stale = [name for name in KNOWN if name.startswith(f"{group.name}/") and name not in different]
    assert not stale, "these are read as labelled by now"


def test_there_are_enough_of_them_and_none_is_left_out() -> None:
    labelled = [f"{group.name}/{name}" for group in groups() for name, _, _ in cases(group)]
    here = [f"{path.parent.name}/{path.name}" for group in groups() for path in group.glob("*.eml")]
    assert sorted(labelled) == sorted(here)
    assert len(labelled) >= 500
