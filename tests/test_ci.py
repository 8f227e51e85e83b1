"""The ways into CI: ten mails with one broken are red with the right annotation, mended green, and none is not green."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import pytest
import yaml

from mails import edited, form, mail

REPOSITORY = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("ticketlint")
BROKEN = "mails/07.eml"
MENDED = mail(form())


def load(text: str) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(text))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with ten sample mails, one of them broken."""
    folder = tmp_path / "project"
    (folder / "mails").mkdir(parents=True)
    for number in range(1, 11):
        (folder / "mails" / f"{number:02}.eml").write_bytes(mail(form(), headers={"Message-ID": f"<{number}@x>"}))
    (folder / BROKEN).write_bytes(mail(edited({"Product": "Product: OX99"}), headers={"Message-ID": "<7@x>"}))
    return folder


def script(text: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a step as a runner does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "FORCE_", "COLUMNS"))}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
        cwd=folder,
        env={**kept, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,  # one of them installs
    )


# The composite action


def step(project: Path, paths: str = "mails", options: str = "", sarif: str = "") -> subprocess.CompletedProcess[str]:
    """Run what the action runs once ticketlint is installed."""
    action = load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    binaries = project.parent / "temp" / "ticketlint" / "bin"
    binaries.mkdir(parents=True, exist_ok=True)
    if not (binaries / "ticketlint").exists():
        (binaries / "ticketlint").symlink_to(PROGRAM)
    return script(
        action["runs"]["steps"][-1]["run"],
        project,
        RUNNER_TEMP=str(project.parent / "temp"),
        GITHUB_STEP_SUMMARY=str(project.parent / "summary"),
        PATHS=paths,
        OPTIONS=options,
        SARIF=sarif,
    )


