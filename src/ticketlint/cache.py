"""A file that remembers: a message in, what became of it out where the same octets were judged before alike."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import sys
import zlib
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ticketlint import __version__
from ticketlint.parallel import VERDICTS, Kind
from ticketlint.plain import DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ticketlint.sources import RawMessage

NAME = "verdicts.sqlite3"
"""The file's name, where the cache is given as a folder."""

_OURS = 0x746C6E74  # SQLite's application_id: says whose file it is
_LAYOUT = 3
_AT_ONCE = 500  # verdicts that are written together
_FURTHEST = 32  # rows that are fetched before they are asked for
_RULES_KEPT = 8  # sets of rules whose verdicts stay; the oldest are forgotten
# A damaged file: where SQLite quotes what stands there, Python may not be able to read that; or a row is not there.
_BROKEN = (sqlite3.Error, OSError, ValueError, TypeError)
_CODE = {".py", ".so", ".pyd"}  # compiled or not
_LIBRARIES = ("mail_parser-", "mail-parser-", "rapidfuzz-", "regex-", "selectolax-")
_TABLES = f"""
PRAGMA application_id = {_OURS};
PRAGMA user_version = {_LAYOUT};
CREATE TABLE IF NOT EXISTS rules (number INTEGER PRIMARY KEY, print BLOB UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS verdicts (
    rules INTEGER NOT NULL, message BLOB NOT NULL, source TEXT NOT NULL, said TEXT NOT NULL, text BLOB NOT NULL,
    sum INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS places ON verdicts (rules, message);
"""
_MAGIC = b"SQLite format 3\0"
_HEAD = 100  # octets in which SQLite says what a file is
_PAGE = 4096  # octets in which it keeps what tables there are, in our own words
_WORDS = b"CREATE TABLE verdicts (\n    rules INTEGER NOT NULL, message BLOB NOT NULL, source TEXT NOT NULL"


_decode = json.JSONDecoder().decode
Row = list[Any]
"""A message's source, what was said of it without its long text, the text, and a sum that holds for these alone."""


class ForeignError(Exception):
    """A file that is no cache, or that others may write: it is left alone. Its text is a sentence for people."""


class Cache:
    """The file, open. Whatever goes wrong with it later is told to `told` once, and the run goes on without it.

    What is remembered is a verdict, where no other `kind` is asked for.
    """

    def __init__(self, path: Path, judged_by: bytes, told: Callable[[str], object], kind: Kind = VERDICTS) -> None:
        self._kind = kind
        self._path = path
        self._told = told
        self._fresh: dict[bytes, Row] = {}
        self._missed: dict[int, bytes] = {}  # the keys of messages that were asked for in vain, until they are judged
        self._ahead: dict[bytes, Row] = {}  # rows that were fetched before they are asked for
        self._reach = 0  # how many
        self._open: sqlite3.Connection | None = None
        try:
            self._open = _opened(path)
            self._rules = _number(self._open, judged_by)
        except _BROKEN as error:
            self._give_up(error)

    def known(self, raw: RawMessage) -> Any:
        """Return what became of a message with the same octets, under this message's source, or None."""
        if self._open is None:
            return None
        key = _key(raw)
        try:
            row = self._ahead.pop(key, None) or self._found(self._open, key)
            if row is not None:
                source, said, text, checked = row
                whole = _sum(key, source, said, text) == checked
                kept: Any = self._kind.again(_decode(said), text.decode("utf-8", "surrogatepass")) if whole else None
                if kept is not None and source != raw.source:
                    kept = self._kind.moved(kept, source, raw.source)
                if kept is not None:
                    return self._kind.back(kept, raw.source)
        except (DamagedError, AttributeError, TypeError, ValueError, RecursionError):
            pass  # one damaged row: the message is judged again, and the row is written anew
        except sqlite3.Error as error:
            self._give_up(error)
        self._missed[id(raw)] = key
        return None

    def _found(self, opened: sqlite3.Connection, key: bytes) -> Row | None:
        """Return the row of a message, and fetch those that were written after it: they are asked for next, as a rule.

        To ask for one row costs as much as to be told ten, because each question takes the lock and leaves it.
        """
        row = opened.execute(
            "SELECT source, said, text, sum, rowid FROM verdicts WHERE rules = ? AND message = ?", (self._rules, key)
        ).fetchone()
        if row is None:
            return None
        self._reach = self._reach // 4 if self._ahead else min(2 * self._reach + 1, _FURTHEST)
        self._ahead = {}
        if self._reach:
            following = opened.execute(  # `+`: by place, not by the index of rules
                "SELECT message, source, said, text, sum FROM verdicts WHERE rowid BETWEEN ? AND ? AND +rules = ?",
                (row[4] + 1, row[4] + self._reach, self._rules),
            )
            self._ahead = {message: rest for message, *rest in following.fetchall()}
        return list(row[:4])

    def remember(self, raw: RawMessage, verdict: Any) -> None:
        """Keep what became of a message that was not known; it is on disk at the latest when the cache is closed."""
        key = self._missed.pop(id(raw), None)
        if self._open is None or key is None or not self._kind.sure(verdict):
            return
        kept, long = self._kind.apart(self._kind.flat(verdict))
        said, text = json.dumps(kept, separators=(",", ":")), long.encode("utf-8", "surrogatepass")
        self._fresh[key] = [raw.source, said, text, _sum(key, raw.source, said, text)]
        if len(self._fresh) >= _AT_ONCE:
            self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
        if self._open is not None:
            self._open.close()

    def _write(self) -> None:
        fresh, self._fresh = self._fresh, {}
        if self._open is None or not fresh:
            return
        rows = [(self._rules, key, *said) for key, said in fresh.items()]
        try:
            with self._open:
                self._open.executemany("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?)", rows)
        except _BROKEN as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            with suppress(sqlite3.Error):
                opened.close()
        why = getattr(error, "strerror", None) or error
        if not isinstance(error, sqlite3.Error | OSError):
            why = "it is damaged"
        self._told(f"the cache {self._path} cannot be used ({why}); every message is judged. It may be deleted")


