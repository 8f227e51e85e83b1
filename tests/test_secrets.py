"""Mails that hold keys in odd places in, what every format says of them out: no key stands in it."""

from __future__ import annotations

import base64
import quopri
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

import lanes
from mails import run
from ticketlint.careful import judge_closely
from ticketlint.form import load_forms
from ticketlint.quick import quick
from ticketlint.report import FORMATS, Look, masked
from ticketlint.report.cover import cover
from ticketlint.sources import RawMessage
from ticketlint.triage import judge
from ticketlint.verdict import Verdict
from verdicts import report

FORMS = load_forms(["open-xchange"])
NAMES = [spec.name for spec in FORMS[0].fields if spec.secret]
KEY = "OX-QUAGGA-8153"
FIRST = "OX-7002-NORD"
HEADER = (
    "From: Bob <bob@x.example>\nTo: support@open-xchange.com\nSubject: Hello\nMessage-ID: <1@x>\n"
    "Date: Thu, 5 Nov 2009 10:00:00 +0100\n"
)
UTF8 = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
HTML = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
TOP = f"Support Key: {FIRST}\nServer: https://ox.x.example\nModule: mail\nSeverity: 3\nProduct: OXSE\n"


def mail(steps: str, top: str = TOP) -> bytes:
    tail = "Current behaviour: nothing.\nExpected behaviour: all moved.\n"
    return f"{HEADER}{UTF8}{top}Steps to reproduce: click\n{steps}\n{tail}".encode()


def verdict_of(octets: bytes) -> Verdict:
    return judge(RawMessage("mail.eml", octets, 1), FORMS)


def formats_that_show(octets: bytes, *words: str) -> list[str]:
    """Return the formats in which one of the words stands, though secrets are masked."""
    verdict = masked(verdict_of(octets), NAMES)
    shown = {name: report(name, (verdict,), Look(width=200)).casefold() for name in FORMATS}
    return [name for name, text in shown.items() if any(word.casefold() in text for word in words)]


PLACES = [
    "License key: {}",
    "\u3010License key\u3011{}",
    "\uff08License key\uff1a{}\uff09\u3002",
    "we use license key: {} here",
    "License key:\n{}",
    "License key\n{}",
    "the license key\n\n{}",
    "License key - {}",
    "License key -> {}",
    "License key\t{}",
    "License key;{}",
    "| License key | {} |",
    "| Server | License key |\n|---|---|\n| x | {} |",
    "name\tLicense key\tserver\nx\t{}\ty",
    "mein Lizenzschlüssel lautet {} und",
    "Lizenzschluessel = {}",
    "our support key, {}, fails",
    "our support key ({}) fails",
    'support key "{}" fails',
    "support-key {}",
    "support_key=>{}",
    '{{"licenseKey": "{}", "x": 1}}',
    "<license-key>{}</license-key>",
    "<tr><td>License key</td><td>{}</td></tr>",
    "https://x.example/?license_key={}&y=1",
    "https://x.example/?license%20key%3D{}",
    "> License key: {}",
    "> > we used the license\n> > key: {}",
    "license keys OX-1-A, OX-2-B and {}",
    "cle de\nlicence: {}",
    "License\u00a0key: {}",
    "Lice\u200bnse key: {}",
    "Li\u0441ense key: {}",
    "\uff2cICENSE KEY: {}",
    "Lizenzschlu\u0308ssel: {}",
    "License key (see contract): {}",
    "1. Lizenznummer ... {}",
    "*License key:* {}",
    "**License key**: `{}`",
    "the license key that we use at our site is {}",
    "mylicensekey: {}",
    "Suport Key: {}",
    "> Licence Kee: {}",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_key_behind_any_alias_is_shown_by_no_format(place: str) -> None:
    octets = mail(f"x\n{place.format(KEY)}\ny")
    assert KEY in str(verdict_of(octets).fields["Steps to reproduce"].written), "the test must be able to fail"
    assert KEY in verdict_of(octets).secrets
    assert formats_that_show(octets, "8153", "QUAGGA") == []


@pytest.mark.parametrize("place", PLACES)
def test_both_lanes_know_the_same_keys(place: str) -> None:
    text = place.format(KEY)
    for octets in (mail(f"x\n{text}\ny"), mail("", TOP.replace("Product", f"{text}\nProduct")), mail(text)):
        assert not lanes.differences(octets, FORMS), octets


@pytest.mark.parametrize(
    "said",
    [
        "We entered the license key and the dialog closed with error 500",
        "The license key dialog shows version 7.10.6-rev5 since 2009-11-05 14:22:13.",
        "What about the support key? See ticket 20091105.",
        "Please contact our support\nkey facts: 5 mails were lost",
        "No license key: no ticket.",
        "the support key was entered at https://ox1.example.com/ajax on Thursday",
        "the license key was typed by anna77@x.example",
        "License key\nis not accepted by the server",
        "License key: Server: x1.example",
    ],
)
def test_words_that_only_speak_of_a_key_are_shown(said: str) -> None:
    assert verdict_of(mail(f"x\n{said}\ny")).secrets == (FIRST, FIRST)


def test_a_label_below_an_empty_one_is_no_key() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (
        ("Lizenzschlüssel", ""), ("Server", "x1.example"), ("Modul", "mail"), ("Severity", "2"), ("Produkt", "OXSE"),
    ))  # fmt: skip
    octets = f"{HEADER}{HTML}<html><body><table>{rows}</table></body></html>\n".encode()
    assert quick(RawMessage("mail.eml", octets, 1), FORMS) is not None
    assert judge_closely(RawMessage("mail.eml", octets, 1), FORMS).secrets == ()
    assert not lanes.differences(octets, FORMS)


