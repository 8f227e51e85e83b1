"""Issue forms of GitHub become forms: whole outputs, every mistake with its line, and issues read by what was made."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from ticketlint import check
from ticketlint.form import read_form
from ticketlint.issueform import convert
from ticketlint.issueform.read import MAX_ELEMENTS, MAX_OPTIONS
from ticketlint.values import letters

if TYPE_CHECKING:
    from conftest import Golden

CASES = Path(__file__).parent / "issueforms"


def run(*arguments: str, given: bytes | None = None, folder: Path = CASES) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "ticketlint", "rules", "import", *arguments],
        cwd=folder, input=given, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def form_of(text: str) -> Any:
    form, faults = read_form(text.encode(), "made.yaml", suspicions=True)
    assert form is not None, (faults, text)
    return form, faults


@pytest.mark.parametrize("path", sorted((CASES / "ok").glob("*.yml")), ids=lambda path: path.stem)
def test_what_is_made(path: Path, golden: Golden) -> None:
    code, made, told = run(f"ok/{path.name}", "--to", "bugs@example.com")
    assert code == 0
    golden(f"issueform/{path.stem}.yaml", made)
    golden(f"issueform/{path.stem}.txt", told)
    assert form_of(made)[1] == ()


@pytest.mark.parametrize("path", sorted((CASES / "err").glob("*.yml")), ids=lambda path: path.stem)
def test_what_is_said_of_mistakes(path: Path, golden: Golden) -> None:
    code, made, told = run(f"err/{path.name}")
    assert (code, made) == (2, "")
    golden(f"issueform/{path.stem}.txt", told)


def test_stdin_output_name_and_language(tmp_path: Path) -> None:
    octets = (CASES / "ok" / "bug.yml").read_bytes()
    code, made, _ = run("-", "--name", "bugs", "--language", "de", "-o", "made.yaml", given=octets, folder=tmp_path)
    assert (code, made) == (0, "")
    form, _ = form_of((tmp_path / "made.yaml").read_text("utf-8"))
    assert (form.id, form.language, form.to) == ("bugs", ("de",), ())
    assert form.spec("Contact").help["de"].endswith("Zum Beispiel: anna@example.com")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("none.yml",), 3, "none.yml: No such file"),
        (("ok/bug.yml", "--to", "nobody"), 2, "--to"),
        (("ok/bug.yml", "--to", "a@b\nfields:"), 2, "--to"),
        (("ok/bug.yml", "--name", "My Bugs"), 2, "--name"),
        (("ok/bug.yml", "--language", "german"), 2, "--language"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], code: int, said: str) -> None:
    found = run(*arguments)
    assert (found[0], found[1]) == (code, "")
    assert said in found[2]


ISSUE = """\
### Contact

_No response_

### What happened: in your words

It broke.

### This is a heading of mine: look

and text below it

### Versions

1.0, 2.1 (beta)

### How did you install it?

from source

### Log

```shell
Versions: none of these
### Contact
```

### Before you send

