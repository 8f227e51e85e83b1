"""The markup between two texts of a page in, what it does to the lines out; None where a parser would have to mend it.

A page is in one state between two texts: the elements that are open there. From there each stretch of markup leads to
another one, and what it does on the way is a short list of acts. Both are worked out once and remembered, for clients
write the same markup into all their mails.
"""

from __future__ import annotations

from ticketlint.body.looks import PLAIN, Look, look
from ticketlint.hints import Final
from ticketlint.regexp import regexp

CLOSE, DUE, BREAK, SPACE, RULE, TABLE, TABLE_END, ROW, ROW_END, CELL, CELL_END, NEXT_CELL, NEXT_ROW, SIGN, SIGN_END = (
    range(15)
)
LAST: Final = "\0"  # stands before the markup below the last text

_MOST: Final = 128  # stretches of markup that are remembered, of each state
_MOST_STATES: Final = 64
_LONGEST: Final = 2000  # characters of a stretch that is remembered
_DEEPEST: Final = 40
_ATTRIBUTE: Final = r"[ \t\n\f]+[a-zA-Z][a-zA-Z0-9:_-]*(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^ \t\n\f\"'<>=`/]+))?"
TAG = regexp(rf"<(/?)([a-zA-Z][a-zA-Z0-9:]*)((?:{_ATTRIBUTE})*)[ \t\n\f]*(/?)>")
_SPACE = regexp(r"[ \t\n\f]+")
NOTE = regexp(r"<!--[^<>-]*(?:-[^<>-]+)*-->|<!\[(?:if [^<>]*|endif)\]>")  # conditions are notes to all but Word
_PAIRS = regexp(r"([a-zA-Z][a-zA-Z0-9:_-]*)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\f\"']+)))?")
_PLAIN_ENTITIES = regexp(r"(?:[^&]|&(?:quot|amp|lt|gt|nbsp);)*")

_INLINE: Final = frozenset("span b i u font strong em o:p a small big sub sup tt code".split())
_BLOCKS: Final = frozenset("p div center h1 h2 h3 h4 h5 h6".split())
_SPACED: Final = frozenset("p h1 h2 h3 h4 h5 h6".split())
_SIGNED: Final = _INLINE | _BLOCKS
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_INSIDE: Final = {  # what may stand in the parts of a table, and in nothing else
    "tbody": ("table",), "thead": ("table",), "tfoot": ("table",), "colgroup": ("table",), "col": ("colgroup",),
    "tr": ("table", "tbody", "thead", "tfoot"), "td": ("tr",), "th": ("tr",),
}  # fmt: skip
_NO_TEXT: Final = frozenset("table tbody thead tfoot colgroup tr /body /html".split())
_OPENING: Final = {"table": (CLOSE, TABLE), "tr": (ROW,), "td": (CELL,), "th": (CELL,)}
_CLOSING: Final = {"table": (TABLE_END,), "tr": (ROW_END,), "td": (CLOSE, CELL_END), "th": (CLOSE, CELL_END)}

_VOID: Final = {"br": (BREAK,), "hr": (CLOSE, RULE), "img": (), "wbr": (), "col": ()}
_CELLS: Final = frozenset({"td", "th"})
_CLOSED: Final = frozenset({CLOSE, BREAK, RULE, TABLE, TABLE_END, ROW, ROW_END, CELL, CELL_END})

Path = tuple[str, ...]
"""The elements that are open, from the outermost. Blocks that keep a blank line off their neighbours end in `+`, what
the client marked as a signature in `*`."""

Step = tuple[tuple[int, ...], "State"]
"""What a markup does, and where it leads to."""


class State(dict[str, Step]):
    """A place in a page, and what each markup that was met there does."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def learn(self, markup: str) -> Step | None:
        """Look at a markup that was not met here before; None where it is out of the common.

        What stands between two texts comes without its outermost `<` and `>`. What stands above the first one has its
        `<`, and what stands below the last one has its `>`, and `LAST` before it.
        """
        last = markup.startswith(LAST)
        whole = "<" + (markup[1:] if last else markup + ">")
        if self is START:
            whole = markup[1:] + ">" if markup else ""
        walk = _Walk(self.path)
        if (last and self is START) or not walk.goes_over(whole) or not (walk.ended() if last else walk.takes_text()):
            return None
        step = (_simple(walk.acts), _state(tuple(walk.path)))
        if len(markup) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[markup] = step
        return step


START: Final = State(())  # above the first text
_STATES: Final[dict[Path, State]] = {}


def _state(path: Path) -> State:
    found = _STATES.get(path)
    if found is None:
        if len(_STATES) >= _MOST_STATES:
            _STATES.clear()
            START.clear()  # what it remembers leads to the others
        found = _STATES[path] = State(path)
    return found


def _simple(acts: list[int]) -> tuple[int, ...]:
    """Leave out what changes nothing: a blank beside a line's end, and what was done already."""
    if _NO_END.issuperset(acts):
        return tuple(acts)
    simple: list[int] = []
    closed = due = False
    for act in acts:
        if act == SPACE or (act == CLOSE and closed) or (act == DUE and due):
            continue
        simple.append(act)
        closed = closed or act in _CLOSED
        due = act == DUE or (due and act == CLOSE)
    return _AT_ONCE.get(tuple(simple), tuple(simple))


