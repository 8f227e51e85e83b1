# Types for the compiler, which the module does without elsewhere.
cimport cython
from ticketlint.quick.form cimport Long
from ticketlint.quick.head cimport Head
from ticketlint.quick.marks cimport LabelMark, Marks
from ticketlint.quick.parts cimport Words


cdef class _Lane:
    cdef tuple _forms
    cdef dict _desks
    cdef bint _several
    cdef tuple _patterns
    cdef object _meant

    @cython.locals(head=Head, desk=_Desk, words=Words)
    cpdef judge(self, raw)


cdef class _Desk:
    cdef object _form
    cdef Marks _marks
    cdef object _keys
    cdef object _cells
    cdef tuple _readers
    cdef unsigned long long _required
    cdef unsigned long long _granted
    cdef object _secret
    cdef unsigned long long _first
    cdef bint _ruled
    cdef Py_ssize_t _urgency

    cpdef bint is_secret_in(self, str subject)

    @cython.locals(
        rows=list, row=tuple, mark=LabelMark, long=Long, count=Py_ssize_t, refused=set, answered="unsigned long long",
        labelled="unsigned long long", exact=bint, sound=bint, single=bint, ordered=bint, place=Py_ssize_t,
        line=Py_ssize_t, level=Py_ssize_t, secrets=tuple, withheld=bint, shown=list, missing=bint,
        defaulted=bint, misplaced=bint, heard=list,
    )
    cpdef judge(self, raw, Head head, Words words)

    cdef _case(self, list rows, text, Words words)

    cdef _rows_of(self, Words words, Head head)


@cython.locals(shown=list, row=tuple, mark=LabelMark, long=Long)
cdef list _told(list rows, set refused)


@cython.locals(odd=list, row=tuple, mark=LabelMark)
cdef list _odd(list rows)


@cython.locals(row=tuple, mark=LabelMark, long=Long, secret=str, folded=str, key=bytes, written=str)
cdef _once(tuple secrets, bytes octets, Head head, Words words, list rows)


cdef bint _is_key(str secret) except -1


cdef bint _is_escaped(bytes octets, Py_ssize_t start, bytes key, Py_ssize_t most) except -1


cpdef bint _may_say(str told, str folded, bytes key) except -1