- [x] I have read the [rules of the house](https://example.com/rules)
- [{}] I searched the [open] reports, and found none
- [ ] I could mend it myself
"""


def test_an_issue_is_read() -> None:
    form, _ = form_of(convert((CASES / "ok" / "bug.yml").read_bytes(), "bug.yml", to=("a@example.com",)).text)
    head = "To: a@example.com\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n"
    verdict = check((head + ISSUE.format("X")).encode(), [form])
    assert verdict.verdict == "complete"
    assert {name: field.value for name, field in verdict.fields.items()} == {
        "What happened - in your words": "It broke.\n\n### This is a heading of mine: look\n\nand text below it",
        "Versions": ("1.0", "2.1 (beta)"),
        "How did you install it?": "from source",
        "Log": "```shell\nVersions: none of these\n### Contact\n```",
        "Before you send": (
            "I have read the rules of the house",
            "I searched the [open] reports, and found none",
        ),
    }
    verdict = check((head + ISSUE.format(" ")).encode(), [form])
    assert [(one.code, int(one.severity)) for one in verdict.diagnostics] == [("before-you-send-2", 2)]
    untouched = ISSUE.format("x").replace("It broke.", "1. I did\n2. I saw")
    verdict = check(
        (head + untouched.split("### This")[0] + "### Versions" + untouched.split("### Versions")[1]).encode(), [form]
    )
    assert [(one.code, one.field) for one in verdict.diagnostics] == [
        ("placeholder-value", "What happened - in your words")
    ]


def test_the_issue_form_is_not_written_over(tmp_path: Path) -> None:
    there = (CASES / "ok" / "bug.yml").read_bytes()
    (tmp_path / "bug.yml").write_bytes(there)
    code, _, said = run("bug.yml", "--output", "./bug.yml", folder=tmp_path)
    assert (code, "this is the issue form" in said) == (2, True)
    assert (tmp_path / "bug.yml").read_bytes() == there


VERSIONS = """name: Bug
description: Something broke
body:
  - type: dropdown
    attributes: {label: Version, options: [1.0.2 (Default), 1.0.3 (Edge), "10.0.1, 10.0.2 (a)", 2024-01-05 nightly]}
    validations: {required: true}
"""


@pytest.mark.parametrize("option", ["1.0.2 (Default)", "1.0.3 (Edge)", "10.0.1, 10.0.2 (a)", "2024-01-05 nightly"])
def test_options_with_several_numbers_are_read_as_they_are_spelled(option: str) -> None:
    form, suspicions = form_of(convert(VERSIONS.encode(), "bug.yml", to=("a@example.com",)).text)
    assert suspicions == ()
    verdict = check(f"To: a@example.com\nSubject: x\n\n### Version\n\n{option}\n".encode(), [form])
    assert (verdict.verdict, verdict.fields["Version"].value) == ("complete", option)


# --- forms that nobody wrote -------------------------------------------------------------------------------------------

NASTY = st.text(
    st.sampled_from("aZé9 :=?#'\"{}[]-,&*!|>%@`\\/\t\n\u200b\u202e\U0001f44d\uff1a.()+_~<"), min_size=1, max_size=30
) | st.sampled_from(["true", "no", "null", "~", "1.0", "- a", "a: b", "x" * 300, "severity", "missing-field", "a #b"])


def words(of: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(of.split()), min_size=1, max_size=3, unique=True).map(" ".join)


TAME = words("alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike")
CHOICES = words("red orange yellow green blue violet white black brown grey pink silver gold")


ANSWERS = (
    "november", "oscar papa", "Windows: 11", "The page stayed empty after I had clicked on the button, twice.",
    "https://example.com/a?b=c", "1. one", "- a list", "[brackets]x", None,
)  # fmt: skip


def forms(text: st.SearchStrategy[str], choice: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    flag = st.booleans()
    options = st.lists(choice, min_size=1, max_size=5, unique_by=lambda one: " ".join(one.split()))
    label = st.fixed_dictionaries({"label": text}, optional={"description": text})
    asked = {
        "input": st.fixed_dictionaries({"label": text}, optional={"description": text, "placeholder": text, "value": text}),
        "textarea": st.fixed_dictionaries({"label": text}, optional={"description": text, "value": text, "render": text}),
        "dropdown": st.fixed_dictionaries({"label": text, "options": options}, optional={"multiple": flag}),
        "checkboxes": st.tuples(label, st.lists(st.fixed_dictionaries({"label": choice}, optional={"required": flag}), min_size=1, max_size=4, unique_by=lambda box: " ".join(str(box["label"]).split()))).map(lambda pair: {**pair[0], "options": pair[1]}),
    }  # fmt: skip
    elements = st.one_of(
        [
            st.fixed_dictionaries(
                {"type": st.just(kind), "attributes": one},
                optional={"validations": st.fixed_dictionaries({"required": flag})},
            )
            for kind, one in asked.items()
        ]
    )
    return st.fixed_dictionaries(
        {"name": text, "description": text, "body": st.lists(elements, min_size=1, max_size=6)},
        optional={"title": text},
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(NASTY, NASTY))
@example({"name": "9", "body": [{"type": "dropdown", "attributes": {"label": "9", "options": ["\u200b"]}}]})
def test_what_is_made_is_always_a_right_rule_file(document: dict[str, Any]) -> None:
    made = convert(yaml.safe_dump(document, allow_unicode=True).encode(), "a.yml", to=("a@example.com",))
    if not made.faults:
        form, faults = read_form(made.text.encode(), "made.yaml", suspicions=True)
        if form is None:  # nothing was left that can be asked
            assert all(not letters(element["attributes"]["label"]) for element in document["body"])
        else:
            assert [one.code for one in faults if one.severity < 3] == []
    else:
        assert made.text == ""
        assert all(one.span for one in made.faults)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(TAME, CHOICES), st.data())
def test_an_issue_made_with_the_form_is_read_as_it_was_answered(document: dict[str, Any], data: st.DataObject) -> None:
    labels = [letters(element["attributes"]["label"]) for element in document["body"]]
    assume(len(set(labels)) == len(labels))
    body, expected = "", {}
    for element in document["body"]:
        attributes = element["attributes"]
        label = attributes["label"]
        answer: Any = None
        if element["type"] == "dropdown":
            values = list(dict.fromkeys(attributes["options"]))
            if len({letters(value) for value in values}) < len(values):
                return
            several = attributes.get("multiple", False)
            chosen = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3 if several else 1, unique=True))
            body += f"### {label}\n\n{', '.join(chosen)}\n\n"
            answer = tuple(chosen) if several else chosen[0]
        elif element["type"] == "checkboxes":
            values = [box["label"] for box in attributes["options"]]
            if len({letters(value) for value in values}) < len(values):
                return
            must = [box["label"] for box in attributes["options"] if box.get("required")]
            ticked = data.draw(st.lists(st.sampled_from(values), unique=True))
            ticked += [value for value in must if value not in ticked]
            boxes = "".join(f"- [{'x' if value in ticked else ' '}] {value}\n" for value in values)
            body += f"### {label}\n\n{boxes}\n"
            answer = tuple(value for value in values if value in ticked) or None
        else:
            answer = data.draw(st.sampled_from(ANSWERS))
            body += f"### {label}\n\n{answer or '_No response_'}\n\n"
            if answer and element["type"] == "input":
                answer = answer.removeprefix("- ")  # a list of one
        if answer is not None:
            expected[label] = answer
    made = convert(yaml.safe_dump(document).encode(), "a.yml", to=("a@example.com",))
    assert made.faults == ()
    verdict = check(f"To: a@example.com\nSubject: x\n\n{body}".encode(), [form_of(made.text)[0]])
    assert {name: field.value for name, field in verdict.fields.items()} == expected


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200) | st.text(st.sampled_from("abody:- \n[]{}'\"&*!|>#typelabl"), max_size=200).map(str.encode)
)
def test_no_octets_end_in_a_traceback(octets: bytes) -> None:
    made = convert(octets, "a.yml")
    assert bool(made.faults) != bool(made.text)


def test_what_is_large_is_refused_or_done_soon() -> None:
    element = "  - {{type: input, attributes: {{label: Field {}}}}}\n"
    many = "body:\n" + "".join(element.format(number) for number in range(MAX_ELEMENTS + 1))
    assert [one.code for one in convert(many.encode(), "a.yml").faults] == ["invalid-value"]
    options = ", ".join(f"option {number} {'x' * 200}" for number in range(MAX_OPTIONS + 1))
    wide = f"body:\n  - type: dropdown\n    attributes: {{label: A, options: [{options}]}}\n"
    assert [one.code for one in convert(wide.encode(), "a.yml").faults] == ["invalid-value"]
    begun = time.process_time()
    for octets in (
        b"body:\n" + b"  - [\n" * 100_000,
        b"body: " + b"{a: " * 200_000,
        b"a: b\n" * 190_000,
        b"x" * 1_000_001,
    ):
        assert convert(octets, "a.yml").faults
    assert time.process_time() - begun < 20
