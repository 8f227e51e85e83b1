# cython: language_level=3, boundscheck=True, wraparound=False, cdivision=True
"""Mails with HTML pages in, what loops over their octets find out: escapes decoded, boundaries, what is shown."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_1BYTE_KIND,
    PyUnicode_AsUTF8AndSize,
    PyUnicode_DATA,
    PyUnicode_KIND,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from libc.stdint cimport uint64_t
from libc.string cimport memchr, memcmp, memcpy

ctypedef const unsigned char* Octets

cdef unsigned char HEX[256]  # what a digit stands for; 255 for what is none
cdef unsigned char PART[256]  # of a flat text: what an octet is in it

cdef enum:
    KEPT = 0
    DROPPED = 1  # a blank or a colon
    AND = 2  # what an entity begins with
    FOLLOWS = 3  # of a character of several octets, not the first one
    MAY_BE_BLANK = 4  # the first of several octets, with which a blank may begin
    LEADS = 5  # the first of several octets
    DASHES = 64
    BLOCK = 64
    PARTS = 50
    LINE = 100
    KNOWN_MOST = 1024  # stretches of markup that are remembered; a power of two
    KNOWN_SHORTEST = 16  # characters of one that is
    KNOWN_LONGEST = 2000
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


# Boundaries


cdef Py_ssize_t find(Octets octets, Py_ssize_t start, Py_ssize_t end, Octets mark, Py_ssize_t size) noexcept:
    """Find a boundary, which begins with a hyphen; -1 where there is none.

    Nothing but base64 has few hyphens, and one octet is found several times as fast as two.
    """
    cdef Octets at = octets + start
    cdef Octets stop = octets + end - size + 1  # where no boundary can begin any more
    cdef unsigned char seen
    cdef unsigned char last = mark[size - 1]
    cdef Py_ssize_t ahead = size - 1
    cdef int looked
    if end - start < size:
        return -1
    for looked in range(DASHES):
        at = <Octets>memchr(at, 45, stop - at)
        if at == NULL:
            return -1
        if memcmp(at, mark, size) == 0:
            return at - octets
        at += 1
        if at >= stop:
            return -1
    while at < stop:
        if stop - at >= BLOCK:
            seen = 0
            for looked in range(BLOCK):
                seen |= (at[looked] == 45) & (at[looked + ahead] == last)
            if not seen:
                at += BLOCK
                continue
        for looked in range(<int>min(BLOCK, stop - at)):
            if at[looked] == 45 and at[looked + ahead] == last and memcmp(at + looked, mark, size) == 0:
                return at + looked - octets
        at += min(BLOCK, stop - at)
    return -1


cdef inline Py_ssize_t line_end(Octets octets, Py_ssize_t begin, Py_ssize_t at) noexcept:
    if at > begin and octets[at - 1] == 10:
        at -= 1
        if at > begin and octets[at - 1] == 13:
            at -= 1
    return at


cdef inline bint is_blank(unsigned char octet) noexcept:
    return octet == 32 or octet == 9 or octet == 13


def split(bytes raw not None, bytes mark not None, Py_ssize_t start, Py_ssize_t end):
    cdef Py_ssize_t size = len(mark), begin = -1, at, after, rest, limit
    cdef Octets octets = <Octets>PyBytes_AS_STRING(raw)
    cdef Octets wanted = <Octets>PyBytes_AS_STRING(mark)
    cdef Octets newline
    cdef list spans = []
    if start < 0 or end > len(raw) or start > end or size < 2 or wanted[0] != 45:
        return None
    at = find(octets, start, end, wanted, size)
    while at >= 0 and len(spans) < PARTS:
        if at != start and octets[at - 1] != 10:
            return None
        after = at + size
        limit = min(end, after + LINE)
        newline = <Octets>memchr(octets + after, 10, limit - after)
        rest = end if newline == NULL else newline - octets
        while after < rest and is_blank(octets[after]):
            after += 1
        while rest > after and is_blank(octets[rest - 1]):
            rest -= 1
        if begin >= 0:
            spans.append((begin, line_end(octets, begin, at)))
        if rest - after == 2 and octets[after] == 45 and octets[after + 1] == 45:
            return spans
        if rest > after or newline == NULL:
            return None
        begin = newline - octets + 1
        at = find(octets, begin, end, wanted, size)
    return None


# What a page shows, flat


cdef inline bint is_ascii(Octets at, Octets end) noexcept:
    cdef uint64_t eight, seen = 0
    while end - at >= 8:
        memcpy(&eight, at, 8)
        seen |= eight
        at += 8
    while at < end:
        seen |= at[0]
        at += 1
    return not seen & <uint64_t>0x8080808080808080


cdef inline Py_ssize_t blank_at(Octets at, Octets end) noexcept:
    """Return how many octets the blank has that begins here; 0 where none does."""
    cdef unsigned char second, third
    if end - at < 2:
        return 0
    second = at[1]
    if at[0] == 0xC2:
        return 2 if second == 0x85 or second == 0xA0 else 0
    if end - at < 3:
        return 0
    third = at[2]
    if at[0] == 0xE1:
        return 3 if second == 0x9A and third == 0x80 else 0
    if at[0] == 0xE3:
        return 3 if second == 0x80 and third == 0x80 else 0
    if second == 0x80:
        return 3 if 0x80 <= third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF else 0
    return 3 if second == 0x81 and third == 0x9F else 0


cdef inline int entity_at(Octets at, Octets end, unsigned char* means) noexcept:
    """Return how many octets a common entity has, -1 for others; `means` is 0 where it is a blank."""
    if end - at >= 6 and memcmp(at, b"&nbsp;", 6) == 0:
        means[0] = 0
        return 6
    if end - at >= 5 and memcmp(at, b"&amp;", 5) == 0:
        means[0] = 38
        return 5
    if end - at >= 4 and memcmp(at, b"&lt;", 4) == 0:
        means[0] = 60
        return 4
    if end - at >= 4 and memcmp(at, b"&gt;", 4) == 0:
        means[0] = 62
        return 4
    if end - at >= 6 and memcmp(at, b"&quot;", 6) == 0:
        means[0] = 34
        return 6
    if end - at >= 5 and memcmp(at, b"&#39;", 5) == 0:
        means[0] = 39
        return 5
    return -1


cdef Py_ssize_t flatten(Octets at, Octets end, unsigned char* out, bint entities) noexcept:
    """Write a text without its blanks and colons; -1 where it is no UTF-8, or has an entity that is not common.

    `out` may be where the text stands, or before it.
    """
    cdef unsigned char* into = out
    cdef unsigned char kind, means = 0
    cdef unsigned char before = 0  # the octet before this one, where both are of one character
    cdef Py_ssize_t size
    while at < end:
        kind = PART[at[0]]
        if kind <= DROPPED:
            into[0] = at[0]
            into += 1 - kind  # what is dropped is written over
            at += 1
            before = 0
            continue
        if kind == AND:
            size = 1
            means = 38
            if entities:
                size = entity_at(at, end, &means)
                if size < 0:
                    return -1
            if means:
                into[0] = means
                into += 1
            at += size
            before = 0
            continue
        if kind == FOLLOWS and not before:
            return -1
        if kind == MAY_BE_BLANK:
            size = blank_at(at, end)
            if size:
                at += size
                before = 0
                continue
        into[0] = before = at[0]
        into += 1
        at += 1
    return into - out


cdef Py_ssize_t shown_flat(unsigned char* page, Py_ssize_t size, bint utf8) noexcept:
    """Leave of a page what stands between its tags below its head, flat; -1 where that is not plain to see."""
    cdef Octets at = page
    cdef Octets end = page + size
    cdef Octets stop
    cdef bint ascii = is_ascii(at, end)
    cdef unsigned char* into = page
    cdef Py_ssize_t written
    if not ascii and not utf8:
        return -1
    if memchr(at, 27, size) != NULL:
        return -1
    while at < end:
        stop = at
        if at[0] != 60:
            stop = <Octets>memchr(at, 60, end - at)
            if stop == NULL:
                stop = end
            written = flatten(at, stop, into, True)
            if written < 0:
                return -1
            into += written
        if stop == end:
            break
        at = <Octets>memchr(stop, 62, end - stop)
        if at == NULL:
            at = end
        if not ascii and not is_ascii(stop, at):
            return -1
        if at == end:
            break
        at += 1
        if at - stop >= CLOSING and memcmp(at - CLOSING, b"</head>", CLOSING) == 0:
            if not ascii and not is_ascii(page, into):
                return -1  # it was not looked at as closely as the rest is
            into = page
    return into - page


def tells(str text not None, bytes raw not None, Py_ssize_t start, Py_ssize_t end, bint quoted, bint utf8):
    """Return 1 where a text says all that a page of a mail shows, 0 where not, -1 where Python must look."""
    cdef Py_ssize_t size, length = 0, shown, said
    cdef Octets octets = <Octets>PyBytes_AS_STRING(raw)
    cdef unsigned char* page
    cdef unsigned char* words
    cdef const char* told
    if start < 0 or end > len(raw) or start > end:
        return -1
    try:
        told = PyUnicode_AsUTF8AndSize(text, &length)
    except UnicodeError:
        return -1
    size = end - start
    page = <unsigned char*>PyMem_Malloc(size + length + 2)
    if page == NULL:
        raise MemoryError
    words = page + size + 1
    try:
        if quoted:
            size = unquote(octets + start, octets + end, page)
        else:
            memcpy(page, octets + start, size)
        shown = shown_flat(page, size, utf8)
        if shown < 0:
            return -1
        said = flatten(<Octets>told, <Octets>told + length, words, False)
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


# Markup and texts of a page

cdef list KNOWN = [None] * KNOWN_MOST  # stretches of markup, whose hashes Python has already worked out


cdef uint64_t mixed(Octets at, Py_ssize_t size) noexcept:
    """Return a number that tells most stretches of markup apart; where it does not, nothing is gained."""
    cdef uint64_t eight, found = <uint64_t>size
    while size >= 8:
        memcpy(&eight, at, 8)
        found = (found ^ eight) * <uint64_t>0x9E3779B97F4A7C15
        found ^= found >> 29
        at += 8
        size -= 8
    eight = 0
    memcpy(&eight, at, size)
    found = (found ^ eight) * <uint64_t>0x9E3779B97F4A7C15
    return found ^ found >> 32


cdef str markup_at(str body, Py_ssize_t start, Py_ssize_t end):
    """Return a stretch of markup: the same object as the last time, where it is remembered."""
    cdef Octets octets
    cdef Py_ssize_t size = end - start, slot
    cdef object known
    if PyUnicode_KIND(body) != PyUnicode_1BYTE_KIND or size < KNOWN_SHORTEST or size > KNOWN_LONGEST:
        return PyUnicode_Substring(body, start, end)
    octets = <Octets>PyUnicode_DATA(body) + start
    slot = <Py_ssize_t>(mixed(octets, size) & (KNOWN_MOST - 1))
    known = KNOWN[slot]
    if (
        known is not None
        and len(<str>known) == size
        and PyUnicode_KIND(known) == PyUnicode_1BYTE_KIND
        and memcmp(PyUnicode_DATA(known), octets, size) == 0
    ):
        return <str>known
    known = PyUnicode_Substring(body, start, end)
    KNOWN[slot] = known
    return <str>known


cdef Py_ssize_t index_of(int kind, void* data, Py_UCS4 sign, Py_ssize_t at, Py_ssize_t end) noexcept:
    """Return where a sign stands, or else `end`."""
    cdef Octets found
    if kind == PyUnicode_1BYTE_KIND:
        found = <Octets>memchr(<Octets>data + at, <int>sign, end - at)
        return end if found == NULL else found - <Octets>data
    while at < end and PyUnicode_READ(kind, data, at) != sign:
        at += 1
    return at


cdef inline bint parts_words(Py_UCS4 sign) noexcept:
    return sign == 32 or sign == 9 or sign == 10 or sign == 12


cdef bint is_text(int kind, void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
    while at < end and parts_words(PyUnicode_READ(kind, data, at)):
        at += 1
    return at < end


cdef bint is_spaced(int kind, void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
    """Whether a text has blanks that are shown as one, and are none or more than that."""
    cdef Py_UCS4 here, before = 0
    while at < end:
        here = PyUnicode_READ(kind, data, at)
        if here <= 32 and parts_words(here) and (here != 32 or before == 32):
            return True
        before = here
        at += 1
    return False


def cut(str body not None):
    cdef int kind = PyUnicode_KIND(body)
    cdef void* data = PyUnicode_DATA(body)
    cdef Py_ssize_t size = len(body)
    cdef Py_ssize_t markup = 0, opened = -1, begin, closed
    cdef list parts = []
    cdef bint spaced = False
    while True:
        begin = opened + 1
        closed = begin
        if begin == size or PyUnicode_READ(kind, data, begin) != 60:
            closed = index_of(kind, data, 60, begin, size)
            if closed == size:
                break
            opened = index_of(kind, data, 62, begin, closed)
            while opened < closed:
                begin = opened + 1
                opened = index_of(kind, data, 62, begin, closed)
            if is_text(kind, data, begin, closed):
                if parts:
                    parts.append(markup_at(body, markup, begin - 1))
                else:
                    parts.append(">" + PyUnicode_Substring(body, 0, begin - 1) if begin else "")
                parts.append(PyUnicode_Substring(body, begin, closed))
                spaced = spaced or is_spaced(kind, data, begin, closed)
                markup = closed + 1
        opened = index_of(kind, data, 62, closed + 1, size)
        if opened == size:
            break
    parts.append(PyUnicode_Substring(body, markup, size) if parts else ">" + body)
    return parts, spaced