def test_an_ordinary_mail_stays_plain() -> None:
    assert quick(RawMessage("mail.eml", mail("We ask support, and the key of the door is lost."), 1), FORMS) is not None
    assert quick(RawMessage("mail.eml", mail(f"our license key - {KEY}"), 1), FORMS) is None


@pytest.mark.parametrize("subject", [f"Support key {KEY} fails", f"=?utf-8?q?Lizenzschl=C3=BCssel:_{KEY}?="])
@pytest.mark.parametrize("to", ["support@open-xchange.com", "bob@x.example"])
def test_a_key_in_the_subject_is_masked(subject: str, to: str) -> None:
    for text in (mail("x"), f"{HEADER}{UTF8}Hello\n".encode()):
        octets = text.replace(b"Subject: Hello", f"Subject: {subject}".encode()).replace(
            b"To: support@open-xchange.com", f"To: {to}".encode()
        )
        assert KEY in str(verdict_of(octets).subject), "the test must be able to fail"
        assert formats_that_show(octets, "8153", "QUAGGA") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "signs", ["{}.", "({})", '"{}"', "{},", "<{}>", "'{}'", "{};", "-{}", "{}-", "*{}*", "{}!", "„{}“"]
)
def test_a_key_is_known_without_the_signs_round_it(signs: str) -> None:
    octets = mail(f"We tried {FIRST} here.", TOP.replace(FIRST, signs.format(FIRST)))
    assert formats_that_show(octets, "7002-NORD", "7002") == []
    assert not lanes.differences(octets, FORMS)


def test_all_of_very_many_keys_of_one_answer_are_known_elsewhere() -> None:
    keys = [f"OX-{number}-ZEBRA{number}" for number in range(100, 200)]
    octets = mail("\n".join(f"and {key} too" for key in keys), TOP.replace(FIRST, " ".join(keys)))
    assert formats_that_show(octets, "ZEBRA") == []


@pytest.mark.parametrize("separator", [" ", "\n", ", "])
def test_so_are_those_on_lines_of_their_own(separator: str) -> None:
    keys = [f"OX-{number}-ZEBRA{number}" for number in range(100, 140)]
    given = HEADER + UTF8 + TOP.replace(FIRST, "\n" + separator.join(keys) + "\n")
    octets = f"{given}Steps to reproduce: {' '.join(keys)}\n".encode()
    assert formats_that_show(octets, "ZEBRA") == []


@pytest.mark.parametrize(
    "steps", ["license key OX-{0}-ZEBRA", "license key: {0}-ZEBRA and more", "license key: {0} ZEBRA"]
)
def test_very_many_keys_take_no_time(steps: str) -> None:
    text = "\n".join(steps.format(number) for number in range(10_000, 16_000))
    octets = mail(text)
    began = time.process_time()
    assert formats_that_show(octets, "ZEBRA") == []
    assert time.process_time() - began < 8  # for all formats together


@pytest.mark.parametrize("text", ["license key ", "license key\n", "| License key | x |\n", "lizenzschlüssel \u200b"])
def test_very_many_labels_of_a_secret_take_no_time(text: str) -> None:
    octets = mail(text * 10_000)
    began = time.process_time()
    verdict_of(octets)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("text", ["\tlicense key", "|license key", "license key\u2192", "x\tlicense key-"])
@pytest.mark.parametrize("below", ["", "\nx\ty " + "1\t" * 10_000, "\n" + "|" * 20_000], ids=["", "cells", "rule"])
def test_very_many_labels_of_a_secret_on_one_line_take_no_time(text: str, below: str) -> None:
    octets = mail(text * 80_000 + below)
    began = time.process_time()
    verdict_of(octets)
    assert time.process_time() - began < 4


@pytest.mark.parametrize("text", ["license key\t", "|license key", "license key: x\t"])
def test_very_many_labels_of_a_secret_in_one_row_take_no_time(text: str) -> None:
    octets = mail(text * 30_000 + "\n" + "x\t" * 30_000)
    began = time.process_time()
    verdict_of(octets)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("header", ["Subject: x\n\0\n", "MIME-Version: 1.0\n\0\nX", "X\0: y\n", "\0\n"])
