"""Expectations: what they may state, what is told where a mail comes otherwise, and that what is written holds."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mails import edited, form, mail
from shell import invoke
from ticketlint import load_forms
from ticketlint.codes import CODES
from ticketlint.expectations import Coverage, Outcome, Sample, find, run
from ticketlint.expectations.codes import DIFFERENCES
from ticketlint.expectations.read import read, text_of
from ticketlint.expectations.words import told
from ticketlint.expectations.write import renewed, scalar, whole
from ticketlint.fields import Field
from ticketlint.form.fault_codes import FAULTS
from ticketlint.report import PLAIN
from ticketlint.triage import check
from ticketlint.verdict import Verdict

if TYPE_CHECKING:
    from click.testing import Result

REPOSITORY = Path(__file__).parents[1]
OX = load_forms(["open-xchange"])
KEY = "OX-12345-ABCDE"
SHOWN_KEY = "OX-*********DE"
CARELESS = {"Distribution": "Distributon: SLES", "Product": "Product: OX99"}
DESK = """\
form: desk
title: Desk
to: [desk@example.com]
follow-up: '\\[D-(?P<ticket>\\d+)\\]'
fields:
  Badge: {required: true, secret: true, pattern: '[1-9]\\d{5}', good: ['204711'], bad: ['4711']}
  Level: {required: true, choices: [low, high], first: true}
  Since: {type: date, min: 2020-01-01}
  Story: {type: prose, min-length: 5}
  Room: {default: hall}
rules:
  high-without-story: {when: {Level: [high]}, require: [Story], title: no story}
  quiet: {when: {Level: [low]}, forbid: [Since], title: too early}
severities: {quiet: 0}
"""
LETTER = "To: desk@example.com\nSubject: Help\n\nLevel: high\nBadge: 204711\nSince: 1 May 2024\n"


def expected(text: str, octets: bytes, folder: Path) -> Outcome:
    """Return the outcome of a mail beside which this expectation lies."""
    (folder / "a.eml").write_bytes(octets)
    (folder / "a.expected.yaml").write_text(text, encoding="utf-8")
    return run(Sample(str(folder / "a.eml"), str(folder / "a.expected.yaml")), OX)


def codes(outcome: Outcome) -> list[str]:
    return [fault.code for _, fault in outcome.faults]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rule file and one sample, which has no expectation yet."""
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_text(DESK, encoding="utf-8")
    Path("mails").mkdir()
    Path("mails/a.eml").write_text(LETTER, encoding="utf-8")
    return tmp_path


