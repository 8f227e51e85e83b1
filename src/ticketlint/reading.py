"""A message and the forms in, the request it makes out: by which form, in which rendition, in whose words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ticketlint.body import BLANK, Body, Layer, inline_encrypted
from ticketlint.diagnostic import EMPTY_TEXT, Span
from ticketlint.fields import Answer, Request, read_request
from ticketlint.form.answers import interpret
from ticketlint.form.model import Form
from ticketlint.form.patterns import search
from ticketlint.message.model import Defect, Message
from ticketlint.message.people import plain_address, words_of
from ticketlint.record import dataclass, replace
from ticketlint.regexp import regexp

_UNREADABLE = regexp("[\ufffd\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x9f]")
_SHARE = 0.2  # of characters that mean nothing, above which nobody can read a text
MAX_INNER = 20  # attached messages looked into


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the request, what the mail's other rendition says, and what else matters to the checks.

    `sealed` says why there is nothing to read, `blank` that the mail has no text at all.
    """

    request: Request
    addressed: bool
    other: Request | None = None
    attached: Request | None = None
    defects: tuple[Defect, ...] = ()
    cut: bool = False
    sealed: tuple[str, str] | None = None  # code and reason
    blank: bool = False


def read_mail(message: Message, forms: Sequence[Form]) -> Reading:
    """Read a mail by the form it is meant for: of the forms whose desk it is addressed to, the one filled in best."""
    body = Body(message.root)
    names = words_of(message.sender)
    own_only = message.automatic is not None and not message.automatic_by_subject
    addressed = [form for form in forms if is_addressed(message, form)]
    best: Reading | None = None
    for form in [*addressed, *(form for form in forms if form not in addressed)]:
        if best is not None and best.addressed and form not in addressed and best.request.filled > 1:
            break  # a form of another desk counts only where this one holds next to nothing
        reading = _read(body, form, names, addressed=form in addressed, own_only=own_only)
        if best is None or _prefer(reading, best):
            best = reading
    if best is None:
        raise ValueError("there is no form to judge by: give check() what load_forms() returns")
    given = tuple(header_answers(message, best.request.form))
    return replace(best, request=replace(best.request, answers=(*best.request.answers, *given))) if given else best


def header_answers(message: Message, form: Form) -> Iterator[Answer]:
    """Yield the answers that a form takes from header fields: what its pattern's group finds there."""
    for spec in form.fields:
        if spec.header is None or spec.pattern is None:
            continue
        for field in message.get_all(spec.header):
            match = search(spec.pattern, field.value)
            if match is None:
                continue
            group = 1 if match.re.groups else 0
            written = match.group(group) or ""
            column = len(field.name) + 3 + match.start(group)
            span = Span(field.line, column, field.line, column + len(written), "file")
            label = Span(field.line, 1, field.line, len(field.name) + 1, "file")
            reading = interpret(written, replace(spec, pattern=None), form)
            yield Answer(spec, field.name, label, "exact", ":", written, span, reading)
            break


def is_addressed(message: Message, form: Form) -> bool:
    """Whether the mail goes to the form's desk; a form without addresses, a draft without a header leave no doubt."""
    if not form.to or not message.fields:
        return True
    wanted = {address.casefold() for address in form.to}
    return any(plain_address(recipient.address) in wanted for recipient in message.recipients)


def _prefer(reading: Reading, best: Reading) -> bool:
    mine, theirs = reading.request.filled, best.request.filled
    if best.addressed and not reading.addressed:
        return theirs <= 1 and mine >= 4 + theirs
    return (mine + reading.request.labelled, mine) > (theirs + best.request.labelled, theirs)


