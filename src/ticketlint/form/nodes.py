"""The one door to YAML: the text of a rule file in, a tree of plain texts with their places out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ticketlint.diagnostic import Span
from ticketlint.form.load import MAX_OCTETS
from ticketlint.form.syntax import explain_syntax_error
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from ticketlint.form.faults import Page

MAX_DEPTH = 24

_LINE_END = regexp(r"\r\n|\r|\n")
# what YAML does not allow, and line ends that editors do not count as such
_UNWELCOME = regexp("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a rule file. A scalar keeps the text that was written: `no` is no boolean, `5.0` no float."""

    kind: Literal["text", "list", "mapping", "nothing", "refused"]  # refused: a fault was noted
    line: int
    column: int
    end_line: int
    end_column: int
    text: str = ""
    style: str = ""  # a quote, | or >, or nothing for plain
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.line, self.column, self.end_line, self.end_column)

    def get(self, key: str) -> Node | None:
        """Return the value of a key of a mapping."""
        return next((value for name, value in self.pairs if name.text == key), None)

    @property
    def described(self) -> str:
        """What stands there, for a person."""
        if self.kind == "text":
            return f'"{shorten(self.text)}"'
        empty = "" if self.items or self.pairs else "n empty"
        return {"list": f"a{empty} list", "mapping": f"a{empty} mapping", "nothing": "nothing"}.get(
            self.kind, "nothing"
        )