def prove(*arguments: str) -> Result:
    result = invoke(["rules", "test", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


# What may be stated


@pytest.mark.parametrize(
    "text",
    [
        "verdict: incomplete",
        "form: open-xchange",
        "fields: {Severity: 2, Module: mail}",
        "fields: {Module: [mail]}",
        "fields: {Product: , Track-ID: BUG-4711}",
        "fields:\n  Steps to reproduce: |\n    Log in.\n    Open the inbox.\n",
        "codes: [misspelt-label, unknown-choice]",
        "codes: [misspelt-label: Distribution, unknown-choice: Product]",
        "codes: {misspelt-label: [Distribution], unknown-choice: Product}",
        "with-codes: [unknown-choice]",
        "with-codes: unknown-choice",
        "without-codes: [missing-field, unknown-choice: Module]",
        f"fields: {{Support Key: {KEY}}}",
        f"fields: {{Support Key: {SHOWN_KEY}}}",
        "\ufeff# saved elsewhere\r\nverdict: incomplete\r\n",
    ],
)
def test_what_is_stated_is_held(text: str, tmp_path: Path) -> None:
    outcome = expected(text, mail(edited(CARELESS)), tmp_path)
    assert (outcome.code, outcome.faults) == (0, ())
    assert told(outcome, PLAIN) == ""


@pytest.mark.parametrize(
    ("text", "code", "line", "title"),
    [
        ("verdict: complete", "other-verdict", 1, 'the verdict is "incomplete", not "complete"'),
        ("follows-up: 4711", "other-ticket", 1, 'there is no ticket, where "4711" is expected'),
        ("fields:\n  Severity: 3", "other-value", 2, 'Severity is read as "2", not as "3"'),
        ("fields:\n  Severity:", "other-value", 2, 'Severity is read as "2", where no value is expected'),
        ("fields:\n  Product: OXHE", "other-value", 2, 'Product has no value, where "OXHE" is expected'),
        ("fields:\n  Module: [mail, tasks]", "other-value", 2, 'Module is read as "mail", not as "mail", "tasks"'),
        ("fields:\n  Support Key: OX-99999-ABCDE", "other-value", 2, "Support Key is another secret than the expected one"),
        ("codes: [unknown-choice]", "unexpected-code", 1, "misspelt-label of Distribution came, and is not expected"),
        ("codes: [misspelt-label, unknown-choice: Module, unknown-choice]", "absent-code", 1, "unknown-choice of Module did not come"),
        ("with-codes: [empty-field]", "absent-code", 1, "empty-field did not come"),
        ("without-codes:\n  - unknown-choice", "unexpected-code", 2, "unknown-choice came"),
    ],
)  # fmt: skip
def test_what_came_otherwise_is_told_at_its_place(text: str, code: str, line: int, title: str, tmp_path: Path) -> None:
    outcome = expected(text, mail(edited(CARELESS)), tmp_path)
    assert outcome.code == 1
    ((path, fault),) = outcome.faults
    assert (Path(path).name, fault.code, fault.title) == ("a.expected.yaml", code, title)
    assert fault.span is not None
    assert fault.span.line == line
    assert fault.code in DIFFERENCES


def test_mail_says_why(tmp_path: Path) -> None:
    outcome = expected("verdict: complete\ncodes: [misspelt-label]", mail(edited(CARELESS)), tmp_path)
    assert codes(outcome) == ["other-verdict", "unexpected-code"]
    assert [one.code for one in outcome.because] == ["unknown-choice"], "once, though two differences come of it"
    text = told(outcome, PLAIN)
    assert text.startswith(f"{tmp_path}/a.eml: did not come as expected\n")
    assert f"--> {tmp_path}/a.eml:18:10\n" in text
    assert "18 | Product: OX99\n" in text


def test_first_line_that_differs_is_shown_of_long_values(tmp_path: Path) -> None:
    steps = "Steps to reproduce:\nLog in.\n" + "x" * 90 + " inbox\nWait."
    stated = "Log in.\n    " + "x" * 90 + " outbox\n    Wait."
    outcome = expected(
        f"fields:\n  Steps to reproduce: |\n    {stated}\n", mail(edited({"Steps to reproduce": steps})), tmp_path
    )
    ((_, fault),) = outcome.faults
    assert fault.title == "Steps to reproduce is read otherwise than expected"
    assert fault.notes[0] == 'line 2 of the value, expected: "…' + "x" * 19 + ' outbox"'
    assert fault.notes[1] == 'line 2 of the value, came: "…' + "x" * 19 + ' inbox"'


@pytest.mark.parametrize(
    ("text", "code", "place", "advice"),
    [
        ("verdikt: complete", "unknown-key", (1, 1), 'did you mean "verdict"?'),
        ("verdict: completed", "invalid-value", (1, 10), 'did you mean "complete"?'),
        ("verdict: [complete]", "wrong-type", (1, 10), None),
        ("form: openxchange", "invalid-value", (1, 7), 'did you mean "open-xchange"?'),
        ("fields: {Severty: 2}", "unknown-field-name", (1, 10), 'did you mean "Severity"?'),
        ("fields: [Severity]", "wrong-type", (1, 9), None),
        ("fields:\n  Module: [mail, [tasks]]", "wrong-type", (2, 18), None),
        ("codes:\n  - missing-feild", "unknown-code", (2, 5), 'did you mean "missing-field"?'),
        ("codes: [missing-field: Severty]", "unknown-field-name", (1, 24), 'did you mean "Severity"?'),
        ("codes:", "wrong-type", (1, 7), "write [] where there is to be none"),
        ("verdict: complete\nverdict: incomplete", "duplicate-key", (2, 1), "keep one of them; the first is on line 1"),
        ("complete", "wrong-type", (1, 1), None),
        ("{}", "missing-key", (1, 1), None),
        ("verdict: 'complete", "invalid-yaml", (1, 10), None),
    ],
)
def test_mistakes_of_an_expectation(
    text: str, code: str, place: tuple[int, int], advice: str | None, tmp_path: Path
) -> None:
    outcome = expected(text, mail(form()), tmp_path)
    assert outcome.code == 2
    ((_, fault),) = outcome.faults
    assert fault.code == code
    assert code in FAULTS
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == place
    assert advice is None or fault.help == advice


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    outcome = expected("verdikt: x\nfields: {Severty: 2}\ncodes: [x-y-z]\n", mail(form()), tmp_path)
    assert codes(outcome) == ["unknown-key", "unknown-field-name", "unknown-code"]
    assert codes(expected("", mail(form()), tmp_path)) == ["wrong-type"]


# Secrets


def test_secret_is_in_no_output_and_in_no_file(desk: Path) -> None:
    prove("desk.yaml", "-s", "mails", "--update")
    written = Path("mails/a.expected.yaml").read_text(encoding="utf-8")
    assert "  Badge: '******'\n" in written
    assert prove("desk.yaml", "-s", "mails").exit_code == 0
    for text in (
        "fields: {Badge: 301999, Since: 2021-01-01}\n",
        "fields: {Badge: [301999, '301999'], Since: 2021-01-01}\n",
        "fields: {Badge: 301999, Sinze: 2021-01-01}\n",
        "fields:\n  Badge: '301999'\n  Story: '204711'\n",
        "fields:\n  Badge: >-\n    301999\n",
    ):
        Path("mails/a.expected.yaml").write_text(text, encoding="utf-8")
        result = prove("desk.yaml", "-s", "mails")
        assert result.exit_code in {1, 2}
        assert "301999" not in result.output
        assert "204711" not in result.output
        assert "error[" in result.stdout


# Writing


def refill(fields: dict[str, str | tuple[str, ...]]) -> Verdict:
    letter = check(mail(form()), OX)
    field = letter.fields["Server"]
    return Verdict(
        "a.eml", "complete", "open-xchange",
        fields={name: Field(name, value, "", name, field.span, field.label_span) for name, value in fields.items()},
    )  # fmt: skip


TEXT = st.text(max_size=60) | st.text(
    " \n\t\r:#-'\"\\|>&*!%@`{}[],?=~ab1\u0085\u2028\ufeff\x00\x07\u202e😀", max_size=30
)


@given(TEXT, st.lists(TEXT, max_size=3))
@settings(max_examples=300, deadline=None)
def test_any_value_is_written_so_that_it_holds(text: str, several: list[str]) -> None:
    verdict = refill({"Server": text, "Steps to reproduce": f"first\n{text}", "Module": tuple(several)})
    written = whole(verdict)
    found, faults = read(written.encode(), "a.expected.yaml", OX)
    assert faults == ()
    assert found is not None
    assert found.fields["Server"].texts == (text_of(text),)
    assert found.fields["Steps to reproduce"].texts == (text_of(f"first\n{text}"),)
    assert found.fields["Module"].texts == tuple(map(text_of, several))
    assert renewed(found, verdict) == written
    others = yaml.safe_load(written)
    assert others["fields"]["Server"] == text_of(text), "any reader of YAML sees the same texts"


@pytest.mark.parametrize(
    "text", ["yes", "No", "null", "", "1", "1.0", "2026-01-01", "~", "a: b", "a #b", "- a", "'", "a'b"]
)
def test_texts_that_yaml_would_take_for_something_else(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}


def test_whatever_a_mail_comes_to_is_written_so_that_it_holds(tmp_path: Path) -> None:
    mails = (
        sorted((REPOSITORY / "samples").rglob("*.eml")) + sorted((REPOSITORY / "tests" / "desk").rglob("*.eml"))[::9]
    )
    assert len(mails) > 80
    verdicts = set()
    for number, path in enumerate(mails):
        sample = Sample(str(path), str(tmp_path / f"{number}.expected.yaml"))
        first = run(sample, OX)
        assert first.verdict is not None
        written = whole(first.verdict)
        Path(sample.expectation).write_text(written, encoding="utf-8", newline="\n")
        outcome = run(sample, OX)
        assert (outcome.code, outcome.faults) == (0, ()), path
        assert outcome.expectation is not None
        assert outcome.verdict is not None
        assert renewed(outcome.expectation, outcome.verdict) == written == whole(first.verdict)
        verdicts.add(first.verdict.verdict)
    assert len(verdicts) == 6


def test_update_keeps_what_was_asked(desk: Path) -> None:
    path = Path("mails/a.expected.yaml")
    path.write_text(
        "# by hand\n# two lines\nverdict: complete\nfields:\n  Room:\n  Level: low\n"
        "with-codes: [unknown-choice, high-without-story]\nwithout-codes: [high-without-story, unknown-choice]\n"
    )
    result = prove("desk.yaml", "-s", "mails", "--update")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 sample: 1 as expected, 1 expectation written")
    again = path.read_text(encoding="utf-8")
    assert again == (
        "# by hand\n# two lines\nverdict: complete\nfields:\n  Room:\n  Level: high\n"
        "with-codes:\n  - high-without-story\nwithout-codes:\n  - unknown-choice\n"
    )
    path.write_text("with-codes: [unknown-choice]\n")
    assert prove("desk.yaml", "-s", "mails", "--update").exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("form: desk\nverdict: complete\n"), "nothing was left of it"


def test_update_touches_nothing_else(desk: Path) -> None:
    Path("mails/b.eml").write_text(LETTER)
    Path("mails/b.expected.yaml").write_text("verdict:   complete # as it is\n")
    Path("mails/c.eml").write_text(LETTER)
    Path("mails/c.expected.yaml").write_text("verdikt: complete\n")
    Path("mails/d.expected.yaml").write_text("verdict: complete\n")
    before = {path: path.read_bytes() for path in Path("mails").iterdir()}
    result = prove("desk.yaml", "-s", "mails", "--update")
    assert result.exit_code == 2, "a broken expectation is mended by hand"
    after = {path: path.read_bytes() for path in Path("mails").iterdir()}
    assert {path.name for path in after if path not in before} == {"a.expected.yaml"}
    assert {path: after[path] for path in before} == before
    assert prove("desk.yaml", "-s", "mails/a.eml", "--update").stdout.endswith("1 sample: 1 as expected\n")


def test_expectation_that_cannot_be_written_is_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = prove("desk.yaml", "-s", "mails", "--update")
    assert result.exit_code == 2
    assert "cannot write mails/a.expected.yaml: No space left on device" in result.stderr
    assert [path.name for path in Path("mails").iterdir()] == ["a.eml"], "whole or not at all"


# The command line


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize("there", [False, True])
def test_update_follows_no_link(desk: Path, there: bool) -> None:
    elsewhere = desk / "elsewhere.yaml"
    if there:
        elsewhere.write_text("verdict: incomplete\n", encoding="utf-8")
    Path("mails/a.expected.yaml").symlink_to(elsewhere)
    result = prove("desk.yaml", "--samples", "mails", "--update")
    assert result.exit_code == 2
    assert "mails/a.expected.yaml is a symbolic link" in result.stderr
    assert elsewhere.exists() is there
    if there:
        assert elsewhere.read_text(encoding="utf-8") == "verdict: incomplete\n"
        assert prove("desk.yaml", "--samples", "mails").exit_code == 1  # read it may be


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize("name", ["mails/a.expected.yaml", "mails/b.eml"])
def test_pipes_and_devices_are_not_waited_for(desk: Path, name: str) -> None:
    os.mkfifo(name)
    result = prove("desk.yaml", "--samples", "mails")
    assert result.exit_code == 3
    assert "a pipe, a socket or a device" in result.stdout
    Path(name).unlink()
    Path(name).symlink_to("/dev/zero")
    assert prove("desk.yaml", "--samples", "mails").exit_code == 3


def test_expectation_without_end_is_read_as_far_as_one_may_be_long(tmp_path: Path) -> None:
    outcome = expected("codes: []\n" + "# x\n" * 300_000, b"Subject: x\n\nx\n", tmp_path)
    assert codes(outcome) == ["unreadable-file"]
    assert "larger than 1,000,000 octets" in outcome.faults[0][1].title


def test_values_are_proved_beside_samples(desk: Path) -> None:
    Path("mails/a.expected.yaml").write_text("verdict: complete\n")
    result = prove("desk.yaml", "--samples", "mails")
    assert result.stdout == (
        "2 values of 1 form hold\ncoverage of desk: 4 of 14 checks of its fields, 1 of 1 rule\n1 sample: 1 as expected\n"
    )
    Path("desk.yaml").write_text(DESK.replace("good: ['204711']", "good: ['4711']"))
    result = prove("desk.yaml", "--samples", "mails")
    assert result.exit_code == 2, "a wrong rule file goes before all others"
    assert "warning[good-value-refused]" in result.stdout
    assert "2 values of 1 form: 1 does not hold" in result.stdout
    assert "1 sample: 1 as expected" in result.stdout


def test_exit_codes(desk: Path) -> None:
    assert prove("desk.yaml", "--samples", "mails").exit_code == 1, "no expectation is no success"
    Path("mails/a.expected.yaml").write_text("verdict: incomplete\n")
    assert prove("desk.yaml", "--samples", "mails").exit_code == 1
    Path("mails/b.expected.yaml").write_text("verdict: complete\n")
    assert prove("desk.yaml", "--samples", "mails").exit_code == 3, "an expectation without its mail"
    assert prove("desk.yaml", "--samples", "mails/b.expected.yaml").exit_code == 3
    Path("mails/a.expected.yaml").write_text("verdict: completed\n")
    assert prove("desk.yaml", "--samples", "mails").exit_code == 2
    for missing in ("nowhere", "nowhere.eml", "nowhere.expected.yaml"):
        assert prove("desk.yaml", "--samples", missing).exit_code == 3
    Path("empty").mkdir()
    Path("empty/README").write_text("nothing here\n")
    result = prove("desk.yaml", "--samples", "empty")
    assert result.exit_code == 3
    assert result.stderr == "error: no sample found in empty: a sample is a file that ends in .eml\n"
    assert prove("desk.yaml", "--update").exit_code == 2
    assert prove("no-such-form", "--samples", "mails").exit_code == 2


def test_samples_of_a_folder(desk: Path) -> None:
    for name in ("10.eml", "9.eml", "deep/x.EML", "note.msg", "note.msg.expected.yaml", "plain", "plain.expected.yaml",
                 "deep/gone.expected.yaml", "same", "same.eml", "same.expected.yaml", ".hidden.eml", ".git/y.eml", "README"):  # fmt: skip
        path = Path("many", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [(one.mail, one.expectation) for one in find(["many", "many/deep", "many/9.eml"])]
    assert found == [
        ("many/9.eml", "many/9.expected.yaml"),
        ("many/10.eml", "many/10.expected.yaml"),
        ("many/note.msg", "many/note.msg.expected.yaml"),
        ("many/plain", "many/plain.expected.yaml"),
        ("many/same.eml", "many/same.expected.yaml"),
        ("many/deep/gone.eml", "many/deep/gone.expected.yaml"),
        ("many/deep/x.EML", "many/deep/x.expected.yaml"),
    ]
    for named in ("many/same.expected.yaml", "./many//same.expected.yaml", "many/same.eml"):
        assert [Path(one.mail).name for one in find([named])] == ["same.eml"]


def test_mailbox_is_no_sample(desk: Path) -> None:
    Path("mails/box").write_text("".join(f"From a@b Thu Jan  1 00:00:0{n} 2026\n{LETTER}\n" for n in range(3)))
    Path("mails/box.expected.yaml").write_text("verdict: complete\n")
    result = prove("desk.yaml", "--samples", "mails/box")
    assert result.exit_code == 3
    assert "a sample is a file with one mail, and this one holds several" in result.stdout


def test_settings_name_samples_and_rules(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mails/a.expected.yaml").write_text("verdict: complete\nform: desk\n")
    Path("ticketlint.toml").write_text('rules = "desk.yaml"\nsamples = "mails"\n')
    Path("deep").mkdir()
    monkeypatch.chdir("deep")
    result = prove("--coverage")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("1 sample: 1 as expected\n")
    assert "sample" not in prove("--isolated", "open-xchange").stdout


def test_samples_without_rules_are_judged_as_check_does(desk: Path) -> None:
    Path("mails/a.eml").write_bytes(mail(form()))
    Path("mails/a.expected.yaml").write_text("form: open-xchange\nverdict: complete\n")
    result = prove("--samples", "mails")
    assert result.exit_code == 0, result.output
    assert "coverage of open-xchange" in result.stdout
    assert "coverage of bug-report" not in result.stdout


def test_hostile_names_and_values_are_shown_not_obeyed(desk: Path) -> None:
    name = "mails/\x1b[31m\u202egpj.eml"
    Path(name).write_text(LETTER.replace("high", "\x1b[2J\u202ewol"), encoding="utf-8")
    result = prove("desk.yaml", "--samples", "mails", "--update")
    assert "\x1b" not in result.output
    Path(name.replace(".eml", ".expected.yaml")).write_text(
        "fields: {Level: high, Story: '\u202ex'}\ncodes: []\n", encoding="utf-8"
    )
    result = prove("desk.yaml", "--samples", "mails")
    assert result.exit_code == 1
    assert not re.search("[\x1b\u202e]", result.output)
    assert "error[unknown-choice]" in result.stdout


# Coverage


def test_coverage_tells_what_no_sample_set_off(desk: Path) -> None:
    Path("mails/a.expected.yaml").write_text("verdict: complete\n")
    result = prove("desk.yaml", "--samples", "mails", "--coverage", "--fail-under", "33")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1:-2] == [
        "never set off by a sample:",
        "  desk.yaml:6: Badge: missing-field, malformed-value",
        "  desk.yaml:7: Level: missing-field, unknown-choice, misplaced-field",
        "  desk.yaml:8: Since: malformed-value, out-of-range",
        "  desk.yaml:9: Story: an answer, wrong-length",
        "  desk.yaml:10: Room: an answer",
    ]
    short = prove("desk.yaml", "--samples", "mails", "--fail-under", "34")
    assert short.exit_code == 1
    assert short.stderr == "error: the samples set off 33 % of all that can come up, not 34 %\n"


def test_coverage_can_be_whole(desk: Path) -> None:
    bodies = (
        "Level: low\nBadge: 204711\nSince: 2024-05-01\nStory: long enough\nRoom: 12\n",
        "Badge: 4711\nLevel: purple\nSince: soon\nStory: oops\n",
        "Since: 2019-05-01\nLevel: high\n",
        "Badge:\n",
        "Badge: 204711\nLevel: high\n",
    )
    for number, body in enumerate(bodies):
        Path(f"mails/{number}.eml").write_text(LETTER.partition("\n\n")[0] + "\n\n" + body)
    result = prove("desk.yaml", "-s", "mails", "--update", "--coverage", "--fail-under", "100")
    assert (result.exit_code, "never" in result.stdout) == (0, False), result.output
    assert "coverage of desk: 14 of 14 checks of its fields, 1 of 1 rule\n" in result.stdout


def test_coverage_counts_no_mail_that_nothing_is_expected_of(desk: Path) -> None:
    assert "coverage of desk: 0 of" in prove("desk.yaml", "-s", "mails").stdout


def test_every_check_of_coverage_is_a_code() -> None:
    forms = load_forms([])
    names = {name for _, _, names in Coverage(forms).fields() for name in names} - {"an answer"}
    assert names <= set(CODES)
    assert {"missing-field", "malformed-value", "unknown-choice"} <= names


def test_codes_of_differences_are_apart() -> None:
    assert not set(DIFFERENCES) & (set(CODES) | set(FAULTS))
    result = invoke(["explain", "other-value"])
    assert (result.exit_code, "canonical" in result.stdout) == (0, True)
    assert "faults of sample mails" in invoke(["explain"]).stdout


def test_slow_pattern_is_the_rule_files_fault(desk: Path) -> None:
    Path("desk.yaml").write_text(DESK.replace("'[1-9]\\d{5}', good: ['204711'], bad: ['4711']", "'(a|a?)+'"))
    Path("mails/a.eml").write_text(LETTER.replace("204711", "a" * 3000 + "!"))
    Path("mails/a.expected.yaml").write_text("verdict: complete\n")
    result = prove("desk.yaml", "--samples", "mails")
    assert result.exit_code == 2
    assert "error[slow-pattern]: a rule file is wrong" in result.stdout
