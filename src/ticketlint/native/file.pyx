"""An open file and what was read of it in, all of it out, and where it is plain: `sources.glance` says what is meant.

Octets are looked at just after they were read: a large attachment leaves the processor's memory before it is judged.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.exc cimport PyErr_CheckSignals, PyErr_SetFromErrno
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.ref cimport PyObject, Py_XDECREF
from libc.errno cimport EINTR, errno
from libc.string cimport memchr, memcpy
from posix.types cimport off_t
from posix.unistd cimport read

cdef extern from "<sys/stat.h>" nogil:
    struct struct_stat "stat":
        off_t st_size
    int fstat(int file, struct_stat* status)

cdef extern from "<unistd.h>" nogil:
    Py_ssize_t pread(int file, void* into, size_t most, off_t at)

cdef extern from "Python.h":
    PyObject* made "PyBytes_FromStringAndSize"(const char* octets, Py_ssize_t size) except NULL
    int _PyBytes_Resize(PyObject** octets, Py_ssize_t size) except -1

cdef extern from "<string.h>" nogil:
    const void* memmem(const void* octets, size_t size, const void* word, size_t length)

ctypedef const unsigned char* Octets

cdef enum:
    SMALL = 65536
    LARGE = 262144
    FEW = 32768
    FEWER = 12288  # octets that are read at first where the last file was large, and the next one may be
    WORTH = 8192  # octets from which on it costs more to copy them than to give the place away in which they were read
    PIECE = 262144  # octets that are read at once
    PAGE = 4096
    END = 8192  # octets that are read at the end of a large file
    PLACES = 4  # that are looked at in between
    GLANCE = 512  # octets of each
    LINES = 32  # of one width that must be seen at the beginning and at the end
    CLOSING = 300  # octets of the boundary with which a mail ends
    HEADER = 1000  # octets of a part's header
    MOST = 2000  # hyphens that are looked at: text is full of them, and base64 has none


cdef Py_ssize_t filled(int file, unsigned char* into, Py_ssize_t most) except -1:
    """Read up to so many octets; return how many came, 0 at the end."""
    cdef Py_ssize_t came
    while True:
        with nogil:
            came = read(file, into, most)
        if came >= 0:
            return came
        if errno != EINTR:
            PyErr_SetFromErrno(OSError)
        PyErr_CheckSignals()


cdef PyObject* spare = NULL  # a place for the next file, which the processor has at hand; whoever uses it takes it away
cdef bint large = False  # whether the last file was


def first(int file):
    """Return the first octets of a file, and how many it has: all of them where it is small, and few of a large one."""
    global large, spare
    cdef struct_stat status
    cdef PyObject* octets = spare
    cdef Py_ssize_t came, size = FEW, some = FEWER if large else FEW
    spare = NULL
    if octets == NULL:
        octets = made(NULL, FEW)
    try:
        came = filled(file, <unsigned char*>PyBytes_AS_STRING(<bytes>octets), some)
        large = False
        if came == some:
            if fstat(file, &status):
                PyErr_SetFromErrno(OSError)
            large = status.st_size >= LARGE
            if not large:
                size = min(max(status.st_size, FEW), SMALL)
                if size > FEW:
                    _PyBytes_Resize(&octets, size)
                if size > came:
                    came += filled(file, <unsigned char*>PyBytes_AS_STRING(<bytes>octets) + came, size - came)
        if not large and fstat(file, &status):  # asked last: what was written meanwhile shows
            PyErr_SetFromErrno(OSError)
        if came < WORTH or came < FEW and large:
            return PyBytes_FromStringAndSize(PyBytes_AS_STRING(<bytes>octets), came), status.st_size
        if came < size:
            _PyBytes_Resize(&octets, came)
        size = 0
        return <bytes>octets, status.st_size
    finally:
        if size == FEW and spare == NULL:
            spare = octets
        else:
            Py_XDECREF(octets)


def rest(int file, bytes begun not None, Py_ssize_t size):
    """Read a file of which something was read to its end: its octets, and the longest stretch without a hyphen.

    The stretch is given by its first octet and the one behind its last. None where it has not as many octets as were
    expected. Raise `OSError` where reading fails.
    """
    cdef Py_ssize_t at = len(begun), came, bare = 0, smooth = 0, begin = begun.rfind(b"-") + 1, seen = 0
    cdef bytes octets
    cdef unsigned char* into
    cdef unsigned char beyond
    cdef Octets here
    cdef Octets end
    cdef Octets found
    if size < at:
        return None
    octets = PyBytes_FromStringAndSize(NULL, size)
    into = <unsigned char*>PyBytes_AS_STRING(octets)
    memcpy(into, PyBytes_AS_STRING(begun), at)
    while at < size:
        came = filled(file, into + at, min(size - at, PIECE))
        if not came:
            return None
        here = into + at
        at += came
        end = into + at
        while here < end and seen < MOST:
            found = <Octets>memchr(here, 45, end - here)
            if found == NULL:
                break
            seen += 1
            if found - into - begin > smooth - bare:
                bare, smooth = begin, found - into
            here = found + 1
            begin = here - into
    if filled(file, &beyond, 1):
        return None
    if seen < MOST and size - begin > smooth - bare:
        bare, smooth = begin, size
    return octets, bare, smooth


def has_hyphen(int file, Py_ssize_t begin, Py_ssize_t end):
    """Whether a hyphen stands between two octets of an open file, or the second is not to be had.

    Raise `OSError` where reading fails.
    """
    cdef unsigned char* octets = <unsigned char*>PyMem_Malloc(PIECE)
    cdef Py_ssize_t came
    if octets == NULL:
        raise MemoryError
    try:
        while begin < end:
            with nogil:
                # Whole pages are copied faster.
                came = pread(file, octets, min(end - begin, PIECE - begin % PAGE), begin)
            if came < 0 and errno == EINTR:
                PyErr_CheckSignals()
                continue
            if came < 0:
                PyErr_SetFromErrno(OSError)
            if not came or memchr(octets, 45, came) != NULL:
                return True
            begin += came
        return False
    finally:
        PyMem_Free(octets)


cdef Py_ssize_t lines(Octets octets, Py_ssize_t first, Py_ssize_t width, Py_ssize_t stop) noexcept:
    """Return how many lines of one width end one after the other before an octet, the first of them at `first`."""
    cdef Py_ssize_t count = 0, at = first
    while at < stop and octets[at] == 10:
        count += 1
        at += width
    return count


def is_file(bytes begun not None, Py_ssize_t start):
    """Do as `sparing._is_file`."""
    cdef Py_ssize_t at = begun.rfind(b"\n--", max(0, start - HEADER), start)
    cdef bytes header
    if at < 0:
        return False
    header = begun[at:start].lower()
    return says(header, (b"base64",)) and says(header, FILES) and not says(header, READ)


cdef bint says(bytes header, tuple words):
    cdef bytes word
    for word in words:
        if memmem(PyBytes_AS_STRING(header), len(header), PyBytes_AS_STRING(word), len(word)) != NULL:
            return True
    return False


FILES = (b"content-type: application/", b"content-type: image/", b"content-type: video/")
READ = (b"text/", b"message/", b"multipart/", b"pkcs7", b"tnef")


def seam(int file, bytes begun not None, Py_ssize_t start, Py_ssize_t width, Py_ssize_t size):
    """Do as `sparing._seam`."""
    cdef unsigned char[END + 1] tail
    cdef unsigned char[GLANCE] glance
    cdef Octets octets = <Octets>PyBytes_AS_STRING(begun)
    cdef Octets found
    cdef Py_ssize_t length = len(begun), behind = size - END, at, last, first, there, cut, resumed, place
    cdef bytes left
    cdef unsigned char* into
    if start < 0 or width <= 0 or start >= length or behind < length:
        return None
    there = lines(octets, start + width - 1, width, length)
    if there < LINES or there < (length - start) // width:
        return None
    if pread(file, tail, END + 1, behind) != END:
        return None
    found = <Octets>memchr(tail, 45, END)
    last = found - tail
    if found == NULL or last <= END - CLOSING:
        return None
    first = (start + width - 1 - behind) % width
    there = lines(tail, first, width, last)
    if there < LINES:
        return None
    at = length
    while at < behind - GLANCE:
        if pread(file, glance, GLANCE, at) != GLANCE or memchr(glance, 45, GLANCE) != NULL:
            return None
        place = (start + width - 1 - at) % width
        if place + width * lines(glance, place, width, GLANCE) < GLANCE:
            return None
        at += max(GLANCE, (behind - length) // PLACES)
    cut, resumed = start + width * LINES, first + 1 + width * (there - LINES)
    left = PyBytes_FromStringAndSize(NULL, cut + END - resumed)
    into = <unsigned char*>PyBytes_AS_STRING(left)
    memcpy(into, octets, cut)
    memcpy(into + cut, tail + resumed, END - resumed)
    return left, (start, cut + last - resumed), (cut, behind + resumed)
