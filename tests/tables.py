"""The tables that are kept beside the package in, a sentence out where the project would make them otherwise today."""

from __future__ import annotations

import hashlib
import marshal
import tempfile
from contextlib import suppress
from pathlib import Path

import hatch_build
from ticketlint import kept

_HERE = Path("src", "ticketlint", "native")
_MADE_OF = {".py", ".json", ".yaml", ".eml", ".mbox"}


def outdated(root: Path = hatch_build.ROOT) -> list[str]:
    """Return why the tables may not be used. They are made anew only after a change to what they are made of."""
    here = _tables(root / _HERE)
    if not here or _seal(root).exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        hatch_build._keep(root, Path(folder))
        made = _tables(Path(folder))
    if not made:  # it has a mistake, which the tests tell better
        return []
    if here.keys() != made.keys() or not all(_agree(here[name], made[name]) for name in here):
        return [
            "the tables that are kept are not what the project makes today: `python hatch_build.py` makes them anew"
        ]
    with suppress(OSError):  # nothing can be written there: they are made anew each time
        _seal(root).parent.mkdir(parents=True, exist_ok=True)
        _seal(root).touch()
    return []


def _tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob(f"*{kept.ENDING}")}


def _agree(here: bytes, made: bytes) -> bool:
    """Whether a table holds nothing else. Who builds alone has no libraries, and lacks the patterns of their users."""
    if here == made:
        return True
    (maker, found), (today, all_of_them) = marshal.loads(here), marshal.loads(made)
    patterns = isinstance(found, dict) and isinstance(all_of_them, dict)
    return maker == today and patterns and all(all_of_them.get(key) == value for key, value in found.items())


def _seal(root: Path) -> Path:
    """Return the file that says that the tables are those of the project as it is: its name is made of both."""
    digest = hashlib.sha256(Path(hatch_build.__file__).read_bytes())
    for folder in ("src", "rules", "samples"):
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix in _MADE_OF or path.name.endswith(kept.ENDING):
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return root / "build" / "compiled" / f"tables-{digest.hexdigest()[:16]}"
