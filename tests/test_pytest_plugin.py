"""The pytest plugin, in processes of its own: samples are items, red as the text report is, and others are left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mails import form, mail
from ticketlint.cli import main as ticketlint

UNSET = ("PYTEST_ADDOPTS", "COLUMNS", "FORCE_COLOR", "PY_COLORS", "NO_COLOR", "PYTEST_XDIST_WORKER", "PYTEST_PLUGINS")
SETTINGS = 'rules = "open-xchange"\nsamples = "mails"\n'


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def summary(done: subprocess.CompletedProcess[str]) -> str:
    """Return the last line of a run without the time it took."""
    return done.stdout.splitlines()[-1].strip("= ").rpartition(" in ")[0]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three samples, a test of its own, and the settings of ticketlint."""
    folder = tmp_path / "project"
    (folder / "mails" / "deep").mkdir(parents=True)
    for name in ("a", "b", "deep/c"):
        (folder / "mails" / f"{name}.eml").write_bytes(mail(form()))
    (folder / "tests").mkdir()
    (folder / "tests" / "test_own.py").write_text("def test_own():\n    assert True\n")
    (folder / "ticketlint.toml").write_text(SETTINGS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as end:
        ticketlint(["rules", "test", "--update"])
    assert end.value.code == 0
    return folder


def break_(project: Path, name: str = "b") -> None:
    (project / "mails" / f"{name}.eml").write_bytes(mail(form({"Product": "OX99"})))


def test_samples_are_items(project: Path) -> None:
    done = pytest_in(project, "-v")
    assert (done.returncode, summary(done)) == (0, "4 passed"), done.stdout
    assert "ticketlint: samples in mails" in done.stdout
    listed = pytest_in(project, "--collect-only", "-q").stdout.splitlines()
    ids = ["mails/a.eml::expected", "mails/b.eml::expected", "mails/deep/c.eml::expected"]
    assert [line for line in listed if "::expected" in line] == ids
    assert summary(pytest_in(project, "mails/b.eml::expected")) == "1 passed"
    assert summary(pytest_in(project, "-k", "b.eml or own")) == "2 passed, 2 deselected"


def test_failing_sample_is_shown_as_the_text_report_shows_it(project: Path) -> None:
    break_(project)
    done = pytest_in(project, "--junit-xml=out.xml")
    assert (done.returncode, summary(done)) == (1, "1 failed, 3 passed")
    text = done.stdout.partition("FAILURES")[2].partition("short test summary")[0]
    assert "mails/b.eml: did not come as expected\n" in text
    assert (
        'error[other-verdict]: the verdict is "incomplete", not "complete"\n --> mails/b.expected.yaml:2:10\n' in text
    )
    assert "error[unknown-choice]: " in text
    assert "--> mails/b.eml:18:10\n" in text
    assert "18 | Product: OX99\n   |          ^^^^\n" in text
    assert ".py" not in text
    assert "Traceback" not in done.stdout
    assert "FAILED mails/b.eml::expected - mails/b.eml: did not come as expected" in done.stdout
    (failure,) = ET.parse(project / "out.xml").getroot().iter("failure")
    assert "Product: OX99" in (failure.text or "")


def test_processes_of_xdist_agree(project: Path) -> None:
    break_(project)
    done = pytest_in(project, "-n", "2", "-v")
    assert (done.returncode, summary(done)) == (1, "1 failed, 3 passed"), done.stdout
    assert "mails/b.eml::expected" in done.stdout
    assert "18 | Product: OX99\n" in done.stdout


def test_samples_beside_the_paths_of_tests_are_not_forgotten(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    break_(project)
    for options in ((), ("-n", "2")):
        done = pytest_in(project, *options)
        assert (done.returncode, summary(done)) == (1, "1 failed, 3 passed"), done.stdout
    assert summary(pytest_in(project, "tests")) == "1 passed", "what is asked for by name is all there is"


def test_settings_of_pytest_go_first(project: Path) -> None:
    (project / "ticketlint.toml").write_text('samples = "nowhere"\nrules = "bug-report"\n')
    (project / "pytest.ini").write_text(
        "[pytest]\nticketlint_samples =\n    mails\nticketlint_rules =\n    open-xchange\n"
    )
    assert summary(pytest_in(project)) == "4 passed"
    (project / "ticketlint.toml").unlink()
    assert summary(pytest_in(project)) == "4 passed"
    (project / "pytest.ini").write_text("[pytest]\nticketlint_samples = mails\nticketlint_rules = desk\n")
    (project / "desk").mkdir()
    (project / "desk" / "desk.yaml").write_text("form: desk\ntitle: Desk\nfields: {Name: }\n")
    assert summary(pytest_in(project)) == "3 failed, 1 passed"


def test_settings_in_pyproject(project: Path) -> None:
    (project / "ticketlint.toml").unlink()
    (project / "pytest.ini").unlink()
    (project / "pyproject.toml").write_text('[tool.pytest.ini_options]\n[tool.ticketlint]\nsamples = ["mails"]\n')
    assert summary(pytest_in(project)) == "4 passed"


def test_a_sample_may_be_named_alone(project: Path) -> None:
    (project / "ticketlint.toml").write_text('samples = ["mails/a.eml", "mails/deep"]\n')
    assert summary(pytest_in(project)) == "3 passed"
    (project / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    assert summary(pytest_in(project)) == "3 passed"
    (project / "mails" / "a.eml").unlink()
    assert pytest_in(project).returncode == pytest.ExitCode.USAGE_ERROR


def test_what_proves_nothing_is_not_green(project: Path) -> None:
    (project / "mails" / "a.expected.yaml").unlink()
    (project / "mails" / "b.eml").unlink()
    (project / "mails" / "deep" / "c.expected.yaml").write_text("verdikt: complete\n")
    done = pytest_in(project)
    assert (done.returncode, summary(done)) == (1, "3 failed, 1 passed"), done.stdout
    assert "error[no-expectation]" in done.stdout
    assert "error[no-sample]: there is no such mail" in done.stdout
    assert "error[unknown-key]" in done.stdout
    assert "mails/b.expected.yaml::expected" in done.stdout


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_no_sample_is_not_green(project: Path, options: tuple[str, ...]) -> None:
    for path in sorted((project / "mails").rglob("*.*")):
        path.unlink()
    done = pytest_in(project, *options)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no sample found in mails" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert pytest_in(project, "tests").returncode == 0


def test_wrong_rules_and_settings_are_told_with_their_place(project: Path) -> None:
    (project / "desk.yaml").write_text("form: desk\ntitle: Desk\nfields: {Name: {requird: true}}\n")
    (project / "ticketlint.toml").write_text('samples = "mails"\nrules = "desk.yaml"\n')
    done = pytest_in(project)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "error[unknown-key]" in done.stderr
    assert "desk.yaml:3:17" in done.stderr
    (project / "ticketlint.toml").write_text('sampels = "mails"\n')
    done = pytest_in(project)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "did you mean `samples`?" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_hostile_names_are_shown_not_obeyed(project: Path) -> None:
    for name in ("n\n::error::l", "e\x1b[31m", os.fsdecode(b"\xff"), "a [x] b", "c::d"):
        break_(project, name)
    for arguments in (("-q",), ("-v",), ("-rA", "-n", "2"), ("--collect-only",), ("--junitxml=report.xml",), ("--lf",)):
        done = pytest_in(project, "-p", "cacheprovider", *arguments)
        assert done.returncode == (0 if arguments == ("--collect-only",) else 1), done.stdout + done.stderr
        assert "\x1b" not in done.stdout
        assert not [line for line in done.stdout.splitlines() if line.startswith("::")]
        assert done.stderr == ""
    assert ET.parse(project / "report.xml").getroot().find("testsuite").get("failures") == "5"  # type: ignore[union-attr]


def test_failure_of_the_program_itself_keeps_its_traceback(project: Path) -> None:
    (project / "conftest.py").write_text(
        "import ticketlint.expectations\n"
        "def broken(*_):\n    raise ZeroDivisionError('ours')\n"
        "ticketlint.expectations.run = broken\n"
    )
    done = pytest_in(project, "mails/a.eml")
    assert done.returncode == 1
    assert "conftest.py" in done.stdout
    assert "ZeroDivisionError: ours" in done.stdout


def test_projects_without_samples_are_left_alone(project: Path) -> None:
    (project / "ticketlint.toml").unlink()
    (project / "pyproject.toml").write_text("[tool.other]\nsamples = 1\n")
    (project / "mails" / "a.expected.yaml").write_text(": no: yaml: [\n")
    (project / "tests" / "test_own.py").write_text(
        "import sys\n\n\ndef test_own():\n"
        "    rooms = {name for name in sys.modules if name.startswith('ticketlint')}\n"
        "    found = {'ticketlint.native', 'ticketlint.native.modules'}  # what is compiled, if anything\n"
        "    assert rooms - found == {'ticketlint', 'ticketlint.pytest_plugin'}\n"
        "    assert not {'click', 'yaml', 'regex', 'mailparser'} & set(sys.modules)\n"
    )
    done = pytest_in(project, "-W", "error")
    assert (done.returncode, summary(done)) == (0, "1 passed"), done.stdout
    assert "ticketlint: " not in done.stdout
    assert summary(pytest_in(project, "-p", "no:ticketlint")) == "1 failed", "there it is not loaded at all"


def test_pytest_is_no_dependency_of_the_program() -> None:
    asked = "import sys; sys.modules['pytest'] = None; from ticketlint.cli import main; main(['rules', 'test', 'open-xchange'])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
