"""An issue form of GitHub in (YAML), the rule file that reads its issues out, with notes of what is not in it."""

from __future__ import annotations

from ticketlint.issueform.model import Converted, Element, IssueForm, Note, Option
from ticketlint.issueform.read import read_issue_form
from ticketlint.issueform.write import rule_file


def convert(
    octets: bytes, path: str, *, to: tuple[str, ...] = (), language: str = "en", name: str | None = None
) -> Converted:
    """Return the rule file for an issue form, or the mistakes in it; never raises on what the octets hold.

    `path` is what the issue form is said to come from, `to` the desk's addresses, `language` that of its words, and
    `name` the name of the new form, where it is not to be made from the name of the old one.
    """
    form, faults, notes = read_issue_form(octets, path)
    if form is None:
        return Converted("", faults, notes)
    text, more = rule_file(form, path, to=to, language=language, name=name)
    return Converted(text, (), tuple(sorted((*notes, *more), key=lambda note: note.line)))


__all__ = ["Converted", "Element", "IssueForm", "Note", "Option", "convert", "read_issue_form", "rule_file"]
