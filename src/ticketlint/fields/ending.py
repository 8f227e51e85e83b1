"""The pieces of a mail's last value in, how many of them belong to it out: a greeting, a signature, a footer end it."""

from __future__ import annotations

from collections.abc import Sequence

from ticketlint.body.quotes import SIGNATURE, is_closing, is_footer, is_name, is_phone_footer, is_short_rule
from ticketlint.fields.pieces import RULE, Piece


def end_of_mail(pieces: Sequence[Piece], names: frozenset[str]) -> int:
    """Return how many pieces belong to the last value: a greeting, a name, a signature or a footer ends it."""
    filled = [index for index, piece in enumerate(pieces) if not piece.empty]
    for at, index in enumerate(filled):
        text = pieces[index].text
        ends = is_closing(text) or is_phone_footer(text) or SIGNATURE.match(text) or is_footer(text)
        if index == 0 or (at == 0 and not ends):
            continue
        left = len(filled) - at
        begins = pieces[index - 1].empty or index == 1
        if pieces[index].row.signature or SIGNATURE.match(text):
            return index
        if is_phone_footer(text) and (left == 1 or (begins and left <= 3)):
            return index
        if left <= _LONGEST_END and is_closing(text):
            after = [pieces[each].text for each in filled[at + 1 : at + 14]]
            if _closes(after, apart=pieces[index - 1].empty):
                return index
        if not begins:
            continue
        after = [pieces[each].text for each in filled[at + 1 : at + 4]]
        if is_footer(text) or (left <= 8 and (is_name(text, names) or is_short_rule(text))):
            return index
        if left <= 6 and _signs_off(text, after, names):
            return index
        if RULE.match(text) and len(text.strip()) >= 10 and any(is_footer(each) for each in after[:2]):
            return index
    return len(pieces)


_LONGEST_END = 60  # lines that a greeting, a signature and a disclaimer may take together


def _signs_off(text: str, after: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a short line above the sender's name is his farewell, in whatever words."""
    words = text.split()
    return bool(after) and is_name(after[0], names) and len(words) <= 5 and text.rstrip()[-1] not in ".:;?"


def _closes(after: Sequence[str], *, apart: bool) -> bool:
    """Whether a greeting ends the mail: what follows is a name, an address, a footer, not more of the text."""
    if not apart and len(after) > 12:
        return False
    if any(is_closing(text) or is_footer(text) or SIGNATURE.match(text) for text in after[:2]):
        return True
    return not after or len(after[0].strip()) <= 60
