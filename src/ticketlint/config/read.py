"""A file of settings in, what it says out: each setting with its place, and every mistake with its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from ticketlint.config import ConfigError
from ticketlint.diagnostic import Diagnostic, Severity, Span
from ticketlint.hints import Any
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

_TABLE = ("tool", "ticketlint")
_PLACE = regexp(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Setting:
    """The value of one key, as a verb takes it, and its place in the file."""

    value: Any
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one file, by their keys."""

    path: str
    settings: Mapping[str, Setting]


def _texts(value: Any) -> tuple[str, ...] | None:
    held = [value] if isinstance(value, str) else value
    return (
        tuple(held) if isinstance(held, list) and held and all(isinstance(one, str) and one for one in held) else None
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _severity(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 4 else None


def _color(value: Any) -> str | None:
    return value if isinstance(value, str) and value in {"auto", "always", "never"} else None


def _rule_file(text: str, folder: Path) -> str:
    return str(folder / text) if (folder / text).exists() else text  # else the name of a shipped form


def _output(text: str, folder: Path) -> str:
    name, equals, path = text.partition("=")
    if name == "template":
        used, equals, path = path.partition("=")
        name = f"template={folder / used}"
    return f"{name}={folder / path}" if equals and path else text


def _format(text: str, folder: Path) -> str:
    return f"template={folder / text[9:]}" if text.startswith("template=") else text


def _beside(text: str, folder: Path) -> str:
    return str(folder / text)


@dataclass(frozen=True, slots=True)
class _Key:
    wants: str
    read: Callable[[Any], Any]
    place: Callable[[str, Path], str] | None = None  # paths are those beside the file, wherever one works


KEYS: Mapping[str, _Key] = {
    "rules": _Key("a rule file, a folder, the name of a shipped form, or a list of these", _texts, _rule_file),
    "format": _Key('the name of a format, such as "text"', _text, _format),
    "output": _Key('NAME=FILE, or a list of these, such as ["sarif=report.sarif"]', _texts, _output),
    "fail-on": _Key("a severity from 1 to 4", _severity),
    "color": _Key('"auto", "always" or "never"', _color),
    "baseline": _Key("the path of a file", _text, _beside),
    "samples": _Key("a folder of sample mails, a mail, or a list of these", _texts, _beside),
}


_LARGEST = 10_000_000  # octets, which no settings have


def read(path: Path, *, shared: bool) -> Config | None:
    """Return the settings of a file; None where it is `shared` with other tools and holds none. Raises ConfigError."""
    import tomllib  # noqa: PLC0415 - most folders have no settings

    try:
        with path.open("rb") as file:
            octets = file.read(_LARGEST + 1)
        if len(octets) > _LARGEST:
            raise ConfigError([(str(path), fault("invalid-toml", f"it is larger than {_LARGEST:,} octets"))])
        text = octets.decode()
        held = tomllib.loads(text)
    except UnicodeDecodeError:
        raise ConfigError([(str(path), fault("invalid-toml", "it is not UTF-8"))]) from None
    except OSError as error:
        raise ConfigError([(str(path), fault("invalid-toml", f"reading failed: {error.strerror}"))]) from error
    except RecursionError:
        wrong = fault("invalid-toml", "its lists or tables are too deep in each other")
        raise ConfigError([(str(path), wrong)]) from None
    except tomllib.TOMLDecodeError as error:
        match = _PLACE.search(str(error))
        place = (int(match[1]), int(match[2])) if match else None
        title = _PLACE.sub("", str(error)).strip().rstrip(".")
        wrong = fault("invalid-toml", f"{title[:1].lower()}{title[1:]}", place, text.splitlines())
        raise ConfigError([(str(path), wrong)]) from error
    table: Any = held
    for part in _TABLE if shared else ():
        table = table.get(part) if isinstance(table, dict) else None
    if table is None:
        astray = _inside(held.get(_TABLE[-1]))
        if not astray:
            return None
        place = next(place for name, place in _places(text, ()) if name == _TABLE[-1])
        raise ConfigError([(str(path), _misplaced([_TABLE[-1]], astray, place, text.splitlines(), shared=True))])
    prefix = _TABLE if shared else ()
    places: dict[str, tuple[int, int]] = {}
    for name, place in _places(text, prefix):
        places.setdefault(name, place)
    return _checked(path, table, places, text.splitlines(), shared=shared)


def _checked(
    path: Path, table: Any, places: Mapping[str, tuple[int, int]], lines: list[str], *, shared: bool
) -> Config:
    if not isinstance(table, dict):
        raise ConfigError([(str(path), fault("invalid-value", "ticketlint is a table of settings", None))])
    settings: dict[str, Setting] = {}
    faults: list[tuple[str, Diagnostic]] = []
    for name, value in table.items():
        place = places.get(name, (1, 1))
        key = KEYS.get(name)
        if key is None and (astray := _inside(value)):
            parts = [name] if name != _TABLE[0] else list(_TABLE)
            faults.append((str(path), _misplaced(parts, astray, place, lines, shared=shared)))
            continue
        if key is None:
            faults.append((str(path), fault("unknown-key", f"there is no setting {name!r}", place, lines, _near(name))))
            continue
        read = key.read(value)
        if read is None:
            faults.append((str(path), fault("invalid-value", f"{name} takes {key.wants}", place, lines)))
        elif key.place is not None:
            put, folder = key.place, path.parent
            read = put(read, folder) if isinstance(read, str) else tuple(put(one, folder) for one in read)
        settings[name] = Setting(read, *place)
    if faults:
        raise ConfigError(faults)
    return Config(str(path), settings)


def _inside(value: Any) -> list[str]:
    """Return the settings that a table holds which is none of ours, at whatever depth."""
    held = value.items() if isinstance(value, dict) else ()
    return [found for name, inner in held for found in ([name] if name in KEYS else _inside(inner))]


def _misplaced(
    table: Sequence[str], names: Sequence[str], place: tuple[int, int], lines: Sequence[str], *, shared: bool
) -> Diagnostic:
    """Return that settings stand in a table where nobody reads them, and where they belong."""
    told = " and ".join(filter(None, (", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`")))
    goes = (
        f"[{'.'.join(_TABLE)}]" if shared else f"the top of the file, above all tables and without [{'.'.join(table)}]"
    )
    written = ".".join([*_TABLE, *table] if shared and list(table) != [_TABLE[-1]] else table)
    return fault(
        "unknown-key", f"there is no table [{written}]", place, lines, f"write {told} {'in' if shared else 'at'} {goes}"
    )


def _near(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    near = get_close_matches(name.casefold().replace("_", "-"), KEYS, n=1)
    return f"did you mean `{near[0]}`?" if near else f"the settings are {', '.join(KEYS)}"


def fault(
    code: str,
    title: str,
    place: tuple[int, int] | None = None,
    lines: Sequence[str] = (),
    advice: str | None = None,
) -> Diagnostic:
    """Return a mistake in a file of settings, at a line and column of its `lines` where it has a place."""
    if place is None:
        return Diagnostic(code, Severity.HIGH, title, help=advice)
    line, column = place
    excerpt = lines[line - 1] if line <= len(lines) else ""
    word = re.compile(r"[\w-]*").match(excerpt, column - 1)
    end = max(word.end() + 1 if word else column, column + 1)
    return Diagnostic(code, Severity.HIGH, title, Span(line, column, line, end), excerpt, help=advice)


def _places(text: str, prefix: tuple[str, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the keys of a table with the line and column of the statement that sets them.

    The reader of TOML keeps no places, so it is given one statement at a time: the lines up to the first at which
    what was gathered can be read.
    """
    import tomllib  # noqa: PLC0415 - as above

    table: tuple[str, ...] = ()
    gathered: list[str] = []
    start = (1, 1)
    for number, line in enumerate(text.split("\n"), 1):
        if not gathered:
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            start = (number, len(line) - len(line.lstrip()) + 1)
        gathered.append(line)
        try:
            held: Any = tomllib.loads("\n".join(gathered))
        except tomllib.TOMLDecodeError:
            continue
        header = gathered[0].lstrip().startswith("[")
        gathered = []
        if header:
            table = tuple(_path(held))
            if table[: len(prefix)] == prefix and len(table) > len(prefix):
                yield table[len(prefix)], start
            continue
        inner: Any = _nested(table, held)
        for part in prefix:
            inner = inner.get(part, {}) if isinstance(inner, dict) else {}
        if isinstance(inner, dict):
            for key in inner:
                yield key, start


def _path(held: Any) -> Iterator[str]:
    """Yield the names of a table's header, outermost first; an array of tables counts as its table."""
    while held:
        name = next(iter(held))
        yield name
        held = held[name][0] if isinstance(held[name], list) else held[name]


def _nested(table: tuple[str, ...], held: Any) -> Any:
    for part in reversed(table):
        held = {part: held}
    return held
