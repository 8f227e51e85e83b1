# Octets of a page in quoted-printable in, what they are like out; for `octets`.

ctypedef const unsigned char* Octets


cdef struct Summary:
    Py_ssize_t escapes  # equals signs that neither end a line nor stand for themselves or a blank
    unsigned char signs  # the bits that any octet has
    unsigned char commands  # whether one is ESC


cdef extern from *:
    """
    /* What is counted in one octet: seven times the 32 that a processor may look at together. */
    #define BLOCK 224

    /* Where it does, the loop that was made for it is chosen when this is loaded. */
    #if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
    #define WIDE __attribute__((target_clones("avx2", "default")))
    #else
    #define WIDE
    #endif

    static inline unsigned char is_common(const unsigned char *at) {
        return ((at[0] == '3') & (at[1] == 'D')) | ((at[0] == '2') & (at[1] == '0'));
    }

    static inline unsigned char is_escape(const unsigned char *at) {
        return (at[0] == '=') & (at[1] != 10) & ((at[1] != 13) | (at[2] != 10)) & !is_common(at + 1);
    }

    WIDE static Py_ssize_t escapes_in(
        const unsigned char *at, Py_ssize_t blocks, unsigned char *all, unsigned char *command
    ) {
        unsigned char signs = 0, commands = 0;
        Py_ssize_t escapes = 0;
        for (; blocks; blocks--, at += BLOCK) {
            unsigned char few = 0;
            for (int place = 0; place < BLOCK; place++) {
                signs |= at[place];
                commands |= at[place] == 27;
                few += is_escape(at + place);
            }
            escapes += few;
        }
        *all = signs;
        *command = commands;
        return escapes;
    }
    """
    enum: BLOCK
    unsigned char is_common(Octets at) noexcept
    unsigned char is_escape(Octets at) noexcept
    Py_ssize_t escapes_in(Octets at, Py_ssize_t blocks, unsigned char* signs, unsigned char* commands) noexcept


cdef inline Summary summary(Octets at, Octets end) noexcept:
    """Say what quoted-printable octets are like. Nothing in the loop hangs on what was met: it walks many at a time."""
    cdef unsigned char signs, commands
    cdef Py_ssize_t escapes, blocks = max(0, (end - at - 2) // BLOCK)
    escapes = escapes_in(at, blocks, &signs, &commands)
    at += blocks * BLOCK
    while at < end:
        signs |= at[0]
        commands |= at[0] == 27
        if end - at > 2:
            escapes += is_escape(at)
        elif at[0] == 61 and not (end - at == 2 and at[1] == 10):
            escapes += 1
        at += 1
    return Summary(escapes, signs, commands)
