"""Answers that tell nothing, in the sentences in which people write them; and answers that look like them."""

from __future__ import annotations

import pytest

from ticketlint import load_forms
from ticketlint.form.answers import interpret
from ticketlint.form.model import FieldSpec, Form
from ticketlint.values import Choice, is_non_answer, is_placeholder, read_choice, read_choices
from ticketlint.values.evasions import evades
from ticketlint.values.words import denies

LEVELS = (
    Choice("1", ("High", "hoch", "critical")),
    Choice("2", ("Medium", "mittel")),
    Choice("3", ("Low", "niedrig")),
    Choice("4", ("Trivial",)),
)
PARTS = (
    Choice("Admin GUI"),
    Choice("Admin Server"),
    Choice("Groupware GUI"),
    Choice("Groupware Server"),
    Choice("CLT"),
)
LINE = FieldSpec("Version")
FORM = Form("desk", "A desk", (LINE,))

SENTENCES = [
    "I cannot see the version", "can't find it", "could not be determined", "cannot be determined any more", "Version kann ich leider nicht sehen",
    "das kann ich gerade nicht sagen", "konnte nicht ermittelt werden", "wo finde ich die Version?", "where can I see that?",
    "muss ich erst prüfen", "which one do you mean?", "what is this?", "mentioned above", "already given above",
    "please refer to the attachment", "never heard of it", "sorry, forgot to look", "you can look it up",
    "should be in your database", "will look tomorrow", "that I cannot see", "bekommen Sie morgen",
    "liefert der Kollege nach", "kommt in einer zweiten Mail", "haben wir Ihnen schon geschickt",
    "wurde bereits mitgeteilt", "s. letzte Mail", "müsste ich nachschauen", "je vous l'envoie demain",
    "à demander à l'hébergeur", "se lo envío mañana", "la mando domani", "chiedere al fornitore", "stuur ik morgen",
    "zie mijn vorige mail", "podam jutro", "jak w poprzednim zgłoszeniu",
    "will be sent later", "I will look it up and send it", "I'll send it tomorrow", "we’ll hand it in by phone",
    "has to be asked from the hoster", "our admin knows, I don't", "not known to me", "unknown to us",
    "follows by separate mail", "will be handed in later", "it will be provided next week", "the key will follow",
    "our admin will send the key", "you have it already", "you should know it", "is known to you", "as always",
    "like in our last request", "same as in our last ticket", "the usual one", "as agreed on the phone",
    "as described above", "ask our hoster", "please ask Mr. Miller", "please call me", "how can I find out?",
    "I haven't checked yet", "to be assigned by you", "yet to be determined", "waiting for our provider",
    "mir nicht bekannt", "ist uns leider nicht bekannt", "liegt mir nicht vor", "haben Sie doch schon", "liegt Ihnen vor",
    "das folgt per Mail", "ich schaue morgen nach", "wir reichen das nach", "wird Ihnen noch mitgeteilt",
    "muss erst vom Hoster erfragt werden", "weiß nur unser Admin", "steht im Anhang", "steht doch alles im Vertrag",
    "wie telefonisch besprochen", "wie im letzten Ticket", "wie oben beschrieben", "bitte selbst nachsehen",
    "bitte Herrn Maier fragen", "wird noch bekannt gegeben", "bitte rufen Sie mich an",
]  # fmt: skip


@pytest.mark.parametrize("said", SENTENCES)
def test_a_sentence_that_tells_nothing_is_no_answer(said: str) -> None:
    assert interpret(said, LINE, FORM).fault == "non-answer"
    assert interpret(f"{said}.", LINE, FORM).fault == "non-answer"


