"""The values of a JSON file one by one: its lists and objects are passed through, it is never held whole."""

import codecs
from collections.abc import Iterator
from typing import IO, Any, Final

from server.directory.csv_file import Broken, Part, Progress, no_progress

_LINE: Final = 1 << 16
_OPENS: Final = {"start_map": dict, "start_array": list}
_CLOSES: Final = frozenset({"end_map", "end_array"})
WHOLE, MEMBERS, LISTS = range(3)
"""What comes one by one: what stands alone; the members of a list; the members of lists in an object."""


def _events(file: "_Utf8") -> Iterator[tuple[str, Any]]:
    import ijson  # noqa: PLC0415 - nothing but an import of services needs it

    try:
        yield from ijson.basic_parse(file, multiple_values=True)
    except ijson.JSONError as wrong:
        why = str(wrong).removeprefix("b'").splitlines()[0].split("\\n")[0]
        raise Broken(f"is no JSON in line {max(file.lines, 1):,}: {why}") from wrong


def _shape(file: "_Utf8") -> Any:
    """A list, or an object with its members (lists and objects in it empty); None of anything else."""
    depth = values = 0
    key = ""
    found: Any = None
    for event, value in _events(file):
        if event == "map_key":
            key = value if depth == 1 else key
            continue
        if event in _CLOSES:
            depth -= 1
            continue
        made = _OPENS[event]() if event in _OPENS else value
        if depth == 0:
            values += 1
            found = made
        elif depth == 1 and isinstance(found, dict):
            found[key] = made
        depth += event in _OPENS
    return found if values == 1 and isinstance(found, list | dict) else None


def streamed(part: Part, encoding: str, progress: Progress, what: int) -> Iterator[tuple[str, Any]]:
    """Values one by one, each with the key that it, or the list that holds it, stands under in an object."""
    with part.open() as opened:
        passed, under = 0, ""
        building = _Building()
        for event, value in _events(_Utf8(opened, encoding, progress)):
            if building.open_:
                if building.takes(event, value):
                    yield under, building.made
            elif event == "map_key":
                under = value
            elif event in _CLOSES:
                passed -= 1
            elif event not in _OPENS:
                yield under, value
            elif passed == 0 < what or (passed == 1 and what == LISTS and event == "start_array"):
                passed += 1
            else:
                building.takes(event, value)


class _Building:
    """One list or object on its way."""

    def __init__(self) -> None:
        self.open_: list[Any] = []
        self._keys: list[str] = []
        self.made: Any = None

    def takes(self, event: str, value: Any) -> bool:
        """Take what comes next; gives whether it is made now."""
        if event == "map_key":
            self._keys[-1] = value
        elif event in _CLOSES:
            self.made = self.open_.pop()
            self._keys.pop()
            return not self.open_
        else:
            made = _OPENS[event]() if event in _OPENS else value
            if self.open_ and type(self.open_[-1]) is dict:
                self.open_[-1][self._keys[-1]] = made
            elif self.open_:
                self.open_[-1].append(made)
            if event in _OPENS:
                self.open_.append(made)
                self._keys.append("")
        return False


def shape_of(part: Part, encoding: str) -> Any:
    """What it is, read once through. Raises Broken with the line from which on it is no JSON."""
    with part.open() as opened:
        file = _Utf8(opened, encoding)
        try:
            return _shape(file)
        except Broken:
            before = file.before
    # Again, and line by line where it broke off, so that the line can be named.
    with part.open() as opened:
        return _shape(_Utf8(opened, encoding, slow_from=before))


class _Utf8:
    """A file's bytes as UTF-8, whatever they were written in, as the parser asks for them."""

    def __init__(
        self,
        file: IO[bytes],
        encoding: str,
        progress: Progress = no_progress,
        *,
        slow_from: int | None = None,
    ) -> None:
        """From so many bytes on (`slow_from`) a line at a time."""
        self._file = file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")
        self._progress = progress
        self._slow_from = slow_from
        self._at = 0
        self.before = 0
        """Bytes that were read before the last ones."""
        self.lines = 0
        """Lines that were begun."""

    def read(self, size: int = -1) -> bytes:
        """So many bytes at most, or a few more where they are written anew; none at the end."""
        if size == 0:
            return b""  # The parser asks first whether it gets bytes.
        slow = self._slow_from is not None and self._at >= self._slow_from
        if self._slow_from is not None and not slow:
            size = min(size, self._slow_from - self._at)
        block = self._file.readline(_LINE) if slow else self._file.read(size)
        self.before = self._at
        self._at += len(block)
        self.lines += 1 if slow and block else block.count(b"\n")
        self._progress(len(block))
        if self.before == 0 and block.lstrip()[:1] == b"<":
            raise Broken("is a web page, no JSON: load it down again")
        if self._decoder is None:
            return block
        said = self._decoder.decode(block, final=not block).encode()
        # Nothing is the end to the parser: half a sign waits for its other half.
        return said or (self.read(size) if block else b"")