def place(given: str) -> Path:
    """Return the cache's file: the path itself, or a file in it where it is a folder or ends like one.

    Raise `ForeignError` where no path is given.
    """
    if not given:  # such as a variable that is not set
        raise ForeignError("it needs the path of a file or a folder")
    path = Path(given)
    if path.is_dir() or given.endswith(os.sep):
        path.mkdir(parents=True, exist_ok=True)
        return path / NAME
    return path


def guard(path: Path) -> None:
    """Raise `ForeignError` for a file that is no cache of ours, or that somebody else could have filled."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ForeignError(f"{path} is no file")
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            raise ForeignError(
                f"{path} belongs to somebody else, or others may write it: its verdicts cannot be trusted"
            )
        with path.open("rb") as file:
            head = file.read(_PAGE)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ForeignError(f"{path}: {error.strerror}") from error
    if head and not (_is_ours(head) or _was_ours(head)):
        raise ForeignError(
            f"{path} is no cache of ticketlint, or damaged so that nobody can tell; it was left alone. "
            "If it is one, delete it; else name another file"
        )


def _is_ours(head: bytes) -> bool:
    return head.startswith(_MAGIC) and head[68:72] == _OURS.to_bytes(4, "big")


def _was_ours(head: bytes) -> bool:
    """Whether a file is a cache whose first octets are damaged, or one that was cut off in them. It is not written."""
    return (_WORDS in head and b"\0" in head) or (len(head) < _HEAD and head.startswith(_MAGIC))


def fingerprint(given: Iterable[object]) -> bytes:
    """Return the print of what verdicts depend on beside the message: rules and options (`given`), and the program."""
    digest = hashlib.sha256(repr((__version__, *given)).encode())
    for name in sorted(_installed()):
        digest.update(f"{name};".encode())
    code = (path for path in Path(__file__).parent.rglob("*") if path.suffix in _CODE)
    for module in sorted(code):  # a changed checkout is another program
        status = module.stat()
        digest.update(f"{module.name} {status.st_size} {status.st_mtime_ns};".encode())
    return digest.digest()


def _installed() -> Iterator[str]:
    """Yield the names of the folders that say which versions of the libraries are installed: `regex-2026.1.dist-info`.

    `importlib.metadata` reads them at the price of 250 mails.
    """
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208  # names alone: a path for each would cost more
                if name.endswith((".dist-info", ".egg-info")) and name.lower().startswith(_LIBRARIES):
                    yield name


def _key(raw: RawMessage) -> bytes:
    digest = hashlib.sha256(raw.octets, usedforsecurity=False)
    digest.update(b"%d" % raw.first_line)  # the places in a verdict depend on it
    return digest.digest()


def _sum(key: bytes, source: str, said: str, text: bytes) -> int:
    """Return a sum by which a damaged row is known: who may write the file on purpose can write any."""
    return zlib.crc32(text, zlib.crc32(f"{source}\0{said}".encode("utf-8", "surrogatepass"), zlib.crc32(key)))


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "rb") as file:  # what a mail says is nobody's business
        head = file.read(_HEAD)
    if head and not _is_ours(head):
        raise ValueError(path)
    connection = sqlite3.connect(path, timeout=5)
    try:
        with closing(connection.execute("PRAGMA user_version")) as cursor:
            if cursor.fetchone()[0] not in (0, _LAYOUT):
                connection.executescript("DROP TABLE IF EXISTS rules; DROP TABLE IF EXISTS verdicts;")
        connection.execute("PRAGMA synchronous = OFF")  # a lost cache costs time, nothing else
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def _number(connection: sqlite3.Connection, judged_by: bytes) -> int:
    """Return the number of a set of rules, the latest from now on, and forget those that are too old."""
    with connection:
        connection.execute("INSERT OR IGNORE INTO rules (print) VALUES (?)", (judged_by,))
        (number,) = connection.execute("SELECT number FROM rules WHERE print = ?", (judged_by,)).fetchone()
        old = "SELECT number FROM rules WHERE number <> ? ORDER BY number DESC LIMIT -1 OFFSET ?"
        for (each,) in connection.execute(old, (number, _RULES_KEPT - 1)).fetchall():
            connection.execute("DELETE FROM verdicts WHERE rules = ?", (each,))
            connection.execute("DELETE FROM rules WHERE number = ?", (each,))
    return int(number)
