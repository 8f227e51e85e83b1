"""A stream and the environment in, how to write there out: colour, width, encoding."""

from __future__ import annotations

import os
import sys

from ticketlint.hints import IO, Literal

FILE_WIDTH = 120
ColorChoice = Literal["auto", "always", "never"]


def tell(text: str) -> None:
    """Write a line to stderr; where nobody can be told, the exit code still says it."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except OSError:
        lead_nowhere()


def lead_nowhere() -> None:
    """Let streams that take no more write to nowhere: the interpreter flushes them once more at its end."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):  # full, without a reader, or closed
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def is_of_interrupt(error: BaseException | None) -> bool:
    """Whether an error is what Python makes of Ctrl-C where it comes while a class is made or a module is loaded."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def where(error: Exception) -> str:
    """Return the file and line in which the program failed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rpartition(os.sep)[2]}:{trace.tb_lineno}"


def color_of(choice: ColorChoice, stream: IO[str]) -> bool:
    """Return whether to write in colour: --color, then FORCE_COLOR, NO_COLOR, TERM=dumb, then the stream decides."""
    if choice != "auto":
        return choice == "always"
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced != "0"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return is_terminal(stream)


def is_terminal(stream: IO[str]) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def width_of(stream: IO[str]) -> int:
    """Return the cells of a line: COLUMNS or the terminal's width, and a fixed width where there is none."""
    if not is_terminal(stream) and not os.environ.get("COLUMNS"):
        return FILE_WIDTH
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:  # as shutil.get_terminal_size does, which is slow to load
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or FILE_WIDTH  # type: ignore[union-attr]  # None is caught below
    except (AttributeError, ValueError, OSError):  # no such stream, a closed one, no terminal
        return FILE_WIDTH


def prepare(stream: IO[str], *, machine: bool) -> None:
    """Let a stream take every text: JSON is UTF-8 (RFC 8259), words show as escapes what the terminal cannot."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if machine:
        reconfigure(encoding="utf-8", errors="strict", newline="\n")
    else:
        reconfigure(errors="backslashreplace")
