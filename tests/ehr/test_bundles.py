"""Reading files as others write them, and naming what is broken."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.ehr.bundle import Broken, Bundle, Key, read_file
from server.ehr.chart import Chart, Item
from server.ehr.mapping import map_bundle

Json = dict[str, Any]
Read = Callable[..., Chart]
One = Callable[[Chart, str], Item]


def envelope(*entries: Any, type_: str = "collection") -> Json:
    return {"resourceType": "Bundle", "type": type_, "entry": list(entries)}


@pytest.mark.parametrize(
    "data",
    [
        b'{"resourceType":"Bundle"}',
        b'\xef\xbb\xbf{"resourceType":"Bundle"}',
        '{"resourceType":"Bundle"}'.encode("utf-16"),
        gzip.compress(b'{"resourceType":"Bundle"}'),
    ],
    ids=["plain", "byte order mark", "UTF-16", "gzip"],
)
def test_a_file_is_read_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bundle.json"
    path.write_bytes(data)
    assert read_file(path) == {"resourceType": "Bundle"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"name": "Ruth Okafor"', "is not JSON: Expecting ',' delimiter at line 1, column 23"),
        (b"\xff\x00\x00", "is not JSON"),
        (b"[]", "the file holds no JSON object"),
        (b'{"v": NaN}', "NaN is not JSON"),
        (b"[" * 100_000, "nested too deep"),
        (gzip.compress(b"{}" * 100)[:-12], "cannot be read"),
    ],
    ids=["cut off", "not text", "a list", "NaN", "too deep", "cut off gzip"],
)
def test_a_file_that_is_no_json_is_refused_without_showing_what_is_in_it(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "bundle.json"
    path.write_bytes(data)
    with pytest.raises(Broken, match=r".") as refused:
        read_file(path)
    assert reason in str(refused.value)
    assert "Okafor" not in str(refused.value)


def test_a_file_that_is_not_there_is_named_as_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="No such file"):
        read_file(tmp_path / "nothing.json")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"resourceType": "Patient"}, "is not a FHIR Bundle but Patient"),
        ({}, "is not a FHIR Bundle but unknown"),
        (envelope(type_="message"), "is a Bundle of type message"),
        ({"resourceType": "Bundle", "type": "collection", "entry": {}}, "has an entry that is not a list"),
        (envelope("x"), "entry 0: is not an object"),
        (envelope({"fullUrl": "urn:uuid:1"}), "entry 0: has no resource"),
        (envelope({"resource": {"id": "1"}}), "entry 0: has a resource without resourceType"),
        (envelope({"resource": {"resourceType": "Patient", "id": 1}}), "entry 0 (Patient/1): has a fullUrl"),
        (
            envelope({"resource": {"resourceType": "Patient", "id": "p", "name": 7}}),
            "entry 0 (Patient/p): Patient.name is not a list of objects",
        ),
        (
            envelope(
                {"resource": {"resourceType": "Patient", "id": "p", "name": [{"text": "R O"}]}},
                {
                    "resource": {
                        "resourceType": "Patient",
                        "id": "q",
                        "name": [{"text": "R"}],
                        "birthDate": "x",
                    }
                },
            ),
            "entry 1 (Patient/q): Patient.birthDate is not a FHIR date",
        ),
        (
            envelope(
                {
                    "resource": {
                        "resourceType": "Patient",
                        "id": "p",
                        "name": [{"text": "R"}],
                        "birthDate": "1941-02-30",
                    }
                }
            ),
            "entry 0 (Patient/p): Patient.birthDate is not a day of the calendar",
        ),
        (
            envelope({"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "x" * 5000}]}}),
            "entry 0 (Patient/p): name does not fit: family: text of at most 4000 characters",
        ),
    ],
)
def test_what_is_broken_is_named_with_entry_resource_and_reason(content: Json, said: str) -> None:
    with pytest.raises(Broken, match=r".") as refused:
        map_bundle(content, "2026-11-23")
    assert said in str(refused.value)


@pytest.mark.parametrize("type_", ["collection", "transaction", "batch", "searchset", "document"])
def test_bundles_of_these_types_are_taken(read: Read, patient: Json, type_: str) -> None:
    assert len(read(patient, type_=type_).items) == 1


REFERENCES = [
    ("urn:uuid:5e0f", "urn:uuid:5e0f"),
    ("https://ehr.example/fhir/R4/Patient/p1", "Patient/p1"),
    ("https://ehr.example/fhir/R4/Patient/p1", "https://ehr.example/fhir/R4/Patient/p1"),
    ("https://ehr.example/fhir/R4/Patient/p1/_history/3", "https://ehr.example/fhir/R4/Patient/p1"),
    ("https://ehr.example/fhir/R4/Patient/p1", "Patient/p1/_history/2"),
    ("urn:uuid:5e0f", "Patient/p1"),
    ("", "Patient/p1"),
    ("urn:uuid:5e0f", "Patient?identifier=http://numbers|N-1"),
    ("urn:uuid:5e0f", "Patient?identifier=http%3A%2F%2Fnumbers%7CN-1"),
]


@pytest.mark.parametrize(("full_url", "reference"), REFERENCES)
def test_a_reference_finds_its_entry(
    read: Read, one: One, patient: Json, full_url: str, reference: str
) -> None:
    patient["identifier"] = [{"system": "http://numbers", "value": "N-1"}]
    base = "https://ehr.example/fhir/R4/Condition/c1" if full_url.startswith("https") else ""
    condition = {
        "resourceType": "Condition",
        "id": "c1",
        "code": {"text": "Asthma"},
        "subject": {"reference": reference},
    }
    chart = read(
        {"fullUrl": full_url, "resource": patient} if full_url else patient,
        {"fullUrl": base, "resource": condition} if base else condition,
    )
    assert one(chart, "condition").patient == one(chart, "patient").key


def test_a_relative_reference_never_reaches_into_another_server(read: Read, patient: Json) -> None:
    condition = {
        "resourceType": "Condition",
        "code": {"text": "Asthma"},
        "subject": {"reference": "Patient/p1"},
    }
    chart = read(
        {"fullUrl": "https://a.example/Patient/p1", "resource": patient},
        {"fullUrl": "https://b.example/Patient/p1", "resource": {**patient, "birthDate": "1950-01-01"}},
        {"fullUrl": "https://b.example/Condition/c", "resource": condition},
    )
    found = next(item for item in chart.items if item.kind == "condition")
    assert found.patient == Key("https://b.example", "Patient", "p1")


def test_two_servers_patients_of_one_id_are_two_records_even_without_addresses() -> None:
    keys = set()
    for number in ("A-1", "B-1"):
        resource = {"resourceType": "Patient", "id": "1", "identifier": [{"value": number}]}
        keys.add(Bundle(envelope({"resource": resource})).entries[0].key)
    assert len(keys) == 2


def test_the_last_of_several_versions_counts(read: Read, one: One, patient: Json) -> None:
    entries = [
        {"fullUrl": "urn:uuid:1", "resource": {**patient, "birthDate": day}}
        for day in ("1941-02-03", "1941-02-04")
    ]
    chart = read(*entries)
    assert one(chart, "patient").fields["birthDate"] == "1941-02-04"
    assert chart.left["Patient", "a later version of the same is in the file"] == 1


def test_entries_that_ask_for_a_deletion_are_left(patient: Json) -> None:
    gone = {"request": {"method": "DELETE", "url": "Condition/1"}}
    chart = map_bundle(envelope({"resource": patient}, gone, type_="transaction"), "2026-11-23")
    assert chart.left["DELETE", "an entry without a resource; an import deletes nothing"] == 1


def test_a_search_page_says_that_more_is_elsewhere(read: Read, patient: Json) -> None:
    chart = read(
        patient,
        {"resourceType": "OperationOutcome", "issue": []},
        type_="searchset",
        link=[{"relation": "next", "url": "https://x"}],
    )
    assert "next page" in chart.notes[0]
    assert chart.left["OperationOutcome", "a server's remark"] == 1


def test_every_resource_is_taken_or_left_for_a_reason(read: Read, patient: Json) -> None:
    others = [
        {"resourceType": type_, "id": "x"} for type_ in ("Encounter", "Practitioner", "Claim", "Widget")
    ]
    chart = read(patient, *others)
    assert sum(chart.left.values()) == len(others)
    assert json.dumps(sorted(type_ for type_, _ in chart.left)) == json.dumps(
        ["Claim", "Encounter", "Practitioner", "Widget"]
    )
