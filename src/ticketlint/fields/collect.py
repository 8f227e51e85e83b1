"""A label and the rows behind it in, what was written as its value out, from its first character to its last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ticketlint.body.ends import SIGNATURE, is_closing, is_footer
from ticketlint.fields.ending import end_of_mail
from ticketlint.fields.listings import is_fence, is_like_field
from ticketlint.fields.manners import is_listed, is_note, is_sentence, is_small_print, is_wrapped, looks_like_package
from ticketlint.fields.pieces import (
    ARROW,
    BLANK,
    CID,
    RULE,
    Piece,
    Stretch,
    Written,
    box_before,
    dedented,
    indentation,
    is_aligned,
    is_left_of,
    paragraphs_of_cell,
    uncommented,
    without_bracket,
    word_before_colon,
)
from ticketlint.fields.plainly import is_plainly
from ticketlint.form.model import FieldSpec
from ticketlint.form.patterns import fullmatch
from ticketlint.record import replace
from ticketlint.regexp import regexp
from ticketlint.values import is_placeholder, letters, read_choice, read_choices, read_typed

_COMMENT = regexp(r"\s*(?:#(?!\d)\s*\S.*|<!--.*-->)\s*$")
_NOTE = regexp(r"\s*(?:※|(?:\*\*|%)[ \t])")  # small print between the fields
_CELLS = regexp(r"[^\t]{2,80}\t[^\t]")
_HINT = regexp(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|<[^<>@]*>)\s*$")
_BLOCK_MARKS = frozenset({"|", ">", "|-", ">-", "|+"})  # of a text below, as YAML has them
_ITEM = regexp(r"\s*(?:[-*+•‣▪◦·]\s+|\d{1,2}[.)]\s+|\[[ xX]?\]|[☐☑☒])")
_BULLET = regexp(r"[-*+•‣▪◦·][ \t\u00a0]+(?=[^\s\-*+\[☐☑☒]|\[(?![ xX✓✔*]?\]))")  # of the one item below a label
_GOES_ON = regexp(
    r"(?:[,;/&+]|\b(?:and|und|or|oder|et|y|e|en|with|mit|for|für|on|auf|the|der|die|das))\s*$", re.IGNORECASE
)
_HEADING = regexp(r"#{1,6}[ \t]+\S")
_DRAWN = regexp(r"\s*(==+|--+|\*\*\*+)\s.{1,60}\s\1\s*$")  # a heading of a part of the form
_INTRODUCES = frozenset(":：")
_MOST_WRAPPED = 40  # lines that a choice is wrapped to


def value(part: Stretch, names: frozenset[str] = frozenset()) -> Written:
    """Collect what is written behind a label. `names` are the words by which the sender signs."""
    if part.hit.spec.type == "checkbox" and part.first.empty and (box := box_before(part)):
        return box
    deeper = next((at for at, piece in enumerate(part.rest) if piece.row.depth > part.first.row.depth), None)
    if deeper is not None:  # a quote begins: other people's words
        part = replace(part, rest=part.rest[:deeper])
    if part.first.row.depth:
        quoted = replace(part, rest=tuple(_until_own(part)))
        own = [piece for piece in part.rest if piece.row.depth < part.first.row.depth and not piece.empty]
        written = _collected(quoted, names)
        if own and (not written.text or is_placeholder(written.text, part.hit.spec.placeholder)):
            written = _collected(part, names)  # the sender answered under the quoted label
    else:
        written = _collected(part, names)
    text = written.text
    if (
        part.hit.emphasis
        and len(written.pieces) == 1
        and text[-1:] in {"*", "_"}
        and text[-1] not in text[:-1].rstrip("*_")
    ):
        return Written(text.rstrip("*_"), written.pieces)
    return without_bracket(part, written) if part.hit.start else written


def _collected(part: Stretch, names: frozenset[str]) -> Written:
    return _prose(part, names) if part.hit.spec.type == "prose" else _line(part)


_QUOTED = regexp(r"\"([^\"\n]+)\"\s*,?[\s}\]]*")  # as the label is


def _until_own(part: Stretch) -> Iterator[Piece]:
    for piece in part.rest:
        if piece.row.depth < part.first.row.depth and not piece.empty:
            return
        yield piece


def cell(written: Written, column: int) -> Written:
    """Return the value in one column, where the first line behind a label has several; the whole where it has one."""
    if column < 0 or not written.pieces or "\t" not in written.pieces[0].text:
        return written
    first = written.pieces[0]
    start = first.start
    texts = first.text.split("\t")
    at = min(column, len(texts) - 1)
    start += sum(len(text) + 1 for text in texts[:at])
    piece = Piece(first.row, start, start + len(texts[at])).stripped()
    text = "\n".join([piece.text, *written.text.split("\n")[1:]])
    return Written(text.strip(BLANK), (piece, *written.pieces[1:]))


def _prose(part: Stretch, names: frozenset[str]) -> Written:
    """Collect free text: all of it, but for what is below the mail's own end where no label follows."""
    pieces: list[Piece] = [part.first, *part.rest]
    if part.first.text.strip() in _BLOCK_MARKS and len(pieces) > 1:
        pieces = pieces[1:]
    own = [piece for piece in part.rest if piece.row.depth < part.first.row.depth and not piece.empty]
    if own:  # answers written under a quoted label
        pieces = [piece for piece in part.rest if piece.row.depth < part.first.row.depth]
    if part.last:
        marked = {at for at, piece in enumerate(pieces) if piece.row.signature}
        pieces = pieces[: end_of_mail([piece.text for piece in pieces], lambda: names, marked)]
    if pieces and pieces[0].text.strip() in {"-", "–", "—"} and not all(piece.empty for piece in pieces[1:]):
        pieces = pieces[1:]  # `Steps:-`
    if sum(is_fence(piece.text) for piece in pieces) % 2:  # it closes a fence round the whole form
        last = next((at for at in reversed(range(len(pieces))) if not pieces[at].empty), 0)
        if is_fence(pieces[last].text):
            pieces = pieces[:last]
    while pieces and (pieces[-1].empty or RULE.match(pieces[-1].text) or CID.match(pieces[-1].text)):
        pieces.pop()
    while pieces and (pieces[0].empty or RULE.match(pieces[0].text) or CID.match(pieces[0].text)):
        pieces.pop(0)
    if not pieces or (pieces[0] is not part.first and all(each.empty or is_small_print(each.text) for each in pieces)):
        return Written("", ())
    arrow = ARROW.match(pieces[0].text) if pieces[0] is not part.first else None
    if arrow and not any(ARROW.match(piece.text) for piece in pieces[1:]):  # in place of a colon, not a list
        pieces[0] = Piece(pieces[0].row, pieces[0].start + arrow.end(), pieces[0].end)
    kept = [pieces[0].stripped(), *pieces[1:-1], *([pieces[-1].stripped(left=False)] if len(pieces) > 1 else [])]
    lines = [piece.text for piece in kept]
    text = "\n".join(dedented(lines, beside=pieces[0] is part.first, label=part.hit.value)).strip(BLANK)
    if text.startswith('"') and part.first.row.text[part.hit.start - 1 : part.hit.start] == '"':  # CSV, JSON
        quoted = _QUOTED.fullmatch(text)
        if quoted is not None:
            start = kept[0].start + 1
            text, kept = quoted[1], [Piece(kept[0].row, start, start + len(quoted[1]))]
    if text.startswith("<!--") and "-->" in text:  # a template's hint
        text = text.partition("-->")[2].strip(BLANK)
    return Written(text, tuple(kept)) if text else Written("", ())