def test_a_key_in_a_page_behind_a_broken_header_is_masked(header: str) -> None:
    page = f"<html><body>\n<p>Support Key: {FIRST}</p>\n<p>Server: x</p>\n<p>License key: {KEY}</p></body></html>\n"
    octets = f"{HEADER}{header}{HTML}{page}".encode()
    verdict = verdict_of(octets)
    assert any(FIRST in line for line in verdict.text.lines), "the test must be able to fail"
    assert formats_that_show(octets, FIRST, KEY) == []


def test_a_line_is_shown_only_where_its_number_counts_in_the_same_text() -> None:
    page = "<p>Server: x</p>\n" * 9
    octets = f"{HEADER}MIME-Version: 1.0\n\0\nX{HTML}{page}".encode()
    verdict = verdict_of(octets)
    assert any(one.span and one.span.place != verdict.text.place for one in verdict.diagnostics)
    of_file = [one for one in verdict.diagnostics if one.span and one.span.place == "file"]
    assert "Server" not in report("text", (replace(verdict, diagnostics=tuple(of_file)),))


@pytest.mark.parametrize(
    "written",
    [
        "OX-\u200bQUAGGA-8153",
        "OX-QUAGGA\u00ad-8153",
        "ox-quagga-8153",
        "OX\u2011QUAGGA\u20118153",
        "\uff2fX-QUAGGA-8153",
        "OX-QUA\uff27GA-8153",
        "\u041e\u0425-QU\u0410GG\u0410-8153",  # Cyrillic
        "\u039f\u03a7-QU\u0391GG\u0391-8153",  # Greek
        "OX-QU\u0391GG\u0410-8153",
        "\u03bf\u03c7-qu\u0430gg\u03b1-8153",
        "OX-QUAGGA-\u0668\u0661\u0665\u0663",  # Arabic digits
        "OX-\u24c6\u24ca\u24b6\u24bc\u24bc\u24b6-\u2078\u00b9\u2075\u00b3",
        "OX-\ua7af\u1d1c\u1d00\u0262\u0262\u1d00-8153",
        "O\u0301X-QUAG\u0301GA-8153",
    ],
)
def test_a_key_is_known_in_disguise(written: str) -> None:
    group = re.split("[-\u2011\uff0d]", written)[1]
    octets = mail(f"We tried {written} here.", TOP.replace(FIRST, KEY))
    assert formats_that_show(octets, "8153", "QUAGGA", group) == []
    encoded = f"=?utf-8?b?{base64.b64encode(f'about {written}'.encode()).decode()}?="
    octets = mail("x", TOP.replace(FIRST, KEY)).replace(b"Subject: Hello", f"Subject: {encoded}".encode())
    assert formats_that_show(octets, "8153", "QUAGGA", group) == []
    assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "module", ["license key {}", "mail and {}", "what stands in the contract which we have by now {}", "{}"]
)
@pytest.mark.parametrize("key", [KEY, FIRST])
def test_a_key_is_known_where_a_title_quotes_it_in_other_words(module: str, key: str) -> None:
    octets = mail("our license key " + KEY, TOP.replace("Module: mail", f"Module: {module.format(key)}"))
    title = next(one.title for one in verdict_of(octets).diagnostics if one.field == "Module")
    assert "ox " in title, "the test must be able to fail"
    assert formats_that_show(octets, *key.split("-")[1:], "ox qua", "ox 70") == []
    assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "written",
    [
        *("OX 7002 NORD", "ox_7002_nord", "OX\u20117002\u2011NORD", "OX7002NORD", "OX.7002.NORD", "OX/7002/NORD"),
        *("OX - 7002 - NORD", "OX--7002--NORD", "OX  7002  NORD", "OX:7002:NORD", "OX,7002,NORD", 'OX-"7002"-NORD'),
        *("OX\u20137002\u2013NORD", "OX\u20147002\u2014NORD", "O X - 7 0 0 2 - N O R D"),
    ],
)
def test_a_key_is_known_with_other_signs_between_its_groups(written: str) -> None:
    for octets in (
        mail(f"We tried {written} too"),
        mail("", TOP.replace("Module: mail", f"Module: {written}")),
        mail(f"> {written}"),
        mail("").replace(b"Hello", f"about {written}".encode()),
        mail("").replace(b"Hello", f"=?utf-8?q?about_{written.replace('_', '=5F').replace(' ', '_')}?=".encode()),
    ):
        assert formats_that_show(octets, "7002", "NORD") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "written",
    ["OX-70\u00ad02-NORD", "ox-7002\u200b-nord", "\uff2f\uff38-\uff17\uff10\uff10\uff12-\uff2e\uff2f\uff32\uff24"],
)
def test_a_key_is_known_in_disguise_in_the_address_of_the_sender(written: str) -> None:
    octets = mail("").replace(b"bob@x.example", f"{written}@x.example".encode())
    assert written.casefold() in str(verdict_of(octets).sender).casefold(), "the test must be able to fail"
    assert formats_that_show(octets, written) == []
    assert not lanes.differences(octets, FORMS)


def multipart(kind: str, *parts: str) -> bytes:
    inner = "".join(f"--edge\n{part}\n" for part in parts)
    return f"{HEADER}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=edge\n\n{inner}--edge--\n".encode()