ANSWERS = [
    "I cannot see my calendar", "Can't access the VPN", "Cannot find invoices", "Unable to log in", "You have mail",
    "Kann ich nicht drucken", "Konnte Bestellung nicht finden",
    "Muss Drucker prüfen lassen", "Wird geliefert ohne Rechnung", "Es kommt die Mail", "Kommt an", "as the first",
    "Waiting for support",  "Ich sehe keine Daten", "Version must be updated", "No access to the server",
    "in progress", "tomorrow", "asap", "morgen", "not installed", "hidden", "Kommt nicht vor", "Password forgotten",
    "Follow-up call", "Call for papers", "Contact form", "Send later", "Known issue", "Same day delivery", "Unknown host",
    "Support Team Nord", "Kommt nicht an", "Wird nicht gesendet", "Will not be sent", "The key will not be accepted",
    "It comes again", "It will be sent twice", "Mail will be sent later", "Steht still", "Der Kunde", "Ring me software",
    "Ask Jeeves", "Contact Us", "Ask Our Team", "the latest stable build", "our own build of the master branch", "current git master", "as of Monday's build",
    "like the one of our second server, but newer", "Wie Debian, nur älter", "ox.example.com will follow", "I have to log in twice",
]  # fmt: skip


@pytest.mark.parametrize("said", ANSWERS)
def test_an_answer_that_looks_like_one_of_them_counts(said: str) -> None:
    assert interpret(said, LINE, FORM).fault is None


@pytest.mark.parametrize(
    "said",
    ["as described above",  "I'll send it later", "wie oben beschrieben",
     "see the mail of yesterday", "siehe Mail von gestern", "siehe unten\n\nDanke", "to be described", "please describe", "(describe here)",
     "bitte beschreiben"],
)  # fmt: skip
def test_a_text_that_tells_nothing_is_no_answer(said: str) -> None:
    assert interpret(said, FieldSpec("Steps", type="prose"), FORM).fault == "non-answer"


@pytest.mark.parametrize(
    "said",
    ["The mail should be sent later.", "I have to give the key again and again.", "I must look twice.",
     "Wird gesendet.", "Waiting for the server.", "Nobody knows why.", "Unknown to the address book.",
     "Call me a fool, but it is red.", "Contact us page is empty.", "Ich muss den Schlüssel noch einmal angeben.",
     "The same as before the update.", "You have to wait.", "Will be delivered.", "Ask the admin to log in.", "Please call me.",
     "Bitte rufen Sie mich an."],
)  # fmt: skip
def test_a_text_that_looks_like_one_counts(said: str) -> None:
    assert interpret(said, FieldSpec("Behaviour", type="prose"), FORM).fault is None


@pytest.mark.parametrize(
    "said",
    ["non disponible", "non communiqué", "por determinar", "weet ik niet", "niet beschikbaar", "w załączniku", "desconhecida",
     "in seguito", "後で送ります", "brak danych", "à voir", "sin especificar", "non specificato", "niet bekend", "nieznany jeszcze",
     "não disponível", "ej tillämpligt", "添付をご覧ください", "確認中", "待确认"],
)  # fmt: skip
def test_other_languages_say_it_too(said: str) -> None:
    assert is_non_answer(said)


@pytest.mark.parametrize("said", ["we have none", "we don't use any", "wir haben keine", "<none>", "[keine]", "(none)"])
def test_whoever_has_none_denies(said: str) -> None:
    form = load_forms(["open-xchange"])[0]
    track = next(field for field in form.fields if field.name == "Track-ID")
    assert interpret(said, track, form).value is not None
    assert interpret(said, LINE, FORM).fault in {"non-answer", "placeholder-value"}
    assert denies(said.strip("<>[]()"))


@pytest.mark.parametrize("said", ["GUI Version", "your GUI version", "please enter the GUI version here"])
def test_what_a_field_is_called_is_no_answer(said: str) -> None:
    spec = FieldSpec("GUI Version")
    assert interpret(said, spec, FORM).fault == "placeholder-value"
    assert interpret("version of the GUI in my hand", spec, FORM).fault is None
    assert interpret("version", spec, FORM).fault is None
    assert interpret("password", FieldSpec("password"), FORM).value == "password"


@pytest.mark.parametrize("said", ["1. ...\n2. ...", "Step 1:\nStep 2:", "1)\n2)", "Schritt 1\nSchritt 2"])
def test_a_list_with_nothing_in_it_is_empty(said: str) -> None:
    steps = FieldSpec("Steps", type="prose")
    assert interpret(said, steps, FORM).fault == "empty-field"
    assert interpret(f"{said} press it", steps, FORM).fault is None


