"""A form filled in as people and their programs do it in, what a careful person reads in it out: same answers, or none."""

from __future__ import annotations

import pytest

from mails import ANSWERS, PROSE, Reading, edited, form, judge, mail

LABELS = {
    "pt": (
        "Chave de suporte", "Servidor", "Versão do servidor", "Distribuição", "Versão da GUI", "Módulo", "Severidade",
        "Número de referência", "Produto", "Componente", "Passos para reproduzir", "Comportamento atual",
        "Comportamento esperado",
    ),
    "sv": (
        "Supportnyckel", "Server", "Serverversion", "Distribution", "GUI-version", "Modul", "Allvarlighetsgrad",
        "Referensnummer", "Produkt", "Komponent", "Steg för att återskapa", "Nuvarande beteende", "Förväntat beteende",
    ),
    "da": (
        "Supportnøgle", "Server", "Serverversion", "Distribution", "GUI-version", "Modul", "Alvorlighed",
        "Referencenummer", "Produkt", "Komponent", "Trin til at genskabe", "Nuværende adfærd", "Forventet adfærd",
    ),
    "nb": (
        "Supportnøkkel", "Serveradresse", "Serverversjon", "Distribusjon", "GUI-versjon", "Modul", "Alvorlighetsgrad",
        "Referansenummer", "Produkt", "Komponent", "Steg for å gjenskape", "Faktisk oppførsel", "Forventet oppførsel",
    ),
    "cs": (
        "Klíč podpory", "Adresa serveru", "Verze serveru", "Distribuce", "Verze GUI", "Modul", "Závažnost",
        "Číslo reference", "Produkt", "Komponenta", "Kroky k reprodukci", "Aktuální chování", "Očekávané chování",
    ),
    "ist and soll": (
        "Support Key", "Server", "Version Server", "Distri", "Version GUI", "Modul", "Schweregrad", "Unsere Referenz",
        "Produkt", "Komponente", "So kann man es nachstellen", "Ist", "Soll",
    ),
    "short": (
        "Support Key", "Server", "Server Version", "Distribution", "GUI Version", "Module", "Severity", "Reference",
        "Product", "Component", "Steps", "Actual", "Expected",
    ),
    "asked": (
        "Support Key", "Server", "Server Version", "Distribution", "GUI Version", "Module", "Severity", "Track-ID",
        "Product", "Component", "How to reproduce", "What happens", "What should happen",
    ),
}  # fmt: skip
LINE = {name: text.replace("\n", " ") for name, text in ANSWERS.items()}
EMPTY = "".join(f"{label}:\n" for label in ANSWERS)
HINTS = "".join(f"{label}: (please fill in)\n" for label in ANSWERS)
LISTED = {
    "Distribution": "SLES, RHEL, DEBIAN, UCS",
    "Module": "portal, mail, calendar, tasks, infostore",
    "Severity": "1, 2, 3, 4",
    "Product": "OXHE, OXEE, OX5, OXSE, OXAE, OXtender, Migration",
}


def rows(line: str) -> str:
    return "".join(line.format(at=at, label=label, value=LINE[label]) for at, label in enumerate(ANSWERS, 1))


def boxes(label: str) -> str:
    if label in LISTED:
        return f"<p>{label} <select><option>?</option><option selected>{LINE[label]}</option></select></p>"
    if label in PROSE:
        return f"<p>{label}: <textarea>{ANSWERS[label]}</textarea></p>"
    return f"<p>{label} <input name='x' value='{LINE[label]}'></p>"


