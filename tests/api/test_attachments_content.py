"""A file is what it says it is, whole, plain, and nothing besides."""

from __future__ import annotations

import struct

import pytest

from server.attachments import content
from tests.api.photographing import chunk, jpeg, pdf, png, riff, segment, webp

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
HTML = b"<!doctype html><script>alert(1)</script>"
EXIF = segment(0xE1, b"Exif\0\0MM\0*GPS 40.7 N")
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>")
VP8X = (b"VP8X", b"\0\0\0\0" + (319).to_bytes(3, "little") + (199).to_bytes(3, "little"))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (JPEG, jpeg()),
        (JPEG, jpeg(extra=segment(0xE2, b"ICC_PROFILE\0"))),
        (PNG, png()),
        (PNG, png(chunk(b"sRGB", b"\0"))),
        (WEBP, webp()),
        (WEBP, riff(VP8X, (b"VP8 ", b"\0\0\0\x9d\x01\x2a@\1\xc8\0" + b"\7" * 9))),
        (WEBP, riff((b"VP8L", b"\x2f" + struct.pack("<I", 319 | 199 << 14) + b"\7\7"))),
        (PDF, pdf()),
    ],
)
def test_a_plain_file_is_taken(kind: str, data: bytes) -> None:
    content.check(kind, data)


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        # other types, whatever they call themselves
        (JPEG, HTML, "no JPEG"),
        (JPEG, png(), "no JPEG"),
        (PNG, jpeg(), "no PNG"),
        (WEBP, b"RIFF\4\0\0\0WAVE", "no WebP"),
        (PDF, HTML + pdf(), "no PDF"),
        ("image/svg+xml", b"<svg/>", "photos are"),
        ("text/html", HTML, "photos are"),
        # what carries more than a picture
        (JPEG, jpeg(extra=EXIF), "beside the picture"),
        (JPEG, jpeg(extra=XMP), "beside the picture"),
        (JPEG, jpeg(extra=segment(0xED, b"Photoshop 3.0\0")), "beside the picture"),
        (JPEG, jpeg(extra=segment(0xFE, HTML)), "beside the picture"),
        (PNG, png(chunk(b"tEXt", b"Comment\0" + HTML)), "beside the picture"),
        (PNG, png(chunk(b"eXIf", b"MM\0*")), "beside the picture"),
        (WEBP, webp((b"EXIF", b"MM\0*")), "beside the picture"),
        (WEBP, webp((b"XMP ", b"<x/>")), "beside the picture"),
        # two files in one
        (JPEG, jpeg(tail=HTML), "follows the end"),
        (JPEG, jpeg(tail=b"PK\3\4"), "follows the end"),
        (JPEG, jpeg(tail=jpeg()), "follows the end"),
        (PNG, png(tail=HTML), "follows the end"),
        (WEBP, webp() + HTML, "follows the end"),
        (PDF, pdf(tail=b"PK\3\4"), "follows the end"),
        (PDF, pdf(HTML), "web page"),
        # what does something
        (PDF, pdf(b"<</OpenAction 3 0 R>>"), "carries out"),
        (PDF, pdf(b"<</S /JavaScript /JS (app.alert(1))>>"), "carries out"),
        # bombs
        (JPEG, jpeg(width=65_000, height=65_000), "million points"),
        (PNG, png(width=50_000, height=50_000), "million points"),
        (JPEG, jpeg(width=0), "million points"),
    ],
)
def test_anything_else_is_refused_with_its_reason(kind: str, data: bytes, why: str) -> None:
    with pytest.raises(content.Refused, match=why):
        content.check(kind, data)


@pytest.mark.parametrize(("kind", "data"), [(JPEG, jpeg()), (PNG, png()), (WEBP, webp()), (PDF, pdf())])
def test_a_file_cut_short_anywhere_is_refused(kind: str, data: bytes) -> None:
    for end in range(0, len(data) - 1, 7):
        with pytest.raises(content.Refused):
            content.check(kind, data[:end])


def test_a_chunk_with_a_wrong_checksum_is_refused() -> None:
    whole = png()
    with pytest.raises(content.Refused, match="malformed"):
        content.check(PNG, whole[:45] + bytes([whole[45] ^ 1]) + whole[46:])
