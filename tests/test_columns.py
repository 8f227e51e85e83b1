"""Tables with a column that explains the form; days, times and numbers of which somebody gives two."""

from __future__ import annotations

import pytest

import ticketlint
from ticketlint.values import read_typed

FORMS = ticketlint.load_forms(["open-xchange"])
SAYS = {
    "Support Key": "OX-2210-PQR9",
    "Server": "https://mail.example",
    "Server Version": "6.22.1 Rev20",
    "Distribution": "SLES",
    "GUI Version": "6.22.1 Rev18",
    "Module": "mail",
    "Severity": "2",
    "Track-ID": "INC0042117",
    "Product": "OXHE",
    "Component": "Groupware Server",
    "Steps to reproduce": "Send a mail.",
    "Current behaviour": "It arrives twice.",
    "Expected behaviour": "It arrives once.",
}
HINTS = {
    "Server Version": "or the list of packages",
    "GUI Version": "or the list of packages",
    "Severity": "a number from 1 to 4",
    "Track-ID": "of your own tracker",
    "Steps to reproduce": "step by step",
}


def mail(head: tuple[str, str, str], says: dict[str, str], order: tuple[int, int, int] = (0, 1, 2)) -> bytes:
    lines = [head, *((name, text, HINTS.get(name, "please fill in")) for name, text in says.items())]
    rows = "".join("<tr>" + "".join(f"<td>{line[at]}</td>" for at in order) + "</tr>" for line in lines)
    return (
        "From: kim@customer.example\nTo: support@open-xchange.com\nSubject: mail\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset=utf-8\n\n<p>Hello,</p><table>{rows}</table>\n"
    ).encode()


HEADS = [("Field", "Your answer", "Hint"), ("Feld", "Ihre Angabe", "Hinweis"), ("Name", "Value", "Example"),
         ("Champ", "Valeur", "Remarque"), ("Label", "Value", "Format")]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
def test_a_column_that_explains_is_no_answer(head: tuple[str, str, str], order: tuple[int, int, int]) -> None:
    found = ticketlint.check(mail(head, SAYS, order), FORMS)
    assert found.verdict == "complete"
    assert {name: field.value for name, field in found.fields.items()} == SAYS | {"Module": ("mail",)}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1)])
@pytest.mark.parametrize("empty", ["GUI Version", "Track-ID", "Severity", "Steps to reproduce", "Expected behaviour"])
def test_an_empty_cell_is_not_filled_by_it(head: tuple[str, str, str], order: tuple[int, int, int], empty: str) -> None:
    found = ticketlint.check(mail(head, SAYS | {empty: ""}, order), FORMS)
    assert found.verdict == "incomplete"
    assert empty not in found.fields
    assert {each.field for each in found.diagnostics if each.severity.withholds} == {empty}


def pairs(says: dict[str, str], below: str) -> bytes:
    rows = "".join(f"<tr><td>{name}</td><td>{text}</td></tr>" for name, text in says.items())
    return mail(("", "", ""), {}).replace(b"</table>", f"</table><table><tbody>{rows}</tbody></table>{below}".encode())


BELOW = [
    "<p>The version follows as soon as our hoster answers.</p>", "<div>Sent by the portal.</div>", "We are here until five.",
]  # fmt: skip


@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below_a_table_answers_no_empty_cell(below: str) -> None:
    found = ticketlint.check(pairs(SAYS | {"Expected behaviour": ""}, below), FORMS)
    assert "Expected behaviour" not in found.fields
    assert {each.field for each in found.diagnostics if each.severity.withholds} == {"Expected behaviour"}
    assert ticketlint.check(pairs(SAYS, below), FORMS).verdict == "complete"


