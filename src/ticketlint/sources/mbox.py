"""A mailbox file's stream in, its messages out, one at a time: mboxo, mboxrd, mboxcl and mboxcl2 alike.

What parts the messages is a `From ` line that a header line follows. A blank line before it is not asked for: one
mailbox in seven has none. Prose that happens to begin `From ` is told apart by what stands after it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from enum import Enum

from ticketlint.hints import TYPE_CHECKING
from ticketlint.record import dataclass
from ticketlint.regexp import regexp
from ticketlint.sources.header import is_known, name_of, opens_from
from ticketlint.sources.raw import LARGEST
from ticketlint.sources.seeking import seek

if TYPE_CHECKING:
    from ticketlint.sources.stream import Readable

_CHUNK = 2**18  # more is slower: the system hands out large pieces of memory anew each time
_MORE = 2**15  # what is read at once where the end of what is asked for is near
_SPENT = 2**18  # octets behind the place of reading that are kept: dropping them moves all that follows
_LOOK = 4096
_LONGEST_FROM = 1000
_LONGEST_HEADER = 2**16  # octets in which Content-Length is looked for
_SHORT = 2**16  # octets that most messages do not reach

# Nearly every line that parts messages: as programs write it, and a header field on the next line. The rest of this
# module comes to the same answer, more slowly.
_PLAIN = regexp(
    rb"From (?!:)\S{0,200} {1,2}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n"
    rb"(?!>?From )(?=[!-9;-~]{1,200}:)"
)

# The date of RFC 4155, with the zones and trailers that programs add, or a date as RFC 5322 writes it.
_DATE = regexp(
    rb"(?:^|(?<=[ \t]))(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:"
    rb" [A-Z][a-z]{2} [ \d]?\d [ \d]?\d:\d\d(?::\d\d)?(?: [-+A-Z][-+\w]{0,5}){0,2} \d{4}(?: [-+]\d{4})?"
    rb"|,? [ \d]?\d [A-Z][a-z]{2} \d{4} [ \d]?\d:\d\d(?::\d\d)?(?: [-+A-Z][-+\w]{0,5})?"
    rb")(?: remote from .{1,200})?[ \t]*$"
)
_SENDER = regexp(rb'"[^"]{0,200}"\S*|\S*|\S+ at \S+')
_TIME = regexp(rb"\d:\d\d")
_NAMELESS = frozenset((b"-", b"<>", b"MAILER-DAEMON", b"???@???"))
_NEWLINE, _QUOTE = b"\n>"
_QUOTED = regexp(rb"^>(?=>*From )", re.MULTILINE)
_RUN = regexp(rb"(?:>?From (?![ \t]*+:)[^\n]*+\n)++")
_MOST_DOUBLES = 10  # `From ` lines in front of a header that belong to it are fewer
_LENGTH = regexp(rb"\ncontent-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?\n")
_BLANK = regexp(rb"\n\r?\n")


class _Parts(Enum):
    """Whether a `From ` line begins a message."""

    YES = "yes"
    RATHER = "rather"
    HARDLY = "hardly"
    NO = "no"


_SAID = {
    _Parts.RATHER: "this line begins 'From ' and was taken for the start of a message; it could be text",
    _Parts.HARDLY: "this line begins 'From ' and was taken for text; a message could begin here",
}


@dataclass(frozen=True, slots=True)
class Parted:
    """One message of a mailbox: None for octets where it was too large; `skipped` lines stood before its header.

    `following` counts the octets of the stream before the next message, `last` says that there is none.
    """

    octets: bytes | None
    skipped: int
    following: int
    last: bool


Doubt = Callable[[int, str], None]


class _Window:
    """The stretch of the mailbox that is in memory, from the octet `offset` on, and the number of its first line.

    Read, not mapped: a mailbox that shrinks under a map ends the process, and what was mapped counts as its memory.
    """

    def __init__(self, source: Readable, offset: int, line: int | None, stop: int = sys.maxsize) -> None:
        """Hardly anything behind the octet `stop` will be asked for."""
        self.octets = bytearray()
        self.offset = offset
        self.ended = False
        self._source = source
        self._line = line
        self._counted = (0, 0)  # up to which octet lines were counted, and how many
        self._stop = stop

    def fill(self, size: int) -> None:
        while len(self.octets) < size and not self.ended:
            more = self._source.read(min(_CHUNK, max(_MORE, self._stop - self.offset - len(self.octets))))
            self.ended = not more
            self.octets += more

    def drop(self, size: int) -> None:
        if self._line is not None:
            self._line = self.place(size)
            self._counted = (0, 0)
        self.offset += size
        del self.octets[:size]

    def copy(self, begin: int, end: int) -> bytes:
        with memoryview(self.octets) as octets:  # a slice of a bytearray would be one more copy
            return bytes(octets[begin:end])

    def seek(self, at: int, stop: int = sys.maxsize) -> int:
        """Return where the next `From ` stands in this stretch, of which `stop` is the end; -1 where none does."""
        return seek(self.octets, at, stop)

    def place(self, at: int) -> int:
        """Return the line in the mailbox where lines are counted, else how many octets of it stand before."""
        if self._line is None:
            return self.offset + at
        begin, lines = self._counted if self._counted[0] <= at else (0, 0)
        self._counted = (at, lines + self.octets.count(b"\n", begin, at))
        return self._line + self._counted[1]

    def run(self, at: int) -> tuple[int, int]:
        """Return which of the `From ` lines that follow one at `at` could part messages, and where all of them end."""
        run = _RUN.match(self.octets, at)
        last = run.end() if run else at
        for _ in range(_MOST_DOUBLES):
            last = self.octets.rfind(b"\n", at, max(0, last - 1)) + 1
        return max(last, at + 1), run.end() if run else at

    def judge(self, at: int) -> _Parts:
        """Say whether the `From ` line at `at` begins a message."""
        self.fill(at + _LOOK)
        if _PLAIN.match(self.octets, at):
            return _Parts.YES
        return _judge(self.octets, at, ended=self.ended and at + _LOOK >= len(self.octets))


def part(
    source: Readable,
    doubt: Doubt,
    line: int | None = 1,
    *,
    offset: int = 0,
    stop: int | None = None,
    count: bool = False,
) -> Iterator[Parted]:
    """Yield the messages of a mailbox of which one begins at the stream's next octet, on line `line`.

    `doubt` is told the line in the mailbox and a sentence wherever parting could be wrong; where `line` is None, lines
    are not counted, and it is told the octets before that line. `offset` counts the octets before the stream's next
    one; a message that begins at `stop` or later is left alone. Where a message begins and ends depends on nothing
    before it, so that a mailbox may be read in pieces. `count`: where messages stand is all that is asked for, and none
    has octets. Memory holds one message and a few megabytes around it.
    """
    window = _Window(source, offset, line, sys.maxsize if stop is None else stop)
    at = step = 0
    while stop is None or window.offset + at < stop:
        if at > _SPENT:
            window.drop(at)
            at = 0
        window.fill(at + _LOOK)
        if at >= len(window.octets):
            return
        opening = None if step else _PLAIN.match(window.octets, at)
        if step or opening:
            begin, skipped = opening.end() if opening else at + step, 1
            following, step = _plainly(window, begin)
            if step:
                octets = None if count else window.copy(begin, _before_blank(window.octets, begin, following))
                yield Parted(octets, 1, window.offset + following, last=False)
                at = following
                continue
        else:
            begin, skipped = _header(window.octets, at)
        end, following, quoted = _by_length(window, begin, doubt) or _by_search(window, begin, doubt)
        octets = None if end is None or count else window.copy(begin, end)
        if octets and quoted:
            octets = _QUOTED.sub(b"", octets)
        window.fill(following + 1)
        yield Parted(octets, skipped, window.offset + following, following >= len(window.octets))
        at = following


def next_message(source: Readable, offset: int, stop: int, back: int) -> int | None:
    """Return before which octet of a mailbox the first message begins that seems to begin in front of `stop`.

    It begins at `offset` or later; the stream's next octet is `back` octets before that, which tell whether a blank
    line stands there. None where no message begins. A message inside another one, by that one's Content-Length, is
    taken for one of the mailbox.
    """
    window = _Window(source, offset - back, None, offset)
    at = back
    while window.offset + at < stop:
        window.fill(at + _LOOK)
        hit = window.seek(at)
        if hit < 0:
            if window.ended:
                return None
            at = max(at, len(window.octets) - 5)
            continue
        if window.octets[hit - 1] == _NEWLINE and window.judge(hit) in (_Parts.YES, _Parts.RATHER):
            return window.offset + hit if window.offset + hit < stop else None
        at = window.run(hit)[0] if window.octets[hit - 1] == _NEWLINE else hit + 1
    return None


def _plainly(window: _Window, begin: int) -> tuple[int, int]:
    """Return where the next message stands, and how far its header is from there; 0 for how far where that is unclear.

    Clear is what nearly every message is: it has no Content-Length, `From ` is nowhere in it, and a line that parts
    messages beyond doubt follows it. What is large, or not all in memory yet, is unclear.
    """
    octets = window.octets
    hit = window.seek(begin, begin + _SHORT)
    if hit < 0 or octets[hit - 1] != _NEWLINE:
        return 0, 0
    opening = _PLAIN.match(octets, hit)
    blank = _BLANK.search(octets, begin, hit)
    if opening is None or blank is None or b"content-length" in octets[begin : blank.end()].lower():
        return 0, 0
    return hit, opening.end() - hit


def opens_mailbox(head: bytes) -> bool:
    """Whether a mailbox, or one message saved from a mailbox, begins at the first octet."""
    if not opens_from(head):
        return False
    return _judge(head, 0, ended=True) in (_Parts.YES, _Parts.RATHER) or _is_envelope(_line(head, 0))


def _line(octets: bytes | bytearray, at: int) -> bytes:
    end = octets.find(b"\n", at, at + _LONGEST_FROM)
    return bytes(octets[at : end if end >= 0 else at + _LONGEST_FROM]).rstrip(b"\r")


class _From(Enum):
    """What a line that begins `From ` looks like."""

    ENVELOPE = "a sender and a date, as programs write it"
    DATED = "a date, but more than a sender before it"
    BARE = "a sender without a date"
    PROSE = "anything else"


def _shape(line: bytes) -> _From:
    date = _DATE.search(line, 5) if _TIME.search(line) else None
    if date:
        return _From.ENVELOPE if _SENDER.fullmatch(line[5 : date.start()].strip()) else _From.DATED
    words = line[5:].split() if len(line) < 300 else []
    if words and (words[0] in _NAMELESS or (b"@" in words[0] and not words[0].endswith(b":"))):
        bare = len(words) == 1 or _TIME.search(line) is not None
    else:
        bare = len(words) == 3 and words[1] == b"at" and b"." in words[2] and not words[2].endswith((b":", b".", b","))
    return _From.BARE if bare else _From.PROSE


def _judge(octets: bytes | bytearray, at: int, *, ended: bool) -> _Parts:
    """Say whether the `From ` line at `at` begins a message; `ended` says that nothing follows these octets."""
    line = _line(octets, at)
    if not opens_from(line):
        return _Parts.NO
    shape = _shape(line)
    blank = at == 0 or bytes(octets[max(0, at - 3) : at]).endswith((b"\n\n", b"\n\r\n"))
    if shape is _From.PROSE and not blank:
        return _Parts.NO
    rest = bytes(octets[at : at + _LOOK]).split(b"\n", 8)[1:]
    while rest and (rest[0].startswith(b">From ") or (shape is _From.ENVELOPE and _is_envelope(rest[0]))):
        del rest[0]
    following = rest[0].strip() if rest else b""
    name = name_of(following)
    known = name is not None and is_known(name)
    if shape is _From.ENVELOPE:
        if name is not None:
            return _Parts.YES
        if ended and blank and (not rest or (len(rest) == 1 and b" " not in following)):
            return _Parts.YES  # the mailbox was cut off right here
        second = name_of(rest[1]) if len(rest) > 1 and following else None
        return _Parts.RATHER if blank and second is not None and is_known(second) else _Parts.HARDLY
    if known:
        if shape is _From.PROSE:
            return _Parts.HARDLY
        return _Parts.YES if blank else _Parts.RATHER
    return _Parts.HARDLY if name is not None and shape is not _From.PROSE else _Parts.NO


def _is_envelope(line: bytes) -> bool:
    return line.startswith(b"From ") and _shape(line.rstrip(b"\r")) is _From.ENVELOPE


def _header(octets: bytearray, at: int) -> tuple[int, int]:
    """Step over the `From ` line and its doubles (`>From `, a second `From `): the header's place, lines skipped."""
    skipped = 0
    while skipped < 8 and (octets.startswith(b">From ", at) or opens_from(bytes(octets[at : at + 100]))):
        end = octets.find(b"\n", at)
        skipped += 1
        if end < 0:
            return len(octets), skipped
        at = end + 1
    return at, skipped


