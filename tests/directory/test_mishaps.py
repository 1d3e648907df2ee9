"""Lists as spreadsheets, other downloads and broken lines leave them: what is read, and what is refused."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click import ClickException

from server.demo.published import LAYOUTS
from server.directory import values
from server.directory.account import Account
from server.directory.cli import tell
from server.directory.csv_file import Broken
from server.directory.facilities import Asked, import_facilities
from server.directory.remedies import remedy
from tests.directory.conftest import AGENCY, NOW, entries, home

Listed = Callable[..., Path]
NAMES = (
    "CMS Certification Number (CCN)",
    "Provider Name",
    "Provider Address",
    "City/Town",
    "State",
    "ZIP Code",
)


def take(*paths: Path, **asked: object) -> Account:
    return import_facilities(paths, AGENCY, Asked(**asked), now=NOW)[0]  # type: ignore[arg-type]


def whys(account: Account) -> dict[str, str]:
    """What is said of each number."""
    return {one.key: one.what for one in account.remarks}


@pytest.mark.parametrize(
    "written",
    [
        "10/1/2026",
        "10/1/26",
        "2026/10/01",
        "2026-10-01T05:00:00.000",
        "20261001",
        "10-01-2026",
        "10/1/2026 12:00:00 AM",
        "Oct 1, 2026",
        "October 1 2026",
        "01-OCT-2026",
        "1-Oct-26",
        "46296",
    ],
)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert values.day(written) == "2026-10-01"


@pytest.mark.parametrize("written", ["13/40/2026", "2026-13-01", "soon", "31/12/2026", "1", "Foo 1, 2026"])
def test_what_is_no_day_is_none(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        values.day(written)


def test_what_a_spreadsheet_did_is_mended_where_it_can_be_and_told(listed: Listed) -> None:
    account = take(
        listed(
            home("65002"),
            home('"365003"'),
            home("365004.0"),
            home("365005", **{"State": "MA", "ZIP Code": "21391234"}),
            home("365006", **{"ZIP Code": "432101234"}),
            home("365007", **{"Telephone Number": "6.14555E+09"}),
            home("365008", **{"Telephone Number": "+1 (614) 555.0142"}),
            home("365009", **{"Processing Date": "1899-12-30"}),
            home("365010", **{"Number of Certified Beds": "#REF!"}),
            home("3.65E+05"),
            home("365011", "Alder\nManor"),
            home("365012", "x" * 5_000),
        )
    )
    found = entries()
    assert set(found) == {f"3650{number:02d}" for number in range(3, 13)} | {"065002"}
    assert [found[f"3650{number:02d}"]["zip"] for number in (5, 6)] == ["02139", "43210"]
    assert [found[f"3650{number:02d}"]["phone"] for number in (7, 8)] == ["", "614-555-0142"]
    assert (found["365009"]["dataDate"], found["365010"]["beds"]) == ("2026-10-01", None)
    assert len(found["365012"]["name"]) == 200
    assert whys(account) == {
        "": "what stands there is no certification number: 3.65E+05",
        "065002": "a zero was put back before the certification number: 65002",
        "365007": "a spreadsheet rounded the telephone number; left empty: 6.14555E+09",
        "365009": "the processing date can't be; the file's own was taken: 1899-12-30",
        "365010": "what stands under “Number of Certified Beds” can't be; left empty: #REF!",
        "365011": "the name goes over several lines; perhaps a quotation mark is missing: Alder Manor",
        "365012": f"a name too long to be one; cut: {'x' * 60}",
    }


def test_the_report_names_file_row_reason_and_what_helps(listed: Listed, tmp_path: Path) -> None:
    account = take(listed(home("365001"), home("see note"), home("365002", **{"Overall Rating": "9"})))
    account.write(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["number"], row["taken"]) for row in rows] == [
        ("3", "", "no"),
        ("4", "365002", "yes"),
    ]
    assert all(row["file"] and row["why"] and row["what helps"] for row in rows)
    lines = account.lines({})
    assert f"    what helps: {remedy('no such ZIP code')}" not in lines
    assert f"    what helps: {remedy('what stands there is no certification number')}" in lines


def test_a_report_that_cannot_be_written_says_that_the_import_stands(listed: Listed, tmp_path: Path) -> None:
    account = take(listed(home("015009")))
    with pytest.raises(ClickException, match="Import 1 was taken, but its report could not be written"):
        tell(account, 1, every=False, report=tmp_path / "absent" / "report.csv")


@pytest.mark.parametrize(("encoding", "separator"), [("utf-16-le", "\t"), ("utf-16", "\t"), ("utf-8", ";")])
def test_what_spreadsheets_save_as_csv_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    row = home("015009", "Peña Ž Café")
    lines = [separator.join(row), separator.join(row.values()), ""]
    path = tmp_path / "NH_ProviderInfo_Oct2026.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    take(path)
    assert entries()["015009"]["name"] == "Peña Ž Café"
    path.write_bytes("\r\n".join([f"sep={separator}", *lines]).encode(encoding))
    assert take(path).same["nursing-home"] == 1


def test_columns_of_the_catalogs_other_download_are_known(listed: Listed) -> None:
    row = {name.lower().replace("/", "").replace(" ", "_"): cell for name, cell in home("015009").items()}
    row["cms_certification_number_ccn"] = "015009"
    account = take(listed(row, header=list(row)))
    assert not [note for note in account.notes if "City/Town" in note or "ZIP Code" in note]
    assert (entries()["015009"]["city"], entries()["015009"]["overall"]) == ("Columbus", 4)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "NH_HealthCitations_Oct2026.csv",
            ",".join((*NAMES, "Survey Date")) + "\n",
            "is no list of facilities",
        ),
        ("NH_Ownership_Oct2026.csv", ",".join((*NAMES, "Owner Name")) + "\n", "is no list of facilities"),
        ("HH_Zip_Oct2026.csv", "State,CMS Certification Number (CCN),ZIP Code\n", "is no list of facilities"),
        (
            "NH_StateAverages.csv",
            "State or Nation,Overall Rating\nUS,3\n",
            "has no column with the certification",
        ),
        ("page.csv", "<!DOCTYPE html><title>Access denied</title>", "is a web page"),
        ("list.csv", '{"results": []}', "is JSON"),
        ("list.csv", "\x1f\x8b\x08", "is packed by gzip"),
        ("NH_Oct2026.csv", ",".join(LAYOUTS["nursing-home"]), "names its columns and holds no row"),
        (
            "Hospice_Oct2026.csv",
            ",".join(LAYOUTS["hospice"]) + '\n361501,"Alder,1 Main St\n361502,Birch\n361503,Cedar\n',
            "from line 2 on: a quotation mark opens there",
        ),
    ],
)
def test_files_that_are_no_such_list_are_refused_with_what_helps(
    tmp_path: Path, listed: Listed, name: str, content: str, said: str
) -> None:
    take(listed(home("015009"), name="NH_ProviderInfo_Sep2026.csv"))
    before = entries()
    path = tmp_path / name
    if content.endswith("\n") and content.count("\n") == 1:
        content += "015009,Alder Manor,12 Main St,Columbus,OH,43210,2026-10-01\n"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(Broken, match=said):
        take(path)
    assert entries() == before


def test_a_type_that_was_named_wrong_empties_nothing(listed: Listed) -> None:
    take(listed(home("015009")))
    path = listed({**home("015009"), "Facility Name": "X"}, type_="hospice", name="general.csv")
    with pytest.raises(
        Broken, match="is no list of nursing homes: it has none of the columns “Overall Rating”"
    ):
        take(path, type="nursing-home")
    assert entries()["015009"]["overall"] == 4


def test_a_row_with_a_comma_too_many_is_left_and_marks_nothing_as_gone(tmp_path: Path) -> None:
    header = "CMS Certification Number (CCN),Provider Name,State,Overall Rating\n"
    path = tmp_path / "NH_ProviderInfo_Oct2026.csv"
    path.write_text(f"{header}015009,Alder,OH,4,\n015010,Birch,OH,4\n", encoding="utf-8")
    take(path)
    path.write_text(f"{header}015009,Alder,OH,4,,\n015010,Birch, Inc.,OH,4\n", encoding="utf-8")
    account = take(path)
    why = "the row has more cells than there are columns; perhaps a comma in it is not in quotes: 4"
    assert whys(account) == {"015010": why}
    assert not any(one["gone"] for one in entries().values())


def test_two_months_of_one_type_are_not_taken_at_once(listed: Listed) -> None:
    older = listed(home("015009", **{"Processing Date": "2026-09-01"}), name="NH_ProviderInfo_Sep2026.csv")
    with pytest.raises(Broken, match="of 2026-10-01, and those of another file of this run of 2026-09-01"):
        take(older, listed(home("015009")))
    assert entries() == {}


def test_a_list_that_says_no_month_is_told(listed: Listed) -> None:
    row = {"Facility ID": "360001", "Facility Name": "Kestrel Medical Center", "State": "OH"}
    account = take(listed(row, type_="hospital", name="Hospital_General_Information.csv"))
    assert any("says in no column and not in its name of which month it is" in note for note in account.notes)
    assert entries("hospital")["360001"]["dataDate"] == "2026-11-23"


def test_every_published_layout_names_what_is_read(listed: Listed) -> None:
    """Nothing that is read is missing where a layout is whole, so that a note is news."""
    for type_ in LAYOUTS:
        row = {
            **home("015009"),
            "Facility ID": "015009",
            "Facility Name": "X",
            "Measure Code": "521",
            "Score": "8",
        }
        account = take(listed(row, type_=type_, name=f"{type_}_Oct2026.csv"))
        assert not [note for note in account.notes if "has no column" in note], type_