GRID = (
    "<table><thead><tr>" + "".join(f"<th>{label}</th>" for label in ANSWERS) + "</tr></thead><tbody><tr>"
    + "".join("<td>" + text.replace("\n", "<br>") + "</td>" for text in ANSWERS.values()) + "</tr></tbody></table>"
)  # fmt: skip
WAYS = {
    "number signs": rows("#{at} {label}: {value}\n"),
    "verbs": rows("{label} is: {value}\n"),
    "German verbs": rows("{label} lautet: {value}\n"),
    "a colon and a dash": rows("{label}:- {value}\n"),
    "arrows": rows("{label}: -> {value}\n"),
    "one bullet below": rows("{label}:\n- {value}\n"),
    "Textile": rows("|_. {label} |{value}|\n"),
    "blanks for a browser": edited(
        {label: f"{label.replace(' ', '&nbsp;')}:&nbsp;{LINE[label]}" for label in ANSWERS if label not in PROSE}
    ),
    "tags": rows("<b>{label}:</b> {value}<br>\n"),
    "rows of a page": rows("<tr><td>{label}:</td> <td>{value}</td></tr>\n"),
    "an empty form above": EMPTY + "\nAnd now filled in:\n\n" + form(),
    "an empty form with its key above": EMPTY.replace(":", f": {ANSWERS['Support Key']}", 1) + "\n----\n\n" + form(),
    "hints above": HINTS + "\n----\n\n" + form(),
    "lists left": form({label: f"({text}) {ANSWERS[label]}" for label, text in LISTED.items()}),
    "lists and arrows": form({label: f"{text} -> {ANSWERS[label]}" for label, text in LISTED.items()}),
    "lists and colons": form({label: f"{text}: {ANSWERS[label]}" for label, text in LISTED.items()}),
    "steps of a wizard": rows("Step {at} - {label}: {value}\n"),
    "counted questions": rows("Q{at}: {label}: {value}\n"),
    "counted fields": rows("Field {at} of 13, {label}: {value}\n"),
    "a chat": rows("[05.11.09, 10:{at}:33] Anna: {label}: {value}\n"),
    "short rules": "\n* * *\n".join(rows("{label}: {value}\n").splitlines()),
    "plus signs": "\n+++\n".join(rows("{label}: {value}\n").splitlines()),
    "Turkish letters": "".join(f"{label.replace('i', 'ı')}: {LINE[label]}\n" for label in ANSWERS),
    "numbers asked for": rows("{label}: {value}\n").replace("Key:", "Key No.:").replace("ID:", "ID #:"),
    "a log above": "2009-11-05 09:59:01,101 ERROR refused\nSeverity: ERROR\nComponent: ajp13\n\n" + form(),
}
PAGES = {
    "a grid": GRID,
    "boxes": "<form>" + "".join(map(boxes, ANSWERS)) + "</form>",
    "small print": "<table>"
    + rows("<tr><td>{label}<br><small>required</small></td><td>{value}</td></tr>")
    + "</table>",
    "legends": rows("<fieldset><legend>{label}</legend>{value}</fieldset>"),
}


def whole(found: Reading) -> None:
    assert found.verdict == "complete", found
    for label, answer in ANSWERS.items():
        given = found.values[label]
        read = (given if isinstance(given, str) else "".join(given)).lstrip("-> ")  # a free text keeps its bullets
        assert read.split() == answer.split(), (label, found)


@pytest.mark.parametrize("way", WAYS)
def test_way_of_writing(way: str) -> None:
    whole(judge(mail(WAYS[way])))


@pytest.mark.parametrize("way", ["tags", "rows of a page", "steps of a wizard", "a chat"])
def test_what_stands_round_it_changes_nothing(way: str) -> None:
    whole(judge(mail(f"Hello,\n\n{WAYS[way]}\n-- \nAnna\nSeverity: never\nServer: the front desk\n")))


def test_places_are_those_of_the_mail() -> None:
    found = judge(mail(WAYS["tags"])).whole.fields["Server"]
    assert (found.span.line, found.span.column, found.label_span.column) == (11, 16, 4)


@pytest.mark.parametrize("way", PAGES)
def test_way_of_writing_html(way: str) -> None:
    whole(judge(mail(f"<html><body>{PAGES[way]}</body></html>", "text/html; charset=utf-8")))


