"""Words in, requests that a careful person reads in one way only out: what is written, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

Value = str | tuple[str, ...]
FREE = ("Steps to reproduce", "Current behaviour", "Expected behaviour")
GERMAN = {
    "Support Key": "Support-Schlüssel",
    "Server": "Server",
    "Server Version": "Serverversion",
    "Distribution": "Distribution",
    "GUI Version": "GUI-Version",
    "Module": "Modul",
    "Severity": "Schweregrad",
    "Track-ID": "Track-ID",
    "Product": "Produkt",
    "Component": "Komponente",
    "Steps to reproduce": "Schritte zum Nachstellen",
    "Current behaviour": "Aktuelles Verhalten",
    "Expected behaviour": "Erwartetes Verhalten",
}
ENGLISH = {name: name for name in GERMAN}
HINTS = {
    "Server": "URL",
    "Distribution": "SLES, RHEL, DEBIAN, UCS",
    "Module": "portal, mail, calendar, tasks, infostore",
    "Severity": "1, 2, 3, 4",
}


@dataclass(frozen=True)
class Request:
    """A filled-in form: what its sender wrote behind each label, and the values that this says."""

    labels: Mapping[str, str]
    written: Mapping[str, str]
    says: Mapping[str, Value]

    def without(self, name: str) -> Request:
        return Request(self.labels, {field: text for field, text in self.written.items() if field != name}, self.says)


_ORDERS = (
    tuple(GERMAN),
    tuple(GERMAN),
    ("Support Key", *FREE, *tuple(GERMAN)[1:10]),
    (*tuple(GERMAN)[:10], *FREE[::-1]),
    ("Support Key", *tuple(GERMAN)[:0:-1]),
)
_SERVERS = (
    "https://ox.example.com/ajax", "http://groupware.example.org:8080/ox6", "ox1.beispiel.example", "mail.example.net:8443",
    "https://groupware.stadtwerke-musterhausen.example/appsuite/#!!&app=io.ox/mail&folder=default0/INBOX",
)  # fmt: skip
_VERSIONS = (
    "6.22 Rev15", "7.10.6-Rev58", "8.24.2", "6.22.1-Rev12 (seit gestern)", "open-xchange-core 7.10.6-42",
    "open-xchange-core 7.10.6-42, open-xchange-imap 7.10.6-42, open-xchange-smtp 7.10.6-42, open-xchange-caldav 7.10.6-40",
)  # fmt: skip
_CHOICES: Mapping[str, Mapping[str, Value]] = {
    "Distribution": {"SLES": "SLES", 'Debian 12 "bookworm"': "DEBIAN", "SLES 11 SP3": "SLES", "rhel": "RHEL", "Univention Corporate Server": "UCS", "UCS 5.0-9": "UCS"},
    "Module": {
        "mail": ("mail",), "mail, calendar": ("mail", "calendar"), "Kalender und Aufgaben": ("calendar", "tasks"), "INFOSTORE": ("infostore",),
        "portal, mail, tasks": ("portal", "mail", "tasks"), "E-Mail": ("mail",), "Kalender": ("calendar",),
    },
    "Severity": {"1": "1", "2": "2", "3 - Low": "3", "4": "4", "mittel": "2", "High": "1", "2 (wir können noch arbeiten)": "2", "2 - Medium": "2"},
    "Track-ID": {"BUG-4711": "BUG-4711", "none": "none", "keine": "keine", "INC0012345": "INC0012345", "Bug 12345": "Bug 12345", "2009-17/ä": "2009-17/ä", "4711": "4711"},
    "Product": {"OXHE": "OXHE", "oxse": "OXSE", "OX5": "OX5", "Open-Xchange Hosting Edition": "OXHE", "OXtender": "OXtender", "Migration": "Migration"},
    "Component": {"Groupware GUI": "Groupware GUI", "groupware server": "Groupware Server", "CLT": "CLT", "Dokumentation": "Documentation", "Admin GUI": "Admin GUI", "Sonstiges": "Other"},
}  # fmt: skip
_WORDS = (
    "öffnen Übersicht Schaltfläche größer Termin Kalender der die das Ordner leer bleibt Fußzeile wählen für Anwender über später "
    "opens the folder calendar empty again after saving appointment window naïve Café client Server shows twice user logs settings "
    "10:30 100% „Entwürfe“ “drafts” »Serie« 25€ (immer) Komponente /var/log/ox C:\\Temp user@example.org https://ox.example.com/x?a=1&b=2 <leer> a<b & 'quoted'"
).split()
_FIRST = "Der Die Ein Kalender Termin Nutzer Übersicht Fenster Open Click Users Saving Every Calendar Ordner Öffnen Wählen Zurück Während Immer".split()
_SAYINGS = (
    "Die Liste – wie schon gestern – bleibt leer.", "Es tritt nur auf, wenn die Ressource beteiligt ist; ohne Ressource läuft es sauber durch.",
    "It works from my phone.", 'Nach dem Speichern erscheint die Meldung "Es ist ein Fehler aufgetreten (0815)", der Termin fehlt danach im Kalender des Stellvertreters und taucht erst am nächsten Morgen wieder auf.',
    "On Monday it still worked, on Tuesday it did not.", "Thanks to the cache the second try works.", "Grüße aus dem Kalender werden nicht verschickt.",
    "From there I click on mail.", "Am Montag meinte der Admin: es liegt am Cache.", "Best case: the folder opens after 10 s.", "Sent from my phone the same mail works, but not from the desktop.", "Von hier aus geht es nicht weiter?", "The severity of this grows by the day!",
)  # fmt: skip
_REMARKS = (
    "Hinweis: nur bei großen Ordnern.", "Browser: Firefox 3.5", "Note: the same user, another client", "Ergebnis: leere Seite", "Error: 500",
    "Beispiel: Jörg → Änderung", "Workaround: neu anmelden", "Uhrzeit: 10:30", "Anzahl betroffener Nutzer: 25", "Datum: 05.11.2009", "Subject: Re: Termin", "Versionsstand: siehe Paketliste", "Mail: geht", "Log:", "URL: https://ox.example.com/ajax/login",
)  # fmt: skip
_LOGS = (
    ("java.lang.NullPointerException: null", "    at com.openexchange.mail.MailServlet.doGet(MailServlet.java:112)", "    at com.openexchange.tools.Foo.run(Foo.java:7)", "Caused by: java.io.IOException: Broken pipe"),
    ("2009-11-05 10:00:01,123 ERROR c.o.mail Severity: 1", "2009-11-05 10:00:02,456 WARN  c.o.mail retry", "2009-11-05 10:00:03,789 INFO  c.o.mail done"),
    ("HTTP/1.1 500 Internal Server Error", "Date: Thu, 05 Nov 2009 09:00:00 GMT", "Server: Apache/2.2.3", "Content-Length: 0", "Connection: close"),
    ("$ listuser -c 1 -A oxadmin -P secret", "Id Name", "3 jörg", "$ echo $?", "1"),
    ("[2009-11-05 10:00:00] ox-1: Module: mail failed", "[2009-11-05 10:00:01] ox-1: giving up"),
)  # fmt: skip


@st.composite
def _sentences(draw: st.DrawFn) -> tuple[str, ...]:
    made = st.builds(
        lambda first, words: f"{first} {' '.join(words)}.", st.sampled_from(_FIRST), st.lists(st.sampled_from(_WORDS), min_size=2, max_size=18)
    )  # fmt: skip
    return tuple(draw(st.lists(st.one_of(made, st.sampled_from(_SAYINGS)), min_size=1, max_size=3)))


@st.composite
def _list(draw: st.DrawFn) -> tuple[str, ...]:
    items = [line for lines in draw(st.lists(_sentences(), min_size=2, max_size=3)) for line in lines[:1]]
    numbered = draw(st.booleans())
    return tuple(f"{at}. {item}" if numbered else f"- {item}" for at, item in enumerate(items, 1))


@st.composite
def _prose(draw: st.DrawFn) -> str:
    """A text that begins with a sentence or a list; paragraphs, logs and remarks follow."""
    more = st.one_of(
        _sentences(), _list(), st.sampled_from(_LOGS), st.sampled_from(_REMARKS).map(lambda remark: (remark,))
    )
    blocks = [draw(st.one_of(_sentences(), _sentences(), _list())), *draw(st.lists(more, max_size=3))]
    return "\n\n".join("\n".join(block) for block in blocks)


_LATIN = str.maketrans({"„": '"', "“": '"', "”": '"', "€": " EUR", "–": "-", "→": "->"})
_ASCII = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ï": "i",
        "é": "e",
        "«": '"',
        "»": '"',
    }
)
_LETTERS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: text.translate(_LATIN),
    lambda text: text.translate(_LATIN).translate(_ASCII),
)
_SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str,
    str.upper,
    str.lower,
    lambda label: label.replace(" ", "_"),
    lambda label: label.replace("-", " "),
)


@st.composite
def requests(draw: st.DrawFn, *, plain: bool = False) -> Request:
    """A filled-in form in German or English, its labels as people write them; `plain`: as the form has them."""
    group = st.text("ABCDEFGHKLMNPQRSTUVWXYZ0123456789", min_size=2, max_size=6)
    written = {"Support Key": "-".join(["OX", *draw(st.lists(group, min_size=2, max_size=4))])}
    written["Server"] = draw(st.sampled_from(_SERVERS))
    written["Server Version"] = draw(st.sampled_from(_VERSIONS))
    written["GUI Version"] = draw(st.sampled_from(_VERSIONS))
    says: dict[str, Value] = dict(written)
    for name, ways in _CHOICES.items():
        written[name], says[name] = draw(st.sampled_from(list(ways.items())))
    for name in FREE:
        says[name] = written[name] = draw(_prose())
    order = draw(st.sampled_from(_ORDERS))
    if order[-1] not in FREE:  # a label below a log might be the log's, and a log's the form's where lines stand apart
        for name in FREE:
            text = written[name].replace("Server: Apache/2.2.3", "Via: 1.1 cache")
            says[name] = written[name] = f"{text}\n\nSo bleibt es."
    letters = draw(st.sampled_from(_LETTERS))  # all, those of ISO 8859-1, or of ASCII
    spelling = str if plain else draw(st.sampled_from(_SPELLINGS))
    labels = ENGLISH if plain else draw(st.sampled_from((ENGLISH, GERMAN)))
    return Request(
        {name: letters(spelling(label)) for name, label in labels.items()},
        {name: letters(written[name]) for name in order},
        {name: letters(value) if isinstance(value, str) else value for name, value in says.items()},
    )
