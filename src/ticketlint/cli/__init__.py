"""Arguments in, exit code out: a plain `check` at once, all else through click."""

from __future__ import annotations

import errno
import gc
import os
import sys

from ticketlint.cli.errors import WrongFiles, WrongUsage
from ticketlint.cli.streams import is_of_interrupt, lead_nowhere, tell, where
from ticketlint.hints import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INTERRUPTED = 130  # what a shell reports after Ctrl-C
PIPE_CLOSED = 141  # what a shell reports of a program whose reader went away
FAILED = 3
COMPLETION = "_TICKETLINT_COMPLETE"  # set by the shell's completion, which click answers


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: every mistake of its writer is a sentence and the exit code 2."""
    sys.exit(guarded(lambda: _code(arguments)))


def _code(arguments: Sequence[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else list(arguments)
    code = _quickly(given[1:]) if given[:1] == ["check"] and COMPLETION not in os.environ else None
    if code is None:
        from ticketlint.cli.verbs import group  # noqa: PLC0415 - click costs more than a verdict

        gc.enable()  # a verb that looks through mailboxes makes much that becomes garbage
        code = group.main(arguments)  # where there are none, it looks for them itself
    return code


def _quickly(arguments: Sequence[str]) -> int | None:
    """Return the exit code of a plain `check`; None where the arguments are for click to read."""
    from ticketlint.cli.arguments import read  # noqa: PLC0415 - other verbs do not need it

    values = guarded(lambda: read(arguments))
    if not isinstance(values, dict):
        return values if isinstance(values, int) else None
    from ticketlint.cli.check import run  # noqa: PLC0415 - the same

    try:
        code = guarded(lambda: run(**values))
    except (WrongUsage, WrongFiles) as error:
        from ticketlint.cli.verbs import refuse  # noqa: PLC0415 - only a mistake pays for it

        return refuse(error)
    return code if isinstance(code, int) else 0


def guarded(work: Callable[[], Any], passing: tuple[type[Exception], ...] = (WrongUsage, WrongFiles)) -> Any:
    """Do the work, and return what it returns or the exit code for how it ended; what is `passing` is raised."""
    try:
        done = work()
        sys.stdout.flush()
    except passing:
        raise
    except BrokenPipeError:  # nobody reads on
        lead_nowhere()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        closed = sys.__stdout__ is None and error.errno == errno.EBADF  # since before the start
        tell("error: stdout is closed" if closed else f"error: {place}{error.strerror or error}")
        lead_nowhere()
        return FAILED
    except MemoryError:
        tell("error: there is too little memory; --jobs 1 needs less, and so does a part of the mails at a time")
        return FAILED
    except Exception as error:  # noqa: BLE001 - a person never sees a traceback
        if is_of_interrupt(error):
            tell("interrupted")
            return INTERRUPTED
        tell(
            f"error: ticketlint failed: {type(error).__name__} in {where(error)}: {str(error)[:200]!r}\n"
            "This is a mistake of ticketlint: please report it together with this line."
        )
        return FAILED
    return done
