"""Charsets: labels as they are written, and octets that keep the promise or break it."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketlint.message import charset, parse


def text(body: bytes, content_type: str = "text/plain", encoding: str = "8bit") -> tuple[str, str, list[str]]:
    head = f"From: a@b.example\nContent-Type: {content_type}\nContent-Transfer-Encoding: {encoding}\n\n"
    found = parse(head.encode() + body).root.text()
    return found.text, found.charset, [defect.code for defect in found.defects]


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF8", "utf-8"), ("utf-8; x", "utf-8"), ("'utf-8'", "utf-8"), ("utf 8", "utf-8"), ("utf8mb4", "utf-8"),
        ("cp-850", "cp850"), ("windows1252", "cp1252"), ("win-1250", "cp1250"), ("iso-8859-8-i", "iso8859-8"),
        ("iso-88591", "iso8859-1"), ("8859-15", "iso8859-15"), ("ks_c_5601-1987", "cp949"), ("x-sjis", "cp932"),
        ("gb2312", "gb18030"), ("ansi_x3.4-1968", "ascii"), ("charset=us-ascii", "ascii"), ("x-mac-roman", "mac-roman"),
        ("hz-gb-2312", "hz"), ("ru_RU.KOI8-R", "koi8-r"), ("en_US.utf8", "utf-8"),
    ],
)  # fmt: skip
def test_labels_that_mean_a_codec(label: str, codec: str) -> None:
    assert charset.codec(label) == (codec, False)


@pytest.mark.parametrize(
    ("label", "octets", "meant"),
    [
        ("iso-2022-jp", b"\x1b$B-!4]?t;z-5\x1b(B 1\n", "①丸数字Ⅰ 1\n"), ("ISO-2022-JP", b"a\r\n\x1b$B-!\x1b(B\r\n\x1b$@4]\x1b(J.", "a\n①\n丸."),
        ("ISO-2022-JP-MS", b'\x1b$B-!-"|b\x1b(I123\x1b(B.\n', "①②髙ｱｲｳ.\n"),
        ("euc-jp", b"\xad\xa1\xb4\xdd\n", "①丸\n"), (None, b"\x1b$B-!4]\x1b(B\n", "①丸\n"),
    ],
)  # fmt: skip
def test_japanese_with_the_vendors_characters(label: str | None, octets: bytes, meant: str) -> None:
    kind = "text/plain" if label is None else f"text/plain; charset={label}"
    found, _, codes = text(octets, kind)
    assert (found, codes) == (meant, [])


@pytest.mark.parametrize("label", ["uft-8", "uf-8", "is-8859-1", "us-asci"])
def test_labels_with_one_slip(label: str) -> None:
    name, misspelt = charset.codec(label)
    assert name is not None
    assert misspelt


@pytest.mark.parametrize(
    "label",
    ["", "unknown", "none", "x-unknown", "bogus", "1", "iso-8859-17", "utf-9", "rot13", "rot_13", "zip", "zlib_codec",
     "base64", "hex", "uu", "quopri", "bz2", "unicode_escape", "raw_unicode_escape", "unicode-escape", "idna",
     "punycode", "undefined", "mbcs", "oem", "aliases", "os", "../os", "a\0b", "ä", "x" * 5000],
)  # fmt: skip
def test_labels_that_mean_none(label: str) -> None:
    assert charset.codec(label)[0] is None


@given(st.text(max_size=60))
def test_no_label_raises(label: str) -> None:
    assert isinstance(charset.decode(b"a \xe4 b\n", label)[0], str)


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "", "utf-8", "utf-16", "utf-7", "iso-2022-jp", "big5", "cp1252", "hz", "x"]),
)
def test_every_octet_string_is_some_text(octets: bytes, label: str | None) -> None:
    found, name, _ = charset.decode(octets, label)
    assert codecs.lookup(name)
    found.encode("utf-8")  # no halves of characters


@pytest.mark.parametrize(
    "label", ["utf-8", "iso-8859-15", "koi8-r", "cp437", "utf-7", "utf-16-le", "shift_jis", "big5", "euc-kr"]
)
def test_a_label_that_keeps_its_promise_wins(label: str) -> None:
    word = {"koi8-r": "Ошибка", "shift_jis": "障害", "big5": "錯誤", "euc-kr": "오류"}.get(label, "Störung")
    found, _, told = text(word.encode(label), f"text/plain; charset={label}")
    assert (found, told) == (word, [])


@pytest.mark.parametrize("label", ["utf-8", "us-ascii", "bogus", "unknown"])
@pytest.mark.parametrize("truth", ["cp1252", "utf-8"])
def test_a_label_that_breaks_its_promise_is_told(label: str, truth: str) -> None:
    if label == truth:
        truth = "cp1252"
    found, _, told = text("Störung – „ja“".encode(truth), f"text/plain; charset={label}")
    assert (found, told) == ("Störung – „ja“", ["charset-guessed"])


def test_latin_1_with_c1_controls_is_windows_1252() -> None:
    assert text(b"\x84ja\x93 \x96 nein", "text/plain; charset=iso-8859-1") == ("„ja“ – nein", "cp1252", [])
    assert text(b"a" * 5000 + b"\xe4" * 5000 + b"\x96", "text/plain; charset=iso-8859-1")[1] == "cp1252"
    assert text(b"\x81", "text/plain; charset=iso-8859-1") == ("\x81", "iso8859-1", [])


def test_a_damaged_character_does_not_unmake_the_rest() -> None:
    damaged = ("Störungsmeldung für Größen " * 10).encode() + b"\xc3("
    found, name, told = text(damaged, "text/plain; charset=utf-8")
    assert found.startswith("Störungsmeldung für Größen ")
    assert (name, told) == ("utf-8", ["charset-guessed"])


def test_escapes_without_a_label_are_japanese() -> None:
    assert text("障害: x".encode("iso-2022-jp"), encoding="7bit") == ("障害: x", "iso2022_jp", [])


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be", "utf-32"])
def test_wide_characters_with_and_without_a_mark(label: str) -> None:
    for octets in ("Produkt: ä\n".encode(label), "\ufeffProdukt: ä\n".encode(label)):
        assert text(octets, f"text/plain; charset={label}")[0] == "Produkt: ä\n"
    assert text("\ufeffProdukt\n".encode("utf-16-be"))[0] == "Produkt\n"


def test_wide_characters_without_a_label() -> None:
    assert text("Produkt: x\n".encode("utf-16-le")) == ("Produkt: x\n", "utf-16-le", ["charset-guessed"])


def test_a_wide_label_on_narrow_text_is_told() -> None:
    assert text(b"Product: x\n", "text/plain; charset=utf-16") == ("Product: x\n", "utf-8", ["charset-guessed"])


def test_marks_go_and_nul_goes_with_a_word() -> None:
    assert text("\ufeffa\n\ufeffb\n".encode(), "text/plain; charset=utf-8") == ("a\nb\n", "utf-8", [])
    assert text(b"Pro\0duct: x") == ("Product: x", "ascii", ["mime-defect"])


def test_a_page_may_name_its_own_charset() -> None:
    page = '<html><head><META http-equiv="Content-Type" content="text/html; charset=koi8-r"></head>Ошибка'
    assert text(page.encode("koi8-r"), "text/html") == (page, "koi8-r", [])
    assert text(page.encode(), "text/html; charset=utf-8") == (page, "utf-8", [])
    assert text(page.encode("koi8-r"), "text/plain")[0] != page


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_only_cr_and_lf_end_lines(ends: str) -> None:
    body = ends.join(["a\fb\vc", "d\x85e\u2028f\x1cg", ""])
    assert text(body.encode(), "text/plain; charset=utf-8")[0] == "a\fb\vc\nd\x85e\u2028f\x1cg\n"


@pytest.mark.parametrize(
    ("body", "label", "encoding", "as_is"),
    [
        (b"a\n", "us-ascii", "7bit", True), (b"\xc3\xa4\n", "utf-8", "8bit", True), (b"\xe4\n", "latin1", "binary", True),
        (b"a\n", "utf-8", "quoted-printable", False), (b"YQ==", "utf-8", "base64", False), (b"+AOQ-\n", "utf-7", "7bit", False),
        ("障\n".encode("iso-2022-jp"), "iso-2022-jp", "7bit", False), (b"a\0\n", "utf-8", "8bit", False),
        ("a\n".encode("utf-16"), "utf-16", "8bit", False),
    ],
)  # fmt: skip
def test_text_that_stands_in_the_file_as_it_is(body: bytes, label: str, encoding: str, as_is: bool) -> None:
    head = f"From: a@b.example\nContent-Type: text/plain; charset={label}\nContent-Transfer-Encoding: {encoding}\n\n"
    assert parse(head.encode() + body).root.text().as_is is as_is
