"""A text in, its lines out; a line in, what shows in it at a glance out.

`quick.parts`, `quick.marks`, `quick.value` and `fields.pieces` say what is meant. No octet is read beyond those that
are given.
"""

from cpython.bytes cimport PyBytes_AS_STRING
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memchr, memcpy
from ticketlint.native.ascii cimport is_ascii

cdef extern from "Python.h":
    str PyUnicode_New(Py_ssize_t size, Py_UCS4 most)
    unsigned char* PyUnicode_1BYTE_DATA(object text)
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    unsigned int code_at "PyUnicode_READ"(int kind, void* data, Py_ssize_t at)

ctypedef const unsigned char* Octets


cdef inline str decoded(Octets at, Octets end, bint ascii):
    cdef str text
    if not ascii and not is_ascii(at, end):
        return PyUnicode_DecodeUTF8(<const char*>at, end - at, NULL)
    text = PyUnicode_New(end - at, 127)
    if end > at:  # the empty text is everybody's
        memcpy(PyUnicode_1BYTE_DATA(text), at, end - at)
    return text


def lines(bytes octets not None, bint utf8):
    """Return the lines of a text in ASCII or, where that is said, in UTF-8; None where it is not plain to see."""
    cdef Py_ssize_t size = len(octets)
    cdef Octets at = <Octets>PyBytes_AS_STRING(octets)
    cdef Octets end = at + size
    cdef Octets stop
    cdef Octets sign
    cdef bint ascii = is_ascii(at, end), returns = memchr(at, 13, size) != NULL
    cdef list found = []
    if not utf8 if not ascii else memchr(at, 27, size) != NULL:
        return None
    try:
        while True:
            stop = <Octets>memchr(at, 10, end - at)
            if stop == NULL:
                stop = end
            sign = <Octets>memchr(at, 13, stop - at) if returns else NULL
            if sign != NULL:
                found.append(decoded(at, sign, ascii))
                at = sign + 1
                if at == stop and stop < end:
                    at += 1
                continue
            if stop == end:
                break
            found.append(decoded(at, stop, ascii))
            at = stop + 1
        if at < end or not found:
            found.append(decoded(at, end, ascii))
    except UnicodeError:
        return None
    return found


cdef inline unsigned int _lowered(unsigned int letter) noexcept:
    return letter + 32 if 65 <= letter <= 90 else letter


cdef class Names:
    """Looks for the first eight letters of several words in a text, in either case of ASCII, wherever they stand.

    There may be 64 words, each of two letters of lower-case ASCII at least.
    """

    cdef unsigned char _heads[64][8]
    cdef Py_ssize_t _sizes[64]
    cdef Py_ssize_t _count
    cdef unsigned char _pairs[1024]  # what two letters leave of their codes: whether a word may begin with them

    def __cinit__(self, tuple words):  # once for each, whoever calls `__init__` again
        cdef bytes octets
        cdef Py_ssize_t at
        if len(words) > 64:
            raise ValueError("too many words")
        for word in words:
            octets = word[:8].encode("ascii")
            if len(octets) < 2:
                raise ValueError(word)
            for at in range(len(octets)):
                self._heads[self._count][at] = octets[at]
            self._sizes[self._count] = len(octets)
            self._count += 1
            self._pairs[(octets[0] & 31) * 32 + (octets[1] & 31)] = True

    cpdef bint stand_in(self, str text) except -1:
        """Return whether one of them does."""
        if text is None:
            raise TypeError("no text")
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at, end = len(text)
        cdef unsigned int before, letter
        if end < 2:
            return False
        before = code_at(kind, data, 0) & 31
        for at in range(1, end):
            letter = code_at(kind, data, at) & 31
            if self._pairs[before * 32 + letter] and self._begin_at(kind, data, at - 1, end):
                return True
            before = letter
        return False

    cdef bint _begin_at(self, int kind, void* data, Py_ssize_t at, Py_ssize_t end) noexcept:
        cdef Py_ssize_t number, place, size
        for number in range(self._count):
            size = self._sizes[number]
            if at + size > end:
                continue
            place = 0
            while place < size and self._heads[number][place] == _lowered(code_at(kind, data, at + place)):
                place += 1
            if place == size:
                return True
        return False


cdef class Words:
    """Looks for any of several words of small letters in a line, wherever in it they stand. Each has two at least."""

    cdef tuple _words
    cdef Names _plain  # those of ASCII, of which alone one may stand in such a line
    cdef unsigned char _pairs[1024]  # what two letters leave of their codes: whether a word may begin with them

    def __init__(self, tuple words):
        self._words = words
        self._plain = Names(tuple([word for word in words if word.isascii()]))
        for word in words:
            self._pairs[(ord(word[0]) & 31) * 32 + (ord(word[1]) & 31)] = True

    def may_attribute(self, str line not None):
        """Return whether one of them stands there in either case, or an address, and a colon at the end."""
        cdef Py_ssize_t end = len(line)
        if self._plain.stand_in(line) if line.isascii() else self._stand_in(line.lower()):
            return True
        while end and line[end - 1].isspace():
            end -= 1
        return end > 0 and (line[end - 1] == ":" or line[end - 1] == "：") and "@" in line

    cdef bint _stand_in(self, str low) except -1:
        """Return whether one of them stands in a line in small letters."""
        cdef int kind = PyUnicode_KIND(low)
        cdef void* data = PyUnicode_DATA(low)
        cdef Py_ssize_t at, size = len(low)
        cdef unsigned int before, letter
        if not size:
            return False
        before = code_at(kind, data, 0) & 31
        for at in range(1, size):
            letter = code_at(kind, data, at) & 31
            if self._pairs[before * 32 + letter]:
                for word in self._words:
                    if low.startswith(word, at - 1):
                        return True
            before = letter
        return False


