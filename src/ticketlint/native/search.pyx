"""Octets in, what is in them out: whoever asks says what is meant."""

from libc.string cimport memchr


cdef inline unsigned char _small(unsigned char octet) noexcept:
    return octet + 32 if 65 <= octet <= 90 else octet


def times(bytes octets not None, bytes word not None, Py_ssize_t most):
    """Return how often a word stands in octets in either case, up to `most`. The word is in lower case."""
    cdef const unsigned char* text = octets
    cdef const unsigned char* key = word
    cdef const unsigned char* met
    cdef Py_ssize_t length = len(word), end = len(octets), at, place, pivot = 0, found = 0
    if not length:
        raise ValueError("empty word")
    while pivot < length and 97 <= key[pivot] <= 122:  # a sign without case is found faster, and is rarer
        pivot += 1
    if pivot == length:
        pivot = 0
        at = 0
        while at + length <= end:
            if _small(text[at]) == key[0]:
                for place in range(1, length):
                    if _small(text[at + place]) != key[place]:
                        break
                else:
                    found += 1
                    if found >= most:
                        return found
                    at += length - 1
            at += 1
        return found
    at = pivot
    while at < end:
        met = <const unsigned char*>memchr(text + at, key[pivot], end - at)
        if met is NULL:
            break
        at = met - text
        if at - pivot + length <= end:
            for place in range(length):
                if _small(text[at - pivot + place]) != key[place]:
                    break
            else:
                found += 1
                if found >= most:
                    return found
                at += length - 1
        at += 1
    return found
