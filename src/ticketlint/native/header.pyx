"""A message's octets in, the values of the header fields that are asked for out: `quick.head` says what is meant."""

from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.string cimport memchr, memcmp

cdef extern from "Python.h":
    int PyUnicode_1BYTE_KIND
    int PyUnicode_KIND(object text)
    const unsigned char* PyUnicode_1BYTE_DATA(object text)

cdef int _LONGEST = 80  # octets of a name


def is_plain(bytes value not None):
    """Return whether a value is ASCII without encoded words."""
    cdef const unsigned char* octets = value
    cdef Py_ssize_t at, end = len(value)
    for at in range(end):
        if octets[at] >= 128 or (octets[at] == 61 and at + 1 < end and octets[at + 1] == 63):
            return False
    return True


cdef unsigned char _OF_NAME = 1, _OF_WORD = 2, _OF_LOCAL = 4, _OF_HOST = 8, _BLANK = 16, _QUOTED = 32, _TOKEN = 64
cdef unsigned char _KINDS[256]
for _at in range(256):
    if _at < 128 and chr(_at).isalnum():
        _KINDS[_at] = _OF_NAME | _OF_WORD | _OF_LOCAL | _OF_HOST | _QUOTED | _TOKEN
for _signs, _kinds in (
    (b" .'_-", _OF_NAME), (b" .'=?_*/+-", _OF_WORD), (b"._%+-", _OF_LOCAL), (b".-", _OF_HOST),
    (b" \t\n\r\f\v", _BLANK), (b"'()+_,./:=?-", _QUOTED), (b"+_.-", _TOKEN),
):
    for _at in _signs:
        _KINDS[_at] |= _kinds


cdef inline Py_ssize_t _past(const unsigned char* octets, Py_ssize_t at, Py_ssize_t end, unsigned char kind) noexcept:
    """Return where the first octet stands that is not of a kind."""
    while at < end and _KINDS[octets[at]] & kind:
        at += 1
    return at


def mailbox(bytes raw not None):
    """Return the name and the address of `Name <local@host>`, as they are written; None for all that is unlike."""
    cdef const unsigned char* octets = raw
    cdef Py_ssize_t end = len(raw), begin = _past(octets, 0, end, _BLANK), angle, at, close
    if begin + 1 < end and octets[begin] == 61 and octets[begin + 1] == 63:
        angle = _past(octets, begin + 2, end, _OF_WORD)
        if not 1 <= angle - begin - 2 <= 200:
            return None
    else:
        angle = _past(octets, begin, end, _OF_NAME)
        if angle - begin > 80:
            return None
    if angle >= end or octets[angle] != 60:
        return None
    at = _past(octets, angle + 1, end, _OF_LOCAL)
    if at >= end or octets[at] != 64 or not 1 <= at - angle - 1 <= 64:
        return None
    close = _past(octets, at + 1, end, _OF_HOST)
    if close >= end or octets[close] != 62 or not 1 <= close - at - 1 <= 255:
        return None
    if _past(octets, close + 1, end, _BLANK) != end:
        return None
    return raw[begin:angle], raw[angle + 1 : close]


cdef tuple _KINDS_OF_PARTS = ("multipart/mixed", "multipart/alternative", "multipart/related")


def multipart(bytes raw not None):
    """Return the type and the boundary of `multipart/mixed; boundary=…`; None for all that is unlike."""
    cdef const unsigned char* octets = raw
    cdef Py_ssize_t end = len(raw), at = _past(octets, 0, end, _BLANK), stop
    cdef str kind
    cdef bytes word
    for kind in _KINDS_OF_PARTS:
        word = kind.encode("ascii")
        if end - at > len(word) and memcmp(octets + at, <const char*>word, len(word)) == 0:
            at += len(word)
            break
    else:
        return None
    if octets[at] != 59:
        return None
    at = _past(octets, at + 1, end, _BLANK)
    if end - at < 10 or memcmp(octets + at, b"boundary=", 9) != 0:
        return None
    at += 9
    if octets[at] == 34:
        at += 1
        stop = _past(octets, at, end, _QUOTED)
        if stop >= end or octets[stop] != 34 or _past(octets, stop + 1, end, _BLANK) != end:
            return None
    else:
        stop = _past(octets, at, end, _TOKEN)
        if _past(octets, stop, end, _BLANK) != end:
            return None
    return (kind, raw[at:stop]) if 1 <= stop - at <= 70 else None