def _line(part: Stretch) -> Written:
    """Collect a value that is no free text: its line, what it was wrapped to, or the lines below an empty one."""
    spec = part.hit.spec
    rest = uncommented([piece for piece in part.rest if not CID.match(piece.text)])
    first = part.first
    if spec.many and "\t" in first.row.text:
        rest = paragraphs_of_cell(rest)
    if part.parted:
        rest = _together(first, rest, below=first.empty and not part.last)
    if first.text.rstrip(BLANK)[-1:] == "|":  # drawn behind the last of two columns
        first = Piece(first.row, first.start, first.start + len(first.text.rstrip(BLANK)) - 1)
    if CID.match(first.text):
        first = Piece(first.row, first.end, first.end)
    if _COMMENT.match(first.text) and "<!--" in first.text:
        first = Piece(first.row, first.end, first.end)
    if first.row.depth and (own := _own_block(first, rest)):
        return _written(own)
    if pointed := ARROW.match(first.text):  # `Severity: -> 2`
        first = Piece(first.row, first.start + pointed.end(), first.end)
    if not first.empty and _is_only_hint(first, rest, spec):
        first = Piece(first.row, first.end, first.end)
    if not first.empty:
        kept = [first.stripped()]
        if is_placeholder(kept[0].text, spec.placeholder):
            return _written(kept)  # what stands below the form's own words is no more than a note
        more: list[bool] = []  # the same for every line of the value, of which none is blank

        def is_more_below() -> bool:
            if not more:
                more.append(any(not each.empty for each in _after_blank(rest)))
            return more[0]

        for piece in rest:
            if not _continues(part, kept, piece, is_more_below):
                break
            kept.append(piece.stripped())
        return _written(kept)
    return _below_label(part, rest)


