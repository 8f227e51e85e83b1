"""A text in, the same as a string of JSON or as octets out: `report.jsonl` and `cli.streams` say what is meant."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.stdint cimport uint64_t
from libc.string cimport memcpy

cdef extern from "Python.h":
    int PyUnicode_1BYTE_KIND
    int PyUnicode_KIND(object text)
    const unsigned char* PyUnicode_1BYTE_DATA(object text)

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


cdef uint64_t _HIGH = 0x8080808080808080


cdef inline uint64_t _high_of(const unsigned char* octets) noexcept:
    """Return the high bits of eight octets."""
    cdef uint64_t eight
    memcpy(&eight, octets, 8)
    return eight & _HIGH


cdef inline Py_ssize_t _ascii_until(const unsigned char* octets, Py_ssize_t at, Py_ssize_t end) noexcept:
    """Return where the first octet beyond ASCII stands."""
    while at + 8 <= end and not _high_of(octets + at):
        at += 8
    while at < end and octets[at] < 0x80:
        at += 1
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
