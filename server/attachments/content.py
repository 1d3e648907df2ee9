"""Is it what it says it is? Judged by the bytes alone: every part is walked from the first to the last.

Refused: another type, anything before or behind the picture (a page or an archive could hide there), parts
that carry words or places (EXIF, XMP, comments), and pictures too large to be shown. Nothing is decoded.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

MOST_PIXELS = 40_000_000
_EXIF = "it carries data beside the picture (EXIF, XMP, text); the camera of Doorstep leaves none"
_BROKEN = "it is cut short or malformed"
_MORE = "something follows the end of it"


class Refused(Exception):
    """The file is not taken. The words say why, and nothing of what is in it."""


def check(declared: str, data: bytes) -> None:
    """Raise Refused unless `data` is a whole, plain file of the declared type."""
    reader = _READERS.get(declared)
    if reader is None:
        raise Refused("photos are JPEG, PNG or WebP, papers are PDF")
    try:
        reader(data)
    except (struct.error, IndexError) as error:
        raise Refused(_BROKEN) from error


def _need(holds: object, words: str) -> None:
    if not holds:
        raise Refused(words)


def _fits(width: int, height: int) -> None:
    _need(
        0 < width * height <= MOST_PIXELS, f"a picture has at most {MOST_PIXELS // 1_000_000} million points"
    )


_EOI, _SOS, _FIRST_APP = 0xD9, 0xDA, 0xE0
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# JFIF, colour profile, Adobe's colour transform. APP1 is EXIF and XMP, APP13 captions, FE comments.
_PLAIN_SEGMENTS = frozenset({0xE0, 0xE2, 0xEE})


def _jpeg(data: bytes) -> None:
    _need(data[:3] == b"\xff\xd8\xff", "it is no JPEG")
    at, framed = 2, False
    while True:
        _need(data[at : at + 1] == b"\xff", _BROKEN)
        marker = data[at + 1]
        at += 2
        if marker == _EOI:
            break
        if marker in _STANDALONE:
            continue
        _need(marker < _FIRST_APP or marker in _PLAIN_SEGMENTS, _EXIF)
        (length,) = struct.unpack_from(">H", data, at)
        _need(length >= 2 and at + length <= len(data), _BROKEN)  # noqa: PLR2004 - the length counts itself
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            _fits(width, height)
            framed = True
        at += length
        if marker == _SOS:
            at = _behind_scan(data, at)
    _need(framed, _BROKEN)
    _need(at == len(data), _MORE)


_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _behind_scan(data: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(data, at)
    _need(found, _BROKEN)
    return found.start() if found else at


# What draws the picture, and its colours; text, times and EXIF are left out.
_PNG_CHUNKS = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"pHYs",
    }
)


def _png(data: bytes) -> None:
    _need(data[:8] == b"\x89PNG\r\n\x1a\n", "it is no PNG")
    at, name = 8, b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        first, name = not name, data[at + 4 : at + 8]
        body = data[at + 4 : at + 8 + length]
        (crc,) = struct.unpack_from(">I", data, at + 8 + length)
        _need(len(body) == length + 4 and zlib.crc32(body) == crc, _BROKEN)
        _need(name in _PNG_CHUNKS, _EXIF)
        _need((name == b"IHDR") is first, _BROKEN)
        if first:
            _fits(*struct.unpack_from(">II", data, at + 8))
        at += 12 + length
    _need(at == len(data), _MORE)


_WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})


def _webp(data: bytes) -> None:
    _need(data[:4] == b"RIFF" and data[8:12] == b"WEBP", "it is no WebP")
    (size,) = struct.unpack_from("<I", data, 4)
    _need(size + 8 == len(data), _MORE if size + 8 < len(data) else _BROKEN)
    chunks = list(_riff(data))
    _need(all(name in _WEBP_CHUNKS for name, _ in chunks), _EXIF)
    drawn = [at for name, at in chunks if name in {b"VP8 ", b"VP8L"}]
    _need(len(drawn) == 1, _BROKEN)
    _fits(*_webp_size(chunks[0][0], data, chunks[0][1]))


def _riff(data: bytes) -> Iterator[tuple[bytes, int]]:
    at = 12
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4], at + 8
        at += 8 + length + length % 2
    _need(at == len(data), _BROKEN)


def _webp_size(name: bytes, data: bytes, at: int) -> tuple[int, int]:
    if name == b"VP8X":
        wide = int.from_bytes(data[at + 4 : at + 7], "little")
        return wide + 1, int.from_bytes(data[at + 7 : at + 10], "little") + 1
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, at + 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, at + 6)
    return width & 0x3FFF, height & 0x3FFF


# What a reader would carry out, or what another program would take for its own file.
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|RichMedia|XFA)\b")
_PAGE = re.compile(rb"<(!doctype|html|script|svg|body)", re.IGNORECASE)


def _pdf(data: bytes) -> None:
    _need(re.match(rb"%PDF-[12]\.\d", data), "it is no PDF")
    _need(re.search(rb"%%EOF[\r\n]{0,4}\Z", data), _MORE if b"%%EOF" in data else _BROKEN)
    _need(_PDF_ACTIVE.search(data) is None, "it carries out actions or holds other files")
    _need(_PAGE.search(data) is None, "a web page is hidden in it")


_READERS: Mapping[str, Callable[[bytes], None]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "application/pdf": _pdf,
}
TYPES = frozenset(_READERS)
