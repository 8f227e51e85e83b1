"""A line and a form in, the label with a typo that no colon shows to be one out: a person sees it among its like."""

from __future__ import annotations

from ticketlint.fields.labels import BOXES, EMPHASIS, LAST_HINT, SEPARATOR, Hit, anchors
from ticketlint.fields.lexicon import labels_of
from ticketlint.fields.typos import near_label
from ticketlint.form.model import Form
from ticketlint.hints import Final

_LONGEST: Final = 60  # characters of a label in a bracket


def typo_before(text: str, sign: str, form: Form) -> Hit | None:
    """Read what stands before a sign as a label with a typo; the whole line where there is no sign."""
    start, marker = next(anchors(text), (0, ""))
    end = text.find(sign, start) if sign else len(text)
    value = end + len(sign)
    return _typo(text, start, end, value, marker, form, "-" if sign else "bare") if end > start else None


def typo_in_box(text: str, form: Form) -> Hit | None:
    """Read what stands in the bracket at the start of a line as a label with a typo."""
    start, marker = next(anchors(text), (0, ""))
    box = next((pair for pair in BOXES if pair[0] == text[start : start + 1]), None)
    close = text.find(box[1], start, start + _LONGEST) if box is not None else -1
    if close < 0:
        return None
    return _typo(text, start + 1, close, close + 1, marker, form, "" if text[close + 1 :].strip() else "bare")


def _typo(text: str, start: int, end: int, value: int, marker: str, form: Form, separator: str) -> Hit | None:
    head = text[start:end].strip(f"{EMPHASIS} \t\u00a0")
    if head[-1:] in {")", "]", "?"} and (hint := LAST_HINT.search(head)):
        head = head[: hint.start()].rstrip(f"{EMPHASIS} ")
    if not head or not head[0].isupper() or len(head.split()) > labels_of(form).longest or SEPARATOR.search(head):
        return None
    near = near_label(head, form)
    if near is None:
        return None
    begin = text.index(head, start)
    return Hit(
        near, 0, begin, begin + len(head), value, head, "misspelt", separator, marker, anchored=True,
        emphasis=begin > start,
    )  # fmt: skip
