"""The whole rule language: what each key becomes, and what is said of each mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from ticketlint.diagnostic import Severity
from ticketlint.form import FormError, check_forms, load_forms, read_form, schema, shipped_forms
from ticketlint.form.fault_codes import FAULTS
from ticketlint.form.json_schema import _FRAGMENTS
from ticketlint.form.language import FIELD_KEYS, FORM_KEYS, RULE_KEYS
from ticketlint.form.model import Alias, Condition
from ticketlint.form.reader import READERS
from ticketlint.values import Choice

if TYPE_CHECKING:
    from conftest import Golden

RULES = Path(__file__).parent / "rules"
EVERYTHING = """\
form: everything-2
title: Every key
to: [a@example.com, b@example.com]
url: https://example.com/form
language: [en, de]
follow-up: '#(?P<ticket>\\d+)'
urgency: Level
severities: {misspelt-label: 4, outage-without-phone: 0}
non-answers: later
stop-at: ['-- above --']
fields:
  Level:
    type: integer
    choices: {1: [high, hoch], 2: medium, 3: , 4: }
  Name:
    aliases: {any: Who, de: [Wer, Namen], fr: Nom}
    required: yes
    secret: ON
    first: true
    many: no
    pattern: '[A-Z]+'
    placeholder: your name
    min-length: 2
    max-length: 08
    severities: {malformed-value: 3}
    help: {de: Wer, en: Who}
    good: ANNA
    bad: [anna, x1]
  Queue: {header: Subject, pattern: '\\[queue (\\w+)\\]'}
  Day: {type: date, min: 2020-01-31, max: 2030-12-31, aliases: [Date], help: A day.}
  Size: {type: number, min: -1.5, max: 5.0, default: 2}
  Phone:
  Text: {type: prose, rest: true}
rules:
  outage-without-phone:
    when: {Level: [hoch, 2], present: Name, absent: [Queue], not: {Size: 1}}
    require: Phone
    forbid: [Day]
    choices: {Level: [1, medium]}
    severity: 2
    title: level {Level} names no telephone
    help: Add one.