def _below_label(part: Stretch, rest: Sequence[Piece]) -> Written:
    """Collect the value that stands on the lines below a label that has nothing beside it."""
    spec = part.hit.spec
    index = blanks = 0
    skipped: tuple[Callable[[str], object], ...] = RULE.match, _COMMENT.match, is_small_print
    while index < len(rest) and (rest[index].empty or any(each(rest[index].text) for each in skipped)):
        blanks += rest[index].empty
        index += 1
    block: list[Piece] = []
    for piece in rest[index:]:
        if piece.empty or RULE.match(piece.text) or _ends(piece) or (block and _is_another(block[0], piece)):
            break
        block.append(piece.stripped())
    if block and _DRAWN.match(block[0].text):
        return Written("", ())
    if len(block) == 1 and _HINT.match(block[0].text) and not _fits(block[0].text.strip(f"{BLANK}()[]<>"), spec):
        return Written("", ())
    if len(block) > 1 and _HINT.match(block[0].text) and not _ITEM.match(block[0].text):
        block = block[1:]  # the form's hint in brackets, the answer below it
    mark = _mark_of(block, spec)
    if mark is not None:
        block[0] = Piece(block[0].row, block[0].start + mark.end(), block[0].end)
    if not block or not _belongs(part, block, max(0, blanks - part.parted), _below(rest, block)):
        return Written("", ())
    if spec.type in {"line", "version"} and not part.last and all(is_listed(piece.text) for piece in block):
        block += [piece.stripped() for piece in _below(rest, block) if is_listed(piece.text)]
    if spec.choices and not spec.many and read_choice(block[0].text, spec.choices).value is not None:
        others = (_ITEM.match(each.text) or read_choice(each.text, spec.choices).value for each in block[1:])
        if not any(others):
            block = block[:1]  # the choice, and a remark below it
    if spec.type == "url" and part.parted and read_typed("url", block[0].text).fault is None:
        block = block[:1]
    return _written(block)


def _mark_of(block: Sequence[Piece], spec: FieldSpec) -> re.Match[str] | None:
    """Return the sign that stands before an answer below its label in place of a colon, or as of a list of one."""
    if not block:
        return None
    if len(block) == 1 or not spec.choices:  # in a list of choices it may point at the one that was chosen
        mark = ARROW.match(block[0].text)
        return mark or (_BULLET.match(block[0].text) if len(block) == 1 else None)
    return None


def _together(first: Piece, rest: Sequence[Piece], *, below: bool) -> Sequence[Piece]:
    """Leave out the blank lines that a program has put into a list, or between a hint and what answers it.

    `below`: all of it stands between a label that has nothing beside it and the next.
    """
    kept: list[Piece] = []
    above = first
    for index, piece in enumerate(rest):
        following = rest[index + 1] if index + 1 < len(rest) else None
        if (
            piece.empty
            and following is not None
            and not following.empty
            and not above.empty
            and (_goes_with(above, following) or (below and not is_sentence(following.text)))
        ):
            continue
        kept.append(piece)
        above = piece
    return kept


def _goes_with(above: Piece, below: Piece) -> bool:
    if _GOES_ON.search(above.text) or _HINT.match(above.text) or is_wrapped(above, below.text):
        return True
    both = above.text, below.text
    return all(map(_ITEM.match, both)) or all(map(is_listed, both))


def _is_another(first: Piece, piece: Piece) -> bool:
    """Whether a line of the block below a label is a field of another form, or a comment."""
    if _COMMENT.match(piece.text):
        return True
    stray = word_before_colon(piece.row.text)
    return stray is not None and not looks_like_package(piece.text) and not is_like_field(first.text)


def _below(rest: Sequence[Piece], block: Sequence[Piece]) -> Sequence[Piece]:
    last = next(index for index, piece in enumerate(rest) if piece.row is block[-1].row)
    return rest[last + 1 :]


def _own_block(first: Piece, rest: Sequence[Piece]) -> list[Piece]:
    """Return what the sender has put under a quoted label: his first paragraph there."""
    block: list[Piece] = []
    for piece in rest:
        if piece.row.depth >= first.row.depth or piece.empty or RULE.match(piece.text):
            if block:
                break
            continue
        if is_closing(piece.text) or SIGNATURE.match(piece.text) or (block and _is_another(block[0], piece)):
            break
        block.append(piece.stripped())
    return block


def _is_only_hint(first: Piece, rest: Sequence[Piece], spec: FieldSpec) -> bool:
    """Whether only the form's hint stands beside a label, and the answer below it."""
    beside = first.text.strip(BLANK)
    bracketed = _HINT.match(first.text) is not None
    if not rest or rest[0].empty or not (bracketed or is_placeholder(beside, spec.placeholder)):
        return False
    below = rest[0].text
    if word_before_colon(below) is not None or is_sentence(below) or _ends(rest[0]):
        return False
    if not bracketed:
        return is_plainly(below.strip(BLANK), spec)
    return is_placeholder(beside, spec.placeholder) or (not _fits(beside, spec) and _fits(below.strip(BLANK), spec))


