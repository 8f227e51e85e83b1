"""The documentation is true: what it shows is run, what it prints is compared, and the rule files in it load.

`pytest --update-goldens` writes the outputs and the list of codes anew from what the program says today.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ticketlint.codes import CODES, Code
from ticketlint.expectations.codes import DIFFERENCES
from ticketlint.form import read_form
from ticketlint.form.fault_codes import FAULTS
from ticketlint.form.language import FIELD_KEYS, FORM_KEYS, RULE_KEYS, TYPES
from ticketlint.report import FORMATS
from ticketlint.report.tally import VERDICTS

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
CODES_PAGE = DOCS / "codes.md"
PAGES = [REPOSITORY / "README.md", *sorted(path for path in DOCS.glob("*.md") if path != CODES_PAGE)]
RULE_PAGES = [REPOSITORY / "README.md", *(DOCS / f"{name}.md" for name in ("rules", "output", "formats"))]
# Files that a command of the page finds without naming them.
FOUND_BY_NAME = {"pytest.ini", "ticketlint.toml"}
# Blocks that other tests run or read.
HELD = {
    ("README.md", "sh"),  # test_line_to_try_it, test_the_readme_and_the_gate_run_the_same_tests
    ("ci.md", "yaml"),  # test_ci, test_pre_commit
    ("codes.md", "text"),  # test_codes, test_form_fault_codes
    ("before-sending.md", "muttrc"),  # test_before_sending, and those below
    ("before-sending.md", "mail.vim"),
    ("before-sending.md", "sendmail-validate"),
    ("before-sending.md", "binds.conf"),  # test_aerc_calls_what_there_is
    ("shell.md", "zshrc"),  # test_completion
    ("shell.md", "sh"),  # test_manual
    ("speed.md", "sh"),  # test_cluster
}
ELISION = "…"
MARK = "--- the next command ---"

BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; `file` is the name under which the page tells the reader to save it."""

    kind: str
    body: str
    file: str | None
    start: int
    end: int


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        yield Block(match["kind"], match["body"], match["file"], match.start("body"), match.end("body"))


def commands(block: Block) -> list[tuple[str, list[str]]]:
    """Return the commands of a console block, each with the lines that it prints."""
    found: list[tuple[str, list[str]]] = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            assert found, f"a console block begins with a command, not with {line!r}"
            found[-1][1].append(line)
    return found


def run(lines: list[str], folder: Path) -> list[list[str]]:
    """Run commands in one shell, so that `$?` and files last; return what each printed, stderr among it."""
    script = "".join(f"{line}\nlast=$?; echo '{MARK}'; (exit $last)\n" for line in lines)
    foreign = {"CI", "BUILD_NUMBER", "COLUMNS", "FORCE_COLOR"}  # with CI pytest, for one, writes longer lines
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment["HOME"] = str(folder)
    environment["PYTHONUNBUFFERED"] = "1"  # what is said comes in the order in which a terminal shows it
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,  # it takes seconds; a busy machine may take its time
        check=False,
    )
    return [part.splitlines() for part in done.stdout.decode().split(f"{MARK}\n")[:-1]]