cdef inline bint _is_small(Py_UCS4 letter):
    return "a" <= letter <= "z" or letter == "ä" or letter == "ö" or letter == "ü" or letter == "ß"


cdef inline bint _is_capital(Py_UCS4 letter):
    return "A" <= letter <= "Z" or letter == "Ä" or letter == "Ö" or letter == "Ü"


cdef inline bint _is_digit(Py_UCS4 letter):
    return "0" <= letter <= "9"


def first_word(str line not None):
    """Return the word that a line of plain text begins with; None for all other lines."""
    cdef Py_ssize_t at, begin = 0, end = len(line), stop
    cdef Py_UCS4 letter
    if not end:
        return None
    letter = line[0]
    if letter == "-" or letter == "+":  # `•` is foreign
        begin = 1
    elif _is_digit(letter):
        begin = 2 if end > 1 and _is_digit(line[1]) else 1
        if begin >= end or (line[begin] != "." and line[begin] != ")"):
            return None
        begin += 1
    if begin:
        if begin >= end or line[begin] != " ":
            return None
        begin += 1
        if begin < end and line[begin] == " ":
            begin += 1
    stop = begin
    if stop < end and _is_capital(line[stop]):
        stop += 1
    while stop < end and _is_small(line[stop]):
        stop += 1
    if stop == begin:
        return None
    if stop == begin + 1 and _is_capital(line[begin]):
        if stop == end or line[stop] != " " or line[begin] > "Z":
            return None
    elif stop < end:
        letter = line[stop]
        if letter == ".":
            if stop + 1 < end and line[stop + 1] != " ":
                return None
        elif letter != " " and letter != "," and letter != "!":
            return None
    for at in range(end):
        letter = line[at]
        if letter < 128:
            if letter < 32 or letter == 127:
                return None
            if letter in ":=$#<>|`~":
                return None
            if letter == "?" and at < 79 and at + 1 < end and line[at + 1] == " ":
                return None
        elif letter < 256:
            if letter < 0xC0 or letter == 0xD7 or letter == 0xF7:
                return None
        elif letter not in "€„“”‚‘’–—…":
            return None
    return line[begin:stop]


def is_easy(str rest not None):
    """Return whether a value is words of ASCII letters, digits, points and hyphens, behind a blank at the most."""
    cdef Py_ssize_t at, end = len(rest), begin = 1 if end and rest[0] == " " else 0
    cdef Py_UCS4 letter
    if begin == end:
        return False
    for at in range(begin, end):
        letter = rest[at]
        if "a" <= letter <= "z" or "A" <= letter <= "Z" or _is_digit(letter):
            continue
        if at == begin or not (letter == " " or letter == "." or letter == "_" or letter == "-"):
            return False
    return True


def is_answer(str text not None):
    """Return whether a value is words of ASCII with a digit in them, parted by single blanks."""
    cdef Py_ssize_t at, end = len(text)
    cdef Py_UCS4 letter
    cdef bint digit = False, blank = False
    if not end:
        return False
    for at in range(end):
        letter = text[at]
        if _is_digit(letter):
            digit = True
        elif not ("a" <= letter <= "z" or "A" <= letter <= "Z"):
            if at == 0 or (letter == " " and blank):
                return False
            if letter not in " ._,+/-":
                return False
        blank = letter == " "
    return digit and letter not in " .,_-"


cdef bint _has_link(str text):
    """Return whether `://`, `<`, `](` or `mailto:` stands in a text."""
    cdef Py_ssize_t at, end = len(text)
    if "<" in text:
        return True
    at = text.find("]")
    while at >= 0:
        if at + 1 < end and text[at + 1] == "(":
            return True
        at = text.find("]", at + 1)
    at = text.find(":")
    while at >= 0:
        if at + 2 < end and text[at + 1] == "/" and text[at + 2] == "/":
            return True
        if at >= 6 and text[at - 6 : at] == "mailto":
            return True
        at = text.find(":", at + 1)
    return False


cdef inline bint _is_letter(Py_UCS4 letter):
    return "a" <= letter <= "z" or "A" <= letter <= "Z"


def begins(str text not None):
    """Return the first three letters or digits of a plain text in lower case; None where they are not plain to see."""
    cdef Py_ssize_t at, end = min(len(text), 20), found = 0
    cdef Py_UCS4 letter
    cdef char met[3]
    if end < 3 or text[0] == "[" or text[0] == "{":
        return None
    if not (_is_letter(text[0]) and _is_letter(text[1]) and _is_letter(text[2])):
        for at in range(end):
            if text[at] >= 128:
                return None
    for at in range(end):
        letter = text[at]
        if _is_letter(letter) or _is_digit(letter):
            met[found] = <char>(ord(letter) + 32 if "A" <= letter <= "Z" else ord(letter))
            found += 1
            if found == 3:
                break
    if found < 3 or _has_link(text):
        return None
    return met[:3].decode("ascii")


def is_blank(str text not None):
    """Return whether nothing is to be seen in a text."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    cdef Py_UCS4 letter
    for at in range(len(text)):
        letter = PyUnicode_READ(kind, data, at)
        if letter == 32 or letter == 9 or letter == 13 or letter == 10:
            continue
        if letter < 0xA0 or letter not in _BLANK:
            return False
    return True


cdef str _BLANK = (
    "\u00a0\u2007\u202f\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
