"""Every kind of fault by its name: a code in, its severity and explanation out."""

from __future__ import annotations

from dataclasses import dataclass

from ticketlint.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of fault: what it flags and why, and an example that is refused and one that is accepted."""

    name: str
    severity: Severity
    flags: str = ""
    why: str = ""
    refused: str = ""
    accepted: str = ""


_ALL = (
    # what is no answer
    Code("missing-field", Severity.HIGH),  # the label does not stand in the mail
    Code("empty-field", Severity.HIGH),  # the label stands there with nothing behind it
    Code("placeholder-value", Severity.HIGH),  # the form's own words (OX-SUPPORT-ODER-LIZENZ-KEY-XXX, 1-4, the list of choices)
    Code("non-answer", Severity.HIGH),  # n/a, -, ?, tbd
    Code("unknown-choice", Severity.HIGH),
    Code("too-many-choices", Severity.HIGH),
    # an answer of the wrong kind
    Code("malformed-value", Severity.MEDIUM),  # wrong type, or the pattern does not match
    Code("out-of-range", Severity.MEDIUM),  # below min or above max, or a number where only 1 to 4 exist
    Code("wrong-length", Severity.MEDIUM),  # min-length, max-length
    # what the desk would still act on
    Code("conflicting-fields", Severity.LOW),  # the same field twice, with different values
    Code("duplicate-field", Severity.TRIVIAL),  # the same field twice, same value
    Code("misspelt-label", Severity.LOW),
    Code("translated-label", Severity.TRIVIAL),
    Code("unknown-field", Severity.TRIVIAL),  # a Label: value inside the form that the form does not ask for
    Code("misplaced-field", Severity.TRIVIAL),  # `first: true`, and it is not first
    Code("unusual-separator", Severity.TRIVIAL),  # Product - OXHE
    Code("fields-on-one-line", Severity.TRIVIAL),  # several fields on one line
    Code("field-in-quote", Severity.LOW),  # the form was filled in inside a quote
    Code("field-in-forward", Severity.TRIVIAL),  # the form was read from a forwarded or attached message
    Code("form-in-attachment", Severity.LOW),  # a form in an attached text file, which the desk does not read
    Code("two-requests", Severity.LOW),  # a second form in the same mail
    Code("alternatives-differ", Severity.LOW),  # text and HTML disagree
    Code("defaulted-field", Severity.TRIVIAL),  # the field is absent and the form has a default for it
    # the message around it
    Code("wrong-recipient", Severity.LOW),
    Code("missing-subject", Severity.LOW),
    Code("contradicting-importance", Severity.TRIVIAL),  # Importance: high with severity 4
    Code("repeated-header", Severity.TRIVIAL),  # two Subject header fields
    Code("malformed-header", Severity.TRIVIAL),  # a From, Date, Message-ID that no program can read
    Code("charset-guessed", Severity.TRIVIAL),
    Code("mime-defect", Severity.TRIVIAL),
    Code("oversized-body", Severity.LOW),  # read only up to the limit
    # nothing to read
    Code("empty-body", Severity.HIGH),
    Code("encrypted-body", Severity.HIGH),
    Code("unreadable-body", Severity.HIGH),  # winmail.dat only, opaque, broken beyond reading
)
CODES = {code.name: code for code in _ALL}
