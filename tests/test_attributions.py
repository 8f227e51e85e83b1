"""Lines that say who wrote what follows, as mail programs wrap and glue them, below a form: none belongs to its last value."""

from __future__ import annotations

import pytest

from lanes import differences
from mails import ANSWERS, form, judge, mail, seed

QUOTE = "> Please send us the form.\n> It is on our page.\n"
FAR = "Bartholomew Longfellow-Winterbottom <bartholomew.longfellow@desk.example"
DAY = "On Wed, Nov 4, 2009 at 9:15 AM"
ABOVE = {
    "bracket and verb on a line of their own": f"{DAY}, {FAR}\n> wrote:\n\n",
    "bracket and colon on a line of their own": 'Am 04.11.2009 09:15 schrieb "Jan Lang" <jan.lang@desk.example\n>:\n\n',
    "bracket and verb behind a wrap in the name": f"{DAY}, Bartholomew\nLongfellow-Winterbottom <b.longfellow@desk.example\n> wrote:\n\n",
    "bracket and verb, French": f"Le mer. 4 nov. 2009 à 09:15, {FAR}\n> a écrit :\n\n",
    "a link among the lines": f"{DAY} Jan Lang\n\n<\nmailto:Jan Lang <jan.lang@desk.example>\n> wrote:\n\n",
    "over three lines, without a time": "On Wed, Dec 9, Jan Lang\n<jan.lang@desk.example>\nwrote:\n",
    "Croatian": "pon, 9. stu 2026. u 17:03 Jan Lang <jan.lang@desk.example>\nnapisao je:\n\n",
    "Slovenian": "V V pon., 9. nov. 2026 ob 17:03 je oseba Jan Lang <\njan.lang@desk.example> napisala:\n\n",
    "Bulgarian": "На пн, 9.11.2026 г. в 17:03 Jan Lang <jan.lang@desk.example> написа:\n\n",
    "Indonesian": "Pada tanggal Sen, 9 Nov 2026 17.03, Jan Lang <\njan.lang@desk.example> menulis:\n\n",
    "Thai": "ในวันที่ จ. 9 พ.ย. 2026 เวลา 17:03 Jan Lang <jan.lang@desk.example>\nเขียนว่า:\n\n",
    "Catalan": "Missatge de Jan Lang <jan.lang@desk.example> del dia dl., 9 de nov.\n2026 a les 17:03:\n\n",
    "Latvian": "pirmd., 2026. g. 9. nov., plkst. 17:03 — lietotājs Jan Lang (<\njan.lang@desk.example>) rakstīja:\n\n",
    "Lithuanian": "2026-11-09, pr, 17:03 Jan Lang <jan.lang@desk.example> rašė:\n\n",
    "begun twice": "El El mar, 4 nov 2009 a la(s) 09:15, Jan Lang <jan.lang@desk.example>\nescribió:\n\n",
    "between rules, without a date": "---- Jan Lang wrote ----\n\n",
    "between rules, in German": "-------- Jan Lang schrieb --------\n",
}  # fmt: skip


WHO = "Jan Lang <jan.lang@desk.example>"
OTHERS = {
    **{verb: f"{WHO}, 9.11.2026 17:03\n{verb}:\n\n" for verb in
       ("wrote", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "pisze", "napisał(a)", "escreveu", "skrev", "kirjoitti", "napsal",
        "napísal(a)", "írta", "a scris", "va escriure", "kirjutas", "şunu yazdı", "đã viết", "пишет", "написал", "пише", "έγραψε")},
    "Romanian": f"În lun., 9 nov. 2026 la 17:03, {WHO}\na scris:\n\n",
    "Estonian": f"Kontakt {WHO} kirjutas kuupäeval E, 9.\nnovember 2026 kell 17:03:\n\n",
    "Chinese": f"{WHO} 于2026年11月9日周一 17:03写道：\n\n",
    "Korean": f"2026년 11월 9일 (월) 오후 5:03, {WHO}님이 작성:\n\n",
    "Japanese": "2026年11月9日(月) 17:03 Lang\njan.lang@desk.exampleさんのメール:\n\n",
}  # fmt: skip


