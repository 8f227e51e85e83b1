"""The pieces of a mail's last value in, how many of them belong to it out: a greeting, a signature, a footer end it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from ticketlint.body.clients import is_phone_footer, names_client
from ticketlint.body.ends import (
    SIGNATURE,
    contact,
    is_closing,
    is_footer,
    is_item,
    is_name,
    is_nothing_else,
    is_short_rule,
    may_be_said,
)
from ticketlint.fields.pieces import RULE, is_blank
from ticketlint.remember import Remembered


def end_of_mail(texts: Sequence[str], names: Callable[[], frozenset[str]], marked: Container[int] = ()) -> int:
    """Return how many lines belong to the last value: a greeting, a name, a signature or a footer ends it.

    `texts` begin with what stands behind the label. `names` returns the words by which the sender signs. `marked` are
    the lines that the client marked as a signature.
    """
    filled = [index for index, text in enumerate(texts) if not is_blank(text)]
    at = -1
    rule = ""
    for index in filled:
        at += 1
        text = texts[index]
        if index == 0:
            continue  # an answer is no end, whatever it looks like
        closing, phone, footer, sign = _ends(text)
        left = len(filled) - at
        ruled = at == 0 and not text[0].isalnum() and (RULE.match(text) is not None or is_short_rule(text))
        if at == 0 and (ruled or index > 1) and is_only_signed([texts[each] for each in filled[ruled:]], names):
            return index
        if at == 0 and not (closing or phone or footer or sign or ruled):
            continue
        apart = is_blank(texts[index - 1])
        if (phone or footer) and not (apart and (at or is_nothing_else(text))) and _may_be_said(text, phone=phone):
            continue  # what the program does, told in the answer's first paragraph
        if ruled and left > 1 and not _is_footer(texts[filled[1]]):
            continue  # drawn below the label
        begins = apart or index == 1
        if sign or index in marked:
            return index
        if phone and (left == 1 or (begins and left <= 3)):
            return index
        if left <= _LONGEST_END and closing:
            after = [texts[each] for each in filled[at + 1 : at + 14]]
            if _closes(after, apart=apart):
                return index
        if rule and text == rule and is_only_signed([texts[each] for each in filled[at + 1 :]], names):
            return index
        if not begins:
            continue
        after = [texts[each] for each in filled[at + 1 : at + 4]]
        if footer and not (RULE.match(text) and _goes_on(texts, filled[at + 1 :])):
            return index
        if left <= 8 and (is_name(text, names()) or (is_short_rule(text) and not any(map(_is_sentence, after[:1])))):
            if not (at and after and (_is_item(after[0], names) or (text == rule and after[0].rstrip()[-1:] in ".!?"))):
                return index
            rule = text  # which parts a list from the text
        if at and apart and left <= _LONGEST_CARD and _is_card([texts[each] for each in filled[at - 1 :]], names):
            return index
        if left <= 6 and _signs_off(text, after, names()):
            return index
        if RULE.match(text) and len(text.strip()) >= 10 and any(map(_is_footer, after[:2])):
            return index
    return len(texts)


def _goes_on(texts: Sequence[str], below: Sequence[int]) -> bool:
    """Whether a rule parts two stretches of text: the sender says goodbye below the second, and no footer is there."""
    kinds = [_ends(texts[at]) for at in below[:_LONGEST_END]]
    closed = next((at for at, (closing, *_) in enumerate(kinds) if closing), 0)
    return closed > 0 and not any(footer for _, _, footer, _ in kinds[:closed])


def _is_card(lines: Sequence[str], names: Callable[[], frozenset[str]]) -> bool:
    """Whether a mail ends in its sender's card that nothing parts from the text; `lines` begin with the one above."""
    above, first, *rest = lines
    ways = {*map(contact, rest)} - {""}
    if above.rstrip().endswith(":") or len(ways) < _WAYS:
        return False
    if "phone" not in ways and not any(is_name(line, names()) for line in lines[1:] if not contact(line)):
        return False  # a page and an address, as a text may name them
    ruled = is_short_rule(first) or RULE.match(first) is not None
    return not any(is_of_text(line, begun=not ruled) for line in rest) and (
        ruled or (all(word[:1].isupper() for word in first.split()) and not is_of_text(first, begun=True))
    )


def is_only_signed(lines: Sequence[str], names: Callable[[], frozenset[str]]) -> bool:
    """Whether lines are no more than their sender's name, perhaps with his card below: they answer nothing."""
    if not 0 < len(lines) <= _LONGEST_CARD or any(word[:1].islower() for word in lines[0].split()):
        return False
    return is_name(lines[0], names()) and not any(is_of_text(line, begun=True) for line in lines[1:])


_LONGEST_CARD = 12  # lines
_WAYS = 2  # to reach the sender


def is_of_text(text: str, *, begun: bool) -> bool:
    """Whether a line is part of a text, not of a card; `begun`: as one that goes on in the middle of a sentence is."""
    if contact(text):
        return False
    return len(text) > _WIDEST_CARD or text.rstrip()[-1:] in {".", "!", "?"} or (begun and text.lstrip()[:1].islower())


_WIDEST_CARD = 70  # characters


def _is_sentence(text: str) -> bool:
    """Whether a line is a whole sentence, as a signature has none at its top."""
    return text.rstrip()[-1:] in {".", "!", "?"} and len(text.split()) >= _SENTENCE


_SENTENCE = 6  # words


def _is_item(text: str, names: Callable[[], frozenset[str]]) -> bool:
    """Whether a line is of a list, not of a card that has marks before its lines."""
    return is_item(text) and not contact(text) and not is_name(text, names())


def _is_footer(text: str) -> bool:
    return _ends(text)[2]


def _ends(text: str) -> tuple[bool, bool, bool, bool]:
    """Return whether a line is a greeting, a telephone's footer, a footer, a signature's delimiter."""
    return _ENDS[text] if len(text) <= _REMEMBERED else _looked_at(text)


def _looked_at(text: str) -> tuple[bool, bool, bool, bool]:
    return is_closing(text), is_phone_footer(text), is_footer(text), SIGNATURE.match(text) is not None


def _may_be_said(text: str, *, phone: bool) -> bool:
    return not names_client(text) if phone else may_be_said(text)


_REMEMBERED = 200  # characters of a line that is kept; people close their mails alike, and each time alike
_ENDS = Remembered(_looked_at)

_LONGEST_END = 60  # lines that a greeting, a signature and a disclaimer may take together


def _signs_off(text: str, after: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a short line above the sender's name is his farewell, in whatever words."""
    words = text.split()
    return bool(after and words) and is_name(after[0], names) and len(words) <= 5 and words[-1][-1] not in ".:;?"


def _closes(after: Sequence[str], *, apart: bool) -> bool:
    """Whether a greeting ends the mail: what follows is a name, an address, a footer, not more of the text."""
    if not apart and len(after) > 12:
        return False
    if any(closing or footer or sign for closing, _, footer, sign in map(_ends, after[:2])):
        return True
    return not after or len(after[0].strip()) <= 60
