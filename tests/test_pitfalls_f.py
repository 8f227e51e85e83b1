"""Pitfalls F: replies, forwards and quotes."""

from __future__ import annotations

import pytest

from mails import ANSWERS, Reading, form, judge, mail, words

EMPTY = form(
    {
        "Support Key": "OX-SUPPORT-ODER-LIZENZ-KEY-XXX",
        "Server": "",
        "Severity": "1-4",
        "Module": "(portal, mail, calendar, tasks, infostore)",
        "Steps to reproduce": "",
        "Current behaviour": "",
        "Expected behaviour": "",
    }
)
WROTE = "On Thu, 5 Nov 2009 at 09:00, OX Support <support@open-xchange.com> wrote:\n"


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def quoted(text: str, mark: str = "> ") -> str:
    return "".join((mark + line).rstrip() + "\n" for line in text.splitlines())


@pytest.mark.parametrize("mark", ["> ", ">", ">> ", "> > "])
@pytest.mark.parametrize("above", ["", WROTE, "Hello,\nplease find my answers below.\n\n" + WROTE])
def test_pitfall_F1_form_filled_in_inside_the_quote(mark: str, above: str) -> None:
    found = complete(mail(above + quoted(form(), mark)))
    assert found.values == complete(mail(form())).values
    assert found.first("field-in-quote").severity == 3
    assert [fault.code for fault in found.whole.diagnostics].count("field-in-quote") == 1


def test_pitfall_F1_answers_between_the_quoted_labels() -> None:
    text = "".join(f"> {label}:\n{answer}\n" for label, answer in ANSWERS.items())
    found = complete(mail(WROTE + text))
    assert (found.values["Severity"], found.values["Product"]) == ("2", "OXHE")


@pytest.mark.parametrize("empty", [EMPTY, form({"Severity": "4", "Product": "OX5"})])
@pytest.mark.parametrize("gap", ["\n", ""])
def test_pitfall_F2_other_form_in_the_quote_below(empty: str, gap: str) -> None:
    found = complete(mail(form() + gap + WROTE + quoted(empty)))
    assert (found.values["Severity"], found.prose("Expected behaviour")) == ("2", ANSWERS["Expected behaviour"])
    assert found.codes == set(), found


def test_pitfall_F2_empty_form_in_the_quote_above() -> None:
    found = complete(mail(WROTE + quoted(EMPTY) + "\n" + form()))
    assert (found.values["Severity"], found.codes) == ("2", set()), found


FORWARDS = {
    "Outlook": "-----Original Message-----\nFrom: bert@customer.example\nSent: Thursday\nTo: anna@customer.example\nSubject: fault\n\n",
    "no blank line": "-----Original Message-----\nFrom: bert@customer.example\nSubject: fault\n",
    "Gmail": "---------- Forwarded message ---------\nFrom: Bert <bert@customer.example>\nDate: Thu, 5 Nov 2009\nSubject: fault\nTo: <anna@customer.example>\n\n",
    "Apple": "Begin forwarded message:\n\n> From: Bert <bert@customer.example>\n> Subject: fault\n> Date: 5 November 2009\n> To: anna@customer.example\n> \n",
}


@pytest.mark.parametrize("client", FORWARDS)
def test_pitfall_F3_forwarded_form(client: str) -> None:
    text = quoted(form()) if client == "Apple" else form()
    found = complete(mail("See below.\n\n" + FORWARDS[client] + text, headers={"Subject": "FW: fault"}))
    assert found.values == complete(mail(form())).values
    assert found.codes in ({"field-in-forward"}, {"field-in-quote"})
    assert "field-in-forward" in found.codes or client not in {"Gmail", "Apple"}


@pytest.mark.parametrize("client", FORWARDS)
def test_pitfall_F3_inner_sender_is_told(client: str) -> None:
    text = quoted(form()) if client == "Apple" else form()
    found = complete(mail("See below.\n\n" + FORWARDS[client] + text, headers={"Subject": "FW: fault"}))
    assert found.whole.sender == "anna@customer.example"
    assert "bert@customer.example" in " ".join(words(fault) for fault in found.whole.diagnostics)


def test_pitfall_F3_forward_below_the_senders_own_form() -> None:
    found = complete(mail(form() + "\n" + FORWARDS["Outlook"] + form({"Severity": "4", "Track-ID": "BUG-1"})))
    assert (found.values["Severity"], found.values["Track-ID"], found.codes) == ("2", "BUG-4711", set()), found
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"]


