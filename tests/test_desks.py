"""Real mails of other projects, read by forms of other desks and compared with the values that those projects expect.

The mails in tests/desks are a few of them, and must all be read right. With the corpus beside the repository all of
them are read, the share that is right is printed, and a floor holds it.
"""

from __future__ import annotations

import email
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from ticketlint import Verdict, check, load_forms
from ticketlint.form import read_form
from ticketlint.form.model import Form
from ticketlint.issueform import convert

HERE = Path(__file__).parent / "desks"
CORPUS = Path(os.environ.get("TICKETLINT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
RULES = Path(__file__).parents[1] / "rules"
SOURCES = [
    pytest.param(HERE, id="here"),
    pytest.param(
        CORPUS,
        id="corpus",
        marks=pytest.mark.skipif(
            not (CORPUS / "ripe-whois").is_dir(),
            reason=f"NO CORPUS at {CORPUS}: set TICKETLINT_CORPUS to read real mails",
        ),
    ),
]


@dataclass
class Share:
    """How many of the expected values were read."""

    name: str
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, where: str, expected: object, read: object) -> None:
        if expected == read:
            self.right += 1
        else:
            self.wrong.append(f"{where}: read {read!r}, expected {expected!r}")

    def hold(self, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
        total = self.right + len(self.wrong)
        with capsys.disabled():
            print(f"\n{self.name}: {self.right} of {total} values as expected ({self.right / total:.1%})", end="")
        assert self.right >= floor * total, "\n".join(self.wrong)


def form(name: str) -> tuple[Form, ...]:
    return load_forms([RULES / f"{name}.yaml"])


def files(root: Path, *patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(root.rglob(pattern))


def plain(value: object) -> object:
    """Return a value as it is compared: runs of white space are one blank."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return " ".join(str(value).split())


def value_of(verdict: Verdict, name: str) -> Any:
    return verdict.fields[name].value if name in verdict.fields else None


# --- objects of the RIPE Database --------------------------------------------------------------------------------------


def first_object(text: str) -> dict[str, list[str]]:
    """Read the first object of a text by RFC 2622, section 2: `attribute: value`, a line that begins with a blank goes on."""
    found: dict[str, list[str]] = {}
    last = None
    for line in text.splitlines():
        attribute = re.match(r"([a-z][a-z0-9-]*):(.*)", line)
        if attribute:
            last = attribute[1]
            found.setdefault(last, []).append(attribute[2].strip())
        elif line[:1] in {" ", "\t", "+"} and last and line.strip():
            found[last][-1] += f" {line[1:].strip()}"
        elif not line.strip() and "source" in found:
            break
    return found


def plain_text(octets: bytes) -> str:
    """Return the first plain-text part as Python's email package reads it."""
    part = next(part for part in email.message_from_bytes(octets).walk() if part.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(part.get_content_charset() or "utf-8", "replace")


@pytest.mark.parametrize("root", SOURCES)
def test_objects_of_the_ripe_database(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forms = form("ripe-database")
    share = Share("RIPE Database")
    for path in files(root / "ripe-whois", "*.mail", "giantRaw*"):
        octets = path.read_bytes()
        if octets.startswith(b"aut-num"):
            octets = b"To: auto-dbm@ripe.net\n\n" + octets
        verdict = check(octets, forms)
        if path.name.startswith(("permanentFailure", "messageDelayed", "unsubscribeApple")):
            share.count(f"{path.name} verdict", "automatic", verdict.verdict)
            continue
        wanted = first_object(plain_text(octets)) if b"source:" in octets or b"descr:" in octets else {}
        for spec in forms[0].fields:
            values = [value for value in wanted.get(spec.name, []) if value.strip("*- ")]
            expected: object = None
            if values:
                expected = plain(list(dict.fromkeys(values)) if spec.many else values[0])
            read = value_of(verdict, spec.name)
            share.count(f"{path.name} {spec.name}", expected, None if read is None else plain(read))
    share.hold(1.0 if root == HERE else 0.98, capsys)


# --- maintenance notices -----------------------------------------------------------------------------------------------

# What each provider's notice says as `label: value`. The rest of what that project expects stands in prose, in a table
# of several circuits, in a calendar file or nowhere (cogent and turkcell: its own reading of the day is not the mail's).
SAID: Mapping[str, str] = {
    "apple": "id start end",
    "aquacomms": "id start end circuits",
    "att": "id start end",
    "bso": "id start end circuits",
    "cogent": "id circuits",
    "crowncastle": "id",
    "equinix": "id",
    "globalcloudxchange": "id",
    "google": "id start end",
    "gtt": "id start end",
    "hgc": "id start end circuits account summary",
    "lumen": "id start end",
    "megaport": "start end",
    "momentum": "id start end circuits account summary",
    "pccw": "id start end account",
    "seaborn": "start end circuits summary",
    "sparkle": "id start end circuits summary",
    "tata": "id start end circuits",
    "telstra": "id start end circuits",
    "turkcell": "id",
    "verizon": "id start end summary",
    "windstream": "id start end",
    "zayo": "id start end account summary",
    # bodies and subjects that were cut out of a mail
    "equinix2": "",
    "globalcloudxchange1_subject": "",
    "google1": "start end",
}
ZONES = {"ET": "America/New_York", "CT": "America/Chicago"}
BODY = ("_html_parser_result", "_html_result", "_parser_result", "_text_parser_result", "_e2e_result")
MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-\w{3}-\d{4}|\w{3} \d{1,2} \d{4}) (\d\d:\d\d)(?::\d\d)?(?=(.{0,3}(?:GMT|UTC))?)"
)


def expected_of(path: Path) -> dict[str, Any]:
    """Return what the project expects of a mail's body; number, start and end may come from its subject too."""
    stem = re.sub(r"(?<=\d)_(?:first|start|update|end|reminder_multiple_ts|cancel|backup_ts)$", "", path.stem)
    found: dict[str, Any] = {}
    for kind in (*BODY, "_result", "_subject_parser_result", "_result_combined"):
        result = path.parent / f"{stem}{kind}.json"
        if result.exists():
            read = json.loads(result.read_text("utf-8"))
            values = read[0] if isinstance(read, list) else read
            found = {
                name: values[name] for name in values if not found or name in ("maintenance_id", "start", "end")
            } | found
    return found


def octets_of(path: Path) -> bytes:
    """Return a mail, or the body that was cut out of one, with a header of its own."""
    octets = path.read_bytes()
    if path.suffix == ".eml":
        return octets
    encoding = b"quoted-printable" if b"=3D" in octets else b"8bit"
    header = b"To: noc@example.com\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: " + encoding
    return header + b"\n\n" + octets


def moment(written: str, value: str) -> int:
    """Return a canonical date and time as seconds since 1970, in the zone that is written beside it, else in UTC."""
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        zone = re.search(r"\b(ET|CT)\b", written)
        at = at.replace(tzinfo=ZoneInfo(ZONES[zone[1]]) if zone else UTC)
    return int(at.timestamp())


def window(text: str) -> tuple[int | None, int | None]:
    """Return both ends of a window: of those in GMT where several are named."""
    found = [(day, clock, zone) for day, clock, zone in MOMENT.findall(text)]
    at = next((index for index, each in enumerate(found) if index % 2 and each[2]), 1)
    ends = []
    for day, clock, _ in found[at - 1 : at + 1]:
        for layout in ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%b %d %Y"):
            try:
                ends.append(int(datetime.strptime(f"{day} {clock}", f"{layout} %H:%M").replace(tzinfo=UTC).timestamp()))
                break
            except ValueError:
                continue
    return (ends[0], ends[1]) if len(ends) == 2 else (None, None)


def notice(verdict: Verdict, expected: Mapping[str, Any]) -> dict[str, object]:
    """Return what was read in the words of that project."""
    fields = verdict.fields
    numbers = [str(value_of(verdict, name)).split()[0] for name in ("Maintenance ID", "Reference") if name in fields]
    wanted = expected.get("maintenance_id")
    ends = window(str(value_of(verdict, "Window"))) if "Window" in fields else (None, None)
    read: dict[str, object] = {
        "id": wanted if wanted in numbers else numbers[:1],
        "circuits": list(value_of(verdict, "Circuits") or ()),
        "account": plain(value_of(verdict, "Customer")),
        "summary": plain(value_of(verdict, "Reason")),
    }
    for name, other in (("Start", ends[0]), ("End", ends[1])):
        answer = fields.get(name)
        read[name.lower()] = moment(answer.written, str(answer.value)) if answer else other
    return read


def minutes(value: object) -> object:
    return value // 60 if isinstance(value, int) else value


@pytest.mark.parametrize("root", SOURCES)
def test_maintenance_notices(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forms = form("maintenance-notice")
    share = Share("maintenance notices")
    for path in files(root / "circuit-maintenance", "*.eml", "*.html"):
        expected = expected_of(path)
        judged = SAID.get(path.stem, SAID.get(path.parent.name, "")).split()
        if not expected or not judged:
            continue
        read = notice(check(octets_of(path), forms), expected)
        for name in judged:
            if name == "circuits":
                ids: Iterable[str] = (each["circuit_id"] for each in expected.get("circuits", []))
                share.count(f"{path.name} circuits", list(ids), read["circuits"])
            elif name in {"start", "end"} and expected.get(name, 0) > 1:
                share.count(f"{path.name} {name}", minutes(expected[name]), minutes(read[name]))
            elif name == "id" and "maintenance_id" in expected:
                share.count(f"{path.name} id", expected["maintenance_id"], read["id"])
            elif name in {"account", "summary"} and name in expected:
                share.count(f"{path.name} {name}", plain(expected[name]), read[name])
    share.hold(1.0 if root == HERE else 0.87, capsys)


# --- issue forms -------------------------------------------------------------------------------------------------------


def imported(path: Path) -> tuple[tuple[Form, ...], dict[str, str]]:
    """Return the form that `ticketlint rules import` makes of an issue form, and the label of each of its ids."""
    made = convert(path.read_bytes(), path.name, to=("issues@example.com",))
    assert made.faults == ()
    read, faults = read_form(made.text.encode(), "form.yaml", suspicions=True)
    assert (read is not None, faults) == (True, ())
    labels = {}
    for element in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["body"]:  # makes only texts
        if element["type"] != "markdown":
            label = str(element["attributes"]["label"]).strip()
            labels[element.get("id") or re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")] = label
    return (read,) if read else (), labels


def issue_cases(root: Path) -> Iterator[tuple[str, Any, bytes, dict[str, Any]]]:
    """Yield name, issue form, body and expected values of the fixtures of both projects."""
    for path in files(root / "github-issue-parser", "form.yml"):
        # its mismatched fixture expects fields that its form does not have
        if (path.parent / "issue-body.md").exists() and path.parent.name != "mismatched-parsing":
            yield (
                path.parent.name,
                path,
                (path.parent / "issue-body.md").read_bytes(),
                json.loads((path.parent / "expected.json").read_text("utf-8")),
            )
    for path in files(root / "issueops-parser", "template.yml"):
        folder = next(each for each in path.parents if (each / "issue.md").exists())
        expected = next(
            each for each in (folder / "parsed-issue-with-template.json", folder / "parsed-issue.json") if each.exists()
        )
        yield folder.name, path, (folder / "issue.md").read_bytes(), json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("root", SOURCES)
def test_issue_forms(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    share = Share("issue forms")
    for name, path, body, expected in issue_cases(root):
        forms, labels = imported(path)
        verdict = check(
            b"To: issues@example.com\nSubject: Issue\nContent-Type: text/plain; charset=utf-8\n\n" + body, forms
        )
        for key, label in labels.items():
            wanted = expected.get(key) or None
            if isinstance(wanted, dict):
                wanted = wanted["selected"] or None
            read = value_of(verdict, label)
            if isinstance(wanted, list):
                read = [read] if isinstance(read, str) else read and list(read)
            share.count(f"{name} {key}", wanted, read)
    share.hold(1.0 if root == HERE else 0.98, capsys)


def test_the_bug_report_form_reads_an_issue() -> None:
    folder = HERE / "github-issue-parser" / "full-example"
    body = (folder / "issue-body.md").read_bytes()
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    verdict = check(b"To: bugs@example.com\nSubject: Bug\n\n" + body, form("bug-report"))
    assert (verdict.form, verdict.verdict) == ("bug-report", "complete")
    assert value_of(verdict, "Contact details") == expected["contact"]
    assert value_of(verdict, "What happened") == expected["what_happened"]
    assert value_of(verdict, "Version") == expected["version"]
    assert ", ".join(value_of(verdict, "Browsers")) == expected["browsers"]


# --- whose mail it is --------------------------------------------------------------------------------------------------

OTHERS = ("ripe-database", "maintenance-notice", "bug-report")
# a page of noise in which words with a colon stand
NOISE = {"htmllargecallstack.eml"}


def test_no_form_takes_the_requests_of_open_xchange() -> None:
    forms = load_forms()
    mails = sorted((HERE.parent / "desk").rglob("*.eml"))
    assert len(mails) > 300
    assert {check(path.read_bytes(), forms).form for path in mails} <= {"open-xchange", None}


@pytest.mark.parametrize("root", SOURCES[1:])
def test_no_form_takes_the_mails_of_strangers(root: Path) -> None:
    forms = tuple(each for name in OTHERS for each in form(name))
    taken = set()
    for manifest in root.glob("*/MANIFEST.tsv"):
        rows = [row.split("\t") for row in manifest.read_text("utf-8").splitlines()[1:]]
        for path in (manifest.parent / row[0] for row in rows if row[1] == "eml"):
            if manifest.parent.name in {"ripe-whois", "circuit-maintenance"} or path.stat().st_size > 100_000:
                continue
            octets = path.read_bytes()
            verdict = check(octets, forms)
            if verdict.verdict in {"complete", "incomplete"} and verdict.fields:
                taken.add(path.name)
    assert taken <= NOISE
