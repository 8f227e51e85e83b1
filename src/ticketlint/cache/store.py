"""A path in, the cache's file out, open: whose it may be, and how it is laid out."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

NAME = "verdicts.sqlite3"
"""The file's name, where the cache is given as a folder."""

KEPT = 64
"""Days after which it is forgotten what no run asked for."""

_OURS = 0x746C6E74  # SQLite's application_id: says whose file it is
_LAYOUT = 5
_RULES_KEPT = 8  # sets of rules whose verdicts stay; those that were asked for least lately are forgotten
_ALL = ("rules", "verdicts", "runs", "pages", "texts", "places", "files")  # of this layout and of those before it
_TABLES = f"""
PRAGMA application_id = {_OURS};
PRAGMA user_version = {_LAYOUT};
CREATE TABLE IF NOT EXISTS rules (
    number INTEGER PRIMARY KEY, print BLOB UNIQUE NOT NULL, used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS pages (
    number INTEGER PRIMARY KEY, rules INTEGER NOT NULL, day INTEGER NOT NULL, said TEXT NOT NULL, parts TEXT NOT NULL,
    sum INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS days ON pages (day);
CREATE TABLE IF NOT EXISTS texts (page INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS places (
    rules INTEGER NOT NULL, message BLOB NOT NULL, page INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (rules, message)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    rules INTEGER NOT NULL, path BLOB NOT NULL, day INTEGER NOT NULL, held BLOB NOT NULL, sum INTEGER NOT NULL,
    PRIMARY KEY (rules, path)
) WITHOUT ROWID;
"""
_MAGIC = b"SQLite format 3\0"
_HEAD = 100  # octets in which SQLite says what a file is
_PAGE = 16384  # octets in which it keeps what tables there are, in our own words
_WORDS = b"CREATE TABLE pages (\n    number INTEGER PRIMARY KEY, rules INTEGER NOT NULL, day INTEGER NOT NULL"


class ForeignError(Exception):
    """A file that is no cache, or that others may write: it is left alone. Its text is a sentence for people."""


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


def opened(path: Path) -> sqlite3.Connection:
    """Return the file, open, with its tables in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "rb") as file:  # what a mail says is nobody's business
        head = file.read(_HEAD)
    if head and not _is_ours(head):
        raise ValueError(path)
    connection = sqlite3.connect(path, timeout=5)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a new file; most of it are texts of 130 KB
        with closing(connection.execute("PRAGMA user_version")) as cursor:
            if cursor.fetchone()[0] not in (0, _LAYOUT):
                connection.executescript("".join(f"DROP TABLE IF EXISTS {table};" for table in _ALL))
        connection.execute("PRAGMA synchronous = OFF")  # a lost cache costs time, nothing else
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.executescript(_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


def number(connection: sqlite3.Connection, judged_by: bytes) -> int:
    """Return the number of a set of rules, the latest from now on, and forget those that are too old."""
    with connection:
        connection.execute("INSERT OR IGNORE INTO rules (print) VALUES (?)", (judged_by,))
        (found,) = connection.execute("SELECT number FROM rules WHERE print = ?", (judged_by,)).fetchone()
        later = """
        UPDATE rules SET used = (SELECT max(used) FROM rules) + 1
        WHERE number = ? AND (used = 0 OR used < (SELECT max(used) FROM rules))
        """
        connection.execute(later, (found,))
        old = "SELECT number FROM rules WHERE number <> ? ORDER BY used DESC LIMIT -1 OFFSET ?"
        for (each,) in connection.execute(old, (found, _RULES_KEPT - 1)).fetchall():
            connection.execute("DELETE FROM texts WHERE page IN (SELECT number FROM pages WHERE rules = ?)", (each,))
            for table in ("pages", "places", "files"):
                connection.execute(f"DELETE FROM {table} WHERE rules = ?", (each,))  # noqa: S608 - of our own names
            connection.execute("DELETE FROM rules WHERE number = ?", (each,))
    return int(found)


def forget(connection: sqlite3.Connection, today: int, *, files: bool) -> None:
    """Forget what no run has asked for since long; whoever called it ends the transaction.

    To look through the `files` takes a while, so that is left alone where no page is forgotten, unless it is asked for.
    """
    pages = connection.execute("DELETE FROM pages WHERE day < ?", (today - KEPT,)).rowcount
    if pages:
        for table in ("texts", "places"):
            gone = f"DELETE FROM {table} WHERE page NOT IN (SELECT number FROM pages)"  # noqa: S608 - of our own names
            connection.execute(gone)
    if pages or files:
        connection.execute("DELETE FROM files WHERE day < ?", (today - KEPT,))
