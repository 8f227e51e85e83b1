"""Sample mails with expectations beside them: a mail and what is expected of it in, whether it came so out.

An expectation stands in a file beside the mail: `outage.expected.yaml` beside `outage.eml`, `note.msg.expected.yaml`
beside a mail whose name ends otherwise. What it states is held, and nothing else.
"""

from __future__ import annotations

from ticketlint.expectations.coverage import Coverage
from ticketlint.expectations.run import Outcome, run
from ticketlint.expectations.samples import Sample, find

__all__ = ["Coverage", "Outcome", "Sample", "find", "run"]