_NO_END: Final = frozenset({SPACE, SIGN, SIGN_END})  # acts that end no line
_AT_ONCE: Final = {  # what is done most
    (CLOSE, CELL_END, CELL): (NEXT_CELL,),
    (CLOSE, CELL_END, ROW_END, ROW, CELL): (NEXT_ROW,),
}


class _Walk:
    """Goes over one markup, and notes what is open and what is done."""

    def __init__(self, path: Path) -> None:
        self.path = list(path)
        self.acts: list[int] = []

    def takes_text(self) -> bool:
        return not self.path or self.path[-1] not in _NO_TEXT

    def ended(self) -> bool:
        return not self.path or self.path[-1] in {"/body", "/html"}

    def goes_over(self, markup: str) -> bool:
        """Whether the markup is tags, blanks and notes, and each tag may stand where it does."""
        at = 0
        while at < len(markup):
            found = _SPACE.match(markup, at)
            if found is not None:
                if self.takes_text():
                    self.acts.append(SPACE)
            elif (found := TAG.match(markup, at)) is not None:
                if not (self.closes if found[1] else self.opens)(found[2].lower(), found[3], found[4]):
                    return False
            elif (found := NOTE.match(markup, at)) is None:
                return False
            at = found.end()
        return True

    def closes(self, name: str, attributes: str, slash: str) -> bool:
        if attributes or slash:
            return False
        if name in {"body", "html"}:
            if self.path not in ([], ["/body"]) or self.path == [f"/{name}"]:
                return False
            self.path = [f"/{name}"]
            return True
        open_one = self.path.pop() if self.path else ""
        if _bare(open_one) != name:
            return False
        self.acts += _CLOSING.get(name, ())
        if name in _BLOCKS:
            self.acts += (CLOSE, DUE) if "+" in open_one else (CLOSE,)
        if open_one.endswith("*"):
            self.acts.append(SIGN_END)
        return True

    def opens(self, name: str, attributes: str, slash: str) -> bool:
        if not self.may_stand(name) or (slash and name not in _VOID) or len(self.path) >= _DEEPEST:
            return False
        looks = _looks(attributes) if name != "br" else PLAIN
        if looks is None or (looks.signature and not self.may_sign(name)):
            return False
        if name in _VOID:
            self.acts += _VOID[name]
            return True
        spaced = name in _SPACED and not looks.close
        self.path.append(name + "+" * spaced + "*" * looks.signature)
        self.acts += _OPENING.get(name, ())
        if name in _BLOCKS:
            self.acts += (CLOSE, DUE) if spaced else (CLOSE,)
        if looks.signature:
            self.acts.append(SIGN)
        return True

    def may_sign(self, name: str) -> bool:
        return name in _SIGNED and not any(each == "table" or each.endswith("*") for each in self.path)

    def may_stand(self, name: str) -> bool:
        """Whether an element may begin here, and nothing ends because it does."""
        if name in _INSIDE:
            return bool(self.path) and self.path[-1] in _INSIDE[name]
        if not self.takes_text():
            return False
        if name in _INLINE:
            return name != "a" or "a" not in map(_bare, self.path)
        if name in {"br", "img", "wbr"}:
            return True
        if name == "table" and "table" in self.path:
            return False
        cell = max((at + 1 for at, each in enumerate(self.path) if each in _CELLS), default=0)
        around = set(map(_bare, self.path[cell:]))
        if "p" in around or (name in _HEADINGS and not around.isdisjoint(_HEADINGS)):
            return False
        return name in _BLOCKS or name in {"table", "hr"}


def _bare(element: str) -> str:
    return element.rstrip("+*")


def _looks(attributes: str) -> Look | None:
    """Return how an element is shown; None where it is hidden or a quote, or is not plain to see."""
    if not attributes:
        return PLAIN
    given: dict[str, str] = {}
    for found in _PAIRS.finditer(attributes):
        name = found[1].lower()
        if name in given:
            return None
        given[name] = found[2] or found[3] or found[4] or ""
    shown = [given.get(name, "") for name in ("style", "class", "id", "rowspan")]
    if not all(_PLAIN_ENTITIES.fullmatch(value) for value in shown) or "hidden" in given or shown[3] not in {"", "1"}:
        return None
    if any("&" in value for value in shown):
        from html import unescape  # noqa: PLC0415 - all of HTML's entities, of which few attributes have one

        shown = [unescape(value) for value in shown]
    looks = look(*shown[:3])
    return None if looks.hidden or looks.answered or looks.quote or looks.gmail or looks.kept else looks
