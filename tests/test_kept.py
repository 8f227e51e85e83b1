"""What was kept when modules were compiled is what is made today, and the program says the same without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import hatch_build
from ticketlint import kept, native, regexp
from ticketlint.fields import lexicon
from ticketlint.form import load_forms, ready, shipped_forms
from ticketlint.values import words

ANEW = "python hatch_build.py makes it anew"
MAKERS = {"labels": lexicon.written, "non-answers": words.said_by}


def test_what_is_kept_is_what_is_made_today() -> None:
    if not native.compiled():
        pytest.skip("nothing is compiled, so nothing is kept")
    forms = {f"form.{name}": name for name in shipped_forms()}
    names = {path.name.removesuffix(kept.ENDING) for path in Path(kept.FOLDER).glob(f"*{kept.ENDING}")}
    assert names == {*forms, *MAKERS, regexp.NAME}, ANEW
    for name, form in forms.items():
        assert kept.kept(name) == ready.to_keep(form), ANEW
    for name, make in MAKERS.items():
        for given, made in kept.kept(name):
            assert make(given) == made, ANEW
    patterns = kept.kept(regexp.NAME)
    assert regexp.made_of((text, flags) for flags, _, text in patterns) == patterns, ANEW
    assert len(kept.kept("labels")) == len(forms)


def test_a_form_is_the_same_where_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tables() -> list[Any]:
        forms = load_forms()
        return [forms, [lexicon.labels_of.__wrapped__(form) for form in forms], words._non_answers.__wrapped__(())]

    with_kept = tables()
    monkeypatch.setattr(kept, "FOLDER", str(tmp_path))
    assert repr(tables()) == repr(with_kept)


def test_a_table_is_made_where_another_one_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FOLDER", str(tmp_path))
    assert kept.table("doubled", ["a"], lambda given: [*given, *given]) == ["a", "a"]
    path = tmp_path / f"doubled{kept.ENDING}"
    path.write_bytes(kept.octets_of([[["a"], ["kept"]]]))
    assert kept.table("doubled", ["a"], list) == ["kept"]
    assert kept.table("doubled", ["b"], list) == ["b"]
    path.write_bytes(path.read_bytes().replace(b"cpython", b"gpython"))
    assert kept.table("doubled", ["a"], list) == ["a"]


def test_the_same_is_kept_by_each_who_compiles(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    made = [[path.read_bytes() for path in hatch_build._keep(hatch_build.ROOT, folder)] for folder in (first, second)]
    assert made[0] == made[1]
    assert len(made[0]) == len(shipped_forms()) + 3
