# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.quick.head cimport Content, Head


cdef class Words:
    cdef readonly list lines
    cdef readonly Py_ssize_t base
    cdef readonly str place
    cdef readonly bytes octets
    cdef readonly bint tabled
    cdef readonly Py_ssize_t signed


cdef class _Span:
    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly Content content


@cython.locals(span=_Span, found=_Span, text=_Span, page=_Span, parts=list, content=Content)
cpdef words_of(bytes raw, Head head, Py_ssize_t first_line, tuple bare=*)


cpdef _line(bytes raw, _Span span, Head head, Py_ssize_t first_line)


@cython.locals(spans=list, start=Py_ssize_t, end=Py_ssize_t)
cpdef _Span _first_of(bytes raw, _Span span, tuple bare)


@cython.locals(parts=list, part=_Span, start=Py_ssize_t, end=Py_ssize_t)
cpdef list _children(bytes raw, _Span span, tuple bare)


@cython.locals(stop=Py_ssize_t, octets=bytes, content=Content)
cpdef _Span _part(bytes raw, Py_ssize_t start, Py_ssize_t end)


@cython.locals(mark=bytes)
cpdef list _spans(bytes raw, _Span span, tuple bare)


@cython.locals(octets=bytes, codec=str, lines=list)
cpdef Words _text(bytes raw, _Span span, Py_ssize_t line)


@cython.locals(text=str, lines=list)
cpdef list _decoded_lines(bytes octets, str codec)


@cython.locals(octets=bytes)
cpdef bytes _octets(bytes raw, _Span span)


@cython.locals(codec=str, octets=bytes, html=str, text=str)
cpdef Words _shown(bytes raw, _Span span)


@cython.locals(codec=str, encoding=str, said=bytes, start=Py_ssize_t, quoted=bint, told=int, octets=bytes)
cpdef bint _is_told(bytes raw, _Span span, Words words, text_codec) except -1


cpdef str decoded(bytes octets, str codec)
