"""Octets in, how often a word stands in them out: `quick.lane` says what is meant."""

from libc.string cimport memchr


cdef inline unsigned char _small(unsigned char octet) noexcept:
    return octet + 32 if 65 <= octet <= 90 else 32 if octet == 45 or octet == 95 else octet


cdef inline bint _stands(const unsigned char* text, const unsigned char* key, Py_ssize_t length) noexcept:
    """Return whether the key stands here in either case, hyphens for blanks; so many octets are there."""
    cdef Py_ssize_t place
    for place in range(length):
        if _small(text[place]) != key[place]:
            return False
    return True


def times(bytes octets not None, bytes word not None, Py_ssize_t most):
    """Return how often a word stands in octets in either case, up to `most`, hyphens and underscores taken for blanks.

    The word is in lower case, with blanks.
    """
    cdef const unsigned char* text = octets
    cdef const unsigned char* key = word
    cdef const unsigned char* met
    cdef Py_ssize_t length = len(word), last = len(octets) - length, at = 0, sign = 0, found = 0
    if not length:
        raise ValueError("empty word")
    while sign < length and (97 <= key[sign] <= 122 or key[sign] == 32):
        sign += 1
    while at <= last and found < most:
        if sign < length:  # what is written in one way is found faster, and is rarer
            met = <const unsigned char*>memchr(text + at + sign, key[sign], last - at + 1)
            if met is NULL:
                break
            at = met - text - sign
        if _stands(text + at, key, length):
            found += 1
            at += length
        else:
            at += 1
    return found
