"""One page to one PDF, in a process of its own: `python -m server.printing.to_pdf < page.html > note.pdf`.

Of its own, because the work is heavy and what is printed comes from outside: it can be killed, takes no more
memory than it is given, and holds up nobody's sync. Exit code 3 says that the machine lacks Pango.
"""

import gc
import os
import resource
import sys
from typing import Any, Final

LACKS_LIBRARIES: Final = 3
_MOST_MEMORY: Final = 2 * 1024**3
_MOST_SECONDS: Final = 120
_POLITE: Final = 5


class NothingIsFetched(Exception):
    """A page asked for an address; none has a reason to."""


def refuse(url: str, *_more: Any, **_named: Any) -> Any:
    """Stand in for WeasyPrint's fetcher: nothing is read but the page itself, from no network and no disk."""
    raise NothingIsFetched(url.partition(":")[0])


def weasyprint() -> Any:
    """Give the library. Raises OSError where the machine lacks Pango, ImportError where it lacks it."""
    import weasyprint as found  # noqa: PLC0415 - looks for Pango as it is imported

    return found


def pdf_of(page: str, library: Any) -> bytes:
    """Lay the page out and write it as tagged PDF/UA-1, titled and in the page's language."""
    made: bytes = library.HTML(string=page, url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1")
    return made


def main() -> int:
    """Read the page, write the PDF."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    os.nice(_POLITE)
    # WeasyPrint frees Pango's objects as Python collects its own, and has freed one twice or too soon before
    # (Kozea/WeasyPrint 2799, 2843). One page is made here and all memory goes with the process.
    gc.disable()
    try:
        library = weasyprint()
    except (ImportError, OSError):
        return LACKS_LIBRARIES
    sys.stdout.buffer.write(pdf_of(sys.stdin.buffer.read().decode(), library))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    # Not `sys.exit`: an interpreter that ends frees in no order, and the PDF is written already.
    os._exit(main())
