"""Pitfalls A19 to A40: the structure of a message, its lines and its header."""

from __future__ import annotations

import base64

import pytest

from mails import ANSWERS, HEADER, UTF8, Reading, edited, form, judge, mail, multipart, part, words
from ticketlint import template
from ticketlint.form import load_forms

PNG = part(base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(60)), "image/png; name=shot.png", "base64", "inline")


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def test_pitfall_A19_multipart_that_is_never_closed() -> None:
    body, content_type, _ = multipart("mixed", part(form()))
    found = complete(mail(body.replace(b"--=_edge--\n", b""), content_type, None))
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"]
    assert "mime-defect" in found.codes


def test_pitfall_A19_boundary_line_where_a_header_field_should_be() -> None:
    body, content_type, _ = multipart("mixed", part(form()))
    message = mail(body, content_type, None).replace(b"\n\n--=_edge", b"\n--=_edge", 1)
    assert "mime-defect" in complete(message).codes


def test_pitfall_A19_boundary_that_no_line_has() -> None:
    body, _, _ = multipart("mixed", part(form()))
    assert "mime-defect" in complete(mail(body, 'multipart/mixed; boundary="another"', None)).codes


@pytest.mark.parametrize(
    "value", ["=?utf-8?q?text/plain?=; charset=utf-8", "=?utf-8?b?dGV4dC9wbGFpbjsgY2hhcnNldD11dGYtOA==?="]
)
def test_pitfall_A20_content_type_in_an_encoded_word(value: str) -> None:
    assert "mime-defect" in complete(mail(form(), value)).codes


def test_pitfall_A21_no_content_type() -> None:
    assert complete(mail(form(), None, None)).codes == set()


@pytest.mark.parametrize("body", ["", "\n\n", " \n\t\n", "\xa0\n"])
def test_pitfall_A22_no_body(body: str) -> None:
    found = judge(mail(body))
    assert found.verdict == "incomplete", found
    notes = " ".join(found.first("empty-body").notes)
    assert [label for label in ANSWERS if label not in notes] == []
    assert "missing-field" not in found.codes, "one mistake, one diagnostic"


def test_pitfall_A22_header_and_nothing_else() -> None:
    found = judge(mail("")[:-1])
    assert (found.verdict, "empty-body" in found.codes) == ("incomplete", True), found


def test_pitfall_A22_multipart_without_parts() -> None:
    found = judge(mail("", 'multipart/mixed; boundary="x"', None))
    assert found.verdict in {"incomplete", "unreadable"}, found
    assert found.codes & {"empty-body", "unreadable-body"}


def test_pitfall_A23_clear_signed_mail() -> None:
    signature = part(
        base64.encodebytes(bytes(90)), "application/pkcs7-signature; name=smime.p7s", "base64", "attachment"
    )
    assert complete(mail(*multipart("signed", part(form()), signature))).codes == set()


def signed(newline: str = "\n") -> bytes:
    text = form({"Steps to reproduce": "- - Log in.\n- - Open the inbox."})
    lines = ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", *text.splitlines()]
    lines += [
        "-----BEGIN PGP SIGNATURE-----",
        "Version: GnuPG v2",
        "",
        "iQEzBAEBCAAdFiEE",
        "=abcd",
        "-----END PGP SIGNATURE-----",
        "",
    ]
    return newline.join(lines).encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_pitfall_A24_inline_pgp_signature(newline: str) -> None:
    found = complete(mail(signed(newline)))
    assert found.codes == set(), found
    assert found.prose("Steps to reproduce") == "- Log in.\n- Open the inbox."
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"]


ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA+abcdefgh0123456789\nqrstuvwx==\n=abcd\n-----END PGP MESSAGE-----\n"
ENCRYPTED = {
    "PGP/MIME": mail(
        *multipart(
            "encrypted", part("Version: 1\n", "application/pgp-encrypted"), part(ARMOUR, "application/octet-stream")
        )
    ),
    "S/MIME": mail(
        base64.encodebytes(bytes(99)), "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "base64"
    ),
    "inline PGP": mail(ARMOUR),
}


