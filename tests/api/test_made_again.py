"""Two people end one conference on two tablets without a network: what was agreed is in the plan once."""

from __future__ import annotations

from typing import Any

from tests.api.agreeing import version, words_of
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, event_op, set_op, share


def derived(record: str) -> str:
    """An id as the app derives one: of version 8."""
    return f"{record[:14]}8{record[15:]}"


def ending(tablet: FieldTablet, conference: str, patient: str, goal: str, words: str) -> Json:
    made = set_op("planChanges/1/made", goal)
    return tablet.batch(
        tablet.change(goal, patient, "goal", CREATE, set_op("words", words, base="")),
        tablet.change(conference, patient, "conference", {**made, "field": f"planChanges/{patient}/made"}),
    )


def test_both_ends_arrive_and_name_the_same_goal(office: Office, clock: Clock) -> None:
    ana, ben = at_work(office, clock), at_work(office, clock, "Ben Ito")
    patient = ana.new_patient()
    share(office, ben, patient)
    conference = ana.id()
    assert ana.outcomes(ana.change(conference, patient, "conference", CREATE)) == ["applied"]
    goal = derived(conference)
    ben.round()
    theirs = [ending(who, conference, patient, goal, "Walk to church") for who in (ana, ben)]
    for who, batch in zip((ana, ben), theirs, strict=True):
        assert {receipt["outcome"] for receipt in who.round(batch)} == {"applied"}
    ana.round()
    goals = [one for one in ana.records.values() if one["kind"] == "goal"]
    assert [one["id"] for one in goals] == [goal]
    assert [head["value"] for head in ana.heads(goal, "words")] == ["Walk to church"]
    assert [head["value"] for head in ana.heads(conference, f"planChanges/{patient}/made")] == [goal]


def values(tablet: FieldTablet, record: str, field: str) -> list[Any]:
    return [head["value"] for head in tablet.heads(record, field)]


def ended(
    tablet: FieldTablet, conference: str, patient: str, made: dict[str, str], due: str, said: str
) -> Json:
    """All that the app writes where a conference ends, in one step."""
    row, decision = made["row"], tablet.id()
    fields = {**words_of(tablet, made["plan"]), "madeIn": "conference", "conference": conference}
    saw = tablet.saw(conference, "state")
    return tablet.batch(
        tablet.change(
            conference,
            patient,
            "conference",
            set_op(f"decisions/{decision}/words", said, base=""),
            set_op(f"actions/{row}/due", due, tablet.saw(conference, f"actions/{row}/due")),
        ),
        tablet.change(
            made["plan"], patient, "plan", CREATE, set_op("title", "Plan of care"), event_op("activate", [])
        ),
        tablet.change(
            made["goal"],
            patient,
            "goal",
            CREATE,
            set_op("words", "Walk to church", base=""),
            set_op("plan", made["plan"]),
            event_op("accept", []),
        ),
        tablet.change(
            made["action"],
            patient,
            "intervention",
            CREATE,
            set_op("what", "Order a bed", base=""),
            set_op("owner", "Ana Ruiz"),
            set_op("due", due),
            set_op("plan", made["plan"]),
        ),
        tablet.change(conference, patient, "conference", set_op(f"actions/{row}/made", made["action"])),
        version(tablet, patient, fields),
        tablet.change(
            conference,
            patient,
            "conference",
            event_op("close", saw),
            set_op("endedAt", tablet.clock.text),
        ),
    )


