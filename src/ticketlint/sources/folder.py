"""A folder in, its messages out in a steady order: files, mailboxes, Maildir and MH folders, mixed and nested."""

from __future__ import annotations

import os
import stat

from ticketlint.hints import TYPE_CHECKING
from ticketlint.record import dataclass, maker
from ticketlint.regexp import regexp
from ticketlint.sources.glance import mail_of
from ticketlint.sources.raw import Notice, RawMessage, Told, ignore, why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketlint.sources.file import How
    from ticketlint.sources.state import Watch
    from ticketlint.sources.stream import File

EXPECTED = ".expected.yaml"
"""How the name of a file ends that says what is expected of the mail beside it."""

_DIGITS = regexp(r"(\d+)")
_ANY_DIGIT = str.maketrans("123456789", "000000000")
_FLAGS = regexp(r"[:;!]2,[^:;!]*$")
_VERSIONED = frozenset(("CVS", "RCS", "SCCS", "_darcs"))
_MAILDIR = ("new", "cur")
_GONE = "it was there when the folder was listed, and is no longer"
_NOBODY = "nobody writes to this pipe yet; it is waited for (Ctrl-C ends that)"
_PATIENCE = 1  # seconds
_NO_FILE = "it was a file when the folder was listed, and is none any more"


@dataclass(frozen=True, slots=True)
class Found:
    """A file in which messages are looked for: its path, why it is read, and the Maildir whose message it is.

    `beside` says that it lies in a Maildir beside the messages: what a mail server keeps there is nobody's business.
    """

    path: str
    how: How
    maildir: str | None = None
    beside: bool = False


_found = maker(Found)


def read_folder(root: str, told: Told, *, sparing: bool = False) -> Iterator[RawMessage]:
    """Yield every message below a folder. Each folder is read once, however many links lead to it."""
    reader = Reader(sparing=sparing)
    for found in walk(root, told):
        raw = reader.glance(found)
        if raw is None:
            yield from reader.read(found, told)
        else:
            yield raw


def walk(root: str, told: Told) -> Iterator[Found]:
    """Yield the files below a folder in which messages are looked for, in the order in which they are read."""
    seen: set[tuple[int, int]] = set()
    # A stack of its own, because hostile folders nest deeper than Python's.
    open_folders: list[Iterator[Found | str]] = [_folder(root, told, seen)]
    while open_folders:
        for step in open_folders[-1]:
            if isinstance(step, str):
                open_folders.append(_folder(step, told, seen))
                break
            yield step
        else:
            open_folders.pop()


def natural(name: str) -> tuple[tuple[tuple[int, int | str], ...], str]:
    """Return a key that sorts `mail2` before `mail10`; equal keys are told apart by the name itself."""
    parts = _DIGITS.split(name)
    folded = tuple((0, int(part)) if part.isdecimal() and len(part) < 200 else (1, part.casefold()) for part in parts)
    return folded, name


def _sorted(names: list[str]) -> list[str]:
    """Return names in natural order."""
    if not names:
        return []
    text = "/".join(names)  # which no name has in it
    if text.isascii() and text.translate(_ANY_DIGIT) == "/".join([names[0].translate(_ANY_DIGIT)] * len(names)):
        return sorted(names)  # numbers of one length: the same order, in a tenth of the time and of the memory
    return sorted(names, key=natural)


def read_path(path: str, how: How, told: Told, watch: Watch | None = None) -> Iterator[RawMessage]:
    """Yield the messages of one file, by its path."""
    from ticketlint.sources.stream import File  # noqa: PLC0415  # start-up: most files are mails at a glance

    try:
        file = File(path, waits=False) if how != "named" else _awaited(path, told)
    except FileNotFoundError as error:
        if how == "named":
            told(Notice("unread", path, why(error)))
        else:
            told(Notice("gone", path, _GONE))
        return
    except OSError as error:
        told(Notice("unread", path, why(error)))
        return
    yield from _read(file, path, how, told, watch)


def _awaited(path: str, told: Told) -> File:
    """Open a file that was named; where it is a pipe that nobody writes to, say so after a moment and wait."""
    from ticketlint.sources.stream import File  # noqa: PLC0415  # as above

    if not stat.S_ISFIFO(os.stat(path).st_mode):  # noqa: PTH116  # as everywhere
        return File(path)
    import threading  # noqa: PLC0415  # few pipes have names

    bell = threading.Timer(_PATIENCE, told, (Notice("waits", path, _NOBODY),))
    bell.daemon = True
    bell.start()
    try:
        return File(path)
    finally:
        bell.cancel()


def _read(file: File, path: str, how: How, told: Told, watch: Watch | None) -> Iterator[RawMessage]:
    from ticketlint.sources.file import read_stream  # noqa: PLC0415  # as above

    with file:
        if watch is not None:
            watch.begin(file.number)
        if how != "named" and file.size() is None:
            told(Notice("skipped", path, _NO_FILE))
        else:
            yield from read_stream(file, path, how, told)
        if watch is not None:
            watch.end(file.number)