@pytest.mark.parametrize("tongue", LABELS)
def test_labels_of(tongue: str) -> None:
    labels = dict(zip(ANSWERS, LABELS[tongue], strict=True))
    whole(judge(mail(edited({label: f"{labels[label]}:\n{ANSWERS[label]}" for label in ANSWERS}))))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1, 2, 3, 4 -> 2", "2"),
        ("(1, 2, 3, 4) 2", "2"),
        ("1-4: 2", "2"),
        ("1, 2, 3, 4 => 4", "4"),
        ("1 = High, 2 = Medium, 3 = Low, 4 = Trivial: 3", "3"),
        ("\n   1 High\n-> 2 Medium\n   3 Low\n   4 Trivial", "2"),
        ("\n1 High\n2 Medium <--\n3 Low\n4 Trivial", "2"),
        ("\n-> 1 High\n   2 Medium\n   3 Low\n   4 Trivial", "1"),
        ("2.0", "2"),
        ("2 - 14 users affected", "2"),
        ("High (1)", "1"),
        ("High (3 users)", "1"),
        ("2, no workaround", "2"),
        ("sehr-hoch", "1"),
        # what leaves it open
        ("1 = High, 2 = Medium, 3 = Low, 4 = Trivial", None),
        ("1: High, 2: Medium, 3: Low, 4: Trivial", None),
        ("1\tHigh\n2\tMedium\n3\tLow\n4\tTrivial", None),
        ("\n* 1\n* 2\n* 3\n* 4", None),
        ("1, 2, 3, 4: please choose", None),
        ("medium-high", None),
        ("mittel-hoch", None),
        ("High (3)", None),
        ("Low (Severity 1)", None),
        ("2 -> 1", None),
        ("3, jetzt 2", None),
        ("3 Korrektur: 2", None),
        ("2 - 3 users", None),
        ("2.5", None),
        ("5.0", None),
    ],
)
def test_severity(written: str, meant: str | None) -> None:
    found = judge(mail(form({"Severity": written})))
    assert (found.verdict, found.values.get("Severity")) == ("complete" if meant else "incomplete", meant), found


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("Distribution", "Debian-RHEL", None),
        ("Distribution", "Linux-Debian", "DEBIAN"),
        ("Distribution", "UCS (Debian)", "UCS"),
        ("Distribution", "can be SLES, RHEL, DEBIAN, UCS\tDEBIAN", "DEBIAN"),
        ("Module", "(portal, mail, calendar, tasks, infostore) mail, tasks", ("mail", "tasks")),
        ("Server Version", "im Anhang als PDF", None),
        ("Steps to reproduce", "siehe angehängtes Word-Dokument", None),
        ("Current behaviour", "see screenshot attached", None),
        ("Current behaviour", "See attached screenshot: it is empty.", "See attached screenshot: it is empty."),
        ("Current behaviour", "mail list", "mail list"),
        ("Track-ID", "./.", "./."),
        ("Track-ID", "./", None),
        ("Server", "[https://ox.example.com|https://ox.example.com]", "https://ox.example.com"),
    ],
)
def test_answer(field: str, written: str, meant: object) -> None:
    found = judge(mail(form({field: written})))
    assert (found.verdict, found.values.get(field)) == ("complete" if meant else "incomplete", meant), found


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Current behaviour", "The test says:\n\nExpected: form\nActual: empty div\n\nThat is all."),
        ("Current behaviour", "Ist: leer, Soll: voll.\nSoll: so bleiben."),
        ("Steps to reproduce", "Log in.\nExpected: form. Actual: nothing."),
        ("Steps to reproduce", "Was ich mache: ich klicke.\nSo geht es: Neu.\nIst das Fenster leer, nochmal."),
        ("Steps to reproduce", "- open\n- click"),
        ("Expected behaviour", "Get the list for iOS devices."),
        ("Current behaviour", "The page:\n\n<b>Error</b><br>\n<p>Severity: fatal</p>\n<p>Server: down</p>\n</div>"),
        ("Server Version", "\nName        : ox\nVersion     : 7.10\nDistribution: (none)\nVendor      : OX"),
    ],
)
def test_text_is_kept(field: str, text: str) -> None:
    found = judge(mail(form({field: text})))
    assert found.verdict == "complete", found
    value = found.values[field]
    assert isinstance(value, str)
    assert value.split() == text.split()
    others = {name: answer for name, answer in ANSWERS.items() if name not in {field, "Module"}}
    assert {name: found.values[name] for name in others} == others


