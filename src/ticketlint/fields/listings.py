"""Logs, listings and code in free text: lines in, which of them no person wrote as an answer out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ticketlint.regexp import regexp
from ticketlint.remember import Remembered

_LINES_OF_MACHINES = (
    # times
    r"\W{0,3}\d{4}[-/.]\d\d[-/.]\d\d[T\s_]",
    r"\W{0,3}\d{4}[-/.]\d\d[-/.]\d\d\b.*\b\d\d:\d\d",
    r"\W{0,3}\d{1,2}[/.](?:\d{1,2}|[A-Z][a-z]{2})[/.]\d{2,4}[:\sT]\s*\d\d:\d\d",
    r"\W?(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d",
    r"\W?\d\d:\d\d:\d\d[.,\]\s]",
    # stack traces
    r"at [\w.$<>/]+\([^)]*\)?",
    r"Caused by:\s",
    r"\.\.\. \d+ (?:more|common)",
    r"File \"[^\"]+\", line \d+",
    r"Traceback \(",
    r"[\w.$]+(?:Exception|Error)(?::|$|\s*\()",
    # protocols
    r"HTTP/\d(?:\.\d)? \d{3}",
    r"(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH|PROPFIND|REPORT) \S+(?: HTTP|$)",
    r"[<>*] (?:[A-Z]\S*:?|[{}] )",
    r"(?:[CS]|Client|Server)(?: -> \w+)?: (?:[A-Z]{3,}|\d{3}|\*|[a-z]?\d+ )",
    r"\d{3}[- ][A-Z0-9]",
    r"[A-Za-z]\d+ (?:OK|NO|BAD)\b",
    r"\* (?:OK|BYE|CAPABILITY|NO|BAD)\b",
    r"From \S+@",
    r"(?:Received|Message-ID|Return-Path|X-[A-Z][\w-]+): ",
    r"DKIM-",
    # shells and levels
    r"[$#%] ?\w\S*",
    r"(?:\[?\w++@[\w.-]++|\w++)[:~\s]?\S*[$#]\s",
    r"(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|SEVERE|NOTICE|CRIT(?:ICAL)?)\b[\s:\]|-]",
    r"\[(?:error|warn|warning|info|debug|fatal|notice)\]",
    r"\[\d{4}",
    r"\[[\w:.\- ]{8,40}\]\s",
    r"\[\w[\w.\- ]{0,30}\]$",
    # markup, configuration, code
    r"[{}\[\]();]{1,3},?\s*$",
    r"</?[a-zA-Z][\w:-]*[\s>/]",
    r"<\?xml",
    r"\"[^\"]{1,60}\"\s*:",
    r"'[^']{1,60}'\s*:",
    r"[\w.\-]{2,60}\s?=\s?\S",
    r"--[a-z][\w-]+[= ]",
    r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|SHOW)\s\S.*",
    r"//",
    r"/\*",
    r"\*/",
    r"#include",
    r"import \w",
    r"def \w+\(",
    r"function \w*\(",
    r"(?:public|private|static|class|var|let|const) \w",
    r"diff --git ",
    r"@@ -\d",
    r"[+-]{3} [ab]/",
    # dumps, tables, packages
    r"0x[0-9a-f]{4,}",
    r"[0-9a-f]{8}(?:[ :][0-9a-f]{2,8}){2}",
    r"[re]?[a-z]{2,3}: ?0x",
    r"\w{2,4}=[0-9a-f]{4,}\b",
    r"#\d+\s",
    r"\|.*\|",
    r"\+[-+=]{5,}",
    r"(?:ii|rc|un|hi)\s{2}\S",
    r"(?=[\w.~+-]*\.(?:rpm|deb|noarch|x86_64|i\d86)\b)[\w.+-]+-\d[\w.~+-]*\.(?:rpm|deb|noarch|x86_64|i\d86)\b",
)
_LOG = regexp(rf"\s*(?:{'|'.join(_LINES_OF_MACHINES)})")
_HEADERISH = regexp(r"\s*[A-Za-z][\w.-]{1,40}(?: [\w.-]{1,20}){0,2}\s{0,20}[:=]\s?\S")
_FENCE = regexp(r"\s{0,3}(?:(```+|~~~+)\s*[\w+.-]{0,20}|(\{)(?:noformat|code(?::[\w+.=|:-]{0,40})?)\})\s*$")
_FENCES = frozenset("`~{")
_HTTP = regexp(r"(?:^|[:<>])\s*(?:HTTP/\d(?:\.\d)? \d{3}|(?:GET|POST|PUT|HEAD|OPTIONS|DELETE) \S+ HTTP/)")


def is_log(text: str) -> bool:
    """Whether a line alone is plainly of a log, a listing or code."""
    if len(text) > _REMEMBERED:
        return len(text) < 5000 and _of_late(text)
    return _LOGS[text]


_REMEMBERED = 400  # characters of a line that is kept


@lru_cache(maxsize=64)  # a long line costs milliseconds, and its neighbours ask for it again and again
def _of_late(text: str) -> bool:
    return _LOG.match(text) is not None


def _is_log(text: str) -> bool:
    return _LOG.match(text) is not None


def _is_field(text: str) -> bool:
    return _HEADERISH.match(text) is not None


_MOST = 8192
_LOGS = Remembered(_is_log, _MOST)  # each line is looked at from its neighbours, too
_FIELDS = Remembered(_is_field, _MOST)


def is_like_field(text: str) -> bool:
    """Whether a line looks like a field of a header or of a configuration."""
    return _FIELDS[text] if len(text) <= _REMEMBERED else _is_field(text)


def names_protocol(text: str) -> bool:
    """Whether a line of HTTP stands in a text."""
    return "HTTP/" in text and _HTTP.search(text[:200]) is not None


def is_fence(text: str) -> bool:
    """Whether a line opens or closes a code fence."""
    return text.lstrip()[:1] in _FENCES and _FENCE.match(text.rstrip()[:80]) is not None


def fence_end(texts: Sequence[str], index: int) -> int | None:
    """Return the index of the line that closes the code fence opening here; None where none opens or none closes it."""
    opening = _FENCE.match(texts[index].rstrip()[:80])
    if opening is None:
        return None
    for at in range(index + 1, len(texts)):
        closing = _FENCE.match(texts[at].rstrip()[:80]) if texts[at].lstrip()[:1] in _FENCES else None
        if closing and (closing[1] or closing[2])[0] == (opening[1] or opening[2])[0]:
            return at
    return None


def fenced(texts: Sequence[str]) -> Iterator[int]:
    """Yield the indices of the lines between code fences."""
    index = 0
    while index < len(texts):
        end = fence_end(texts, index) if texts[index].lstrip()[:1] in _FENCES else None
        if end is not None:
            yield from range(index + 1, end)
            index = end
        index += 1


def is_parted(filled: int, apart: int) -> bool:
    """Whether a mail program parted every line with a blank one: of so many, so many stand behind one."""
    return filled >= _PARTED and apart * 5 >= 4 * (filled - 1)


_PARTED = 10  # lines from which on that is no chance


def in_listing(texts: Sequence[str], index: int, labels: Sequence[bool], *, prose: bool) -> bool:
    """Whether a line that begins like a field stands inside a log, a listing or code: judged by its paragraph.

    `labels` says of each line whether it begins with a label of the form; `prose`, that it stands in a free text.
    """
    if all(labels[index : index + 3]) and len(labels) >= index + 3:
        return False  # three labels one below the other: the form goes on
    start = end = index
    while start > 0 and index - start < 60 and texts[start - 1].strip():
        start -= 1
    while end + 1 < len(texts) and end - index < 60 and texts[end + 1].strip():
        end += 1
    above_it = index
    while above_it >= start and (above_it == index or is_log(texts[above_it]) or is_like_field(texts[above_it])):
        if names_protocol(texts[above_it]) and (above_it < index or not labels[index]):
            return True
        above_it -= 1
    above = any(is_log(texts[at]) and not labels[at] for at in range(max(start, index - 3), index))
    below = any(is_log(texts[at]) and not labels[at] for at in range(index + 1, min(end, index + 3) + 1))
    if above and below:
        return True
    around = [at for at in range(start, end + 1) if at != index]
    others = sum(not labels[at] and (is_log(texts[at]) or is_like_field(texts[at])) for at in around)
    mine = sum(labels[at] for at in around)
    if others >= 2 and others > mine and (above or below):
        return True
    beside = [at for at in (index - 1, index + 1) if start <= at <= end]
    strange = [at for at in beside if not labels[at] and (is_like_field(texts[at]) or is_log(texts[at]))]
    if prose and others >= 2 and len(strange) == 2:
        return True
    return others >= 3 and others >= 2 * mine and bool(strange) and all(at in strange or labels[at] for at in beside)


def beside_logs(texts: Sequence[str], index: int, labels: Sequence[bool], *, marked: bool = False) -> bool:
    """Whether the lines above and below in the same paragraph are plainly of a log.

    `marked`: the line itself says nothing, as its bullet or its sign is that of the form's labels.
    """
    above, below = index - 1, index + 1
    over = above >= 0 and is_log(texts[above]) and not labels[above]
    under = below < len(texts) and is_log(texts[below]) and not labels[below]
    return (over and under) or (not marked and is_log(texts[index]) and (over or under))


def commented(texts: Sequence[str]) -> Iterator[int]:
    """Yield the indices of lines inside HTML comments over several lines: a template's hints, read by nobody."""
    index = 0
    while index < len(texts):
        if texts[index].lstrip().startswith("<!--") and "-->" not in texts[index]:
            end = next((at for at in range(index + 1, min(index + 60, len(texts))) if "-->" in texts[at]), None)
            if end is not None:
                yield from range(index, end + 1)
                index = end
        index += 1
