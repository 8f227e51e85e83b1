"""Pitfalls A1 to A18: character sets and transfer encodings."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from mails import UTF8, desk, edited, form, judge, mail

if TYPE_CHECKING:
    from pathlib import Path

STILL = "Störung: die Liste bleibt leer."
STOERUNG = form({"Current behaviour": STILL})


def behaviour(message: bytes) -> str:
    """Return what stands behind `Current behaviour`, once the mail is known to be complete."""
    found = judge(message)
    assert found.verdict == "complete", found
    return found.prose("Current behaviour")


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "latin-1"])
def test_pitfall_A1_unknown_charset(charset: str) -> None:
    message = mail(STOERUNG.encode(charset), "text/plain; charset=bogus")
    assert behaviour(message) == STILL
    assert judge(message).first("charset-guessed").severity == 4


def test_pitfall_A2_misspelt_charset() -> None:
    message = mail(STOERUNG.encode(), 'text/plain; charset="uft-8"')
    assert behaviour(message) == STILL
    assert judge(message).first("charset-guessed").severity == 4


@pytest.mark.parametrize("charset", ["iso-8859-8-i", "iso-8859-8-e", "ISO-8859-8-I"])
def test_pitfall_A3_charset_with_direction(charset: str) -> None:
    body = form({"Current behaviour": "שלום עולם"}).encode("iso-8859-8")
    assert behaviour(mail(body, f"text/plain; charset={charset}")) == "שלום עולם"


def test_pitfall_A3_charset_that_is_a_number() -> None:
    message = mail(STOERUNG.encode("cp1252"), "text/plain; charset=1")
    assert behaviour(message) == STILL
    assert "charset-guessed" in judge(message).codes


def test_pitfall_A4_charset_with_stray_punctuation() -> None:
    assert behaviour(mail(STOERUNG.encode("cp850"), "text/plain; charset=cp-850")) == STILL


@pytest.mark.parametrize("name", ['""', "unknown", "none"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_pitfall_A5_charset_that_says_nothing(name: str, charset: str) -> None:
    assert behaviour(mail(STOERUNG.encode(charset), f"text/plain; charset={name}")) == STILL


@pytest.mark.parametrize("header", ["Subject", "From", "To"])
def test_pitfall_A6_nul_in_the_charset_of_an_encoded_word(header: str) -> None:
    plain = {"Subject": b"", "From": b" <a@customer.example>", "To": b" <support@open-xchange.com>"}
    found = judge(mail(form(), headers={header: b"=?utf\x00-8?q?St=C3=B6rung?=" + plain[header]}))
    assert found.verdict == "complete", found


@pytest.mark.parametrize("value", ['"iso-8859-15"; x', "'iso-8859-15'"])
def test_pitfall_A7_oddly_quoted_charset(value: str) -> None:
    body = form({"Current behaviour": "Es kostet 5 €."}).encode("iso-8859-15")
    assert behaviour(mail(body, f"text/plain; charset={value}")) == "Es kostet 5 €."


@pytest.mark.parametrize("content_type", [None, "text/plain"])
def test_pitfall_A8_iso_2022_jp_without_a_charset(content_type: str | None) -> None:
    body = form({"Current behaviour": "障害です"}).encode("iso-2022-jp")
    assert behaviour(mail(body, content_type, "7bit")) == "障害です"


def test_pitfall_A9_latin_1_that_says_utf_8(tmp_path: Path) -> None:
    forms = desk(
        tmp_path, "form: power\ntitle: A power cut\nfields:\n  Störung: {required: true}\n  Ort: {required: true}\n"
    )
    found = judge(mail("Störung: ja\nOrt: Köln\n".encode("latin-1")), forms)
    assert (found.verdict, found.values) == ("complete", {"Störung": "ja", "Ort": "Köln"}), found
    assert "charset-guessed" in found.codes


@pytest.mark.parametrize("word", ["Störung", "é", "Ã¶", "Größe Ÿ"])
def test_pitfall_A10_utf_8_that_says_so_is_never_doubted(word: str) -> None:
    message = mail(form({"Current behaviour": word}).encode())
    assert behaviour(message) == word
    assert "charset-guessed" not in judge(message).codes


@pytest.mark.parametrize("content_type", [None, "text/plain"])
def test_pitfall_A11_eight_bits_without_a_charset(content_type: str | None) -> None:
    message = mail(STOERUNG.encode("latin-1"), content_type)
    assert behaviour(message) == STILL
    assert "charset-guessed" in judge(message).codes


def test_pitfall_A12_korean_by_its_windows_name() -> None:
    body = base64.encodebytes(form({"Current behaviour": "안녕하세요"}).encode("cp949"))
    assert behaviour(mail(body, "text/plain; charset=ks_c_5601-1987", "base64")) == "안녕하세요"


@pytest.mark.parametrize("label", ["Support Key", "Product", "Severity", "Current behaviour"])
def test_pitfall_A13_byte_order_mark_before_a_label(label: str) -> None:
    found = judge(mail(form().replace(f"{label}:", f"\ufeff{label}:")))
    assert (found.verdict, found.codes, len(found.values)) == ("complete", set(), 13), found


@pytest.mark.parametrize("charset", ["utf-16", "utf-16le", "utf-16be", "utf-7"])
def test_pitfall_A14_wide_and_narrow_unicode(charset: str) -> None:
    body = base64.encodebytes(STOERUNG.encode(charset))
    assert behaviour(mail(body, f"text/plain; charset={charset}", "base64")) == STILL


def test_pitfall_A15_soft_break_inside_a_label() -> None:
    body = form().replace("Severity: 2", "Seve=\nrity: 2").replace("BUG-4711", "BUG-=\n4711")
    found = judge(mail(body, encoding="quoted-printable"))
    assert found.verdict == "complete", found
    assert (found.values["Severity"], found.values["Track-ID"]) == ("2", "BUG-4711")


@pytest.mark.parametrize("banner", ["CAUTION: external mail.\n\n", "CAUTION external mail, be careful.\n"])
def test_pitfall_A16_plain_words_before_base64(banner: str) -> None:
    message = mail(banner.encode() + base64.encodebytes(STOERUNG.encode()), encoding="base64")
    assert behaviour(message) == STILL
    assert "mime-defect" in judge(message).codes


def test_pitfall_A17_transfer_encoding_that_is_a_charset() -> None:
    assert behaviour(mail(STOERUNG, encoding="utf-8")) == STILL


@pytest.mark.parametrize("tail", [b"", b"A", b"=", b"===="])
def test_pitfall_A18_base64_with_wrong_padding(tail: bytes) -> None:
    text = edited({"Expected behaviour": "Expected behaviour:\nIt is filled"}).encode()
    body = base64.encodebytes(text + b"\n" * ((1 - len(text)) % 3)).rstrip(b"=\n")
    message = mail(body + tail, UTF8, "base64")
    found = judge(message)
    assert found.verdict == "complete", found
    assert found.prose("Expected behaviour") == "It is filled"
    assert "mime-defect" in found.codes
