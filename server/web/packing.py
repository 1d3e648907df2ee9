"""Answers packed with gzip for whoever takes them: a caseload on a bad line arrives in a quarter of the time.

Only the API's JSON, and only what is more than one packet. That packed lengths tell of contents (BREACH)
needs somebody else's words in a request of this person's: without her key no request is answered at all.
"""

import gzip

from flask import Flask, Response, request

from server.web.gate import API

PACK_FROM = 1400
"""Bytes; less fits into one packet as it is."""
_LEVEL = 4
"""Past this a page takes twice the time for a tenth of its length."""


def init_packing(app: Flask) -> None:
    """Pack the answers of this app."""
    app.after_request(_pack)


def _pack(answer: Response) -> Response:
    if not request.path.startswith(API) or answer.mimetype != "application/json":
        return answer
    answer.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or answer.is_streamed or "Content-Encoding" in answer.headers:
        return answer
    plain = answer.get_data()
    if len(plain) > PACK_FROM:
        # Without a time in it the same answer is the same bytes.
        answer.set_data(gzip.compress(plain, _LEVEL, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer
