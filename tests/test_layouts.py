"""One request in every layout, with every trap in its texts and inside every mail, in; the same answers out."""

from __future__ import annotations

from html import escape

import pytest

from mails import ANSWERS, edited, judge, mail, page

LOG = """The log says:

2009-11-05 09:59:01,101 ERROR [OXWorker-17] com.openexchange.ajax.Mail
Severity: ERROR
Server: ox1 refused
java.lang.NullPointerException
\tat com.openexchange.mail.List.read(List.java:112)
Caused by: java.sql.SQLException: Lock wait timeout
\t... 12 more"""
STEPS = "1. Log in as any user\n2. Open the inbox\n3. Server: pick ox1 if asked\n4. Reload"
PACKAGES = "open-xchange-core 6.22.0-15\nopen-xchange-imap 6.22.0-15"
CASES = {
    "short": {},
    "log": {"Current behaviour": LOG, "Steps to reproduce": STEPS, "Expected behaviour": "It is full.\n\nAs it was."},
    "packages": {"Server Version": PACKAGES, "Track-ID": "-", "Module": "mail, calendar", "Severity": "2 - Medium"},
    "gaps": {"Severity": "", "Component": "tbd", "Expected behaviour": ""},
}
GAPS = {"Severity", "Component", "Expected behaviour"}
FRENCH = {
    "Support Key": "Clé de support", "Server": "Serveur", "Server Version": "Version du serveur",
    "GUI Version": "Version de l'interface", "Severity": "Gravité", "Track-ID": "Référence client",
    "Product": "Produit", "Component": "Composant", "Steps to reproduce": "Étapes pour reproduire",
    "Current behaviour": "Comportement actuel", "Expected behaviour": "Comportement attendu",
}  # fmt: skip
LABELS = {
    "plain": {},
    "upper": {label: label.upper() for label in ANSWERS},
    "snake": {label: label.lower().replace(" ", "_").replace("-", "_") for label in ANSWERS},
    "typos": {"Severity": "Serverity", "Component": "Componment", "Product": "Prodcut", "GUI Version": "GUI Verison"},
    "two languages": {label: f"{label} / {FRENCH.get(label, label)}" for label in ANSWERS},
    "hints": {label: f"{label} (please fill in)" for label in ANSWERS},
    "stars": {label: f"{label}*" for label in ANSWERS},
}
LINES = {
    "colon": "{label}: {value}\n",
    "two colons": "{label}:: {value}\n",
    "equals": "{label} = {value}\n",
    "arrow": "{label} => {value}\n",
    "dash": "{label} - {value}\n",
    "tab": "{label}\t{value}\n",
    "bullet": "* {label}: {value}\n",
    "plus": "+ {label}: {value}\n",
    "emoji": "\U0001f539 {label}: {value}\n",
    "box": "[{label}] {value}\n",
    "box apart": "[{label}]\n{value}\n\n",
    "japanese box": "【{label}】{value}\n",
    "bold": "*{label}:* {value}\n",
    "below": "{label}:\n{value}\n\n",
    "bare": "{label}\n{value}\n\n",
    "heading": "### {label}\n\n{value}\n\n",
    "rule": "{label}: {value}\n----------------------------------------\n",
    "parted": "{label}: {value}\n",
}
REPLY = "\nFrom: OX Support\nSent: Thursday, November 5, 2009 09:00\nTo: Anna Admin\nSubject: RE: form\n\n"
AROUND = {
    "nothing": "{form}",
    "letter": "Hello,\n\nthis happens since the update:\n\n{form}\nBest regards\nAnna Admin\nPhone: +49 30 1234\n",
    "signature": "{form}\n--  \nAnna Admin\nProduct: Energy\n",
    "reply": f"{{form}}\n{REPLY}Severity: 1\nProduct: OX5\n",
    "forward": f"For you.\n\n-----Original Message-----{REPLY}{{form}}",
    "quote": "see below\n\nOn 5 Nov 2009 09:00, OX Support <support@open-xchange.com> wrote:\n{form}",
}
PAGES = {
    "table": ("<table>{form}</table>", "<tr><td>{label}</td><td>{value}</td></tr>"),
    "list": ("<ul>{form}</ul>", "<li><b>{label}</b>: {value}</li>"),
    "paragraphs": ("{form}", "<p><b>{label}:</b> {value}</p>"),
    "headings": ("{form}", "<h4>{label}</h4><div>{value}</div>"),
    "terms": ("<dl>{form}</dl>", "<dt>{label}</dt><dd>{value}</dd>"),
}


def _rows(line: str, labels: str, case: str) -> str:
    answers = ANSWERS | CASES[case]
    below = line.count("\n") > 1 and "----" not in line
    rows = []
    for label, value in answers.items():
        first = f"\n{value}" if "\n" in value and not below else value
        rows.append(line.format(label=LABELS[labels].get(label, label), value=first))
    return "".join(rows)


def _same(octets: bytes, case: str) -> None:
    """Hold what was read to what was written; of a text, its first and its last line."""
    reading = judge(octets)
    wanted = ANSWERS | CASES[case]
    refused = {each.field for each in reading.whole.diagnostics if each.severity.withholds}
    assert refused == (GAPS if case == "gaps" else set()), reading
    for label, answer in wanted.items():
        if label in refused:
            continue
        value = reading.values[label]
        if label == "Module":
            assert value == tuple(answer.split(", "))
        elif label == "Severity":
            assert value == "2"
        else:
            found = [line.strip() for line in str(value).split("\n")]
            lines = [line.strip() for line in answer.split("\n")]
            assert (found[0], found[-1]) == (lines[0], lines[-1]) or str(value) == " ".join(lines)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("layout", LINES)
def test_a_layout_is_read_whatever_stands_in_it_and_round_it(layout: str, labels: str, case: str) -> None:
    rows = _rows(LINES[layout], labels, case)
    for name, around in AROUND.items():
        inner = "".join(f"> {line}".rstrip() + "\n" for line in rows.splitlines()) if name == "quote" else rows
        whole = around.replace("{form}", inner)
        _same(mail(whole.replace("\n", "\n\n") if layout == "parted" else whole), case)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("layout", PAGES)
def test_a_page_is_read_whatever_stands_in_it(layout: str, labels: str, case: str) -> None:
    whole, row = PAGES[layout]
    rows = (
        row.format(label=escape(LABELS[labels].get(label, label)), value=escape(value).replace("\n", "<br>"))
        for label, value in (ANSWERS | CASES[case]).items()
    )
    _same(page(f"<p>Hello,</p>{whole.replace('{form}', ''.join(rows))}<p>Best regards<br>Anna Admin</p>"), case)


def test_the_labels_behind_a_long_log_are_found() -> None:
    log = "".join(
        f"2009-11-05 08:{second // 60 % 60:02d}:{second % 60:02d},000 INFO Module: mail, Severity: 3, Server: ox{second}\n"
        for second in range(3000)
    )
    rows = _rows(LINES["colon"], "plain", "short").replace("The list stays empty.", f"The list stays empty.\n{log}")
    reading = judge(mail(rows))
    assert reading.verdict == "complete"
    assert reading.values["Support Key"] == ANSWERS["Support Key"]


def test_what_was_left_out_is_not_taken_from_the_mail_below() -> None:
    rows = "".join(
        line for line in _rows(LINES["colon"], "plain", "short").splitlines(keepends=True) if "OXHE" not in line
    )
    reading = judge(mail(f"{rows}\n{REPLY}Product: OX5\n"))
    assert reading.verdict == "incomplete"
    assert "Product" not in reading.values


def test_answers_between_quoted_labels_may_look_like_fields() -> None:
    answers = ANSWERS | CASES["log"]
    rows = "".join(f"> {label}:\n{value}\n" for label, value in answers.items())
    _same(mail(f"On 5 Nov 2009 09:00, OX Support <support@open-xchange.com> wrote:\n{rows}"), "log")


