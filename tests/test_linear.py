"""The house's own patterns in, the time that each takes for long texts of one piece out: no more than a moment."""

from __future__ import annotations

import ast
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ticketlint
from limits import SlowError, within
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERNS = (re.Pattern, type(regexp("")))  # compiled, and not yet
METHODS = frozenset("search match fullmatch finditer findall sub subn split".split())
SIZE = 20_000
BLANKS = 80_000  # of which the square takes longer only here: nothing but a sign is looked for behind each
SECONDS = 0.4  # what goes through the text again from each of its letters takes longer
PIECES = [
    "a", "A", "1", "-", " ", "\t", "\n", " \n", "\r\n", ">", "> ", "(", "[", "<", "<a", "=", "=?", "_", ":", "/", "a/", "*", '"',
    "a@", "|", "&", "a,", "1-", "a-", "a.", "a ", "1.", "1 ", "OX-", "ä", "a:", "a\t", "a\n", "%", "a;", "---- a", "http://",
]  # fmt: skip
OF_RULES = {"ticketlint.form.probes"}  # reads the patterns of a rule, which have an end of their own


def uses() -> Iterator[tuple[str, str, str]]:
    """Yield each pattern at the top of a module, with a method of it that this module, or another one, calls."""
    asked: dict[str, set[tuple[str, Path]]] = {}
    root = Path(ticketlint.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name):
                asked.setdefault(node.value.id, set()).add((node.attr, path))
    for found in pkgutil.walk_packages(ticketlint.__path__, "ticketlint."):
        if found.name in OF_RULES or found.name.endswith(("__main__", "pytest_plugin")) or ".native." in found.name:
            continue
        module = import_module(found.name)
        home = root.joinpath(*found.name.split(".")[1:])
        places = {home.with_suffix(".py"), home / "__init__.py"}
        for name, value in sorted(vars(module).items()):
            if isinstance(value, PATTERNS):
                for method in sorted({each for each, path in asked.get(name, ()) if path in places}):
                    yield found.name, name, method


def call(pattern: Any, method: str, text: str) -> None:
    whole: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    if method in {"sub", "subn"}:
        pattern.sub(whole[:0], whole)
    elif method == "finditer":
        any(False for _ in pattern.finditer(whole))
    else:
        getattr(pattern, method)(whole)


def slow_on(pattern: Any, method: str) -> list[str]:
    """Return the pieces that the pattern takes too long for, when a text is nothing else."""
    slow = []
    for piece in PIECES:
        size = BLANKS if piece.isspace() else SIZE
        text = (piece * size)[:size]
        try:
            with within(SECONDS):
                call(pattern, method, text)
        except SlowError:
            slow.append(piece)
    return slow


def test_a_pattern_that_begins_again_at_each_letter_is_found() -> None:
    assert "a" in slow_on(regexp(r"[a-z]+(?:-[a-z]+)+"), "findall")
    assert slow_on(regexp(r"(?<![a-z])[a-z]++(?:-[a-z]++)++"), "findall") == []


def test_no_pattern_goes_through_a_text_again_from_each_of_its_letters() -> None:
    asked = list(uses())
    assert len(asked) > 200
    slow = {
        f"{module} {name}.{method}": slow_on(getattr(import_module(module), name), method)
        for module, name, method in asked
    }
    assert {where: pieces for where, pieces in slow.items() if pieces} == {}
