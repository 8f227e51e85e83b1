"""A message or a file in, what became of it where it was judged before out; and what is new in, kept for other runs."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from contextlib import suppress
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

from ticketlint.cache.again import Leaf, Seal
from ticketlint.cache.files import SAME, Held, Trail, packed, sum_of, unpacked
from ticketlint.cache.pages import Page, Sheet
from ticketlint.cache.store import KEPT, forget, number, opened
from ticketlint.parallel.messages import VERDICTS, Kind
from ticketlint.plain import DamagedError
from ticketlint.sources import RawMessage
from ticketlint.sources.state import state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ticketlint.cache.again import Item
    from ticketlint.sources.folder import Found

_AT_ONCE = 8  # pages that are written together
_IN_ORDER = 2**14  # places that are written together, in their order: one by one, each would be written elsewhere
_PAGES = 8  # pages that are held, for messages that lie in another order now
_FURTHEST = 512  # files that are fetched before they are asked for
_RUN = 2**32  # pages of one run: their numbers follow each other, whoever else writes meanwhile
_RENEWED = KEPT // 4  # days after which it is written down that something was asked for
# A damaged file: where SQLite quotes what stands there, Python may not be able to read that; or a row is not there.
_BROKEN = (sqlite3.Error, OSError, ValueError, TypeError)
_PAGE = """
SELECT number, rules, day, said, parts, sum, text FROM pages JOIN texts ON page = number
WHERE number = ? AND rules = ?
"""
_FILES = "SELECT path, day, held, sum FROM files WHERE rules = ? AND path >= ? ORDER BY path LIMIT ?"


class Cache:
    """The file, open. Whatever goes wrong with it later is told to `told` once, and the run goes on without it.

    What is kept is a verdict, where no other `kind` is asked for.
    """

    def __init__(self, path: Path, judged_by: bytes, told: Callable[[str], object], kind: Kind = VERDICTS) -> None:
        self._kind = kind
        self._path = path
        self._told = told
        self._today = int(time.time() // 86400)
        self._met: dict[int, bytes | tuple[int, int, bool, bool]] = {}  # messages under way: new, or where they stand
        self._trail = Trail()
        self._pages: dict[int, Page] = {}
        self._next: tuple[Page, int] | None = None  # where the next message stands, as a rule
        self._ahead: dict[bytes, tuple[int, bytes, int]] = {}  # files that were fetched before they are asked for
        self._reach = 1
        self._sheet: Sheet | None = None
        self._last = 0  # the number of the last page of this run
        self._full: list[Sheet] = []
        self._sealed: list[tuple[bytes, bytes]] = []
        self._places: list[tuple[Any, ...]] = []
        self._old: tuple[set[int], list[bytes]] = set(), []  # pages and files whose day is to be renewed
        self._open: sqlite3.Connection | None = None
        try:
            self._open = opened(path)
            self._rules = number(self._open, judged_by)
            self._filled = {table for table in ("places", "files") if self._any(table)}
        except _BROKEN as error:
            self._give_up(error)

    def known(self, raw: Item) -> Any:
        """Return what became of a message with the same octets, under this message's source, or None.

        What is no message is known.
        """
        if type(raw) is not RawMessage:
            return raw
        if self._open is None:
            return None
        key = _key(raw)
        try:
            said, there = self._said(key, raw)
            if said is None and there:  # elsewhere, and more is to be said than that it is here now
                key = _key_there(key, raw.source)
                said, _ = self._said(key, raw)
            if said is not None:
                return said
        except (DamagedError, AttributeError, TypeError, ValueError, LookupError, RecursionError):
            pass  # it is judged again, and written anew
        except sqlite3.Error as error:
            self._give_up(error)
        self._met[id(raw)] = key
        return None

    def remember(self, raw: Item, said: Any) -> bool:
        """Keep what became of a message that was not known; it is on disk at the latest when the cache is closed.

        Return whether anything became of it: a seal is for nobody else.
        """
        if isinstance(raw, Seal):
            self._seal(raw)
            return False
        if not isinstance(raw, Leaf):
            self._keep(raw, said)
        return True

    def _keep(self, raw: RawMessage, said: Any) -> None:
        met = self._met.pop(id(raw), None)
        if self._open is None:
            return
        if type(met) is tuple:
            page, at, last, same = met
            self._trail.note(page, at, last=last, same=same)
        elif type(met) is not bytes or not self._kind.sure(said):
            self._trail.lose()
        elif (sheet := self._sheet or self._new_sheet()) is not None:
            kept = self._kind.flat(said)
            at = sheet.add(met, raw.source, kept, self._kind.letters(kept))
            self._trail.note(sheet.number, at, last=sheet.full, same=True)
            if sheet.full:
                self._full.append(sheet)
                self._sheet = None
                if len(self._full) >= _AT_ONCE:
                    self._write()

    def find(self, found: Found) -> Held | None:
        """Return where what was said of a file's messages stands; None where it must be read."""
        if self._open is None or "files" not in self._filled:
            return None
        try:
            state = state_of(os.stat(found.path))  # noqa: PTH116  # paths stay text
        except (OSError, ValueError):
            return None
        key = _key_of(found)
        try:
            row = self._ahead.pop(key, None) or self._fetched(self._open, key)
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        try:
            if state is None or row is None or not row[1].startswith(state) or sum_of(key, row[1]) != row[2]:
                return None
            if self._today - row[0] >= _RENEWED:
                self._old[1].append(key)
        except (AttributeError, TypeError):  # damaged
            return None
        return unpacked(row[1])

    def leaves(self, held: Held, sources: Iterable[str], paths: tuple[str, ...]) -> Iterator[Leaf]:
        """Yield what was said of messages; raise `DamagedError` where it is not there any more."""
        names = None if held[0] & SAME else iter(sources)
        for page, at, count in zip(held[1::3], held[2::3], held[3::3], strict=True):
            while count > 0:
                there = self._page(page)
                many = min(count, there.size - at)
                yield self._leaf(there, at, many, names, paths)
                page, at, count = page + 1, 0, count - many  # noqa: PLW2901 - a stretch goes on on the next page

    def lose(self, founds: Iterable[Found]) -> None:
        """Keep nothing of files of which something is not there any more, until they are read again as a whole."""
        if self._open is None:
            return
        try:
            with self._open:
                keys = [(self._rules, _key_of(found)) for found in founds]
                self._open.executemany("DELETE FROM files WHERE rules = ? AND path = ?", keys)
        except _BROKEN as error:
            self._give_up(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._sheet is not None:
            self._full.append(self._sheet)
        self._write(all_of_it=True)
        self._renew()
        if self._open is not None:
            self._open.close()

    def _leaf(self, page: Page, at: int, many: int, names: Iterator[str] | None, paths: tuple[str, ...]) -> Leaf:
        kind = self._kind
        try:
            if many <= 0:
                raise DamagedError("a page is shorter than it was")
            if names is None and many == page.size and (whole := page.whole(kind)) is not None:
                return Leaf(paths, many, whole, page.weight)
            kept = []
            for place in range(at, at + many):
                source, there = page.one(place, kind)
                name = source if names is None else next(names)
                one = there if name == source else kind.moved(there, source, name)
                if one is None:
                    raise DamagedError("it was called otherwise")
                kept.append(kind.back(one, name))
            return Leaf(paths, many, kind.gather(kept), page.weight)
        except (AttributeError, TypeError, ValueError, LookupError, RecursionError) as error:
            raise DamagedError(str(error)) from error

    def _any(self, table: str) -> bool:
        assert self._open is not None
        asked = f"SELECT 1 FROM {table} WHERE rules = ? LIMIT 1"  # noqa: S608 - of our own names
        return self._open.execute(asked, (self._rules,)).fetchone() is not None

    def _said(self, key: bytes, raw: RawMessage) -> tuple[Any, bool]:
        """Return what is said of a message where that is kept under this key, and whether anything is."""
        found = self._found(key)
        if found is None:
            return None, False
        page, at = found
        source, there = page.one(at, self._kind)
        kept = there if source == raw.source else self._kind.moved(there, source, raw.source)
        if kept is None:
            return None, True
        said = self._kind.back(kept, raw.source)
        self._met[id(raw)] = page.number, at, at + 1 == page.size, source == raw.source
        return said, True

    def _found(self, key: bytes) -> tuple[Page, int] | None:
        """Return where a message stands; the next one, as a rule, stands behind it."""
        if self._next is not None and self._next[0].key(self._next[1]) == key:
            page, at = self._next
        else:
            if self._open is None or "places" not in self._filled:
                return None
            asked = "SELECT page, at FROM places WHERE rules = ? AND message = ?"
            row = self._open.execute(asked, (self._rules, key)).fetchone()
            if row is None:
                return None
            page, at = self._page(row[0]), row[1]
            if page.key(at) != key:
                raise DamagedError("another message stands there")
        self._next = page, at + 1
        return page, at

    def _page(self, wanted: int) -> Page:
        page = self._pages.get(wanted)
        if page is None:
            try:
                row = None if self._open is None else self._open.execute(_PAGE, (wanted, self._rules)).fetchone()
            except sqlite3.Error as error:
                self._give_up(error)
                row = None
            if row is None:
                raise DamagedError("a page is missing")
            page = Page(row)
            if len(self._pages) >= _PAGES:
                del self._pages[next(iter(self._pages))]
            self._pages[wanted] = page
            if self._today - page.day >= _RENEWED:
                self._old[0].add(wanted)
        return page

    def _fetched(self, opened: sqlite3.Connection, key: bytes) -> tuple[int, bytes, int] | None:
        """Return the row of a file, and fetch those behind it: they are asked for next, as a rule.

        To ask for one row costs as much as to be told ten.
        """
        self._reach = max(1, self._reach // 4) if self._ahead else min(2 * self._reach, _FURTHEST)
        rows = opened.execute(_FILES, (self._rules, key, self._reach)).fetchall()
        self._ahead = {path: (day, held, checked) for path, day, held, checked in rows}
        return self._ahead.pop(key, None)

    def _seal(self, seal: Seal) -> None:
        """Keep where what was said of the messages of a file stands, under the state in which it was read."""
        held = self._trail.end(seal.count, numbered=seal.numbered)
        if held is not None and seal.state is not None:
            self._sealed.append((_key_of(seal.found), packed(seal.state, held)))
            if len(self._sealed) >= _FURTHEST:
                self._write()

    def _new_sheet(self) -> Sheet | None:
        if not self._last:
            assert self._open is not None
            try:
                with self._open:
                    run = self._open.execute("INSERT INTO runs DEFAULT VALUES").lastrowid
                    self._open.execute("DELETE FROM runs WHERE number < ?", (run,))
                    self._last = (run or 0) * _RUN
            except _BROKEN as error:
                self._give_up(error)
                return None
        self._last += 1
        self._sheet = Sheet(self._last)
        return self._sheet

    def _write(self, *, all_of_it: bool = False) -> None:
        sheets, self._full = self._full, []
        sealed, self._sealed = self._sealed, []
        if self._open is None or not (sheets or sealed or self._places):
            return
        try:
            with self._open:
                rows = [sheet.rows(self._kind, self._rules, self._today) for sheet in sheets]
                self._open.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)", [page for page, _, _ in rows])
                self._open.executemany("INSERT INTO texts VALUES (?, ?)", [text for _, text, _ in rows])
                self._places += [place for _, _, places in rows for place in places]
                if all_of_it or len(self._places) >= _IN_ORDER:
                    places, self._places = self._places, []
                    places.sort(key=itemgetter(1))  # stable: of the same message twice, the later place is kept
                    self._open.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)", places)
                files = [(self._rules, path, self._today, held, sum_of(path, held)) for path, held in sealed]
                self._open.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", files)
        except _BROKEN as error:
            self._give_up(error)

    def _renew(self) -> None:
        """Write down of what was kept that it is still asked for; forget what is not, where this run wrote."""
        pages, files = self._old
        if self._open is None or not (pages or files or self._last):
            return
        try:
            with self._open:
                days = [(self._today, page) for page in pages]
                self._open.executemany("UPDATE pages SET day = ? WHERE number = ?", days)
                asked = [(self._today, self._rules, path) for path in files]
                self._open.executemany("UPDATE files SET day = ? WHERE rules = ? AND path = ?", asked)
                forget(self._open, self._today, files=bool(pages or files))
        except _BROKEN as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            with suppress(sqlite3.Error):
                opened.close()
        why = getattr(error, "strerror", None) or error
        if not isinstance(error, sqlite3.Error | OSError) or str(error).startswith("Could not decode"):
            why = "it is damaged"  # Python would quote what stands there, which a mail may say
        self._told(f"the cache {self._path} cannot be used ({why}); every message is judged. It may be deleted")


def _key(raw: RawMessage) -> bytes:
    digest = hashlib.sha256(raw.octets, usedforsecurity=False)
    digest.update(b"%d" % raw.first_line)  # the places in a verdict depend on it
    return digest.digest()


def _key_there(key: bytes, source: str) -> bytes:
    """Return the key of a message of which more is said than that it lies elsewhere now, where that is said so."""
    return hashlib.sha256(key + source.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()


def _key_of(found: Found) -> bytes:
    return found.how.encode() + b" " + os.fsencode(found.path)  # why a file is read decides what it is
