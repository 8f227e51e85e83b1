"""The header: fields, people, dates, and what was wrong with them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ticketlint.message import Address, Message, dates, params, parse


def mail(*fields: str, body: str = "Product: OXHE\n") -> Message:
    return parse("\n".join([*fields, "", body]).encode("utf-8", "surrogateescape"))


def titles(message: Message) -> list[tuple[str, int | None]]:
    return [(defect.code, defect.line) for defect in message.defects]


def text(octets: bytes) -> tuple[list[str], int, str]:
    message = parse(octets)
    return [field.name for field in message.fields], message.root.first_line, message.root.text().text


def test_a_plain_mail() -> None:
    message = mail(
        "From: Anna Admin <anna@Customer.example>", "To: support@open-xchange.com, Bob <b@x.example>", "cc: c@x.example",
        "Delivered-To: desk@open-xchange.com", "Subject: The inbox", "  stays empty", "Date: Thu, 5 Nov 2009 10:00 +0100",
        "Message-ID: <1@customer.example>", "X-Priority: 1 (Highest)",
    )  # fmt: skip
    assert message.subject == "The inbox  stays empty"
    assert message.sender == Address("Anna Admin", "anna@Customer.example", "from")
    assert [(one.address, one.field) for one in message.recipients] == [
        ("support@open-xchange.com", "to"), ("b@x.example", "to"), ("c@x.example", "cc"),
        ("desk@open-xchange.com", "delivered-to"),
    ]  # fmt: skip
    assert (message.date, message.message_id) == ("2009-11-05T10:00:00+01:00", "<1@customer.example>")
    assert (message.importance, message.automatic, message.defects) == ("high", None, ())
    assert message.root.first_line == 11
    assert message.root.text().as_is
    field = message.get("SUBJECT")
    assert field is not None
    assert (field.name, field.line) == ("Subject", 5)
    assert [one.name for one in message.get_all("CC")] == ["cc"]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_line_ends_of_every_kind(ends: bytes) -> None:
    octets = b"From: a@b.example\nSubject: x\n y\n\none\ntwo\n".replace(b"\n", ends)
    message = parse(octets, 10)
    assert (message.subject, message.root.first_line, message.root.text().text) == ("x y", 14, "one\ntwo\n")


@pytest.mark.parametrize(
    "top",
    [b"", b"\xef\xbb\xbf", b"\n", b"\r\n \r\n", b"From anna Thu Nov  5 10:00:00 2009\n", b">From anna\nFrom bob\n",
     b"\xef\xbb\xbf\nFrom anna Thu\n"],
)  # fmt: skip
def test_what_may_stand_before_the_header(top: bytes) -> None:
    names, line, body = text(top + b"Received: x\nFrom: a@b.example\nSubject: x\n\nbody\n")
    assert (names, body) == (["Received", "From", "Subject"], "body\n")
    assert line == 5 + top.count(b"\n")


@pytest.mark.parametrize(
    ("octets", "line", "body"),
    [
        (b"\nSupport Key: x\nServer: y\n\nSeverity: 2\n", 2, "Support Key: x\nServer: y\n\nSeverity: 2\n"),
        (b"\nFrom: a@b.example\nSubject: forwarded\n\nx\n", 2, "From: a@b.example\nSubject: forwarded\n\nx\n"),
        (b"Product: OXHE\nSeverity: 2\n\nx\n", 1, "Product: OXHE\nSeverity: 2\n\nx\n"),
        (b"Product: OXHE\nPriority: 2\nStatus: x\n", 1, "Product: OXHE\nPriority: 2\nStatus: x\n"),
        (b"Hello,\nthe inbox is empty.\n", 1, "Hello,\nthe inbox is empty.\n"),
        (b"", 1, ""), (b"\n", 2, ""), (b"\r\n\r\n", 2, "\n"), (b"\xef\xbb\xbf\nProduct: x", 2, "Product: x"),
    ],
)  # fmt: skip
def test_octets_without_a_header_are_all_body(octets: bytes, line: int, body: str) -> None:
    assert text(octets) == ([], line, body)


def test_a_missing_blank_line() -> None:
    message = parse(b"From: a@b.example\nSubject: x\nHello,\nProduct: OXHE\n\nSeverity: 2\n")
    assert message.root.text().text == "Hello,\nProduct: OXHE\n\nSeverity: 2\n"
    assert message.root.first_line == 3
    assert titles(message) == [("mime-defect", 3)]


def test_a_fold_that_lost_its_blank_ends_no_header() -> None:
    message = parse(b"From: a@b.example\nReferences: <1@x>\n<2@x>\nSubject: x\nTo: c@d.example\n\nbody\n")
    assert (message.subject, message.root.text().text) == ("x", "body\n")
    assert titles(message) == [("malformed-header", 3)]
    references = message.get("references")
    assert references is not None
    assert references.value == "<1@x> <2@x>"


def test_lines_that_are_no_fields() -> None:
    message = parse(b" From: a@b.example\n: nothing\n>From x\nSubject : y\n\nbody\n")
    assert (message.subject, message.sender, titles(message)) == (
        "y", Address("", "a@b.example", "from"), [("malformed-header", 2), ("malformed-header", 3)],
    )  # fmt: skip


def test_a_carriage_return_inside_a_field_is_a_blank() -> None:
    message = parse(b"From: a@b.example\nSubject: x\ry\nX-A: \x00\x01\n\nbody\n")
    assert (message.subject, message.root.first_line) == ("x y", 6)
    assert [field.line for field in message.fields] == [1, 2, 4]
    assert message.fields[2].value == "\x00\x01"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?q?St=C3=B6rung?=", "Störung"), ("=?utf-8?q?St=C3?= =?UTF-8?q?=B6rung?=", "Störung"),
        ("=?utf-8?b?U3TD?=\n =?utf-8?b?tnJ1bmc=?=", "Störung"), ("=?utf-8?b?U3TD?= =?utf-8?q?=B6rung?=", "Störung"),
        ("a =?iso-8859-1*de?q?=F6?= b", "a ö b"), ("=?utf-8?q?a?=  =?utf-8?q?b?=", "ab"), ("=?utf-8?q?a?= b", "a b"),
        ("=?utf-8?q?a_b?=c", "a bc"), ("=?utf-8?q?Was ist das?=", "Was ist das"), ("=?utf-8?q?Was?_ja?=", "Was? ja"),
        ("=?bogus?q?=C3=B6?=", "ö"), ("=?utf\x00-8?q?=C3=B6?=", "ö"), ("=?rot13?q?abc?=", "abc"), ("=?utf-8?q?=F6?=", "ö"),
        ("=?utf-8?q?a=0D=0Ab?=", "a b"), ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="), ("=?utf-8?q?abc", "=?utf-8?q?abc"),
        ("=?utf-8?b?!!!?=", "!!!"), ("=?utf-8?q??=", ""), ("1 =? 2", "1 =? 2"), ("Störung", "Störung"),
        ("=?iso-2022-jp?b?GyRCPmMbKEI=?= x", "障 x"), ("=?utf-8?b?w7Y===?=", "ö"),
        ("=?de_DE.ISO-8859-1?q?St=F6rung?=", "Störung"), ("=?utf-8?b?U3TD?= =?iso-8859-1?q?=F6?=", "StÃö"),
    ],
)  # fmt: skip
def test_encoded_words(written: str, meant: str) -> None:
    assert mail("From: a@b.example", f"Subject: {written}").subject == meant


def test_eight_bit_header_fields() -> None:
    assert parse(b"From: a@b.example\nSubject: St\xf6rung\n\n").subject == "Störung"
    assert parse("From: Jürgen <j@b.example>\n\n".encode()).sender == Address("Jürgen", "j@b.example", "from")
    assert parse("From: Jürgen <j@b.example>\n\n".encode("latin-1")).sender == Address("Jürgen", "j@b.example", "from")


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("d@x.example", "", "d@x.example"), ("<d@x.example>", "", "d@x.example"), ("Don <d@x.example>", "Don", "d@x.example"),
        ('"Doe, Don" <d@x.example>', "Doe, Don", "d@x.example"), (r'"Don \"D\" Doe" <d@x.example>', 'Don "D" Doe', "d@x.example"),
        ("=?UTF-8?Q?Armstrong=2C?= Don <d@x.example>", "Armstrong, Don", "d@x.example"),
        ('"=?UTF-8?Q?J=C3=BCrgen?=" <d@x.example>', "Jürgen", "d@x.example"), ("d@x.example (Don Doe)", "Don Doe", "d@x.example"),
        ("Don Doe<d@x.example>", "Don Doe", "d@x.example"), ("O'Neill, Don <d@x.example>", "Don", "d@x.example"),
        ('"quoted local"@x.example', "", '"quoted local"@x.example'), ("A. Doe <a@x.example>", "A. Doe", "a@x.example"),
        ("a@x.example, b@x.example", "", "a@x.example"), ("Don <d@[192.0.2.1]>", "Don", "d@[192.0.2.1]"),
        ("Team: a@x.example, b@x.example;", "", "a@x.example"), ("üser@exämple.example", "", "üser@exämple.example"),
        ("=?utf-8?Q?Doe, Don?= <d@x.example>", "Doe, Don", "d@x.example"), ("=?utf-8?Q?don@old.example?= <d@x.example>, e@x.example", "don@old.example", "d@x.example"),
        ("don@old.example <d@x.example>", "don@old.example", "d@x.example"), ("Don@Home <d@x.example>, e@x.example", "Don@Home", "d@x.example"),
        ("'Don' <'d@x.example'>", "'Don'", "d@x.example"),
    ],
)  # fmt: skip
def test_people(value: str, name: str, address: str) -> None:
    message = mail(f"From: {value}")
    assert message.sender == Address(name, address, "from")


@pytest.mark.parametrize(
    "value", ["foo bar@x.example", "foo bar <bar@x.example", "bar@x.example>", "bar@x.example Thu Aug 22"]
)
def test_a_sender_that_is_not_quite_an_address(value: str) -> None:
    message = mail(f"From: {value}")
    assert message.sender is not None
    assert message.sender.address == "bar@x.example"
    assert titles(message) == [("malformed-header", 1)]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("a@x.example; b@x.example", "a b"), ("Ann <a@x.example>; Bob <b@x.example>;", "a b"), ("a@x.example;b@x.example,c@x.example", "a b c"),
        ('"Ann; the first" <a@x.example>;"Bob" <b@x.example>', "a b"), ("a@x.example b@x.example", "a b"), ("<a@x.example> <b@x.example>", "a b"),
        ('"Ann" a@x.example, b@x.example', "a b"), ("mailto:a@x.example", "a"), ("Ann <mailto:a@x.example>", "a"), ("'a@x.example'", "a"),
        ("a@x.example<mailto:a@x.example>, Bob <b@x.example<mailto:b@x.example>>", "a b"), ("=?utf-8?Q?Ann_=3Ca=40x.example=3E?=", "a"),
        ("=?utf-8?B?YUB4LmV4YW1wbGU=?=", "a"), ("Team: a@x.example, b@x.example;, c@x.example", "a b c"),
        ('"no@x.example" <a@x.example>; b@x.example (no@x.example)', "a b"), ('a@x.example "no@x.example" b@x.example', "a b"),
    ],
)  # fmt: skip
def test_recipients_as_people_write_them(value: str, meant: str) -> None:
    found = [one.address for one in mail("From: z@x.example", f"To: {value}").recipients]
    assert found == [f"{name}@x.example" for name in meant.split()]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("a@x.example; b@x.example", ""),
        ("Ann <mailto:a@x.example>", "Ann"),
        ("=?utf-8?Q?Ann_=3Ca=40x.example=3E?=", "Ann"),
    ],
)
def test_a_sender_in_a_form_of_his_own(value: str, name: str) -> None:
    message = mail(f"From: {value}")
    assert message.sender == Address(name, "a@x.example", "from")
    assert titles(message) == [("malformed-header", 1)]


@pytest.mark.parametrize(
    "value", ["", "nobody", "<>", "MAILER DAEMON <>", "(", '"', "@", ",,,", "a@@b@", "undisclosed:;"]
)
def test_a_sender_that_is_none(value: str) -> None:
    message = mail(f"From: {value}", "Subject: x")
    assert message.sender is None or "@" in message.sender.address
    assert mail(f"From: {value}", "Sender: s@x.example").sender is not None


@pytest.mark.parametrize("field", ["X-Original-From", "Reply-To"])
@pytest.mark.parametrize("name", ["Don via team", "'Don' via team"])
def test_the_author_behind_a_list(field: str, name: str) -> None:
    message = mail(f'From: "{name}" <team@lists.example>', f"{field}: don@x.example")
    assert message.sender == Address("Don", "don@x.example", field.lower())
    assert mail("From: Don via <don@x.example>", f"{field}: don@x.example").sender == Address(
        "Don via", "don@x.example", "from"
    )


def test_recipients_nobody_is_told() -> None:
    message = mail("From: a@b.example", "To: undisclosed-recipients:;", "Bcc:")
    assert (message.recipients, message.defects) == ((), ())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sun, 22 Nov 2026 10:00:00 +0100", "2026-11-22T10:00:00+01:00"), ("22 Nov 26 10:00 -0330", "2026-11-22T10:00:00-03:30"),
        ("Sun, 22 Nov 2026 10:00:00 +0200 (CEST)", "2026-11-22T10:00:00+02:00"), ("Sun,22 Nov 2026 10:00:00 CEST", "2026-11-22T10:00:00+02:00"),
        ("Sun, 22 Nov 2026 10:00:00 MEZ", "2026-11-22T10:00:00+01:00"), ("Sun, 22 Nov 2026 10:00:00 MESZ", "2026-11-22T10:00:00+02:00"),
        ("Sun, 22 Nov 2026 10:00:00 GMT+0100", "2026-11-22T10:00:00+01:00"), ("Sun, 22 Nov 2026 10:00:00 EST", "2026-11-22T10:00:00-05:00"),
        ("Sun, 22 Nov 2026 10:00:60 -0000", "2026-11-22T10:00:59+00:00"), ("Sun, 22 Nov 2026 10:00:00", "2026-11-22T10:00:00+00:00"),
        ("Sun Nov 22 10:00:00 2026", "2026-11-22T10:00:00+00:00"), ("Sun Nov 22 10:00:00 CET 2026", "2026-11-22T10:00:00+01:00"),
        ("2026-11-22 10:00:00 +01:00", "2026-11-22T10:00:00+01:00"), ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00+00:00"),
        ("Sunday, 22-Nov-26 10:00:00 UTC", "2026-11-22T10:00:00+00:00"), ("22 November 2026 10.00.00 +0100", "2026-11-22T10:00:00+01:00"),
        ("Tue, 27 Aug 0102 20:59:44 -0200", "2002-08-27T20:59:44-02:00"), ("Wed, 29 May 102 16:54:6 +0300", "2002-05-29T16:54:06+03:00"),
        ("Thu, 29 Feb 2024 10:00:00 +0000", "2024-02-29T10:00:00+00:00"), ("Fri, 5 Nov 99 10:00:00 QQQ", "1999-11-05T10:00:00+00:00"),
        ("Fri (day), 22 Nov (month) 2026 10:00:00 +0100", "2026-11-22T10:00:00+01:00"),
        ("Sun, 22 Nov 2026 10(h): 05  :  06 -0330", "2026-11-22T10:05:06-03:30"), ("Sun, 22 Nov 2026 9:5:6 +0100", "2026-11-22T09:05:06+01:00"),
        ("Sun,\r\n 22\r\n   Nov\r\n 2026\r\n  10:05\r\n   +0100 (Central Time)", "2026-11-22T10:05:00+01:00"),
    ],
)  # fmt: skip
def test_dates(written: str, meant: str) -> None:
    message = mail("From: a@b.example", f"Date: {written}")
    assert (message.date, message.defects) == (meant, ())


@pytest.mark.parametrize(
    "written",
    ["", "soon", "Thu, 05 Nov 200909090909090909 10:00:00 +0100", "Thu, 05 Nov 12009 10:00:00 +0100", "Thu, 32 Nov 2009 10:00:00 +0100",
     "Thu, 29 Feb 2023 10:00:00 +0100", "Thu, 5 Foo 2009 10:00:00 +0100", "Thu, 5 Nov 2009 25:00:00 +0100", "Thu, 5 Nov 2009 10:00:00 +9999",
     "2009-13-01 10:00:00", "٢٢ Nov 2026 10:00:00 +0100", "Mon, " * 9000],
)  # fmt: skip
def test_dates_that_are_none(written: str) -> None:
    message = mail("From: a@b.example", f"Date: {written}")
    assert message.date is None
    assert titles(message) == [("malformed-header", 2)]
    assert dates.iso(written) is None


def test_the_first_date_that_is_one_counts() -> None:
    message = mail(
        "From: a@b.example", "Date: Tue, 7 Apr 2026 10:00:t <a@b.example>", "Date: Tue, 7 Apr 2026 10:00:01 +0000"
    )
    assert message.date == "2026-04-07T10:00:01+00:00"
    assert titles(message) == [("repeated-header", 3)]


def test_fields_given_twice() -> None:
    message = mail("From: a@b.example", "Subject: one", "subject: two", "Received: x", "Received: y", "Date: soon")
    assert message.subject == "one"
    assert titles(message) == [("repeated-header", 3), ("malformed-header", 6)]


@pytest.mark.parametrize(
    ("fields", "importance"),
    [
        (["Importance: High"], "high"), (["X-Priority: 2"], "high"), (["Priority: urgent"], "high"), (["X-Priority: 3"], "normal"),
        (["Importance: low"], "low"), (["Priority: non-urgent"], "low"), (["X-MSMail-Priority: High"], "high"), ([], None),
        (["Importance:"], None),
    ],
)  # fmt: skip
def test_importance(fields: list[str], importance: str | None) -> None:
    assert mail("From: a@b.example", *fields).importance == importance


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}), ('TEXT/Html;CHARSET="a;b"', "text/html", {"charset": "a;b"}),
        ("text/plain charset=utf-8", "text/plain", {"charset": "utf-8"}), ('"text/plain"; a=b', "text/plain", {"a": "b"}),
        ("text/plain; charset=us-ascii (Plain text)", "text/plain", {"charset": "us-ascii"}), ("text", None, {}), ("", None, {}),
        ('text/plain; name*0=foo; name*1="bar.txt"', "text/plain", {"name": "foobar.txt"}),
        ("text/plain; name*=utf-8'de'St%C3%B6rung.txt", "text/plain", {"name": "Störung.txt"}),
        ("text/plain; name*0*=utf-8''St%C3; name*1*=%B6rung; name*2=\".txt\"", "text/plain", {"name": "Störung.txt"}),
        ("text/plain; name*=bogus''St%F6rung", "text/plain", {"name": "Störung"}), ("text/plain; a=1; A=2", "text/plain", {"a": "1"}),
        ('text/plain; name="=?utf-8?q?St=C3=B6rung?="', "text/plain", {"name": "Störung"}), ("text/plain;;; a=b;", "text/plain", {"a": "b"}),
        ('text/plain; name="unterminated', "text/plain", {"name": "unterminated"}), (r'text/plain; name="a\"b\\c"', "text/plain", {"name": r'a"b\c'}),
        ("text/plain; name=foo bar.txt; x=y", "text/plain", {"name": "foo bar.txt", "x": "y"}), ("; charset=utf-8", None, {"charset": "utf-8"}),
    ],
)  # fmt: skip
def test_content_types(value: str, kind: str | None, expected: dict[str, str]) -> None:
    found, values = params.content_type(value)
    assert (found, dict(values)) == (kind, expected)


def test_a_clean_mail_needs_neither_the_email_package_nor_mail_parser() -> None:
    program = (
        "import sys; from ticketlint.message import parse\n"
        "parse(b'From: =?utf-8?q?=C3=B6?= <a@b.example>\\nTo: c@d.example\\nDate: Sun, 22 Nov 2026 10:00:00 +0100\\n"
        "Content-Type: multipart/mixed; boundary=x\\n\\n--x\\n\\nhi\\n--x--\\n').root.children[0].text()\n"
        "print(sorted({'email', 'mailparser', 'datetime', 'urllib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
