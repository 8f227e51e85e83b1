"""The first octets of a text in, out comes whether a mail's header stands there and where it begins."""

from __future__ import annotations

from ticketlint.regexp import regexp

# Names that say "this is a mail" (RFC 5322, 2045, 3834, 8601 and what mail systems add). The second table holds names
# that a form or a configuration file may use as well: they count beside one of the first, never alone.
_STRONG = frozenset(
    b"from to cc bcc subject received return-path message-id mime-version delivered-to in-reply-to reply-to references"
    b" sender auto-submitted dkim-signature domainkey-signature envelope-to envelope-from apparently-to errors-to"
    b" precedence disposition-notification-to mail-followup-to user-agent thread-topic thread-index received-spf"
    b" authentication-results newsgroups date-received delivery-date".split()
)
_WEAK = frozenset(
    b"date comments keywords organization organisation importance priority sensitivity status lines language encoding"
    b" x400-originator autocrypt path xref approved mailing-list encrypted supersedes expires return-receipt-to"
    b" bounces-to old-return-path posted-date cancel-lock lists-id feedback-id".split()
)
_LONGEST_STRONG = max(map(len, _STRONG))
_FAMILIES = (b"content-", b"list-", b"resent-", b"arc-", b"authentication-", b"ironport-")
_WEAK_FAMILIES = (b"x-", b"original-")  # iCalendar and HTTP have X- names too

_FIELD = regexp(rb"([!-9;-~]{1,200})[ \t]*:")
_FROM_FIELD = regexp(rb"From[ \t]*:")
_LINE = regexp(rb"([^\r\n]*)(?:\r\n|\n|\r|\Z)")

HEAD = 65_536
"""Octets that are looked at to tell what a file is."""


def name_of(line: bytes) -> bytes | None:
    """Return the lower-case name of the header field that begins with this line, or None where none does."""
    match = _FIELD.match(line)
    return match[1].lower() if match else None


def is_known(name: bytes) -> bool:
    """Whether mail systems use this header field name."""
    return name in _STRONG or name in _WEAK or name.startswith((*_FAMILIES, *_WEAK_FAMILIES))


def opens_from(text: bytes) -> bool:
    """Whether a `From ` line stands here, rather than a header field `From:` or `From :`."""
    return text.startswith(b"From ") and not _FROM_FIELD.match(text)


def lead(head: bytes) -> int:
    """Count the octets before the first visible one: a byte order mark, empty lines, blanks."""
    bare = head.removeprefix(b"\xef\xbb\xbf")
    return len(head) - len(bare.lstrip(b" \t\r\n"))


def is_header(head: bytes) -> bool:
    """Whether `head` begins with a mail's header: up to `HEAD` octets are looked at.

    A form's own lines have the shape of header fields (`Server: x`), so one name must be known from mail alone, and
    either the first name is a known one or two such names stand there.
    """
    strong: set[bytes] = set()
    first_known = False
    for number, match in enumerate(_LINE.finditer(head, 0, HEAD)):
        line = match[1]
        if not line:
            break
        name = name_of(line)
        if name is None:
            if number and line[:1] in b" \t":
                continue
            break
        if number == 0:
            first_known = is_known(name)
        if name in _STRONG or name.startswith(_FAMILIES):
            strong.add(name)
        if len(strong) >= 2 or (strong and first_known):
            return True
    return False


def opens_mail(head: bytes) -> bool:
    """Whether a mail's header, and nothing else, begins at the very first octet; for most mails its name says so."""
    colon = head.find(b":", 0, _LONGEST_STRONG + 1)
    if colon > 0 and head[:colon].lower() in _STRONG:
        return True
    return head[:1].isalpha() and not opens_from(head) and is_header(head)


def is_binary(head: bytes) -> bool:
    """Whether these octets are no text that a person wrote: a picture, an archive, a document."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"{\\rtf", b"%!PS")):
        return True
    return (
        b"\0" in head
        or sum(head.count(control) for control in b"\1\2\3\4\5\6\x0e\x0f\x10\x11\x12\x13") > len(head) // 50
    )