@pytest.mark.parametrize("above", [*ABOVE.values(), *OTHERS.values()], ids=[*ABOVE, *OTHERS])
def test_both_lanes_know_it(above: str) -> None:
    for octets in (
        mail(form() + end + above + text)
        for end in ("\n", "", "\nBest regards\nAnna\n\n")
        for text in (QUOTE, QUOTE.replace("> ", ""))
    ):
        assert not differences(octets, seed())


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize("quote", [QUOTE, QUOTE.replace("> ", "")], ids=["marked", "bare"])
def test_it_belongs_to_no_value(above: str, quote: str) -> None:
    found = judge(mail(form() + "\n" + above + quote))
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"], found
    assert found.codes == set(), found


GLUED = {
    "behind a blank": f" {DAY}, jan.lang@desk.example wrote:\n",
    "behind a rule": f"--- {DAY}, jan.lang@desk.example wrote:\n",
    "behind a full stop": f". {DAY}, Jan Lang <jan.lang@desk.example> wrote:\n",
    "in German": " Am Mittwoch, 4. November 2009 um 09:15 schrieb Jan Lang <jan.lang@desk.example>:\n",
    "in French": " Le mer. 4 nov. 2009 à 09:15, Jan Lang <jan.lang@desk.example> a écrit :\n",
    "wrapped": f" {DAY}, Jan Lang\n<jan.lang@desk.example> wrote:\n",
}  # fmt: skip


@pytest.mark.parametrize("glued", GLUED.values(), ids=GLUED)
def test_what_stands_before_it_on_its_line_is_the_senders(glued: str) -> None:
    found = judge(mail(form({"Expected behaviour": "The list shows them.\nAs it did before" + glued + QUOTE})))
    assert found.prose("Expected behaviour").rstrip(". ") == "The list shows them.\nAs it did before", found
    assert found.codes == set(), found


@pytest.mark.parametrize(
    "who",
    ["Jan Lang schrieb", "Jan Lang wrote", "Jan-Peter van der Lang wrote", "OX Support a écrit", "Lang, Jan schrieb"],
)
@pytest.mark.parametrize("end", ["", "\n-- \nAnna Admin\n"])
def test_a_name_and_a_verb_are_enough_above_a_quote_that_ends_the_mail(who: str, end: str) -> None:
    octets = mail(f"{form()}\n{who}:\n{QUOTE}> > inner\n\n> more\n{end}")
    found = judge(octets)
    assert found.prose("Expected behaviour") == ANSWERS["Expected behaviour"], found
    assert not differences(octets, seed())


@pytest.mark.parametrize(
    "said",
    ["Exim wrote:\n> 550 relay denied", "The server wrote:\n> 550 relay denied", "Der Server schrieb:\n> 550", "Jan Lang wrote:\n> 550\nand that is all."],
)  # fmt: skip
def test_what_somebody_is_told_to_have_written_stays(said: str) -> None:
    found = judge(mail(form({"Expected behaviour": f"No error.\n\n{said}"})))
    assert found.prose("Expected behaviour") == f"No error.\n\n{said}"


@pytest.mark.parametrize(
    "line",
    ["> wrote:", "a <\n> wrote:", "I saw this: <jan@desk.example\n> is no address:", "---- the log ----", "-- Jan wrote --x", "On 4 Nov I wrote:"],
)  # fmt: skip
def test_lines_of_the_sender_that_look_like_one_stay(line: str) -> None:
    steps = f"Log in.\n{line}\nThe list is empty.\nLog out."
    found = judge(mail(form({"Steps to reproduce": steps})))
    assert found.prose("Steps to reproduce") == steps
    assert found.codes == set()