@pytest.mark.parametrize("said", ["screenshot.png", "<image001.png>", "(error.log)"])
def test_the_name_of_a_file_is_no_text(said: str) -> None:
    assert interpret(said, FieldSpec("Steps", type="prose"), FORM).fault is not None
    assert interpret(f"{said} is shown", FieldSpec("Steps", type="prose"), FORM).fault is None


@pytest.mark.parametrize("said", ["OX-XXX", "OX-XXXX-XXXX", "LL-XXXXXX", "xxx-xxx"])
def test_a_masked_number_is_none(said: str) -> None:
    assert is_non_answer(said)
    assert not is_non_answer("Type XX")
    assert not is_non_answer("OX-A4711")


@pytest.mark.parametrize(
    "said", ["the URL of the server", "your URL of the server here", "please enter URL of the server"]
)
def test_a_placeholder_may_have_an_article(said: str) -> None:
    assert is_placeholder(said, ("URL of the server",))
    assert not is_placeholder("the URL of the server is ox.example.com", ("URL of the server",))


@pytest.mark.parametrize("said", ["http://", "https://", "HTTPS://", "http://www.", "https://."])
def test_a_scheme_alone_is_no_address(said: str) -> None:
    spec = next(field for field in load_forms(["open-xchange"])[0].fields if field.name == "Server")
    assert interpret(said, spec, load_forms(["open-xchange"])[0]).fault == "empty-field"
    assert interpret("www", spec, load_forms(["open-xchange"])[0]).fault is None


@pytest.mark.parametrize("said", ["2 or maybe 3", "2 oder vielleicht 3", "2 or even 1"])
def test_a_level_that_contradicts_itself_is_none(said: str) -> None:
    assert read_choice(said, LEVELS).fault == "too-many-choices"


@pytest.mark.parametrize(
    ("said", "level"),
    [("2 (medium)", "2"), ("2 (not high)", "2"), ("2 - mittel, nicht hoch", "2"), ("3 (high load on the server)", "3"),
     ("2 (3 users)", "2"), ("I would say three", "3"), ("I'd say two", "2"), ("3 or maybe more users", "3"),
     ("1 (critical)", "1")],
)  # fmt: skip
def test_a_level_with_a_detail_is_one(said: str, level: str) -> None:
    assert read_choice(said, LEVELS).value == level


@pytest.mark.parametrize(
    "said", ["Groupware GUI and Server", "Groupware GUI/Server", "Admin Server & GUI", "Admin or Groupware GUI"]
)
def test_two_choices_may_share_a_word(said: str) -> None:
    assert read_choice(said, PARTS).fault == "too-many-choices"


@pytest.mark.parametrize(
    ("said", "part"),
    [("Groupware GUI and browser", "Groupware GUI"), ("Groupware GUI (server is fine)", "Groupware GUI"),
     ("Admin GUI and CLT users", None), ("CLT and server", "CLT")],
)  # fmt: skip
def test_what_follows_one_is_a_detail(said: str, part: str | None) -> None:
    assert read_choice(said, PARTS).value == part


def test_a_doubt_beside_one_of_several_is_none_of_them() -> None:
    modules = (Choice("mail"), Choice("calendar"), Choice("tasks"))
    assert read_choices("calendar, perhaps also tasks", modules).value == ("calendar", "tasks")
    assert read_choices("calendar, perhaps also contacts", modules).fault == "unknown-choice"


def test_a_long_sentence_is_an_answer() -> None:
    assert not evades("I will send it " + "later " * 40)


@pytest.mark.parametrize("name", ["Server Version", "GUI Version"])
def test_a_version_of_the_shipped_form_is_no_sentence(name: str) -> None:
    form = load_forms(["open-xchange"])[0]
    spec = next(field for field in form.fields if field.name == name)
    for said in ("whatever the hoster runs", "yes", "latest", "the latest", "Newest", "aktuelle", "version"):
        assert interpret(said, spec, form).fault == "malformed-value", said
    for said in (
        "7.10.6-Rev48",
        "Rev48",
        "nightly",
        "open-xchange, open-xchange-gui",
        "open-xchange open-xchange-core open-xchange-imap",
        "open-xchange-core 7.10.6-42, open-xchange-imap 7.10.6-42",
        "v7, as you know",
    ):
        reading = interpret(said, spec, form)
        assert (reading.value, reading.fault) == (said, None)
