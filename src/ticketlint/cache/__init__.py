"""A file that remembers: messages in, what became of them out where the same ones were judged before alike.

Three things are kept: *pages*, what was said of some messages that came one after the other; *places*, on which page
stands what was said of a message with these octets; and *files*, which pages hold what was said of the messages of a
file, with the state in which the file was read. A file in that state is not read again.

That is as sound as the state (`sources/state.py`). A sender cannot set it, whatever a mail contains: it is made by the
system of who reads. It fails where the system's clock is set back to the very instant of an earlier change, where a
share's clock runs behind this machine's by more than `SETTLED` and a file is written twice within one tick of it, where
a program writes through a map of memory long after it last opened the page, and where a file system knows no time of
the last change (FAT, some that run in user space) and a program sets the other time back. Who has to fear that deletes
the cache. What is read is known by its SHA-256 and by nothing else.
"""

from ticketlint.cache.again import Item, Leaf, Seal, read_again
from ticketlint.cache.book import Cache
from ticketlint.cache.prints import fingerprint
from ticketlint.cache.store import NAME, ForeignError, guard, place

__all__ = ["NAME", "Cache", "ForeignError", "Item", "Leaf", "Seal", "fingerprint", "guard", "place", "read_again"]
