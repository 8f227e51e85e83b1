"""What YAML does to people who write it by hand."""

from __future__ import annotations

import time

import pytest
import yaml

from ticketlint.form import FormError, load_forms, read_form

HEAD = "form: desk\ntitle: Desk\nfields:\n"


def faults(text: str | bytes) -> list[tuple[str, int, int]]:
    octets = text if isinstance(text, bytes) else text.encode()
    found = read_form(octets, "desk.yaml", suspicions=True)[1]
    return [(one.code, one.span.line if one.span else 0, one.span.column if one.span else 0) for one in found]


def advice(text: str) -> str:
    return " ".join(f"{one.title}; {one.help}" for one in read_form(text.encode(), "desk.yaml")[1])


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("  Name:\n\trequired: true\n", 5, 1, "blanks only"),
        ("  Name:\n    required true\n    many: no\n", 5, 5, "no colon"),
        ("  Name\n    required: true\n", 4, 3, "no colon"),
        ("  Name:\n    required:true\n    many: no\n", 5, 5, "no blank after the colon"),
        ("  Name:\n    required: true\n      many: no\n", 6, 7, "indented deeper"),
        ("  Name:\n    required: true\n   many: no\n", 6, 4, "fits no line above"),
        ("  Name:\n    aliases: [a, b\n    many: no\n  Other:\n", 5, 14, "no ] at its end"),
        ("  Name: {required: true\n  Other:\n", 4, 9, "no } at its end"),
        ('  Name:\n    help: "a, b\n    many: no\n    good: "x"\n', 5, 11, "not closed"),
        ("  Name:\n    pattern: '[a-z\n    many: no\n", 5, 14, "never closed"),
        ("  Name:\n    help: write: this\n", 5, 16, "quotes"),
        ("  Name:\n    help: @desk\n", 5, 11, "quotes"),
        ('  Name:\n    pattern: "\\d+"\n', 5, None, "single quotes"),
        ("  Name\x00: x\n", 4, 7, "U+0000"),
        ("  Na\u2028me: x\n", 4, 5, "U+2028"),
    ],
)
def test_syntax_errors_are_told_where_they_were_made(text: str, line: int, column: int | None, said: str) -> None:
    assert [(code, at, at_column if column else None) for code, at, at_column in faults(HEAD + text)] == [
        ("invalid-yaml", line, column)
    ]
    assert said in advice(HEAD + text)


def test_a_syntax_error_stops_the_rest_of_the_file_only() -> None:
    text = "form: My Desk\ntitle: Desk\nfields:\n  Name: {requird: true}\n  Other: [a\nurgency: Nmae\n"
    assert faults(text) == [("invalid-value", 1, 7), ("unknown-key", 4, 10), ("invalid-yaml", 5, 10)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("  Name: &a {required: true}\n", (4, 9)),
        ("  Name: {required: !!bool true}\n", (4, 20)),
        ("  Name:\n---\nform: other\n", (5, 1)),
        ("  Name: " + "[" * 3000, (4, 31)),
        ("  Name: " + "{a: " * 3000, (4, 97)),
    ],
)
def test_what_a_rule_file_does_not_need_is_refused(text: str, place: tuple[int, int]) -> None:
    assert faults(HEAD + text) == [("unsupported-yaml", *place)]


def test_merge_keys_are_refused() -> None:
    found = faults(HEAD + "  Name: &n {required: true}\n  Other:\n    <<: *n\n")
    assert found == [("unsupported-yaml", 4, 9), ("unsupported-yaml", 6, 5), ("unsupported-yaml", 6, 9)]


