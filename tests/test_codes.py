"""Explanations and templates, proved by the program: each example refused is refused, each one accepted is accepted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args
from urllib.parse import parse_qs, urlsplit

import pytest

from ticketlint import template
from ticketlint.codes import CODES, Code
from ticketlint.form import load_forms, shipped_forms
from ticketlint.report.tally import VERDICTS
from ticketlint.triage import check
from ticketlint.verdict import Verdict, VerdictName

if TYPE_CHECKING:
    from pathlib import Path

    from ticketlint.form.model import Form

HEADER = "From: anna@customer.example\nTo: support@open-xchange.com\nSubject: calendar\n"
PLACEHOLDER = re.compile(r"^(.*)\(the form, filled in(?: with (.+?): (.+))?\)(.*)$", re.MULTILINE)
OPEN_XCHANGE = load_forms(["open-xchange"])
FORMS = {name: load_forms([name])[0] for name in shipped_forms()}
# A size that needs a mail of megabytes is proved with the limits themselves.
WITHOUT_EXAMPLE = {"oversized-body"}
# These are examples of mails that lack fields too.
LIKE_OTHERS = {"form-in-attachment"}


def answers(form: Form) -> dict[str, str]:
    """Return the lines of each field in a form that is filled in with answers the form calls good."""
    return {
        spec.name: spec.name + (":\n" if spec.type == "prose" else ": ") + template.example(spec)
        for spec in form.fields
    }


def judged(code: Code, example: str, folder: Path) -> Verdict:
    """Return the verdict on an example, put together as `Code` says."""
    filled = answers(OPEN_XCHANGE[0])
    if code.replaces:
        first = code.replaces[0]
        lines = [
            example.rstrip("\n") if name == first else line
            for name, line in filled.items()
            if name not in code.replaces[1:]
        ]
        return check((HEADER + "\n" + "\n".join(lines) + "\n").encode(), OPEN_XCHANGE)
    if code.asks:
        path = folder / "desk.yaml"
        fields, _, more = code.asks.partition("\0")
        asked = "".join(f"  {line}\n" for line in fields.splitlines())
        head = f"form: desk\ntitle: Desk\nto: support@open-xchange.com\n{more}\n"
        path.write_text(f"{head}fields:\n{asked}", encoding="utf-8")
        return check((HEADER + "\n" + example).encode(), load_forms([path]))

    def form(match: re.Match[str]) -> str:
        before, label, value, after = match.groups()
        given = filled | ({label: f"{label}: {value}"} if label else {})
        return "\n".join(before + line + after for line in "\n".join(given.values()).split("\n"))

    return check(PLACEHOLDER.sub(form, example).encode(), OPEN_XCHANGE)


def test_every_code_is_explained() -> None:
    assert [code.name for code in CODES.values() if not (code.flags and code.why)] == []
    assert {code.name for code in CODES.values() if not (code.refused and code.accepted)} == WITHOUT_EXAMPLE


@pytest.mark.parametrize("code", [code for code in CODES.values() if code.refused], ids=lambda code: code.name)
def test_examples_are_true(code: Code, tmp_path: Path) -> None:
    refused = judged(code, code.refused, tmp_path)
    assert code.name in {one.code for one in refused.diagnostics}, refused
    accepted = judged(code, code.accepted, tmp_path)
    assert (accepted.verdict, [one.code for one in accepted.diagnostics]) == ("complete", [])


@pytest.mark.parametrize("code", [code for code in CODES.values() if code.refused], ids=lambda code: code.name)
def test_a_rule_file_may_see_every_code_otherwise(code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = shipped_forms()["open-xchange"].read_text(encoding="utf-8")
    shipped = re.sub(rf"(?m)^    severities: {{{code.name}: .*\n", "", shipped)  # a field's own would go before
    for severity in (4, 0):
        own = f"severities: {{{code.name}: {severity}}}"
        (tmp_path / "own.yaml").write_text(shipped.replace("\nfields:\n", f"\n{own}\nfields:\n"), encoding="utf-8")
        asking = replace(code, asks=code.asks and f"{code.asks}\0{own}")
        with monkeypatch.context() as patch:
            patch.setitem(globals(), "OPEN_XCHANGE", load_forms([tmp_path / "own.yaml"]))
            found = judged(asking, code.refused, tmp_path)
        assert {int(one.severity) for one in found.diagnostics if one.code == code.name} == {severity} - {0}
        assert found.verdict == "unreadable" or code.name in LIKE_OTHERS or found.verdict == "complete"


def test_verdicts_are_those_of_triage() -> None:
    assert get_args(VerdictName) == VERDICTS


def languages() -> list[tuple[str, str]]:
    return [(name, language) for name, form in FORMS.items() for language in form.language]


@pytest.mark.parametrize(("name", "language"), languages())
def test_unfilled_template_answers_nothing(name: str, language: str) -> None:
    form = FORMS[name]
    verdict = check(template.mail(form, language).encode(), [form])
    asked = {spec.name for spec in form.fields if spec.required and not spec.header}
    lacking = {one.field for one in verdict.diagnostics if one.severity.withholds}
    assert verdict.verdict == "incomplete"
    assert dict(verdict.fields) == {}
    assert asked <= lacking


@pytest.mark.parametrize(("name", "language"), languages())
def test_filled_template_is_complete(name: str, language: str) -> None:
    form = FORMS[name]
    verdict = check(template.mail(form, language, filled=True).encode(), [form])
    assert verdict.verdict == "complete", [(one.code, one.field, one.title) for one in verdict.diagnostics]
    assert len(verdict.fields) == len([spec for spec in form.fields if not spec.header])


@pytest.mark.parametrize(("name", "language"), languages())
def test_link_holds_the_same_body(name: str, language: str) -> None:
    form = FORMS[name]
    link = template.link(form, language)
    assert link.isascii()
    assert " " not in link
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    held = parse_qs(parts.query, strict_parsing=True)
    assert held["subject"] == [form.title]
    assert held["body"] == [template.body(form, language).replace("\n", "\r\n")]
    assert "+" not in link.replace("%2B", "")
    assert "\n" not in held["body"][0].replace("\r\n", "")