def _folder(path: str, told: Told, seen: set[tuple[int, int]]) -> Iterator[Found | str]:
    """Yield a folder's files, and the paths of the folders below it where their turn comes."""
    try:
        status = os.stat(path)  # noqa: PTH116  # paths stay text in this room, as everywhere below
        place = (status.st_dev, status.st_ino)
        if place in seen:
            return
        seen.add(place)
        with os.scandir(path) as listing:
            # A file says so in the listing, without a look at it.
            names = {one.name: "file" if one.is_file(follow_symlinks=False) else _kind(one) for one in listing}
    except OSError as error:
        told(Notice("unread", path, why(error)))
        return
    inner = {name for name in (*_MAILDIR, "tmp") if names.get(name) == "folder"}
    maildir = "cur" in inner and len(inner) > 1
    above, own = os.path.split(os.path.abspath(path))  # noqa: PTH100
    if own in _MAILDIR and not maildir and _is_maildir(above):
        bare = path.rstrip(os.sep)
        yield from _maildir(os.path.dirname(bare) if bare.endswith(own) else above, (own,), told)  # noqa: PTH120
        return
    if maildir:
        yield from _maildir(path, tuple(name for name in _MAILDIR if name in inner), told)
    mh = ".mh_sequences" in names
    above = os.path.join(path, "")  # noqa: PTH118
    for name in _sorted(list(names)):
        kind, below = names[name], above + name
        if (maildir and name in inner) or name in _VERSIONED:
            continue
        if kind == "folder":
            if not name.startswith(".") or _is_maildir(below):
                yield below
        elif name[0] in ".,#" or name.endswith(EXPECTED):
            continue  # hidden, what MH calls deleted, or what is expected of a mail
        elif kind == "file":
            yield _found(below, "message" if mh and name.isdecimal() else "met", None, maildir)
        else:
            told(Notice("skipped", below, kind))


def _kind(entry: os.DirEntry[str]) -> str:
    """Say what a directory entry is that is no file itself: `folder`, `file`, or a sentence on why it is neither."""
    try:
        mode = entry.stat().st_mode
    except OSError:
        return "it is a link that leads nowhere" if entry.is_symlink() else "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "it is a pipe, a socket or a device, not a file"


def _is_maildir(path: str) -> bool:
    folders = [name for name in (*_MAILDIR, "tmp") if os.path.isdir(os.path.join(path, name))]  # noqa: PTH112, PTH118
    return "cur" in folders and len(folders) > 1


def _but_skipped(told: Told) -> Told:
    """Return a listener that passes over a mail server's own files, which lie beside `cur` and `new`."""

    def listen(notice: Notice) -> None:
        if notice.kind != "skipped":
            told(notice)

    return listen


def unique(name: str) -> str:
    """Return what stays of a Maildir file's name when it moves to `cur` or its flags change."""
    return _FLAGS.sub("", name)


def _delivery(name: str) -> tuple[int, str]:
    seconds = name.partition(".")[0]
    return (int(seconds) if seconds.isdecimal() and len(seconds) < 30 else 0, name)


def _list(root: str, told: Told) -> dict[str, str]:
    """Map the unique names of a Maildir's messages to where they lie now, below `root`.

    `new` comes before `cur`: a message that moves between the two listings is then found twice, never missed.
    """
    found: dict[str, str] = {}
    for folder in _MAILDIR:
        try:
            with os.scandir(os.path.join(root, folder)) as listing:  # noqa: PTH118
                for entry in listing:
                    if not entry.name.startswith("."):
                        found[unique(entry.name)] = f"{folder}/{entry.name}"
        except FileNotFoundError:
            continue
        except OSError as error:
            told(Notice("unread", os.path.join(root, folder), why(error)))  # noqa: PTH118
    return found


def _maildir(root: str, folders: tuple[str, ...], told: Told) -> Iterator[Found]:
    """Yield a Maildir's messages by the time of delivery, each once."""
    places = _list(root, told)
    wanted = [base for base in places if places[base].split("/", 1)[0] in folders]
    above = os.path.join(root, "")  # noqa: PTH118
    for base in sorted(wanted, key=_delivery):
        yield Found(above + places[base], "message", root)


class Reader:
    """Reads what was found, and remembers where the messages of a Maildir went that move while others are read.

    A `watch` looks at each file before and after it is read. `sparing`: as `read` has it.
    """

    def __init__(self, *, sparing: bool = False) -> None:
        self._sparing = sparing
        self._moved: dict[str, dict[str, str]] = {}

    def glance(self, found: Found, watch: Watch | None = None) -> RawMessage | None:
        """Return the mail that a file is, where that shows at a glance; None where it is for `read` to say."""
        return None if found.maildir in self._moved else mail_of(found.path, watch, sparing=self._sparing)

    def read(self, found: Found, told: Told, watch: Watch | None = None) -> Iterator[RawMessage]:
        """Yield the messages of one file."""
        from ticketlint.sources.stream import File  # noqa: PLC0415  # as above

        path, how, root, beside = found.path, found.how, found.maildir, found.beside
        if root is None:
            yield from read_path(path, how, _but_skipped(told) if beside else told, watch)
            return
        base = unique(os.path.basename(path))  # noqa: PTH119
        listed = path
        for _ in range(3):
            if root in self._moved:
                place = self._moved[root].get(base)
                if place is None:
                    break
                path = listed = os.path.join(root, place)  # noqa: PTH118
            try:
                file = File(path, waits=False)
            except FileNotFoundError:
                self._moved[root] = _list(root, ignore)
                continue
            except OSError as error:
                told(Notice("unread", path, why(error)))
            else:
                yield from _read(file, path, how, told, watch)
            return
        told(Notice("gone", listed, _GONE))
