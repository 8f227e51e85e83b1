"""An HTML part as mail programs write it in, the lines that it shows out; None where it is out of the common.

In common are text and tables whose tags are closed in the order in which they were opened. There no parser has to mend
anything, and what stands between two texts says all that is needed: which lines and cells end, and which begin. Such
markup is alike from mail to mail, so `tags` looks at each stretch of it once, and this module only does what it says.
`tests/test_quick_page.py` holds the lines to those of `body.html.render`.
"""

from __future__ import annotations

from functools import lru_cache
from html import unescape

from ticketlint.body.cells import heading
from ticketlint.hints import Final
from ticketlint.quick.tags import (
    CELL,
    CELL_END,
    CLOSE,
    DUE,
    LAST,
    NEXT_CELL,
    NEXT_ROW,
    ROW,
    ROW_END,
    RULE,
    SIGN,
    SIGN_END,
    SPACE,
    START,
    TABLE,
    TABLE_END,
)
from ticketlint.record import dataclass
from ticketlint.regexp import regexp

MOST: Final = 5000  # lines of a page that is read here
_NEW: Final = 400  # stretches of markup in one page that were never met before
_LABEL_CELL: Final = 120  # as `body.html` has it
_COLUMNS: Final = 4  # the same
_TEXT = regexp(r">(?!<)([^> \t\n\f][^<>]*|[ \t\n\f]+[^<> \t\n\f][^<>]*)<")
_SPACES = regexp(r"[ \t\n\f]+")
_ODD_ENTITY = regexp(
    r"&(?!(?:nbsp|amp|lt|gt|quot|euro|[aouAOU]uml|szlig|[ae]acute|[ae]grave|ccedil|[nm]dash|hellip|[lrsb][sd]quo|bdquo"
    r"|middot|bull|#39|#1[6-9]\d|#2\d\d|#8\d\d\d);|[ ])"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows. `signed` is the first line that the client marked as a signature, -1 where it marked none."""

    lines: list[str]
    signed: int


# One pass over the texts: every call in it would be paid for each of them.
def shown(body: str) -> Shown | None:  # noqa: PLR0915
    """Return the lines that a page shows below its head, as `body.html.render` does. Only rows of tables hold tabs."""
    parts, spaced = cut(body)
    parts[-1] = LAST + parts[-1]
    parts.append("")  # stands for the text that does not follow
    page: list[str] = []
    table: list[str] = []
    cells: list[list[str]] = []  # of one row
    lines = page  # those of the page, of a table or of a cell
    line: str | None = None  # the one under way
    due = False  # a blank line
    new = 0
    signed = -1
    state = START
    for markup, text in zip(parts[::2], parts[1::2], strict=True):
        step = state.get(markup)
        if step is None:
            new += 1
            step = state.learn(markup) if new <= _NEW else None
            if step is None:
                return None
        acts, state = step
        for act in acts:
            if act == CLOSE:
                if line is not None:
                    lines.append(line.rstrip(" ") if line[-1] == " " else line)
                    line = None
            elif NEXT_CELL <= act <= NEXT_ROW:
                if line is not None:
                    lines.append(line.rstrip(" ") if line[-1] == " " else line)
                    line = None
                cells.append(lines if len(lines) == 1 and lines[0].strip() else _trimmed(lines))
                if act == NEXT_ROW:
                    if not _write(cells, table):
                        return None
                    cells = []
                lines, due = [], False
            elif act == CELL_END:
                cells.append(lines if len(lines) == 1 and lines[0].strip() else _trimmed(lines))
                lines = table
            elif act == CELL:
                lines, due = [], False
            elif act == ROW_END:
                if not _write(cells, table):
                    return None
            elif act == ROW:
                cells = []
            elif act == DUE:
                due = True
            elif act == SPACE:
                if line is not None and line[-1] != " ":
                    line += " "
            elif act == TABLE:
                lines = table = []
            elif act == TABLE_END:
                if page and page[-1]:
                    page.append("")
                page += table
                lines, due = page, True
            elif act == SIGN:
                signed = len(page) if signed < 0 else signed
            elif act == SIGN_END:
                if signed >= len(page) + (line is not None):
                    signed = -1  # nothing stands in it
            elif act == RULE or line is None:  # or a line break
                lines.append("")
            else:
                lines.append(line.rstrip(" ") if line[-1] == " " else line)
                line = None
        if not text:
            break  # it is below the last one
        if "&" in text:
            meant = (_meant if len(text) <= _SHORT else _looked_up)(text)
            if meant is None:
                return None
            text = meant  # noqa: PLW2901 - it is the same text
        if spaced and ("  " in text or not text.isprintable()):
            text = _SPACES.sub(" ", text)  # noqa: PLW2901 - the same
        if line is not None:
            line += text.lstrip(" ") if line[-1] == " " else text
            continue
        if due:
            due = False
            if lines and lines[-1]:
                lines.append("")
        line = text if text[0] != " " else text.lstrip(" ")
    if line is not None:
        page.append(line.rstrip(" "))
    if len(page) > MOST:
        return None
    return Shown(_without_ends(page), signed)


def _without_ends(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if line and line[-1] in " \xa0":
            lines[at] = line.rstrip(" \xa0")
    return lines


def _cut(body: str) -> tuple[list[str], bool]:
    """Cut a page into markup and texts by turns, and say whether any text may have blanks that are shown as one.

    The markup between two texts comes without its outermost `<` and `>`. The page is taken to stand behind a `>`.
    """
    parts = _TEXT.split(">" + body)
    together = "".join(parts[1::2])
    return parts, "  " in together or not together.isprintable()


try:
    from ticketlint.native import pieces

    cut = pieces.cut
except ImportError:  # installed without a compiler
    cut = _cut


def _looked_up(text: str) -> str | None:
    """Return a text with what its entities stand for; None where one is out of the common."""
    return None if _ODD_ENTITY.search(text) else unescape(text)


_SHORT: Final = 100  # characters of a text that is remembered
_meant = lru_cache(maxsize=256)(_looked_up)


def _trimmed(lines: list[str]) -> list[str]:
    """Return the lines of a cell without blank ones at its ends."""
    first, last = 0, len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    while first < last and not lines[first].strip():
        first += 1
    return lines[first:last]


def _write(cells: list[list[str]], table: list[str]) -> bool:
    """Write a row: label and value are parted by a tab, and further lines of the value stand behind one.

    It is False where the row may be one of values under the heads of their columns, or has small print in it.
    """
    if len(cells) == _PAIR and len(cells[0]) == 1 and cells[1]:
        label, value = cells[0][0], cells[1]
        if len(label) <= _LABEL_CELL and label != ":" and value != _COLON:
            table.append(f"{label}\t{value[0]}")
            if len(value) > 1:
                table += ["\t" + line for line in value[1:]]
            return True
    cells = [cell for cell in cells if cell != _COLON]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and (cells[0] or len(cells) == 1):
        if len(cells) == _PAIR and heading(filled[0]):
            return False
        table += filled[0]
        if len(cells) > 1 and len(filled[0]) == 1:
            table[-1] += "\t"
    elif _is_wide(cells):
        if len(cells) >= _COLUMNS or (len(filled) == _PAIR and heading(filled[0])):
            return False
        for cell in filled:
            table += cell
    elif filled:
        table.append("\t".join([cell[0] if cell else "" for cell in cells]))
        if len(cells[-1]) > 1:
            table += ["\t" + line for line in cells[-1][1:]]
    return True


def _is_wide(cells: list[list[str]]) -> bool:
    """Whether a cell before the last one holds more than the line that a row is."""
    return any(len(cell) > 1 or sum(map(len, cell)) > _LABEL_CELL for cell in cells[:-1])


_PAIR: Final = 2
_COLON: Final = [":"]  # in a cell of its own it parts its neighbours
