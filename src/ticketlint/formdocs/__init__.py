"""A form in, a page for the people who write to its desk out, in Markdown or HTML: what to write, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketlint.formdocs import html, markdown
from ticketlint.formdocs.content import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ticketlint.form.model import Form
    from ticketlint.formdocs.page import Page

WRITERS: Mapping[str, Callable[[Page], str]] = {"markdown": markdown.write, "html": html.write}


def page(form: Form, languages: Sequence[str] = (), style: str = "markdown") -> str:
    """Return the page of a form, in each of its languages or in those that are named; the same form, the same page.

    `style` is `markdown` or `html`, where all text of the rule file is shown and none is obeyed.
    """
    return WRITERS[style](page_of(form, tuple(languages) or form.language))


__all__ = ["WRITERS", "page"]
