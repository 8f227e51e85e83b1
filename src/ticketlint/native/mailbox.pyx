"""A stretch of a mailbox in, where the next `From ` stands in it out: `sources.seeking` says what is meant."""

from cpython.bytearray cimport PyByteArray_AS_STRING
from libc.string cimport memchr, memcmp

cdef extern from *:
    """
    #define BLOCK 256

    /* The processor looks at 32 places together, where it can: the loop for it is chosen when this is loaded. */
    #if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
    #define WIDE __attribute__((target_clones("avx2", "default")))
    #else
    #define WIDE
    #endif

    /* Whether an F stands in a block, and a blank four places behind it; so many octets must follow. */
    WIDE static unsigned char may_begin(const unsigned char *at) {
        unsigned char any = 0;
        for (int place = 0; place < BLOCK; place++) any |= (at[place] == 'F') & (at[place + 4] == ' ');
        return any;
    }
    """
    enum: BLOCK
    unsigned char may_begin(const unsigned char* at) noexcept

ctypedef const unsigned char* Octets

cdef enum:
    STRETCH = 16384  # octets that are searched before it is asked whether a blank comes soon
    SIZE = 5


cdef Octets found(Octets at, Octets last) noexcept:
    """Return where `From ` stands before `last`, or NULL."""
    cdef Octets near
    while last - at >= SIZE:
        near = last - SIZE + 1
        if near - at >= BLOCK:
            near = at + BLOCK
            if not may_begin(at):
                at = near
                continue
        while True:
            at = <Octets>memchr(at, 70, near - at)
            if at == NULL:
                at = near
                break
            if memcmp(at, b"From ", SIZE) == 0:
                return at
            at += 1
    return NULL


def seek(bytearray octets not None, Py_ssize_t start, Py_ssize_t stop):
    """Return where the next `From ` stands between two places; -1 where none does."""
    cdef Octets begin = <Octets>PyByteArray_AS_STRING(octets)
    cdef Octets last
    cdef Octets at
    cdef Octets hit
    stop = min(stop, len(octets))
    if start < 0 or stop - start < SIZE:
        return -1
    at, last = begin + start, begin + stop
    while at < last:
        hit = found(at, min(at + STRETCH, last))
        if hit != NULL:
            return hit - begin
        if last - at <= STRETCH:
            break
        at += STRETCH
        at = <Octets>memchr(at, 32, last - at)  # an attachment has no blanks for megabytes
        if at == NULL:
            break
        at -= SIZE - 1
    return -1