FORM_PART = f"{UTF8}{TOP}Steps to reproduce: click\nExpected behaviour: all moved.\n"


@pytest.mark.parametrize(
    "octets",
    [
        f"{HEADER}{HTML}<table><tr><td>Support Key</td><td>{FIRST}</td></tr><tr><td>Module</td><td>mail</td></tr></table>"
        f"<p>Second license key: {KEY}</p>".encode(),
        f"{HEADER}{HTML}<table><tr><td>Steps to reproduce</td><td>click<br>License key<br>{KEY}</td></tr>"
        f"<tr><td>Module</td><td>mail</td></tr></table>".encode(),
        multipart(
            "mixed", FORM_PART, f"Content-Type: message/rfc822\n\nSubject: License key {KEY}\n\nLicense key: {KEY}\n"
        ),
        multipart("mixed", FORM_PART, f"{UTF8}\nLicense key: {KEY}\n"),
        multipart("alternative", FORM_PART, f"{HTML}<p>Support Key: {KEY}</p><p>Module: mail</p>"),
        mail(f"> > License key: {KEY}"),
        mail(f"-----Original Message-----\nFrom: a@b.example\nSubject: License key {KEY}\n\nSupport Key: {KEY}"),
        f"{HEADER}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n".encode()
        + base64.encodebytes(f"{TOP}Steps to reproduce: my licence key {KEY}\n".encode()),
        f"{HEADER}Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n".encode()
        + quopri.encodestring(f"{TOP}Steps to reproduce: {'long ' * 12} my licence key {KEY}\n".encode()),
        f"{HEADER}X-License-Key: {KEY}\n{UTF8}{TOP}".encode(),
        f"{HEADER}{UTF8}License key: {KEY}\n".encode(),
        f"Support Key: {KEY}\nModule: license key {KEY}\n".encode(),
        mail("x", TOP.replace("Module: mail", f"Module: license key {KEY}")),
        mail("x", TOP.replace("Module: mail", f"Modul {KEY}: mail\nLicense key {KEY}")),
        mail("x\nLicense key: OX-QUAGGA-\n8153-QUAGGA\n"),
    ],
)
def test_a_key_in_any_part_is_shown_by_no_format(octets: bytes) -> None:
    assert formats_that_show(octets, KEY, "8153-QUAGGA", "OX-QUAGGA") == []
    assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        (["secret-1"], "a secret-1 b", "a ******** b"),
        (["secret-1", "1 b"], "a secret-1 b c", "a ********** c"),
        (["pin"], "a pin, a spin, Pin", "a ***, a spin, ***"),
        (["secret-1"], "a se\u200bcret-1 b", "a ********* b"),
        (["İ-secret"], "a i-SECRET b", "a ******** b"),
        (["secret-12"], "a secret--\n> 12 b\nc", "a sec*****\n**12 b\nc"),
        (["secret-12"], "nosecret/12, secret/123, secret/12s, secret: 1, 2", "nosecret/12, secret/123, secret/12s, sec******* 2"),
        (["pin-12"], "a pin 12 pin/12", "a ****** pin/12"),
        (["x" * 500 + "y" * 300], "a " + "x" * 500 + "y" * 300, "a xxx" + "*" * 795 + "yy"),
        ([f"k{number}" for number in range(100)] + [f"secret-{number}" for number in range(100)], "k7 k700 secret-99", "** k700 *********"),
    ],
)  # fmt: skip
def test_cover(secrets: list[str], text: str, shown: str) -> None:
    assert cover(secrets)(text) == shown


def test_cover_of_many_says_what_that_of_few_says() -> None:
    more = [f"unmet-{number}" for number in range(100)]
    for secrets in (
        ["secret", "secret-1", "secret-12", "et-123"],
        ["ab" * 300 + "c"],
        ["abcdef", "abcdefgh", "bcdefghij"],
    ):
        for text in ("secret-123 secret-1", "xabcdefghij abcdefg", "ab" * 300 + "c", "SECRET-12 b"):
            assert cover(secrets)(text) == cover([*secrets, *more])(text)


def test_the_careful_line_says_no_secret_twice() -> None:
    found = judge_closely(RawMessage("mail.eml", mail(f"License key: {KEY}\nLicense key: {KEY}"), 1), FORMS)
    assert found.secrets.count(KEY) == 1


