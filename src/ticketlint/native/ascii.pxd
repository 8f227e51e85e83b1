# Octets in, whether all of them are ASCII out: a part of each module that asks for it.
from libc.stdint cimport uint64_t
from libc.string cimport memcpy


cdef inline bint is_ascii(const unsigned char* at, const unsigned char* end) noexcept:
    cdef uint64_t[4] words  # none of which waits for another
    cdef uint64_t seen = 0
    while end - at >= 32:
        memcpy(words, at, 32)
        seen |= words[0] | words[1] | (words[2] | words[3])
        at += 32
    while at < end:
        seen |= at[0]
        at += 1
    return not seen & <uint64_t>0x8080808080808080