cdef class Fields:
    """Reads the fields whose places are given by their names in lower case; a place below 0 is of a field too many.

    `more` is the place whose field may stand again and again. Names have at most 63 octets.
    """

    cdef list _named  # by the length of the name: pairs of names and places
    cdef Py_ssize_t _places
    cdef Py_ssize_t _more

    def __init__(self, dict known, Py_ssize_t places, Py_ssize_t more):
        self._named = [None] * 64
        self._places = places
        self._more = more
        for name, place in known.items():
            if self._named[len(name)] is None:
                self._named[len(name)] = []
            self._named[len(name)].append((name, place))

    cdef Py_ssize_t _place_of(self, const unsigned char* name, Py_ssize_t length) except -2:
        """Return the place of a field, 0 where it is passed over."""
        cdef Py_ssize_t at
        cdef unsigned char octet
        cdef bytes wanted
        cdef const unsigned char* letters
        if not 0 < length <= _LONGEST:
            return -1
        for at in range(length):
            octet = name[at]
            if octet < 33 or octet > 126:
                return -1
        if length >= 64:
            return 0
        several = self._named[length]
        if several is None:
            return 0
        for pair in <list>several:
            wanted = <bytes>(<tuple>pair)[0]
            letters = wanted
            for at in range(length):
                octet = name[at]
                if 65 <= octet <= 90:
                    octet += 32
                if octet != letters[at]:
                    break
            else:
                return (<tuple>pair)[1]
        return 0

    def read(self, bytes raw not None, Py_ssize_t start, Py_ssize_t end, Py_ssize_t limit):
        """Return the values, where the body begins, and how many lines the header takes; None where it is odd."""
        cdef const unsigned char* octets = raw
        cdef const unsigned char* found
        cdef Py_ssize_t at = start, stop, close, colon, place = 0, lines = 1
        cdef bint returned = False  # a carriage return was met
        cdef list values = [None] * self._places
        cdef bytes line
        end = min(end, start + limit, len(raw))
        if start < 0 or start >= end or octets[start] == 32 or octets[start] == 9:
            return None
        while True:
            found = <const unsigned char*>memchr(octets + at, 10, end - at) if at < end else NULL
            if found is NULL:
                return None
            close = found - octets
            stop = close
            if stop > at and octets[stop - 1] == 13:
                stop -= 1
            if memchr(octets + at, 13, stop - at) is not NULL:
                return None
            if stop == at:  # a blank line
                if at == start or (returned and stop == close):
                    return None
                if stop < close and close + 1 < end and octets[close + 1] == 10:  # two blank lines of two kinds
                    return None
                return values, close + 1, lines
            if stop < close:
                returned = True
            lines += 1
            if octets[at] == 32 or octets[at] == 9:
                if place:
                    before = values[place]
                    line = PyBytes_FromStringAndSize(<const char*>octets + at, stop - at)
                    values[place] = line if before is None else <bytes>before + line
            else:
                found = <const unsigned char*>memchr(octets + at, 58, stop - at)
                if found is NULL:
                    return None
                colon = found - octets
                place = self._place_of(octets + at, colon - at)
                if place < 0:
                    return None
                if place:
                    before = values[place]
                    line = PyBytes_FromStringAndSize(<const char*>octets + colon + 1, stop - colon - 1)
                    if before is None:
                        values[place] = line
                    elif place == self._more:
                        values[place] = <bytes>before + b"\n" + line
                    else:
                        return None
            at = close + 1


cdef bytes _MONTHS = b"JanFebMarAprMayJunJulAugSepOctNovDec"


cdef inline int _two(const unsigned char* value, Py_ssize_t at) noexcept:
    """Return the number that two digits make, or -1."""
    cdef int first = value[at], second = value[at + 1]
    return (first - 48) * 10 + (second - 48) if 48 <= first <= 57 and 48 <= second <= 57 else -1


cdef inline void _write(char* told, Py_ssize_t at, int number) noexcept:
    """Write the two digits of a number."""
    told[at] = <char>(48 + number // 10)
    told[at + 1] = <char>(48 + number % 10)


def moment(str text not None):
    """Return the moment that `Thu, 05 Nov 2026 10:00:00 +0100 (CET)` names as ISO 8601; None for all that is unlike."""
    cdef Py_ssize_t at = 0, length = len(text), end
    cdef const unsigned char* value
    cdef const unsigned char* months = _MONTHS
    cdef int day, month, century, year, hour, minute, second, zone, beyond
    cdef char told[25]  # 2026-11-05T10:00:00+01:00
    if PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND:
        return None
    value = PyUnicode_1BYTE_DATA(text)  # each place below is compared with the length before it is read
    if length > 5 and value[3] == 44:
        if not (65 <= value[0] <= 90 and 97 <= value[1] <= 122 and 97 <= value[2] <= 122 and value[4] == 32):
            return None
        at = 5
    if length < at + 25:
        return None
    if value[at + 1] == 32:
        day = value[at] - 48 if 48 <= value[at] <= 57 else -1
        at += 1
    else:
        day = _two(value, at)
        at += 2
    # ` Nov 2026 10:00:00 +0100`
    if length < at + 24 or not 0 < day <= 28:  # that every month has
        return None
    if not (value[at] == value[at + 4] == value[at + 9] == value[at + 18] == 32):
        return None
    if value[at + 12] != 58 or value[at + 15] != 58:
        return None
    month = 0
    while month < 36 and not (
        months[month] == value[at + 1] and months[month + 1] == value[at + 2] and months[month + 2] == value[at + 3]
    ):
        month += 3
    century, year, hour = _two(value, at + 5), _two(value, at + 7), _two(value, at + 10)
    minute, second = _two(value, at + 13), _two(value, at + 16)
    zone, beyond = _two(value, at + 20), _two(value, at + 22)
    if month == 36 or not 19 <= century <= 20 or year < 0 or not 0 <= hour < 24 or not 0 <= minute < 60:
        return None
    if not 0 <= second < 60 or not 0 <= zone < 24 or not 0 <= beyond < 60:
        return None
    if value[at + 19] != 43 and value[at + 19] != 45:
        return None
    end = at + 24
    if end < length:  # ` (CET)`
        if not 4 <= length - end <= 8 or value[end] != 32 or value[end + 1] != 40 or value[length - 1] != 41:
            return None
        for end in range(end + 2, length - 1):
            if not 65 <= value[end] <= 90:
                return None
    _write(told, 0, century)
    _write(told, 2, year)
    _write(told, 5, month // 3 + 1)
    _write(told, 8, day)
    _write(told, 11, hour)
    _write(told, 14, minute)
    _write(told, 17, second)
    _write(told, 20, zone)
    _write(told, 23, beyond)
    told[4] = told[7] = 45
    told[10] = 84
    told[13] = told[16] = told[22] = 58
    told[19] = value[at + 19]
    return told[:25].decode("ascii")
