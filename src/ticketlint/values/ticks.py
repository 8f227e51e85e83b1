"""A text in, what its ticked boxes say out: at little cost where no box is drawn in it, as in most."""

from __future__ import annotations


def ticked(text: str) -> str | None:
    """Return the labels of the ticked boxes of a list of checkboxes; None where there are no boxes."""
    if _has_none(text):
        return None
    from ticketlint.values.boxes import ticked as of_boxes  # noqa: PLC0415  # start-up: few values have boxes

    return of_boxes(text)


def without_unticked(text: str) -> str:
    """Return a text of several lines without the boxes in it that nobody ticked; other lines of it have no box."""
    if _has_none(text):
        return text
    from ticketlint.values.boxes import without_unticked as of_boxes  # noqa: PLC0415  # the same

    return of_boxes(text)


def _has_none(text: str) -> bool:
    return text.isascii() and "[" not in text and "(" not in text
