"""The JSON Schema of rule files: published, complete, and of one mind with the reader about their shape."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from slips import OPEN_XCHANGE, RULES, Lines, Slip, of_open_xchange, of_rules
from ticketlint.form import read_form, schema, shipped_forms
from ticketlint.form.fault_codes import FAULTS

REPOSITORY = Path(__file__).parents[1]
PUBLISHED = REPOSITORY / "docs" / "schema" / "rules-1.json"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
VALIDATOR = jsonschema.Draft202012Validator(schema())
# what the schema can know: the shape, not what one key says of another
OF_SHAPE = {"unknown-key", "missing-key", "wrong-type"}


class Editor(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: `no` is a text, and so is a date."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012 - as PyYAML has it


for _tag, _words, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?\d+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$", list("-+.0123456789")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_words), _first)


def mistakes(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, Loader=Editor))]


def test_it_is_published(request: pytest.FixtureRequest) -> None:
    current = json.dumps(schema(), indent=2) + "\n"
    if request.config.getoption("--update-goldens"):
        PUBLISHED.write_text(current, encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == current, "rules-1.json is old: run pytest --update-goldens"
    VALIDATOR.check_schema(schema())


@pytest.mark.parametrize("verb", [("rules", "schema"), ("schema", "rules")], ids=" ".join)
def test_both_verbs_print_it(verb: tuple[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", "ticketlint", *verb], capture_output=True, check=True)
    assert done.stdout == PUBLISHED.read_bytes()


@pytest.mark.parametrize("path", shipped_forms().values(), ids=lambda path: path.stem)
def test_a_shipped_form_names_the_schema_and_fits_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = MODELINE.match(text)
    assert named
    assert (path.parent / named[1]).resolve() == PUBLISHED
    assert mistakes(text) == []


def test_the_documentation_names_the_line() -> None:
    assert MODELINE.search((REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", [code for code in FAULTS.values() if code.refused], ids=lambda code: code.name)
def test_it_finds_mistakes_of_shape_and_praises_no_right_file(code: Any) -> None:
    assert mistakes(code.accepted) == []
    if code.name in OF_SHAPE:
        assert mistakes(code.refused)


@pytest.mark.parametrize("word", ["true", "false", "yes", "No", "ON", "off"])
def test_a_flag_may_be_written_in_any_case(word: str) -> None:
    assert mistakes(f"form: a\ntitle: A\nfields:\n  B: {{required: {word}}}\n") == []
    assert mistakes(f"form: a\ntitle: A\nfields:\n  B: {{required: {word}x}}\n")


@pytest.mark.parametrize(
    ("original", "slips"), [(OPEN_XCHANGE, of_open_xchange()), (RULES, of_rules())], ids=["open-xchange", "rules"]
)
def test_slips_of_shape_do_not_fit_it(
    original: Lines, slips: dict[str, Slip], capsys: pytest.CaptureFixture[str]
) -> None:
    """What parses as YAML and has a mistake of shape alone is no file of the schema, and what is right by it is one."""
    dice = random.Random(2026)
    count: Counter[str] = Counter()
    for turn in range(300):
        name = sorted(slips)[turn % len(slips)]
        text = "\n".join(slips[name](dice)[0])
        form, found = read_form(text.encode("utf-8", "surrogateescape"), "x")
        codes = {one.code for one in found}
        if form is not None:
            assert mistakes(text) == [], (name, text)
            count["right"] += 1
        elif codes <= OF_SHAPE:
            assert mistakes(text), (name, found)
            count["mistakes of shape"] += 1
    with capsys.disabled():
        print("", dict(count))
    assert count["mistakes of shape"] >= 40