@pytest.mark.parametrize(
    "table",
    [
        "| Server | Module | Severity |\n|---|---|---|\n| ox1 | mail | 1 |\n| ox2 | mail | 2 |",
        "Server\tModule\tSeverity\nox1\tmail\t1\nox2\tmail\t2",
        "+-----+------+\n| Server | Module | Severity |\n+-----+------+\n| ox1 | mail | 1 |\n+-----+------+",
    ],
    ids=["bars", "tabs", "drawn"],
)
def test_a_table_in_a_text_that_names_fields_of_the_form_stays_as_it_is(table: str) -> None:
    answers = ANSWERS | {"Current behaviour": f"It fails:\n\n{table}\n\nas the table shows."}
    rows = "".join(f"{label}: {value}\n" for label, value in answers.items())
    reading = judge(mail(rows))
    assert reading.verdict == "complete"
    assert reading.prose("Current behaviour") == answers["Current behaviour"]


def test_a_form_on_one_line_behind_labels_that_it_has_again_is_read() -> None:
    form = "Support Key: OX-1 | Server: https://ox.x.example | Server Version: 6.22.1-Rev15 | Distribution: SLES"
    more = "GUI Version: 6.22.1-Rev12 | Module: calendar | Severity: 2 | Track-ID: S-118 | Product: OXSE"
    found = judge(mail(f"Severity: 3 Track-ID: {form} | {more}\n"))
    assert {"Distribution", "Module", "Product"} <= found.values.keys()
    assert "conflicting-fields" in found.codes_of("Severity")


def test_a_label_with_a_typo_is_one_too_where_a_program_has_parted_every_line() -> None:
    lines = [
        "Disstribution - DEBIAN", "2009-11-05 10:00:00 INFO started", "Suppoort Key - OX-1-ABCD",
        "Component - Groupware GUI", "WARN: y", "at com.x.Y(Z.java:1)", "Serrver - https://ox.x.example",
        "Module - mail", "Severiity - 2", "Steps to reproduce - click",
    ]  # fmt: skip
    assert judge(mail("\n\n".join(lines))).values.get("Module") == ("mail",)


def test_a_colon_in_a_value_behind_an_arrow_ends_no_label_in_two_languages() -> None:
    lines = "".join(
        f"{label} / {FRENCH.get(label, label)} -> {' '.join(value.split())} at 07:40, they say\n"
        for label, value in ANSWERS.items()
    )
    assert judge(mail(lines)).prose("Current behaviour") == f"{ANSWERS['Current behaviour']} at 07:40, they say"


def test_a_label_with_a_typo_is_read_though_code_has_it_without_one() -> None:
    lines = "".join(f"{'Sevirity' if label == 'Severity' else label}: {value}\n" for label, value in ANSWERS.items())
    text = lines.replace("The list stays empty.", "The list stays empty.\n\n```\nSeverity: 1\nProduct: OX5\n```")
    read = judge(mail(text))
    assert (read.verdict, read.values["Severity"], read.values["Product"]) == ("complete", "2", "OXHE")


def test_a_log_inside_a_cell_makes_no_form_run_together_of_a_table() -> None:
    lines = "".join(f"{label}\t{' '.join(value.split())}\n" for label, value in ANSWERS.items())
    log = "ERROR Server: refused INFO Severity: 1 WARN Module: x"
    read = judge(mail(lines.replace("The list stays empty.", f"The list stays empty. {log}")))
    assert read.verdict == "complete"
    assert read.prose("Current behaviour") == f"The list stays empty. {log}"


@pytest.mark.parametrize(
    "above",
    [
        "<HTML editor> crashes for us, see below.",
        "<html> in mails is not shown.",
        "<html><body><p>Hi</p></body></html>",
    ],
)
def test_a_text_that_speaks_of_html_is_no_page(above: str) -> None:
    assert judge(mail(f"{above}\n\n{edited({})}")).verdict == "complete"


def test_a_page_that_calls_itself_plain_text_is_read_as_one() -> None:
    lines = "".join(f"<p>{line}</p>" for line in edited({}).split("\n"))
    assert judge(mail(f"<html><body>{lines}</body></html>\n")).verdict == "complete"
