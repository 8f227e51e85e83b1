"""An HTML part in, the lines a person sees out: table rows keep label and value together, hidden text is left out."""

from __future__ import annotations

from collections.abc import Callable

from ticketlint.body.cells import HINTED, LABEL_CELL, PAIR, heading, is_among_pairs, is_last
from ticketlint.body.looks import PLAIN, Look, look
from ticketlint.body.markup import bare_text, hidden_classes, too_deep, with_free_choice
from ticketlint.body.quotes import is_forward_mark
from ticketlint.hints import Any, Final
from ticketlint.record import dataclass, field, replace
from ticketlint.regexp import regexp

MAX_DEPTH: Final = 200  # elements below this depth are read as plain text
MAX_LINES: Final = 200_000

_SKIPPED = frozenset(
    "head title style script template noscript object iframe svg math audio video canvas datalist map area meta "
    "link base s strike del".split()  # what is struck out is not said any more
)
_BLOCKS = frozenset(
    "p div ul ol dl dt address article aside blockquote center details dialog fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr legend main nav pre section summary table tbody thead tfoot caption li "
    "body html".split()
)
_SPACED = frozenset("p ul ol dl h1 h2 h3 h4 h5 h6 pre blockquote table".split())
_SPACE = regexp(r"[ \t\r\n\f]+")
_COLUMNS = 4  # of a table that is no two fields beside each other, nor a page's layout
_HEAD = 40  # characters of the head of a column


@dataclass(slots=True)
class _Page:
    """Lines as they are written; `open` is the line under way, None at the start of a line."""

    lines: list[str] = field(default_factory=list)
    signature: set[int] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)
    open: list[str] | None = None
    blank_due: bool = False
    quote_from: int | None = None  # the client marked all from this line on as the mail it answers

    def write(self, text: str) -> None:
        if self.open is None:
            if not text.strip(" "):
                return
            if self.blank_due and self.lines and self.lines[-1]:
                self.lines.append("")
            self.blank_due = False
            self.open = []
            text = text.lstrip(" ")
        elif text.startswith(" ") and self.open and self.open[-1].endswith((" ", "\t")):
            text = text.lstrip(" ")
        if text:
            self.open.append(text)

    def answer(self, text: str) -> None:
        """Write what was typed into a box, or chosen in it, apart from the label beside it."""
        text = _SPACE.sub(" ", text).strip()
        if text:
            self.set_apart()
        self.write(text)

    def set_apart(self) -> None:
        """Part what follows from the label beside it, where no colon does."""
        if self.open:
            last = next((kept for piece in reversed(self.open) if (kept := piece.rstrip())), "")[-1:]
            if last not in {"", ":", "="}:
                self.open.append("\t")

    def close(self) -> None:
        if self.open is not None:
            self.lines.append("".join(self.open).rstrip(" "))
            self.open = None

    def line_break(self) -> None:
        if self.open is None:
            self.lines.append("")
        self.close()

    def verbatim(self, text: str) -> None:
        parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for index, part in enumerate(parts):
            if index:
                self.line_break()
            if part:
                if self.open is None:
                    self.open = []
                self.open.append(part)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a person sees of an HTML part.

    `signature` holds the indices of the lines that the client marked as such, `cells` those of rows with several cells.
    """

    lines: tuple[str, ...]
    signature: frozenset[int]
    cells: frozenset[int] = frozenset()


def render(html: str) -> Rendered:
    """Render HTML as text: quotes get `> `, cells of a table row are parted by tabs, list items keep their mark."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  # start-up: text mails do without

    if too_deep(html):
        return Rendered(bare_text(html), frozenset())
    tree = LexborHTMLParser(with_free_choice(html.replace("\0", "")))
    hidden: frozenset[str] = frozenset()
    if "display" in html and "<style" in html.lower():
        css = " ".join(node.text() for node in tree.css("style"))
        hidden = frozenset(hidden_classes(css[:200_000]))
    page = _Page()
    root = tree.body or tree.root
    if root is not None:
        _Walker(hidden).walk(root, page)
    page.close()
    if page.quote_from is not None:
        page.lines[page.quote_from :] = [("> " + line).rstrip(" ") for line in page.lines[page.quote_from :]]
    lines = [line.replace("\xa0", " ") if line.strip("\xa0 ") == "" else line for line in page.lines]
    return Rendered(tuple(line.rstrip(" \xa0") for line in lines), frozenset(page.signature), frozenset(page.cells))