def shorten(text: str, length: int = 60) -> str:
    """Return a text on one line that is no longer than `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def decode(octets: bytes, page: Page) -> str | None:
    """Return the text of a rule file, which is UTF-8 with or without a byte order mark; None where it is not."""
    if len(octets) > MAX_OCTETS:
        page.fault(
            "unreadable-file", None, f"the file is larger than {MAX_OCTETS:,} octets", help="split it: one form a file"
        )
        return None
    if octets[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in octets[:4]:
        page.fault("unreadable-file", None, "the file is saved as UTF-16 or UTF-32", help="save it as UTF-8")
        return None
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        page.lines = split_lines(octets.decode("cp1252", errors="replace"))
        line, column = _place(before)
        octet = error.object[error.start]
        page.fault(
            "unreadable-file",
            Span(line, column, line, column + 1),
            f"the file is not UTF-8: octet 0x{octet:02X} begins no character",
            help="it looks like Latin-1 or Windows-1252: save it as UTF-8",
        )
        return None
    page.lines = split_lines(text)
    bad = _UNWELCOME.search(text)
    if bad:
        line, column = _place(text[: bad.start()])
        page.fault(
            "invalid-yaml",
            Span(line, column, line, column + 1),
            f"the character U+{ord(bad[0]):04X} may not stand in {page.kind}",
            help="it is invisible in most editors: delete it",
        )
        return None
    return text


def split_lines(text: str) -> list[str]:
    """Return the lines as editors count them."""
    return _LINE_END.split(text)


def _place(before: str) -> tuple[int, int]:
    lines = split_lines(before)
    return len(lines), len(lines[-1]) + 1


def compose(text: str, page: Page) -> Node | None:
    """Return the tree of a rule file, up to a syntax error if there is one; None where there is nothing to read.

    The parser's events are used, not its own tree: they keep what stands before a syntax error, and take no recursion.
    """
    import yaml  # noqa: PLC0415  # the only door, and only when a rule file is read

    loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = _Tree(page)
    event: Any  # its subclasses differ in what they carry
    try:
        for event in yaml.parse(text, Loader=loader):
            kind = type(event)
            start, end = event.start_mark, event.end_mark
            place = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
            if kind is yaml.ScalarEvent:
                nothing = not event.value and not event.style
                tree.add(Node("nothing" if nothing else "text", *place, event.value, event.style or ""))
                tree.refuse_marks(event.anchor, event.tag, place)
            elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
                tree.close()
            elif kind in {yaml.MappingStartEvent, yaml.SequenceStartEvent}:
                tree.refuse_marks(event.anchor, event.tag, place)
                if not tree.open("mapping" if kind is yaml.MappingStartEvent else "list", place):
                    break
            elif kind is yaml.AliasEvent:
                tree.refuse_alias(event.anchor, place)
            elif kind is yaml.DocumentStartEvent and tree.root is not None:
                page.fault(
                    "unsupported-yaml",
                    Span(*place),
                    "a second document begins here",
                    help="one form a file: give what follows a file of its own",
                )
                break
    except yaml.YAMLError as error:
        if "nesting depth" in str(getattr(error, "problem", "")):  # newer scanners stop long before the parser is there
            tree.refuse_depth(_too_deep(error, [place for _, place, _ in tree.opened], page))
        else:
            explain_syntax_error(error, tree.last, tree.opened[-1][1] if tree.opened else None, page)
    while tree.opened:
        tree.close()
    return tree.root


_Place = tuple[int, int, int, int]


def _too_deep(error: Any, opened: list[_Place], page: Page) -> _Place:
    """Return the place of the bracket that is one too many, where the scanner said only that there are too many."""
    mark = error.problem_mark
    brackets = [at for at, sign in enumerate(page.lines[mark.line][: mark.column]) if sign in "[{"]
    room = MAX_DEPTH - sum(line <= mark.line or column - 1 not in brackets for line, column, _, _ in opened)
    at = brackets[room] if len(brackets) > room else mark.column
    return mark.line + 1, at + 1, mark.line + 1, at + 2


def _flat(page: Page) -> str:
    return f"{page.kind} has no anchors and no inheritance"


class _Tree:
    """The tree while it grows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.opened: list[tuple[Literal["list", "mapping"], _Place, list[Node]]] = []
        self.root: Node | None = None
        self.last: Node | None = None

    def add(self, node: Node) -> None:
        self.last = node
        if self.opened:
            self.opened[-1][2].append(node)
        else:
            self.root = node

    def open(self, kind: Literal["list", "mapping"], place: _Place) -> bool:
        if len(self.opened) >= MAX_DEPTH:
            self.refuse_depth(place)
            return False
        self.opened.append((kind, place, []))
        return True

    def refuse_depth(self, place: _Place) -> None:
        title = f"lists and mappings are nested more than {MAX_DEPTH} deep"
        self.page.fault("unsupported-yaml", Span(*place), title, help="write it flatter")
        self.page.broken_at = place[0]

    def close(self) -> None:
        kind, place, children = self.opened.pop()
        last = self.last
        if kind == "list":
            self.add(Node("list", *place, items=tuple(children)))
        else:
            pairs = _pairs(children, self.page)
            self.add(Node("mapping" if pairs or not children else "refused", *place, pairs=pairs))
        self.last = last

    def refuse_alias(self, anchor: str, place: _Place) -> None:
        self.page.fault(
            "unsupported-yaml",
            Span(*place),
            f"*{anchor} refers to another place of the file",
            help=f"write the value out: {_flat(self.page)}",
        )
        self.add(Node("refused", *place))

    def refuse_marks(self, anchor: str | None, tag: str | None, place: _Place) -> None:
        if anchor:
            self.page.fault(
                "unsupported-yaml",
                Span(*place),
                f"&{anchor} names a place of the file",
                help=f"delete it: {_flat(self.page)}",
            )
        if tag:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.page.fault(
                "unsupported-yaml", Span(*place), f"{shown} is a tag", help=f"delete it: {self.page.kind} has no tags"
            )


def _pairs(children: list[Node], page: Page) -> tuple[tuple[Node, Node], ...]:
    """Return the keys and values of a mapping, each key once."""
    pairs: dict[str, tuple[Node, Node]] = {}
    for key, value in zip(children[::2], children[1::2], strict=False):
        if key.kind != "text":
            if key.kind != "refused":
                page.fault("wrong-type", key, f"a key is a text, not {key.described}", help=_key_advice(key))
        elif key.text == "<<" and not key.style:
            page.fault(
                "unsupported-yaml",
                key,
                "<< takes keys from another place of the file",
                help=f"write the keys out: {_flat(page)}",
            )
        elif key.text in pairs:
            first = pairs[key.text][0].span
            page.fault(
                "duplicate-key",
                key,
                f'"{shorten(key.text)}" stands here a second time',
                help=f"keep one of them; the first is on line {first.line}",
                related=((first, "first here"),),
            )
        else:
            pairs[key.text] = (key, value)
    return tuple(pairs.values())


def _key_advice(key: Node) -> str:
    if key.kind in {"mapping", "list"}:
        return "put a text that begins with { or [ into quotes"
    return "write the key before the colon"
