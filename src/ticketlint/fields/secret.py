"""Lines and a form in, what stands behind the labels of the form's secret fields out, wherever in the lines they are.

A form's own answers are read elsewhere, with care for what is one. This looks for keys in all that is left: in stories,
quotes and tables, below a label or behind one in the middle of a line. What is found is never shown; to hide a word too
many does less harm than to show a key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from ticketlint.fields.lexicon import ARTICLES, TOKEN
from ticketlint.fields.page import (
    COLUMNS,
    EDGES,
    KEY,
    LOOKED_AT,
    MARKS_BELOW,
    NAMED,
    REACH,
    WIDE,
    Page,
    Spans,
    first_word,
    is_weak,
    tagged,
)
from ticketlint.fields.spelling import flattened, pattern_of, plainly, seen
from ticketlint.fields.typos import near_label
from ticketlint.form.model import FieldSpec, Form
from ticketlint.form.patterns import fullmatch
from ticketlint.regexp import compiled, regexp
from ticketlint.values import is_non_answer
from ticketlint.values.disguise import CONFUSABLE

FOREIGN = regexp("[^ -~À-ÖØ-öø-ÿ€„“”‚‘’–—…]")
"""Tabs, controls, and what not every reader takes for the same sign."""

_BLANKS = r"[ \u00a0]*"
_SIGNS = regexp("[a-z0-9]+")
_TAG = regexp(r"</?[A-Za-z]+\d?(?: [^<>]*)?>")
_SEPARATED = regexp(  # a hint in brackets, and a separator
    rf"""[ \u00a0*_~`"'”“’»)\]}}]*(?:[(\[][^()\[\]]{{0,200}}[)\]]{_BLANKS})?"""
    rf"""(?:[:：﹕∶꞉ː|;\t→⇒]|=>?|-{{1,2}}>|>|%3[adAD]|\.{{2,}}|…|{_TAG.pattern})(?:[\s:|*_~`"'“„«=>]|{_TAG.pattern})*"""
)
_BEFORE = regexp(r"[\W_]*(?:(?:nr|no|\d{1,2}|[a-zA-Z])[.):][\W_]*)?", re.IGNORECASE)
_MARGIN = 24  # characters before a label that begins its line
_MISSPELT = 100  # characters of a line in which a label with a typo ends
_WORDS_BEFORE = 5  # of a key in which a label with a typo is looked for
_WORDS = 40
_MOST_SIGNS = 64
_FAR = 8  # words between a label and what the form's pattern takes for a key
_NEAR = 3  # words between a label and what looks like any key
_BELOW = 3  # words of a line that is a key as a whole, below its label
_GROUP = regexp(r"[^\W_]+")
_SAID = regexp(r"[\s>|*]*+(?:\[[^\[\]]{0,30}\]|[\d:.]{4,10})?[ \t]*+[^\W_][^:\n]{0,30}:\s")
_WORD = regexp(r"[\w-]++")
_QUOTES = 4  # of two cells of a record
_NUMBERED = regexp(r"(?<![^\W_])(?=[^\W\d_]*+\d)[^\W_]{4}")  # a group that is no version
_GROUPS = 4  # of a key that is told by them
_PARTED = 3  # signs between two of them
_COPULAS = frozenset("is was are ist war lautet est es è jest no nr number nummer neu new".split())
_SPACED = regexp(r"(?<![^\W_])[^\W_](?:[\W_]{1,3}[^\W_]){5,63}(?![^\W_])")
"""Letters and digits that stand by themselves, as a key may be spaced."""

_BROKEN = regexp(r"^[\s>|]*+-([A-Z0-9]{3,}+(?:-[A-Z0-9]+)*+)\s*$")
_GOES_ON = regexp(r"[\s>|*•+–-]*(?=[A-Z0-9-]{3})([A-Z0-9]+(?:-[A-Z0-9]+)*)(?![^\W_])(?P<alone>[\s.,;:!?\"')\]}>]*$)?")
"""A group of a key that begins a line, and whether it stands there alone."""

_BETWEEN = regexp(rf"[\s,;|()\[\]{{}}<>\"“”„«»=&?!:/{WIDE}]+")
_ALONE = regexp(r"[^\s,;.]{4,}(?:[,;.!)]|$)")
_RULE = regexp(r"[\s|:=+-]*$")


try:
    from ticketlint.native.lines import Names
except ImportError:  # installed without a compiler
    Names = None  # type: ignore[assignment, misc]


