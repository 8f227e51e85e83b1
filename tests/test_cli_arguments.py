"""The quick reader and click read the same arguments to the same values, by one table."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketlint.__main__ import start
from ticketlint.cli import arguments as reader
from ticketlint.cli import main
from ticketlint.cli.command import command
from ticketlint.cli.options import CHECK
from ticketlint.cli.verbs import group

FLAGS = [flag for one in CHECK for flag in one.flags]
VALUES = [
    "", "-", "--", "a.eml", "text", "jsonl", "JSONL", "json=a.json", "json=b.json", "template=", "x", "1", "4", "5", "0",
    "-1", "+2", "1_0", " 3", "\u0663", "99999999999", "auto", "always", "Never", "complete", "--quiet", "-q", "2027-01-31",
    "2001-01-01", "a=b", "-f", "--format", "\udcff.eml", "caf\u00e9",
]  # fmt: skip
WORDS = [
    *FLAGS,
    *VALUES,
    "-h",
    "--help",
    "-V",
    "--forma",
    "--quiet=yes",
    "-qq",
    "-fjsonl",
    "-qfjsonl",
    "-fq",
    "-j2",
    "-j=2",
]


def by_click(arguments: list[str]) -> dict[str, Any] | None:
    """Return what click makes of arguments, or None where it has something to say about them."""
    whole = click.Context(group, info_name="ticketlint", **group.context_settings)
    try:
        context = command.make_context("check", list(arguments), parent=whole)
    except (click.ClickException, click.exceptions.Exit):
        return None
    return dict(context.params)


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def joined(flag: str, value: str) -> list[str]:
    return [f"{flag}={value}"] if flag.startswith("--") else [f"{flag}{value}"]


pieces = st.one_of(
    st.sampled_from(WORDS).map(lambda word: [word]),
    st.tuples(st.sampled_from(FLAGS), st.sampled_from(VALUES)).map(list),
    st.tuples(st.sampled_from(FLAGS), st.sampled_from(VALUES)).map(lambda pair: joined(*pair)),
)
argument_lists = st.lists(pieces, max_size=6).map(lambda found: [word for piece in found for word in piece])


@settings(max_examples=600, deadline=None)
@given(argument_lists)
@example(["--", "-q", "--format"])
@example(["-qfjsonl", "a.eml", "--no-progress", "--progress"])
@example(["--only", "complete", "a.eml", "--only=incomplete"])
@example(["--output", "json=a", "-o", "json=a"])
@example(["--isolated", "--config", "x.toml"])
def test_both_read_the_same(arguments: list[str]) -> None:
    quickly = reader.read(arguments)
    if quickly is not None:
        assert quickly == by_click(arguments)


@pytest.mark.parametrize(
    "line",
    [
        "a.eml", "", "-", "--format jsonl a.eml b.eml", "-fjsonl a.eml", "-qf concise a.eml", "--format=text a.eml",
        "--rules open-xchange -r x.yaml a.eml", "--fail-on 3 --exit-zero -", "--before-sending --color never a.eml",
        "--output json=r.json -o text=r.txt a", "--jobs 2 a", "--only complete --only incomplete a", "-- -odd-name.eml",
        "--isolated --stdin-filename draft -", "--progress a", "--no-progress a", "--statistics --show-secrets a",
        "--cache c --baseline b --write-baseline --baseline-until 2999-01-01 a",
    ],
)  # fmt: skip
def test_what_is_plain_is_read_without_click(line: str) -> None:
    quickly = reader.read(line.split())
    assert quickly is not None
    assert quickly == by_click(line.split())


@pytest.mark.parametrize(
    "line", ["--help", "-h", "--nope", "--fail-on 9", "--format nope", "--color", "-f=text", "-qx"]
)
def test_what_asks_for_an_explanation_is_left_to_click(line: str) -> None:
    assert reader.read(line.split()) is None


def test_a_file_of_settings_is_left_to_click(tmp_path: Path) -> None:
    (tmp_path / "ticketlint.toml").write_text('format = "jsonl"\n', encoding="utf-8")
    assert reader.read(["a.eml"]) is None
    assert reader.read(["--isolated", "a.eml"]) is not None
    (tmp_path / "ticketlint.toml").rename(tmp_path / "pyproject.toml")
    assert reader.read(["a.eml"]) is not None  # a table of other tools


@pytest.mark.parametrize(
    "line", ["--only nope a.eml", "--write-baseline a.eml", "--rules nope a.eml", "-o json=no/where a"]
)
def test_a_mistake_that_is_found_late_is_told_alike(
    line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for read in (reader.read, lambda _: None):
        monkeypatch.setattr(reader, "read", read)
        with pytest.raises(SystemExit) as end:
            main(["check", *line.split()])
        said.append((end.value.code, *capsys.readouterr()))
    assert said[0] == said[1]
    assert said[0][0] == 2
    assert said[0][2]


@pytest.mark.parametrize("verb", ["template", "rules docs", "rules show"])
def test_a_rule_file_in_the_place_of_a_form_is_told_where_it_goes(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_text("form: desk\ntitle: Desk\nfields: {Name: {}}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main([*verb.split(), "desk.yaml"])
    assert end.value.code == 2
    assert "there is no form 'desk.yaml': did you mean `--rules desk.yaml`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", ["check --fail-on high a", "check -j many a", "rules diff a b c -j many", "rules test -s a --fail-under x"]
)
def test_what_is_no_number_is_called_so(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(line.split())
    assert end.value.code == 2
    assert "is not a valid number." in capsys.readouterr().err


def test_ctrl_c_is_a_sentence_from_the_first_moment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.argv", ["ticketlint", "check", "a.eml"])
    monkeypatch.setattr("ticketlint.cli._quickly", interrupted)
    monkeypatch.setattr("gc.freeze", lambda: None)
    with pytest.raises(SystemExit) as end:
        start()
    gc.enable()
    assert (end.value.code, capsys.readouterr().err) == (130, "interrupted\n")


@pytest.mark.parametrize("verb", [[], ["rules"]])
def test_each_verb_is_told_whole_in_a_line(verb: list[str]) -> None:
    told = CliRunner().invoke(group, [*verb, "--help"]).output.partition("Commands:")[2]
    assert told.count("\n  ") >= 7
    assert "..." not in told