def test_action_is_red_with_the_right_annotation_and_green_when_mended(project: Path) -> None:
    red = step(project, sarif="out.sarif")
    assert red.returncode == 1, red.stderr
    lines = red.stdout.splitlines()
    assert lines[0].startswith(
        "::error title=unknown-choice,file=mails/07.eml,line=18,endLine=18,col=10,endColumn=14::"
    )
    assert lines[1:] == ["10 messages: 9 would receive a ticket, 1 would not"]
    assert "07.eml" in (project.parent / "summary").read_text(encoding="utf-8")
    results = json.loads((project / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["unknown-choice"]
    (project / BROKEN).write_bytes(MENDED)
    green = step(project)
    assert (green.returncode, green.stdout) == (0, "10 messages: 10 would receive a ticket\n")


def test_action_is_not_green_without_mails(project: Path) -> None:
    (project / "empty").mkdir()
    assert step(project, "empty").returncode == 3
    assert step(project, "").returncode == 3
    assert step(project, "empty", "--exit-zero").returncode == 3


def test_action_takes_several_paths_and_options_as_they_are(project: Path) -> None:
    odd = project / "a b $(touch pwned); `touch pwned`"
    odd.mkdir()
    (project / BROKEN).rename(odd / "1.eml")
    done = step(project, f"{odd.name}\n\nmails\n", "--fail-on=1\n--rules\nopen-xchange")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[-1] == "10 messages: 9 would receive a ticket, 1 would not"
    assert step(project, "mails", "--no-such\n").returncode == 2
    assert step(project, "--version").returncode == 3, "a path is no option"
    assert not list(project.rglob("pwned"))


def test_action_installs_itself_and_checks(project: Path) -> None:
    action = load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    temp = project.parent / "temp"
    given = {"RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(REPOSITORY), "PYTHON": sys.executable}
    given |= {"PATHS": "mails", "OPTIONS": "", "SARIF": "", "PATH": "/usr/bin:/bin"}
    install, check = (one["run"] for one in action["runs"]["steps"])
    given["TICKETLINT_PURE"] = action["runs"]["steps"][0]["env"]["TICKETLINT_PURE"]
    done = script(install, project, **given)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (temp / "ticketlint" / "share" / "man" / "man1" / "ticketlint.1").is_file()
    red = script(check, project, **given)
    assert (red.returncode, red.stdout.splitlines()[-1]) == (1, "10 messages: 9 would receive a ticket, 1 would not")


def test_action_runs_nothing_that_is_given_to_it() -> None:
    action = load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    assert not [one for one in steps if "${{" in one["run"]]
    used = {name for one in steps for value in one["env"].values() for name in re.findall(r"inputs\.(\w+)", value)}
    assert used == set(action["inputs"])


# Their shapes, by those who read them


def pages(start: str) -> list[str]:
    """Return the YAML blocks of the page that begin so."""
    page = (REPOSITORY / "docs" / "ci.md").read_text(encoding="utf-8")
    return [text for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if text.startswith(start)]


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("github-actions", (REPOSITORY / "action.yml").read_text(encoding="utf-8")),
        ("github-workflows", pages("name:")[0]),
        ("github-workflows", pages("name:")[0] + pages("      - uses: ticketlint")[0]),
        ("gitlab-ci", pages("ticketlint:")[0]),
    ],
)
def test_schemas_of_others_take_what_is_shown(schema: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "shown.yml"
    for held, code in ((text, 0), (text.replace("steps:", "stepps:").replace("script:", "scripd:"), 1)):
        path.write_text(held, encoding="utf-8")
        done = subprocess.run(
            [PROGRAM.with_name("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", path],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == code, done.stdout


def test_pre_commit_takes_the_hooks_and_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(pages("repos:")[0], encoding="utf-8")
    for verb, path in (("manifest", REPOSITORY / ".pre-commit-hooks.yaml"), ("config", tmp_path / "config.yaml")):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", f"validate-{verb}", path], check=False, timeout=60,
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)},
        )  # fmt: skip
        assert done.returncode == 0


# GitLab, and what the page shows of pre-commit


def snippet(start: str) -> dict[str, Any]:
    (found,) = pages(start)
    return load(found)


def test_gitlab_snippet_is_red_then_green(project: Path) -> None:
    job = snippet("ticketlint:")["ticketlint"]
    install, check = job["script"]
    assert install.startswith("pip install")
    reports = job["artifacts"]["reports"]
    assert script(check, project).returncode == 1
    (issue,) = json.loads((project / reports["codequality"]).read_text(encoding="utf-8"))
    assert (issue["check_name"], issue["location"]) == ("unknown-choice", {"path": BROKEN, "lines": {"begin": 18}})
    suites = ET.parse(project / reports["junit"]).getroot()
    assert [suite.get("name") for suite in suites if suite.get("failures") != "0"] == [BROKEN]
    (project / BROKEN).write_bytes(MENDED)
    assert script(check, project).returncode == 0
    assert json.loads((project / reports["codequality"]).read_text(encoding="utf-8")) == []
    for path in (project / "mails").iterdir():
        path.unlink()
    assert script(check, project).returncode == 3


# Expectations beside the mails: `rules test` and the pytest plugin

WAYS = {
    "rules test": "ticketlint rules test --isolated open-xchange --samples mails",
    "pytest": "pytest -p no:cacheprovider -o ticketlint_samples=mails -o ticketlint_rules=open-xchange",
}


@pytest.mark.parametrize("way", WAYS)
def test_expectation_is_red_at_its_place_then_green(project: Path, way: str) -> None:
    (project / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    broken = (project / BROKEN).read_bytes()
    (project / BROKEN).write_bytes(MENDED)
    assert script(WAYS[way], project).returncode == 1, "nothing is expected of these mails yet"
    assert script(f"{WAYS['rules test']} --update", project).returncode == 0
    (project / BROKEN).write_bytes(broken)
    red = script(WAYS[way], project)
    assert red.returncode == 1, red.stdout
    told = (
        r'error\[other-value\]: Product has no value, where "OXHE" is expected\n +--> mails/07\.expected\.yaml:12:12\n'
    )
    assert re.search(told, red.stdout), red.stdout
    assert f" --> {BROKEN}:18:10\n" in red.stdout
    assert red.stdout.count("did not come as expected") == (2 if way == "pytest" else 1)  # and in pytest's summary
    (project / BROKEN).write_bytes(MENDED)
    green = script(WAYS[way], project)
    assert (green.returncode, green.stderr) == (0, "")
    assert ("10 samples: 10 as expected" if way == "rules test" else "10 passed") in green.stdout
    for path in (project / "mails").iterdir():
        path.unlink()
    assert script(WAYS[way], project).returncode == (3 if way == "rules test" else 4)