@pytest.mark.parametrize("label", ["Support key", "License key:", "mein Lizenzschlüssel lautet", "(license key"])
@pytest.mark.parametrize("before", ["", "Problem with the mailbox of Mr X,\n our "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_key_that_a_fold_of_the_subject_has_broken_is_masked(label: str, before: str, end: str) -> None:
    for key in (KEY, "QUAGGA8153ZEBRA77"):
        for cut in range(2, len(key) - 1):
            subject = f"{before}{label} {key[:cut]}\n {key[cut:]}\n fails"
            octets = mail("x").replace(b"Subject: Hello", f"Subject: {subject}".encode()).replace(b"\n", end.encode())
            pieces = [piece for piece in (key[:cut], key[cut:]) if len(piece) > 4]
            assert all(piece in str(verdict_of(octets).subject) for piece in pieces), "the test must be able to fail"
            shown = report("jsonl", (masked(verdict_of(octets), NAMES),))
            assert [piece for piece in pieces if piece in shown] == []


@pytest.mark.parametrize(
    ("asked", "answer", "code"),
    [
        ("pattern: '[1-9]{6}'", "swordfish-2026-red", "malformed-value"),
        ("type: integer", "swordfish-2026-red", "malformed-value"),
        ("{type: integer, max: 9}", "20262026", "out-of-range"),
        ("min-length: 90", "swordfish-2026-red", "wrong-length"),
        ("choices: [one, two]", "swordfish-2026-red", "unknown-choice"),
        (
            "choices: [swordfish-2026-red, swordfish-2026-tan]",
            "swordfish-2026-red, swordfish-2026-tan",
            "too-many-choices",
        ),
        ("pattern: '.*'", "swordfish-2026-red\nBadge: swordfish-2026-tan", "conflicting-fields"),
        ("pattern: '.*'", "swordfish-2026-red\nMore: x\n\nBadge: swordfish-2026-tan\nMore: y", "conflicting-fields"),
    ],
)
def test_a_key_that_is_refused_is_shown_by_no_format(asked: str, answer: str, code: str, tmp_path: Path) -> None:
    fields = f"  Badge: {{secret: true, required: true, {asked.strip('{}')}}}\n  More: {{required: true}}\n"
    path = tmp_path / "desk.yaml"
    path.write_text(f"form: desk\ntitle: Desk\nto: [d@x.example]\nfields:\n{fields}  Story: {{type: prose}}\n")
    forms = load_forms([str(path)])
    keys = re.findall("swordfish-2026-[a-z]+|20262026", answer)
    body = f"Badge: {answer}\nMore: {keys[0]} too\nStory: we said\n> {keys[-1]}\n"
    octets = f"From: {keys[0]} <a@b.example>\nTo: d@x.example\nSubject: about {keys[-1]}\n\n{body}".encode()
    verdict = judge(RawMessage("mail.eml", octets, 1), forms)
    assert code in {one.code for one in verdict.diagnostics}
    shown = masked(verdict, ["Badge"])
    for name in FORMATS:
        assert [key for key in keys if key in report(name, (shown,), Look(width=200))] == [], name
    assert keys[-1] in report("text", (verdict,)), "the test must be able to fail"


def test_what_stands_beside_a_key_on_one_line_is_shown() -> None:
    line = f"Support Key: {KEY}; Server: https://ox.x.example; Server Version: 7.10.6-rev5; Track-ID: SN-7755\n"
    octets = f"{HEADER}{UTF8}{line}Module: mail\nSeverity: 3\nProduct: OXSE\nSteps to reproduce: 7.10.6-rev5\n".encode()
    shown = report("jsonl", (masked(verdict_of(octets), NAMES),))
    assert KEY not in shown
    assert shown.count("7.10.6-rev5") == 4, "as the version, in the steps; each as its value and as it is written"
    assert "SN-7755" in shown


GROUPED = [
    "our support key is OX 40718 HLKWM", "our support key is ox 40718 hlkwm since 2009", 'support key "OX" "40718" "HLKWM"',
    "licence key is OX - 40718 - HLKWM", "support key OX- 40718- HLKWM", "support key: OX, 40718, HLKWM",
    "Support Key: OX|40718|HLKWM", "support key [OX] [40718] [HLKWM]", "support key OX\t40718\tHLKWM",
]  # fmt: skip


@pytest.mark.parametrize("line", GROUPED)
def test_a_key_is_hidden_whatever_parts_its_groups(line: str) -> None:
    assert formats_that_show(mail(f"x\nSeverity: {line}"), "40718", "hlkwm") == []
    octets = mail("x").replace(b"Subject: Hello", f"Subject: {line}".encode())
    assert formats_that_show(octets, "40718", "hlkwm") == []
    assert formats_that_show(octets, "https://ox.x.example") != []


def test_what_stands_behind_a_label_and_is_a_version_is_shown() -> None:
    assert formats_that_show(mail("x\nSeverity: the support key is for OX 6 and 7"), "ox 6 and 7") != []


@pytest.mark.parametrize("line", ["our support key is ΟΧ-40718-ΗΚΗΜΝΥ", "our support key is ΟΧ 40718 ΗΚΗΜΝΥ"])
def test_a_key_in_greek_is_hidden_in_small_letters_too(line: str) -> None:
    octets = mail("x", TOP.replace("Module: mail", f"Module: {line}"))
    assert formats_that_show(octets, "40718", "ηκημνυ", "ΗΚΗΜΝΥ") == []


@pytest.mark.parametrize("other", ["ΟΧ-40718-ΒΕΖΜΤ", "οχ 40718 βεζμτ", "ՕX-40718-BEZMT"])
def test_a_key_is_hidden_in_letters_that_look_like_its_own(other: str) -> None:
    octets = mail("x", TOP.replace(FIRST, "OX-40718-BEZMT").replace("Module: mail", f"Module: mail, {other}"))
    assert formats_that_show(octets, "40718", "βεζμτ", "bezmt") == []


TOP_KEY = TOP.replace(FIRST, "OX-40718-HLKWM")


@pytest.mark.parametrize(
    "written",
    [
        *("OX-4O718-HLKWM", "0X-40718-HLKWM", "0x-4o7i8-hikwm", "OX-407l8-HLKWM", "OX-407I8-HIKWM", "0X4O7I8H1KWM"),
        *("\u041e\u0425-4\u041e7\u04c08-\u041dLKWM", "O X 4 O 7 l 8 H L K W M"),
        *("O\u3164X-40\u3164718-HL\u3164KWM", "OX-40718\u3164-\u3164HLKWM", "OX\uffa0-407\u115f18-HL\u1160KWM"),
    ],
)
def test_a_key_is_known_with_letters_for_its_digits_and_fillers_between(written: str) -> None:
    encoded = f"=?utf-8?b?{base64.b64encode(f'about {written}'.encode()).decode()}?="
    for octets in (
        mail(f"We tried {written} too", TOP_KEY),
        mail(f"> {written}", TOP_KEY),
        mail("", TOP_KEY.replace("Module: mail", f"Module: {written}")),
        mail("", TOP_KEY).replace(b"Subject: Hello", f"Subject: {encoded}".encode()),
    ):
        shown = r"4\W*[0oо]\W*7\W*[1liӏ]|h\W*[1li]\W*k\W*w\W*m|[lӏ]kwm"
        text = report("jsonl", (verdict_of(octets),)).casefold()
        assert re.search(shown, text), "the test must be able to fail"
        for name in FORMATS:
            text = report(name, (masked(verdict_of(octets), NAMES),), Look(width=200)).casefold()
            assert not re.search(shown, text), name
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("our license key is O X - 4 0 7 1 8 - Q U A G W", ("4 0 7 1 8", "q u a g w")),
        ("License key: O X 4 0 7 1 8 Q U A G W", ("4 0 7 1 8", "q u a g w")),
        ("our license key is O\u00a0X\u00a04\u00a00\u00a07\u00a01\u00a08 ok", ("4\u00a00", "4 0 7", "0\\u00a07")),
        ("our license key is OX-40718\nQUAGW", ("40718", "quagw")),
        ("License key: OX-40718\nQUAGW\nmore", ("40718", "quagw")),
        ("> License key: OX-40718\n> QUAGW.", ("40718", "quagw")),
        ("our license key is OX-40718\nQ8UAGW and it fails", ("40718", "q8uagw")),
        ("our license key is OX-40718\n18-QUAGW, which fails", ("40718", "quagw")),
    ],
)
def test_a_key_is_known_with_its_signs_apart_and_where_it_goes_on_in_the_next_line(
    said: str, words: tuple[str, ...]
) -> None:
    assert formats_that_show(mail(said), *words) == []
    assert not lanes.differences(mail(said), FORMS)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("our license key is OX-40718-QUAGW\nURGENT please", "urgent"),
        ("License key: OX-40718-QUAGW\nThanks", "thanks"),
        ("License key: OX-40718-QUAGW\n500 mails were lost", "500 mails"),
        ("License key: OX-40718-QUAGW\nSeverity: 3", "Severity: 3"),
        ("License key: OX-40718-QUAGW\n7.10.6-rev5", "7.10.6-rev5"),
        ("the license key is for a b c d e f g", "a b c d e f g"),
        ("O, I wrote 0 or 1 ill will", "ill will"),
    ],
)
def test_what_follows_a_key_and_is_none_of_it_is_shown(said: str, words: str) -> None:
    assert formats_that_show(mail(said), words) != []


