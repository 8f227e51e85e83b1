"""The process: the command line in, its exit code out, and an end at once where nothing waits for one."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # as checkers know it: nothing is loaded outside of what catches Ctrl-C
if TYPE_CHECKING:
    from typing import NoReturn


def start() -> NoReturn:
    """Run the command line, as `ticketlint` and `python -m ticketlint` do, and exit."""
    # What is loaded never becomes garbage, and looking through it again and again takes a fifth of the time of one
    # mail: `check` collects from its first verdict on, and the interpreter's last look is spared what there is.
    gc.disable()
    _fill()
    try:
        from ticketlint.cli import main  # noqa: PLC0415 - nothing is loaded before

        main()
    except KeyboardInterrupt:  # while it was loaded
        _interrupted()
    except Exception as error:
        if _is_of_interrupt(error):
            _interrupted()
        raise
    except SystemExit as end:
        if isinstance(end.code, int) and not _is_awaited():
            _leave(end.code)
        raise
    finally:
        gc.freeze()


def _interrupted() -> NoReturn:
    sys.stderr.write("interrupted\n")
    sys.exit(130)


def _is_of_interrupt(error: BaseException) -> bool:
    from ticketlint.cli.streams import is_of_interrupt  # noqa: PLC0415 - nothing is loaded before

    return is_of_interrupt(error)


def _is_awaited() -> bool:
    """Whether something waits for the interpreter's own end: a thread, what is to be done at exit, or a profiler."""
    return not sys.modules.keys().isdisjoint(("atexit", "threading")) or bool(sys.getprofile() or sys.gettrace())


def _leave(code: int) -> None:
    """End at once: to free what goes with the process takes a tenth of one mail's time."""
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        return  # the interpreter says what is to be said of it
    os._exit(code)


def _fill() -> None:
    """Lead streams that were closed before the start to nowhere, so that no file that is opened gets their numbers.

    What is written to stdout fails: who closes it does not mean that nothing was found.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            to = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            setattr(sys, name, open(to, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


if __name__ == "__main__":
    start()
