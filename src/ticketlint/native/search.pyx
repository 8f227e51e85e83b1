"""Octets in, how often a word stands in them out, and whether one may be hidden in them.

`quick.lane` and `values.disguise` say what is meant.
"""

from libc.string cimport memchr


cdef inline unsigned char _sign(unsigned char octet) noexcept:
    """Return a letter in lower case or a digit, also for a letter that looks like one, and 0 for all else."""
    if 48 <= octet <= 57:
        return octet
    if 65 <= octet <= 90:
        octet += 32
    elif octet < 97 or octet > 122:
        return 0
    if octet == 111:
        return 48
    return 49 if octet == 105 or octet == 108 else octet


cdef inline Py_ssize_t _end(
    const unsigned char* text, Py_ssize_t at, Py_ssize_t last, const unsigned char* key, Py_ssize_t length
) noexcept:
    """Return where the key ends if its signs stand here, one after the other; -1 where they do not."""
    cdef Py_ssize_t place = 0
    cdef unsigned char sign
    while place < length:
        if at >= last:
            return -1
        sign = _sign(text[at])
        at += 1
        if sign:
            if sign != key[place]:
                return -1
            place += 1
    return at


cdef inline bint _begins(
    const unsigned char* text, Py_ssize_t at, Py_ssize_t first, const unsigned char* key, Py_ssize_t length
) noexcept:
    """Return whether the first signs of the key stand just before here, and not before `first`."""
    cdef unsigned char sign
    while length:
        at -= 1
        if at < first:
            return False
        sign = _sign(text[at])
        if sign:
            length -= 1
            if sign != key[length]:
                return False
    return True


def times(bytes octets not None, bytes word not None, Py_ssize_t most):
    """Return how often a word stands in octets, up to `most`, in either case and whatever stands between its signs.

    The word is as `bones` says it; what is no letter and no digit, or beyond ASCII, counts for nothing.
    """
    cdef const unsigned char* text = octets
    cdef const unsigned char* key = word
    cdef const unsigned char* met
    cdef Py_ssize_t length = len(word), last = len(octets), at = 0, first = 0, sign = 0, found = 0, end
    if not length:
        raise ValueError("empty word")
    while sign < length and not 50 <= key[sign] <= 57:
        sign += 1
    if sign == length:
        sign = 0
    while at < last and found < most:
        if 50 <= key[sign] <= 57:  # what is written in one way is found faster, and is rarer
            met = <const unsigned char*>memchr(text + at, key[sign], last - at)
            if met is NULL:
                break
            at = met - text
        elif _sign(text[at]) != key[sign]:
            at += 1
            continue
        end = _end(text, at, last, key + sign, length - sign)
        if end >= 0 and _begins(text, at, first, key, sign):
            found += 1
            at = first = end
        else:
            at += 1
    return found


cdef inline bint _is_letter(unsigned char octet) noexcept:
    return 65 <= octet <= 90 or 97 <= octet <= 122


cdef bint _begins_tag(const unsigned char* at, const unsigned char* end) noexcept:
    """Return whether a tag may begin with the sign that stands before here: `/b>`, `br/>`, `a href`, `!--`."""
    cdef const unsigned char* begun
    if end - at >= 3 and at[0] == 33:
        return at[1] == 45 and at[2] == 45
    if at < end and at[0] == 47:
        at += 1
    begun = at
    if at == end or not _is_letter(at[0]):
        return False
    while at < end and at - begun < 17 and (_is_letter(at[0]) or 48 <= at[0] <= 57):
        at += 1
    return at < end and at - begun <= 16 and (at[0] == 62 or at[0] == 47 or at[0] == 32 or 9 <= at[0] <= 13)


def may_be_escaped(bytes octets not None, Py_ssize_t start):
    """Do as `disguise._may_be_escaped`."""
    cdef const unsigned char* text = octets
    cdef const unsigned char* end = text + len(octets)
    cdef const unsigned char* at
    cdef size_t size = len(octets)
    if start < 0:
        raise ValueError("no place")
    if memchr(text, 37, size) != NULL or (memchr(text, 38, size) != NULL and memchr(text, 59, size) != NULL):
        return True
    at = <const unsigned char*>memchr(text, 92, size)
    while at != NULL:
        at += 1
        if at < end and (at[0] == 117 or at[0] == 120):  # u, x
            return True
        at = <const unsigned char*>memchr(at, 92, end - at)
    if start >= len(octets):
        return False
    at = <const unsigned char*>memchr(text + start, 61, size - start)
    while at != NULL:
        at += 1
        if at < end and at[0] == 50:
            return True
        at = <const unsigned char*>memchr(at, 61, end - at)
    at = <const unsigned char*>memchr(text + start, 60, size - start)
    while at != NULL:
        at += 1
        if _begins_tag(at, end):
            return True
        at = <const unsigned char*>memchr(at, 60, end - at)
    return False