def fits(shown: list[str], printed: list[str]) -> bool:
    """Return whether an output is what the page shows: `…` stands for any text of a line, alone for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ELISION else ".*".join(map(re.escape, line.rstrip().split(ELISION))) + "\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder such as the reader's: the samples, and what a page tells to save."""
    shutil.copytree(REPOSITORY / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_shown_is_what_happens(page: Path, desk: Path, request: pytest.FixtureRequest) -> None:
    old = page.read_text(encoding="utf-8")
    new, behind = "", 0
    for block in blocks(page):
        if block.file:
            (desk / block.file).write_text(block.body, encoding="utf-8")
        if block.kind != "console":
            continue
        asked = commands(block)
        outputs = run([command for command, _ in asked], desk)
        told = ""
        for (command, shown), printed in zip(asked, outputs, strict=True):
            lines = shown if fits(shown, printed) else [line.rstrip() for line in printed]
            told += "".join(f"{line}\n" for line in (f"$ {command}", *lines))
        new += old[behind : block.start] + told
        behind = block.end
    new += old[behind:]
    if new != old and request.config.getoption("--update-goldens"):
        page.write_text(new, encoding="utf-8")
        old = new
    assert new == old, f"{page.name} shows other output; if the new one is meant, run pytest --update-goldens"


def test_most_pages_are_run() -> None:
    run_pages = {page.stem for page in PAGES if any(block.kind == "console" for block in blocks(page))}
    assert {"README", "rules", "output", "mailboxes", "reading"} <= run_pages


def test_elisions() -> None:
    assert fits(["a", "…", "d"], ["a", "b", "c", "d"])
    assert fits(["a … c"], ["a b c"])
    assert not fits(["a", "d"], ["a", "b", "d"])
    assert not fits(["a"], ["a", "b"])
    assert not fits(["a"], [])


@pytest.mark.parametrize("page", [DOCS / "api.md", REPOSITORY / "README.md"], ids=lambda page: page.stem)
def test_examples_of_python(page: Path, desk: Path) -> None:
    names: dict[str, object] = {}
    told: list[str] = []
    count = 0
    for block in blocks(page):
        if block.file:
            (desk / block.file).write_text(block.body, encoding="utf-8")
        if block.kind == "python":
            line = page.read_text(encoding="utf-8").count("\n", 0, block.start)
            test = doctest.DocTestParser().get_doctest(block.body, names, page.name, str(page), line)
            assert test.examples, f"a block of Python without an example: {block.body}"
            count += len(test.examples)
            doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
            names |= test.globs
    assert told == []
    assert count >= 5


@pytest.mark.parametrize("page", RULE_PAGES, ids=lambda page: page.stem)
def test_rule_files_load(page: Path) -> None:
    found = [block.body for block in blocks(page) if block.kind == "yaml"]
    assert found
    for body in found:
        whole = body
        if not body.startswith("form:"):  # some keys of one field
            whole = "form: desk\ntitle: Desk\nfields:\n" + "".join(f"  {line}\n" for line in body.splitlines())
        form, faults = read_form(whole.encode(), "desk.yaml", suspicions=True)
        assert form is not None, (body, faults)
        assert faults == (), body


def test_every_key_is_documented() -> None:
    text = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert [key for key in (*FORM_KEYS, *FIELD_KEYS, *RULE_KEYS, *TYPES) if f"`{key}`" not in text] == []


def test_every_format_and_verdict_is_documented() -> None:
    text = (DOCS / "output.md").read_text(encoding="utf-8")
    assert [name for name in (*FORMATS, *VERDICTS) if f"| `{name}` |" not in text] == []


def test_every_format_is_shown() -> None:
    page = DOCS / "formats.md"
    text = page.read_text(encoding="utf-8")
    shown = {}
    for block in blocks(page):
        if block.kind == "console":
            heading = re.findall(r"(?m)^## (.+)$", text[: block.start])[-1]
            ((command, printed),) = commands(block)
            shown[heading] = command
            assert printed
    assert list(shown) == [*FORMATS, "template=FILE"]
    for name in FORMATS:
        option = "" if name == "text" else f"--format {name} "
        assert shown[name].startswith(f"ticketlint check {option}booking.eml settled.eml"), name


def test_every_block_is_run_or_held_to() -> None:
    """What a page shows is run or read by a test, and what it tells to save is used by a command of the page."""
    for page in [*PAGES, CODES_PAGE, REPOSITORY / "CHANGELOG.md"]:
        text = page.read_text(encoding="utf-8")
        found = list(blocks(page))
        fences = [token for token in MarkdownIt().parse(text) if token.type in {"fence", "code_block"}]
        assert [token.content for token in fences] == [block.body for block in found], f"{page.name}: an odd block"
        commands_ = "".join(block.body for block in found if block.kind in {"console", "python"})
        for block in found:
            held = (page.name, block.kind) in HELD or (page.name, block.file) in HELD
            used = block.file is not None and (block.file in commands_ or block.file in FOUND_BY_NAME)
            runs = block.kind in {"console", "python"} or (block.kind == "yaml" and page in RULE_PAGES)
            assert runs or used or held, f"{page.name} has a block that no test runs: {block}"


def test_line_to_try_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TICKETLINT_PURE", "1")  # tests/test_compiled.py compiles
    page = REPOSITORY / "README.md"
    (line,) = [block.body for block in blocks(page) if block.kind == "sh" and "venv" in block.body]
    kept = shutil.ignore_patterns(".*", "build", "__pycache__", "*.so", "tests", "benchmarks")
    shutil.copytree(REPOSITORY, tmp_path / "checkout", ignore=kept)
    (printed,) = run([line.strip()], tmp_path / "checkout")
    assert re.match(r"\d+ messages: \d+ would receive a ticket", printed[-1])
    assert run([f"{line.strip()} > said.txt; echo $?"], tmp_path / "checkout") == [["1"]]


def test_links_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in [*PAGES, CODES_PAGE, REPOSITORY / "CHANGELOG.md"]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[\w-]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_links_lead_to_headings() -> None:
    broken = []
    for page in [*PAGES, CODES_PAGE]:
        for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
            there = (page.parent / target if target else page).read_text(encoding="utf-8")
            headings = re.findall(r"(?m)^#+ (.+)$", there)
            # As forges make them: lower case, blanks as hyphens, no other signs.
            if anchor not in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}:
                broken.append(f"{page.name}: {target}#{anchor}")
    assert broken == []


