"""Hostile mails in, what they made the program do out: each of these once showed what it must not."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import lanes
from ticketlint.careful import judge_closely
from ticketlint.form import load_forms
from ticketlint.report import PLAIN, jsonl, masked
from ticketlint.sources import RawMessage

HEADER = "From: Bob <bob@x.example>\nTo: support@open-xchange.com\nSubject: Hello\nMessage-ID: <1@x>\n\n"
UTF8 = HEADER.replace("\n\n", "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
FIRST = "Support Key: OX-7002-NORD\nServer: https://ox.x.example\nModule: mail\nSeverity: 3\nProduct: OXSE\n"


@pytest.mark.parametrize(
    "tail",
    [
        "Expected behaviour: all moved.\nSupport Key: OX-SECOND-4711\n",
        "Current behaviour: nothing.\nSupport Key: OX-SECOND-4711\nExpected behaviour: all moved.\n",
        "Expected behaviour: all moved.\n\nMy other answer\nSupport Key: OX-SECOND-4711\n",
        "Expected behaviour: all moved.\nsupport_key = OX-SECOND-4711\n",
    ],
)
def test_a_second_key_behind_its_label_is_masked_inside_a_text(tail: str) -> None:
    forms = load_forms(["open-xchange"])
    verdict = judge_closely(RawMessage("mail.eml", (HEADER + FIRST + tail).encode(), 1), forms)
    assert "SECOND-4711" in jsonl.message(verdict, PLAIN), "the test must be able to fail"
    secret = {spec.name for spec in forms[0].fields if spec.secret}
    assert "SECOND-4711" not in jsonl.message(masked(verdict, secret), PLAIN)


@pytest.mark.parametrize(
    "rows",
    [
        "Support Key: OX-7002-NORD\nModule/OX-7002-NORD: mail\n",
        "xOX-7002-NORDSupport/License key: OX-7002-NORD\nModule: mail\n",
    ],
)
def test_a_key_that_stands_in_a_label_is_masked_there(rows: str) -> None:
    forms = load_forms(["open-xchange"])
    octets = (HEADER + "Server: https://ox.x.example\nSeverity: 3\n" + rows + "Product: OXSE\n").encode()
    verdict = judge_closely(RawMessage("mail.eml", octets, 1), forms)
    assert "OX-7002-NORD" in verdict.secrets, "the test must be able to fail"
    secret = {spec.name for spec in forms[0].fields if spec.secret}
    assert "OX-7002-NORD" not in jsonl.message(masked(verdict, secret), PLAIN)


@pytest.mark.parametrize("blank", ["\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\u1680", "\u2028", "\u3000"])
def test_a_blank_of_any_kind_may_follow_a_long_line(blank: str) -> None:
    header = HEADER.replace("\n\n", "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
    octets = (
        f"{header}Support Key: OX-7002-NORD\nModule: {'mail ' * 15}\n{blank}\nSeverity: 3\nProduct: OXSE\n".encode()
    )
    verdict = judge_closely(RawMessage("mail.eml", octets, 1), load_forms(["open-xchange"]))
    assert "Severity" in verdict.fields


@pytest.mark.parametrize("blank", ["\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\u1680", "\u2028", "\u3000"])
def test_a_blank_of_any_kind_may_stand_above_the_senders_name(blank: str) -> None:
    header = HEADER.replace("\n\n", "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
    octets = f"{header}{FIRST}Expected behaviour: all moved.\n{blank}\nBob\n".encode()
    verdict = judge_closely(RawMessage("mail.eml", octets, 1), load_forms(["open-xchange"]))
    assert "Severity" in verdict.fields


@pytest.mark.parametrize(
    ("there", "octets"), [(b'"place"', b'"plac-"'), (b'", "subject', b'"- "subject'), (b"mail", b"mbil")]
)
def test_a_line_that_was_damaged_in_the_cache_is_not_told(tmp_path: Path, there: bytes, octets: bytes) -> None:
    mail, kept = tmp_path / "mail.eml", tmp_path / "kept.sqlite3"
    mail.write_text(HEADER + FIRST, encoding="utf-8")
    words = [sys.executable, "-m", "ticketlint", "check", "--isolated", "-r", "open-xchange", "-f", "jsonl"]

    def told() -> bytes:
        return subprocess.run([*words, "--cache", str(kept), str(mail)], capture_output=True, check=False).stdout

    wanted = told()
    damaged = kept.read_bytes()
    assert there in damaged
    kept.write_bytes(damaged.replace(there, octets))
    assert told() == wanted


def test_many_keys_in_a_text_take_no_time_and_are_masked() -> None:
    forms = load_forms(["open-xchange"])
    keys = "".join(f"Support Key: OX-{number:05}-ZEBRA\n" for number in range(6000))
    octets = (HEADER + "Module: mail\nSeverity: 3\nServer: ox.x.example\nSteps to reproduce: x\n" + keys).encode()
    verdict = judge_closely(RawMessage("mail.eml", octets, 1), forms)
    began = time.process_time()
    told = jsonl.message(masked(verdict, {"Support Key"}), PLAIN)
    assert time.process_time() - began < 3
    assert "ZEBRA" not in told


@pytest.mark.parametrize("header", [HEADER.replace("\n\n", "\n\r\n\n"), HEADER.replace("\n", "\r\n") + "\n"])
def test_two_blank_lines_of_two_kinds_are_for_the_careful_line(header: str) -> None:
    dated = header.replace("Subject", "Date: Thu, 5 Nov 2009 10:00:00 +0100\nSubject", 1)
    assert not lanes.differences((dated + FIRST).encode(), load_forms(["open-xchange"]))


def test_a_label_in_a_cell_with_a_sign_that_nobody_sees() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>x y</td></tr>" for label in ("Modu\n\ufeff\nle", "Server", "Product", "Component")
    )
    header = HEADER.replace(
        "\n\n", "\nDate: Thu, 5 Nov 2009 10:00:00 +0100\nContent-Type: text/html; charset=utf-8\n\n"
    )
    octets = f"{header}<html><body><table>{rows}</table></body></html>\n".encode()
    assert not lanes.differences(octets, load_forms(["open-xchange"]))


BLANKS = ["\x0b", "\x0c", "\x1c", "\x85", "\u1680", "\u2028", "\u2029", "\u3000", "\u200b"]


@pytest.mark.parametrize("line", [*(f"{blank}Severity: 2\n" for blank in BLANKS), "\u0421omponent: CLT\n"], ids=ascii)
@pytest.mark.parametrize("above", ["", FIRST + "Component: CLT\n"], ids=["alone", "below a form"])
def test_very_many_odd_labels_take_no_time(line: str, above: str) -> None:
    octets = (f"{UTF8}{above}" + line * (300_000 // len(line.encode()))).encode()
    began = time.process_time()
    judge_closely(RawMessage("mail.eml", octets, 1), load_forms(["open-xchange"]))
    assert time.process_time() - began < 4  # 90 microseconds a line where nothing else runs


@pytest.mark.parametrize("below", ["Product: OXSE\nServer: x\n", "Module: mail\n\nProduct: OXSE\nServer: x\n"])
def test_a_value_of_very_many_lines_takes_no_time(below: str) -> None:
    octets = (UTF8 + "Severity: 2\nTrack-ID: x\n" + "ab\n" * 38_000 + below).encode()
    began = time.process_time()
    verdict = judge_closely(RawMessage("mail.eml", octets, 1), load_forms(["open-xchange"]))
    assert time.process_time() - began < 3
    assert verdict.fields["Product"].value == "OXSE"
