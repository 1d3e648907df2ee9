"""Made-up community services in the Open Referral form (HSDS 3.0), for the demo, tests and measurements.

Every name and number is made here; none is of a real organization. Only the ZIP codes are real ones.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from server.demo.published import Place
from server.directory.area import middle_of

Json = dict[str, Any]
_KINDS: Final = (
    ("Food Pantry", "Food pantries", "Groceries for a week, once a month.", "Of Maple County"),
    (
        "Home-Delivered Meals",
        "Home-delivered meals",
        "A warm meal at the door.",
        "60 and older",
    ),
    (
        "Rides to the Doctor",
        "Transportation to care",
        "Door-to-door rides to appointments.",
        "Who can't drive",
    ),
    (
        "Rent Help",
        "Rental assistance",
        "One month of rent or a deposit.",
        "Households with an eviction notice",
    ),
    ("Heating Help", "Utility assistance", "Help with the winter's heating bill.", "By income"),
    ("Home Repair Crew", "Home repair and ramps", "Ramps, rails and small repairs.", "Owners 60 and older"),
    ("Benefits Counseling", "Medicare counseling", "Help with Medicare and Medicaid papers.", "Anybody"),
    (
        "Caregiver Support Group",
        "Support groups",
        "Family caregivers meet and talk.",
        "Who cares for somebody",
    ),
    ("Friendly Visits", "Friendly visiting", "A volunteer comes by once a week.", "Who lives alone"),
    ("Grief Counseling", "Counseling", "One-to-one and group counseling.", "Anybody"),
    ("Veterans Office", "Veterans services", "Help with claims and rides.", "Veterans and their families"),
    ("Clothing Closet", "Clothing", "Clothes and bedding for all ages.", "Anybody"),
)
_HELPERS: Final = (
    "Maple County",
    "Birch Hollow",
    "Elm Falls",
    "Sumner",
    "Saint Brigid",
    "Riverbend",
    "Open Door",
)
_FORMS: Final = ("Neighbors", "Community Action", "Council on Aging", "Family Center", "Alliance")
_LANGUAGES: Final = (("es", "Spanish"), ("so", "Somali"), ("ne", "Nepali"), ("ar", "Arabic"))


def write_services(path: Path, count: int, places: Sequence[Place], *, seed: int = 1) -> Path:
    """Write services as one JSON page of an API; gives the path."""
    random = Random(seed)  # noqa: S311 - made-up figures, the same each time
    contents = [service(number, random, places) for number in range(count)]
    page = {"total_items": count, "total_pages": 1, "page_number": 1, "size": count, "contents": contents}
    path.write_text(json.dumps(page), encoding="utf-8")
    return path


def service(number: int, random: Random, places: Sequence[Place]) -> Json:
    """One made-up service with all that belongs to it."""
    name, subject, description, whom = _KINDS[number % len(_KINDS)]
    helper = f"{random.choice(_HELPERS)} {random.choice(_FORMS)}"
    spoken = random.sample(_LANGUAGES, random.randint(0, 2))
    return {
        "id": f"demo-service-{number}",
        "name": f"{name}, {helper}",
        "status": random.choices(("active", "temporarily closed"), (95, 5))[0],
        "description": description,
        "eligibility_description": whom,
        "minimum_age": 60 if whom.startswith("60") else None,
        "application_process": random.choice(("Walk in", "Call first", "Apply by phone")),
        "assured_date": f"2026-{random.randint(1, 10):02d}-15",
        "organization": {"id": f"demo-org-{helper}", "name": helper, "description": "Made up for the demo"},
        "phones": [{"id": f"p{number}", "number": f"614555{random.randint(100, 199):04d}", "type": "voice"}],
        "languages": [{"id": f"l{number}-{code}", "code": code, "name": word} for code, word in spoken],
        "service_areas": [{"id": f"a{number}", "name": "Maple County"}],
        "schedules": [_schedule(number, random)],
        "attributes": [
            {
                "id": f"t{number}",
                "taxonomy_term": {"id": f"x{subject}", "name": subject, "description": subject},
            }
        ],
        "service_at_locations": [_at(number, random, places[number % len(places)])],
    }


def _schedule(number: int, random: Random) -> Json:
    opens = random.randint(8, 11)
    days = random.choice(("MO,TU,WE,TH,FR", "MO,WE,FR", "TU,TH", "SA"))
    times = {"opens_at": f"{opens:02d}:00", "closes_at": f"{opens + random.randint(3, 8):02d}:00"}
    return {"id": f"h{number}", "freq": "WEEKLY", "byday": days, **times}


def _at(number: int, random: Random, place: Place) -> Json:
    town, state, zip_code = place
    lat, lon = middle_of(zip_code) or (None, None)
    address = {
        "id": f"ad{number}",
        "address_1": f"{random.randint(10, 999)} Main St",
        "city": town,
        "state_province": state,
        "postal_code": zip_code,
        "country": "US",
        "address_type": "physical",
    }
    location = {
        "id": f"loc{number}",
        "location_type": "physical",
        "name": f"{town} Hall",
        "latitude": lat,
        "longitude": lon,
        "addresses": [address],
    }
    return {"id": f"sl{number}", "location": location}
