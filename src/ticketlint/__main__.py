"""`python -m ticketlint`: the command line in, its exit code out."""

from __future__ import annotations

from ticketlint.cli import main

if __name__ == "__main__":
    main()
