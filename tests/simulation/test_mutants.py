"""The simulation can fail: each known mistake, planted, breaks a promise within few schedules.

What is to be shown is that a mistake is noticed, and not that many schedules are run: each range begins at a
seed whose schedule notices it. When the acts change, the seeds mean other schedules; then a mistake is looked
for in the ones behind, and where that takes long the first seed is to be chosen anew.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from server.simulation.running import simulate
from tests.simulation import mutants

Plant = Callable[[], AbstractContextManager[Any]]

_MOST = 300
"""As many schedules as a mistake may need when its first seed is out of date."""

MUTANTS: tuple[tuple[str, str, int, Plant], ...] = (
    ("device ids instead of stamps", "copies", 3, mutants.one_device_sees_all),
    ("saw taken when saved", "left open", 11, mutants.saw_when_saved),
    ("saw includes what the own edit hid", "left open", 18, mutants.saw_what_is_hidden),
    ("one stored value", "many hands", 3, mutants.one_stored_value),
    ("no compare and swap", "bad line", 10, mutants.no_compare_and_swap),
    ("the cursor moves during snapshots", "caseload", 7, mutants.cursor_moves_during_snapshots),
    ("pages shown as they come", "caseload", 5, mutants.pages_shown_as_they_come),
    ("the overlay ends with the receipt", "bad line", 5, mutants.overlay_ends_with_the_receipt),
    ("half a batch", "custody", 6, mutants.half_a_batch),
    ("conflicts of signed visits stay open", "signed apart", 27, mutants.conflicts_of_signed_visits_stay),
    ("snapshots do not replace", "restored server", 5, mutants.snapshots_do_not_replace),
    ("applied twice", "bad line", 1, mutants.applied_twice),
    ("latest is the last to arrive", "many hands", 14, mutants.latest_is_the_last_to_arrive),
    ("conflicts are not told", "many hands", 7, mutants.conflicts_are_not_told),
    ("nobody has seen anything", "usual", 1, mutants.nobody_has_seen_anything),
    ("everybody has seen everything", "many hands", 3, mutants.everybody_has_seen_everything),
    ("one version a batch", "usual", 1, mutants.one_version_a_batch),
    ("a cut page moves to the end", "usual", 7, mutants.a_cut_page_moves_to_the_end),
    ("what is held is sent on", "caseload", 1, mutants.what_is_held_is_sent_on),
    ("purges are ignored", "caseload", 1, mutants.purges_are_ignored),
    ("who was to go counts as held", "given back", 1, mutants.who_was_to_go_counts_as_held),
    ("the sent log is not offered again", "restored server", 5, mutants.the_sent_log_is_not_offered_again),
    ("a restored server says nothing", "restored server", 5, mutants.a_restored_server_says_nothing),
    ("the outbox forgets", "bad line", 1, mutants.the_outbox_forgets_what_is_not_yet_sent),
    ("a receipt is not kept", "usual", 1, mutants.a_receipt_is_not_kept),
    ("deletions do not list what was seen", "many hands", 9, mutants.deletions_do_not_list_what_was_seen),
    ("merged words have their author's stamp", "prose", 11, mutants.merged_words_have_their_authors_stamp),
    ("nothing is needed", "out of order", 2, mutants.nothing_is_needed),
    ("nothing is superseded", "custody", 2, mutants.nothing_is_superseded),
    ("read before the lock", "bad line", 16, mutants.read_before_the_lock),
    ("wiped before all is handed over", "lost tablet", 4, mutants.wiped_before_all_is_handed_over),
    ("what held work had seen is forgotten", "custody", 104, mutants.what_held_work_had_seen_is_forgotten),
    ("answers of one instrument stand alone", "many hands", 8, mutants.answers_of_one_instrument_stand_alone),
    ("a second consent replaces the first", "many hands", 36, mutants.a_second_consent_replaces_the_first),
    ("what waits is not woken", "out of order", 2, mutants.what_waits_is_not_woken),
    ("received before all is in", "visits", 187, mutants.received_before_all_is_in),
    ("a receive is taken whenever it comes", "", 4_001_454, mutants.a_receive_is_taken_whenever_it_comes),
    ("pages of two rounds are mixed", "", 7_057_434, mutants.pages_of_two_rounds_are_mixed),
    ("a chart that is to go counts as sent", "", 9_028_665, mutants.a_chart_that_is_to_go_counts_as_sent),
    ("a creation is not needed", "out of order", 7, mutants.a_creation_is_not_needed),
    ("approved without being looked at", "approved", 4, mutants.approved_without_being_looked_at),
    ("anything is approved", "approved", 1, mutants.anything_is_approved),
)
"""A mistake, the theme in which it shows soonest or none, a seed at which it does, how to plant it."""


@pytest.mark.parametrize(("name", "theme", "first", "plant"), MUTANTS, ids=[name for name, *_ in MUTANTS])
def test_a_planted_mistake_is_noticed(name: str, theme: str, first: int, plant: Plant) -> None:
    with plant():
        report = simulate(range(first, first + _MOST), theme=theme, most_found=1, shrink=False)
    assert report.found, f"{name} broke nothing in {report.schedules} schedules"
