"""Single cells of the published files: what is nothing; dates, ZIP codes, numbers as Excel writes them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

_NOTHING: Final = {"", "-", "--", ".", "n/a", "na", "null", "none", "not available", "not applicable", "nan"}
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_CCN: Final = re.compile(r"[0-9A-Z]{6,10}")
_POINT: Final = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_PAIR: Final = re.compile(r"\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)\s*$")
_CODES: Final = (
    "ALAKAZARCACOCTDEFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCND"
    "OHOKORPARISCSDTNTXUTVTVAWAWVWIWYDCASGUMPPRVIFMMHPW"
)
STATES: Final = frozenset(_CODES[place : place + 2] for place in range(0, len(_CODES), 2))
"""States, the District and the territories."""


def words(cell: str) -> str:
    """The text of a cell; empty where it says nothing."""
    text = " ".join(cell.split())
    return "" if text.lower() in _NOTHING else text


def ccn(cell: str) -> tuple[str, bool] | None:
    """A certification number, and whether a zero that a spreadsheet took was put back; or None."""
    text = cell.strip().upper()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    text = text.strip("'\"").replace("-", "").replace(" ", "")
    if text.endswith(".0") and text[:-2].isdigit():
        text = text[:-2]
    if _CCN.fullmatch(text) and sum(sign.isdigit() for sign in text) >= 4:  # noqa: PLR2004 - two letters at most
        return text, False
    # The first two digits are the state's, so that one zero at most can be lost, and never all six digits.
    if text.isdigit() and len(text) == 5:  # noqa: PLR2004 - one short of six
        return text.zfill(6), True
    return None


def zip_code(cell: str) -> tuple[str, bool] | None:
    """Five digits of a ZIP code, and whether zeros were put back. None where there are none."""
    found = re.fullmatch(r"\s*'?(\d{3,5})(?:\.0)?(?:[- ]\d{0,4})?\s*", cell)
    # Nine digits without their dash, or eight where a spreadsheet took a zero.
    found = found or re.fullmatch(r"\s*'?(\d{4,5})\d{4}(?:\.0)?\s*", cell)
    if found is None:
        return None
    digits = found.group(1)
    return digits.zfill(5), len(digits) < 5  # noqa: PLR2004 - a ZIP code's five digits


def number(cell: str) -> float | None:
    """A number without its percent sign, dollar sign and commas; raises ValueError where it is none."""
    text = words(cell)
    if text == "":
        return None
    read = float(text.rstrip("%").lstrip("$").replace(",", ""))
    if read != read or abs(read) > 1e9:  # noqa: PLR0124, PLR2004 - NaN is the one number that is not itself
        raise ValueError(text)
    return int(read) if read == int(read) else read


_DAYS: Final = (
    (re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?:[T ].*)?"), 0),
    (re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"), 0),
    (re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4})(?: .*)?"), 0),
    (re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{2})"), 2000),
    (re.compile(r"(?P<d>\d{1,2})[- ](?P<m>[A-Za-z]{3})[a-z]*[-, ]+(?P<y>\d{4})"), 0),
    (re.compile(r"(?P<d>\d{1,2})-(?P<m>[A-Za-z]{3})-(?P<y>\d{2})"), 2000),
    (re.compile(r"(?P<m>[A-Za-z]{3})[a-z]*\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"), 0),
)
"""How days are written, in the United States first; and what two digits of a year are added to."""
_COUNTED: Final = re.compile(r"(\d{5})(?:\.0)?")
"""Days since the end of 1899, as a spreadsheet counts them."""


def day(cell: str) -> str | None:
    """A day as it is written in these files, `YYYY-MM-DD`; raises ValueError where it is none."""
    text = words(cell)
    if text == "":
        return None
    counted = _COUNTED.fullmatch(text)
    if counted is not None:
        return (date(1899, 12, 30) + timedelta(days=int(counted.group(1)))).isoformat()
    for pattern, century in _DAYS:
        found = pattern.fullmatch(text)
        if found is not None:
            month = _MONTHS.get(found["m"].lower(), found["m"])
            return date(int(found["y"]) + century, int(month), int(found["d"])).isoformat()
    raise ValueError(text)


def month_of(file_name: str) -> str | None:
    """The first day of the month that a file's name carries: `NH_ProviderInfo_Jan2026.csv`."""
    found = re.search(r"(?<![a-z])([a-z]{3})[a-z]*[_ -]?(\d{4})(?!\d)", file_name, re.IGNORECASE)
    if found is not None and found.group(1).lower() in _MONTHS:
        return f"{found.group(2)}-{_MONTHS[found.group(1).lower()]:02d}-01"
    found = re.search(r"(?<!\d)(20\d{2})[_-]?(0[1-9]|1[0-2])(?!\d)", file_name)
    return f"{found.group(1)}-{found.group(2)}-01" if found is not None else None


def point(cell: str) -> tuple[float, float] | None:
    """Latitude and longitude out of `POINT (-83.0 40.0)`, or of an address with `(40.0, -83.0)` behind it."""
    found = _POINT.search(cell)
    if found is not None:
        return _numbers(found.group(2), found.group(1))
    found = _PAIR.search(cell.strip())
    return _numbers(found.group(1), found.group(2)) if found is not None else None


def _numbers(lat: str, lon: str) -> tuple[float, float] | None:
    try:
        return float(lat), float(lon)
    except ValueError:
        return None


def on_the_map(lat: float, lon: float) -> bool:
    """Whether a place can be in the United States and their territories; 0, 0 is in the sea off Ghana."""
    north = -15 <= lat <= 72  # noqa: PLR2004 - Samoa to Alaska
    return north and (-180 <= lon <= -64 or 129 <= lon <= 180)  # noqa: PLR2004 - Maine to Guam and Palau


_PHONE_USES: Final[Mapping[str, str]] = {
    "fax": "Fax",
    "cell": "Mobile",
    "pager": "Pager",
    "video": "Video",
    "text": "Text messages",
    "sms": "Text messages",
    "textphone": "TTY",
    "tty": "TTY",
    "tdd": "TTY",
}


def phone_use(type_: str) -> str:
    """What a number is for, in words; empty of one to speak on, and of a type that nobody knows."""
    return _PHONE_USES.get(type_.lower(), "")
