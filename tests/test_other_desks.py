"""Forms of desks in other trades and countries, and mails as people write to them, in; what a person reads in them out."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import lanes
import ticketlint
from mails import Reading, mail
from ticketlint.diagnostic import Severity
from ticketlint.form.matching import matched
from ticketlint.form.model import FieldSpec
from ticketlint.values import Choice, is_non_answer, read_choice, read_typed

FORMS = {
    "hosting": """
language: [en-GB]
fields:
  Customer number: {required: true, pattern: '\\d{6}', good: ['482110'], bad: ['48 2110']}
  Hosts: {many: true, pattern: '\\d{1,3}(\\.\\d{1,3}){3}'}
  Circuits: {many: true, pattern: '[A-Z]{3}\\d{5}'}
  Ports: {many: true, type: integer}
  Systems: {many: true, choices: [Core Ledger, Swift, Trade Archive]}
  Authors: {many: true}
  Phone: {pattern: '[+0][\\d -]{6,}', aliases: [Telephone]}
  From: {type: date}
  Start: {type: datetime}
  Staff: {type: integer, min: 1}
  Trained: {type: checkbox}
  Priority: {type: integer, choices: {1: [down], 2: [degraded], 3: [normal], 4: [question]}}
  Description: {type: prose, required: true}
""",
    "facility": """
language: [de, en]
fields:
  Raum: {required: true, pattern: '\\d\\.\\d{2}'}
  Gewerk: {required: true, choices: {Elektro: [Licht], Sanitär: [WC], Heizung: [Lüftung], Schließanlage: [Türen]}}
  Temperatur: {type: number}
  Zutritt: {type: checkbox}
  Telefon: {pattern: '0[\\d /-]{5,}'}
  Beschreibung: {type: prose, required: true}
""",
    "academie": """
language: [fr]
fields:
  Nature: {required: true, choices: {Panne: [incident], Matériel: [commande], Formation: }}
  Gravité: {type: integer, choices: {1: [bloquant], 2: [majeur], 3: [mineur]}}
  Code UAI: {pattern: '\\d{7}[A-Z]'}
  Date: {type: date}
  Postes: {type: integer}
  Description: {type: prose, required: true}
""",
    "operator": """
language: [pl]
fields:
  Usługa: {required: true, choices: {Internet: [łącze], Telewizja: [TV]}}
  Adresy IP: {many: true, pattern: '\\d{1,3}(\\.\\d{1,3}){3}'}
  Numer kontaktowy: {pattern: '(\\+48 ?)?\\d{3}[ -]?\\d{3}[ -]?\\d{3}'}
  Pilność: {type: integer, choices: {1: [], 2: [], 3: []}}
  Opis: {type: prose, required: true}
""",
    "helpdesk": """
language: [ja]
fields:
  社員番号: {required: true, pattern: '[A-Z]\\d{5}'}
  緊急度: {type: integer, choices: {1: [至急], 2: [中], 3: [低]}}
  発生日時: {type: datetime}
  台数: {type: integer}
  内線: {pattern: '\\d{4}'}
  アドレス: {many: true, pattern: '\\d{1,3}(\\.\\d{1,3}){3}'}
  上長承認: {type: checkbox}
  内容: {type: prose, required: true}
""",
    "podpora": """
language: [cs]
fields:
  Zákaznické číslo: {required: true, pattern: '\\d{8}'}
  Servery: {many: true, type: url}
  Počet uživatelů: {type: integer}
  Záloha: {type: checkbox}
  Od: {type: datetime}
  Popis: {type: prose, required: true}
""",
    "kommun": """
language: [sv]
fields:
  Plats: {required: true}
  Upptäckt: {type: date}
  Beskrivning: {type: prose, required: true}
""",
    "reparatie": """
language: [nl]
fields:
  Soort: {required: true, choices: {Loodgieter: [lekkage, sanitair], Timmerwerk: [deur, raam]}}
  Urgentie: {type: integer, choices: {1: [spoed], 2: [dringend], 3: [normaal], 4: []}}
  Omschrijving: {type: prose, required: true}