@pytest.mark.parametrize(
    "footer",
    [
        "Get BlueMail for Android (http://www.bluemail.me/r)",
        "Get Yahoo Mail for iPhone",
        "Le informazioni contenute in questa comunicazione sono riservate.",
        "The information transmitted is intended only for the person to whom it is addressed.",
        "Die Informationen in dieser E-Mail sind vertraulich.",
        "Les informations contenues dans ce message sont confidentielles.",
        "Prima di stampare, pensa all'ambiente.",
        "Geschäftsführerin Erika Muster, Amtsgericht Osnabrück HRB 4711",
        "Vorstandsvorsitzender: Max Muster",
        "Managing Directors: Max Muster, Erika Muster",
        "Sent with Spark",
        "Gesendet mit der mobilen Mail App",
        "Avant d'imprimer ce courriel, pensez à l'environnement.",
        "De informatie verzonden met dit bericht is uitsluitend bestemd voor de geadresseerde.",
        "Niniejsza wiadomość jest przeznaczona wyłącznie dla adresata i może zawierać informacje poufne.",
        "Esta mensagem pode conter informações confidenciais.",
        "Denne e-mail kan indeholde fortrolige oplysninger.",
        "Antes de imprimir este mensaje, piense en el medio ambiente.",
        "L'absence de virus dans ce courrier a été vérifiée.",
        "Ai sensi del Regolamento UE 2016/679 si precisa che questo messaggio è riservato.",
    ],
)
def test_footer_ends_the_last_answer(footer: str) -> None:
    whole(judge(mail(form() + "\n" + footer + "\n")))


@pytest.mark.parametrize(
    "answer",
    [
        "The information in the calendar should be shown.",
        "Die Informationen in der Liste sollen erscheinen.",
        "Le informazioni contenute nella cartella devono restare.",
        "Les informations contenues dans le calendrier doivent rester.",
        "De informatie in de agenda moet blijven.",
        "Informacje zawarte w kalendarzu mają zostać.",
        "Oplysningerne i kalenderen skal vises.",
        "Antes de imprimir, el calendario debe abrirse.",
        "Przed wydrukowaniem program ma zapytać.",
        "Geschäftsführung soll alle Termine sehen.",
        "Vorstand und Büro sehen dieselben Termine.",
        "Sent by one user, a mail should arrive at every other one.",
    ],
)
def test_a_sentence_that_begins_like_a_footer_is_an_answer(answer: str) -> None:
    for written in (answer, f"Something.\n\n{answer}"):
        assert judge(mail(form({"Expected behaviour": written}))).values["Expected behaviour"] == written


def test_footer_in_a_part_of_its_own() -> None:
    head = "Content-Type: text/plain; charset=utf-8\n\n"
    footer = "_______________________________________________\nox-admins mailing list\nox-admins@acme.example\n"
    body = f"--b\n{head}{form()}--b\n{head}{footer}--b--\n"
    whole(judge(mail(body, 'multipart/mixed; boundary="b"', None)))


def test_two_requests_are_still_two() -> None:
    found = judge(mail(form() + "\nA second one:\n\n" + form({"Severity": "3"})))
    assert found.codes >= {"two-requests"}, found


def test_an_empty_form_stays_empty() -> None:
    found = judge(mail(EMPTY + "\n\n" + EMPTY))
    assert (found.verdict, found.values) == ("incomplete", {}), found


def test_a_verb_makes_no_other_label() -> None:
    found = judge(mail(edited({"Server": "Server is: https://ox.example.com/ajax", "Distribution": None})))
    assert found.values["Server"] == ANSWERS["Server"]
    assert found.codes_of("Distribution") == {"missing-field"}, found
