"""The house holds: imports run one way, every foreign library has one door, and files stay small."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SOURCE = REPOSITORY / "src" / "ticketlint"
MODULES = sorted(SOURCE.rglob("*.py"))
TYPED = sorted((*SOURCE.rglob("*.pxd"), *SOURCE.rglob("*.pyx")))  # what the compiler reads beside them
HOOK = REPOSITORY / "hatch_build.py"
LONGEST = 400

# A room imports from itself and from rooms below it; rooms on one floor do not know each other.
FLOORS = (
    ("cli", "pytest_plugin"),
    ("expectations", "formdocs", "issueform", "rulediff"),
    ("report", "template", "config", "baseline"),
    ("fingerprint",),
    ("cluster", "cache"),
    ("parallel",),
    ("plain",),
    ("triage",),
    ("quick", "careful"),
    ("checks",),
    ("reading", "verdict"),
    ("fields",),
    ("form", "body"),
    ("message",),
    ("sources", "values"),
    ("codes",),
    ("diagnostic",),
    ("record", "regexp", "remember"),
    ("kept",),
    ("hints", "native"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# Where a foreign library may be imported: a room, or one module of it.
DOORS = {
    "click": ("cli",),
    "distributed": ("cluster",),
    "compressed_rtf": ("sources.outlook",),
    "jinja2": ("report.custom",),
    "mailparser": ("message",),
    "olefile": ("sources.outlook",),
    "oxmsg": ("sources.outlook",),
    "pytest": ("pytest_plugin",),
    "rapidfuzz": ("values", "fields", "form"),
    "regex": ("form.patterns",),
    "rich": ("report",),
    "selectolax": ("body",),
    "striprtf": ("sources.outlook",),
    "yaml": ("form",),
}


def name_of(module: Path) -> str:
    """Return the name of a module below ticketlint: `form.patterns`, or nothing for the package itself."""
    parts = module.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every module that is imported, at the top or not, for types or not, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports here are absolute"
            module = node.module or ""
            if module == "ticketlint":
                yield from ((f"ticketlint.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield module, node.lineno


def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), str(module))


def up(room: str, tree: ast.AST) -> list[str]:
    """Return the imports that a room may not make."""
    wrong = []
    for imported, line in imports(tree):
        above, _, rest = imported.partition(".")
        target = rest.partition(".")[0]
        if above == "ticketlint" and target in FLOOR and target != room and FLOOR[target] <= FLOOR[room]:
            wrong.append(f"line {line}: {room} imports {imported}")
    return wrong


def declared(path: Path) -> ast.Module:
    """Return the imports of what the compiler reads, as if Python wrote them; each stands on a line of its own."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    wanted = [line for line in lines if re.match(r"(?:from\s+\S+\s+)?c?import\s", line)]
    return ast.parse("\n".join(re.sub(r"\bcimport\b", "import", line) for line in wanted), str(path))


def strangers(name: str, tree: ast.AST) -> list[str]:
    """Return the imports of foreign libraries that have their door elsewhere."""
    wrong = []
    for imported, line in imports(tree):
        library = imported.partition(".")[0]
        doors = DOORS.get(library)
        if doors and not any(name == door or name.startswith(f"{door}.") for door in doors):
            wrong.append(f"line {line}: {name} imports {library}, whose door is {' or '.join(doors)}")
    return wrong


def test_every_room_has_its_floor() -> None:
    rooms = {name_of(module).partition(".")[0] for module in MODULES} - {"", "__main__"}
    assert rooms == set(FLOOR)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_run_one_way(module: Path) -> None:
    room = name_of(module).partition(".")[0]
    if room in FLOOR:  # the package itself and __main__ only open the house's front door
        assert up(room, parsed(module)) == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_foreign_libraries_have_one_door(module: Path) -> None:
    assert strangers(name_of(module), parsed(module)) == []


def test_the_tests_above_can_fail() -> None:
    tree = ast.parse(
        "def f():\n    from ticketlint.cli import main\nimport regex.regex\nfrom ticketlint import codes\n"
    )
    assert up("fields", tree) == ["line 2: fields imports ticketlint.cli"]
    assert "line 4: diagnostic imports ticketlint.codes" in up("diagnostic", tree)
    assert strangers("form.reader", tree) == ["line 3: form.reader imports regex, whose door is form.patterns"]
    assert strangers("form.patterns", tree) == []


def test_imports_for_the_compiler_run_the_same_way() -> None:
    wrong = {path.name: up(name_of(path).partition(".")[0], declared(path)) for path in TYPED}
    assert {name: lines for name, lines in wrong.items() if lines} == {}


def test_imports_for_the_compiler_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "loops.pyx"
    path.write_text(
        '"""Loops."""\nfrom libc.string cimport memchr\ncdef int n\n    from ticketlint.quick.form cimport Frame\n',
        encoding="utf-8",
    )
    assert up("native", declared(path)) == ["line 2: native imports ticketlint.quick.form"]


def test_every_dependency_has_a_door() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(one for name in ("dask", "msg", "pytest", "template") for one in extras[name]),
    ]
    names = {re.split(r"[<>=\[ ]", one)[0].lower() for one in wanted}
    imported = {
        "mail-parser": "mailparser",
        "pyyaml": "yaml",
        "python-oxmsg": "oxmsg",
        "compressed-rtf": "compressed_rtf",
    }
    assert {imported.get(name, name) for name in names} == set(DOORS)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_says_in_a_sentence_what_it_is(module: Path) -> None:
    docstring = ast.get_docstring(parsed(module)) or ""
    assert re.match(r"\S[^\n]*\.(\n\n|$)", docstring), "the docstring opens with one sentence on one line"


def test_module_for_the_compiler_says_so_too() -> None:
    sentence = re.compile(r'"""\S[^\n]*\.("""|\n\n)')
    texts = {path.name: path.read_text(encoding="utf-8") for path in TYPED if path.suffix == ".pyx"}
    assert [name for name, text in texts.items() if not sentence.match(text)] == []


@pytest.mark.parametrize("module", [*MODULES, *TYPED, HOOK], ids=lambda path: path.name)
def test_module_is_short_enough_to_read(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_no_path_of_a_machine_is_named() -> None:
    here = re.compile(r"(?<![\w.~*-])/(?:work|tmp|home/\w+|root|Users/\w+|opt)/\w")
    told = []
    for folder, pattern in (
        ("src", "*.py"),
        ("docs", "*"),
        ("rules", "*"),
        (".", "*.md"),
        (".", "*.toml"),
        (".ci", "*"),
    ):
        for path in sorted(
            (REPOSITORY / folder).glob(pattern) if folder == "." else (REPOSITORY / folder).rglob(pattern)
        ):
            if path.is_file():
                lines = path.read_text(encoding="utf-8").splitlines()
                told += [f"{path.name}:{number}: {line}" for number, line in enumerate(lines, 1) if here.search(line)]
    assert told == []