def _by_search(window: _Window, begin: int, doubt: Doubt) -> tuple[int | None, int, bool]:
    """Find the next message's `From ` line: the end of this message (None: too large), the next, whether to unquote."""
    at = begin
    told = -1  # up to which octet of the mailbox a run of such lines reaches that was told
    large = quoted = False
    while True:
        hit = window.seek(at)
        if hit < 0:
            hit = len(window.octets)
            if window.ended:
                break
            at = max(at, hit - 5)
            if large or hit - begin > LARGEST:
                large = True
                window.drop(at - 4)
                at = 4
            window.fill(len(window.octets) + _CHUNK)
            continue
        before = window.octets[hit - 1]
        if before == _NEWLINE:
            parts = window.judge(hit)
            if parts is _Parts.RATHER or (parts is _Parts.HARDLY and window.offset + hit > told):
                doubt(window.place(hit), _SAID[parts])
            if parts in (_Parts.YES, _Parts.RATHER):
                break
            at, end = window.run(hit)
            quoted = quoted or window.octets.find(b"\n>From ", hit, at) >= 0
            if parts is _Parts.HARDLY or window.offset + hit <= told:
                told = window.offset + end
            continue
        if before == _QUOTE:
            quoted = True
        at = hit + 1
    if large or hit - begin > LARGEST:
        return None, hit, False
    return _before_blank(window.octets, begin, hit), hit, quoted


