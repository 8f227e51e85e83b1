"""Pitfalls D: how people write labels, and what they put behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mails import ANSWERS, Reading, desk, edited, form, judge, mail

if TYPE_CHECKING:
    from pathlib import Path


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def everywhere(separator: str) -> Reading:
    return complete(mail(edited({label: f"{label}{separator}{text}" for label, text in ANSWERS.items()})))


def product(line: str) -> Reading:
    """Return the reading of a form whose line for the product is another, and which is complete all the same."""
    found = complete(mail(edited({"Product": line})))
    assert (found.values["Product"], found.values["Track-ID"]) == ("OXHE", "BUG-4711"), found
    return found


@pytest.mark.parametrize("separator", [" : ", "  :", "\t:\t"])
def test_pitfall_D1_blank_before_the_colon(separator: str) -> None:
    assert everywhere(separator).codes == set()


def test_pitfall_D2_no_blank_after_the_colon() -> None:
    assert everywhere(":").codes == set()


@pytest.mark.parametrize("blank", ["\xa0", "\u202f", "\u2009"])
def test_pitfall_D3_no_break_space_before_the_colon(blank: str) -> None:
    assert everywhere(f"{blank}: ").codes == set()


@pytest.mark.parametrize("colon", ["\uff1a", "\ufe55", "\u2236"])
def test_pitfall_D4_other_colons(colon: str) -> None:
    assert everywhere(colon).values["Product"] == "OXHE"


@pytest.mark.parametrize("line", ["Product=OXHE", "Product = OXHE"])
def test_pitfall_D5_equals_sign(line: str) -> None:
    assert "misspelt-label" not in product(line).codes


@pytest.mark.parametrize(
    "line", ["Product - OXHE", "Product -> OXHE", "Product\tOXHE", "Product – OXHE", "Product => OXHE"]
)
def test_pitfall_D6_unusual_separator(line: str) -> None:
    found = product(line)
    assert "unusual-separator" in found.codes or "\t" in line, "a tab may be what is left of a table"


def test_pitfall_D6_unusual_separator_makes_no_field_of_other_words() -> None:
    found = complete(
        mail(form({"Current behaviour": "Inbox - empty.\nProduct - wise nothing works.\nMail -> nothing"}))
    )
    assert (found.values["Product"], found.codes) == ("OXHE", set()), found
    assert found.prose("Current behaviour").endswith("Mail -> nothing")


@pytest.mark.parametrize("line", ["PRODUCT: OXHE", "product: OXHE", "pRODUCT: OXHE"])
def test_pitfall_D7_case_of_a_label(line: str) -> None:
    assert product(line).codes == set()


def test_pitfall_D8_singular_and_plural(tmp_path: Path) -> None:
    forms = desk(tmp_path, "form: blog\ntitle: A blog\nfields:\n  Tags: {required: true}\n  Author: {required: true}\n")
    found = judge(mail("Tag: ham\nAuthors: Anna\n"), forms)
    assert (found.verdict, found.values) == ("complete", {"Tags": "ham", "Author": "Anna"}), found
    assert complete(mail(form().replace("Module:", "Modules:"))).values["Module"] == ("mail",)


@pytest.mark.parametrize("label", ["Sevirity", "Severty", "Serverity", "Severitiy", "Sevreity"])
def test_pitfall_D9_misspelt_label(label: str) -> None:
    found = complete(mail(form().replace("Severity:", f"{label}:")))
    assert found.values["Severity"] == "2"
    assert found.first("misspelt-label").severity in {3, 4}


def test_pitfall_D9_label_of_the_next_language() -> None:
    found = product("Produkt: OXHE")
    assert found.codes <= {"misspelt-label", "translated-label"}


GERMAN = {
    "Severity": "Schweregrad",
    "Steps to reproduce": "Schritte zur Reproduktion",
    "Current behaviour": "Aktuelles Verhalten",
    "Expected behaviour": "Erwartetes Verhalten",
}


@pytest.mark.parametrize("label", GERMAN)
def test_pitfall_D10_translated_label(label: str) -> None:
    found = complete(
        mail(
            form({"Track-ID": "Störung-1"}).replace(f"{label}:", f"{GERMAN[label]}:").encode("latin-1"),
            "text/plain; charset=iso-8859-1",
        )
    )
    assert found.values[label] == complete(mail(form())).values[label]
    assert "misspelt-label" not in found.codes


def test_pitfall_D10_label_with_accents_in_latin_1(tmp_path: Path) -> None:
    rules = "form: f\ntitle: F\nlanguage: [en, fr]\nfields:\n  Category: {required: true, aliases: [catégorie]}\n"
    found = judge(mail("Catégorie: mail\n".encode("latin-1"), "text/plain; charset=iso-8859-1"), desk(tmp_path, rules))
    assert (found.verdict, found.values) == ("complete", {"Category": "mail"}), found


def test_pitfall_D11_decomposed_umlaut(tmp_path: Path) -> None:
    forms = desk(tmp_path, "form: f\ntitle: F\nfields:\n  Übersicht: {required: true}\n")
    for label in ("U\u0308bersicht", "u\u0308BERSICHT", "Übersicht"):
        found = judge(mail(f"{label}: mail\n"), forms)
        assert (found.verdict, found.values, found.codes) == ("complete", {"Übersicht": "mail"}, set()), found


def test_pitfall_D12_label_that_begins_like_another() -> None:
    found = judge(mail(edited({"Server": None})))
    assert found.codes_of("Server") == {"missing-field"}, found
    assert "Server" not in found.values
    assert found.values["Server Version"] == ANSWERS["Server Version"]


def test_pitfall_D13_label_of_two_words() -> None:
    found = complete(mail(form({"Support Key": "A"})))
    assert (found.values["Support Key"], len(found.values)) == ("A", 13)


@pytest.mark.parametrize(
    "label", ["Track ID", "TrackID", "track_id", "Track-ID", "TRACK - ID", "Track\xa0ID", "Track\u2011ID", "Track  Id"]
)
def test_pitfall_D14_blank_hyphen_or_underscore(label: str) -> None:
    found = complete(mail(form().replace("Track-ID:", f"{label}:")))
    assert (found.values["Track-ID"], found.codes) == ("BUG-4711", set()), found


@pytest.mark.parametrize(
    "label",
    ["Distribution (SLES, RHEL, DEBIAN, UCS)", "Distribution [SLES/RHEL/DEBIAN/UCS]", "Distribution(e.g. SLES)"],
)
def test_pitfall_D15_hint_behind_a_label(label: str) -> None:
    found = complete(mail(form().replace("Distribution:", f"{label}:")))
    assert (found.values["Distribution"], found.codes) == ("SLES", set()), found


@pytest.mark.parametrize("marker", ["1. ", "- ", "• ", "* ", "a) ", "(3) ", "– "])
def test_pitfall_D16_list_marker(marker: str) -> None:
    assert product(f"{marker}Product: OXHE").codes == set()


def test_pitfall_D17_labels_in_a_story() -> None:
    found = complete(mail("ERROR Server: refused Severity: 9\nThe Product: OX5 was fine.\n\n" + form()))
    assert found.values == complete(mail(form())).values
    assert not found.codes & {"conflicting-fields", "fields-on-one-line", "duplicate-field"}


@pytest.mark.parametrize(
    "line", ["Server:https://ox:8443/ajax", "Server: https://ox:8443/ajax", "Server=https://ox:8443/ajax"]
)
def test_pitfall_D18_colons_in_a_value(line: str) -> None:
    found = complete(mail(edited({"Server": line})))
    assert found.values["Server"] == "https://ox:8443/ajax"
    assert "malformed-value" not in found.codes


@pytest.mark.parametrize(
    "line",
    [
        "Caused by: java.io.IOException: gone",
        "12:30 restart",
        r"C:\temp\ox.log",
        "https://ox:8443/",
        "10:15:02.123 WARN x: y",
    ],
)
def test_pitfall_D19_lines_with_a_colon_in_free_text(line: str) -> None:
    found = complete(mail(form({"Current behaviour": f"It fails.\n{line}\nAlways."})))
    assert found.prose("Current behaviour") == f"It fails.\n{line}\nAlways."
    assert found.codes == set(), found
    assert complete(mail(f"{line}\n\n{form()}")).codes == set()


def test_pitfall_D20_misspelt_label_is_not_dropped() -> None:
    found = complete(mail(form().replace("Component:", "Componnent:")))
    assert found.values["Component"] == "Groupware GUI"
    assert "misspelt-label" in found.codes


def test_pitfall_D20_field_that_the_form_does_not_have() -> None:
    found = complete(mail(form().replace("Track-ID:", "Colour: red\nTrack-ID:")))
    assert found.values["Severity"] == "2"
    assert "Colour" in found.first("unknown-field").excerpt


def test_pitfall_D20_misspelling_that_may_mean_two_labels() -> None:
    found = complete(mail(form().replace("Track-ID:", "Behaviour: odd\nTrack-ID:")))
    assert "unknown-field" in found.codes, found
    assert "misspelt-label" not in found.codes
    assert found.prose("Current behaviour") == ANSWERS["Current behaviour"]


@pytest.mark.parametrize("gap", ["  ", "   ", "\t", "; ", " | ", ", "])
def test_pitfall_D21_fields_on_one_line(gap: str) -> None:
    line = gap.join(f"{label}: {ANSWERS[label]}" for label in ("Module", "Severity", "Track-ID", "Product"))
    found = complete(mail(edited({"Module": line, "Severity": None, "Track-ID": None, "Product": None})))
    assert found.values == complete(mail(form())).values
    assert "fields-on-one-line" in found.codes or gap in {"\t", " | "}, "these may be what is left of a table"


def test_pitfall_D22_semicolon_between_fields() -> None:
    found = complete(mail(edited({"Product": "Product: OXHE; Severity: 2", "Severity": None})))
    assert (found.values["Product"], found.values["Severity"]) == ("OXHE", "2")
    assert "fields-on-one-line" in found.codes


@pytest.mark.parametrize("spelling", ["behavior", "Behavior", "BEHAVIOR"])
def test_pitfall_D23_american_spelling(spelling: str) -> None:
    found = complete(mail(form().replace("behaviour:", f"{spelling}:")))
    assert found.values == complete(mail(form())).values
    assert found.codes == set()


@pytest.mark.parametrize("label", ["Ѕeverity", "Severіty", "Ѕеverity"])
def test_pitfall_D24_letters_of_another_alphabet(label: str) -> None:
    found = complete(mail(form().replace("Severity:", f"{label}:")))
    assert found.values["Severity"] == "2"
    assert "misspelt-label" in found.codes