@pytest.mark.parametrize("kind", ENCRYPTED)
def test_pitfall_A25_encrypted(kind: str) -> None:
    found = judge(ENCRYPTED[kind])
    assert (found.verdict, found.whole.ticket) == ("unreadable", False), found
    assert "encrypted-body" in found.codes
    assert "missing-field" not in found.codes


@pytest.mark.parametrize("alone", [True, False])
def test_pitfall_A26_winmail_dat(alone: bool) -> None:
    tnef = part(
        base64.encodebytes(b"\x78\x9f\x3e\x22" + bytes(40)),
        "application/ms-tnef; name=winmail.dat",
        "base64",
        "attachment",
    )
    found = judge(mail(*multipart("mixed", *([] if alone else [part("\n")]), tnef)))
    assert found.verdict == "unreadable", found
    fault = found.first("unreadable-body")
    assert "missing-field" not in found.codes
    assert "plain" in words(fault).lower() or "html" in words(fault).lower()


def test_pitfall_A27_form_in_an_attached_text_file() -> None:
    attached = part(form(), 'text/plain; charset=utf-8; name="form.txt"', disposition='attachment; filename="form.txt"')
    found = judge(mail(*multipart("mixed", part("Hello, the form is attached.\n"), attached)))
    assert found.verdict == "incomplete", found
    assert "form-in-attachment" in found.codes


def test_pitfall_A28_text_round_a_picture() -> None:
    before, after = form().split("Module:")
    found = complete(mail(*multipart("mixed", part(before), PNG, part("Module:" + after))))
    assert (found.values["Distribution"], found.values["Module"]) == ("SLES", ("mail",))


@pytest.mark.parametrize("empty", ["", "\n", " \n\n", "\xa0\n"])
def test_pitfall_A29_empty_text_beside_full_html(empty: str) -> None:
    html = part("<br>".join(form().splitlines()), "text/html; charset=utf-8")
    assert len(complete(mail(*multipart("alternative", part(empty), html))).values) == 13


def test_pitfall_A30_text_and_html_disagree() -> None:
    html = part("<br>".join(form({"Track-ID": "BUG-4712"}).splitlines()), "text/html; charset=utf-8")
    found = judge(mail(*multipart("alternative", part(form()), html)))
    assert "Track-ID" in words(found.first("alternatives-differ")) + str(found.first("alternatives-differ").field)
    assert found.values["Track-ID"] == "BUG-4711"


def test_pitfall_A30_text_and_html_agree() -> None:
    html = part("<br>".join(form().splitlines()), "text/html; charset=utf-8")
    assert complete(mail(*multipart("alternative", part(form()), html))).codes == set()


def test_pitfall_A31_form_in_an_attached_message() -> None:
    inner = mail(form(), headers={"From": "inner@customer.example", "To": "other@customer.example"})
    found = complete(mail(*multipart("mixed", part("See below.\n"), part(inner, "message/rfc822"))))
    assert "field-in-forward" in found.codes
    assert found.whole.sender == "anna@customer.example"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_pitfall_A32_ends_of_lines(newline: bytes) -> None:
    body = form().encode().replace(b"\n", newline)
    found = complete(mail(body))
    assert found.values == judge(mail(form())).values


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_pitfall_A32_characters_that_only_python_calls_line_ends(sign: str) -> None:
    found = complete(mail(form({"Server Version": f"6.22{sign}Rev15"})))
    assert "\n" not in found.prose("Server Version")
    assert found.whole.fields["Severity"].span.line - found.whole.fields["Support Key"].span.line == 6


FLOWED = f"{UTF8}; format=flowed"


def test_pitfall_A33_flowed_template_with_blanks_behind_its_labels() -> None:
    found = judge(mail(edited({"Support Key": "Support Key: ", "Server": "Server: ox1.example.com"}), FLOWED))
    assert "empty-field" in found.codes_of("Support Key"), found
    assert found.values["Server"] == "ox1.example.com"


