"""The page for the people who write mails: whole outputs, nothing left out, and no text of a rule file obeyed."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ticketlint import load_forms
from ticketlint.form import read_form
from ticketlint.form.model import FieldSpec, Form
from ticketlint.formdocs import WRITERS, page
from ticketlint.formdocs.words import SENTENCES
from ticketlint.template import body
from ticketlint.values import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Golden

DESK = """\
form: desk
title: Request to the *desk*
to: desk@example.com
url: https://example.com/desk
language: [en, de]
severities: {wrong-length: 3}
fields:
  Number:
    required: true
    secret: true
    first: true
    pattern: '[1-9]\\d{5}'
    aliases: {any: [No], de: [Nummer], fr: [Numéro]}
    help: {en: Look at `your badge`., de: Sie steht auf dem Ausweis.}
    good: ['204711']
    bad: ['4711']
  Level: {required: true, choices: {1: [high, hoch], 2: , 3: , 4: }, severities: {conflicting-fields: 1}}
  Devices: {choices: [phone, printer], many: true, default: phone}
  Reference: {required: true, severities: {non-answer: 0}}
  Size: {type: number, min: 1.5, max: 9, severities: {malformed-value: 4}}
  Since: {type: date, many: true}
  Queue: {header: Subject, pattern: '\\[(\\w+)\\]'}
  Story: {required: true, type: prose, min-length: 20, max-length: 9000}
rules:
  outage: {when: {Level: ['1'], not: {present: Size}}, require: [Size, Since], severity: 2, title: no size, help: Add it.}
  pets: {when: {absent: Story}, forbid: Devices, choices: {Level: [2, 3]}, title: no pets}
"""


def desk() -> Form:
    form, faults = read_form(DESK.encode(), "desk.yaml", suspicions=True)
    assert form is not None, faults
    return form


@pytest.mark.parametrize("style", WRITERS)
def test_whole_page(style: str, golden: Golden) -> None:
    golden(f"formdocs/desk.{style}", page(desk(), style=style))


def test_page_of_a_shipped_form(golden: Golden) -> None:
    (form,) = load_forms(["open-xchange"])
    golden("formdocs/open-xchange.markdown", page(form))


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_nothing_is_left_out(form: Form) -> None:
    for language in form.language:
        text = page(form, [language])
        assert f"```text\n{body(form, language)}```\n" in text
        for spec in form.fields:
            assert f"### {spec.name}\n" in text.replace("\\", "")
            assert [choice.value for choice in spec.choices if f"- `{choice.value}`" not in text] == []
            assert [value for value in spec.good[:3] if value not in text] == []
        assert text == page(form, [language])


def test_all_languages_say_the_same() -> None:
    assert {frozenset(sentences) for sentences in SENTENCES.values()} == {frozenset(SENTENCES["en"])}


def test_a_language_without_sentences_keeps_the_form_s_own_words() -> None:
    form, _ = read_form(b"form: a\ntitle: A\nlanguage: [fr, en]\nfields:\n  B: {help: {fr: Bonjour, en: Hello}}\n", "x")
    assert form is not None
    text = page(form)
    assert "## Français" in text
    assert text.index("Bonjour") < text.index("## English") < text.index("Hello")


def run(*arguments: str, folder: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "ticketlint", "rules", "docs", *arguments], cwd=folder, capture_output=True, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_command_line(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(DESK, encoding="utf-8")
    assert run("--rules", "desk.yaml", folder=tmp_path) == (0, page(desk()), "")
    assert run("-r", "desk.yaml", "-l", "de", "-f", "html", "-o", "a.html", folder=tmp_path) == (0, "", "")
    assert (tmp_path / "a.html").read_text("utf-8") == page(desk(), ["de"], "html")
    assert run("-r", "desk.yaml", "-l", "fr", folder=tmp_path)[0] == 2
    code, _, told = run("-r", "desk.yaml", "-o", "./desk.yaml", folder=tmp_path)
    assert (code, "this is the rule file" in told) == (2, True)
    assert (tmp_path / "desk.yaml").read_text(encoding="utf-8") == DESK
    assert run("deks", "-r", "desk.yaml", folder=tmp_path)[0] == 2
    code, out, told = run("bug-report", folder=tmp_path)
    assert (code, out[:2], told) == (0, "# ", "")


# --- what a rule file says is shown ------------------------------------------------------------------------------------

SIGNS = (st.text(
    st.sampled_from("aB1 `*_[]()<>&|~#$!\\\"'{}=+-.:/@%^\u202e\x1b\u00a0\n\t") | st.characters(codec="utf-8"), min_size=1, max_size=25
) | st.sampled_from(
    ["<script>alert(1)</script>", "[a](javascript:b)", "![a](b)", "1. a", "- a", "***", "```", "| a |", "&amp;", "# a", "a  \nb", "    a", "---", "===", "> a", "<a@b.c>", "[x]: y", "+ a", "~~~", "\\", "a\\"]
)).map(str.strip).filter(bool)  # fmt: skip


def texts(tokens: Any) -> Iterator[str]:
    for token in tokens:
        if token.children is not None:
            yield "".join(child.content for child in token.children)
        elif token.content:
            yield token.content


def seen(text: str) -> str:
    from ticketlint.report.visible import visible

    return " ".join(visible(" ".join(text.split())).split())


@settings(max_examples=300, deadline=None)
@given(st.lists(SIGNS, min_size=6, max_size=6))
def test_markdown_shows_and_obeys_nothing(said: list[str]) -> None:
    title, name, help_text, good, choice, bad = said
    spec = FieldSpec(name, help={"en": help_text}, good=(good,), bad=(bad,), choices=(Choice(choice, (good,)),))
    plain = FieldSpec("plain", help={"en": help_text}, good=(good,), default=bad)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page(Form("a", title, (spec, plain))))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {
        "heading", "inline", "paragraph", "bullet_list", "list_item", "fence", "text", "code_inline", "text_special",
    }  # fmt: skip
    shown = [" ".join(one.split()) for one in texts(tokens)]
    assert seen(title) in shown
    assert seen(name) in shown
    assert any(seen(good) in one for one in shown)
    assert any(seen(choice) in one for one in shown)
    if "`" not in help_text:
        assert seen(help_text) in shown


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=200, deadline=None)
@given(st.lists(SIGNS, min_size=5, max_size=5))
def test_html_shows_and_obeys_nothing(said: list[str]) -> None:
    title, name, help_text, good, choice = said
    spec = FieldSpec(name, help={"en": help_text}, good=(good,), choices=(Choice(choice),))
    form = Form("a", title, (spec,), url="https://example.com/?a=1&b=\"'<>", to=("a@example.com",))
    parser = Seen()
    parser.feed(page(form, style="html"))
    assert parser.tags <= set("html head meta title style body h1 h2 h3 p ul li code pre a".split())
    assert parser.links == ["mailto:a@example.com", form.url]
    flat = " ".join(parser.text.split())
    assert all(seen(text) in flat for text in (title, name, good, choice))
