"""Mails that hold keys in odd places in, every format of them out: no key stands in it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import lanes
from ticketlint.careful import judge_closely
from ticketlint.form import load_forms
from ticketlint.quick import quick
from ticketlint.report import FORMATS, PLAIN, jsonl, masked, write
from ticketlint.report.cover import cover
from ticketlint.sources import RawMessage
from ticketlint.triage import judge

if TYPE_CHECKING:
    from ticketlint.verdict import Verdict

FORMS = load_forms(["open-xchange"])
NAMES = [spec.name for spec in FORMS[0].fields if spec.secret]
KEY = "OX-SECOND-4711"
HEADER = (
    "From: Bob <bob@x.example>\nTo: support@open-xchange.com\nSubject: {subject}\nMessage-ID: <1@x>\n"
    "Date: Thu, 5 Nov 2009 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\n"
)


def mail(steps: str, *, key: str = "OX-7002-NORD", subject: str = "Hello", module: str = "mail") -> bytes:
    return (
        HEADER.format(subject=subject)
        + f"Support Key: {key}\nServer: https://ox.x.example\nModule: {module}\nSeverity: 3\nProduct: OXSE\n"
        + f"Steps to reproduce: click\n{steps}\nCurrent behaviour: nothing.\nExpected behaviour: all moved.\n"
    ).encode()


def told(octets: bytes, *, hidden: bool = True) -> str:
    """Return what all machine-readable and all other formats that take a verdict say of a mail."""
    verdict = judge(RawMessage("mail.eml", octets, 1), FORMS)
    return jsonl.message(masked(verdict, NAMES) if hidden else verdict, PLAIN)
