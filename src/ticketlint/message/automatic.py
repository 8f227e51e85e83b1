"""A message's header and parts in, a sentence that says which program wrote it out, or None (RFC 3834, 3464, 8098)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ticketlint.message.model import Address, HeaderField, Part

_LISTS = ("list-id", "list-post", "list-help", "list-subscribe", "list-unsubscribe", "list-owner", "list-archive")
_PRECEDENCE = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_REPLY_MARKS = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponder",
    "x-auto-response",
    "x-mail-autoreply",
)
_REPORTS = {
    "delivery-status": "it reports on a delivery",
    "disposition-notification": "it is a receipt",
    "feedback-report": "it reports a complaint",
}
_ROBOT = re.compile(
    r"mailer[-_.]?daemon|listserv|majordomo|owner-.+|.+-(?:owner|request|bounces?|errors)|bounces?(?:[-+=].*)?|maildaemon",
    re.IGNORECASE,
)
# Only as programs write them: at the beginning, and with the colon or to the end.
_SUBJECTS = re.compile(
    r"(?:"
    r"(?:automatische antwort|abwesenheitsnotiz|abwesend|abwesenheitsnachricht|autoantwort|abwesenheit"
    r"|automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|out[ -]of[ -](?:the[ -])?office(?: autoreply| reply)?"
    r"|auto|autoreply|r[ée]ponse automatique|absence du bureau|absent du bureau|message d'absence"
    r"|respuesta autom[áa]tica|fuera de (?:la )?oficina|risposta automatica|fuori sede|fuori ufficio"
    r"|automatisch antwoord|afwezig|afwezigheidsbericht|automatyczna odpowied[źz]|odpowied[źz] automatyczna|poza biurem"
    r"|resposta autom[áa]tica|aus[êe]ncia tempor[áa]ria|autosvar|automatiskt svar|automatisk svar|automatiskt svarsmeddelande"
    r"|ikke til stede|frånvarande|automaattinen vastaus|automatick[áa] odpov[ěe][ďd]|automatikus v[áa]lasz"
    r"|автоматический ответ|自動応答|不在通知"
    r"|undeliverable|unzustellbar|non remis|no se puede entregar|non recapitabile|onbestelbaar|niet bezorgd|niedostarczone"
    r"|gelesen|nicht gelesen|ungelesen gel[öo]scht|not read|read|lu|non lu|le[íi]do|letto|gelezen|przeczytano|lida|l[äa]st|l[æa]st"
    r"|read receipt|return receipt|lesebest[äa]tigung|delivered|zugestellt|relayed|weitergeleitet \(zustellung\))\s?:"
    r"|(?:undelivered mail returned to sender|returned mail: .*|delivery status notification ?\(.*\)"
    r"|mail delivery failed(?:: returning message to sender)?|mail delivery system|mail delivery failure.*"
    r"|delivery (?:notification|failure|has failed)\b.*|failure notice|warning: could not send message for past .*"
    r"|warning: message .{0,80} delayed .*|undelivered mail|out of (?:the )?office|automatic reply|abwesenheitsnotiz"
    r"|message delivery failure|benachrichtigung zum [üu]bermittlungsstatus.*|nicht zustellbar.*)$"
    r")",
    re.IGNORECASE,
)


def reason(fields: Mapping[str, HeaderField], root: Part, subject: str | None, sender: Address | None) -> str | None:
    """Return why a program must have written the mail; `fields` are its first header fields by lower-case name."""
    if (one := fields.get("auto-submitted")) is not None:
        word = one.value.partition(";")[0].split("(")[0].strip().lower()
        if word and word != "no":
            return f"its header says Auto-Submitted: {word[:60]}"
    for name in _REPLY_MARKS:
        if (one := fields.get(name)) is not None and one.value.strip().lower() not in ("no", "false", "0"):
            return f"its header has {one.name}, which automatic replies have"
    if (one := fields.get("precedence")) is not None and one.value.strip().lower() in _PRECEDENCE:
        return f"its header says Precedence: {one.value.strip().lower()}"
    for name in _LISTS:
        if name in fields:
            return f"it came over a mailing list ({fields[name].name})"
    if (one := fields.get("return-path")) is not None and one.value.replace(" ", "") == "<>":
        return "its envelope sender is empty (Return-Path: <>), as a bounce's is"
    for name in ("x-failed-recipients", "x-ms-exchange-generated-message-source", "x-ms-exchange-message-is-ndr"):
        if name in fields:
            return f"its header has {fields[name].name}, which only bounces have"
    if root.content_type == "multipart/report":
        kind = root.params.get("report-type", "").strip().lower()
        return _REPORTS.get(kind, "it is a report of a mail program (multipart/report)")
    if sender is not None and _ROBOT.fullmatch(sender.address.rpartition("@")[0]):
        return f"it comes from a mail program ({sender.address.rpartition('@')[0][:60]})"
    if _is_calendar_reply(root):
        return "it answers an invitation"
    if subject is not None and _SUBJECTS.match(subject[:300].strip()):
        return f"its subject begins as programs begin theirs: {subject.strip()[:40]}"
    return None


def _is_calendar_reply(root: Part) -> bool:
    return any(
        part.content_type == "text/calendar" and part.params.get("method", "").lower() == "reply"
        for part in (root, *root.children)
        if part.disposition != "attachment"
    )
