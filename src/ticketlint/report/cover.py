"""Secrets in, what covers them in any text out: in either case, as they look, and with other signs between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from ticketlint.hints import TYPE_CHECKING
from ticketlint.values.disguise import bones, places, undisguised

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
_APART = 8  # signs between two of these


def mask(secret: str) -> str:
    """Return a secret of the same length that shows its first three and last two characters, a short one none."""
    if len(secret) < _SHORT:
        return "*" * len(secret)  # the same length, so that columns still hold
    return secret[:3] + "*" * (len(secret) - 5) + secret[-2:]


def cover(secrets: Iterable[str]) -> Callable[[str], str]:
    """Return what masks these secrets in a text. Those that overlap or touch are masked as one."""
    wanted = {undisguised(secret).strip() for secret in secrets} - {""}
    long = sorted(secret for secret in wanted if len(secret) >= WORD)
    short = sorted(secret for secret in wanted if len(secret) < WORD)
    find = _finder(long)
    find_bones = _finder(sorted({bare for secret in long if len(bare := bones(secret)) >= _BONES}))
    sizes = sorted({len(secret) for secret in short})

    def clean(text: str) -> str:
        low = undisguised(text)
        spans = [*find(low), *_loose(low, find_bones)]
        if short:
            spans += _by_themselves(low, frozenset(short), sizes) if len(short) > _FEW else _words(low, short)
        if _CUT in text and len(text) <= _TITLE:
            spans += _cut_off(low, text, long)
        if not spans:
            return text
        where = places(text)
        parts = []
        at = 0
        for start, end in _joined(spans):
            first, last = (start, end) if where is None else (where[start], where[end - 1] + 1)
            parts += [text[at:first], _masked(text[first:last])]
            at = last
        return "".join((*parts, text[at:]))

    return clean


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


def _loose(low: str, find: Callable[[str], Iterable[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Yield where secrets stand with other signs between their letters and digits, or with none, as words."""
    where: list[int] | None = None
    for start, end in find(bones(low)):
        if where is None:
            where = [at for at, sign in enumerate(low) if sign.isalnum()]
        at = where[start:end]
        if _is_apart(low, at[0], at[-1] + 1) and all(after - before <= _APART for before, after in pairwise(at)):
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
    spans.sort()
    start, end = spans[0]
    for first, last in spans:
        if first <= end:
            end = max(end, last)
        else:
            yield start, end
            start, end = first, last
    yield start, end