def _fits(text: str, spec: FieldSpec) -> bool:
    """Whether a text looks like what a field asks for."""
    if spec.choices:
        return (read_choices if spec.many else read_choice)(text, spec.choices).value is not None
    if spec.pattern is not None:
        return fullmatch(spec.pattern, text) is not None
    if spec.type in {"line", "version"}:
        return any(map(str.isdigit, text))
    return read_typed(spec.type, text).fault is None


def _ends(piece: Piece) -> bool:
    text = piece.text
    return piece.row.signature or SIGNATURE.match(text) is not None or is_closing(text) or is_footer(text)


def _written(pieces: Sequence[Piece]) -> Written:
    kept = [piece for piece in pieces if not piece.empty]
    return Written("\n".join([piece.text for piece in kept]), tuple(kept))


def _continues(part: Stretch, kept: Sequence[Piece], piece: Piece, is_more_below: Callable[[], bool]) -> bool:
    """Whether a line goes on with the value above it, though it has no label.

    `is_more_below` says whether more stands below the first blank line.
    """
    spec = part.hit.spec
    text = piece.text
    if piece.empty or piece.row.depth != part.first.row.depth or RULE.match(text) or _ends(piece):
        return False
    if _COMMENT.match(text) and not part.hit.marker.strip().startswith("#"):
        return False
    if "\t" in part.hit.marker + part.first.row.text and _CELLS.match(text):
        return False  # the next row of a table
    if _NOTE.match(text) and not spec.many:
        return False
    above = kept[-1]
    if text.startswith("\t") or indentation(text) > indentation(part.first.row.text):
        return not is_aligned(part, text)
    if _GOES_ON.search(above.text):
        return True
    stray = word_before_colon(text)
    if stray is not None and not looks_like_package(text):
        return False
    if spec.many and _ITEM.match(text):
        return True
    if is_wrapped(above, text):
        return True
    if spec.choices:
        read = read_choices if spec.many else read_choice
        if len(text) <= 40 and read(text, spec.choices).value is not None and len(letters(text)) <= 24:
            return True  # one choice a line
        if part.last or len(kept) > _MOST_WRAPPED:
            return False
        so_far = " ".join(each.text for each in kept)
        return (
            read(so_far, spec.choices).value is None
            and read(f"{so_far} {text.strip()}", spec.choices).value is not None
        )
    if spec.type in {"line", "version"} and spec.pattern is None and not part.last:
        if _HINT.match(text) is not None or is_note(above, text):
            return False
        return len(text) <= 120 and not is_more_below()
    return False


def _after_blank(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return what stands below the first blank line."""
    return next((pieces[index:] for index, piece in enumerate(pieces) if piece.empty), ())


def _belongs(part: Stretch, block: Sequence[Piece], blanks: int, after: Sequence[Piece]) -> bool:
    """Whether the lines below a label that has nothing behind it are its value."""
    spec = part.hit.spec
    text = " ".join(piece.text for piece in block)
    if "#" in part.hit.marker and part.hit.separator == "bare":  # a heading: what stands below it is the answer
        return not _HEADING.match(block[0].text)
    joined = "\n".join(piece.text for piece in block)
    if joined[-1] in _INTRODUCES and " " in block[-1].text and part.last:
        return False  # what stands below it is told there
    stray = word_before_colon(block[0].row.text)
    chosen = bool(spec.choices and stray and read_choice(stray.group(1) or stray.group(2), spec.choices).value)
    if stray is not None and not chosen and not looks_like_package(block[0].text):
        # as `lsb_release -a` says it
        listing = len(block) > 2 and all(word_before_colon(piece.row.text) for piece in block)
        return listing and bool(spec.choices) and not spec.many and read_choice(joined, spec.choices).value is not None
    if spec.choices:
        read = read_choices if spec.many else read_choice
        if read(joined, spec.choices).value is not None or read(block[0].text, spec.choices).value is not None:
            return True
    if not blanks:
        return len(block) <= 1 or not part.last or not is_sentence(text)
    if part.last:
        return len(block) == 1 and len(text) <= 60 and not is_sentence(text)
    if is_sentence(text) or len(block) > 40 or is_left_of(block[0].row, part):
        return False  # or a heading over the next labels of a list
    brief = len(block) == 1 and is_plainly(text.strip(BLANK), spec)
    return brief or all(piece.empty or is_listed(piece.text) for piece in after)
