"""A text in, the same as a string of JSON or as octets out: `report.line` and `cli.streams` say what is meant."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Free, PyMem_Realloc
from libc.stdint cimport uint64_t
from libc.string cimport memcpy

cdef extern from "Python.h":
    int PyUnicode_1BYTE_KIND
    int PyUnicode_KIND(object text)
    const unsigned char* PyUnicode_1BYTE_DATA(object text)
    object PyUnicode_FromKindAndData(int kind, const void* letters, Py_ssize_t size)

cdef unsigned char _LINE = 1, _SLASH = 2, _QUOTE = 4, _HASH = 8, _ODD = 16
cdef unsigned char _SIGNS[256]
for _at in range(256):
    _SIGNS[_at] = _ODD if _at < 0x20 or 0x7F <= _at < 0xA0 else 0
_SIGNS[0x0A] = _LINE
_SIGNS[0x22] = _QUOTE
_SIGNS[0x23] = _HASH
_SIGNS[0x5C] = _SLASH


cdef unsigned char _signs_in(str text):
    """Return which signs stand in a text that have to be written in another way."""
    cdef unsigned char found = 0
    cdef Py_ssize_t at, length = len(text)
    cdef const unsigned char* letters
    cdef Py_UCS4 letter
    if PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND:
        letters = PyUnicode_1BYTE_DATA(text)
        for at in range(length):
            found |= _SIGNS[letters[at]]
        return found
    for letter in text:
        if letter < 256:
            found |= _SIGNS[letter]
        elif 0x200E <= letter <= 0x200F or 0x2028 <= letter <= 0x202E or 0x2066 <= letter <= 0x2069:
            return _ODD
        elif 0xD800 <= letter < 0xE000:
            return _ODD
    return found


cpdef str quoted(str text):
    """Return the text between quotation marks; None where a character of it has to be written as a number."""
    cdef unsigned char signs
    if text is None:
        raise TypeError("no text")
    signs = _signs_in(text)
    if signs:
        if signs & _ODD or (signs & _HASH and "##[" in text):  # a command to GitHub's runner
            return None
        if signs & _SLASH:
            text = text.replace("\\", "\\\\")
        if signs & _QUOTE:
            text = text.replace('"', '\\"')
        if signs & _LINE:
            text = text.replace("\n", "\\n")
    return f'"{text}"'


cdef uint64_t _ONES = 0x0101010101010101
cdef uint64_t _HIGH = 0x8080808080808080


cdef inline uint64_t _zeros_in(uint64_t eight) noexcept:
    """Return a number that is not 0 where one of eight octets is."""
    return (eight - _ONES) & ~eight & _HIGH


cdef inline Py_ssize_t _plain_until(const unsigned char* letters, Py_ssize_t at, Py_ssize_t end) noexcept:
    """Return where the first letter stands that is written in another way; eight at once that are plain ASCII."""
    cdef uint64_t eight
    while at < end:
        if at + 8 <= end:
            memcpy(&eight, letters + at, 8)
            if not (
                (eight & _HIGH)
                | ((eight - 0x20 * _ONES) & ~eight & _HIGH)
                | _zeros_in(eight ^ (0x22 * _ONES))
                | _zeros_in(eight ^ (0x23 * _ONES))
                | _zeros_in(eight ^ (0x5C * _ONES))
                | _zeros_in(eight ^ (0x7F * _ONES))
            ):
                at += 8
                continue
        if _SIGNS[letters[at]]:
            return at
        at += 1
    return at


cdef class Line:
    """A line under way: in one piece while each of its letters is an octet of Latin-1, and as such handed on."""

    def __dealloc__(self):
        PyMem_Free(self._into)

    cdef int _grow(self, Py_ssize_t more) except -1:
        """Make room for so many letters more."""
        cdef Py_ssize_t room = max(2 * self._room, self._size + more, 4096)
        cdef unsigned char* into = <unsigned char*>PyMem_Realloc(self._into, room)
        if into == NULL:
            raise MemoryError
        self._into = into
        self._room = room

    cdef int _spill(self) except -1:
        if self._parts is None:
            self._parts = []
        if self._size:
            self._parts.append(PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, self._into, self._size))
            self._size = 0

    cpdef put(self, str text):
        cdef Py_ssize_t size
        if text is None:
            raise TypeError("no text")
        if PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND:
            self._spill()
            self._parts.append(text)
            return
        size = len(text)
        if not size:  # there may be no room at all yet
            return
        if self._size + size > self._room:
            self._grow(size)
        memcpy(self._into + self._size, PyUnicode_1BYTE_DATA(text), size)
        self._size += size

    cpdef bint say(self, str text) except -1:
        cdef const unsigned char* letters
        cdef unsigned char* into
        cdef Py_ssize_t at, run, begin, end
        cdef unsigned char sign
        cdef str said
        if text is None:
            raise TypeError("no text")
        if PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND:
            said = quoted(text)
            if said is None:
                return False
            self.put(said)
            return True
        letters = PyUnicode_1BYTE_DATA(text)
        begin, end = self._size, len(text)
        if begin + 2 * end + 2 > self._room:
            self._grow(2 * end + 2)
        into = self._into + begin
        into[0] = 0x22
        into += 1
        at = 0
        while True:
            run = _plain_until(letters, at, end)
            memcpy(into, letters + at, run - at)
            into += run - at
            if run == end:
                break
            sign = _SIGNS[letters[run]]
            if sign == _ODD:
                return False
            if sign == _HASH:  # `##[` is a command to GitHub's runner
                if run + 2 < end and letters[run + 1] == 0x23 and letters[run + 2] == 0x5B:
                    return False
            else:
                into[0] = 0x5C
                into += 1
            into[0] = 0x6E if sign == _LINE else letters[run]
            into += 1
            at = run + 1
        into[0] = 0x22
        self._size = into + 1 - self._into
        return True

    cpdef count(self, long number):
        cdef unsigned char digits[24]
        cdef Py_ssize_t at = 24
        cdef unsigned long rest = number
        if number < 0:
            self.put(str(number))
            return
        while True:
            at -= 1
            digits[at] = 0x30 + rest % 10
            rest //= 10
            if not rest:
                break
        if self._size + 24 > self._room:
            self._grow(24)
        memcpy(self._into + self._size, digits + at, 24 - at)
        self._size += 24 - at

    cpdef str text(self):
        if self._parts is None:
            return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, self._into, self._size)
        self._spill()
        return "".join(self._parts)


cdef inline Py_ssize_t _ascii_until(const unsigned char* octets, Py_ssize_t at, Py_ssize_t end) noexcept:
    """Return where the first octet beyond ASCII stands."""
    cdef uint64_t[4] some
    while at + 32 <= end:
        memcpy(some, octets + at, 32)
        if (some[0] | some[1] | some[2] | some[3]) & _HIGH:
            break
        at += 32
    while at + 8 <= end:
        memcpy(some, octets + at, 8)
        if some[0] & _HIGH:
            break
        at += 8
    while at < end and octets[at] < 0x80:
        at += 1
    return at


cdef Py_ssize_t _laid(unsigned char* into, Py_ssize_t room, str text) except? -2:
    """Write a text in UTF-8 and return how many octets it has; -1 where it does not fit or holds a surrogate."""
    cdef Py_ssize_t at, run, done, end
    cdef const unsigned char* letters
    cdef bytes octets
    if text is None:
        raise TypeError("no text")
    end = len(text)
    if end > room:
        return -1
    if PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND:
        try:
            octets = text.encode("utf-8")
        except UnicodeEncodeError:
            return -1
        if len(octets) > room:
            return -1
        memcpy(into, PyBytes_AS_STRING(octets), len(octets))
        return len(octets)
    letters = PyUnicode_1BYTE_DATA(text)
    at = done = 0
    while at < end:
        run = _ascii_until(letters, at, end)
        if done + run - at + 2 > room:  # two octets for the one that follows
            if run < end or done + run - at > room:
                return -1
        memcpy(into + done, letters + at, run - at)
        done += run - at
        if run < end:
            into[done] = 0xC0 | (letters[run] >> 6)
            into[done + 1] = 0x80 | (letters[run] & 0x3F)
            done += 2
        at = run + 1
    return done


def lay(unsigned char[::1] memory not None, Py_ssize_t at, Py_ssize_t end, str separator not None, list texts not None):
    """Write texts into memory from one octet to another; return where they end, -1 where they do not fit."""
    cdef Py_ssize_t size
    cdef bint more = False
    cdef str text
    if at < 0 or end > memory.shape[0]:
        raise IndexError("no such place")
    for text in texts:
        if more and separator:
            size = _laid(&memory[0] + at, end - at, separator)
            if size < 0:
                return -1
            at += size
        more = True
        size = _laid(&memory[0] + at, end - at, text)
        if size < 0:
            return -1
        at += size
    return at


def utf8(str text not None):
    """Return a text in UTF-8; None where it holds a surrogate."""
    cdef Py_ssize_t at, end = len(text), run, more = 0
    cdef const unsigned char* letters
    cdef unsigned char* into
    cdef bytes made
    if text.isascii() or PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND:
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            return None
    letters = PyUnicode_1BYTE_DATA(text)
    at = _ascii_until(letters, 0, end)
    while at < end:
        more += 1
        at = _ascii_until(letters, at + 1, end)
    made = PyBytes_FromStringAndSize(NULL, end + more)
    into = <unsigned char*>PyBytes_AS_STRING(made)
    at = 0
    while at < end:
        run = _ascii_until(letters, at, end)
        memcpy(into, letters + at, run - at)
        into += run - at
        if run < end:
            into[0] = 0xC0 | (letters[run] >> 6)
            into[1] = 0x80 | (letters[run] & 0x3F)
            into += 2
        at = run + 1
    return made
