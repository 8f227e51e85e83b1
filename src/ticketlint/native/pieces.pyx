"""A mail with several parts or a page in, its pieces out: where each part stands, and markup and texts by turns.

No octet is read beyond those that are given: each pointer is compared with the end of its range before it is followed.
"""

from cpython.bytes cimport PyBytes_AS_STRING
from cpython.unicode cimport PyUnicode_1BYTE_KIND, PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring
from libc.stdint cimport uint64_t
from libc.string cimport memchr, memcmp, memcpy, memset

ctypedef const unsigned char* Octets

cdef enum:
    SIGNS = 32  # that are looked at one by one: those of a header, and more
    PARTS = 50
    LINE = 100  # octets in which the line of a boundary ends
    KNOWN_MOST = 1024  # stretches of markup that are remembered; a power of two
    KNOWN_SHORTEST = 16  # characters of one that is
    KNOWN_LONGEST = 2000


# Boundaries


cdef Py_ssize_t find(
    Octets octets, Py_ssize_t start, Py_ssize_t end, Octets mark, Py_ssize_t size, Py_ssize_t bare, Py_ssize_t smooth
) noexcept:
    """Find a boundary, which begins with a hyphen; -1 where there is none.

    One octet is found several times as fast as two, and many boundaries have an underscore, which is rarer than a
    hyphen: nothing but base64 has few of these. From `bare` to `smooth` there is no hyphen.
    """
    cdef Octets at = octets + start
    cdef Octets stop = octets + end - size + 1  # where no boundary can begin any more
    cdef Octets sign = <Octets>memchr(mark, 95, size)
    cdef Py_ssize_t ahead = 0 if sign == NULL else sign - mark
    cdef unsigned char[256] steps
    cdef Py_ssize_t looked, _seen
    if at >= stop:
        return -1
    for _seen in range(SIGNS):
        if bare <= at - octets < smooth:
            at = octets + smooth
            if at >= stop:
                return -1
        at = <Octets>memchr(at + ahead, mark[ahead], stop - at)
        if at == NULL:
            return -1
        at -= ahead
        if memcmp(at, mark, size) == 0:
            return at - octets
        at += 1
        if at >= stop:
            return -1
    # No octet of the boundary stands where one is that it has not: most are passed over (Horspool).
    memset(steps, min(size, 255), sizeof(steps))
    for looked in range(size - 1):
        steps[mark[looked]] = <unsigned char>min(size - 1 - looked, 255)
    while at < stop:
        if bare <= at - octets < smooth:
            at = octets + smooth
            continue
        if at[size - 1] == mark[size - 1] and memcmp(at, mark, size) == 0:
            return at - octets
        at += steps[at[size - 1]]
    return -1


cdef inline Py_ssize_t line_end(Octets octets, Py_ssize_t begin, Py_ssize_t at) noexcept:
    if at > begin and octets[at - 1] == 10:
        at -= 1
        if at > begin and octets[at - 1] == 13:
            at -= 1
    return at


cdef inline bint is_blank(unsigned char octet) noexcept:
    return octet == 32 or octet == 9 or octet == 13


def split(
    bytes raw not None,
    bytes mark not None,
    Py_ssize_t start,
    Py_ssize_t end,
    Py_ssize_t bare=0,
    Py_ssize_t smooth=0,
):
    """Return where the parts stand between boundaries that all look as they should; None where one does not."""
    cdef Py_ssize_t size = len(mark), begin = -1, at, after, rest, limit
    cdef Octets octets = <Octets>PyBytes_AS_STRING(raw)
    cdef Octets wanted = <Octets>PyBytes_AS_STRING(mark)
    cdef Octets newline
    cdef list spans = []
    if start < 0 or end > len(raw) or start > end or size < 2 or wanted[0] != 45:
        return None
    at = find(octets, start, end, wanted, size, bare, smooth)
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
        at = find(octets, begin, end, wanted, size, bare, smooth)
    return None


def blank_line(bytes raw not None, Py_ssize_t start, Py_ssize_t end):
    """Return where a line end stands that a blank line follows; -1 where there is none."""
    cdef Octets octets = <Octets>PyBytes_AS_STRING(raw)
    cdef Octets at
    end = min(end, len(raw)) - 1
    while 0 <= start < end:
        at = <Octets>memchr(octets + start, 10, end - start)
        if at == NULL:
            break
        start = at - octets
        if octets[start + 1] == 10:
            return start
        start += 1
    return -1


# Markup and texts of a page

cdef uint64_t MIXING = 0x9E3779B97F4A7C15
cdef list KNOWN = [None] * KNOWN_MOST  # stretches of markup, whose hashes Python has already worked out


cdef uint64_t mixed(Octets at, Py_ssize_t size) noexcept:
    """Return a number that tells most stretches of markup apart; where it does not, nothing is gained."""
    cdef uint64_t eight, other, found = <uint64_t>size, beside = 0
    while size >= 16:  # two at a time, neither of which waits for the other
        memcpy(&eight, at, 8)
        memcpy(&other, at + 8, 8)
        found = (found << 5 ^ found >> 59 ^ eight) * MIXING
        beside = (beside << 5 ^ beside >> 59 ^ other) * MIXING
        at += 16
        size -= 16
    while size > 0:
        eight = 0
        memcpy(&eight, at, min(size, 8))
        found = (found << 5 ^ found >> 59 ^ eight) * MIXING
        at += 8
        size -= 8
    found = (found ^ beside << 1 ^ beside >> 63) * MIXING
    return found >> 32


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
    """Return a page's markups and texts in turn, and whether any text may have blanks that are shown as one."""
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
