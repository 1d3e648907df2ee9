"""Made-up lists of facilities in the column layouts of the published ones: for demo, tests and measurements.

Every name, number and figure is made here; none is of a real place. Only the ZIP codes are real ones.
"""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from server.directory.area import middle_of

LAYOUTS: Final[dict[str, list[str]]] = json.loads(
    (Path(__file__).with_name("layouts.json")).read_text(encoding="utf-8")
)
"""The columns of each published list, in their order."""
FILES: Final = {
    "nursing-home": "NH_ProviderInfo",
    "home-health": "HH_Provider",
    "irf": "Inpatient_Rehabilitation_Facility-General_Information",
    "ltch": "Long-Term_Care_Hospital-General_Information",
    "hospice": "Hospice_General-Information",
    "hospital": "Hospital_General_Information",
}
_MEASURES: Final = {
    "nursing-home": "NH_QualityMsr_Claims",
    "irf": "Inpatient_Rehabilitation_Facility-Provider_Data",
    "ltch": "Long-Term_Care_Hospital-Provider_Data",
}
_MEASURE_OF: Final = {"nursing-home": "521", "irf": "I_017_01_PPR_PD_RSRR", "ltch": "L_017_01_PPR_PD_RSRR"}
_CCN_FROM: Final = {
    "nursing-home": 5000,
    "home-health": 7000,
    "irf": 3025,
    "ltch": 2000,
    "hospice": 1500,
    "hospital": 1,
}
_FIRST: Final = (
    "Alder",
    "Beechwood",
    "Birch Hollow",
    "Cedar Creek",
    "Clearwater",
    "Elm Street",
    "Fairhaven",
    "Foxglove",
    "Glen Arbor",
    "Hawthorn",
    "Juniper Ridge",
    "Kestrel",
    "Larkspur",
    "Linden",
    "Meadowlark",
    "Mill Pond",
    "North Fork",
    "Oak Terrace",
    "Orchard Hill",
    "Quail Run",
    "Riverbend",
    "Saint Brigid",
    "Stonebridge",
    "Sycamore",
    "Thornfield",
    "Willow Bend",
)
_LAST: Final = {
    "nursing-home": ("Care Center", "Nursing and Rehabilitation", "Health Care Center", "Manor", "Village"),
    "home-health": ("Home Health", "Home Care", "Visiting Nurses"),
    "irf": ("Rehabilitation Hospital", "Rehabilitation Institute"),
    "ltch": ("Specialty Hospital", "Long-Term Acute Care Hospital"),
    "hospice": ("Hospice", "Hospice and Palliative Care"),
    "hospital": ("Medical Center", "Community Hospital", "Memorial Hospital"),
}
_STREETS: Final = (
    "Main St",
    "Church Rd",
    "Depot Ave",
    "Franklin Pike",
    "Lakeview Dr",
    "Mill Rd",
    "Second St",
)
_OWNERS: Final = (
    "For profit - Corporation",
    "Non profit - Corporation",
    "Government - County",
    "Non profit - Church",
)
_ROUNDED: Final = 0.05
Place = tuple[str, str, str]
"""Town, state and ZIP code."""


def write_list(
    folder: Path, type_: str, count: int, places: Sequence[Place], *, month: str = "Oct2026", seed: int = 1
) -> Path:
    """Write one list into a folder; gives its path. `month` stands in its name, as `Oct2026`."""
    random = Random(f"{type_} {seed}")  # noqa: S311 - made-up figures, the same each time
    path = folder / f"{FILES[type_]}_{month}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, LAYOUTS[type_], restval="", extrasaction="ignore")
        out.writeheader()
        for number in range(count):
            out.writerow(row_of(type_, number, random, places))
    return path


def write_measures(
    folder: Path, type_: str, count: int, places: Sequence[Place], *, month: str = "Oct2026"
) -> Path:
    """Write what was measured of the facilities of such a list: how many were back in a hospital.

    For one in twelve the list has a footnote and no figure.
    """
    random = Random(f"{type_} measures")  # noqa: S311 - made-up figures, the same each time
    path = folder / f"{_MEASURES[type_]}_{month}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, LAYOUTS["measures"], restval="", extrasaction="ignore")
        out.writeheader()
        for number in range(count):
            row = row_of(type_, number, random, places)
            told = {"Footnote": "9"} if number % 12 == 0 else {"Score": f"{random.uniform(12, 30):.1f}"}
            out.writerow({**row, "Measure Code": _MEASURE_OF[type_], **told})
    return path


