"""One row of a published file as the values of a facility, with what had to be left out or mended."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from server.directory import values
from server.directory.account import Account
from server.directory.area import middle_of
from server.directory.columns import OFFERS, REHOSPITALISED, Found
from server.directory.csv_file import BROKEN_OFF, Row

Json = dict[str, Any]
_STARS: Final = ("overall", "inspection", "staffing", "quality")
_COUNTS: Final = {"beds": 10_000, "residents": 10_000, "nurseHours": 24, "rnHours": 24}
_SHARES: Final = ("turnover", "rehospitalised")
_FIELD_OF_STARS: Final = {name: f"stars.{name}" for name in _STARS}
_FOCUS: Final = {
    "": "none",
    "n": "none",
    "no": "none",
    "sff": "special-focus",
    "y": "special-focus",
    "yes": "special-focus",
    "special focus facility": "special-focus",
    "sff candidate": "candidate",
    "special focus facility candidate": "candidate",
    "candidate": "candidate",
}
_PROGRAMS: Final = {
    "": "",
    "medicare": "medicare",
    "medicaid": "medicaid",
    "medicare and medicaid": "both",
    "medicare/medicaid": "both",
}
"""Of which programs a nursing home is a provider: where only Medicare pays, Medicaid pays nothing."""
_ABUSE: Final = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False, "": False}


_LONGEST_NAME: Final = 200
_FIRST_PUBLISHED: Final = "1998-01-01"
"""Before it no list was published: what a spreadsheet makes of an empty cell."""
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)


class Reader:
    """Reads the rows of one file."""

    def __init__(
        self, file: str, found: Found, account: Account, *, file_date: str | None, today: str
    ) -> None:
        """`file_date` stands where a row says no date, `today` where the file's name says none either."""
        self.file = file
        self.found = found
        self.account = account
        self.file_date = file_date
        self.today = today

    def number_of(self, row: Row) -> str | None:
        """The certification number of a row; None, with a remark, where it has none."""
        cell = self._cell(row, "ccn")
        if row.over:
            self.account.leave(self.file, row.line, cell.strip()[:40], *row.over)
            return None
        read = values.ccn(cell)
        if read is None:
            why = (
                "no certification number"
                if words_of(cell) == ""
                else "what stands there is no certification number"
            )
            self.account.leave(self.file, row.line, "", why, cell.strip()[:40])
            return None
        number, mended = read
        if mended:
            self._mend(row, number, "a zero was put back before the certification number", cell.strip())
        return number

    def facility(self, row: Row, ccn: str) -> Json | None:
        """The published values of a row; None, with a remark, where it names nobody."""
        written = self._cell(row, "name")
        name = words_of(written)
        if name == "":
            self.account.leave(self.file, row.line, ccn, "no name")
            return None
        if len(name) > _LONGEST_NAME:
            self._mend(row, ccn, "a name too long to be one; cut", name[:60])
            name = f"{name[: _LONGEST_NAME - 1]}…"
        if len(written.strip().splitlines()) > 1:
            self._mend(
                row, ccn, "the name goes over several lines; perhaps a quotation mark is missing", name
            )
        if not row.whole:
            self._mend(row, ccn, BROKEN_OFF)
        notes: dict[str, str] = {}
        read: Json = {"name": name, **self._address(row, ccn), **self._place(row, ccn)}
        for field in _STARS:
            read[field] = self._value(row, ccn, field, notes, _stars)
        for field, most in _COUNTS.items():
            read[field] = self._value(row, ccn, field, notes, _up_to(most))
        for field in _SHARES:
            read[field] = self._value(row, ccn, field, notes, _up_to(100))
        read["abuse"] = self._word(row, ccn, "abuse", _ABUSE, otherwise=False)
        read["specialFocus"] = self._word(row, ccn, "specialFocus", _FOCUS, otherwise="none")
        read["programs"] = self._word(row, ccn, "programs", _PROGRAMS, otherwise="")
        read["ownership"] = words_of(self._cell(row, "ownership"))
        read["offers"] = [
            said for field, said in OFFERS.items() if self._cell(row, field).strip().lower() in {"yes", "y"}
        ]
        read["notes"] = notes
        read["dataDate"] = self.date(row, ccn)
        return read

    def measure(self, row: Row, ccn: str) -> Json | None:
        """The one measure that is compared, out of a file with a row for each; None for any other."""
        if not REHOSPITALISED.search(words_of(self._cell(row, "measure")).upper()):
            return None
        notes: dict[str, str] = {}
        score = self._value(row, ccn, "score", notes, _up_to(100), note="note")
        told = {"rehospitalised": notes["score"]} if "score" in notes else {}
        return {"rehospitalised": score, "notes": told}

    def date(self, row: Row, ccn: str) -> str:
        """The day that a row's figures are of."""
        cell = self._cell(row, "date")
        try:
            said = values.day(cell)
        except ValueError:
            self._mend(row, ccn, "the processing date is no date; the file's own was taken", cell.strip())
            said = None
        if said is not None and said < _FIRST_PUBLISHED:
            self._mend(row, ccn, "the processing date can't be; the file's own was taken", said)
            said = None
        if said is not None and said > self.today:
            self._mend(row, ccn, "the processing date is still to come; the file's own was taken", said)
            said = None
        return said or self.file_date or self.today

    def _cell(self, row: Row, field: str) -> str:
        place = self.found.fields.get(field)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _mend(self, row: Row, ccn: str, reason: str, detail: str = "") -> None:
        self.account.remark(self.file, row.line, ccn, reason, detail[:80])

    def _note(self, row: Row, field: str) -> str:
        place = self.found.notes.get(field)
        return footnote(row.cells[place]) if place is not None and place < len(row.cells) else ""

    def _value(
        self,
        row: Row,
        ccn: str,
        field: str,
        notes: dict[str, str],
        check: Callable[[float], bool],
        *,
        note: str | None = None,
    ) -> float | None:
        name = _FIELD_OF_STARS.get(field, field)
        if field not in self.found.fields:
            return None
        cell = self._cell(row, field)
        try:
            read = values.number(cell)
        except ValueError:
            read = None
            bad = words_of(cell)
        else:
            bad = "" if read is None or check(read) else words_of(cell)
        if bad:
            why = f"what stands under “{self.found.name_of(field)}” can't be; left empty"
            self._mend(row, ccn, why, bad)
            notes[name] = f"The published file says “{bad[:60]}”"
            return None
        if read is None:
            told = footnote(self._cell(row, note)) if note else self._note(row, field)
            if told:
                notes[name] = told
        return read

    def _word(self, row: Row, ccn: str, field: str, known: Mapping[str, Any], *, otherwise: Any) -> Any:
        said = words_of(self._cell(row, field))
        found = known.get(said.lower())
        if found is None:
            why = f"what stands under “{self.found.name_of(field)}” is not known; left empty"
            self._mend(row, ccn, why, said)
            return otherwise
        return found

    def _address(self, row: Row, ccn: str) -> Json:
        state = words_of(self._cell(row, "state")).upper()
        if state and state not in values.STATES:
            self._mend(row, ccn, "no such state", state)
        cell = self._cell(row, "zip")
        read = values.zip_code(cell)
        if read is None and words_of(cell):
            self._mend(row, ccn, "what stands there is no ZIP code; kept as written", cell.strip())
        lines = (words_of(self._cell(row, field)) for field in ("line", "line2"))
        return {
            "line": ", ".join(filter(None, lines)),
            "city": words_of(self._cell(row, "city")),
            "state": state,
            "zip": read[0] if read is not None else words_of(cell),
            "phone": self._phone(row, ccn),
        }

    def _phone(self, row: Row, ccn: str) -> str:
        cell = self._cell(row, "phone")
        if _ROUNDED.fullmatch(cell.strip()):
            self._mend(row, ccn, "a spreadsheet rounded the telephone number; left empty", cell.strip())
            return ""
        return phone(cell)

    def _place(self, row: Row, ccn: str) -> Json:
        given = self._coordinates(row, ccn)
        if given is not None:
            return {"lat": round(given[0], 5), "lon": round(given[1], 5)}
        read = values.zip_code(self._cell(row, "zip"))
        middle = None if read is None else middle_of(read[0])
        if read is not None and middle is None:
            self._mend(row, ccn, "no such ZIP code: it has no place on the map", read[0])
        return {"lat": middle[0], "lon": middle[1]} if middle else {"lat": None, "lon": None}

    def _coordinates(self, row: Row, ccn: str) -> tuple[float, float] | None:
        cells = self._cell(row, "lat"), self._cell(row, "lon")
        try:
            lat, lon = (values.number(cell) for cell in cells)
        except ValueError:
            self._mend(row, ccn, "bad coordinates; the middle of its ZIP code was taken", ", ".join(cells))
            return None
        found = (
            (lat, lon) if lat is not None and lon is not None else values.point(self._cell(row, "location"))
        )
        if found is not None and not values.on_the_map(*found):
            self._mend(
                row, ccn, "bad coordinates; the middle of its ZIP code was taken", f"{found[0]}, {found[1]}"
            )
            return None
        return found


words_of = values.words


def phone(cell: str) -> str:
    """Ten digits as they are read aloud; anything else as it is written."""
    text = words_of(cell)
    digits = "".join(sign for sign in text.removesuffix(".0") if sign.isdigit())
    if len(digits) == 11 and digits.startswith("1"):  # noqa: PLR2004 - with the country's 1
        digits = digits[1:]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else text  # noqa: PLR2004


_NUMBERS: Final = re.compile(r"[(*]?\d{1,3}(?:\.0)?[)*]?(?:[\s,;/&]+[(*]?\d{1,3}(?:\.0)?[)*]?)*")


def footnote(cell: str) -> str:
    """What a footnote says; of one that is a number, or several, that it is a footnote's."""
    text = words_of(cell)
    if not _NUMBERS.fullmatch(text):
        return text
    return f"Footnote {', '.join(re.findall(r'[0-9]+', text.replace('.0', '')))} of the published file"


def _stars(read: float) -> bool:
    return 1 <= read <= 5  # noqa: PLR2004 - one to five stars


def _up_to(most: float) -> Callable[[float], bool]:
    return lambda read: 0 <= read <= most
