"""Every kind of fault by its name: a code in, its severity and explanation out."""

from __future__ import annotations

from ticketlint.diagnostic import Severity
from ticketlint.record import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of fault: what it flags and why, and an example that is refused and one that is accepted.

    An example is one of three things. Where `replaces` names fields of the open-xchange form, it is the lines that
    stand in their place in a filled-in form. Where `asks` holds fields of a rule file, it is the whole body that
    answers them. Else it is a whole message, in which `(the form, filled in)` stands for the filled-in form of
    open-xchange, each of its lines with what stands around it there, and `with Label: value` changes one answer.
    """

    name: str
    severity: Severity
    flags: str = ""
    why: str = ""
    refused: str = ""
    accepted: str = ""
    replaces: tuple[str, ...] = ()
    asks: str = ""


_HIGH, _MEDIUM, _LOW, _TRIVIAL = Severity
_FROM = "From: anna@customer.example\n"
_TO = "To: support@open-xchange.com\n"
_SUBJECT = "Subject: The calendar stays empty\n"
_HEADER = _FROM + _TO + _SUBJECT
_FORM = "(the form, filled in)\n"
_MIXED = _HEADER + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=edge\n\n--edge\n"
_ALTERNATIVE = _HEADER + "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=edge\n\n--edge\n"
_PLAIN = "Content-Type: text/plain; charset=utf-8\n"
_HTML = "Content-Type: text/html; charset=utf-8\n"

_NO_ANSWER = (
    Code(
        "missing-field",
        _HIGH,
        "a required field whose label stands nowhere in the mail",
        "The desk opens a ticket only when every field of its form is answered, and says nothing when one is not.",
        "Severity: 2\nProduct: OXHE\n",
        "Severity: 2\nTrack-ID: BUG-4711\nProduct: OXHE\n",
        replaces=("Severity", "Track-ID", "Product"),
    ),
    Code(
        "empty-field",
        _HIGH,
        "a label of a required field with nothing behind it and nothing on the lines below",
        "The label alone is the form, not an answer.",
        "GUI Version:\nModule: mail\n",
        "GUI Version: 6.22 Rev14\nModule: mail\n",
        replaces=("GUI Version", "Module"),
    ),
    Code(
        "placeholder-value",
        _HIGH,
        "the form's own words left standing as the answer: its sample key, a range, the list of choices",
        "These words came with the form, so the sender has not answered yet.",
        "Severity: 1, 2, 3, 4\n",
        "Severity: 2\n",
        replaces=("Severity",),
    ),
    Code(
        "non-answer",
        _HIGH,
        "words that say there is no answer: n/a, -, ?, tbd, unknown, see below",
        "The desk cannot act on them. A form may allow them for a field, as open-xchange does for the Track-ID.",
        "Server Version: n/a\n",
        "Server Version: 6.22 Rev15\n",
        replaces=("Server Version",),
    ),
    Code(
        "deferred-answer",
        _HIGH,
        "words that put the answer off, or look for it elsewhere, where a field may well have none: tbd, see below",
        "The desk takes `none` for an answer here, but not the promise of one.",
        "Track-ID: siehe unten\n",
        "Track-ID: keine\n",
        replaces=("Track-ID",),
    ),
    Code(
        "unknown-choice",
        _HIGH,
        "an answer that is none of the field's choices, in no spelling and under no other name",
        "The ticket is sorted by this field, and nothing can be sorted under a name that does not exist.",
        "Distribution: Gentoo\n",
        'Distribution: Debian 12 "bookworm"\n',
        replaces=("Distribution",),
    ),
    Code(
        "too-many-choices",
        _HIGH,
        "several choices for a field that takes one",
        "The desk cannot tell which one is meant.",
        "Product: OXHE, OX5\n",
        "Product: OXHE\n",
        replaces=("Product",),
    ),
)
_WRONG_ANSWER = (
    Code(
        "malformed-value",
        _MEDIUM,
        "an answer that is not of the field's type, or that its pattern does not match",
        "A program behind the desk has to read it. Where any answer helps, a form makes this a remark.",
        "Since: some time last week\n",
        "Since: 2026-11-20\n",
        asks="Since: {required: true, type: date}\n",
    ),
    Code(
        "out-of-range",
        _MEDIUM,
        "a number or date below the field's `min` or above its `max`, or a number that no choice has",
        "It is an answer of the right kind, and it cannot be right.",
        "Seats: 0\n",
        "Seats: 25\n",
        asks="Seats: {required: true, type: integer, min: 1, max: 500}\n",
    ),
    Code(
        "wrong-length",
        _MEDIUM,
        "an answer with fewer characters than `min-length` or more than `max-length`",
        "One word describes no fault, and a log does not fit into a title.",
        "Summary: broken\n",
        "Summary: The calendar stays empty after logging in\n",
        asks="Summary: {required: true, min-length: 20}\n",
    ),
)
_FIELDS = (
    Code(
        "conflicting-fields",
        _LOW,
        "the same field twice, with different answers",
        "The first one counts. Where the desk would act on the wrong one, as with Severity, it costs the ticket.",
        "Track-ID: BUG-4711\nTrack-ID: BUG-4712\n",
        "Track-ID: BUG-4711\n",
        replaces=("Track-ID",),
    ),
    Code(
        "duplicate-field",
        _TRIVIAL,
        "the same field twice, with the same answer",
        "It does no harm, but one of the two may have been meant to be another field.",
        "Track-ID: BUG-4711\nTrack-ID: BUG-4711\n",
        "Track-ID: BUG-4711\n",
        replaces=("Track-ID",),
    ),
    Code(
        "misspelt-label",
        _LOW,
        "a label with a typing error that can mean only one field",
        "A person understands it, a stricter program at the desk may not.",
        "Sevirity: 2\n",
        "Severity: 2\n",
        replaces=("Severity",),
    ),
    Code(
        "translated-label",
        _TRIVIAL,
        "a label in another language than the form's own",
        "It is understood and counts; the form's own word is the surest.",
        "Schweregrad: 2\n",
        "Severity: 2\n",
        replaces=("Severity",),
    ),
    Code(
        "unknown-field",
        _TRIVIAL,
        "a line like `Label: value` among the fields that the form does not ask for",
        "Nobody looks for it there. What the desk should know belongs into one of its fields.",
        "Module: mail\nBrowser: Firefox 145\nSeverity: 2\n",
        "Module: mail\nSeverity: 2\n",
        replaces=("Module", "Severity"),
    ),
    Code(
        "misplaced-field",
        _TRIVIAL,
        "a field that belongs at the top and stands further down",
        "The desk looks for the support key first.",
        "Server: https://ox.example.com/\nSupport Key: OX-12345-ABCDE\n",
        "Support Key: OX-12345-ABCDE\nServer: https://ox.example.com/\n",
        replaces=("Support Key", "Server"),
    ),
    Code(
        "unusual-separator",
        _TRIVIAL,
        "a label that is parted from its answer by something other than a colon or an equals sign",
        "It is read as a field because the label is one; a colon leaves no doubt.",
        "Product - OXHE\n",
        "Product: OXHE\n",
        replaces=("Product",),
    ),
    Code(
        "fields-on-one-line",
        _TRIVIAL,
        "several fields on one line",
        "They are read apart at their labels; a line of its own for each leaves no doubt.",
        "Severity: 2  Track-ID: BUG-4711  Product: OXHE\n",
        "Severity: 2\nTrack-ID: BUG-4711\nProduct: OXHE\n",
        replaces=("Severity", "Track-ID", "Product"),
    ),
    Code(
        "defaulted-field",
        _TRIVIAL,
        "an absent field for which the form has a default",
        "The desk will act on the default, so the sender should know it. It is never filled in silently.",
        "Name: Anna Admin\n",
        "Name: Anna Admin\nImpact: everybody\n",
        asks="Name: {required: true}\nImpact: {choices: [one user, everybody], default: one user}\n",
    ),
)
_LAYERS = (
    Code(
        "field-in-quote",
        _LOW,
        "a form that was filled in inside quoted text",
        "It counts because nothing else is there; programs that drop quotes would find an empty mail.",
        _HEADER + "\nMy answers are below.\n\n> " + _FORM,
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "field-in-forward",
        _TRIVIAL,
        "a form that was read from a forwarded or attached message",
        "It counts because nothing is filled in above it; the sender may not be the one who has the fault.",
        _HEADER
        + "\nPlease see below.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@customer.example>\n"
        + "Date: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: calendar\nTo: Anna <anna@customer.example>\n\n"
        + _FORM,
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "form-in-attachment",
        _LOW,
        "a filled-in form in an attached text file",
        "The desk reads the body of a mail, not its attachments.",
        _MIXED
        + _PLAIN
        + "\nThe form is attached.\n\n--edge\n"
        + _PLAIN
        + "Content-Disposition: attachment; filename=form.txt\n\n"
        + _FORM
        + "\n--edge--\n",
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "two-requests",
        _LOW,
        "a second form in the same mail",
        "One mail becomes one ticket: the second request would be lost.",
        _HEADER + "\n" + _FORM + "\nAnd another one:\n\n(the form, filled in with Track-ID: BUG-9)\n",
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "alternatives-differ",
        _LOW,
        "a mail whose text part and HTML part give different answers",
        "The sender saw one of them and the desk may read the other.",
        _ALTERNATIVE
        + _PLAIN
        + "\n"
        + _FORM
        + "\n--edge\n"
        + _HTML
        + "\n(the form, filled in with Track-ID: BUG-9)<br>\n\n--edge--\n",
        _ALTERNATIVE + _PLAIN + "\n" + _FORM + "\n--edge\n" + _HTML + "\n(the form, filled in)<br>\n\n--edge--\n",
    ),
)
_MESSAGE = (
    Code(
        "wrong-recipient",
        _LOW,
        "a request that is not addressed to the desk of its form",
        "It may have come through an alias or a list. Before sending it costs the ticket: it would arrive elsewhere.",
        _FROM + "To: colleague@customer.example\n" + _SUBJECT + "\n" + _FORM,
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "missing-subject",
        _LOW,
        "a mail without a subject, or with an empty one",
        "The subject becomes the title of the ticket.",
        _FROM + _TO + "\n" + _FORM,
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "contradicting-importance",
        _TRIVIAL,
        "a mail marked as important whose request is of the lowest urgency, or the reverse",
        "The form decides. The mark says that one of the two was not meant.",
        _HEADER + "Importance: high\n\n(the form, filled in with Severity: 4)\n",
        _HEADER + "\n(the form, filled in with Severity: 4)\n",
    ),
    Code(
        "repeated-header",
        _TRIVIAL,
        "a header field twice that may stand there once (RFC 5322 section 3.6)",
        "The first one counts here; other programs take the last.",
        _HEADER + "Subject: Another subject\n\n" + _FORM,
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "malformed-header",
        _TRIVIAL,
        "a From, Date or Message-ID that no program can read",
        "The desk may not be able to answer, or to sort the mail by date.",
        _HEADER + "Date: soon\n\n" + _FORM,
        _HEADER + "Date: Fri, 20 Nov 2026 10:00:00 +0100\n\n" + _FORM,
    ),
    Code(
        "charset-guessed",
        _TRIVIAL,
        "text whose charset is not named, not known, or not what it is named",
        "It was read as the charset it most likely is; a letter beyond ASCII may be wrong.",
        _HEADER + "Content-Type: text/plain; charset=uft-8\n\nGrüße aus Köln\n\n" + _FORM,
        _HEADER + _PLAIN + "Content-Transfer-Encoding: 8bit\n\nGrüße aus Köln\n\n" + _FORM,
    ),
    Code(
        "mime-defect",
        _TRIVIAL,
        "a message that breaks the rules of MIME: no closing boundary, damaged base64",
        "It could be read all the same; other programs may lose a part of it.",
        _MIXED + _PLAIN + "\n" + _FORM,
        _MIXED + _PLAIN + "\n" + _FORM + "\n--edge--\n",
    ),
    Code(
        "oversized-body",
        _LOW,
        "a body that was read only up to a limit of size, depth or number of parts",
        "What stands behind the limit was not seen. Logs of that size belong into an attachment.",
    ),
)
_UNREADABLE = (
    Code(
        "empty-body",
        _HIGH,
        "a mail without any text that a reader would see",
        "There is nothing to open a ticket about.",
        _HEADER + "\n",
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "encrypted-body",
        _HIGH,
        "a mail that only the holder of a key can read",
        "Whether it would receive a ticket cannot be said. The check has to run before the mail is encrypted.",
        _HEADER + "\n-----BEGIN PGP MESSAGE-----\n\nhQEMA5UvDzH0nCr2AQf/Zm9v\n=Zm9v\n-----END PGP MESSAGE-----\n",
        _HEADER + "\n" + _FORM,
    ),
    Code(
        "unreadable-body",
        _HIGH,
        "a mail whose text no program here can read: only a winmail.dat, or broken beyond reading",
        "The sender may have answered everything, so it is not called incomplete. Sent as plain text it can be read.",
        _HEADER
        + "MIME-Version: 1.0\nContent-Type: application/ms-tnef; name=winmail.dat\n"
        + "Content-Disposition: attachment; filename=winmail.dat\nContent-Transfer-Encoding: base64\n\nAAECAwQF\n",
        _HEADER + "\n" + _FORM,
    ),
)
_ALL = (*_NO_ANSWER, *_WRONG_ANSWER, *_FIELDS, *_LAYERS, *_MESSAGE, *_UNREADABLE)
CODES = {code.name: code for code in _ALL}
