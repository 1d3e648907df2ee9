"""Clocks and ids beyond the shared vectors."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.clock import Hlc, effective_time, format_wall, milliseconds, parse_wall
from sync.ids import ChangeId, change_of, is_merged, is_stamp, is_uuid, merged_stamp, own_stamp, uuid7
from tests.sync.making import NOW, uid

MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_a_moment_reads_back_to_the_millisecond(moment: datetime) -> None:
    text = format_wall(moment)
    assert parse_wall(text) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert format_wall(parse_wall(text)) == text
    assert milliseconds(parse_wall(text)) == round(parse_wall(text).timestamp() * 1000)


def test_another_zone_is_written_as_utc_and_no_zone_is_refused() -> None:
    east = timezone(timedelta(hours=3))
    assert format_wall(datetime(2026, 11, 23, 13, tzinfo=east)) == "2026-11-23T10:00:00.000Z"
    with pytest.raises(ValueError, match="without a zone"):
        format_wall(datetime(2026, 11, 23, 13))  # noqa: DTZ001


@given(MOMENTS, MOMENTS, MOMENTS)
def test_effective_time_is_never_in_the_future(wall: datetime, sent: datetime, now: datetime) -> None:
    texts = [format_wall(moment) for moment in (wall, sent, now)]
    assert effective_time(*texts) <= texts[2]


@given(st.lists(st.integers(0, 9_999_999_999_000), min_size=1, max_size=20))
def test_a_hybrid_clock_only_rises_whatever_the_wall_clock_does(walls: list[int]) -> None:
    clock = Hlc(0, 0, "000000aa")
    for wall in walls:
        after = clock.tick(wall)
        assert str(after) > str(clock)
        clock = after


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_a_made_id_is_a_version_7_uuid_that_sorts_by_its_time(when: int, noise: bytes) -> None:
    made = uuid7(when, lambda _count: noise)
    assert is_uuid(made)
    assert made[14] == "7"
    assert int(made.replace("-", "")[:12], 16) == when


def test_a_time_beyond_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(1 << 48, bytes)


def test_stamps() -> None:
    change = ChangeId(uid("c1"))
    merged = merged_stamp(change, 3)
    assert (is_merged(own_stamp(change)), is_merged(merged)) == (False, True)
    assert change_of(merged) == change_of(own_stamp(change)) == change
    assert is_stamp(merged)
    assert not any(is_stamp(text) for text in (change + "@m0", change + "@3", "x", None, NOW))
