"""Labelled mails with what clients put round them, or with an answer taken out, in; the same answers as before out."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from email import message_from_bytes
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest

from mails import ANSWERS, PROSE, mail, page, seed
from ticketlint import check

MEASURE = runpy.run_path(str(Path(__file__).parent / "desk" / "measure.py"))
QUOTED = "".join(f"> {label}:\n" for label in ANSWERS)
HEADER = "Von: OX <support@open-xchange.com>\nGesendet: Montag, 16. November 2026 16:12\nAn: Anna\nBetreff: Formular\n"
AROUND: dict[str, Callable[[str], bytes]] = {
    "banner": lambda text: mail("CAUTION: This message came from outside the organization.\n\n" + text),
    "disclaimer": lambda text: mail(f"{text}\n\nThis e-mail is confidential and intended solely for the addressee.\n"),
    "header lines below": lambda text: mail(f"{text}\n\n{HEADER}\nBitte:\n\n{QUOTED.replace('> ', '')}"),
    "forward": lambda text: mail(
        f"---------- Forwarded message ---------\nFrom: Bob <bob@a.example>\nDate: Mon, 16 Nov 2026\n\n\n{text}"
    ),
    "signature": lambda text: mail(
        f"{text}\n\nViele Grüße\nAnna Admin\n\n-- \nAnna Admin\nSeverity: niemals\nServer: Empfang\n"
    ),
    "telephone": lambda text: mail(f"{text}\n\nVon meinem iPhone gesendet\n"),
    "lines that end in CRLF": lambda text: mail(text.replace("\n", "\r\n")),
    "a page": lambda text: page("".join(f"<div>{_shown(line)}</div>\n" for line in text.split("\n"))),
    "text on a page": lambda text: page(f"<pre>{escape(text)}</pre>"),
}
ODD = "h-html/010-wi-ct-html-as-text.eml"  # it is a page already
NAMED = "b-replies/015-answered-inside-quote-name-prefix.eml"  # marks like `John> ` are told from a part's raw text
KNOWN = {
    "header lines below": {"j-layouts/004-q-and-a.eml": "`A:` begins header lines, too, in the languages of the south"},
    "forward": {"g-quotes/003-inline-with-log-answer.eml": "answers between quoted labels, inside a forward"},
    "signature": {
        "h-replies/038-tsig-04.eml": "a greeting below a telephone's footer",
    },
    "a page": {
        NAMED: "",
        "e-values/010-package-list-with-colon-lines.eml": "a page has no columns of blanks",
        "h-layouts/021-table-one-row-tabs.eml": "nor of tabs",
        "i-around/027-rpm-info.eml": "a page has no columns of blanks",
        "i-around/052-rpm-qi-none.eml": "the same",
    },
    "text on a page": {NAMED: ""},
}


def _shown(line: str) -> str:
    text = line.lstrip(" ")
    return "&nbsp;" * (len(line) - len(text)) + escape(text) or "<br>"


@cache
def plain() -> tuple[tuple[str, str, Any], ...]:
    """Return the labelled mails that are one plain text: their names, their texts, their truths."""
    return tuple(_plain())


def _plain() -> Iterator[tuple[str, str, Any]]:
    for group in MEASURE["groups"]():
        for name, octets, expected in MEASURE["cases"](group):
            message = message_from_bytes(octets)
            charset = message.get_content_charset() or "utf-8"
            if not expected.get("fields") or message.get_content_type() != "text/plain" or message.get_param("format"):
                continue
            try:
                text = message.get_payload(decode=True).decode(charset).replace("\r\n", "\n").rstrip("\n") + "\n"  # type: ignore[union-attr]
            except (LookupError, UnicodeError):
                continue
            truth = {key: value for key, value in expected.items() if key != "remarks"}
            if not MEASURE["compare"](check(mail(text), seed()), truth)[1]:
                yield f"{group.name}/{name}", text, truth


@pytest.mark.parametrize("what", AROUND)
def test_what_clients_put_round_a_mail_changes_no_answer(what: str) -> None:
    different = {}
    for name, text, truth in plain():
        _, told = MEASURE["compare"](check(AROUND[what](text), seed()), truth)
        if told and name != ODD:
            different[name] = told
    assert {name: told for name, told in different.items() if name not in KNOWN.get(what, {})} == {}
    assert not KNOWN.get(what, {}).keys() - different.keys(), "these are read as labelled by now"


TRAPS = {
    "a-hard/010-two-support-keys.eml": "the second key counts",
    "c-values/012-several-keys.eml": "the same",
    "j-values/018-key-twice-first-counts.eml": "the same",
    "d-answers/014-two-keys-given.eml": "the same",
    "a-values/018-same-field-twice-different-value-line.eml": "the second answer counts",
    "g-layouts/022-colon-dash.eml": "what is left is a dash",
}


def test_an_answer_that_is_taken_out_is_found_nowhere_else() -> None:
    found: dict[str, object] = {}
    tried = 0
    for number, (name, text, truth) in enumerate(plain()):
        before = check(mail(text), seed())
        lines = before.text.lines
        single = [
            field
            for field in before.fields.values()
            if field.name not in PROSE and "\n" not in field.written and field.span.line == field.span.end_line
        ]
        if truth["verdict"] != "complete" or not single or name in TRAPS:
            continue
        field = single[number % len(single)]
        at = before.text.numbers.index(field.span.line)
        if lines[at].count(field.written) != 1 or sum(each.span.line == field.span.line for each in single) > 1:
            continue
        without = [*lines[:at], lines[at].replace(field.written, ""), *lines[at + 1 :]]
        after = check(mail("\n".join(without) + "\n"), seed())
        tried += 1
        others = {each: after.fields[each].value for each in after.fields if each != field.name}
        same = {each: before.fields[each].value for each in before.fields if each != field.name}
        if field.name in after.fields or after.verdict != "incomplete" or others != same:
            found[name] = field.name, after.verdict
    assert tried > 400
    assert found == {}
