"""Pitfalls B: HTML, and what mail programs leave behind."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from mails import ANSWERS, PROSE, Reading, edited, form, judge, mail, multipart, page, part


def complete(message: bytes) -> Reading:
    found = judge(message)
    assert found.verdict == "complete", found
    return found


def rows(answers: dict[str, str], cell: str = "td") -> str:
    """Return the form as a table of two columns."""
    lines = (
        f"<tr><{cell}>{label}</{cell}><td>{text.replace(chr(10), '<br>')}</td></tr>" for label, text in answers.items()
    )
    return f"<table>{''.join(lines)}</table>"


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("cell", ["td", "th"])
@pytest.mark.parametrize("colon", ["", ":", "&nbsp;:"])
def test_pitfall_B1_table_of_labels_and_values(cell: str, colon: str) -> None:
    found = complete(page(rows({label + colon: text for label, text in ANSWERS.items()}, cell)))
    assert found.values == complete(mail(form())).values


def test_pitfall_B2_lines_by_br_alone() -> None:
    for br in ("<br>", "<br/>", "<BR clear=all>"):
        assert complete(page(br.join(form().splitlines()))).values == complete(mail(form())).values


@pytest.mark.parametrize("tag", ["p class=MsoNormal", "div", "li", "h3", "blockquote style='margin:0'"])
def test_pitfall_B3_lines_by_blocks_alone(tag: str) -> None:
    body = "".join(f"<{tag}>{line}</{tag.split()[0]}>" for line in form().splitlines())
    found = complete(page(body))
    assert {name: value for name, value in found.values.items() if name not in PROSE} == {
        name: value for name, value in complete(mail(form())).values.items() if name not in PROSE
    }
    assert lines_of(found.prose("Steps to reproduce").replace("- ", "")) == ["Log in.", "Open the inbox."]


def test_pitfall_B4_no_break_space_before_the_value() -> None:
    assert (
        complete(page("<br>".join(form().splitlines()).replace("Severity: 2", "Severity:&nbsp;2&nbsp;"))).values[
            "Severity"
        ]
        == "2"
    )
    assert complete(mail(form().replace("Severity: 2", "Severity:\xa02\u202f"))).values["Severity"] == "2"


@pytest.mark.parametrize(
    "line", ["*Severity:* 2", "**Severity**: 2", "*Severity*: 2", "**Severity:** 2", "_Severity:_ 2", "*Severity: 2*"]
)
def test_pitfall_B5_emphasis_round_a_label(line: str) -> None:
    found = complete(mail(edited({"Severity": line})))
    assert found.values["Severity"] == "2"
    assert "misspelt-label" not in found.codes


def test_pitfall_B5_emphasis_round_every_label() -> None:
    found = complete(mail(edited({label: f"*{label}:* {text}" for label, text in ANSWERS.items()})))
    assert (len(found.values), found.values["Module"]) == (13, ("mail",))


@pytest.mark.parametrize("line", ["<b>Severity</b> : 2", "<b>Severity:</b>2", "Sev<i>erity</i>: <span>2</span>"])
def test_pitfall_B6_markup_inside_a_line(line: str) -> None:
    assert complete(page("<br>".join(form().splitlines()).replace("Severity: 2", line))).values["Severity"] == "2"


HIDDEN = {
    "style": "<style>Severity: 4 { }</style>",
    "comment": "<!-- Severity: 4 -->",
    "conditional comment": "<!--[if mso]><p>Severity: 4</p><![endif]-->",
    "script": "<script>Severity: 4</script>",
    "preheader": '<div style="display:none !important;max-height:0">Severity: 4</div>',
    "invisible": '<p style="visibility: hidden">Severity: 4</p>',
    "hidden": "<div hidden>Severity: 4</div>",
    "tiny": '<span style="font-size:0px">Severity: 4</span><br>',
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_pitfall_B7_what_no_reader_sees(kind: str) -> None:
    found = complete(page(HIDDEN[kind] + "<br>".join(form().splitlines())))
    assert (found.values["Severity"], found.codes) == ("2", set()), found
    without = [line for line in form().splitlines() if not line.startswith("Severity")]
    assert "missing-field" in judge(page(HIDDEN[kind] + "<br>".join(without))).codes_of("Severity")


@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_pitfall_B8_form_as_a_list(tag: str) -> None:
    items = "".join(f"<li>{label}: {text.replace(chr(10), '<br>')}</li>" for label, text in ANSWERS.items())
    found = complete(page(f"<{tag}>{items}</{tag}>"))
    assert found.values["Product"] == "OXHE"
    assert found.codes == set()


@pytest.mark.parametrize("marker", ["- ", "• ", "1. ", "* ", "2) "])
def test_pitfall_B8_list_markers_in_text(marker: str) -> None:
    assert (
        complete(mail(edited({label: f"{marker}{label}: {text}" for label, text in ANSWERS.items()}))).values["Product"]
        == "OXHE"
    )


@pytest.mark.parametrize(
    "address", ["ox1.example.com<http://ox1.example.com/>", "ox1.example.com <http://ox1.example.com/>"]
)
def test_pitfall_B9_echo_of_a_link(address: str) -> None:
    found = complete(mail(form({"Server": address})))
    assert found.prose("Server").removeprefix("http://").removesuffix("/") == "ox1.example.com"
    assert "malformed-value" not in found.codes


def test_pitfall_B9_echo_in_the_text_of_a_link() -> None:
    link = '<a href="https://ox1.example.com/">https://ox1.example.com/</a>'
    body = "<br>".join(form().splitlines()).replace(ANSWERS["Server"], link)
    assert complete(page(body)).values["Server"] == "https://ox1.example.com/"


REWRITTEN = {
    "safelinks": f"https://eur01.safelinks.protection.outlook.com/?url={quote(ANSWERS['Server'], '')}&amp;data=05%7C01&amp;reserved=0",
    "proofpoint": "https://urldefense.com/v3/__https://ox.example.com/ajax__;!!abc!def$",
}


@pytest.mark.parametrize("gateway", REWRITTEN)
def test_pitfall_B10_rewritten_link(gateway: str) -> None:
    address = REWRITTEN[gateway].replace("&amp;", "&")
    found = complete(mail(form({"Server": address})))
    assert found.values["Server"] == ANSWERS["Server"]
    assert found.whole.fields["Server"].written == address


def test_pitfall_B11_picture_between_fields() -> None:
    text = form().replace("Product:", "[cid:image001.png@01D0A1B2.C3D4E5F6]\nProduct:")
    found = complete(mail(text.replace("Current behaviour:", "[cid:image002.png@01D0]\nCurrent behaviour:")))
    assert found.values["Track-ID"] == "BUG-4711"
    assert found.values["Product"] == "OXHE"


def test_pitfall_B11_picture_is_no_answer() -> None:
    found = judge(mail(form({"Server Version": "[cid:image001.png@01D0]"})))
    assert "Server Version" not in found.values, found
    assert found.verdict == "incomplete"


@pytest.mark.parametrize(
    "label",
    ["Pro\u00adduct:", "Product\u200b:", "\u200bProduct:", "Pro\u2060duct:", "\u200eProduct:", "Prod\ufe0fuct:"],
)
def test_pitfall_B12_invisible_characters_in_a_label(label: str) -> None:
    found = complete(mail(form().replace("Product:", label)))
    assert (found.values["Product"], found.codes) == ("OXHE", set()), found


def test_pitfall_B13_forward_that_rewrote_the_html() -> None:
    cells = "".join(
        f'<div class="x_row"><div><span style="c">{label}</span></div><div><span>{text}</span></div></div>'
        for label, text in ANSWERS.items()
    )
    head = (
        "---------- Forwarded message ---------<br>From: Bert &lt;bert@customer.example&gt;<br>Subject: fault<br><br>"
    )
    found = complete(
        page(f'<div dir="ltr"><br><div class="gmail_quote"><div dir="ltr">{head}{cells}</div></div></div>')
    )
    assert (found.values["Severity"], found.values["Product"]) == ("2", "OXHE")


@pytest.mark.parametrize(
    "line",
    ["Content-Type: text/plain", "text/plain", "Content-Transfer-Encoding: base64", "--=_edge", "MIME-Version: 1.0"],
)
def test_pitfall_B14_body_that_speaks_of_mime(line: str) -> None:
    steps = f"Send this:\n{line}\nSee what comes."
    found = complete(mail(*multipart("mixed", part(form({"Steps to reproduce": steps})), boundary="other")))
    assert found.prose("Steps to reproduce") == steps


@pytest.mark.parametrize("opening", ["<html><head><title>", "<html><body><select><option>"])
def test_pitfall_B15_html_that_shows_as_nothing(opening: str) -> None:
    found = judge(mail(opening + "<br>".join(form().splitlines()), "text/html; charset=utf-8"))
    assert found.verdict in {"complete", "unreadable"}, f"its sender wrote something: {found}"
    assert found.values.get("Severity") == ("2" if found.verdict == "complete" else None)


QUOTES = [
    '<div class="gmail_quote">{}</div>',
    '<div id="divRplyFwdMsg"></div><div>{}</div>',
    '<blockquote type="cite">{}</blockquote>',
]


@pytest.mark.parametrize("quoted", QUOTES)
def test_pitfall_B16_old_form_in_a_quote(quoted: str) -> None:
    old = "On Thu, 5 Nov 2009 at 10:00, Desk &lt;support@open-xchange.com&gt; wrote:<br>" + "<br>".join(
        form({"Severity": "4", "Product": "OX5"}).splitlines()
    )
    found = complete(page("<br>".join(form().splitlines()) + quoted.format(old)))
    assert (found.values["Severity"], found.values["Product"]) == ("2", "OXHE")
    assert not found.codes & {"conflicting-fields", "two-requests"}
    assert "Desk" not in found.prose("Expected behaviour")


@pytest.mark.parametrize("odd", ["<?xml:namespace prefix = o />", "<?php x ?>", "<!-- -->", "<![if !mso]>", "</x>"])
def test_what_is_no_element_of_a_page_is_passed_over(odd: str) -> None:
    found = complete(page(rows(ANSWERS).replace("<table>", f"{odd}<table>").replace("<td>", f"<td>{odd}")))
    assert found.values == complete(mail(form())).values
