"""A shipped form is the same whether it is read from its rule file or from what is kept of it beforehand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ticketlint.form import load_forms, read_form, ready, shipped_forms

SHIPPED = shipped_forms()


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_kept_of_a_rule_file_is_what_it_says(name: str, request: pytest.FixtureRequest) -> None:
    path = SHIPPED[name]
    octets = path.read_bytes()
    form, faults = read_form(octets, str(path))
    assert form is not None
    assert faults == ()
    kept = Path(ready.FOLDER) / f"{name}.json"
    if request.config.getoption("--update-goldens"):
        kept.write_text(ready.written(form, octets), encoding="utf-8", newline="\n")
    assert kept.read_text(encoding="utf-8") == ready.written(form, octets), "run pytest --update-goldens"
    again = ready.form_of(octets, str(path))
    assert repr(again) == repr(form)  # every field of every record, mappings and tuples told apart


def test_nothing_is_kept_of_files_that_are_gone() -> None:
    assert {path.stem for path in Path(ready.FOLDER).iterdir()} == set(SHIPPED)


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    octets = SHIPPED["open-xchange"].read_bytes()
    edited = tmp_path / "open-xchange.yaml"
    edited.write_bytes(octets.replace(b"title: Open-Xchange", b"title: Our", 1))
    assert ready.form_of(edited.read_bytes(), str(edited)) is None
    assert load_forms([edited])[0].title.startswith("Our")
    for other in (octets + b"\n", octets[:-1], octets.replace(b"\n", b"\r\n"), b""):
        assert ready.form_of(other, "open-xchange.yaml") is None


def test_what_is_kept_may_be_gone_or_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "FOLDER", str(tmp_path))
    (form,) = load_forms(["open-xchange"])
    assert form.id == "open-xchange"
    (tmp_path / "open-xchange.json").write_text('{"text": "', encoding="utf-8")
    assert load_forms(["open-xchange"])[0].title == form.title


def test_a_shipped_form_needs_no_yaml() -> None:
    code = "import sys; from ticketlint.form import load_forms; load_forms(['open-xchange']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert {"yaml", "regex", "ticketlint.form.build", "ticketlint.form.nodes"} & set(done.stdout.split()) == set()
