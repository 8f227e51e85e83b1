"""Names for annotations may be written wherever those of `typing` may, whether or not it is loaded."""

from __future__ import annotations

import subprocess
import sys
import typing
from pathlib import Path

import pytest

from ticketlint import hints
from ticketlint.form import language, model

ROOMS = Path(hints.__file__).parent
NAMES = [name for name in hints.__all__ if name != "TYPE_CHECKING"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_that_of_typing_where_it_is_loaded(name: str) -> None:
    assert getattr(hints, name) is getattr(typing, name)


def test_a_name_stands_wherever_it_may_be_written_where_typing_is_not_loaded() -> None:
    code = f"""
import sys
from collections.abc import Callable
from ticketlint.hints import {", ".join(NAMES)}
Way = Literal["file", "decoded"]
T = TypeVar("T", bound=int)
some = [Way | None, None | Way, dict[str, Any], Callable[[T], Any | None], IO[bytes], list[T] | None, Any | Way]
class Reader(Protocol):
    def read(self) -> bytes: ...
class Named(dict[T, Any]):
    pass
print(Reader().read(), Named(a=1), "typing" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("None {'a': 1} False\n", "")


def test_what_the_program_lists_itself_is_what_is_written_for_checkers() -> None:
    assert typing.get_args(model.FieldType) == language.TYPES


def test_every_room_loads_without_typing() -> None:
    wanted = [path for path in ROOMS.rglob("*.py") if "ticketlint.hints import" in path.read_text(encoding="utf-8")]
    names = [".".join(path.relative_to(ROOMS.parent).with_suffix("").parts) for path in wanted]
    code = f"""
import sys
from importlib import import_module
for name in {sorted(name.removesuffix(".__init__") for name in names)!r}:
    import_module(name)
    sys.modules.pop("typing", None)  # some of them need a library that loads it
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(names) > 50