def test_the_name_of_an_attachment_shows_no_key() -> None:
    name = f'Content-Disposition: attachment; filename="{KEY}.txt"\n'
    for part in ("hello\n", TOP, f"License key: {KEY}\n"):
        attached = f'{name}Content-Type: text/plain; charset=utf-8; name="{KEY}.txt"\n\n{part}'
        for first in (FORM_PART, f"{UTF8}hello\n"):
            assert formats_that_show(multipart("mixed", first, attached), "8153", "QUAGGA") == []


@pytest.mark.parametrize("piece", ["license key O X ", "license key OX-40718\n", "O 0 ", "our key o0l1"])
def test_many_signs_that_may_be_of_a_key_take_no_long_time(piece: str) -> None:
    def seconds(many: int) -> float:
        octets = mail(piece * many)
        began = time.process_time()
        masked(verdict_of(octets), NAMES)
        return time.process_time() - began

    assert seconds(8000) < 12 * max(seconds(2000), 0.02)


ESCAPED = [
    "OX%2D40718%2DHLKWM", "OX%2d40718%2dHLKWM", "OX%252D40718%252DHLKWM", "OX&#45;40718&#45;HLKWM", "ox&#x2d;40718&#x2D;hlkwm",
    "OX&hyphen;40718&hyphen;HLKWM", "OX&#8209;40718&dash;HLKWM", "OX&amp;#45;40718&amp;#45;HLKWM", "&#79;X-4%30718-HLKWM",
    "OX=2D40718=2DHLKWM", r"OX\u002d40718\u002dHLKWM", "OX-<b>40718</b>-HLKWM", "<b>OX</b>-<i>40718</i>-<b>HLKWM</b>",
    "OX-4<i>07</i>18-HLKWM", "OX<b>40718<wbr/>HLKWM", "OX<span a='b'>40718&nbsp;HLKWM", "OX-<span style='color:red'>40718</span>-HLKWM", "OX-<wbr>40718-<wbr>HLKWM",
]  # fmt: skip


