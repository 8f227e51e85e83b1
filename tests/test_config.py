"""Files of settings: found, read, refused with a place, and shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mails import edited, form, mail, run
from ticketlint.config import ConfigError, find, load
from ticketlint.config.read import KEYS, Config

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES = "form: rooms\ntitle: Rooms\nto: [rooms@example.com]\nfields:\n  Room: {required: true}\n"


def faults(folder: Path, text: str, name: str = "ticketlint.toml") -> list[tuple[int, int, str, str | None]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    told = []
    for where, fault in caught.value.faults:
        assert where == str(path)
        span = fault.span
        told.append((span.line if span else 0, span.column if span else 0, fault.title, fault.help))
    return told


def held_in(folder: Path) -> Config:
    found = find(folder)
    assert found is not None
    return found


def test_nearest_file_counts_alone(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "ticketlint.toml").write_text("format = 'json'\nfail-on = 3\n", encoding="utf-8")
    assert held_in(inner).settings["format"].value == "json"
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert held_in(inner).settings["format"].value == "json", "a project without settings is passed over"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.ticketlint]\nformat = 'csv'\n", encoding="utf-8")
    found = held_in(inner)
    assert (found.path, list(found.settings)) == (str(tmp_path / "a" / "pyproject.toml"), ["format"])
    (tmp_path / "a" / "ticketlint.toml").write_text("", encoding="utf-8")
    assert held_in(inner).settings == {}, "an empty file of our own is a file of settings"


def test_every_key_is_read_with_its_place_and_paths_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(RULES, encoding="utf-8")
    path = tmp_path / "pyproject.toml"
    path.write_text(
        "# settings\n[tool.other]\nformat = 3\n[tool.ticketlint]\nrules = [\n  'desk.yaml',  # ours\n  'open-xchange',\n]\n"
        "format = 'template=page.j2'\n  output = 'sarif=out/x.sarif'\nfail-on = 3\ncolor = 'never'\n\nbaseline = 'known.json'\n"
        "samples = ['mails', 'more/one.eml']\n",
        encoding="utf-8",
    )
    held = {name: (one.value, one.line, one.column) for name, one in load(path).settings.items()}
    assert held == {
        "rules": ((str(tmp_path / "desk.yaml"), "open-xchange"), 5, 1),
        "format": (f"template={tmp_path / 'page.j2'}", 9, 1),
        "output": ((f"sarif={tmp_path / 'out/x.sarif'}",), 10, 3),
        "fail-on": (3, 11, 1),
        "color": ("never", 12, 1),
        "baseline": (str(tmp_path / "known.json"), 14, 1),
        "samples": ((str(tmp_path / "mails"), str(tmp_path / "more/one.eml")), 15, 1),
    }
    assert set(held) == set(KEYS)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[tool.ticketlint]\n\n formt = 1", 3, 2),
        ("[tool]\nticketlint.formt = 1", 2, 1),
        ("[tool]\nticketlint = { formt = 1 }", 2, 1),
        ("tool.ticketlint.formt = 1", 1, 1),
        ('a = """\n[tool.ticketlint]\nformt = 1\n"""\n[tool.ticketlint]\n"formt" = 1', 6, 1),
        ("[tool.ticketlint.formt]\nx = 1", 1, 1),
        ("[[tool.ticketlint.formt]]\nx = 1", 1, 1),
    ],
)
def test_unknown_key_is_told_where_it_stands(tmp_path: Path, text: str, line: int, column: int) -> None:
    expected = (line, column, "there is no setting 'formt'", "did you mean `format`?")
    assert faults(tmp_path, text, "pyproject.toml") == [expected]


@pytest.mark.parametrize(
    ("name", "text", "line", "table", "help_"),
    [
        ("ticketlint.toml", "color = 'auto'\n[check]\nformat = 'json'", 2, "check", "write `format` at the top of the file, above all tables and without [check]"),
        ("ticketlint.toml", "[tool.ticketlint]\nfail-on = 3\nrules = 'x'", 1, "tool.ticketlint", "write `fail-on` and `rules` at the top of the file, above all tables and without [tool.ticketlint]"),
        ("ticketlint.toml", "check.format = 'json'", 1, "check", "write `format` at the top of the file, above all tables and without [check]"),
        ("pyproject.toml", "[tool.ticketlint]\n[tool.ticketlint.check]\nformat = 'json'", 2, "tool.ticketlint.check", "write `format` in [tool.ticketlint]"),
        ("pyproject.toml", "[project]\nname = 'x'\n[ticketlint]\nformat = 'json'", 3, "ticketlint", "write `format` in [tool.ticketlint]"),
    ],
)  # fmt: skip
def test_setting_in_a_table_of_its_own_is_told_where_it_belongs(
    tmp_path: Path, name: str, text: str, line: int, table: str, help_: str
) -> None:
    assert faults(tmp_path, text, name) == [(line, 1, f"there is no table [{table}]", help_)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fail-on = 5", "fail-on takes a severity from 1 to 4"),
        ("fail-on = true", "fail-on takes a severity from 1 to 4"),
        ("color = 'red'", 'color takes "auto", "always" or "never"'),
        ("color = []", 'color takes "auto", "always" or "never"'),
        ("rules = []", "rules takes a rule file, "),
        ("rules = [1]", "rules takes a rule file, "),
        ("format = ['a']", "format takes the name of a format"),
        ("baseline = ''", "baseline takes the path of a file"),
        ("output = {a = 1}", "output takes NAME=FILE"),
    ],
)
def test_wrong_value_is_told(tmp_path: Path, text: str, told: str) -> None:
    ((line, column, title, _),) = faults(tmp_path, f"\n{text}\n")
    assert (line, column) == (2, 1)
    assert title.startswith(told)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, "fail_on = 1\ncolour = 'auto'\nfail-on = 0\nqueue = 1\n")
    assert [(line, help_) for line, _, _, help_ in told] == [
        (1, "did you mean `fail-on`?"),
        (2, "did you mean `color`?"),
        (3, None),
        (4, f"the settings are {', '.join(KEYS)}"),
    ]


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (b"a = 1\nb = = 2\n", (2, 5, "invalid value", None)),
        (b"a = \xff", (0, 0, "it is not UTF-8", None)),
        (b"format = 'a'\nformat = 'b'\n", (2, 13, "cannot overwrite a value", None)),
    ],
)
def test_broken_file_is_told(tmp_path: Path, octets: bytes, told: tuple[int, int, str, str | None]) -> None:
    path = tmp_path / "ticketlint.toml"
    path.write_bytes(octets)
    with pytest.raises(ConfigError) as caught:
        load(path)
    ((_, fault),) = caught.value.faults
    assert (
        fault.span.line if fault.span else 0,
        fault.span.column if fault.span else 0,
        fault.title,
        fault.help,
    ) == told


def test_named_file_must_hold_settings(tmp_path: Path) -> None:
    assert faults(tmp_path, "[project]\n", "pyproject.toml")[0][2] == "it has no table [tool.ticketlint]"
    assert faults(tmp_path, "tool.ticketlint = 3\n", "pyproject.toml")[0][2] == "ticketlint is a table of settings"
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml")


# On the command line


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "mails").mkdir(parents=True)
    (folder / "mails" / "good.eml").write_bytes(mail(form()))
    (folder / "mails" / "remark.eml").write_bytes(mail(form().replace("Severity", "Sevirity")))
    monkeypatch.chdir(folder)
    return folder


def settle(folder: Path, settings: Mapping[str, object], name: str = "ticketlint.toml") -> None:
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    (folder / name).write_text(text, encoding="utf-8")


def test_settings_are_defaults_and_the_command_line_goes_before(project: Path) -> None:
    settle(project, {"format": "jsonl", "fail-on": 3, "output": ["csv=all.csv"]})
    held = run("check", "mails")
    assert held.exit_code == 1, held.output
    assert held.stdout.startswith('{"source"')
    assert (project / "all.csv").exists()
    given = run("check", "--fail-on", "2", "--format", "concise", "mails")
    assert given.exit_code == 0
    assert "warning misspelt-label" in given.stdout
    assert run("check", "--isolated", "mails").stdout.startswith("mails/good.eml: would receive a ticket")


def test_rules_of_the_settings_hold(project: Path) -> None:
    (project / "desk.yaml").write_text(RULES, encoding="utf-8")
    settle(project, {"rules": "desk.yaml"})
    (project / "room.eml").write_bytes(mail("Room: Elbe\n", headers={"To": "rooms@example.com"}))
    assert run("check", "room.eml").exit_code == 0
    assert run("check", "--rules", "open-xchange", "room.eml").stdout != run("check", "room.eml").stdout


def test_settings_beside_mails_have_no_say(project: Path) -> None:
    settle(project / "mails", {"fail-on": 1, "format": "jsonl"})
    (project / "mails" / "bad.eml").write_bytes(mail(edited({"Product": None})))
    result = run("check", "mails/bad.eml")
    assert result.exit_code == 1
    assert "error[missing-field]" in result.stdout


def test_named_file_is_read_instead(project: Path) -> None:
    settle(project, {"format": "csv"})
    settle(project, {"format": "jsonl"}, "ci.toml")
    assert run("check", "--config", "ci.toml", "mails").stdout.startswith("{")
    both = run("check", "--config", "ci.toml", "--isolated", "mails")
    assert both.exit_code == 2
    assert "leave one out" in both.stderr


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("format", "saif", "there is no format 'saif': did you mean `sarif`?"),
        ("output", ["json"], "'json' is not NAME=FILE"),
        ("fail_on", 2, "did you mean `fail-on`?"),
    ],
)
def test_wrong_settings_are_2_with_file_line_and_column(project: Path, key: str, value: object, told: str) -> None:
    settle(project, {"color": "never", key: value})
    for verb in (["check", "mails"], ["config"]):
        result = run(*verb)
        assert result.exit_code == 2, result.output
        assert told in result.stderr
        assert "ticketlint.toml:2:1" in result.stderr
        assert f"{key} = " in result.stderr
    assert run("check", "--help").exit_code == 0, "help is there even so"
    assert run("check", "--isolated", "mails").exit_code == 0


def test_config_shows_what_holds_and_from_where(project: Path) -> None:
    assert "settings: no file\n" in run("config").stdout
    settle(project, {"format": "jsonl", "fail-on": 3})
    path = project / "ticketlint.toml"
    assert run("config").stdout.splitlines() == [
        f"settings: {path}",
        'rules = "open-xchange"  (default)',
        'format = "jsonl"  (ticketlint.toml:1:1)',
        "output = none  (default)",
        "fail-on = 3  (ticketlint.toml:2:1)",
        'color = "auto"  (default)',
        "baseline = none  (default)",
        "samples = none  (default)",
    ]
    assert "fail-on = 2  (default)" in run("config", "--isolated").stdout


def test_config_knows_every_default_of_check() -> None:
    from ticketlint.cli.command import command
    from ticketlint.cli.config import DEFAULTS

    defaults = {option.name: option.default for option in command.params}
    assert set(DEFAULTS) == set(KEYS)
    assert DEFAULTS["format"] == defaults["form"]
    assert DEFAULTS["fail-on"] == defaults["fail_on"]
    assert DEFAULTS["color"] == defaults["color"]


def test_working_directory_that_is_gone_has_no_settings(project: Path) -> None:
    gone = project / "gone"
    gone.mkdir()
    script = f"cd {gone} && rmdir {gone} && {sys.executable} -m ticketlint check -q {project / 'mails' / 'good.eml'}"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["ticketlint.toml", "pyproject.toml", "other.toml"])
def test_a_file_that_is_too_deep_is_a_wrong_file_of_settings(name: str, tmp_path: Path) -> None:
    head = "[tool.ticketlint]\n" if name == "pyproject.toml" else ""
    (tmp_path / name).write_text(f"{head}a=" + "[" * 5000, encoding="utf-8")
    given = ["--config", name] if name == "other.toml" else []
    done = subprocess.run(
        [sys.executable, "-m", "ticketlint", "check", *given, "-"],
        cwd=tmp_path,
        input=mail(form()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"invalid-toml" in done.stderr
    assert b"too deep" in done.stderr
    assert b"please report" not in done.stderr


def test_a_file_that_is_too_large_for_settings_is_told(tmp_path: Path) -> None:
    assert [each[2] for each in faults(tmp_path, "#" * 10_000_001)] == ["it is larger than 10,000,000 octets"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device that never ends is what is asked about")
@pytest.mark.parametrize("option", ["--config", "--rules"])
def test_a_device_that_never_ends_is_told(option: str) -> None:
    found = run("check", option, "/dev/zero", "-", stdin=mail(form()))
    assert found.exit_code == 2
    assert "is larger than" in found.stderr
