"""A message's header and parts in, a sentence that says which program wrote it out, or None (RFC 3834, 3464, 8098)."""

from __future__ import annotations

import re

from ticketlint.hints import TYPE_CHECKING
from ticketlint.regexp import regexp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketlint.message.model import Address, HeaderField, Part

_LISTS = ("list-id", "list-post", "list-help", "list-subscribe", "list-unsubscribe", "list-owner", "list-archive")
_PRECEDENCE = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_URGENCY = ("precedence", "x-precedence")
_MARKS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-auto-response", "x-mail-autoreply")
_BOUNCES = ("x-failed-recipients", "x-ms-exchange-generated-message-source", "x-ms-exchange-message-is-ndr")
TELLING = tuple(name.encode() for name in ("auto-submitted", *_URGENCY, *_MARKS, *_LISTS, *_BOUNCES))
"""The header fields, in lower case, that can say a program wrote a mail; `Return-Path` does so where it is empty."""

_REPORTS = {
    "delivery-status": "it reports on a delivery (multipart/report)",
    "disposition-notification": "it is a receipt (multipart/report)",
    "feedback-report": "it reports a complaint (multipart/report)",
}
_ROBOT = regexp(
    r"mailer[-_.]?daemon|maildaemon|listserv|majordomo|owner-.+|.+-(?:owner|request|bounces?|errors)|bounces?(?:[-+=].*)?",
    re.IGNORECASE,
)
_ROBOTS_BEGIN = frozenset("mloBMLOb")
# What programs put before the colon of a subject, by language.
_PREFIXES = frozenset(
    (
        # English
        "auto;auto reply;auto-reply;autoreply;auto response;auto-response;automatic reply;automatic response"
        ";autoresponder;out of office;out of the office;out-of-office;out of office autoreply;out of office reply"
        ";undeliverable;read;not read;read receipt;return receipt;delivered;relayed"
        # German
        ";automatische antwort;autoantwort;abwesend;abwesenheit;abwesenheitsnotiz;abwesenheitsnachricht"
        ";abwesenheitsmeldung;unzustellbar;gelesen;nicht gelesen;ungelesen gelöscht;lesebestätigung;zugestellt"
        # French
        ";réponse automatique;absence du bureau;absent du bureau;message d'absence;non remis;lu;non lu"
        # Spanish, Portuguese
        ";respuesta automática;fuera de la oficina;fuera de oficina;no se puede entregar;leído;no leído"
        ";resposta automática;ausência temporária;fora do escritório;não é possível entregar;lida;não lida"
        # Italian
        ";risposta automatica;fuori sede;fuori ufficio;non recapitabile;letto;non letto"
        # Dutch
        ";automatisch antwoord;afwezig;afwezigheidsbericht;niet op kantoor;onbestelbaar;gelezen;niet gelezen"
        # Polish, Czech, Hungarian
        ";automatyczna odpowiedź;odpowiedź automatyczna;poza biurem;niedostarczone;przeczytano;przeczytane"
        ";automatická odpověď;nedoručitelné;automatikus válasz"
        # Swedish, Danish, Norwegian, Finnish
        ";autosvar;automatiskt svar;automatisk svar;frånvarande;ikke til stede;fraværende;kan ikke leveres"
        ";läst;læst;lest;går inte att leverera;automaattinen vastaus"
        # Russian, Japanese
        ";автоматический ответ;автоответ;自動応答;自動返信;自动回复;自动答复;自動回覆;자동 회신;자동 응답"
        # Turkish, Romanian, Greek, Hebrew
        ";otomatik yanıt;răspuns automat;αυτόματη απάντηση;תשובה אוטומטית"
    ).split(";")
)
# Whole subjects of bounces and receipts, and beginnings that no person writes.
_WHOLE = frozenset(
    (
        "undelivered mail returned to sender;undelivered mail;failure notice;mail delivery system;mail delivery failed"
        ";mail delivery failure;delivery failure;message delivery failure;returned mail;out of office;automatic reply"
        ";abwesenheitsnotiz;automatische antwort"
    ).split(";")
)
_BEGINNINGS = (
    "mail delivery failed: returning message to sender",
    "delivery status notification (",
    "delivery status notification(",
    "delivery notification: delivery has ",
    "returned mail: see transcript for details",
    "delivery failure: user ",
    "returned mail: user unknown",
    "returned mail: host unknown",
    "warning: could not send message for past ",
    "mail delivery failure (",
    "benachrichtigung zum übermittlungsstatus (",
    "notification d'état de remise (",
    "notificación de estado de entrega (",
)


_FIRST = 3
_FIRSTS = frozenset(text[:_FIRST] for text in (*_WHOLE, *_BEGINNINGS))  # letters that such a subject begins with


def reason(fields: Mapping[str, HeaderField], root: Part, sender: Address | None) -> str | None:
    """Return why a program must have written the mail; `fields` are its first header fields by lower-case name.

    A `noreply` sender and X-Auto-Response-Suppress are no reasons: people's requests come with both.
    """
    return _by_header(fields) or _by_parts(root) or by_sender(sender)


def _by_header(fields: Mapping[str, HeaderField]) -> str | None:
    if (one := fields.get("auto-submitted")) is not None:
        word = one.value.partition(";")[0].partition("(")[0].strip().lower()
        if word and word != "no":
            return f"its header says Auto-Submitted: {word[:60]}"
    for name in _MARKS:
        if (one := fields.get(name)) is not None and one.value.strip().lower() not in ("no", "false", "0"):
            return f"its header has {one.name}, as automatic replies have"
    for name in _URGENCY:
        if (one := fields.get(name)) is not None and (word := one.value.strip().lower()) in _PRECEDENCE:
            return f"its header says {one.name}: {word}"
    for name in _LISTS:
        if name in fields:
            return f"it came over a mailing list (its header has {fields[name].name})"
    if (one := fields.get("return-path")) is not None and one.value.replace(" ", "") == "<>":
        return "its envelope sender is empty, as that of a bounce (Return-Path: <>)"
    for name in _BOUNCES:
        if name in fields:
            return f"its header has {fields[name].name}, as only bounces have"
    return None


def _by_parts(root: Part) -> str | None:
    if root.content_type == "multipart/report":
        kind = root.params.get("report-type", "").strip().lower()
        return _REPORTS.get(kind, "it is a mail program's report (multipart/report)")
    for part in (root, *root.children):
        if part.content_type != "text/calendar" or part.disposition == "attachment":
            continue
        if part.params.get("method", "").strip().lower() == "reply":
            return "it answers an invitation (text/calendar; method=REPLY)"
    return None


def by_sender(sender: Address | None) -> str | None:
    """Return why a sender must be a program, by the name of its mailbox."""
    if sender is None:
        return None
    local = sender.address.rpartition("@")[0]
    if local[:1] not in _ROBOTS_BEGIN and "-" not in local:
        return None
    return f"a mail program sent it ({local[:60]})" if _ROBOT.fullmatch(local) else None


def by_subject(subject: str) -> str | None:
    """Return why a subject looks like a program's: a weaker sign, since people write about such mails, too."""
    before, colon, _ = subject[:300].partition(":")
    if colon and " ".join(before.casefold().split()) in _PREFIXES:
        return f"its subject begins as those of programs do ({before.strip()})"
    if subject.lstrip()[:_FIRST].casefold()[:_FIRST] not in _FIRSTS:
        return None
    text = " ".join(subject[:300].casefold().split())
    if text in _WHOLE or text.startswith(_BEGINNINGS):
        return f"its subject is a mail program's ({subject.strip()[:60]})"
    return None
