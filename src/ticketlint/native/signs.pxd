# A place in octets in, which blank or common entity begins there out; for `octets`.
from libc.string cimport memcmp

ctypedef const unsigned char* Octets


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
