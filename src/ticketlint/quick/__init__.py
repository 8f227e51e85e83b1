"""A raw message and the desks' forms in, its verdict out where mail and form are plain; None for a closer look.

The quick lane. It judges what most mails are: a regular header, a text (alone, beside its HTML, or above
attachments) or a page of HTML, and in it the form as it was given out, each label once, at the start of its line with
a colon or in the first cell of a row. It answers only where it is sure to say what the line itself would say;
`tests/test_quick.py` and `tests/test_quick_page.py` hold both to one verdict.
"""

from ticketlint.quick.lane import quick

__all__ = ["quick"]