def test_two_ends_of_one_conference_keep_both_decisions_and_show_where_they_differ(
    office: Office, clock: Clock
) -> None:
    ana, ben = at_work(office, clock), at_work(office, clock, "Ben Ito")
    patient = ana.new_patient()
    share(office, ben, patient)
    conference, row = ana.id(), ana.id()
    held = ana.change(
        conference,
        patient,
        "conference",
        CREATE,
        event_op("hold", []),
        set_op(f"actions/{row}/what", "Order a bed", base=""),
        set_op(f"actions/{row}/due", "2026-12-01"),
    )
    assert ana.outcomes(held) == ["applied"]
    names = (derived(ana.id()) for _ in range(3))
    made = {"row": row, **dict(zip(("plan", "goal", "action"), names, strict=True))}
    for who in (ana, ben):
        who.round()
    # Neither sees the other: Ben sets another day for the bed before he ends it.
    hers = ended(ana, conference, patient, made, "2026-12-01", "Home first")
    his = ended(ben, conference, patient, made, "2026-12-08", "Ask again in a week")
    assert {one["outcome"] for one in ana.round(hers)} == {"applied"}
    clock.advance(minutes=1)
    assert {one["outcome"] for one in ben.round(his)} == {"applied", "conflict"}
    for who in (ana, ben):
        who.round()
        kinds = [one["kind"] for one in who.records.values()]
        assert [kinds.count(one) for one in ("plan", "goal", "intervention", "plan_version")] == [1, 1, 1, 2]
        decided = [name for name in who.records[conference]["fields"] if name.startswith("decisions/")]
        assert {values(who, conference, one)[0] for one in decided} == {"Home first", "Ask again in a week"}
        assert values(who, conference, "state") == ["closed"]
        assert values(who, made["goal"], "words") == ["Walk to church"]
        assert (values(who, made["goal"], "state"), values(who, made["plan"], "state")) == (
            ["accepted"],
            ["active"],
        )
        # Where they differ both days stand, in the plan as at the table.
        for record, field in ((made["action"], "due"), (conference, f"actions/{row}/due")):
            assert sorted(values(who, record, field)) == ["2026-12-01", "2026-12-08"]
        differ = sorted(one["of"]["kind"] for one in who.records.values() if one["kind"] == "conflict")
        assert differ == ["conference", "intervention"]


def closing(tablet: FieldTablet, episode: str, patient: str, to: str, *made: Json) -> Json:
    """All that the app writes where care is closed of which no record was made yet."""
    return tablet.batch(
        tablet.change(
            episode,
            patient,
            "episode",
            CREATE,
            set_op("reason", "goals-met"),
            set_op("closedOn", "2026-11-27"),
            set_op("handedTo", to),
            event_op("close", []),
        ),
        tablet.change(patient, patient, "patient", set_op("discharged", "2026-11-27")),
        *made,
    )


def test_two_closings_of_one_stretch_of_care_make_one_record_that_keeps_both_words(
    office: Office, clock: Clock
) -> None:
    ana, ben = at_work(office, clock), at_work(office, clock, "Ben Ito")
    patient = ana.new_patient()
    share(office, ben, patient)
    episode = derived(patient)
    ben.round()
    theirs = [closing(ana, episode, patient, "Dr Lee"), closing(ben, episode, patient, "Mei Chen")]
    assert {one["outcome"] for one in ana.round(theirs[0])} == {"applied"}
    assert {one["outcome"] for one in ben.round(theirs[1])} <= {"applied", "conflict"}
    for who in (ana, ben):
        who.round()
        assert [one["id"] for one in who.records.values() if one["kind"] == "episode"] == [episode]
        assert (values(who, episode, "state"), values(who, episode, "reason")) == (["closed"], ["goals-met"])
        assert sorted(values(who, episode, "handedTo")) == ["Dr Lee", "Mei Chen"]
        assert values(who, patient, "discharged") == ["2026-11-27"]
        assert [one["of"]["kind"] for one in who.records.values() if one["kind"] == "conflict"] == ["episode"]


def test_two_closings_that_hand_on_one_deadline_make_one_task_and_show_whom_each_gave_it(
    office: Office, clock: Clock
) -> None:
    ana, ben = at_work(office, clock), at_work(office, clock, "Ben Ito")
    patient = ana.new_patient()
    share(office, ben, patient)
    episode, task = derived(patient), derived(ana.id())
    ben.round()
    for who, to in ((ana, "Mei Chen"), (ben, "Rina Ortiz")):
        given = (set_op("what", "Call the office again", base=""), set_op("owner", who.tablet.person))
        who.round(closing(who, episode, patient, to, who.change(task, patient, "task", CREATE, *given)))
    for who in (ana, ben):
        who.round()
        assert [one["id"] for one in who.records.values() if one["kind"] == "task"] == [task]
        assert values(who, task, "what") == ["Call the office again"]
        assert sorted(values(who, task, "owner")) == sorted([ana.tablet.person, ben.tablet.person])
        assert values(who, task, "state") == ["requested"]


def test_a_stranger_makes_nothing_again(office: Office, clock: Clock) -> None:
    ana, stranger = at_work(office, clock), at_work(office, clock, "Cleo Park")
    patient, other = ana.new_patient(), stranger.new_patient()
    goal = derived(patient)
    assert ana.outcomes(ana.change(goal, patient, "goal", CREATE, set_op("target", "daily"))) == ["applied"]
    for whose in (patient, other):
        again = stranger.change(goal, whose, "goal", CREATE, set_op("target", "never"))
        assert [one.split(":")[0] for one in stranger.outcomes(again)] == ["quarantined"]
    ana.round()
    assert [head["value"] for head in ana.heads(goal, "target")] == ["daily"]
