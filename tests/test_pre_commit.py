"""The hooks of pre-commit, run for real: pre-commit clones this repository, builds it, and is red where it should be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mails import edited, form, mail
from programs import needed
from test_ci import snippet

REPOSITORY = Path(__file__).parents[1]
PARTS = (
    "src",
    "hatch_build.py",
    "rules",
    "docs",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)  # what pip builds
BROKEN = "mails/07.eml"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository as it stands, committed on a branch `main`."""
    folder = tmp_path_factory.mktemp("published")
    for name in PARTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        else:
            shutil.copy(source, folder / name)
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it builds: once for all tests here, and for nobody else."""
    return tmp_path_factory.mktemp("pre-commit")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        [needed("git"), *arguments], cwd=folder, env=surroundings(), check=True, capture_output=True, timeout=60
    )


def commit(folder: Path) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=Mails")


def surroundings() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    person = {
        f"GIT_{role}_{what}": "anna@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return kept | person | {"TICKETLINT_PURE": "1"} | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def repository(folder: Path, published: Path, hook: dict[str, Any]) -> Path:
    """Make a repository with ten mails, one broken, that uses the hook as docs/ci.md says."""
    (folder / "mails").mkdir(parents=True)
    for number in range(1, 11):
        (folder / "mails" / f"{number:02}.eml").write_bytes(mail(form(), headers={"Message-ID": f"<{number}@x>"}))
    (folder / BROKEN).write_bytes(mail(edited({"Product": "Product: OX99"})))
    (folder / "README.txt").write_text("no mail\n", encoding="utf-8")
    told = snippet("repos:")
    (source,) = told["repos"]
    source["repo"] = str(published)
    source["hooks"] = [one for one in source["hooks"] if one["id"] == hook["id"]]
    assert source["hooks"] == [hook], "the page shows this hook"
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    commit(folder)
    return folder


def run(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color=never", *arguments],
        cwd=folder, env=surroundings() | {"PRE_COMMIT_HOME": str(home)}, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=400,
    )  # fmt: skip


def test_hook_is_red_then_green(tmp_path: Path, published: Path, home: Path) -> None:
    project = repository(tmp_path / "project", published, {"id": "ticketlint"})
    red = run(project, home, "--all-files")
    assert red.returncode == 1, red.stdout + red.stderr
    assert red.stdout.count("error[") == 1
    assert f"  --> {BROKEN}:18:10\n" in red.stdout
    (project / BROKEN).write_bytes(mail(form()))
    git(project, "add", "--all")
    green = run(project, home)  # as a commit does: what is staged alone
    assert (green.returncode, green.stderr) == (0, ""), green.stdout + green.stderr
    assert green.stdout.endswith("Passed\n")


def test_name_of_a_mail_is_no_option(tmp_path: Path, published: Path, home: Path) -> None:
    project = repository(tmp_path / "project", published, {"id": "ticketlint"})
    (project / BROKEN).rename(project / "--stdin-filename=x.eml")
    git(project, "add", "--all")
    red = run(project, home)
    assert red.returncode == 1
    assert " --> --stdin-filename=x.eml:18:10\n" in red.stdout


def test_hook_for_all_mails_is_red_then_green_and_not_green_without_mails(
    tmp_path: Path, published: Path, home: Path
) -> None:
    project = repository(tmp_path / "project", published, {"id": "ticketlint-all", "args": ["mails"]})
    red = run(project, home)
    assert red.returncode == 1, red.stdout + red.stderr
    assert f" --> {BROKEN}:18:10\n" in red.stdout
    (project / BROKEN).write_bytes(mail(form()))
    assert run(project, home, "--all-files").returncode == 0
    shutil.rmtree(project / "mails")
    (project / "mails").mkdir()
    (project / "mails" / "note.txt").write_text("no mail here\n", encoding="utf-8")
    git(project, "add", "--all")
    none = run(project, home, "--all-files")
    assert none.returncode == 1
    assert "- exit code: 3" in none.stdout
    assert "error: no message found" in none.stdout