_TYPED_INTO = frozenset("text url email tel number search date".split())
_MOST_ROWS = 50
_DUTY = frozenset("required mandatory optional pflichtfeld erforderlich obligatoire obligatorio verplicht".split())
_BRACKETS = regexp(r"\s*(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\])\s*")


def _fill_in(cells: list[_Page], spans: dict[int, tuple[int, _Page]]) -> None:
    """Repeat the cells that reach down into this row, where their columns begin; a first cell is a label and is not."""
    while (span := spans.get(len(cells))) is not None:
        left, cell = span
        if left > 1:
            spans[len(cells)] = (left - 1, cell)
        else:
            del spans[len(cells)]
        cells.append(cell)


class _Walker:
    """Goes through the tree of one page; holds what is the same everywhere in it."""

    def __init__(self, hidden_classes: frozenset[str]) -> None:
        self.hidden_classes = hidden_classes
        self.items: dict[int, int] = {}  # of each numbered list, how many have been read

    def look(self, attributes: dict[str, str | None]) -> Look:
        """Return how an element is shown; most have no attributes, or the same few as their neighbours."""
        if not attributes:
            return PLAIN
        classes = attributes.get("class") or ""
        found = look(attributes.get("style") or "", classes, attributes.get("id") or "")
        if "hidden" in attributes or (
            self.hidden_classes and any(name in self.hidden_classes for name in classes.split())
        ):
            return replace(found, hidden=True)
        return found

    def walk(self, node: Any, page: _Page, depth: int = 0, pre: bool = False) -> None:
        child = node.child
        while child is not None:
            if len(page.lines) > MAX_LINES:
                return
            if child.tag != "-text":
                self.visit(child, page, depth + 1, pre)
            elif pre:
                page.verbatim(child.text(deep=False) or "")
            else:
                page.write(_SPACE.sub(" ", child.text(deep=False) or ""))
            child = child.next

    def visit(self, node: Any, page: _Page, depth: int, pre: bool) -> None:  # one branch a kind of element
        tag: str | None = node.tag
        if tag == "br":
            page.line_break()
            return
        if not tag or tag in _SKIPPED or tag[0] in "-_!":  # a comment, or `<?xml:namespace …>`, which has no name
            return
        attributes = node.attributes
        looks = self.look(attributes)
        if looks.hidden:
            return
        pre = pre or looks.kept
        if depth > MAX_DEPTH:
            page.write(_SPACE.sub(" ", node.text(separator=" ")))
            return
        if tag == "table":
            self.block(page, lambda inner: self.table(node, inner, depth), looks, spaced=True)
        elif tag == "blockquote" and not looks.indented:
            self.block(page, lambda inner: self.walk(node, inner, depth, pre), looks, mark="> ", spaced=True)
        elif looks.answered:
            page.close()
            if page.quote_from is None:
                page.quote_from = len(page.lines)
            self.walk(node, page, depth, pre)
            page.close()
        elif looks.quote or (looks.gmail and tag == "div" and self.is_quote(node)):
            self.block(page, lambda inner: self.walk(node, inner, depth, pre), looks, mark="> ")
        elif tag == "li":
            self.item(node, page, depth, pre)
        elif tag == "dd":
            self.definition(node, page, depth, pre)
        elif tag in {"input", "textarea", "select"}:
            self.box(node, page, depth)
        elif tag == "hr":
            page.close()
            page.lines.append("")
        elif tag in _BLOCKS:
            spaced = tag in _SPACED and not looks.close
            page.close()
            page.blank_due = page.blank_due or spaced
            start = len(page.lines)
            self.walk(node, page, depth, pre or tag == "pre")
            page.close()
            page.blank_due = page.blank_due or spaced
            self.mark_signature(page, start, looks)
        else:
            start = len(page.lines)
            self.walk(node, page, depth, pre)
            self.mark_signature(page, start, looks)

    def box(self, node: Any, page: _Page, depth: int) -> None:
        """Write what was typed into a box of a web form, chosen in it or ticked."""
        kind = (node.attributes.get("type") or "text").lower()
        if node.tag == "textarea":
            if node.text().strip():
                page.set_apart()
            self.walk(node, page, depth, pre=True)
        elif node.tag == "select":
            page.answer(", ".join(option.text() for option in node.css("option[selected]")))
        elif kind in {"checkbox", "radio"}:
            page.write("[x] " if "checked" in node.attributes else "[ ] ")
        elif kind in _TYPED_INTO:
            page.answer(node.attributes.get("value") or "")

    def is_quote(self, node: Any) -> bool:
        """Whether Gmail wrapped what it quotes in an element of its own, with no blockquote inside."""
        if node.css_first("blockquote") is not None:
            return False
        text = node.text(separator="\n")[:2000]
        return not any(is_forward_mark(line) for line in text.split("\n"))

    def mark_signature(self, page: _Page, start: int, looks: Look) -> None:
        if looks.signature:
            page.signature.update(range(start, len(page.lines) + (page.open is not None)))

    def block(
        self,
        page: _Page,
        fill: Callable[[_Page], object],
        looks: Look,
        mark: str = "",
        spaced: bool = False,
    ) -> None:
        inner = _Page()
        fill(inner)
        inner.close()
        page.close()
        if spaced and page.lines and page.lines[-1]:
            page.lines.append("")
        start = len(page.lines)
        page.lines.extend((mark + line).rstrip(" ") if mark else line for line in inner.lines)
        page.signature.update(start + index for index in inner.signature)
        page.cells.update(start + index for index in inner.cells)
        if inner.quote_from is not None and page.quote_from is None:
            page.quote_from = start + inner.quote_from
        page.blank_due = spaced
        self.mark_signature(page, start, looks)

    def cell(self, node: Any, depth: int, pre: bool) -> _Page:
        inner = _Page()
        self.walk(node, inner, depth, pre)
        inner.close()
        blank = next((at for at, line in enumerate(inner.lines) if line.strip()), len(inner.lines))
        if blank:
            del inner.lines[:blank]
            inner.signature = {index - blank for index in inner.signature}
            inner.cells = {index - blank for index in inner.cells}
        while inner.lines and not inner.lines[-1].strip():
            inner.lines.pop()
        return inner

    def item(self, node: Any, page: _Page, depth: int, pre: bool) -> None:
        parent = node.parent
        mark = "- "
        if parent is not None and parent.tag == "ol":
            number = self.items[parent.mem_id] = self.items.get(parent.mem_id, 0) + 1
            mark = f"{number}. "
        inner = self.cell(node, depth, pre)
        page.close()
        page.blank_due = False
        page.lines.extend(
            (mark if not index else " " * len(mark)) + line for index, line in enumerate(inner.lines or [""])
        )

    def definition(self, node: Any, page: _Page, depth: int, pre: bool) -> None:
        inner = self.cell(node, depth, pre)
        page.close()
        if inner.lines and page.lines and page.lines[-1].strip() and "\t" not in page.lines[-1]:
            page.lines[-1] += "\t" + inner.lines.pop(0)
        page.lines.extend("\t" + line for line in inner.lines)

    def table(
        self, node: Any, page: _Page, depth: int, spans: dict[int, tuple[int, _Page]] | None = None, above: int = 0
    ) -> int:
        """Write the rows of a table; `spans` holds the cells of a column that reach into further rows.

        `above` is how many short cells the row over it has; of the last row the same is returned.
        """
        spans = {} if spans is None else spans
        child = node.child
        while child is not None:
            tag = child.tag
            if tag == "tr":
                if not self.look(child.attributes).hidden:
                    above = self.row(child, page, depth + 1, spans, above)
            elif tag in {"tbody", "thead", "tfoot"} and not self.look(child.attributes).hidden:
                above = self.table(child, page, depth + 1, spans, above)
            elif tag == "caption":
                self.visit(child, page, depth + 1, pre=False)
            child = child.next
        return above

    def row(self, node: Any, page: _Page, depth: int, spans: dict[int, tuple[int, _Page]], above: int = 0) -> int:
        """Write a row of a table, and return how many short cells it has; `above` is how many the row over it has."""
        cells: list[_Page] = []
        child = node.child
        while child is not None:
            attributes = child.attributes if child.tag in {"td", "th"} else None
            if attributes is not None and not self.look(attributes).hidden:
                if spans:
                    _fill_in(cells, spans)
                cell = self.cell(child, depth + 1, self.look(attributes).kept)
                rows = attributes.get("rowspan") or ""
                if rows.isdecimal() and 2 <= int(rows[:4]) <= _MOST_ROWS and cells:
                    spans[len(cells)] = (int(rows[:4]) - 1, cell)
                cells.append(cell)
            child = child.next
        _fill_in(cells, spans)
        for cell in cells[:-1]:
            hint = " ".join(cell.lines[1:]) if 1 < len(cell.lines) <= HINTED else ""
            if hint.strip().casefold() in _DUTY:
                hint = f"({hint.strip()})"
            if _BRACKETS.fullmatch(hint):
                cell.lines[:] = [f"{cell.lines[0]} {hint}"]  # small print below a label
        cells = [cell for cell in cells if cell.lines != [":"]]  # a colon in a cell of its own parts its neighbours
        filled = [cell for cell in cells if cell.lines]
        if len(filled) == 1 and (cells[0].lines or len(cells) == 1):  # one cell that holds all: a table for layout
            start = len(page.lines)
            if len(cells) == PAIR and (label := heading(cells[0].lines)) and is_among_pairs(node):
                cells[0].lines[:] = [label]  # small print in a label's cell answers nothing
            page.lines.extend(filled[0].lines)
            page.signature.update(start + index for index in filled[0].signature)
            page.cells.update(start + index for index in filled[0].cells)
            if len(cells) > 1 and len(filled[0].lines) == 1:
                page.lines[-1] += "\t"
                if len(cells) == PAIR and is_last(node) and is_among_pairs(node):
                    page.cells.add(len(page.lines) - 1)  # what stands below the table is no answer of its last field
            return 0
        wide = any(len(cell.lines) > 1 or len("".join(cell.lines)) > LABEL_CELL for cell in cells[:-1])
        if wide and len(cells) >= _COLUMNS and above == len(cells):  # values under the heads of their columns
            for cell in filled:
                cell.lines[:] = [" ".join(cell.lines)]
        elif wide and len(cells) == len(filled) == PAIR and (label := heading(cells[0].lines)):
            cells[0].lines[:] = [label]
        elif wide:
            for cell in filled:  # big cells side by side are columns of a page, not label and value
                start = len(page.lines)
                page.lines.extend(cell.lines)
                page.signature.update(start + index for index in cell.signature)
                page.cells.update(start + index for index in cell.cells)
            return 0
        if filled:
            first = "\t".join(cell.lines[0] if cell.lines else "" for cell in cells)
            start = len(page.lines)
            page.lines.append(first)
            page.lines.extend("\t" + line for line in cells[-1].lines[1:])
            page.cells.update(range(start, len(page.lines)))
        return len(cells) if all(len("".join(cell.lines)) <= _HEAD for cell in cells) else 0