HEADS = {
    "German": "Von: Bert <bert@customer.example>\nGesendet: Donnerstag, 5. November 2009 09:00\nAn: anna@customer.example\nBetreff: Fehler\n\n",
    "Danish": "Fra: Bert <bert@customer.example>\nSendt: 5. november 2009 09:00\nTil: anna@customer.example\nEmne: fejl\n\n",
    "French": "De : Bert <bert@customer.example>\nEnvoyé : jeudi 5 novembre 2009 09:00\nÀ : anna@customer.example\nObjet : panne\n\n",
    "Dutch": "Van: Bert <bert@customer.example>\nVerzonden: donderdag 5 november 2009\nAan: anna@customer.example\nOnderwerp: fout\n\n",
    "Spanish": "De: Bert <bert@customer.example>\nEnviado: jueves 5 de noviembre\nPara: anna@customer.example\nAsunto: fallo\n\n",
    "French, subject first": "Objet: panne\nDate: 2009-11-05 09:00\nDe: Bert <bert@customer.example>\nÀ: anna@customer.example\n\n",
    "English, subject first": "Subject: fault\nFrom: Bert <bert@customer.example>\nTo: anna@customer.example\nDate: 5 Nov 2009\n\n",
    "German line": "-----Ursprüngliche Nachricht-----\nVon: Bert <bert@customer.example>\nGesendet: Donnerstag\nAn: anna@customer.example\nBetreff: Fehler\n\n",
}


@pytest.mark.parametrize("language", HEADS)
def test_pitfall_F4_forward_header_in_other_languages(language: str) -> None:
    found = complete(mail(form() + "\n" + HEADS[language] + form({"Severity": "4"})))
    assert (found.values["Severity"], found.codes) == ("2", set()), found
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"]
    assert complete(mail(HEADS[language] + form())).codes in ({"field-in-forward"}, {"field-in-quote"})


@pytest.mark.parametrize(
    "line", ["On Monday the admin wrote:", "Am Montag schrieb der Admin:", "The user wrote:", "On page 3 it says:"]
)
def test_pitfall_F5_step_that_looks_like_the_head_of_a_quote(line: str) -> None:
    steps = f"Log in.\n{line}\nnothing works.\nOpen the inbox."
    found = complete(mail(form({"Steps to reproduce": steps})))
    assert found.prose("Steps to reproduce") == steps
    assert found.codes == set()


@pytest.mark.parametrize(
    "log",
    [
        "> at Foo.bar(Foo.java:1)\n> at Foo.main(Foo.java:9)",
        "> telnet ox1 143\n> a1 LOGIN",
        ">>> import mail\n>>> mail.get()",
    ],
)
def test_pitfall_F6_log_that_looks_like_a_quote(log: str) -> None:
    text = f"The log says:\n{log}\nand nothing else."
    found = complete(mail(form({"Current behaviour": text})))
    assert found.prose("Current behaviour") == text
    assert found.codes == set(), found


NUMBERS = {
    "Re: [Ticket#2009110510000123] The inbox": "2009110510000123",
    "Re: [OX#4711] x": "4711",
    "Re: [#123]": "123",
    "[OX Ticket#5] y": "5",
}


@pytest.mark.parametrize("subject", NUMBERS)
def test_pitfall_F7_follow_up(subject: str) -> None:
    found = judge(mail("It works again, thanks.\n", headers={"Subject": subject}))
    assert (found.verdict, found.whole.ticket, found.whole.follows_up) == ("follow-up", None, NUMBERS[subject]), found
    assert not [fault for fault in found.whole.diagnostics if fault.severity <= 2]


@pytest.mark.parametrize(
    "subject", ["[some-string#1234] x", "Bug #12 in foo", "[JIRA-77] x", "Re: fault", "#12", "[Ticket#abc]"]
)
def test_pitfall_F8_number_of_another_system(subject: str) -> None:
    found = judge(mail("It fails.\n", headers={"Subject": subject}))
    assert (found.verdict, found.whole.follows_up) == ("incomplete", None), found


@pytest.mark.parametrize("prefix", ["AW:", "Antw:", "SV:", "RE[2]:", "Re^2:", "WG:", "TR:", "VS:", "AW: Re:"])
def test_pitfall_F9_prefixes_of_a_reply(prefix: str) -> None:
    found = judge(mail("Thanks.\n", headers={"Subject": f"{prefix} [Ticket#17] inbox"}))
    assert (found.verdict, found.whole.follows_up) == ("follow-up", "17"), found
    assert complete(mail(form(), headers={"Subject": f"{prefix} inbox"})).codes == set()


@pytest.mark.parametrize("mark", ["John> ", "| ", "JD> ", "|> "])
def test_pitfall_F10_other_quote_marks(mark: str) -> None:
    found = complete(mail("My answers:\n\n" + quoted(form(), mark)))
    assert found.values == complete(mail(form())).values
    assert "field-in-quote" in found.codes