def test_billion_laughs_cost_nothing() -> None:
    lines = ["a: &a [x, x]"] + [
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    begun = time.process_time()
    assert {code for code, *_ in faults("\n".join(lines))} == {"unsupported-yaml", "unknown-key", "missing-key"}
    assert time.process_time() - begun < 0.5


def test_deep_block_nesting_is_refused() -> None:
    text = HEAD + "".join(" " * (depth + 2) + "a:\n" for depth in range(500))
    assert faults(text)[-1] == ("unsupported-yaml", 27, 26)


def test_a_huge_file_is_not_read() -> None:
    begun = time.process_time()
    assert faults(b"# " + b"x" * 2_000_000) == [("unreadable-file", 0, 0)]
    assert time.process_time() - begun < 0.1


def test_duplicate_keys_name_both_lines() -> None:
    found = read_form(f"{HEAD}  Name:\n  Other:\n  Name:\n".encode(), "desk.yaml")[1]
    assert [(one.code, one.span.line, one.related[0][0].line) for one in found if one.span] == [("duplicate-key", 6, 4)]


@pytest.mark.parametrize(
    "octets", [HEAD.encode("utf-16"), HEAD.encode("utf-16-le"), HEAD.encode("utf-16-be"), HEAD.encode("utf-32")]
)
def test_utf_16_and_32_are_told(octets: bytes) -> None:
    form, found = read_form(octets, "desk.yaml")
    assert form is None
    assert [one.code for one in found] == ["unreadable-file"]
    assert found[0].help == "save it as UTF-8"


def test_latin_1_is_told_with_its_place() -> None:
    form, found = read_form(f"{HEAD}  Größe:\n".encode("latin-1"), "desk.yaml")
    assert form is None
    assert [(one.code, one.excerpt) for one in found] == [("unreadable-file", "  Größe:")]
    assert found[0].span
    assert (found[0].span.line, found[0].span.column) == (4, 5)


@pytest.mark.parametrize("begin", ["\ufeff", "# a comment\n", "\n\n", "---\n", "%YAML 1.1\n---\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_ways_to_save_a_file_are_all_right(begin: str, end: str) -> None:
    form, found = read_form((begin + HEAD + "  Name:\n").replace("\n", end).encode(), "desk.yaml")
    assert found == ()
    assert form
    assert form.fields[0].name == "Name"


def test_scalars_stay_the_text_that_was_written() -> None:
    written = ["no", "on", "6.10", "08", "0x1F", "1_000", "2009-11-05", "12:30", "1e3", "null", "~", "Off"]
    form = read_form(f"{HEAD}  Name: {{choices: [{', '.join(written)}]}}\n".encode(), "desk.yaml")[0]
    assert form
    assert [choice.value for choice in form.fields[0].choices] == written


@pytest.mark.parametrize("word", ["true", "True", "yes", "ON"])
def test_booleans_are_read_where_they_are_asked_for(word: str) -> None:
    form = read_form(f"{HEAD}  Name: {{required: {word}, many: Off, first: no}}\n".encode(), "desk.yaml")[0]
    assert form
    assert (form.fields[0].required, form.fields[0].many, form.fields[0].first) == (True, False, False)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "- a\n- b\n", "only text\n", "form: desk\n"])
def test_a_file_without_a_form_is_an_error(text: str) -> None:
    assert faults(text)


def test_the_slow_loader_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        f"{HEAD}  Name: {{requird: true}}\n  Other: [a\n",
        f"{HEAD}  Näme:\n    required: true\n   many: no\n",
        f"{HEAD}  Name:\n\trequired: true\n",
    ]
    fast = [faults(text) for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert [faults(text) for text in texts] == fast
    assert faults(HEAD + "  Name: " + "[" * 3000) == [("unsupported-yaml", 4, 31)]
    assert load_forms(["open-xchange"])[0].id == "open-xchange"


def test_form_error_says_everything_in_its_words() -> None:
    with pytest.raises(FormError) as raised:
        load_forms(["open-xchnge", "nowhere/at/all.yaml"])
    assert [path for path, _ in raised.value.faults] == ["open-xchnge", "nowhere/at/all.yaml"]
    assert 'did you mean "open-xchange"?' in str(raised.value)


def test_a_tab_below_the_first_key_is_told_alone() -> None:
    _, faults = read_form(b"form: a\n\ttitle: x\n", "a.yaml")
    assert [(fault.code, fault.title) for fault in faults] == [("invalid-yaml", "a tab stands where YAML wants blanks")]


def test_a_rule_that_requires_and_forbids_a_field_is_an_error() -> None:
    octets = b"form: a\ntitle: A\nfields:\n  X: {}\nrules:\n  both: {when: {present: X}, require: [X], forbid: [X], title: t}\n"
    _, faults = read_form(octets, "a.yaml")
    assert [(fault.code, fault.title) for fault in faults] == [
        ("invalid-value", 'the rule "both" requires and forbids X at once')
    ]