"""


def read(text: str) -> Any:
    form, found = read_form(text.encode(), "desk.yaml", suspicions=True)
    assert found == ()
    return form


def test_every_key_is_understood() -> None:
    form = read(EVERYTHING)
    assert (form.id, form.title, form.to, form.url) == (
        "everything-2", "Every key", ("a@example.com", "b@example.com"), "https://example.com/form",
    )  # fmt: skip
    assert (form.language, form.follow_up, form.urgency) == (("en", "de"), r"#(?P<ticket>\d+)", "Level")
    assert dict(form.severities) == {"misspelt-label": 4, "outage-without-phone": 0}
    assert (form.non_answers, form.stop_at, form.path) == (("later",), ("-- above --",), "desk.yaml")
    level, name, queue, day, size, phone, text = form.fields
    assert level.choices == (Choice("1", ("high", "hoch")), Choice("2", ("medium",)), Choice("3"), Choice("4"))
    assert name.aliases == (Alias("Who"), Alias("Wer", "de"), Alias("Namen", "de"), Alias("Nom", "fr"))
    assert (name.required, name.secret, name.first, name.many) == (True, True, True, False)
    assert (name.pattern, name.placeholder, name.min_length, name.max_length) == ("[A-Z]+", ("your name",), 2, 8)
    assert (dict(name.severities), dict(name.help)) == ({"malformed-value": 3}, {"de": "Wer", "en": "Who"})
    assert (name.good, name.bad, name.line) == (("ANNA",), ("anna", "x1"), 15)
    assert (queue.header, queue.pattern) == ("Subject", r"\[queue (\w+)\]")
    assert (day.type, day.min, day.max, day.aliases, dict(day.help)) == (
        "date", "2020-01-31", "2030-12-31", (Alias("Date"),), {"en": "A day."},
    )  # fmt: skip
    assert (size.type, size.min, size.max, size.default) == ("number", "-1.5", "5.0", "2")
    assert (phone.type, phone.required, phone.choices) == ("line", False, ())
    assert (text.type, text.rest, phone.rest) == ("prose", True, False)


def test_a_rule_is_understood_in_canonical_values() -> None:
    (rule,) = read(EVERYTHING).rules
    when = Condition({"Level": ("1", "2")}, ("Name",), ("Queue",), Condition({"Size": ("1",)}))
    assert rule.when == when
    assert (rule.name, rule.require, rule.forbid, dict(rule.choices)) == (
        "outage-without-phone", ("Phone",), ("Day",), {"Level": ("1", "2")},
    )  # fmt: skip
    assert (rule.severity, rule.title, dict(rule.help)) == (
        Severity.MEDIUM, "level {Level} names no telephone", {"en": "Add one."},
    )  # fmt: skip


def test_everything_holds_every_key() -> None:
    document = yaml.safe_load(EVERYTHING)
    assert set(document) == set(FORM_KEYS)
    assert {key for spec in document["fields"].values() for key in spec or ()} == set(FIELD_KEYS)
    assert set(document["rules"]["outage-without-phone"]) == set(RULE_KEYS)


@pytest.mark.parametrize("code", [code for code in FAULTS.values() if code.refused], ids=lambda code: code.name)
def test_each_fault_has_a_refused_and_an_accepted_example(code: Any) -> None:
    found = read_form(code.refused.encode(), "desk.yaml", suspicions=True)[1]
    assert {one.code for one in found} == {code.name}
    assert len(found) == 1
    assert found[0].severity is code.severity
    assert found[0].help
    assert found[0].span
    assert read_form(code.accepted.encode(), "desk.yaml", suspicions=True)[1] == ()


def test_faults_without_an_example_need_a_file() -> None:
    assert {code.name for code in FAULTS.values() if not code.refused} == {"unreadable-file", "duplicate-form"}


def test_the_schema_agrees_with_the_reader() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    assert set(_FRAGMENTS) == set(READERS)
    texts = [EVERYTHING, *(path.read_text("utf-8") for path in shipped_forms().values())]
    for text in (*texts, *(code.accepted for code in FAULTS.values())):
        document = yaml.load(text, Loader=yaml.BaseLoader)
        nulls = {**document, "fields": {name: spec or None for name, spec in document["fields"].items()}}
        if text is not EVERYTHING:  # BaseLoader reads an absent synonym as an empty text
            assert [error.message for error in validator.iter_errors(nulls)] == []
    for code in ("unknown-key", "missing-key", "wrong-type"):
        document = yaml.safe_load(FAULTS[code].refused)
        assert not validator.is_valid(document), code


@pytest.mark.parametrize("told", sorted(RULES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_said_of_a_file(told: Path) -> None:
    path = told.with_suffix(".yaml")
    said: list[str] = []
    for _, one in check_forms([path]):
        assert one.span
        said += [
            f"{path.name}:{one.span.line}:{one.span.column}: {one.code} ({one.severity.word})",
            f"    {one.excerpt}",
        ]
        said += [f"    {' ' * (one.span.column - 1)}^", f"  {one.title}"]
        said += [f"  {note}" for note in one.notes] + ([f"  help: {one.help}"] if one.help else []) + [""]
    assert "\n".join(said) == told.read_text("utf-8")


@pytest.mark.parametrize("path", sorted((RULES / "err").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_rules_check_says_of_a_mistake(path: Path, golden: Golden) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ticketlint", "rules", "check", f"err/{path.name}"],
        cwd=RULES, capture_output=True, check=False,
    )  # fmt: skip
    said = done.stdout.decode()
    golden(f"rules/{path.stem}.txt", said)
    assert done.returncode == (2 if "error[" in said else 0)
    assert done.stderr == b""


@pytest.mark.parametrize("path", sorted((RULES / "ok").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_right_is_not_suspected(path: Path) -> None:
    assert check_forms([path]) == ()


def test_each_mistake_has_a_right_counterpart() -> None:
    assert {path.name for path in RULES.glob("ok/*.yaml")} == {path.name for path in RULES.glob("err/*.yaml")}


@pytest.mark.parametrize(
    ("field", "code", "column"),
    [
        ("{header: Subject}", "missing-key", 15),
        ("{header: 'Sub:ject', pattern: (a)}", "invalid-value", 15),
        ("{header: Subject, pattern: abc}", "invalid-pattern", 33),
        ("{min: 3}", "invalid-value", 12),
        ("{type: integer, min: 2.5}", "invalid-value", 27),
        ("{type: integer, min: 9, max: 3}", "invalid-value", 35),
        ("{type: date, max: 31.12.2020}", "invalid-value", 24),
        ("{min-length: 5, max-length: 3}", "invalid-value", 34),
        ("{min-length: -1}", "invalid-value", 19),
        ("{max-length: many}", "invalid-value", 19),
        ("{default: abc, pattern: '[0-9]+'}", "invalid-value", 16),
        ("{aliases: {xx: a}}", "invalid-value", 17),
        ("{aliases: ['a: b']}", "invalid-value", 17),
        ("{aliases: ['-']}", "invalid-value", 17),
        ("{choices: []}", "invalid-value", 16),
        ("{choices: {}}", "wrong-type", 16),
        ("{good: ['']}", "invalid-value", 14),
        ("{help: }", "wrong-type", 13),
        ("{pattern: 'it''s (x'}", "invalid-pattern", 25),
        ("{pattern: '((((a{9999}){9999}){9999}){9999})'}", "invalid-pattern", 16),
        ("{severities: {missing-field: 5}}", "invalid-value", 35),
        ("{severities: [missing-field]}", "wrong-type", 19),
    ],
)
def test_mistakes_in_a_field(field: str, code: str, column: int) -> None:
    text = f"form: desk\ntitle: Desk\nfields:\n  A: {field}\n"
    found = read_form(text.encode(), "desk.yaml")[1]
    assert [(one.code, one.span.line, one.span.column, one.field) for one in found if one.span] == [
        (code, 4, column, "A")
    ]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("R: {when: {A: x}, require: B, title: t}", "invalid-value"),
        ("missing-field: {when: {A: x}, require: B, title: t}", "invalid-value"),
        ("r: {require: B, title: t}", "missing-key"),
        ("r: {when: {A: x}, require: B}", "missing-key"),
        ("r: {when: {A: x}, title: t}", "missing-key"),
        ("r: {when: {A: x}, require: Bb, title: t}", "unknown-field-name"),
        ("r: {when: {A: z}, require: B, title: t}", "no-such-choice"),
        ("r: {when: {presnt: A}, require: B, title: t}", "unknown-field-name"),
        ("r: {when: {A: x}, require: B, title: 'no {Bee}'}", "unknown-field-name"),
        ("r: {when: {B: x}, choices: {A: z}, title: t}", "no-such-choice"),
        ("r: {when: {A: x}, require: B, severity: 0, title: t}", "invalid-value"),
        ("r: {when: {}, require: B, title: t}", "wrong-type"),
        ("r: when", "wrong-type"),
        ("r: {when: {A: x, absent: A}, require: B, title: t}", "idle-rule"),
        ("r: {when: {A: x}, require: A, title: t}", "idle-rule"),
        ("r: {when: {B: x}, choices: {A: [x, y]}, title: t}", "idle-rule"),
        ("r: {when: {absent: A}, forbid: A, title: t}", "idle-rule"),
        ("r: {when: {A: x, not: {A: [x, y]}}, require: B, title: t}", "idle-rule"),
    ],
)
def test_mistakes_in_a_rule(rule: str, code: str) -> None:
    text = f"form: desk\ntitle: Desk\nfields:\n  A: {{choices: [x, y]}}\n  B:\nrules:\n  {rule}\n"
    found = read_form(text.encode(), "desk.yaml", suspicions=True)[1]
    assert [(one.code, one.span.line) for one in found if one.span and one.code != "unreachable-choice"] == [(code, 7)]


def test_urgency_needs_a_scale_of_four() -> None:
    text = "form: desk\ntitle: Desk\nurgency: A\nfields:\n  A: {{{}}}\n"
    for keys in ("choices: [1, 2, 3, 4]", "choices: {1: high, 4: low}", "type: integer, min: 1, max: 4"):
        assert read_form(text.format(keys).encode(), "desk.yaml")[0], keys
    for keys in ("", "type: integer", "choices: [high, low]", "type: integer, min: 0, max: 4"):
        assert [one.code for one in read_form(text.format(keys).encode(), "desk.yaml")[1]] == ["invalid-value"], keys


def test_paths_are_files_folders_and_names(tmp_path: Path) -> None:
    for name, form in (("b.yaml", "b"), ("a.yml", "a"), (".hidden.yaml", "h"), ("note.txt", "n")):
        (tmp_path / name).write_text(f"form: {form}\ntitle: T\nfields:\n  A:\n")
    assert [form.id for form in load_forms([tmp_path])] == ["a", "b"]
    assert [form.id for form in load_forms([tmp_path / "b.yaml", tmp_path, "open-xchange"])] == [
        "b",
        "a",
        "open-xchange",
    ]
    assert {form.id for form in load_forms()} == set(shipped_forms())


def test_mistakes_of_all_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text("form: a\ntitle: T\nfields:\n  A: {reqired: true}\n")
    (tmp_path / "2.yaml").write_text("form: b\nfields: [\n")
    (tmp_path / "3.yaml").write_text("form: c\ntitle: T\nfields:\n  A:\n")
    (tmp_path / "4.yaml").write_text("# twice\nform: c\ntitle: T\nfields:\n  A:\n")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormError) as raised:
        load_forms([tmp_path, tmp_path / "empty", tmp_path / "none.yaml"])
    told = [(Path(path).name, one.code, one.span.line if one.span else 0) for path, one in raised.value.faults]
    assert told == [
        ("1.yaml", "unknown-key", 4),
        ("2.yaml", "invalid-yaml", 2),
        ("4.yaml", "duplicate-form", 2),
        ("empty", "unreadable-file", 0),
        ("none.yaml", "unreadable-file", 0),
    ]
