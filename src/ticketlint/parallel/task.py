"""Shares in, tasks out: what is asked about each, and, for the cuts of a mailbox, whether they fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ticketlint import parallel
from ticketlint.hints import Any
from ticketlint.record import dataclass
from ticketlint.sources import Notice, RawMessage
from ticketlint.sources.file import is_mbox
from ticketlint.sources.folder import Found, Reader
from ticketlint.sources.shares import SPLIT, Cut, Flow, Group, Parts, Share

Question = list[Any]


@dataclass(slots=True, eq=False)
class Task:
    """A share whose turn comes, or messages that were read here already (`raws`), and what is known of it.

    Of a cut: `before` is the one before it in its mailbox, and `parts` what was found in it. Once it is `placed`, it
    begins at octet `begin`, and `number` messages stand before it; once it is `fixed`, `count` are in it, and the next
    one begins at `end`. Where no message begins, these are None. `whole`: it is read like any other file.
    In the `block` of shared memory stand the texts of its answer.
    `local`: the first process does it; `died`: because it ended another one.
    """

    share: Share | Notice
    raws: tuple[RawMessage, ...] = ()
    before: Task | None = None
    parts: list[Any] | None = None
    placed: bool = False
    fixed: bool = False
    begin: int | None = None
    number: int = 0
    count: int = 0
    end: int | None = None
    whole: bool = False
    answer: list[Any] | None = None
    block: int | None = None
    local: bool = False
    died: bool = False

    @property
    def here(self) -> bool:
        """Whether sending it to another process would cost more than doing it."""
        return isinstance(self.share, Notice) or (len(self.raws) == 1 and len(self.raws[0].octets) >= parallel.LARGE)

    @property
    def messages(self) -> int:
        """How many messages are in it, as far as that is known."""
        if isinstance(self.share, Group):
            return len(self.share.files)
        return len(self.raws) or self.count

    @property
    def left(self) -> int:
        """How many messages of a mailbox seem to stand behind a cut, once it is known how many are in it."""
        if not isinstance(self.share, Cut) or not self.count:
            return 0
        return self.count * (self.share.mailbox.size - self.share.stop) // (self.share.stop - self.share.begin)

    @property
    def done(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.local or self.answer is not None

    def split(self) -> list[Task]:
        """Return tasks that come to the same, with fewer files each."""
        if self.raws or not isinstance(self.share, Group):
            return [self]
        files = self.share.files
        few = -(-len(files) // SPLIT)
        return [Task(Group(files[at : at + few])) for at in range(0, len(files), few)]

    def question(self) -> Question:
        """Return what a process is asked first."""
        if self.raws:
            return mails(self.raws)
        if isinstance(self.share, Cut):
            return self._parts(self.share.begin, sure=self.share.first)
        assert isinstance(self.share, Group)
        return group(self.share.files)

    def place(self) -> None:
        """Learn from the cut before it where it begins."""
        assert isinstance(self.share, Cut)
        if self.placed:
            return
        begin: int | None = self.share.begin
        if self.before is not None:
            begin, self.number = self.before.end, self.before.number + self.before.count
        if begin is not None and begin < self.share.stop:
            self.begin = begin
        else:  # a message goes on throughout the cut, or the mailbox has ended
            self.end = begin
        self.placed, self.before = True, None

    def fit(self) -> Question | None:
        """Compare what was found with where the cut begins; return what is to be asked next, None where nothing is."""
        assert isinstance(self.share, Cut)
        self.place()
        if self.begin is None:
            self.fixed, self.answer = True, []
            return None
        assert self.parts is not None
        begin, count, following, met = self.parts
        if begin != self.begin:
            self.parts = None
            return self._parts(self.begin, sure=True)
        self.fixed, self.count, self.end = True, count, following
        if following is not None:
            self.share.mailbox.met(count, following - self.begin)
        found = self.share.mailbox.found
        if self.share.first and count == 1 and following is None and not is_mbox(found.path):
            self.whole = True
            return group((found,))  # one message alone is named and counted otherwise
        if not met:
            self.answer = []
            return None
        return ["number", self.number]

    def _parts(self, begin: int, *, sure: bool) -> Question:
        assert isinstance(self.share, Cut)
        box = self.share.mailbox
        return ["parts", box.found.path, box.print, begin, self.share.stop, sure]


def mails(raws: Iterable[RawMessage]) -> Question:
    """Return what asks for a judgement of messages that were read here."""
    return ["mails", [(raw.source, raw.octets, raw.first_line, raw.bare, raw.gap) for raw in raws]]


def group(files: Iterable[Found]) -> Question:
    """Return what asks for a reading of whole files."""
    return ["group", [flat(found) for found in files]]


def flat(found: Found) -> list[Any]:
    """Return what a file is found by, plain."""
    return [found.path, found.how, found.maildir, found.beside]


def said_of(parts: Parts) -> list[Any]:
    """Return what the first process is told of the parts of a cut."""
    return [parts.begin, parts.count, parts.following, bool(parts.steps)]


def tasks(given: Iterable[Share | Notice]) -> Iterator[Task]:
    """Yield a task for each share; a file that only one reader can read is read here."""
    before: Task | None = None
    for share in given:
        if isinstance(share, Flow):
            yield from read_here(share)
        elif isinstance(share, Cut):
            before = Task(share, before=None if share.first else before)
            yield before
        else:
            yield Task(share)


def read_here(flow: Flow) -> Iterator[Task]:
    """Yield tasks with the messages of a file, read in this process, and with the notices between them."""
    notices: list[Notice] = []
    raws: list[RawMessage] = []
    octets = 0
    for raw in Reader().read(flow.found, notices.append):
        large = len(raw.octets) >= parallel.LARGE
        if raws and (notices or large or len(raws) >= parallel.CHUNK or octets >= parallel.OCTETS):
            yield Task(flow, tuple(raws))
            raws, octets = [], 0
        yield from map(Task, notices)
        notices.clear()
        if large:
            yield Task(flow, (raw,))
        else:
            raws.append(raw)
            octets += len(raw.octets)
    if raws:
        yield Task(flow, tuple(raws))
    yield from map(Task, notices)