@pytest.mark.parametrize("written", ESCAPED)
def test_a_key_is_known_with_escapes_and_tags_in_it(written: str) -> None:
    for octets in (
        mail(f"We tried {written} too", TOP_KEY),
        mail(f"> {written}", TOP_KEY),
        mail("", TOP_KEY.replace("Module: mail", f"Module: {written}")),
        mail("", TOP_KEY).replace(b"Subject: Hello", f"Subject: about {written}".encode()),
        mail(f"License key: {written}"),
        mail(f"our license key is {written} here"),
        mail("x", TOP.replace(FIRST, written)),
        mail("we tried OX-40718-HLKWM", TOP.replace(FIRST, written)),
    ):
        assert re.search("40718|4<i>07|30718", report("jsonl", (verdict_of(octets),))), "the test must be able to fail"
        assert formats_that_show(octets, "40718", "HLKWM", "4<i>07", "30718") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "written", ["0X-7002", "OX 70O2", "ox.7002", "OX%2D7002", "\u041e\u0425 7002", "OX-<b>7002</b>"]
)
def test_a_shorter_key_is_known_in_other_signs(written: str) -> None:
    top = TOP.replace(FIRST, "OX-7002")
    for octets in (mail(f"We tried {written} too", top), mail("", top).replace(b"Hello", b"about " + written.encode())):
        assert formats_that_show(octets, "7002", "70o2") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize("said", ["on 7 Oct 2002 it broke", "OX, since 2002", "pin/12", "100%2D"])
def test_a_shorter_key_hides_no_words(said: str) -> None:
    top = TOP.replace(FIRST, "OX-7002")
    assert formats_that_show(mail(f"We say {said} too", top), said) != []


@pytest.mark.parametrize("second", ["OX-40718-\nQUAGW", "OX-40718\n-QUAGW", "OX-40718-\n> QUAGW", "OX-\n40718-QUAGW"])
def test_the_second_half_of_a_broken_key_is_hidden(second: str) -> None:
    octets = f"{HEADER}\nSupport Key: {second}\n".encode()
    assert formats_that_show(octets, "40718", "QUAGW") == []
    assert not lanes.differences(octets, FORMS)


def test_what_stands_below_a_whole_key_is_shown() -> None:
    octets = f"{HEADER}\nSupport Key: OX-40718-QUAGW\nBERLIN\n".encode()
    assert formats_that_show(octets, "BERLIN") != []


@pytest.mark.parametrize("between", [" " * 3000, "x" * 3000, "\u00a0" * 1000])
def test_a_key_far_behind_its_label_is_hidden(between: str) -> None:
    for said in (f"Support Key:{between}OX-40718-QUAGW\n", f"our license key {between}OX-40718-QUAGW\n"):
        assert formats_that_show(mail(said), "QUAGW") == []
        assert not lanes.differences(mail(said), FORMS)
    octets = mail("hello\n").replace(b"Subject: ", f"Subject: Support Key:{between}OX-40718-QUAGW ".encode(), 1)
    assert formats_that_show(octets, "QUAGW") == []


@pytest.mark.parametrize("none", ["None", "n/a", "unknown"])
def test_a_key_below_a_label_that_is_said_to_have_none_is_hidden(none: str) -> None:
    assert formats_that_show(mail(f"Support Key: {none}\nOX-40718-QUAGW\n"), "QUAGW") == []
    assert formats_that_show(f"{HEADER}\nSupport Key: {none}\nOX-40718-QUAGW\n".encode(), "QUAGW") == []


@pytest.mark.parametrize("cut", range(4, len(KEY) - 3))
@pytest.mark.parametrize("before", ["", "\n> ", "> "])
def test_neither_half_of_a_known_key_is_shown_where_a_line_end_broke_it_elsewhere(cut: int, before: str) -> None:
    head, tail = KEY[:cut], KEY[cut:]
    top = TOP.replace(FIRST, KEY).replace("https://ox.x.example", f"https://ox.x.example/?key={head}\n{tail}")
    for octets in (mail("x", top), mail(f"{before}see https://ox.x.example/{head}\n{before.strip()} {tail}", top)):
        verdict = verdict_of(octets)
        shown = "".join(report(name, (masked(verdict, NAMES),), Look(width=200)) for name in FORMATS)
        assert [half for half in (head, tail) if len(half.strip("-")) > 4 and half in shown] == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize("hyphen", [r"\u{2d}", r"\u{002D}", r"\x{2d}", r"\u{00002d}", r"\u{2011}"])