def test_pitfall_A33_flowed_lines_are_one() -> None:
    text = form({"Component": "Groupware \nGUI", "Current behaviour": "The list \nstays empty.\nAlways."})
    found = complete(mail(text, FLOWED))
    assert found.values["Component"] == "Groupware GUI"
    assert found.prose("Current behaviour") == "The list stays empty.\nAlways."


def test_pitfall_A34_delsp() -> None:
    text = form({"Server": "https://ox.exam \nple.com/ajax", "Component": "Groupware  \nGUI"})
    found = complete(mail(text, f"{FLOWED}; delsp=yes"))
    assert (found.values["Server"], found.values["Component"]) == ("https://ox.example.com/ajax", "Groupware GUI")


@pytest.mark.parametrize("indent", [" ", "\t", "    ", ""])
def test_pitfall_A35_hard_wrapped_line(indent: str) -> None:
    text = form({"Server Version": f"6.22 Rev15 with the packages\n{indent}of last Tuesday"})
    assert (
        complete(mail(text)).prose("Server Version").split() == "6.22 Rev15 with the packages of last Tuesday".split()
    )


def test_pitfall_A35_hard_wrapped_choice() -> None:
    found = complete(mail(form({"Component": "Admin GUI and the\n provisioning bundle"})))
    assert found.values["Component"] == "Admin GUI"


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x08", "\x7f"])
def test_pitfall_A36_control_characters(sign: str) -> None:
    found = complete(
        mail(
            form({"Severity": f"2{sign}", "Track-ID": f"BUG-{sign}4711", "Current behaviour": f"It stays bl{sign}ank."})
        )
    )
    assert (found.values["Severity"], found.values["Track-ID"]) == ("2", "BUG-4711")
    assert found.prose("Current behaviour") == "It stays blank."
    assert "mime-defect" in found.codes


@pytest.mark.parametrize(
    "date",
    [
        "Thu, 05 Nov 200909090909090909 10:00:00 +0100",
        "Thu, 05 Nov 12009 10:00:00 +0100",
        "Thu, 32 Nov 2009 10:00:00 +9999",
        "soon",
    ],
)
def test_pitfall_A37_impossible_date(date: str) -> None:
    found = complete(mail(form(), headers={"Date": date}))
    assert found.whole.date is None
    assert "malformed-header" in found.codes


def test_pitfall_A38_message_id_in_brackets() -> None:
    found = complete(mail(form(), headers={"Message-ID": "<[abc]@x>"}))
    assert found.whole.message_id == "<[abc]@x>"


@pytest.mark.parametrize("name", ["=?utf-8?q?a=0Ab?=", "=?utf-8?q?a=0D=0ABcc:_v=40x?=", "=?utf-8?b?CgoK?="])
def test_pitfall_A39_line_break_in_a_name(name: str) -> None:
    found = complete(mail(form(), headers={"From": f"{name} <anna@customer.example>", "Subject": name}))
    assert found.whole.sender == "anna@customer.example"
    assert "\n" not in (found.whole.subject or "")
    assert "\r" not in (found.whole.subject or "")


def test_pitfall_A40_header_field_given_twice() -> None:
    found = complete(mail(form(), headers={"Subject": f"{HEADER['Subject']}\nSubject: Another"}))
    assert found.whole.subject == HEADER["Subject"]
    assert "repeated-header" in found.codes


def test_pitfall_A40_content_type_given_twice() -> None:
    assert "repeated-header" in complete(mail(form(), f"{UTF8}\nContent-Type: text/html")).codes


@pytest.mark.parametrize("filled", [False, True])
def test_no_line_of_a_template_ends_in_a_blank_that_joins_it_to_the_next(filled: bool) -> None:
    for desk in load_forms(["open-xchange", "bug-report", "maintenance-notice", "ripe-database"]):
        for language in desk.language:
            for write in (template.body, template.mail):
                text = write(desk, language, filled=filled)
                assert [line for line in text.split("\n") if line != line.rstrip()] == []
