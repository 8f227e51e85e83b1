"""The options of `check` as one table: the quick reader reads arguments by it, and click shows and explains it."""

from __future__ import annotations

from collections.abc import Callable

from ticketlint.cli import baseline, formats
from ticketlint.hints import Any, Literal
from ticketlint.record import dataclass
from ticketlint.report import FORMATS
from ticketlint.report.tally import VERDICTS


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `read` makes of what was given what the verb wants, and raises WrongUsage."""

    name: str
    flags: tuple[str, ...]
    help: str
    kind: Literal["text", "texts", "number", "choice", "flag", "switch"] = "text"
    metavar: str | None = None
    default: Any = None
    limits: tuple[int, int | None] = (1, None)
    choices: tuple[str, ...] = ()
    read: Callable[[Any], Any] | None = None
    passed: bool = True  # to the verb; what leads to the settings is used before


CONFIG = Option(
    "config",
    ("--config",),
    "Read settings from FILE. Default: ticketlint.toml, or [tool.ticketlint] in pyproject.toml, "
    "here or in a folder above.",
    metavar="FILE",
    passed=False,
)
ISOLATED = Option("isolated", ("--isolated",), "Read no file of settings.", "flag", passed=False)
RULES = Option(
    "rules",
    ("--rules", "-r"),
    "Rule files, a folder of them, or the name of a shipped form; repeatable. "
    "Default: open-xchange to check, all shipped forms else.",
    "texts",
    "FILE|FOLDER|NAME",
)
CHECK = (
    CONFIG,
    ISOLATED,
    RULES,
    Option(
        "form", ("--format", "-f"), f"One of {', '.join(FORMATS)}, or template=FILE (Jinja).",
        metavar="NAME", default="text", read=formats.known,
    ),
    Option(
        "outputs", ("--output", "-o"),
        "Write one more report, in format NAME, to FILE: whole or not at all; repeatable.",
        "texts", "NAME=FILE", read=formats.to_files,
    ),
    Option("only", ("--only",), f"Show only these: {', '.join(VERDICTS)}. All count.", "texts", "VERDICT"),
    Option(
        "fail_on", ("--fail-on",),
        "The mildest severity of a fault that makes the exit code 1: 1 only what is no answer, "
        "2 all that costs a ticket, 3 remarks too, 4 notes too.", "number", "SEVERITY", 2, (1, 4),
    ),
    Option("baseline", ("--baseline",), "Accept the faults that FILE lists: neither shown nor failed.", metavar="FILE"),
    Option("write_baseline", ("--write-baseline",), "Accept all faults of this run: write them to --baseline.", "flag"),
    Option(
        "baseline_until", ("--baseline-until",), "Accept what is new until DAY, 2027-01-31.",
        metavar="DAY", read=baseline.day,
    ),
    Option(
        "exit_zero", ("--exit-zero",), "Let requests that would receive no ticket not change the exit code.", "flag"
    ),
    Option("before_sending", ("--before-sending",), "The mail is a draft: a wrong recipient costs the ticket.", "flag"),
    Option("quiet", ("--quiet", "-q"), "Say nothing but what costs a ticket.", "flag"),
    Option("statistics", ("--statistics",), "Count what is missing, verdicts and urgencies at the end.", "flag"),
    Option("show_secrets", ("--show-secrets",), "Do not mask the values of secret fields.", "flag"),
    Option(
        "jobs", ("--jobs", "-j"),
        "Judge in N processes. Default: one for each processor where there are many messages.",
        "number", "N",
    ),
    Option(
        "cache", ("--cache",),
        "Remember verdicts there, so that the next run judges only what is new. May be deleted at any time.",
        metavar="FILE|FOLDER",
    ),
    Option(
        "engine", ("--engine",),
        "Let the workers of a Dask scheduler judge: they must see the same PATHs. Needs ticketlint[dask].",
        "choice", choices=("dask",),
    ),
    Option("scheduler", ("--scheduler",), "Where the engine is: tcp://host:8786.", metavar="ADDRESS"),
    Option("stdin_filename", ("--stdin-filename",), "What to call the mail that is read from `-`.", metavar="NAME"),
    Option(
        "color", ("--color",), "Before FORCE_COLOR, NO_COLOR and TERM.", "choice",
        default="auto", choices=("auto", "always", "never"),
    ),
    Option(
        "progress", ("--progress", "--no-progress"), "A bar on stderr. Default: where output goes elsewhere.", "switch"
    ),
)  # fmt: skip
