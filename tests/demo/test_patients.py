"""The invented patients: the same at every run, believable, and all of each one is taken by the import."""

from collections import Counter
from datetime import date

from server.demo.catalog import CHARTS, PROBLEMS
from server.demo.patients import bundle, bundles
from server.ehr.chart import Chart
from server.ehr.mapping import map_bundle

TODAY = "2026-11-23"


def charts() -> list[Chart]:
    return [map_bundle(each, TODAY) for each in bundles()]


def test_the_same_people_come_out_at_every_run() -> None:
    assert bundle(7) == bundle(7)
    assert bundles() == bundles()


def test_there_are_24_patients_between_62_and_96() -> None:
    people = [chart.items[0].fields for chart in charts()]
    assert len(people) == 24
    ages = [
        (date.fromisoformat(TODAY) - date.fromisoformat(each["birthDate"])).days // 365.25 for each in people
    ]
    assert min(ages) >= 62
    assert max(ages) <= 96
    assert len({each["mrn"] for each in people}) == 24
    assert all(each["phones"] and each["address"]["city"] for each in people)


def test_nothing_of_a_bundle_is_left() -> None:
    for chart in charts():
        assert chart.left == {}
        assert chart.notes == []
        assert all(item.ended is None for item in chart.items)


def test_each_has_a_believable_chart() -> None:
    for chart in charts():
        kinds = Counter(item.kind for item in chart.items)
        assert 3 <= kinds["condition"] <= 7
        assert 1 <= kinds["goal"] <= 2
        assert kinds["plan"] == 1
        assert kinds["medication"] >= 1
        assert kinds["allergy"] >= 1
        assert kinds["contact"] >= 1
        assert 1 <= kinds["coverage"] <= 2


def test_they_vary_in_language_name_and_code_status() -> None:
    people = [chart.items[0].fields for chart in charts()]
    languages = Counter(each["language"]["display"] for each in people)
    assert languages["Spanish"] == 5
    assert languages["Vietnamese"] == 1
    assert sum(bool(each["language"].get("interpreter")) for each in people) == 4
    statuses = Counter(each["codeStatus"]["code"] for each in people if each["codeStatus"])
    assert statuses == {"dnr": 5, "full": 2}
    names = [" ".join([*each["name"]["given"], each["name"]["family"]]) for each in people]
    assert max(map(len, names)) == 60
    families = Counter(each["name"]["family"] for each in people)
    assert families["Delgado"] == 2
    assert any(each["name"].get("nickname") for each in people)


def test_both_types_of_bundle_are_made() -> None:
    assert {each["type"] for each in bundles()} == {"collection", "transaction"}


def test_every_problem_of_a_chart_is_in_the_catalog() -> None:
    assert {name for chart in CHARTS for name in chart} == set(PROBLEMS)
