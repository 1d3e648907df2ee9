"""Which columns the published files have, by every name that they were given over the years.

Columns are found by name, never by place. Names are compared without case and punctuation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    "nursing-home": "nursing homes",
    "home-health": "home health agencies",
    "irf": "inpatient rehabilitation facilities",
    "ltch": "long-term care hospitals",
    "hospice": "hospices",
    "hospital": "hospitals",
}
NAMES: Final[Mapping[str, str]] = {**TYPES, "measures": "measures"}
"""What the rows of a list are; services are named by where they come from."""

_ANY: Final[Mapping[str, Sequence[str]]] = {
    "ccn": (
        "CMS Certification Number (CCN)",
        "Federal Provider Number",
        "Facility ID",
        "CMS Certification Number",
        "CCN",
        "Provider ID",
        "Provider Number",
        "CMS Provider Number",
    ),
    "name": ("Provider Name", "Facility Name", "Hospital Name", "Agency Name", "Name"),
    "line": ("Provider Address", "Address Line 1", "Address", "Street Address", "Address 1"),
    "line2": ("Address Line 2", "Address 2"),
    "city": ("City/Town", "Provider City", "City"),
    "state": ("State", "Provider State"),
    "zip": ("ZIP Code", "Provider Zip Code", "Zip", "Postal Code", "ZIP+4"),
    "phone": ("Telephone Number", "Provider Phone Number", "Phone Number", "Phone"),
    "ownership": ("Ownership Type", "Type of Ownership", "Hospital Ownership", "Ownership"),
    "lat": ("Latitude",),
    "lon": ("Longitude",),
    "location": ("Location", "Provider Location"),
    "date": ("Processing Date", "Process Date", "Data Date"),
}
_NURSING: Final[Mapping[str, Sequence[str]]] = {
    "beds": ("Number of Certified Beds", "Certified Beds"),
    "residents": ("Average Number of Residents per Day", "Number of Residents in Certified Beds"),
    "overall": ("Overall Rating",),
    "inspection": ("Health Inspection Rating",),
    "quality": ("QM Rating", "Quality Measure Rating"),
    "staffing": ("Staffing Rating",),
    "nurseHours": (
        "Reported Total Nurse Staffing Hours per Resident per Day",
        "Total Nurse Staffing Hours per Resident per Day",
    ),
    "rnHours": (
        "Reported RN Staffing Hours per Resident per Day",
        "RN Staffing Hours per Resident per Day",
    ),
    "turnover": ("Total nursing staff turnover",),
    "abuse": ("Abuse Icon",),
    "specialFocus": ("Special Focus Status", "Special Focus Facility"),
    "programs": ("Provider Type",),
}
_OFFERED: Final = (
    "Nursing Care",
    "Physical Therapy",
    "Occupational Therapy",
    "Speech Pathology",
    "Medical Social",
    "Home Health Aide",
)
OFFERS: Final[Mapping[str, str]] = {f"offers {each}": each for each in _OFFERED}
"""Field to words, for what a home health agency says that it offers."""
_HOME_HEALTH: Final[Mapping[str, Sequence[str]]] = {
    "overall": ("Quality of patient care star rating",),
    "rehospitalised": ("PPR Risk-Standardized Rate",),
    **{field: (f"Offers {each} Services", f"Offers {each}") for field, each in OFFERS.items()},
}
_HOSPITAL: Final[Mapping[str, Sequence[str]]] = {"overall": ("Hospital overall rating",)}
_LTCH: Final[Mapping[str, Sequence[str]]] = {"beds": ("Total Number of Beds", "Number of Beds")}
_OWN: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "nursing-home": _NURSING,
    "home-health": _HOME_HEALTH,
    "irf": {},
    "ltch": _LTCH,
    "hospice": {},
    "hospital": _HOSPITAL,
}
FOOTNOTES: Final[Mapping[str, Sequence[str]]] = {
    "residents": ("Average Number of Residents per Day Footnote",),
    "overall": (
        "Overall Rating Footnote",
        "Hospital overall rating footnote",
        "Footnote for quality of patient care star rating",
    ),
    "inspection": ("Health Inspection Rating Footnote",),
    "quality": ("QM Rating Footnote",),
    "staffing": ("Staffing Rating Footnote",),
    "nurseHours": ("Reported Staffing Footnote",),
    "rnHours": ("Reported Staffing Footnote",),
    "turnover": ("Total nursing staff turnover footnote",),
    "rehospitalised": ("Footnote for PPR Risk-Standardized Rate",),
    "location": ("Geocoding Footnote",),
}
MEASURED: Final[Mapping[str, Sequence[str]]] = {
    "ccn": _ANY["ccn"],
    "measure": ("Measure Code", "Measure ID"),
    "score": ("Score", "Adjusted Score"),
    "note": ("Footnote", "Footnote for Score"),
    "date": _ANY["date"],
}
REHOSPITALISED: Final = re.compile(r"(^|_)PPR_PD_RSRR$|^521$")
"""The one measure that is compared: readmission after discharge, in percent; 521 is of short stays."""


def plain(name: str) -> str:
    """A column's name as names are compared."""
    return " ".join(re.findall(r"[a-z0-9]+", name.lower()))


