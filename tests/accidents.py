"""Dice and lines in, the same lines after an accident out; and octets that are damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oddities import DATES, FROMS, HEADERS, LINES, ODD_LINES, SUBJECTS, TOS, VALUES

if TYPE_CHECKING:
    import random


def mutate_lines(dice: random.Random, lines: list[str]) -> list[str]:
    """Return the lines after one accident."""
    lines = list(lines)
    at = dice.randrange(len(lines)) if lines else 0
    line = lines[at] if lines else ""
    fate = dice.randrange(34)
    if fate < 9 or not lines:
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(LINES))
    elif fate < 11:
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(ODD_LINES))
    elif fate < 12:
        first = dice.randrange(len(LINES))
        at = dice.randrange(len(lines) + 1)
        lines[at:at] = LINES[first : first + dice.randint(2, 5)]
    elif fate < 13:
        lines.insert(dice.randrange(len(lines) + 1), line)
    elif fate < 14:
        del lines[at]
    elif fate < 15:
        other = dice.randrange(len(lines))
        lines[at], lines[other] = lines[other], line
    elif fate < 16 and at + 1 < len(lines):
        lines[at : at + 2] = [line + dice.choice(("", " ", ", ", "; ")) + lines[at + 1]]
    elif fate < 17 and line:
        cut = dice.randrange(len(line) + 1)
        lines[at : at + 1] = [line[:cut], line[cut:]]
    elif fate < 18:
        lines[at] = (
            dice.choice(
                (
                    " ",
                    "  ",
                    "    ",
                    "\t",
                    "> ",
                    "| ",
                    "- ",
                    "* ",
                    "1. ",
                    "a) ",
                    "\u00a0",
                    "# ",
                    "John> ",
                    "+ ",
                    "x) ",
                    "12) ",
                    "\u2022 ",
                )
            )
            + line
        )
    elif fate < 19:
        lines[at] = dice.choice((line.upper(), line.lower(), line.title(), line.swapcase(), line[::-1], line.strip()))
    elif fate < 20:
        lines = [each for each in lines if each]
    elif fate < 21:
        lines = [each for line in lines for each in (line, "")]
    elif fate < 24:
        label, colon, _ = line.partition(":")
        if colon:
            lines[at] = f"{label}: {dice.choice(VALUES)}"
    elif fate < 26:
        label, colon, value = line.partition(":")
        if colon:
            lines[at] = (
                label
                + dice.choice(
                    (
                        " :",
                        ":",
                        " - ",
                        " = ",
                        "=",
                        "\t",
                        " ",
                        "::",
                        ": :",
                        ":  ",
                        "\uff1a",
                        "? ",
                        ";",
                        " -> ",
                        ":*",
                        "*: ",
                        " (hint): ",
                        " [x]: ",
                        ":\t",
                        " \u2013 ",
                        "/x: ",
                        " | ",
                    )
                )
                + value
            )
    elif fate < 28 and line:
        cut = dice.randrange(len(line) + 1)
        lines[at] = line[:cut] + dice.choice("x:=()[]{}<>|`~*_-#$@?!.,;/\\'\"\u00a0\u200b\u00ad\tä€… 7") + line[cut:]
    elif fate < 29 and line:
        cut = dice.randrange(len(line))
        lines[at] = line[:cut] + line[cut + 1 :]
    elif fate < 30:
        lines[at] = line + dice.choice(
            (" ", "  ", "\t", "\u00a0", ":", ".", ",", " (", "=", "=20", "\\", " \u200b", " and", "\x0c")
        )
    elif fate < 31:
        first, last = sorted((at, dice.randrange(len(lines))))
        indent = dice.choice(("  ", "    ", "> ", "\t", "        "))
        lines[first : last + 1] = [indent + each for each in lines[first : last + 1]]
    elif fate < 32:
        first, last = sorted((at, dice.randrange(len(lines))))
        lines += lines[first : last + 1]
    elif fate < 33:
        lines = lines[at:] if dice.random() < 0.5 else lines[:at]
    else:
        lines[at:at] = dice.choices(LINES, k=dice.randint(3, 12))
    return lines


def mutate_header(dice: random.Random, lines: list[str]) -> list[str]:
    """Return the header lines after one accident."""
    lines = list(lines)
    at = dice.randrange(len(lines)) if lines else 0
    name, _, value = lines[at].partition(": ") if lines else ("X", "", "y")
    fate = dice.randrange(12)
    if fate < 4 or not lines:
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(HEADERS))
    elif fate < 8:
        pools = {"From": FROMS, "To": TOS, "Subject": SUBJECTS, "Date": DATES}
        lines[at] = f"{name}: {dice.choice(pools.get(name, SUBJECTS))}"
    elif fate < 9:
        lines.insert(at, lines[at])
    elif fate < 10:
        del lines[at]
    elif fate < 11:
        lines[at] = dice.choice(
            (
                f"{name.upper()}: {value}",
                f"{name.lower()}:{value}",
                f"{name}:\n {value}",
                f"{name} : {value}",
                f"{name}:\t{value} ",
                f"{name}: {value}\n ",
                f"{name}: {value}\r",
                f" {name}: {value}",
            )
        )
    else:
        dice.shuffle(lines)
    return lines


def damaged(dice: random.Random, octets: bytes) -> bytes:
    """Return a mail of which some octets are lost, doubled or others."""
    at, size = dice.randrange(len(octets) + 1), dice.randrange(60)
    piece = octets[at : at + size]
    return dice.choice(
        (
            octets[:at],
            octets[:at] + octets[at + size :],
            octets[:at] + piece * 2 + octets[at:],
            octets[:at]
            + dice.choice(
                (
                    b"\0",
                    b"\r",
                    b"\n",
                    b"\n\n",
                    b"\r\n\r\n",
                    b"\xff",
                    b"\x1b(B",
                    b"=",
                    b"--edge\n",
                    b"\n--edge--\n",
                    b" ",
                )
            )
            + octets[at:],
            octets.replace(b"\n", b"\r\n", dice.randrange(1, 9)),
            b"\xef\xbb\xbf" + octets,
            b"\n" + octets,
            b"From a@b Thu Nov  5 10:00:00 2009\n" + octets,
        )
    )
