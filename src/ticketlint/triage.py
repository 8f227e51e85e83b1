"""The line itself: a raw message and the forms in, a verdict out. The file to read first.

    sources ─▶ triage ─┬─▶ quick ───────────────────────────────────────────────┬─▶ verdict ─▶ report
                       └─▶ careful: message ─▶ body ─▶ reading ─▶ fields ─▶ checks ─┘

Most mails are plain, and the quick lane knows at a glance what they say. Whatever is out of the common it leaves alone,
and the careful line reads it as a person would. Both say the same of every mail that both can judge, so a caller cannot
tell which of them it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from ticketlint.form.model import Form
from ticketlint.hints import Final
from ticketlint.quick import quick
from ticketlint.sources import RawMessage
from ticketlint.verdict import Verdict


def check(octets: bytes, forms: Sequence[Form]) -> Verdict:
    """Judge one mail, given as octets (RFC 5322, or a draft without a header), by the forms of the desks.

    Raises `ValueError` where there is no form, and `PatternTimeout` where a rule file's pattern takes too long.
    The fields and the text of the verdict hold secrets as they are: masking them is for whoever prints them.
    """
    return judge(RawMessage("<mail>", octets), forms)


def judge(raw: RawMessage, forms: Sequence[Form], *, sending: bool = False) -> Verdict:
    """Judge one message. `sending`: it is about to be sent, so a wrong recipient costs the ticket.

    Never raises on a bad mail; raises `PatternTimeout` where a rule file's pattern takes too long.
    """
    # The quick lane takes only what is addressed to the desk, so that `sending` means nothing to it.
    try:
        plain = quick(raw, forms)
    except Exception:  # noqa: BLE001 - a fault in the quick lane costs time, never a verdict
        plain = None
    if raw.gap != _NOTHING and (plain is None or plain.verdict != "complete"):
        from ticketlint.sources.sparing import is_smooth, whole  # noqa: PLC0415  # start-up: few mails are large

        if not is_smooth(raw):
            return judge(whole(raw), forms, sending=sending)
    if plain is not None:
        return plain
    from ticketlint.careful import judge_closely  # noqa: PLC0415  # start-up: most mails are plain

    return judge_closely(raw, forms, sending=sending)


_NOTHING: Final = (0, 0)