def test_the_readme_and_the_gate_run_the_same_tests() -> None:
    command = "sh tests/run"
    assert f"```sh\n{command}\n```" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
    gate = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in gate if line.startswith(command)] == [f"{command} < /dev/null"]


@pytest.mark.parametrize(
    ("given", "done"),
    [
        ("", "pip ruff ruff cython-lint mypy pytest"),
        ("--update-goldens", "pip ruff ruff cython-lint mypy pytest"),
        ("tests/test_samples.py -q", "python pytest"),
        ("-k samples", "python pytest"),
        ("-x tests/test_samples.py::test_x", "python pytest"),
    ],
)
def test_the_line_that_names_a_test_does_no_more_than_that_needs(given: str, done: str, tmp_path: Path) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "pip", "ruff", "cython-lint", "mypy", "pytest"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho {name} >> done\n[ {name} != pytest ] || echo "$@" > given\n')
        program.chmod(0o755)
    (tmp_path / "tests").mkdir()
    shutil.copy(REPOSITORY / "tests" / "run", tmp_path / "tests")
    (tmp_path / "pyproject.toml").touch()

    def line(words: str) -> list[str]:
        (tmp_path / "done").unlink(missing_ok=True)
        subprocess.run(["sh", "tests/run", *words.split()], cwd=tmp_path, check=True, timeout=60)
        assert (tmp_path / "given").read_text().split()[-len(words.split()) :] == words.split() or not words
        return (tmp_path / "done").read_text().split()

    assert line(given)[0] == "pip", "nothing is installed yet"
    assert line(given) == done.split()
    os.utime(tmp_path / "pyproject.toml", (2**32, 2**32))
    assert line(given)[0] == "pip", "other packages may be wanted"


def test_list_of_codes_is_current(request: pytest.FixtureRequest) -> None:
    current = codes_page()
    if request.config.getoption("--update-goldens"):
        CODES_PAGE.write_text(current, encoding="utf-8")
    assert CODES_PAGE.read_text(encoding="utf-8") == current, "codes.md is old: run pytest --update-goldens"


def codes_page() -> str:
    return (
        "# Codes\n\n"
        "Every fault has a code. `ticketlint explain CODE` prints what stands here. A code of severity 1 or 2 costs the\n"
        "ticket, 3 is a remark, 4 a note; a rule file may see it otherwise (`severities`, see [rules.md](rules.md)).\n"
        "In the examples, `(the form, filled in)` stands for a complete form of open-xchange.\n"
        "\nA `severities` of the form holds for all of its fields, one of a field goes before it. Severity 0 switches a "
        "code\noff. To let a run fail earlier or later, and to accept single faults, see `--fail-on` and `--baseline` in\n"
        "[ci.md](ci.md). A mail itself can change nothing of this.\n"
        "\n## Faults of mails\n\n" + _codes(CODES) + "\n## Faults of rule files\n\n"
        "`ticketlint rules check` finds these. 1 is a mistake that keeps the file from being used, 3 a suspicion.\n\n"
        + _codes(FAULTS)
        + "\n## Faults of sample mails\n\n"
        "`ticketlint rules test` and the pytest plugin tell these, see [rules.md](rules.md#sample-mails).\n\n"
        + _codes(DIFFERENCES)
    )


def _codes(codes: Mapping[str, Code]) -> str:
    table = "| code | severity | flags |\n|---|---|---|\n" + "".join(
        f"| [{code.name}](#{code.name}) | {int(code.severity)} | {_cell(code.flags)} |\n" for code in codes.values()
    )
    return table + "".join(map(_section, codes.values()))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _section(code: Code) -> str:
    lines = [f"\n### {code.name}\n", f"Severity {int(code.severity)} ({code.severity.word}): {code.flags}."]
    lines += [code.why] if code.why else []
    for title, example in (("Asked by the form", code.asks), ("Refused", code.refused), ("Accepted", code.accepted)):
        if example:
            lines += [f"\n{title}:\n", "```text", example.rstrip("\n"), "```"]
    if code.name in CODES and not code.refused:
        lines += ["\nThere is no short example: it takes a mail of megabytes."]
    if code.name in CODES:
        other = 3 if code.severity.withholds else 2
        lines += [f"\nTo see it otherwise, write `severities: {{{code.name}: {other}}}` into the rule file."]
        lines += ["The mail stays `unreadable`."] if code.name in {"encrypted-body", "unreadable-body"} else []
    return "\n".join(lines) + "\n"
