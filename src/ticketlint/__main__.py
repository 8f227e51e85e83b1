"""The process: the command line in, its exit code out, and no more looking for garbage than its short life needs."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line, as `ticketlint` and `python -m ticketlint` do, and exit."""
    # What is loaded never becomes garbage, and looking through it again and again takes a fifth of the time of one
    # mail: `check` collects from its first verdict on, and the interpreter's last look is spared what there is.
    gc.disable()
    try:
        from ticketlint.cli import main  # noqa: PLC0415 - nothing is loaded before

        main()
    except KeyboardInterrupt:  # while it was loaded
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    finally:
        gc.freeze()


if __name__ == "__main__":
    start()