class Secret:
    """The labels of a form's secret fields, as they are looked for in any text."""

    def __init__(self, form: Form, specs: Sequence[FieldSpec]) -> None:
        self._form = form
        self._patterns = [spec.pattern for spec in specs if spec.pattern is not None]
        texts = {text for spec in specs for text in (spec.name, *(alias.text for alias in spec.aliases))}
        named = [words for text in texts if (words := TOKEN.findall(unicodedata.normalize("NFC", text).lower()))]
        named.sort(key=lambda words: (-sum(map(len, words)), words))
        self._named = named
        rests = sorted({tuple(words[at:]) for words in named for at in range(1, len(words))})
        self._rests = rests
        self.seconds = frozenset(words[0] for words in rests)
        # One of these stands in every text that a label stands in, whatever its umlauts are written as.
        # A label of foreign letters alone stands in no text without foreign signs.
        latin = [words for words in named if _SIGNS.search(plainly(words)) or not FOREIGN.search("".join(words))]
        signs = {max(_SIGNS.findall(plainly(words)) or [""], key=len) for words in latin}
        fewest: list[str] = []
        for sign in sorted(signs, key=len):
            if not any(map(sign.__contains__, fewest)):
                fewest.append(sign)
        quick = Names is not None and len(fewest) <= _MOST_SIGNS and min(map(len, fewest), default=0) > 1
        self.maybe_in: Callable[[str], object] = Names(tuple(sorted(fewest))).stand_in if quick else _maybe

    @cached_property  # start-up: plain mails do without
    def _names(self) -> re.Pattern[str]:
        return compiled("|".join(map(pattern_of, self._named)))

    @cached_property
    def _rest(self) -> re.Pattern[str]:
        return compiled(f"[> \\t]{{0,8}}(?:{'|'.join(map(pattern_of, self._rests))})")

    def named_in(self, line: str) -> bool:
        """Whether a label of a secret field stands in a line of whatever signs.

        `maybe_in` says no at a glance, and is right where no sign is foreign: a label has no other spelling then.
        """
        if not self.maybe_in(line) and (line.isascii() or FOREIGN.search(line) is None):
            return False
        low = line.lower() if line.isascii() else flattened(seen(line))
        return self._names.search(low) is not None

    def goes_on(self, line: str) -> bool:
        """Whether a line begins with the end of a label that may have been wrapped."""
        word = TOKEN.search(line)
        if word is None or word[0].lower() not in self.seconds:
            return False
        return self._rest.match(line.lower()) is not None

    def in_text(self, lines: Sequence[str], known: Spans, told: str) -> Iterator[str]:
        """Yield what stands behind such labels; of those at places that are `known`, what is not `told` of them."""
        page = Page(seen("\n".join(lines)), lines)
        yield from self._misspelt(page, known)
        yield from self._found(page, known, told)
        for index in range(len(page.begins)) if self._patterns else ():
            line = page.line(index)
            keys = self.said_in(line)
            if keys and not any(hit.anchored for hit in page.hits(index, self._form)):
                yield from keys
            elif "-" in line and self.named_in(line):
                yield from (key for key in self._alike(line) if key not in told)

    def said_in(self, line: str) -> list[str]:
        """Return the keys in a line of a chat or a record of data, whose label may stand anywhere above."""
        if (
            not self._patterns
            or "-" not in line
            or not (_SAID.match(line) or ";" in line or line.count('"') >= _QUOTES)
        ):
            return []
        return self._alike(line)

    def misnamed_in(self, line: str) -> list[str]:
        """Return the keys in a line that stand behind a label with a typo, colon or not: `Suport key OX-1A2B3`."""
        if not self._patterns or "-" not in line or _NUMBERED.search(line) is None:
            return []
        return [key for key in self._alike(line) if self._is_misnamed(line[: line.index(key)])]

    def _is_misnamed(self, before: str) -> bool:
        words = TOKEN.findall(before[-_MISSPELT:])[-_WORDS_BEFORE:]
        texts = (" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
        return any((spec := near_label(text, self._form)) is not None and spec.secret for text in texts)

    def _alike(self, line: str) -> list[str]:
        """Return the words of a line that the form's pattern takes for keys, however far from a label."""
        words = [word for word in _WORD.findall(line) if KEY <= len(word) <= REACH and _NUMBERED.search(word)]
        return [word for word in words if any(fullmatch(pattern, word) is not None for pattern in self._patterns)]

    def in_line(self, line: str) -> Iterator[str]:
        """Yield what stands behind such labels in a line that is no part of a text; labels with a typo are not read."""
        yield from self._found(Page(seen(line), [line]), {}, "")
        if self._patterns and "-" in line:
            yield from self._alike(line) if self.named_in(line) else self.misnamed_in(line)

    def _found(self, page: Page, known: Spans, told: str) -> Iterator[str]:
        text = page.text
        flat = text.lower() if text.isascii() else flattened(text)
        met = self._names.search(flat)
        if met is None:
            return
        while met is not None:
            at = met.start() + 1
            following = self._names.search(flat, met.end())
            if page.is_known(met.start(), met.end(), known):
                yield from (each for each in self._beside(page, *met.span()) if each not in told)
            else:
                found = list(self._behind(page, *met.span(), following.start() if following else len(text)))
                yield from found
                if found or (following and following.start() > met.end()):
                    at = met.end()
            met = self._names.search(flat, at)

    def _misspelt(self, page: Page, known: Spans) -> Iterator[str]:
        """Yield what stands behind labels with a typo, which begin their lines and have a colon."""
        text = page.text
        for index, begin in enumerate(page.begins):
            head = text[begin : begin + _MISSPELT].partition("\n")[0]
            if ":" not in head and "=" not in head and "\t" not in head:
                continue
            for hit in page.hits(index, self._form):
                start, end = begin + hit.start, begin + hit.end
                if hit.how == "misspelt" and hit.spec.secret and not page.is_known(start, end, known):
                    yield from self._behind(page, start, end, len(page.text))

    def _behind(self, page: Page, start: int, at: int, stop: int) -> Iterator[str]:
        """Yield what stands behind a label from `start` to `at`, where the next one begins at `stop`."""
        index = page.line_of(at)
        begin, end = page.begins[index], page.end_of(index)
        rest = page.text[at : page.reach(at, min(end, stop), REACH)]
        before = _TAG.sub("\t", page.text[max(begin, start - _MARGIN) : start])
        anchored = _is_anchored(before, whole=start - begin <= _MARGIN)
        separated = _SEPARATED.match(rest)
        answer = rest[separated.end() :] if separated else rest
        if separated and (cut := self._next_label(page, index, at + separated.end())) is not None:
            answer = answer[:cut]
        if "<" in answer:
            yield from tagged(answer)
        answer = _TAG.split(answer, 1)[0].removesuffix("</")
        cells = "\t" in rest or "|" in rest
        if cells:
            answer = re.split(r"[\t|]", answer, maxsplit=1)[0]
        bare = answer.strip(EDGES)
        if before.endswith("</"):
            return
        yield from self._grouped(rest)
        yield from (met[0] for met in _SPACED.finditer(rest) if any(map(str.isdigit, met[0])))
        if bare and not is_non_answer(bare):
            if separated and anchored and len(bare) >= NAMED:
                yield answer.strip()
            elif separated and (alone := _ALONE.match(bare)):
                yield alone[0].strip(EDGES)
            yield from self._keys(answer.split(None, _WORDS)[:_WORDS], _NEAR, sure=separated is not None)
            if answer.rstrip().endswith("-") and stop >= end:
                yield from first_word(page.line(index + 1))
            elif stop >= end and not cells:
                yield from self._going_on(page, index, bare.rsplit(None, 1)[-1])
        elif stop >= end or cells:
            sure = not bare and (separated is not None or anchored)
            yield from self._below(page, index, start - begin, sure=sure)
        yield from page.recorded(index, start - begin, at - begin)

    def _going_on(self, page: Page, index: int, last: str) -> Iterator[str]:
        """Yield a key that ends its line, with a group of it that begins the next one."""
        if not is_weak(last) or index + 1 >= len(page.begins):
            return
        line = page.line(index + 1, REACH)
        group = _GOES_ON.match(line)
        if group is None or any(hit.anchored for hit in page.hits(index + 1, self._form)):
            return
        if group["alone"] is not None or (any(map(str.isdigit, group[1])) and any(map(str.isalpha, group[1]))):
            yield f"{last} {group[1]}"

    def _grouped(self, rest: str) -> Iterator[str]:
        """Yield what the form's pattern takes for a key, with whatever parts its groups: `OX 40718 HLKWM`."""
        words = [word for word, _ in zip(_GROUP.finditer(rest), range(_WORDS), strict=False)] if self._patterns else []
        for at, first in enumerate(words[:_FAR]):
            key = first[0].translate(CONFUSABLE)
            for before, word in zip(words[at:], words[at + 1 : at + _GROUPS], strict=False):
                if word.start() - before.end() > _PARTED:
                    break
                key += f"-{word[0].translate(CONFUSABLE)}"
                if (
                    len(key) <= REACH
                    and _NUMBERED.search(key)
                    and any(fullmatch(pattern, key) is not None for pattern in self._patterns)
                ):
                    yield rest[first.start() : word.end()]

    def _beside(self, page: Page, start: int, at: int) -> Iterator[str]:
        """Yield what an answer that is known may lack: keys in further cells, or below the label."""
        index = page.line_of(at)
        rest = page.text[at : page.reach(at, page.end_of(index), REACH)]
        separated = _SEPARATED.match(rest)
        answer = rest[separated.end() :] if separated else rest
        bare = answer.strip(EDGES)
        yield from page.recorded(index, start - page.begins[index], at - page.begins[index])
        if not bare or is_non_answer(bare):
            yield from self._below(page, index, start - page.begins[index], sure=False)
        elif "\t" in rest or "|" in rest:
            cut = self._next_label(page, index, at + len(rest) - len(answer))
            if cut is not None and not answer[:cut].strip(EDGES):  # a row of labels
                yield from self._below(page, index, start - page.begins[index], sure=False)
            for cell in re.split(r"[\t|]", answer[:cut]):
                yield from self._keys(cell.split(None, _WORDS)[:_WORDS], 0, sure=True)
        elif not any(hit.anchored for hit in page.hits(index + 1, self._form)):
            below = page.line(index + 1, REACH)
            broken = is_weak(last := bare.rsplit(None, 1)[-1]) or last.isupper()
            yield from first_word(below) if broken and last.endswith("-") else _BROKEN.findall(below)

    def _next_label(self, page: Page, index: int, at: int) -> int | None:
        """Return how far behind a place the line's next label stands."""
        place = at - page.begins[index]
        if place >= LOOKED_AT or not any(sign in page.line(index, LOOKED_AT) for sign in ":\t|"):
            return None
        return next((hit.start - place for hit in page.hits(index, self._form) if hit.start >= place), None)

    def _below(self, page: Page, index: int, column: int, *, sure: bool) -> Iterator[str]:
        """Yield what stands on the line below a label that ends its own; in a table in the same column."""
        sign, at = page.cell(index, column)
        kept = page.below.get((index, at, sure))
        if kept is None:  # a row of very many labels has few columns that count
            kept = page.below[index, at, sure] = tuple(self._read_below(page, index, sign, at, sure=sure))
        yield from kept

    def _read_below(self, page: Page, index: int, sign: str, at: int, *, sure: bool) -> Iterator[str]:
        for number in range(index + 1, min(index + 4, len(page.begins))):
            line = page.line(number)
            if _RULE.match(line):
                continue
            if any(hit.anchored for hit in page.hits(number, self._form)):
                return
            if sign and sign in line:
                cells = line.split(sign, COLUMNS)
                yield from (cell.strip() for cell in cells[at : at + 1] if any(map(str.isalnum, cell)))
                if not any(map(str.isdigit, "".join(cells[at : at + 1]))):  # the columns may not fit
                    yield from (word for word in line.split(None, _WORDS)[:_WORDS] if self._is_key(word, near=True))
                return
            line = line[MARKS_BELOW.match(line).end() : REACH]  # type: ignore[union-attr]  # it matches nothing, too
            words = line.split(None, _WORDS)[:_WORDS]
            if sure and len(words) <= _BELOW and len(line.strip()) >= NAMED:
                yield line.strip()
            yield from self._keys(words, 0, sure=True)
            if line.rstrip().endswith("-"):
                yield from first_word(page.line(number + 1))
            return

    def _keys(self, words: Iterable[str], near: int, *, sure: bool) -> Iterator[str]:
        """Yield the words that look like keys: the more, the nearer they stand to their label."""
        gap = 0
        for word in words:
            bare = word.strip(EDGES)
            if not bare:
                continue
            found = [
                piece
                for piece in dict.fromkeys((bare, *_BETWEEN.split(bare)))
                if (gap == 0 and is_weak(piece)) or self._is_key(piece, near=gap <= near)
            ]
            if found:
                yield from found
                gap = 1 if not sure else gap
            elif bare.casefold() not in _COPULAS:
                gap += 1
            if gap > _FAR or (not near and gap):
                return

    def _is_key(self, word: str, *, near: bool) -> bool:
        if len(word) < KEY or not any(map(str.isdigit, word)):
            return False
        if near and any(map(str.isalpha, word)) and not any(sign in word for sign in ".@"):
            return True
        return len(word) <= REACH and any(fullmatch(pattern, word) is not None for pattern in self._patterns)


def _maybe(_: str) -> bool:
    return True


def _is_anchored(before: str, *, whole: bool) -> bool:
    """Whether a label begins its line or its cell: only a marker and an article stand before it."""
    head = re.split(r"[\t|]", before)[-1]
    if not whole and head == before:
        return False
    begin = _BEFORE.match(head)
    words = head[begin.end() if begin else 0 :].split()
    return not words or (len(words) == 1 and words[0].casefold() in ARTICLES)


@lru_cache(maxsize=64)
def secret_of(form: Form) -> Secret | None:
    """Return what knows the labels of a form's secret fields; None where it has none."""
    specs = [spec for spec in form.fields if spec.secret and spec.header is None]
    return Secret(form, specs) if specs else None
