"""Secrets in, what covers them in any text out: in either case, as they look, and with other signs between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from ticketlint.hints import TYPE_CHECKING
from ticketlint.regexp import regexp
from ticketlint.values.disguise import bones, places, undisguised, unescaped, without_escapes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

WORD = 6  # a shorter secret is hidden only where it stands by itself
_SHORT = 12
_FEW = 64  # secrets that are looked for one by one
_LONGEST = 200  # characters; a longer one of very many secrets is looked for in pieces
_TITLE = 400  # characters of a text that may have been cut off, as titles quote values
_CUT = "…"
_LEAST = 4  # characters of a secret that was cut off there
_BONES = 8  # letters and digits of a secret that is known with any signs between them
_QUOTED = regexp('"([^"]{4,})"')
_HALF = regexp(r"^[^<>]*>|<[^<>]*$|^[#\w]{1,8};|&[#\w]{0,8}$|\\[ux](?![\w{])")  # of tags, escapes, too
_PIECE = 5  # letters and digits of a secret that are known by themselves where a title quotes them
_APART = 8  # signs between two of these
_FEWEST = 6  # of a shorter one that is known so, where it has letters as well as digits
_NEXT = 4  # signs between two of those


def mask(secret: str) -> str:
    """Return a secret of the same length that shows its first three and last two characters, a short one none."""
    if len(secret) < _SHORT:
        return "*" * len(secret)  # the same length, so that columns still hold
    return secret[:3] + "*" * (len(secret) - 5) + secret[-2:]


def cover(secrets: Iterable[str]) -> Callable[[str], str]:
    """Return what masks these secrets in a text. Those that overlap or touch are masked as one."""
    find = finder(secrets)

    def clean(text: str) -> str:
        parts = []
        at = 0
        for first, last in find(text):
            parts += [text[at:first], _masked(text[first:last])]
            at = last
        return "".join((*parts, text[at:])) if parts else text

    return clean


def broken(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the parts of secrets that run over the ends of lines, as each line has them."""
    for start, end in spans:
        lines = text[start:end].split("\n")
        if len(lines) > 1:
            yield from lines


def finder(secrets: Iterable[str]) -> Callable[[str], Iterable[tuple[int, int]]]:
    """Return what finds these secrets in a text: from where to where they stand, in order."""
    told = set(secrets)
    told |= {plain[0] for secret in told if (plain := unescaped(secret)) is not None}
    wanted = {undisguised(secret).strip() for secret in told} - {""}
    long = sorted(secret for secret in wanted if len(secret) >= WORD)
    short = sorted(secret for secret in wanted if len(secret) < WORD)
    find = _finder(long)
    loose = {bones(secret) for secret in wanted if _is_odd(secret)}
    known = sorted(secret for secret in loose if len(secret) >= _BONES)
    find_bones = _finder(known)
    few = sorted(loose.difference(known))
    find_few = _finder(few)
    sizes = sorted({len(secret) for secret in short})

    def spans_in(low: str) -> list[tuple[int, int]]:
        bare = bones(low)
        spans = [*find(low), *_loose(low, find_bones(bare), _APART)]
        if few:
            spans += _loose(low, find_few(bare), _NEXT)
        if short:
            spans += _by_themselves(low, frozenset(short), sizes) if len(short) > _FEW else _words(low, short)
        return spans

    def found_in(text: str) -> Iterable[tuple[int, int]]:
        low = undisguised(text)
        spans = spans_in(low)
        if _CUT in text and len(text) <= _TITLE:
            spans += _cut_off(low, text, long)
        where = places(text) if spans else None
        found = [(start, end) if where is None else (where[start], where[end - 1] + 1) for start, end in _joined(spans)]
        if (plain := unescaped(text)) is not None:
            found += _in_text(spans_in(undisguised(plain[0])), *plain)
        if '"' in text and len(text) <= _TITLE:
            found += _quoted(text, known[:_FEW])
        return _joined(found)

    return found_in


