"""Transfer encodings, as programs and gateways leave them."""

from __future__ import annotations

import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketlint.message import transfer

FORM = b"Support Key: OX-12345\nServer: https://ox.example.com/\nSeverity: 2\nModule: mail\n" * 3
LINES = base64.encodebytes(FORM)


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        ("", "7bit"), ("7BIT", "7bit"), ("8bits", "8bit"), ("8 bit", "8bit"), ('"8bit"', "8bit"), ("binary (raw)", "binary"),
        ("Quoted-Printable", "quoted-printable"), ("quoted printable", "quoted-printable"), ("base64; x", "base64"),
        ("x-uuencode", "x-uuencode"), ("utf-8", None), ("base9000", None), ("text/html", None),
    ],
)  # fmt: skip
def test_names_of_encodings(value: str, encoding: str | None) -> None:
    assert transfer.normalise(value) == encoding


@given(st.binary(max_size=300))
def test_what_was_encoded_comes_back(octets: bytes) -> None:
    assert transfer.base64(base64.encodebytes(octets)) == (octets, None)
    assert transfer.base64(base64.encodebytes(octets).replace(b"\n", b"\r\n")) == (octets, None)
    assert transfer.quoted_printable(binascii.b2a_qp(octets, istext=False)) == octets


@given(st.binary(max_size=300), st.sampled_from(["7bit", "base64", "quoted-printable", "x-uuencode"]))
def test_nothing_raises(octets: bytes, encoding: str) -> None:
    transfer.decode(octets, encoding)


@pytest.mark.parametrize("tail", [b"", b"A", b"=", b"====", b"\n=\n"])
def test_padding_does_not_matter(tail: bytes) -> None:
    found, _ = transfer.base64(base64.b64encode(b"Product: OXHE x").rstrip(b"=") + tail)
    assert found.rstrip(b"\0") == b"Product: OXHE x"


def test_a_line_with_too_much_padding_is_data_all_the_same() -> None:
    assert transfer.base64(b"suLK1A===")[0] == b"\xb2\xe2\xca\xd4"
    assert transfer.base64(b"suLK1A===\n=\n")[0] == b"\xb2\xe2\xca\xd4"


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_base64_that_is_cut_off_keeps_its_beginning(missing: int) -> None:
    found, told = transfer.base64(LINES.strip()[:-missing].rstrip(b"="))
    assert FORM.startswith(found)
    assert len(found) > len(FORM) - 4
    assert told is None or "cut off" in told


@pytest.mark.parametrize(
    "banner",
    [b"CAUTION: external mail.\n\n", b"CAUTION external mail\n", b"[EXTERNAL]\n", b"External\n\n", b"Stay\nsafe\n",
     b"**********\nDo not open attachments!\n**********\n"],
)  # fmt: skip
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_words_before_base64_come_first_as_text(banner: bytes, ends: bytes) -> None:
    found, told = transfer.base64((banner + LINES).replace(b"\n", ends))
    assert told
    words = b"\n".join(line for line in banner.split(b"\n") if line)
    assert found == words + b"\n" + FORM


def test_words_after_and_inside_base64() -> None:
    lines = LINES.splitlines(keepends=True)
    for mixed in (
        LINES + b"--\nScanned by a gateway.\n",
        lines[0] + b"*** a gateway was here ***\n" + b"".join(lines[1:]),
    ):
        found, told = transfer.base64(mixed)
        assert found.endswith(FORM)
        assert told


def test_one_stray_character_costs_little() -> None:
    assert transfer.base64(b"PGh0*bWw+Cg==") == (b"<html>\n", "the base64 text is damaged")
    assert transfer.base64(b"ecO2dMOkIHZhYW4uCg== ignored")[0] == b"ignored\ny\xc3\xb6t\xc3\xa4 vaan.\n"


def test_pieces_that_were_encoded_one_by_one_are_all_read() -> None:
    pieces = b"\n".join(base64.b64encode(line) for line in (b"Product: x\n", b"Severity: 2\n", b"Module: mail\n"))
    assert transfer.base64(pieces)[0] == b"Product: x\nSeverity: 2\nModule: mail\n"


def test_text_that_only_claims_to_be_base64_is_text() -> None:
    assert transfer.base64(b"This is no base64, but a sentence.\nSeverity: 2\n")[0] == (
        b"This is no base64, but a sentence.\nSeverity: 2"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"Seve=\nrity: 2", b"Severity: 2"), (b"Seve=  \nrity: 2", b"Severity: 2"), (b"Seve=\t\r\nrity: 2", b"Severity: 2"),
        (b"a=3Db", b"a=b"), (b"a=3db", b"a=b"), (b"a = b", b"a = b"), (b"100 % =ZZ", b"100 % =ZZ"), (b"end=", b"end"),
    ],
)  # fmt: skip
def test_quoted_printable_is_read_leniently(written: bytes, meant: bytes) -> None:
    assert transfer.quoted_printable(written) == meant


def test_uuencoded_text() -> None:
    body = b"begin 644 form.txt\r\n" + binascii.b2a_uu(b"Product: OXHE\n").replace(b"\n", b"\r\n") + b"`\r\nend\r\n"
    assert transfer.decode(body, "x-uuencode") == (b"Product: OXHE\n", None)
    found, told = transfer.decode(b"Product: OXHE\n", "x-uuencode")
    assert (found, bool(told)) == (b"Product: OXHE\n", True)