def _read(body: Body, form: Form, names: frozenset[str], *, addressed: bool, own_only: bool) -> Reading:
    layer = body.text_layer()
    request = Request(form, "text", "own", EMPTY_TEXT, ())
    if layer is not None:
        request = read_request(layer, form, names=names, own_only=own_only)
    other: Request | None = None
    if body.has_both() and not _is_told(request, body.html_source()):
        html = body.html_layer()
        if html is not None:
            other = read_request(html, form, names=names, own_only=own_only)
            if _tells_more(other, request):
                layer, request, other = html, other, request
    attached: Request | None = None
    if request.filled <= 1 and not own_only:
        inner = _inner(body, form)
        if inner is not None and inner[1].filled >= request.filled + 2:
            layer, request = inner
            other = None
    if not request.filled:
        attached = next(
            (found for each in body.attached_texts() if (found := read_request(each, form)).filled >= 3), None
        )
    return Reading(
        request,
        addressed,
        other,
        attached,
        layer.defects if layer is not None else (),
        layer is not None and layer.cut,
        None if request.filled else _sealed(body, layer),
        layer is None or not any(line.text.strip(BLANK) for line in layer.lines),
    )


def _tells_more(html: Request, text: Request) -> bool:
    """Whether to read the HTML: the form is filled in better there, or only there in the sender's own words."""
    if html.filled != text.filled:
        return html.filled > text.filled
    return html.origin == "own" and text.origin != "own" and html.filled > 0


def _is_told(request: Request, html: str) -> bool:
    """Whether the text says all that the HTML says, so that there is no need to read it."""
    from ticketlint.body.markup import flat, flat_text  # noqa: PLC0415  # start-up: text mails do without

    if _is_plain(request) and flat(html) in flat_text("".join(request.text.lines)):
        return True
    return _lacks_nothing(request) and _stands_in(request, html)


_FEWEST = 3  # answers that make a form of a text


def _is_plain(request: Request) -> bool:
    """Whether a form stands in the text as it was given out: labels with a colon or as headings, a line each, once."""
    return (
        request.filled >= _FEWEST
        and request.origin == "own"
        and request.second is None
        and len(request.answers) == request.labelled
        and all(
            (one.separator == ":" or one.label.startswith("#")) and one.how != "misspelt" and not one.inline
            for one in request.answers
        )
    )


def _lacks_nothing(request: Request) -> bool:
    answered = {answer.spec.name for answer in request.answers if answer.filled}
    faults = any(answer.reading.fault for answer in request.answers)
    return (
        request.filled > 0
        and not faults
        and all(spec.name in answered for spec in request.form.fields if spec.required)
    )


_TAG = regexp(r"<[^<>]*>|&nbsp;|\s+")


def _stands_in(request: Request, html: str) -> bool:
    """Whether every label with its value stands in the HTML as it is written, so that there is no need to read it."""
    flat = _TAG.sub("", html.rpartition("</head>")[2])
    for answer in request.answers:
        label = "".join(answer.label.split())
        value = "".join(answer.written.split("\n")[0].split())[:40]
        if f"{label}:{value}" not in flat and f"{label}{value}" not in flat:
            return False
        if any("".join(line.split())[:40] not in flat for line in answer.written.split("\n")[1:]):
            return False
    return True


def _inner(body: Body, form: Form) -> tuple[Layer, Request] | None:
    """Return the attached message in which the form is filled in best (RFC 2046, 5.2.1)."""
    best: tuple[Layer, Request] | None = None
    for part in body.inner()[:MAX_INNER]:
        inside = Body(part)
        for layer in (inside.text_layer(), inside.html_layer()):
            if layer is None:
                continue
            request = read_request(layer, form, "attached message")
            sender = part.get("From")
            request = replace(request, author=sender.value if sender else None)
            if request.filled and (best is None or request.filled > best[1].filled):
                best = layer, request
    return best


def _sealed(body: Body, layer: Layer | None) -> tuple[str, str] | None:
    """Return the code and the reason why nobody at the desk can read the mail, or None where one can."""
    reason = body.sealed()
    if reason is not None:
        return "encrypted-body", reason
    if layer is not None and inline_encrypted(layer):
        return "encrypted-body", "the mail is encrypted with PGP"
    text = "\n".join(layer.text.lines).strip() if layer is not None else ""
    if not text and body.only_tnef():
        return "unreadable-body", "all of its text is in a winmail.dat, which only Outlook can open"
    sample = text[:20_000]
    if len(sample) >= 20 and len(_UNREADABLE.findall(sample)) > _SHARE * len(sample):
        return "unreadable-body", "its text is broken beyond reading"
    return None
