# Eight octets at a time in, where one of them stands out: in a page, and in a page beside a text; for `octets`.
from libc.stdint cimport uint64_t
from libc.string cimport memcpy

ctypedef const unsigned char* Octets

cdef extern from *:
    """
    /* Which octets of eight are zero: their highest bits. */
    static inline uint64_t zeros(uint64_t octets) {
        const uint64_t low = 0x7F7F7F7F7F7F7F7Full;
        return ~(((octets & low) + low) | octets | low);
    }

    /* The place of the first octet of eight in memory that is not zero. */
    static inline int first_of(uint64_t octets) {
    #if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        return __builtin_ctzll(octets) >> 3;
    #else
        const unsigned char *at = (const unsigned char *)&octets;
        int place = 0;
        while (!at[place]) place++;
        return place;
    #endif
    }
    """
    uint64_t zeros(uint64_t octets) noexcept
    int first_of(uint64_t octets) noexcept

cdef enum:
    EIGHT = 8


cdef inline Py_ssize_t alike(Octets page, Octets text, Py_ssize_t most) noexcept:
    """Return how many octets are the same in both up to a tag, an entity or an equals sign."""
    cdef uint64_t shown, said, other
    cdef Py_ssize_t at = 0
    while most - at >= EIGHT:
        memcpy(&shown, page + at, EIGHT)
        memcpy(&said, text + at, EIGHT)
        other = (
            shown ^ said
            | zeros((shown | <uint64_t>0x0101010101010101) ^ <uint64_t>0x3D3D3D3D3D3D3D3D)  # `<` or `=`
            | zeros(shown ^ <uint64_t>0x2626262626262626)
        )
        if other:
            return at + first_of(other)
        at += EIGHT
    while at < most and page[at] == text[at] and page[at] != 60 and page[at] != 61 and page[at] != 38:
        at += 1
    return at


cdef inline Py_ssize_t size_of_tag(Octets at, Octets end) noexcept:
    """Return how many octets a tag of few has that begins here; 0 where it has more."""
    cdef uint64_t octets
    cdef int step
    if end - at >= 2 * EIGHT:
        for step in range(2):
            memcpy(&octets, at + step * EIGHT, EIGHT)
            octets = zeros(octets ^ <uint64_t>0x3E3E3E3E3E3E3E3E)
            if octets:
                return step * EIGHT + first_of(octets) + 1
    return 0
