"""A file that leaves through the office: saved, never shown in the page, with a name that names nobody."""

from typing import Final

from flask import Response

# Whoever opens it by its address gets a file, which runs nothing.
_AS_A_FILE: Final = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store"}


def to_save(written: bytes, content_type: str, name: str) -> Response:
    """Answer with a file of that name."""
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written, content_type=content_type, headers={**_AS_A_FILE, **named})