def _in_text(
    spans: Iterable[tuple[int, int]], plain: str, begins: Sequence[int], ends: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield where spans of an undisguised text stand in that which it was before its escapes were undone."""
    where = places(plain)
    for start, end in spans:
        first, last = (start, end - 1) if where is None else (where[start], where[end - 1])
        yield begins[first], ends[last]


def _quoted(text: str, secrets: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a title quotes a piece of a secret that something in it cut in two: `names "ox 40718"`."""
    for quoted in _QUOTED.finditer(text):
        said = bones(undisguised(_HALF.sub("", without_escapes(quoted[1].replace(_CUT, "")))))
        if len(said) >= _PIECE and any(said in secret or _overlap(said, secret) for secret in secrets):
            yield quoted.span(1)


def _overlap(said: str, secret: str) -> bool:
    """Whether a text ends as a secret begins, or begins as it ends."""
    return any(
        said.endswith(secret[:size]) or said.startswith(secret[-size:]) for size in range(_PIECE, len(secret) + 1)
    )


def _masked(piece: str) -> str:
    """Mask a secret that may run over the ends of lines: these stay."""
    hidden = mask(piece)
    if "\n" not in piece:
        return hidden
    return "".join("\n" if old == "\n" else new for old, new in zip(piece, hidden, strict=True))


def _finder(secrets: Sequence[str]) -> Callable[[str], Iterable[tuple[int, int]]]:
    """Return what finds these secrets, which are in order, in an undisguised text."""
    if len(secrets) <= _FEW:
        return lambda text: _each(text, secrets)
    return _Known(sorted({piece for secret in secrets for piece in _pieces(secret)})).spans


def _is_odd(secret: str) -> bool:
    """Whether an undisguised secret is known by its letters and digits alone: a short one needs some of both."""
    bare = bones(secret)
    if len(bare) >= _BONES or len(bare) < _FEWEST:
        return len(bare) >= _BONES
    return sum(map(str.isdigit, secret)) >= 2 and any(map(str.isalpha, bare))


def _loose(low: str, spans: Iterable[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    """Yield where secrets stand with other signs between their letters and digits, or with none, as words."""
    where: list[int] | None = None
    for start, end in spans:
        if where is None:
            where = [at for at, sign in enumerate(low) if sign.isalnum()]
        at = where[start:end]
        if _is_apart(low, at[0], at[-1] + 1) and all(after - before <= most for before, after in pairwise(at)):
            yield at[0], at[-1] + 1


def _pieces(secret: str) -> Iterator[str]:
    for at in range(0, max(len(secret) - _LONGEST, 0), _LONGEST):
        yield secret[at : at + _LONGEST]
    yield secret[-_LONGEST:]


def _each(text: str, secrets: Iterable[str]) -> Iterator[tuple[int, int]]:
    for secret in secrets:
        at = text.find(secret)
        while at >= 0:
            yield at, at + len(secret)
            at = text.find(secret, at + len(secret))


def _words(text: str, secrets: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where short secrets stand as words: inside of other words they mean nothing."""
    for secret in secrets:
        at = text.find(secret)
        while at >= 0:
            if _is_apart(text, at, at + len(secret)):
                yield at, at + len(secret)
            at = text.find(secret, at + 1)


def _by_themselves(text: str, secrets: Collection[str], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the same of very many."""
    for at in range(len(text)):
        for size in sizes:
            if text[at : at + size] in secrets and _is_apart(text, at, at + size):
                yield at, at + size


def _is_apart(text: str, start: int, end: int) -> bool:
    return not (_is_of_word(text[start - 1 : start]) or _is_of_word(text[end : end + 1]))


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _cut_off(low: str, text: str, secrets: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the beginning of a secret stands before a sign that says that a value goes on."""
    end = text.find(_CUT)
    while 0 <= end < len(low):
        for size in range(min(end, _TITLE), _LEAST - 1, -1):
            head = low[end - size : end]
            number = bisect_left(secrets, head)
            if number < len(secrets) and secrets[number].startswith(head):
                yield end - size, end
                break
        end = text.find(_CUT, end + 1)


class _Known:
    """Very many secrets, in order: each knows the longest other one that it begins with."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = secrets
        self._heads = frozenset(secret[:WORD] for secret in secrets)
        self._shorter: list[int] = []
        above: list[int] = []
        for number, secret in enumerate(secrets):
            while above and not secret.startswith(secrets[above[-1]]):
                above.pop()
            self._shorter.append(above[-1] if above else -1)
            above.append(number)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where secrets stand in a text, at each place the longest."""
        for at in range(len(text) - WORD + 1):
            if text[at : at + WORD] not in self._heads:
                continue
            number = bisect_right(self._secrets, text[at : at + _LONGEST]) - 1
            while number >= 0 and not text.startswith(self._secrets[number], at):
                number = self._shorter[number]
            if number >= 0:
                yield at, at + len(self._secrets[number])


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in their order, those that overlap or touch as one."""
    if not spans:
        return
    spans.sort()
    start, end = spans[0]
    for first, last in spans:
        if first <= end:
            end = max(end, last)
        else:
            yield start, end
            start, end = first, last
    yield start, end