def _key(name: str) -> str:
    """The same without its spaces: `citytown` is how other downloads of the catalog write City/Town."""
    return plain(name).replace(" ", "")


@dataclass(frozen=True)
class Found:
    """What the header of a file says: each field's place, and each footnote's."""

    type: str
    """One of TYPES, or `measures`."""
    fields: Mapping[str, int]
    notes: Mapping[str, int]
    lacking: Sequence[str]
    """The usual names of columns that are not there."""
    unknown: Sequence[str]
    """Names of columns that may be renamed ones: like a lacking one, and read by nobody."""
    header: Sequence[str]

    def name_of(self, field: str) -> str:
        """A field's column as the file names it."""
        return self.header[self.fields[field]]


def wanted(type_: str) -> Mapping[str, Sequence[str]]:
    """The names of each field of a type."""
    return MEASURED if type_ == "measures" else {**_ANY, **_OWN[type_]}


def places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands; of two with one name the first."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        found.setdefault(_key(name), place)
    return found


def locate(header: Sequence[str], type_: str) -> Found:
    """Find the fields of a type in a header."""
    at = places(header)
    names = wanted(type_)
    fields = _located(at, names)
    notes = {} if type_ == "measures" else _located(at, FOOTNOTES)
    optional = {"line2", "location", "lat", "lon", "date"}
    lacking = [each[0] for field, each in names.items() if field not in fields and field not in optional]
    used = {*fields.values(), *notes.values()}
    unknown = [name for place, name in enumerate(header) if place not in used]
    return Found(type_, fields, notes, lacking, unknown, header)


def _located(at: Mapping[str, int], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = {}
    for field, spellings in names.items():
        place = next((at[_key(one)] for one in spellings if _key(one) in at), None)
        if place is not None:
            found[field] = place
    return found


_SIGNS: Final[Sequence[tuple[str, Sequence[str]]]] = (
    ("measures", ("Measure Code", "Measure ID")),
    ("hospital", ("Hospital overall rating", "Hospital Type", "Hospital Ownership", "Emergency Services")),
    ("home-health", ("Quality of patient care star rating", "Offers Nursing Care Services")),
    ("nursing-home", ("Overall Rating", "Number of Certified Beds", "Special Focus Status", "QM Rating")),
    ("ltch", ("Total Number of Beds",)),
)
_PLAIN: Final = frozenset({"irf", "ltch", "hospice"})
_GENERAL: Final = ("Telephone Number", "Ownership Type", "Phone Number")
"""What a list of plain places has beside names and addresses; it may have no sign of its own."""
_FILE_NAMES: Final[Sequence[tuple[str, str]]] = (
    (r"^nh[_ -]|nursing[_ -]?home|providerinfo|skilled", "nursing-home"),
    (r"^hh[_ -]|home[_ -]?health", "home-health"),
    (r"inpatient[_ -]rehab|(^|[_ -])irf([_ -]|$)", "irf"),
    (r"long[_ -]term[_ -]care[_ -]hosp|(^|[_ -])ltch([_ -]|$)", "ltch"),
    (r"hospice", "hospice"),
    (r"hospital", "hospital"),
)


def type_of(header: Sequence[str], file_name: str, ccns: Sequence[str]) -> str | None:
    """Which list this is: by columns that only one has, else by its name, else by its first numbers.

    None where it is none: files of inspections, fines or owners name the same places, and are none.
    """
    names = places(header)
    for type_, signs in _SIGNS:
        if any(_key(sign) in names for sign in signs):
            return type_
    perhaps = _named(file_name) or _numbered(ccns)
    return perhaps if perhaps is not None and is_list_of(header, perhaps) else None


def is_list_of(header: Sequence[str], type_: str) -> bool:
    """Whether it has what a list of this type has: taken for one it would empty what is known."""
    names = places(header)
    return any(_key(sign) in names for sign in signs_of(type_))


def signs_of(type_: str) -> Sequence[str]:
    """The columns by one of which a list of this type is known."""
    own = dict(_SIGNS).get(type_, ())
    return (*own, *_GENERAL) if type_ in _PLAIN else own


def _named(file_name: str) -> str | None:
    found = (type_ for pattern, type_ in _FILE_NAMES if re.search(pattern, file_name, re.IGNORECASE))
    return next(found, None)


def _numbered(ccns: Sequence[str]) -> str | None:
    said = {type_of_ccn(ccn) for ccn in ccns if ccn}
    return said.pop() if len(said) == 1 else None


_RANGES: Final[Sequence[tuple[int, int, str]]] = (
    (1, 879, "hospital"),
    (1300, 1399, "hospital"),
    (1500, 1799, "hospice"),
    (2000, 2299, "ltch"),
    (3025, 3099, "irf"),
    (5000, 6499, "nursing-home"),
    (7000, 8499, "home-health"),
    (9000, 9799, "home-health"),
)


def type_of_ccn(ccn: str) -> str | None:
    """What a certification number is of, by the ranges that its last four signs are given out from."""
    if ccn[2:3].upper() in {"R", "T"}:
        return "irf"
    last = ccn[-4:]
    if not last.isdigit():
        return None
    return next((type_ for low, high, type_ in _RANGES if low <= int(last) <= high), None)
