"""The seed's form: complete, in the page's order, and as a careful person at the desk reads it."""

from __future__ import annotations

import time

import pytest

from ticketlint.form import check_forms, load_forms
from ticketlint.form.answers import interpret, refusal
from ticketlint.form.patterns import search
from ticketlint.values import letters

(FORM,) = load_forms(["open-xchange"])
NAMES = (
    "Support Key", "Server", "Server Version", "Distribution", "GUI Version", "Module", "Severity", "Track-ID",
    "Product", "Component", "Steps to reproduce", "Current behaviour", "Expected behaviour",
)  # fmt: skip


def test_the_thirteen_fields_stand_in_the_order_of_the_page() -> None:
    assert tuple(spec.name for spec in FORM.fields) == NAMES
    assert all(spec.required for spec in FORM.fields)


def test_nothing_is_suspicious_about_it() -> None:
    assert check_forms(["open-xchange"]) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_help_translations_and_examples(name: str) -> None:
    spec = FORM.spec(name)
    assert spec
    assert {"de", "en"} <= set(spec.help)
    assert {"de", "fr", "es", "it", "nl", "pl"} <= {alias.language for alias in spec.aliases}
    assert spec.good
    assert spec.bad
    assert spec.placeholder


def test_choices_are_spelt_as_the_page_spells_them() -> None:
    assert {spec.name: [choice.value for choice in spec.choices] for spec in FORM.fields if spec.choices} == {
        "Distribution": ["SLES", "RHEL", "DEBIAN", "UCS"],
        "Module": ["portal", "mail", "calendar", "tasks", "infostore"],
        "Severity": ["1", "2", "3", "4"],
        "Product": ["OXHE", "OXEE", "OX5", "OXSE", "OXAE", "OXtender", "Migration"],
        "Component": [
            "Admin GUI", "Admin Server", "Groupware GUI", "Groupware Server", "CLT", "Documentation", "OS Component",
            "Installation", "Other",
        ],
    }  # fmt: skip
    assert [spec.name for spec in FORM.fields if spec.many] == ["Module"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Schweregrad", "Severity"),
        ("Dringlichkeit", "Severity"),
        ("Lizenzschlüssel", "Support Key"),
        ("Serverversion", "Server Version"),
        ("GUI-Version", "GUI Version"),
        ("Modul", "Module"),
        ("Schritte zum Nachstellen", "Steps to reproduce"),
        ("Ist-Verhalten", "Current behaviour"),
        ("Current behavior", "Current behaviour"),
        ("Soll-Verhalten", "Expected behaviour"),
        ("Bugzilla", "Track-ID"),
        ("track_id", "Track-ID"),
        ("Serveur", "Server"),
        ("Componente", "Component"),
        ("Wersja serwera", "Server Version"),
    ],
)
def test_labels_people_write_belong_to_one_field(label: str, name: str) -> None:
    owners = {
        spec.name
        for spec in FORM.fields
        if letters(label) in {letters(spec.name), *(letters(alias.text) for alias in spec.aliases)}
    }
    assert owners == {name}


@pytest.mark.parametrize(
    ("word", "ticket"),
    [
        ("Re: [Ticket#2009110510000123] Calendar", "2009110510000123"),
        ("AW: [OX#4711]", "4711"),
        ("[OX Ticket#12]", "12"),
        ("[#12] x", "12"),
    ],
)
def test_ticket_numbers_are_found_in_a_subject(word: str, ticket: str) -> None:
    assert FORM.follow_up
    found = search(FORM.follow_up, word)
    assert found
    assert found["ticket"] == ticket


@pytest.mark.parametrize("word", ["Bug #12 in foo", "[some-string#1234]", "[list] hello", "#12"])
def test_other_numbers_in_a_subject_are_no_ticket(word: str) -> None:
    assert FORM.follow_up
    assert search(FORM.follow_up, word) is None


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("Distribution", 'Debian 12 "bookworm"', "DEBIAN"),
        ("Distribution", "SUSE Linux Enterprise Server 11 SP3", "SLES"),
        ("Distribution", "RedHat 5.4", "RHEL"),
        ("Severity", "2 (we can still work)", "2"),
        ("Severity", "Hoch", "1"),
        ("Severity", "sehr gering", "4"),
        ("Module", "Kalender, Aufgaben", ("calendar", "tasks")),
        ("Product", "Open-Xchange Server Edition", "OXSE"),
        ("Component", "Sonstiges", "Other"),
    ],
)
def test_choices_are_read_as_people_write_them(name: str, written: str, value: str | tuple[str, ...]) -> None:
    spec = FORM.spec(name)
    assert spec
    assert interpret(written, spec, FORM).value == value


@pytest.mark.parametrize("name", [spec.name for spec in FORM.fields if spec.choices])
def test_the_list_left_standing_is_no_answer(name: str) -> None:
    spec = FORM.spec(name)
    assert spec
    for mark in (", ", " / ", " | "):
        assert refusal(FORM, spec, mark.join(choice.value for choice in spec.choices)), mark


def test_none_is_an_answer_for_the_reference_alone() -> None:
    for spec in FORM.fields:
        for word in ("none", "keine", "-", "n/a"):
            assert (refusal(FORM, spec, word) is None) == (spec.name == "Track-ID"), (spec.name, word)


def test_it_loads_quickly() -> None:
    taken = []
    for _ in range(5):
        begun = time.process_time()
        load_forms(["open-xchange"])
        taken.append(time.process_time() - begun)
    print(f"open-xchange.yaml: {min(taken) * 1000:.1f} ms of CPU")
    assert min(taken) < 0.05