""",
}
END = {
    "hosting": "Customer number: 482110\n{}\nDescription: Slow.\n",
    "facility": "Raum: 1.07\nGewerk: Elektro\n{}\nBeschreibung: Dunkel.\n",
    "academie": "Nature : Panne\n{}\nDescription : Lent.\n",
    "operator": "Usługa: Internet\n{}\nOpis: Nie działa.\n",
    "helpdesk": "社員番号：A12345\n{}\n内容：固まる。\n",
    "podpora": "Zákaznické číslo: 12345678\n{}\nPopis: Pomalé.\n",
    "kommun": "Plats: Storgatan 4\n{}\nBeskrivning: Trasig.\n",
    "reparatie": "Soort: lekkage\n{}\nOmschrijving: Lekt.\n",
}
# The lines of one field, and what they say; None where a person takes them for no answer.
ANSWERS: dict[str, tuple[str, str, str, object]] = {
    "a list below its label": ("hosting", "Hosts", "Hosts:\n- 192.0.2.1\n- 192.0.2.2", ("192.0.2.1", "192.0.2.2")),
    "lines below a label": ("hosting", "Circuits", "Circuits:\n  LON00012\n  AMS00345", ("LON00012", "AMS00345")),
    "parted by blanks": ("hosting", "Circuits", "Circuits: LON00012 AMS00345", ("LON00012", "AMS00345")),
    "one of them with a remark": ("hosting", "Circuits", "Circuits: LON00012, AMS00345 (backup)", ("LON00012", "AMS00345")),
    "one of them is none": ("hosting", "Circuits", "Circuits: LON00012, the other one", None),
    "a list of numbers": ("hosting", "Ports", "Ports:\n- 25\n- 143", ("25", "143")),
    "surnames first": ("hosting", "Authors", "Authors: Quill, Ada; Ink, Ben", ("Quill, Ada", "Ink, Ben")),
    "a choice without synonyms": ("hosting", "Systems", "Systems: swift and trade archive", ("Swift", "Trade Archive")),
    "a remark behind a number": ("hosting", "Phone", "Phone: 020 7946 0123 (after six)", "020 7946 0123"),
    "a remark that sends elsewhere": ("hosting", "Phone", "Phone: 020 7946 0123 (see below)", None),
    "an abbreviated label again": ("hosting", "Phone", "Phone: Tel. 020 7946 0123", "020 7946 0123"),
    "the day first in Britain": ("hosting", "From", "From: 01/12/2026", "2026-12-01"),
    "a zone by its name": ("hosting", "Start", "Start: 1 Dec 2026 01:00 CET", "2026-12-01T01:00:00+01:00"),
    "a zone behind hours": ("hosting", "Start", "Start: 2026-12-01 01:00 hrs UTC", "2026-12-01T01:00:00+00:00"),
    "a zone that means several": ("hosting", "Start", "Start: 2026-12-01 01:00 CST", "2026-12-01T01:00:00"),
    "a day is no time": ("hosting", "Start", "Start: 2026-12-01", None),
    "approximately": ("hosting", "Staff", "Staff: approx. 40", "40"),
    "circa": ("hosting", "Staff", "Staff: c. 40 people", "40"),
    "not yet": ("hosting", "Trained", "Trained: not yet", "no"),
    "done": ("hosting", "Trained", "Trained: done", "yes"),
    "the label's own word": ("facility", "Raum", "Raum: Raum 2.14", "2.14"),
    "spelt out": ("facility", "Gewerk", "Gewerk: Sanitaer", "Sanitär"),
    "one choice by two names": ("facility", "Gewerk", "Gewerk: Heizung/Lüftung", "Heizung"),
    "the singular": ("facility", "Gewerk", "Gewerk: Tür", "Schließanlage"),
    "about, in German": ("facility", "Temperatur", "Temperatur: ca. 17,5 Grad", "17.5"),
    "no more yet": ("facility", "Zutritt", "Zutritt: noch nicht", "no"),
    "capitals without accents": ("academie", "Nature", "Nature : MATERIEL", "Matériel"),
    "the feminine": ("academie", "Gravité", "Gravité : bloquante", "1"),
    "or, in French": ("academie", "Gravité", "Gravité : 2 ou 3", None),
    "blanks in a code": ("academie", "Code UAI", "Code UAI : 075 0001 A", "0750001A"),
    "a code of another case": ("academie", "Code UAI", "Code UAI : 0750001a", None),
    "environ": ("academie", "Postes", "Postes : environ 8 postes", "8"),
    "the nature of the request": ("academie", "Nature", "Nature de la demande : Matériel", "Matériel"),
    "and, in Polish": ("operator", "Adresy IP", "Adresy IP: 192.0.2.1, 192.0.2.2 oraz 192.0.2.3", ("192.0.2.1", "192.0.2.2", "192.0.2.3")),
    "or, in Polish": ("operator", "Pilność", "Pilność: 2 lub 3", None),
    "a Polish remark": ("operator", "Numer kontaktowy", "Numer kontaktowy: 601 234 567 (po 16:00)", "601 234 567"),
    "no Polish letters": ("operator", "Usługa", "Usługa: lacze", "Internet"),
    "full width": ("helpdesk", "社員番号", "社員番号：Ａ５４３２１", "A54321"),
    "a Japanese time": ("helpdesk", "発生日時", "発生日時：2026年11月20日(金) 午後2時30分", "2026-11-20T14:30:00"),
    "half past nine": ("helpdesk", "発生日時", "発生日時：2026年11月20日 9時半", "2026-11-20T09:30:00"),
    "a Japanese range": ("helpdesk", "緊急度", "緊急度：1～2", None),
    "a Japanese remark": ("helpdesk", "内線", "内線：4711（山田）", "4711"),
    "about, in Japanese": ("helpdesk", "台数", "台数：約10台", "10"),
    "no, in Japanese": ("helpdesk", "上長承認", "上長承認：いいえ、まだです", "no"),
    "a Japanese list": ("helpdesk", "アドレス", "アドレス：\n・192.0.2.1\n・192.0.2.2", ("192.0.2.1", "192.0.2.2")),
    "Japanese commas": ("helpdesk", "アドレス", "アドレス：192.0.2.1、192.0.2.2", ("192.0.2.1", "192.0.2.2")),
    "a label without its accents": ("podpora", "Zákaznické číslo", "Zakaznicke cislo: 8765 4321", "87654321"),
    "and, in Czech": ("podpora", "Servery", "Servery: a.firma.example a b.firma.example", ("a.firma.example", "b.firma.example")),
    "about, in Czech": ("podpora", "Počet uživatelů", "Počet uživatelů: asi 150", "150"),
    "not yet, in Czech": ("podpora", "Záloha", "Záloha: ještě ne", "no"),
    "a Czech day": ("podpora", "Od", "Od: 20. listopadu 2026 v 8.15 hod.", "2026-11-20T08:15:00"),
    "a Swedish day": ("kommun", "Upptäckt", "Upptäckt: fredagen den 20:e november 2026", "2026-11-20"),
    "a Swedish day in digits": ("kommun", "Upptäckt", "Upptäckt: 20/11 2026", "2026-11-20"),
    "nobody knows, in Swedish": ("kommun", "Plats", "Plats: vet ej", None),
    "or, in Dutch": ("reparatie", "Urgentie", "Urgentie: 2 of 3", None),
    "of all there are": ("reparatie", "Urgentie", "Urgentie: 2 of 4", "2"),
    "the Dutch plural": ("reparatie", "Soort", "Soort: deuren", "Timmerwerk"),
}  # fmt: skip


@cache
def form(name: str) -> tuple[ticketlint.Form, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.yaml")
        path.write_text(f"form: {name}\ntitle: {name}\nto: support@open-xchange.com{FORMS[name]}", encoding="utf-8")
        return tuple(ticketlint.load_forms([str(path)]))


def costs(read: Reading, field: str) -> bool:
    return any(one.field == field and one.severity <= Severity.MEDIUM for one in read.whole.diagnostics)


@pytest.mark.parametrize(("name", "field", "lines", "says"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_read_as_a_person_reads_it(name: str, field: str, lines: str, says: object) -> None:
    above = "\n".join(
        line for line in END[name].split("\n") if not line.startswith((f"{field}:", f"{field} :", f"{field}："))
    )
    read = Reading(ticketlint.check(mail(above.format(lines)), form(name)))
    assert (read.values.get(field), costs(read, field)) == (says, says is None), read


def test_no_idea_is_no_no() -> None:
    assert (
        "Trained"
        not in Reading(ticketlint.check(mail(END["hosting"].format("Trained: no idea")), form("hosting"))).values
    )


SIGNED = {
    "below a greeting and a name": ("hosting", "Kind regards\n\nDr A. Nash\nConsultant\nTelephone: 020 7946 9999\n"),
    "a field again, and another": ("facility", "Mit freundlichen Grüßen\nEva Brandt\n\nKlinker GmbH\nRaum: 9.99\nTelefon: 0541 9999\n"),
    "in Polish": ("operator", "Pozdrawiam\nJan Nowak\n\nNumer kontaktowy: 600 000 000\n"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "signature"), SIGNED.values(), ids=SIGNED)
def test_labels_in_a_signature_are_no_answers(name: str, signature: str) -> None:
    plain = Reading(ticketlint.check(mail(END[name].format("")), form(name)))
    octets = mail(END[name].format("") + "\n" + signature)
    signed = Reading(ticketlint.check(octets, form(name)))
    assert (signed.verdict, signed.values) == (plain.verdict, plain.values)
    assert not lanes.differences(octets, form(name), 1)


@pytest.mark.parametrize(
    "body",
    [
        "Raum: 1.07\nGewerk: Licht\n\nDanke\nEva\n\nTelefon: 0541 9999\nBeschreibung: Dunkel.\n",  # it goes on
        "Raum: 1.07\nBeschreibung: Dunkel.\n\nGruß\nEva\n\nGewerk: Licht\nTelefon: 0541 9999\n",  # something was due
        "Raum: 1.07\nGewerk: Licht\nBeschreibung: Dunkel.\n\nGruß\nTelefon: 0541 9999\n",  # no name
    ],
)
def test_a_form_goes_on_below_thanks(body: str) -> None:
    octets = mail(body)
    assert Reading(ticketlint.check(octets, form("facility"))).values["Telefon"] == "0541 9999"
    assert not lanes.differences(octets, form("facility"), 1)


def test_a_field_called_from_is_told_from_another_mails_header() -> None:
    below = "\nFrom: The Desk <desk@example.com>\nSent: 20 November 2026 09:00\nTo: Kim Lee <kim@example.com>\nSubject: The form\n\nPlease.\n"
    read = Reading(ticketlint.check(mail(END["hosting"].format("From: 2026-12-01") + below), form("hosting")))
    assert (read.values["From"], read.values["Description"]) == ("2026-12-01", "Slow.")


def test_each_paragraph_of_a_cell_is_one_of_several_values() -> None:
    rows = {"Customer number": "482110", "Systems": "<p>Swift</p><p>Trade Archive</p>", "Description": "<p>Slow.</p>"}
    message = EmailMessage()
    message["From"], message["To"] = "kim@example.com", "support@open-xchange.com"
    table = "".join(f"<tr><td><p>{label}</p></td><td>{value}</td></tr>" for label, value in rows.items())
    message.set_content(f"<table>{table}</table>", subtype="html")
    read = Reading(ticketlint.check(bytes(message), form("hosting")))
    assert read.values["Systems"] == ("Swift", "Trade Archive")


def test_what_a_desk_calls_bad_is_refused() -> None:
    read = Reading(ticketlint.check(mail("Customer number: 48 2110\nDescription: Slow.\n"), form("hosting")))
    assert costs(read, "Customer number")
    read = Reading(ticketlint.check(mail("Customer number: 482 110\nDescription: Slow.\n"), form("hosting")))
    assert read.values["Customer number"] == "482110"


@pytest.mark.parametrize("product", ["OXS", "OXA", "OXH", "OXE"])
def test_no_letter_is_added_to_a_name_in_capitals(product: str) -> None:
    choices = tuple(Choice(name) for name in ("OXHE", "OXEE", "OX5", "OXSE", "OXAE", "Migration"))
    assert read_choice(product, choices).fault == "unknown-choice"
    assert read_choice("migrations", choices).value == "Migration"


def test_a_box_of_another_form_is_no_choice() -> None:
    choices = (Choice("Matériel"), Choice("Panne"), Choice("Formation"))
    assert read_choice("[x] Autre\n[ ] Matériel\n[ ] Panne", choices).fault == "unknown-choice"
    assert read_choice("[ ] Autre\n[x] MATERIEL\n[ ] Panne", choices).value == "Matériel"


LEVELS = (Choice("1", ("High", "critical")), Choice("2", ("Medium",)), Choice("3", ("Low",)), Choice("4", ("Trivial",)))


@pytest.mark.parametrize(
    ("answer", "level"),
    {
        "medium since 3 days": "2",
        "High, 3 users affected": "1",
        "critical: 2 nodes down": "1",
        "High because 3 of 4 nodes are down": "1",
        "Low - 2 of 40 users": "3",
        "High 3": None,
        "High, 3 please": None,
        "High, 3 or so": None,
        "High or 3 as you like": None,
        "High, now 3 because there is a way": None,
        "High, 3 Low": None,
        "High/3 users": None,
        "Medium, rather 3 really": None,
        "High, severity 3 users": None,
        "1,2,3,4 -> 2": "2",
        "1,2,3,4": None,
        "½": None,
        "1½": None,
        "2 ½": None,
        "2 (now 3)": None,
        "2 (3 users)": "2",
        "2 (was 3)": "2",
        "3 now 2 days": "3",
        "3, now 2 days": "3",
        "3 - 2 users affected": "3",
        "3; 2 weitere Nutzer": "3",
        "3 no 2 users can log in": "3",
        "3 jetzt 2 Wochen": "3",
        "3 now 2": None,
        "3 now 2 please": None,
        "3 now 2 again": None,
        "1 - 4 users": None,
        "1-4 users": None,
        "High (= 3)": None,
        "High (= 1)": "1",
    }.items(),
)
def test_a_number_that_counts_something_is_no_severity(answer: str, level: str | None) -> None:
    assert read_choice(answer, LEVELS).value == level


@pytest.mark.parametrize(
    "way",
    ["{} ({})", "{} [{}]", "{}({})", "{} = {}", "{}={}", "{}: {}", "{}/{}", "{} - {}", "{}, {}", "{} {}", "{} -> {}"],
)
def test_a_word_and_a_figure_say_one_thing_or_two(way: str) -> None:
    for word, figure in ((name, level.value) for level in LEVELS for name in level.synonyms):
        for answer in (way.format(word, figure), way.format(figure, word)):
            assert read_choice(answer, LEVELS).value == figure, answer
    assert read_choice(way.format("High", "3"), LEVELS).fault == "too-many-choices"


@pytest.mark.parametrize("answer", ["debian/bookworm", "Debian/amd64", "debian/arm64", "debian/stable"])
def test_a_release_or_an_architecture_behind_a_slash_is_a_detail(answer: str) -> None:
    systems = (Choice("DEBIAN"), Choice("RHEL"), Choice("SLES"))
    assert read_choice(answer, systems).value == "DEBIAN"
    assert read_choice("debian/ubuntu", systems).value is None


@pytest.mark.parametrize(
    "answer", ["Sanitaer, Elektro", "Elektro, SANITAR", "Sanitär, Schluessel", "Elektro/Schlussel"]
)
def test_two_choices_are_two_without_their_accents(answer: str) -> None:
    trades = (Choice("Sanitär"), Choice("Elektro"), Choice("Schlüssel"))
    assert read_choice(answer, trades).fault == "too-many-choices"
    assert read_choice("Elektro (Büro)", trades).value == "Elektro"


@pytest.mark.parametrize(
    ("type_", "written", "value"),
    [
        ("datetime", "20.11.2026 14:30-15:30", "2026-11-20T14:30:00"),  # until when, not a zone
        ("datetime", "20.11.2026 14:30-05:00", "2026-11-20T14:30:00-05:00"),
        ("datetime", "午前11時 2026年11月20日", "2026-11-20T11:00:00"),
        ("datetime", "午後2時30分 2026年11月20日", "2026-11-20T14:30:00"),
        ("datetime", "2026年11月20日 14時30", "2026-11-20T14:30:00"),
        ("checkbox", "ja nein", None),
        ("checkbox", "yes and no", None),
        ("checkbox", "no, tomorrow", "no"),
        ("checkbox", "nein ok", "no"),
        ("datetime", "20.11.2026 22:00-06:00", "2026-11-20T22:00:00"),
        ("datetime", "20.11.2026 22:00-06:00 Uhr", "2026-11-20T22:00:00"),
        ("datetime", "20.11.2026 08:00-10 MEZ", "2026-11-20T08:00:00+01:00"),
        ("datetime", "2026-11-20 22:00-06:00", "2026-11-20T22:00:00"),
        ("datetime", "2026-11-20T22:00-06:00", "2026-11-20T22:00:00-06:00"),
        ("datetime", "2026-11-20 22:00:00-06:00", "2026-11-20T22:00:00-06:00"),
        ("datetime", "20.11.2026 22:00:30 -06:00", "2026-11-20T22:00:30-06:00"),
        ("datetime", "20.11.2026 10 pm CET", "2026-11-20T22:00:00+01:00"),
        ("datetime", "20.11.2026 22 Uhr MEZ", "2026-11-20T22:00:00+01:00"),
        ("datetime", "20.11.2026 22:00 -06:00", "2026-11-20T22:00:00-06:00"),
        ("datetime", "20.11.2026 22:00 UTC-06:00", "2026-11-20T22:00:00-06:00"),
        ("datetime", "20.11.2026 22:00-0600", "2026-11-20T22:00:00-06:00"),
        ("datetime", "20.11.2026 22:00+06:00", "2026-11-20T22:00:00+06:00"),
        ("integer", "1½", None),
        ("integer", "1 ½", None),
        ("integer", "1 1/2", None),
        ("integer", "3/4", None),
        ("integer", "12 (or 13)", None),
        ("integer", "12 (Windows 11)", "12"),
        ("integer", "12 users", "12"),
        ("number", "1½", None),
        ("number", "1.5-2.5", None),
        ("number", "2 or 3", None),
        ("number", "3,5 kg", "3.5"),
        ("number", "500/100 Mbit/s", "500"),
        ("checkbox", "on hold", None),
        ("checkbox", "off topic", None),
        ("checkbox", "si possible", None),
        ("checkbox", "1 of 3", None),
        ("checkbox", "on since May", "yes"),
        ("checkbox", "On.", "yes"),
        ("checkbox", "off, sorry", "no"),
        ("checkbox", "sí, claro", "yes"),
        ("checkbox", "1 (done)", "yes"),
    ],
)
def test_what_a_typed_value_says(type_: str, written: str, value: str | None) -> None:
    read = read_typed(type_, written, ("en",))
    assert (read.value if read.fault is None else None) == value


@pytest.mark.parametrize("written", ["4711 4712", "4711 4712 4713"])
def test_two_numbers_are_not_run_into_one(written: str) -> None:
    order = FieldSpec("Order", pattern=r"\d{4,12}")
    assert matched(written, order).fault == "malformed-value"
    assert matched("47 11", order).value == "4711"
    assert matched("471 1000", FieldSpec("Order", pattern=r"\d{5,8}")).value == "4711000"


@pytest.mark.parametrize("written", ["A101 or B202", "A101 (or B202)", "A101 [oder B202]", "A101 ou B202 ou C303"])
def test_one_value_or_another_is_two_answers(written: str) -> None:
    room = FieldSpec("Room", pattern=r"[A-D]\d{3}")
    assert matched(written, room).fault == "malformed-value"
    assert matched("A101 (or so)", room).value == "A101"
    assert matched("A101 (or the one beside it)", room).value == "A101"


@pytest.mark.parametrize(
    "answer", ["see the screenshot attached", "screenshot in the attachment", "Bild im Anhang", "als Anlage beigefügt"]
)
def test_what_only_points_at_an_attachment_is_no_answer(answer: str) -> None:
    assert is_non_answer(answer)


@pytest.mark.parametrize(
    "answer", ["Mail attachments", "attachments", "Anlagen", "E-Mail und Anlage", "Details der Anlage"]
)
def test_attachments_may_be_what_a_request_is_about(answer: str) -> None:
    assert not is_non_answer(answer)