def test_a_key_is_known_with_escapes_in_braces(hyphen: str) -> None:
    written = "OX-40718-HLKWM".replace("-", hyphen)
    for octets in (
        mail(f"We tried {written} too", TOP_KEY),
        mail("", TOP_KEY.replace("Module: mail", f"Module: {written}")),
        mail(f"License key: {written}"),
    ):
        assert formats_that_show(octets, "40718", "HLKWM") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize("between", ["x" * 400, "word " * 200, "- " * 300])
def test_a_key_is_known_however_far_behind_its_label_in_the_subject_or_a_line(between: str) -> None:
    said = f"our support key {between} {KEY} fails"
    for octets in (
        mail("x").replace(b"Hello", said.encode()),
        mail(said),
        mail("", TOP.replace("Module: mail", f"Module: {said}")),
        mail(f"> {said}"),
    ):
        assert formats_that_show(octets, "8153", "QUAGGA") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize("sign", [",", ";", "|", "\t", ", ", " | "])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("key", [KEY, "SWORDFISH", "77AB12QUAGGA"])
def test_a_key_in_a_record_of_few_columns_is_hidden(sign: str, quote: str, place: int, key: str) -> None:
    for colon in ("", ":"):
        heads, values = ["Server", "Severity", "Module"], ["x1.example", "3", "mail"]
        heads.insert(place, f"Support Key{colon}")
        values.insert(place, key)
        record = "\n".join(sign.join(f"{quote}{cell}{quote}" for cell in row) for row in (heads, values, values))
        for octets in (mail(f"x\n{record}\ny"), f"{HEADER}{UTF8}{record}\n".encode(), mail("", f"{record}\n{TOP}")):
            assert formats_that_show(octets, key) == []
            assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "said", ["our support key, the server, and\nall our mails, new or old, are lost", "a;license key;b\nwas;said"]
)
def test_a_list_of_words_is_no_record(said: str) -> None:
    assert formats_that_show(mail(said), said.split("\n")[1]) != []


@pytest.mark.parametrize(
    "label", ["Suport key", "Suport Key:", "Licens key is", "Lizenz-Nr", "Lizenz-Nr.:", "Lizenzschlüsel"]
)
def test_a_key_behind_a_label_with_a_typo_is_hidden_in_the_subject(label: str) -> None:
    subject = f"=?utf-8?b?{base64.b64encode(f'{label} {KEY} fails'.encode()).decode()}?="
    for to in ("support@open-xchange.com", "bob@x.example"):
        octets = mail("x").replace(b"Hello", subject.encode()).replace(b"support@open-xchange.com", to.encode())
        assert formats_that_show(octets, "8153", "QUAGGA") == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "subject", ["Support for OX-TWO-2009", "Key OX-1234-5678 of the piano", "Re: foo - OX-4711-2009"]
)
def test_what_looks_like_a_key_behind_other_words_of_the_subject_is_shown(subject: str) -> None:
    octets = mail("x").replace(b"Hello", subject.encode())
    assert formats_that_show(octets, subject) != []
    assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize(
    "module",
    [
        r"OX\u{2d}40718\u{2d}HLKWM mail and many more words that follow it here, so that a title is cut",
        "mail in the words which precede it OX-<wbr>40718-<wbr>HL<wbr>KWM",
        "mail in all the words which precede OX- 40718- HLKWM",
        "mail in the words which precede it OX-<b>40718</b>-<b>HLKWM</b> and",
    ],
)
def test_a_key_in_a_title_that_is_cut_is_hidden_with_signs_between_its_own(module: str) -> None:
    for at in range(12):
        octets = mail(
            "", TOP_KEY.replace("Module: mail", f"Distribution: {'x' * at} {module}\nModule: {'x' * at} {module}")
        )
        shown = "".join(report(name, (masked(verdict_of(octets), NAMES),), Look(width=200)) for name in FORMATS)
        assert [word for word in ("40718", "hlkwm") if word in shown.casefold()] == []
        assert not lanes.differences(octets, FORMS)


@pytest.mark.parametrize("written", ["OX-77AB-\x1b[1mSECR-ETQZ", "OX-77AB-\x1b[01;31m\x1b[KSECR\x1b[m\x1b[K-ETQZ"])
def test_a_key_with_colours_of_a_terminal_inside_is_hidden(written: str, tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    body = f"Support Key: OX-77AB-SECR-ETQZ\nSeverity: {written}\nProduct: {written}\n"
    path.write_text(f"From: a@b.example\nTo: support@open-xchange.com\nSubject: {written}\n\n{body}", encoding="utf-8")
    for style in ("text", "jsonl", "sarif", "csv", "markdown"):
        said = run("check", "--format", style, path).stdout
        assert "SECR" not in said, (style, said)
