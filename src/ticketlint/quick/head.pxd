# Types for the compiler, which the module does without elsewhere.
cimport cython


cdef Py_ssize_t _PASS, _FROM, _TO, _SUBJECT, _DATE, _ID, _PATH, _MORE, _CC, _ONCE, _LEAST_URGENT, _PLACES, _LONGEST


cdef class Content:
    cdef readonly str kind
    cdef readonly str codec
    cdef readonly str encoding
    cdef readonly bytes boundary
    cdef readonly bint flowed


cdef class Head:
    cdef public Py_ssize_t body
    cdef public Py_ssize_t lines
    cdef public str subject
    cdef public object sender
    cdef public object to
    cdef public bytes others
    cdef public str date
    cdef public str message_id
    cdef public Content content
    cdef public bint plain


@cython.locals(
    values=list, author=bytes, to=bytes, topic=bytes, when=bytes, kind=bytes, how=bytes, disposition=bytes,
    path=bytes, urgency=bytes, copies=bytes, more=bytes, identity=bytes, subject=str, date=str, plain=bint,
    head=Head, at=Py_ssize_t, content=Content,
)
cpdef head_of(bytes raw)


cpdef Content _of_parts(tuple parted, encoding)
