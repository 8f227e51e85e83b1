"""An HTML part as it is written in, what must be known before it is parsed out: how deep it is, which classes hide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticketlint.hints import Final
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

HIDDEN: Final = regexp(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|max-height\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|text-decoration(?:-line)?\s*:\s*line-through",
    re.IGNORECASE,
)
_TAGS = regexp(r"<[^<>]*>|<[a-z]+\s[^<>=]{0,80}=\s?['\"]", re.IGNORECASE)


def bare_text(html: str) -> tuple[str, ...]:
    """Return the text between the tags, for markup that shows as nothing though its sender wrote something."""
    from html import unescape  # noqa: PLC0415  # the standard library's, not this room

    if HIDDEN.search(html):
        return ()  # it was meant to be hidden
    for tag in ("script", "style"):
        html = _without(html, tag)
    lines = (" ".join(line.split()) for line in unescape(_TAGS.sub("\n", html)).split("\n"))
    return tuple(line for line in lines if line)


_SHOWN = regexp(r">([^<]+)")


def flat(html: str) -> str:
    """Return the text between the tags below the page's head without its blanks and colons, whether shown or not."""
    text = "".join(_SHOWN.findall(">" + html.rpartition("</head>")[2]))
    if "&" in text:
        from html import unescape  # noqa: PLC0415  # the standard library's, not this room

        text = unescape(text)
    return flat_text(text)


def flat_text(text: str) -> str:
    """Return a text without its blanks and colons, for a look whether another says the same."""
    return "".join(text.split()).replace(":", "")


_COMMAND = regexp(r"<param>[^<>]*</param>|<(/?[A-Za-z0-9-]{1,60})>|<(<)", re.IGNORECASE)
_ENDS = regexp(r"\n+")


def unenriched(text: str) -> str:
    """Return what text/enriched shows (RFC 1896): no commands, and of several line ends in a row one less."""
    text = _ENDS.sub(lambda match: "\n" * (len(match[0]) - 1) or " ", text.replace("\r\n", "\n"))
    return _COMMAND.sub(lambda match: match[2] or "", text)


_NONE = regexp(r"display\s*:\s*none", re.IGNORECASE)
_CLASS = regexp(r"\.([\w-]+)\s*(?:,|$)")


def hidden_classes(css: str) -> Iterator[str]:
    """Yield the classes whose elements a style sheet hides."""
    depth = at = 0
    selectors = ""
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            if not depth:
                selectors = css[at : brace.start()].strip()
            depth += 1
        else:
            depth = max(0, depth - 1)
            # what holds for some screens only stands one brace deeper
            if not depth and not selectors.startswith("@") and _NONE.search(css, at, brace.start()):
                yield from _CLASS.findall(selectors[-2000:])
        at = brace.end()


def _without(html: str, tag: str) -> str:
    """Leave out elements whose text is not for reading; one that never ends takes the rest with it."""
    lower = html.lower()
    kept: list[str] = []
    at = 0
    while (start := lower.find(f"<{tag}", at)) >= 0:
        kept.append(html[at:start])
        end = lower.find(f"</{tag}", start)
        if end < 0:
            return "".join(kept)
        at = end
    return "".join([*kept, html[at:]])


_ATTRIBUTE = (
    r"(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+)?+[\s/]*+"
)
_ATTRIBUTES = regexp(_ATTRIBUTE)
_TOKEN = regexp(  # whatever stands in comments and in the values of attributes opens and closes nothing
    rf"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+)|<[!?][^>]*+|<(/?)([a-z][^\s/>]*+)[\s/]*+(?:{_ATTRIBUTE})*+", re.IGNORECASE
)
_SMALL = 12_000  # characters that hold too little to take long
_FEW_TAGS = 4000
_DEEPEST = 2000  # elements in each other, above which the parser's time grows with their square
_MOST_ATTRIBUTES = 300  # of a tag, the same
_LONGEST_AGAIN = 20_000  # characters of further `<body …>` tags, whose attributes go to the first one
_MOST_STEPS = 2_000_000  # in search of what a tag ends
_NO_DEPTH = frozenset(  # empty, or ended by the next of its kind
    "area base br col embed frame hr img input keygen link meta param source track wbr "
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption head".split()
)
_STYLING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_INLINE = frozenset("abbr acronym bdi bdo cite del dfn ins kbd label mark q samp span sub sup var".split())
_HEDGES = frozenset("table marquee object applet template select svg math".split())  # an end tag reaches no further out
_FOREIGN = ("svg", "math", "select")  # where a title is no text, but an element
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())


def too_deep(html: str) -> bool:
    """Whether parsing would take long, as far as can be told before: elements very deep in each other, say."""
    if len(html) < _SMALL:
        return False
    few = html.count("<") < _FEW_TAGS
    open_ = _Open([], {})
    again = at = 0
    while (token := _TOKEN.search(html, at)) is not None:
        begin, at = token.span()
        name = token[2]
        long = at - begin > 2 * _MOST_ATTRIBUTES and name
        if long and len(_ATTRIBUTES.findall(html, token.end(2), at)) > _MOST_ATTRIBUTES:
            return True
        if few or not name or (name := name.lower()) in _NO_DEPTH:
            continue
        if name in {"body", "html"}:
            again += at - begin
        elif token[1]:
            open_.end(name)
        elif name not in _RAW or any(map(open_.counts.get, _FOREIGN)):
            open_.begin(name)
        elif (end := re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, at)) is not None:
            at = end.end()
        else:
            return False
        if len(open_.names) + open_.adrift > _DEEPEST or again > _LONGEST_AGAIN or open_.steps > _MOST_STEPS:
            return True
    return False


@dataclass(slots=True)
class _Open:
    """The elements that are open at a place, as a parser has them: about so many, and never much fewer."""

    names: list[str]
    counts: dict[str, int]
    adrift: int = 0  # bold type that its block did not end goes on behind it
    steps: int = 0

    def begin(self, name: str) -> None:
        self.names.append(name)
        self.counts[name] = self.counts.get(name, 0) + 1

    def end(self, name: str) -> None:
        """End the last element of this name, and what is open in it."""
        if not self.counts.get(name):
            self.adrift -= self.adrift > 0 and name in _STYLING
            return
        at = len(self.names) - 1
        while (met := self.names[at]) != name:
            self.steps += 1
            if (met in _HEDGES and name != "table") or (name in _INLINE and met not in _INLINE and met not in _STYLING):
                return
            at -= 1
        ended = self.names[at : at + 1] if name in _STYLING else self.names[at:]
        del self.names[at : at + len(ended)]
        for each in ended:
            self.counts[each] -= 1
            self.adrift += each in _STYLING and each != name


_OPTION = regexp(r"<option\b", re.IGNORECASE)
_SELECT = regexp(r"<select(?=[\s/>])", re.IGNORECASE)
_FEW_OPTIONS = 1000


def with_free_choice(html: str) -> str:
    """Return HTML whose boxes take any number of options, where it has very many.

    In a box that takes one, the parser goes through all options again at each of them.
    """
    if html.count("<") < _FEW_OPTIONS or len(_OPTION.findall(html)) < _FEW_OPTIONS:
        return html
    return _SELECT.sub("<select multiple", html)