def _by_length(window: _Window, begin: int, doubt: Doubt) -> tuple[int | None, int, bool] | None:
    """Follow Content-Length where it leads exactly to the next message or the end: its end, the next, unquote."""
    window.fill(begin + _LONGEST_HEADER)
    octets = window.octets
    blank = _BLANK.search(octets, begin, begin + _LONGEST_HEADER)
    if blank is None:
        return None
    header = octets[begin : blank.end()].lower()
    field = _LENGTH.search(b"\n" + header) if b"content-length" in header else None
    if field is None or int(field[1]) > LARGEST:
        return None
    end = blank.end() + int(field[1])
    window.fill(end + _LOOK)
    if end > len(octets):
        return None
    following = end
    if octets[end - 1 : end] != b"\n" or not octets.startswith(b"From ", end):
        separator = re.compile(rb"(?:\r?\n){1,2}").match(octets, end)
        following = separator.end() if separator else end
    if following < len(octets) and (
        octets[following - 1 : following] != b"\n"
        or not octets.startswith(b"From ", following)
        or window.judge(following) is not _Parts.YES
    ):
        return None
    inner = window.seek(begin + 1)
    while 0 <= inner < following:
        if octets[inner - 1] == _NEWLINE and window.judge(inner) is _Parts.YES:
            text = "a message seems to begin here, inside another one by that one's Content-Length"
            doubt(window.place(inner), text)
            break
        inner = window.seek(window.run(inner)[0] if octets[inner - 1] == _NEWLINE else inner + 1)
    return end, following, False


def _before_blank(octets: bytearray, begin: int, end: int) -> int:
    """Return where a message ends without the one empty line which a mailbox has after each."""
    if octets.endswith(b"\n\r\n", begin, end):
        return end - 2
    return end - 1 if octets.endswith(b"\n\n", begin, end) else end
