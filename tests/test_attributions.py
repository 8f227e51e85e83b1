"""Lines that say who wrote what follows, as mail programs wrap and glue them, below a form: none belongs to its last value."""

from __future__ import annotations

import pytest

from mails import ANSWERS, form, judge, mail

QUOTE = "> Please send us the form.\n> It is on our page.\n"
FAR = "Bartholomew Longfellow-Winterbottom <bartholomew.longfellow@desk.example"
DAY = "On Wed, Nov 4, 2009 at 9:15 AM"
ABOVE = {
    "bracket and verb on a line of their own": f"{DAY}, {FAR}\n> wrote:\n\n",
    "bracket and colon on a line of their own": 'Am 04.11.2009 09:15 schrieb "Jan Lang" <jan.lang@desk.example\n>:\n\n',
    "bracket and verb behind a wrap in the name": f"{DAY}, Bartholomew\nLongfellow-Winterbottom <b.longfellow@desk.example\n> wrote:\n\n",
    "bracket and verb, French": f"Le mer. 4 nov. 2009 à 09:15, {FAR}\n> a écrit :\n\n",
    "a link among the lines": f"{DAY} Jan Lang\n\n<\nmailto:Jan Lang <jan.lang@desk.example>\n> wrote:\n\n",
    "begun twice": "El El mar, 4 nov 2009 a la(s) 09:15, Jan Lang <jan.lang@desk.example>\nescribió:\n\n",
    "between rules, without a date": "---- Jan Lang wrote ----\n\n",
    "between rules, in German": "-------- Jan Lang schrieb --------\n",
}  # fmt: skip


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
    "line",
    ["> wrote:", "a <\n> wrote:", "I saw this: <jan@desk.example\n> is no address:", "---- the log ----", "-- Jan wrote --x", "On 4 Nov I wrote:"],
)  # fmt: skip
def test_lines_of_the_sender_that_look_like_one_stay(line: str) -> None:
    steps = f"Log in.\n{line}\nThe list is empty.\nLog out."
    found = judge(mail(form({"Steps to reproduce": steps})))
    assert found.prose("Steps to reproduce") == steps
    assert found.codes == set()
