"""Questions in, answers out: what each of the processes does, and the first one for the first messages.

An answer is a list: `["said", …]` for messages without a notice between them, `["told", …]` for a notice, and
`["left", …]` for a file that is left to the first process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

from ticketlint.hints import Any
from ticketlint.parallel.task import Question, Task, flat, read_here, said_of
from ticketlint.plain import Plain
from ticketlint.record import replace
from ticketlint.sources import Notice, RawMessage
from ticketlint.sources.folder import Found
from ticketlint.sources.raw import SHRANK, Told
from ticketlint.sources.shares import Cut, Flow, Group, Parts, parts_of, read_group, read_mailbox
from ticketlint.sources.stream import File, Lines

Work = Callable[[RawMessage], Any]
"""What judges one message; it never raises."""

Gathered = Callable[[list[Any]], Plain]
"""What makes one answer of what is said of many messages."""

Step = RawMessage | Notice | Found


class Answerer:
    """What answers questions; between two of them it holds the parts of a cut, which are not numbered yet."""

    def __init__(self, work: Work, gathered: Gathered) -> None:
        self._work = work
        self._gathered = gathered
        self._path = ""
        self._parts = Parts(None)

    def __call__(self, asked: Question) -> Plain:
        what, *given = asked
        if what == "group":
            return self.answer(read_group(Found(*one) for one in given[0]))
        if what == "mails":
            return self.answer(RawMessage(*each) for each in given[0])
        if what == "number":
            parts, self._parts = self._parts, Parts(None)
            return self.answer(parts.numbered(self._path, given[0]))
        return self._part(*given)

    def _part(self, path: str, print_: tuple[int, int], begin: int, stop: int, sure: bool) -> Plain:
        """Part a cut; nothing is said of it where the file is another one by now, or cannot be read."""
        try:
            with File(path, waits=False) as file:
                if file.print() != print_:
                    return []
                self._path, self._parts = path, parts_of(file, path, begin, stop, sure=sure)
        except OSError:
            return []
        return [] if self._parts.broken else said_of(self._parts)

    def answer(self, steps: Iterable[Step]) -> Plain:
        """Judge the messages among the steps, and return what is to be said and told."""
        answer: Plain = []
        said: list[Any] = []
        work = self._work
        for step in steps:
            if isinstance(step, RawMessage):
                said.append(work(step))
                continue
            if said:
                answer.append(["said", self._gathered(said)])
                said = []
            if isinstance(step, Notice):
                answer.append(["told", step.kind, step.source, step.text, step.line])
            else:
                answer.append(["left", *flat(step)])
        if said:
            answer.append(["said", self._gathered(said)])
        return answer


def answer_here(task: Task, answerer: Answerer) -> Plain:
    """Return the answer on a task that is done here."""
    return answerer.answer(steps_here(task))


def steps_here(task: Task) -> Iterator[Step]:
    """Yield the messages and notices of a task in this process; of a mailbox, all cuts before it are fixed."""
    if isinstance(task.share, Notice):
        yield task.share
    elif task.raws:
        yield from task.raws
    elif isinstance(task.share, Group):
        yield from read_group(task.share.files)
    elif isinstance(task.share, Cut):
        box = task.share.mailbox
        parts = Parts(None)
        task.place()
        if task.begin is not None:
            parts = parts_of(box.file, box.found.path, task.begin, task.share.stop, sure=True)
        task.parts = said_of(parts)
        question = task.fit()
        if question and question[0] == "group":
            yield from read_mailbox(box)
        else:
            yield from parts.numbered(box.found.path, task.number)


class Teller:
    """Tells notices, and hands on what was said of messages."""

    def __init__(self, answerer: Answerer, told: Told) -> None:
        self._answerer = answerer
        self._told = told
        self._lines = Lines("")

    def tell(self, task: Task, answer: Plain) -> Iterator[Plain]:
        """Yield what an answer says of messages, and tell the notices in it, in their order."""
        share = task.share
        # Of the last cut: what is missing by then was missing for whoever read the mailbox.
        short = isinstance(share, Cut) and share.stop == sys.maxsize and share.mailbox.shrank()
        for what, *given in answer:
            if what == "said":
                yield given[0]
            elif what == "told":
                short = short and given[2] != SHRANK  # it is told once
                self._tell(Notice(*given), in_octets=isinstance(task.share, Cut) and not task.whole)
            else:  # it turned out to be large, and many mails
                for each in read_here(Flow(Found(*given))):
                    yield from self.tell(each, answer_here(each, self._answerer))
        if short and isinstance(share, Cut):
            self._told(Notice("unread", share.mailbox.found.path, SHRANK))

    def _tell(self, notice: Notice, *, in_octets: bool) -> None:
        if in_octets and notice.line is not None:
            if self._lines.path != notice.source:
                self._lines = Lines(notice.source)
            notice = replace(notice, line=self._lines.at(notice.line))
        self._told(notice)