def test_the_next_row_of_a_table_may_answer_an_empty_cell() -> None:
    says = SAYS | {"Steps to reproduce": ""}
    octets = pairs(says, "").replace(
        b"<tr><td>Current", b"<tr><td colspan=2>Send a mail to a list.</td></tr><tr><td>Current"
    )
    found = ticketlint.check(octets, FORMS)
    assert found.verdict == "complete"
    assert found.fields["Steps to reproduce"].value == "Send a mail to a list."


def test_a_table_for_each_label_has_its_answer_below() -> None:
    text = "".join(f"<table><tr><td>{name}</td><td></td></tr></table><p>{text}</p>" for name, text in SAYS.items())
    found = ticketlint.check(mail(("", "", ""), {}).replace(b"</table>", f"</table>{text}".encode()), FORMS)
    assert found.verdict == "complete"


@pytest.mark.parametrize("head", [("Field", "Description", "Value"), ("Feld", "Beschreibung", "Wert")])
def test_the_answers_may_stand_behind_it(head: tuple[str, str, str]) -> None:
    lines = {name: HINTS.get(name, "please fill in") for name in SAYS}
    rows = "".join(f"<tr><td>{name}</td><td>{lines[name]}</td><td>{text}</td></tr>" for name, text in SAYS.items())
    top = "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"
    octets = mail(head, {}).replace(b"</table>", f"{top}{rows}</table>".encode())
    assert ticketlint.check(octets, FORMS).verdict == "complete"


@pytest.mark.parametrize("head", [("Field", "Unit", "Value"), ("Field", "Value", "Answer"), ("A", "B", "C")])
def test_any_other_column_may_hold_the_answers(head: tuple[str, str, str]) -> None:
    rows = "".join(f"<tr><td>{name}</td><td></td><td>{text}</td></tr>" for name, text in SAYS.items())
    top = "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"
    octets = mail(head, {}).replace(b"</table>", f"</table><table>{top}{rows}</table>".encode())
    assert ticketlint.check(octets, FORMS).verdict == "complete"


@pytest.mark.parametrize(
    "said", ["12/12/2026 18:00 or 19:00", "12/12/2026 18:00 or 13/12/2026 18:00", "12.12.2026, 18 Uhr oder 19 Uhr"]
)
def test_one_time_or_another_is_two_answers(said: str) -> None:
    assert read_typed("datetime", said, ("en-gb", "de")).fault == "malformed-value"


@pytest.mark.parametrize(
    "said", ["12/12/2026 18:00 or later", "12/12/2026 18:00 (or so)", "12/12/2026 18:00 or 5 minutes later"]
)
def test_one_time_or_so_is_one(said: str) -> None:
    assert read_typed("datetime", said, ("en-gb", "de")).value == "2026-12-12T18:00:00"


@pytest.mark.parametrize("said", ["40, maybe 50", "40 or perhaps 50", "40, vielleicht 50"])
def test_one_number_or_perhaps_another_is_two_answers(said: str) -> None:
    assert read_typed("integer", said).fault == "malformed-value"
    assert read_typed("number", said).fault == "malformed-value"
    assert read_typed("integer", said.partition(" ")[0] + " perhaps more").value == "40"


def test_nobody_writes_colons_in_the_head_of_a_table() -> None:
    head = "".join(f"<th>{name}</th>" for name in SAYS)
    row = "".join(f"<td>{text}</td>" for text in SAYS.values())
    octets = (
        "From: kim@customer.example\nTo: support@open-xchange.com\nSubject: mail\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset=utf-8\n\n<table><tr>{head}</tr><tr>{row}</tr></table>\n"
    ).encode()
    verdict = ticketlint.check(octets, FORMS)
    assert (verdict.verdict, [one.code for one in verdict.diagnostics]) == ("complete", [])


def test_what_is_no_choice_is_told_as_it_is_written() -> None:
    octets = mail(("Field", "Value", "Hint"), SAYS | {"Module": "Mail and Address Book"})
    (fault,) = ticketlint.check(octets, FORMS).diagnostics
    assert fault.title == 'Module names "Address Book", which is none of the choices'
