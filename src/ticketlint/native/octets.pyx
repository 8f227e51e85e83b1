"""A part's octets in, what quoted-printable means out, and whether a text says all that a page shows.

No octet is read beyond those that are given: each pointer is compared with the end of its range before it is followed.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.string cimport memchr, memcmp, memcpy
from ticketlint.native.alike cimport alike, size_of_tag
from ticketlint.native.ascii cimport is_ascii
from ticketlint.native.escapes cimport Summary, is_common, summary
from ticketlint.native.signs cimport blank_at, entity_at

ctypedef const unsigned char* Octets

cdef unsigned char HEX[256]  # what a digit stands for; 255 for what is none
cdef unsigned char PART[256]  # of a flat text: what an octet is in it
cdef unsigned char PLAIN[256]  # the same of a page, in which a tag or an escape may begin

cdef enum:
    KEPT = 0
    DROPPED = 1  # a blank or a colon
    AND = 2  # what an entity begins with
    FOLLOWS = 3  # of a character of several octets, not the first one
    MAY_BE_BLANK = 4  # the first of several octets, with which a blank may begin
    LEADS = 5  # the first of several octets
    BEGINS = 6
    ESC = 27
    LONGEST = 6  # octets of a common entity
    CLOSING = 7  # octets of `</head>`


cdef void prepare():
    cdef int at
    for at in range(256):
        HEX[at] = 255
        PART[at] = KEPT if at < 0x80 else FOLLOWS if at < 0xC0 else LEADS
    for at in range(10):
        HEX[48 + at] = <unsigned char>at
    for at in range(6):
        HEX[65 + at] = HEX[97 + at] = <unsigned char>(10 + at)
    for at in (9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 58):
        PART[at] = DROPPED
    for at in (0xC2, 0xE1, 0xE2, 0xE3):
        PART[at] = MAY_BE_BLANK
    PART[38] = AND
    for at in range(256):
        PLAIN[at] = PART[at]
    PLAIN[60] = PLAIN[61] = BEGINS


prepare()


# Quoted-printable


cdef inline Octets past_equals(Octets at, Octets end) noexcept:
    """Return what follows an equals sign, past blanks that a gateway put between it and the end of its line."""
    cdef Octets then
    at += 1
    if at == end or (at[0] != 32 and at[0] != 9):
        return at
    then = at
    while then < end and (then[0] == 32 or then[0] == 9):
        then += 1
    if then < end and (then[0] == 10 or (then[0] == 13 and then + 1 < end and then[1] == 10)):
        return then
    return at


cdef Py_ssize_t unquote(Octets at, Octets end, unsigned char* out) noexcept:
    """Decode quoted-printable; `out` takes as many octets as there are at most. Return how many were written."""
    cdef unsigned char* into = out
    cdef Octets sign
    cdef unsigned char high, low
    while at < end:
        sign = <Octets>memchr(at, 61, end - at)
        if sign == NULL:
            sign = end
        memcpy(into, at, sign - at)
        into += sign - at
        if sign == end:
            break
        at = past_equals(sign, end)
        if at == end:
            break
        if at[0] == 10:
            at += 1
        elif at[0] == 13:
            at = <Octets>memchr(at, 10, end - at)
            if at == NULL:
                break
            at += 1
        elif at[0] == 61:
            into[0] = 61
            into += 1
            at = past_equals(at, end)
        else:
            high = HEX[at[0]]
            low = HEX[at[1]] if at + 1 < end else 255
            if high != 255 and low != 255:
                into[0] = high << 4 | low
                at += 2
            else:
                into[0] = 61
            into += 1
    return into - out


def quoted_printable(bytes octets not None):
    """Return what quoted-printable octets mean; what is no escape stays as it is."""
    cdef Py_ssize_t size = len(octets)
    cdef Octets begin = <Octets>PyBytes_AS_STRING(octets)
    cdef unsigned char* out = <unsigned char*>PyMem_Malloc(size + 1)
    if out == NULL:
        raise MemoryError
    try:
        size = unquote(begin, begin + size, out)
        return PyBytes_FromStringAndSize(<char*>out, size)
    finally:
        PyMem_Free(out)


# What a page shows, flat


cdef Py_ssize_t flatten(Octets at, Octets end, unsigned char* out) noexcept:
    """Write a text in UTF-8 without its blanks and colons."""
    cdef unsigned char* into = out
    cdef unsigned char kind
    cdef Py_ssize_t size
    while at < end:
        kind = PART[at[0]]
        if kind == MAY_BE_BLANK:
            size = blank_at(at, end)
            if size:
                at += size
                continue
        into[0] = at[0]
        into += kind != DROPPED  # or else it is written over
        at += 1
    return into - out


cdef Summary summary_of(Octets at, Octets end, bint quoted) noexcept:
    """Say what the octets of a page are like; without quoted-printable nothing is an escape."""
    if quoted:
        return summary(at, end)
    return Summary(0, 0 if is_ascii(at, end) else 0x80, memchr(at, ESC, end - at) != NULL)


cdef bint keeps_pace(
    Octets at, Octets end, Octets said, Octets last, unsigned char* scratch, Py_ssize_t escaped,
    bint ascii, bint quoted, bint utf8,
) noexcept:
    """Whether a page shows what a text in UTF-8 says from its begin on, as most do; where not, look again."""
    cdef unsigned char here, means = 0
    cdef Octets tag
    cdef Py_ssize_t size
    while True:
        if at < end and at[0] == 60:
            if said < last and PART[said[0]] == FOLLOWS:
                return False
            tag = at
            at = past_tag(tag, end)
            if not ascii and not is_ascii(tag, at):
                return False
            if may_end_head(at, at - tag) and ends_head(tag, at, scratch, quoted):
                return False
            continue
        size = alike(at, said, min(end - at, last - said))
        at += size
        said += size
        if at == end:
            return not escaped and (said == last or PART[said[0]] != FOLLOWS)
        here = at[0]
        if here == 61 and quoted:
            if end - at < 3:
                return False
            if at[1] == 10:
                at += 2
                continue
            if at[1] == 13 and at[2] == 10:
                at += 3
                continue
            if HEX[at[1]] == 255 or HEX[at[2]] == 255:
                return False
            here = HEX[at[1]] << 4 | HEX[at[2]]
            if not utf8 if here >= 0x80 else (here != 32 and here != 9 and here != 61):
                return False
            escaped -= not is_common(at + 1)
            at += 3
        elif here == 60:
            continue
        elif here == 38:
            at = past_entity(at + 1, end, quoted, &means)
            if at == NULL:
                return False
            here = means if means else 32
        else:
            size = blank_at(at, end) if PART[here] == MAY_BE_BLANK else 0
            here = 32 if size else here
            at += max(size, 1)
        if PART[here] == DROPPED:
            if said < last and PART[said[0]] == FOLLOWS:
                return False
            continue
        while said < last and said[0] != here:
            size = PART[said[0]] == DROPPED
            if PART[said[0]] == MAY_BE_BLANK:
                size = blank_at(said, last)
            if not size:
                return False
            said += size
        if said == last:
            return False
        said += 1


cdef Py_ssize_t shown_flat(
    Octets at, Octets end, unsigned char* out, Py_ssize_t escaped, bint ascii, bint quoted, bint utf8
) noexcept:
    """Write what stands between the tags of a page below its head, flat; -1 where that is not plain to see.

    `escaped` counts the escapes that were not met yet: those which are left in the end stand in tags.
    """
    cdef bint high = False  # in what was written
    cdef unsigned char* into = out
    cdef unsigned char* begun = out  # the character that is being written
    cdef unsigned char here, kind, before, means = 0
    cdef Octets stop
    while at < end:
        before = 0
        while at < end:
            here = at[0]
            kind = PLAIN[here]
            if kind <= DROPPED:  # as most are
                into[0] = here
                into += 1 - kind  # what is dropped is written over
                at += 1
                before = 0
                continue
            if here == 60:
                break
            at += 1
            if here == 61 and quoted:
                if at < end and at[0] == 10:
                    at += 1
                    continue
                if end - at < 2:
                    return -1
                if at[0] == 13 and at[1] == 10:
                    at += 2
                    continue
                here = HEX[at[0]] << 4 | HEX[at[1]]
                if HEX[at[0]] == 255 or HEX[at[1]] == 255 or (here >= 0x80 and not utf8):
                    return -1
                if here < 0x80 and here != 32 and here != 9 and here != 61:
                    return -1  # it means something where it stands for itself
                escaped -= not is_common(at)
                at += 2
            kind = PART[here]
            if kind <= DROPPED:
                into[0] = here
                into += 1 - kind
                before = 0
                continue
            if kind == AND:
                at = past_entity(at, end, quoted, &means)
                if at == NULL:
                    return -1
                if means:
                    into[0] = means
                    into += 1
                before = 0
                continue
            if kind == FOLLOWS and not before:
                return -1
            begun = begun if kind == FOLLOWS else into
            high = True
            into[0] = before = here
            into += 1
            if kind == FOLLOWS and PART[begun[0]] == MAY_BE_BLANK and blank_at(begun, into) == into - begun:
                into, before = begun, 0
        if at >= end:
            break
        stop = at
        at = past_tag(stop, end)
        if not ascii and not is_ascii(stop, at):
            return -1
        if may_end_head(at, at - stop) and ends_head(stop, at, into, quoted):
            if high:
                return -1  # it was not looked at as closely as the rest is
            into = begun = out
    return into - out if not escaped else -1


cdef inline Octets past_tag(Octets at, Octets end) noexcept:
    """Return what follows the next `>`: most tags are shorter than it takes to call what looks for a sign quickly."""
    cdef Py_ssize_t size = size_of_tag(at, end)
    if size:
        return at + size
    at = <Octets>memchr(at, 62, end - at)
    return at + 1 if at != NULL else end


cdef inline bint may_end_head(Octets end, Py_ssize_t size) noexcept:
    """Whether a tag that ends here may end the head, as few do."""
    return size > 2 and ((end[-2] == 100 and (end[-3] == 97 or end[-3] == 10)) or end[-2] == 10)


cdef bint ends_head(Octets at, Octets end, unsigned char* scratch, bint quoted) noexcept:
    """Whether a tag ends the head; `scratch` takes as many octets as it has."""
    cdef Py_ssize_t size
    if quoted:
        size = unquote(at, end, scratch)
        at = scratch
        end = at + size
    return end - at >= CLOSING and memcmp(end - CLOSING, b"</head>", CLOSING) == 0


cdef Octets past_entity(Octets at, Octets end, bint quoted, unsigned char* means) noexcept:
    """Return what follows a common entity, also one that a soft line break parts; `at` stands behind its ampersand."""
    cdef unsigned char[LONGEST] entity
    cdef Py_ssize_t size = 1
    entity[0] = 38
    while size < LONGEST and at < end:
        if at[0] == 61 and quoted:
            if end - at >= 2 and at[1] == 10:
                at += 2
            elif end - at >= 3 and at[1] == 13 and at[2] == 10:
                at += 3
            else:
                return NULL
            continue
        entity[size] = at[0]
        size += 1
        at += 1
        if at[-1] == 59:
            return at if entity_at(entity, entity + size, means) == size else NULL
    return NULL


def tells(bytes text not None, bytes raw not None, Py_ssize_t start, Py_ssize_t end, bint quoted, bint utf8):
    """Return 1 where a text in UTF-8 says all that a page of a mail shows, 0 where not, -1 where Python must look."""
    cdef Py_ssize_t size, length = len(text), shown, said
    cdef Octets octets = <Octets>PyBytes_AS_STRING(raw)
    cdef unsigned char* page
    cdef unsigned char* words
    cdef Octets told
    cdef Summary of
    cdef bint ascii
    if start < 0 or end > len(raw) or start > end:
        return -1
    of = summary_of(octets + start, octets + end, quoted)
    ascii = of.signs < 0x80
    if of.commands or not (ascii or utf8):
        return -1
    told = <Octets>PyBytes_AS_STRING(text)
    size = end - start
    page = <unsigned char*>PyMem_Malloc(size + length + 2)
    if page == NULL:
        raise MemoryError
    words = page + size + 1
    try:
        if keeps_pace(
            octets + start, octets + end, told, told + length, page, of.escapes, ascii, quoted, utf8
        ):
            return 1
        shown = shown_flat(octets + start, octets + end, page, of.escapes, ascii, quoted, utf8)
        if shown < 0:
            return -1
        said = flatten(told, told + length, words)
        return is_in(page, shown, words, said)
    finally:
        PyMem_Free(page)


cdef int is_in(unsigned char* shown, Py_ssize_t size, unsigned char* words, Py_ssize_t length) except -2:
    """Whether what is shown stands in a text, and ends there with a whole character."""
    cdef Py_ssize_t at = 0
    if size > length:
        return 0
    if memcmp(shown, words, size) != 0:
        at = PyBytes_FromStringAndSize(<char*>words, length).find(PyBytes_FromStringAndSize(<char*>shown, size))
    return at >= 0 and (at + size == length or PART[words[at + size]] != FOLLOWS)
