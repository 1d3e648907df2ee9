"""Importing published lists of facilities: whatever month, encoding and mishap they come in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.demo.published import LAYOUTS, write_list
from server.directory import values
from server.directory.account import Account
from server.directory.columns import locate, type_of
from server.directory.csv_file import Broken, Row, opened, part_of
from server.directory.facilities import Asked, import_facilities
from server.directory.facility_rows import Reader
from server.directory.publishing import publish
from server.directory.undoing import NotUndone, undo
from server.store.database import writing
from tests.directory.conftest import AGENCY, NOW, entries, home, parts

Listed = Callable[..., Path]


def take(*paths: Path, **asked: object) -> Account:
    return import_facilities(paths, AGENCY, Asked(**asked), now=NOW)[0]  # type: ignore[arg-type]


def reasons(account: Account) -> dict[str, bool]:
    return {reason: left for left, reason in account.counts}


def test_a_list_is_read_by_the_names_of_its_columns_in_any_order(listed: Listed) -> None:
    path = listed(home("015009"), header=list(reversed(LAYOUTS["nursing-home"])))
    account = take(path)
    assert (account.new["nursing-home"], account.left) == (1, 0)
    found = entries()["015009"]
    assert (found["name"], found["overall"], found["beds"]) == ("Alder Manor", 4, 90)
    assert (found["phone"], found["dataDate"]) == ("614-555-0142", "2026-10-01")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_keep_their_letters_in_every_encoding(listed: Listed, encoding: str) -> None:
    take(listed(home("015009", "Peña Señorial Café"), encoding=encoding))
    assert entries()["015009"]["name"] == "Peña Señorial Café"


def test_columns_go_by_the_names_of_other_years(listed: Listed) -> None:
    old = {
        "Federal Provider Number": "015009",
        "Provider Name": "Alder Manor",
        "Provider City": "Columbus",
        "Provider State": "OH",
        "Provider Zip Code": "43210",
        "Provider Phone Number": "(614) 555-0142",
        "Overall Rating": "3",
    }
    take(listed(old, header=list(old), name="NH_ProviderInfo_Mar2021.csv"))
    found = entries()["015009"]
    assert (found["city"], found["zip"], found["overall"]) == ("Columbus", "43210", 3)
    assert found["dataDate"] == "2021-03-01"


def test_missing_renamed_and_extra_columns_are_named(listed: Listed) -> None:
    row = {**home("015009"), "Overall Star Rating": "5", "Something New": "x"}
    header = [name for name in LAYOUTS["nursing-home"] if name != "Overall Rating"]
    account = take(listed(row, header=[*header, "Overall Star Rating", "Something New"]))
    [note] = [note for note in account.notes if "“Overall Rating”" in note]
    assert "perhaps it is called “Overall Star Rating” now" in note
    assert entries()["015009"]["overall"] is None


@pytest.mark.parametrize("type_", [type_ for type_ in LAYOUTS if type_ != "measures"])
def test_each_published_layout_is_known_and_read_whole(tmp_path: Path, type_: str) -> None:
    path = write_list(tmp_path, type_, 30, [("Columbus", "OH", "43210")])
    account = take(path)
    assert (account.new[type_], account.left) == (30, 0)
    assert all(found["name"] and found["lat"] for found in entries(type_).values())


def test_alike_layouts_are_told_apart_by_file_name_and_else_by_their_numbers() -> None:
    header = LAYOUTS["irf"]
    assert type_of(header, "Hospice_General-Information_Oct2026.csv", []) == "hospice"
    assert type_of(header, "general.csv", ["363025", "36T009"]) == "irf"
    assert type_of(header, "general.csv", ["363025", "361500"]) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [("Medicare", "medicare"), ("MEDICARE AND MEDICAID", "both"), ("Medicaid", "medicaid"), ("", "")],
)
def test_of_which_insurance_a_home_is_a_provider_is_read(listed: Listed, said: str, read: str) -> None:
    take(listed(home("015009", **{"Provider Type": said})))
    assert entries()["015009"]["programs"] == read


def test_hours_of_registered_nurses_stand_beside_those_of_all(listed: Listed) -> None:
    column = "Reported {} Staffing Hours per Resident per Day"
    hours = {column.format("Total Nurse"): "3.41", column.format("RN"): "0.72"}
    take(listed(home("015009", **hours)))
    [carried] = [row for _, rows in parts("facilities").values() for row in rows]
    assert (carried["nurseHours"], carried["rnHours"]) == (3.41, 0.72)


def test_a_type_of_provider_that_nobody_knows_is_told_and_not_guessed(listed: Listed) -> None:
    account = take(listed(home("015009", **{"Provider Type": "Tricare"})))
    assert reasons(account) == {"what stands under “Provider Type” is not known; left empty": False}
    assert entries()["015009"]["programs"] == ""


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2", "Footnote 2 of the published file"),
        ("5.0", "Footnote 5 of the published file"),
        ("(3), 16*", "Footnote 3, 16 of the published file"),
        ("Too few patients to report", "Too few patients to report"),
        ("-", None),
    ],
)
@pytest.mark.parametrize(
    ("type_", "rating"),
    [
        ("nursing-home", "Overall Rating"),
        ("hospital", "Hospital overall rating"),
        ("home-health", "Quality of patient care star rating"),
    ],
)
def test_a_footnote_says_why_a_figure_is_not_there(
    listed: Listed, type_: str, rating: str, cell: str, said: str | None
) -> None:
    footnotes = {
        "Overall Rating Footnote",
        "Hospital overall rating footnote",
        f"Footnote for {rating.lower()}",
    }
    row = {**home("015009"), "Facility ID": "015009", "Facility Name": "Alder", rating: "Not Available"}
    take(listed({**row, **dict.fromkeys(footnotes, cell)}, type_=type_, name="list.csv"))
    found = entries(type_)["015009"]
    assert (found["overall"], found["notes"].get("stars.overall")) == (None, said)


def test_rows_that_cannot_be_are_left_with_their_reason_and_the_others_taken(listed: Listed) -> None:
    account = take(
        listed(
            home("015009"),
            home("", "No Number"),
            home("see note", "Bad Number"),
            home("015010", ""),
            home("015011", **{"ZIP Code": "00001"}),
            home("015012", **{"Overall Rating": "9", "Latitude": "0", "Longitude": "0"}),
            home("15013", "Lost Zero", **{"Processing Date": "99/99/2026"}),
        )
    )
    assert set(entries()) == {"015009", "015011", "015012", "015013"}
    said = reasons(account)
    assert {reason for reason, left in said.items() if left} == {
        "no certification number",
        "what stands there is no certification number",
        "no name",
    }
    assert "no such ZIP code: it has no place on the map" in said
    assert "what stands under “Overall Rating” can't be; left empty" in said
    assert "bad coordinates; the middle of its ZIP code was taken" in said
    assert "a zero was put back before the certification number" in said
    assert "the processing date is no date; the file's own was taken" in said
    [left] = [one for one in account.remarks if one.what == "no name"]
    assert (left.row, left.key) == ("5", "015010")
    found = entries()["015012"]
    assert (found["overall"], found["notes"]["stars.overall"]) == (None, "The published file says “9”")
    assert found["lat"] == pytest.approx(40.0, abs=0.1)


def test_two_places_with_one_number_are_both_kept_and_go_on_as_themselves(listed: Listed) -> None:
    first, second = home("015009", "Alder Manor"), home("015009", "Birch House")
    account = take(listed(first, second, first))
    assert {found["name"] for found in entries().values()} == {"Alder Manor", "Birch House"}
    assert reasons(account) == {
        "a second place has this number; both were taken": False,
        "stands there twice, word for word": True,
    }
    before = {found["name"]: found["id"] for found in entries().values()}
    take(listed({**second, "Overall Rating": "1"}, first))
    after = {found["name"]: (found["id"], found["overall"]) for found in entries().values()}
    assert after == {"Alder Manor": (before["Alder Manor"], 4), "Birch House": (before["Birch House"], 1)}


def test_the_next_month_updates_in_place_and_marks_what_vanished(listed: Listed) -> None:
    take(listed(home("015009"), home("015010"), home("015011")))
    ids = {ccn: found["id"] for ccn, found in entries().items()}
    november = {"Processing Date": "2026-11-01"}
    account = take(
        listed(
            home("015009", "Alder Manor East", **november),
            home("015010", **november),
            name="NH_ProviderInfo_Nov2026.csv",
        )
    )
    found = entries()
    assert found["015009"]["name"] == "Alder Manor East"
    assert {ccn: one["id"] for ccn, one in found.items()} == ids
    assert [ccn for ccn, one in found.items() if one["gone"]] == ["015011"]
    assert account.gone["nursing-home"] == 1
    take(listed(home("015011", **november), name="NH_ProviderInfo_Nov2026.csv"), whole=False)
    assert not any(one["gone"] for one in entries().values())


def test_nothing_is_marked_where_the_list_is_not_whole(listed: Listed) -> None:
    take(listed(*(home(f"0150{number:02d}") for number in range(60))))
    few = take(listed(home("015000")))
    assert any("too many for a whole list" in note for note in few.notes)
    take(listed(*(home(f"0150{number:02d}") for number in range(59)), home("", "Broken")))
    assert not any(one["gone"] for one in entries().values())
    take(listed(home("015000")), whole=True)
    assert sum(one["gone"] for one in entries().values()) == 59


def test_older_figures_do_not_replace_newer_ones_unasked(listed: Listed) -> None:
    take(listed(home("015009")))
    old = listed(
        home("015009", "Before", **{"Processing Date": "2025-01-01"}), name="NH_ProviderInfo_Jan2025.csv"
    )
    with pytest.raises(Broken, match="newer ones, of 2026-10-01, are in"):
        take(old)
    assert entries()["015009"]["name"] == "Alder Manor"
    account = take(old, older=True)
    assert entries()["015009"]["name"] == "Before"
    assert any("days ago" in note for note in account.notes)


def test_a_run_is_taken_whole_or_not_at_all(listed: Listed, tmp_path: Path) -> None:
    good = listed(home("015009"))
    bad = tmp_path / "notes.csv"
    bad.write_text("Dear all,\nplease find\n", encoding="utf-8")
    with pytest.raises(
        Broken, match=r"notes.csv: is no list of .* its columns are Dear all, one without a name\."
    ):
        take(good, bad)
    bad.write_text(",".join(f"Column {number}" for number in range(11)), encoding="utf-8")
    with pytest.raises(Broken, match="Column 6, Column 7 and 3 more"):
        take(good, bad)
    for content, said in ((b"", "is empty"), (b"PK\x03\x04", "is a zip archive")):
        bad.write_bytes(content)
        with pytest.raises(Broken, match=said):
            take(good, bad)
    with pytest.raises(Broken, match="can't be read"):
        take(good, tmp_path / "absent.csv")
    assert entries() == {}
    assert parts("facilities") == {}


def test_an_import_is_undone_to_the_letter_newest_first(listed: Listed) -> None:
    take(listed(home("015009"), home("015010")))
    first, carried = entries(), parts("facilities")
    take(listed(home("015009", "Renamed", **{"Processing Date": "2026-11-01"}), home("015011")))
    with writing() as connection, pytest.raises(NotUndone, match="import 2 came after it"):
        undo(connection, AGENCY, 1, "2026-11-23T15:00:00.000Z")
    with writing() as connection:
        undo(connection, AGENCY, 2, "2026-11-23T15:00:00.000Z")
        publish(connection, AGENCY, NOW)
    assert entries() == first
    assert [rows for _, rows in parts("facilities").values()] == [rows for _, rows in carried.values()]
    with writing() as connection:
        with pytest.raises(NotUndone, match="undone already"):
            undo(connection, AGENCY, 2, "2026-11-23T15:00:00.000Z")
        with pytest.raises(NotUndone, match="there is no import 9"):
            undo(connection, AGENCY, 9, "2026-11-23T15:00:00.000Z")
        undo(connection, AGENCY, 1, "2026-11-23T15:00:00.000Z")
    assert entries() == {}


def test_what_was_measured_stands_beside_the_list_and_outlives_the_next(listed: Listed) -> None:
    measured = {"CMS Certification Number (CCN)": "363025", "Provider Name": "Kestrel Rehabilitation"}
    rows = (
        {**measured, "Measure Code": "I_017_01_PPR_PD_RSRR", "Score": "8.4"},
        {**measured, "Measure Code": "I_022_01_ADJ_RATE", "Score": "1"},
        {**measured, "CMS Certification Number (CCN)": "999999", "Measure Code": "I_017_01_PPR_PD_RSRR"},
    )
    general = {**home("363025", "Kestrel Rehabilitation"), "Address Line 1": "1 Main St"}
    files = (
        listed(*rows, type_="measures", name="Inpatient_Rehabilitation_Facility-Provider_Data_Oct2026.csv"),
        listed(
            general, type_="irf", name="Inpatient_Rehabilitation_Facility-General_Information_Oct2026.csv"
        ),
    )
    account = take(*files)
    assert reasons(account) == {"measured, but in no list of facilities": True}
    take(files[1])
    [carried] = [row for _, rows in parts("facilities").values() for row in rows]
    assert carried["rehospitalised"] == 8.4


def test_a_row_that_breaks_off_is_taken_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "NH_ProviderInfo_Oct2026.csv"
    header = ["CMS Certification Number (CCN)", "Provider Name", "State", "Overall Rating"]
    path.write_text(",".join(header) + "\n015009,Alder Manor,OH,4\n015010,Birch", encoding="utf-8")
    account = take(path)
    assert set(entries()) == {"015009", "015010"}
    assert "the row breaks off before its last column" in reasons(account)


_CELLS = st.lists(st.text(max_size=30), max_size=12)


@given(st.lists(_CELLS, max_size=5))
def test_no_row_whatever_stands_in_it_stops_the_reading(rows: list[list[str]]) -> None:
    header = [
        "CCN",
        "Name",
        "State",
        "ZIP Code",
        "Overall Rating",
        "Latitude",
        "Longitude",
        "Processing Date",
    ]
    account = Account()
    reader = Reader("f.csv", locate(header, "nursing-home"), account, file_date=None, today="2026-11-23")
    for line, cells in enumerate(rows, start=2):
        row = Row(line, cells, whole=len(cells) >= len(header))
        ccn = reader.number_of(row) or "015009"
        read = reader.facility(row, ccn)
        if read is not None:
            assert read["overall"] is None or 1 <= read["overall"] <= 5
            assert (read["lat"] is None) == (read["lon"] is None)
            assert read["dataDate"] <= "2026-11-23"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "f.csv"
    path.write_bytes(content)
    try:
        with opened(part_of(path)) as table:
            assert table.header
            for row in table.rows:
                assert row.cells
    except Broken as refused:
        assert str(refused)  # noqa: PT017 - refusing is as good as reading


def test_dates_and_numbers_are_read_as_people_write_them() -> None:
    assert (
        values.day("10/01/2026")
        == values.day("2026-10-01T00:00:00")
        == values.day("20261001")
        == "2026-10-01"
    )
    assert values.month_of("NH_ProviderInfo_Jan2026.csv") == "2026-01-01"
    assert values.month_of("HH_Provider_2025-04.csv") == "2025-04-01"
    assert values.ccn('="015009"') == ("015009", False)
    assert values.ccn("01T009") == ("01T009", False)
    assert values.number("1,234.50") == 1234.5
    assert values.zip_code("2139") == ("02139", True)
    assert values.point("POINT (-83.0 40.1)") == (40.1, -83.0)