def row_of(type_: str, number: int, random: Random, places: Sequence[Place]) -> dict[str, str]:
    """One made-up row, by the names of the columns."""
    town, state, zip_code = places[number % len(places)]
    name = f"{random.choice(_FIRST)} {random.choice(_LAST[type_])}"
    street = f"{random.randint(10, 4999)} {random.choice(_STREETS)}"
    ccn = f"{36 + number // 9000:02d}{(_CCN_FROM[type_] + number) % 10000:04d}"
    row = {
        "CMS Certification Number (CCN)": ccn,
        "Facility ID": ccn,
        "Provider Name": name,
        "Facility Name": name,
        "Provider Address": street,
        "Address": street,
        "Address Line 1": street,
        "City/Town": town,
        "State": state,
        "ZIP Code": zip_code,
        "Telephone Number": f"614555{random.randint(100, 199):04d}",
        "County/Parish": "Maple",
        "Certification Date": "04/01/1998",
        "Processing Date": "2026-10-01",
    }
    owner = random.choice(_OWNERS)
    row |= dict.fromkeys(("Ownership Type", "Type of Ownership", "Hospital Ownership"), owner)
    return row | _OWN.get(type_, _nothing)(random, zip_code)


def _nothing(random: Random, zip_code: str) -> dict[str, str]:
    del random, zip_code
    return {}


def _stars(random: Random, column: str, footnote: str) -> dict[str, str]:
    """A rating, or for one place in twelve none and the number of the footnote that says why."""
    return {column: "", footnote: "2"} if random.random() < 1 / 12 else {column: str(random.randint(1, 5))}


def _provider_of(beds: int) -> str:
    """Nearly all of both, as in the published list. Nothing is drawn for it: later rows stay."""
    return {0: "Medicare", 1: "Medicaid"}.get(beds % 25, "Medicare and Medicaid")


def _nursing_home(random: Random, zip_code: str) -> dict[str, str]:
    beds = random.randint(30, 180)
    lat, lon = middle_of(zip_code) or (0.0, 0.0)
    row = {
        "Number of Certified Beds": str(beds),
        "Average Number of Residents per Day": f"{beds * random.uniform(0.6, 0.98):.1f}",
        "Provider Type": _provider_of(beds),
        "Special Focus Status": random.choices(("", "SFF Candidate", "SFF"), (94, 4, 2))[0],
        "Abuse Icon": random.choices(("N", "Y"), (93, 7))[0],
        "Reported Total Nurse Staffing Hours per Resident per Day": f"{random.uniform(2.4, 5.2):.5f}",
        "Reported RN Staffing Hours per Resident per Day": f"{0.3 + beds % 9 / 10:.5f}",
        "Total nursing staff turnover": f"{random.uniform(20, 75):.1f}",
        "Latitude": f"{lat + random.uniform(-_ROUNDED, _ROUNDED):.6f}",
        "Longitude": f"{lon + random.uniform(-_ROUNDED, _ROUNDED):.6f}",
    }
    for column in ("Overall Rating", "Health Inspection Rating", "QM Rating", "Staffing Rating"):
        row |= _stars(random, column, f"{column} Footnote")
    return row


def _home_health(random: Random, zip_code: str) -> dict[str, str]:
    del zip_code
    offers = (
        "Nursing Care",
        "Physical Therapy",
        "Occupational Therapy",
        "Speech Pathology",
        "Medical Social",
    )
    star = "Quality of patient care star rating"
    return {
        **{f"Offers {each} Services": random.choice(("Yes", "Yes", "No")) for each in offers},
        "Offers Home Health Aide Services": "Yes",
        **_stars(random, star, f"Footnote for {star.lower()}"),
        "PPR Risk-Standardized Rate": f"{random.uniform(3, 5):.2f}",
    }


def _hospital(random: Random, zip_code: str) -> dict[str, str]:
    del zip_code
    kind = {"Hospital Type": "Acute Care Hospitals", "Emergency Services": "Yes"}
    return kind | _stars(random, "Hospital overall rating", "Hospital overall rating footnote")


def _ltch(random: Random, zip_code: str) -> dict[str, str]:
    del zip_code
    return {"Total Number of Beds": str(random.randint(20, 60))}


_OWN: Final = {
    "nursing-home": _nursing_home,
    "home-health": _home_health,
    "hospital": _hospital,
    "ltch": _ltch,
}
