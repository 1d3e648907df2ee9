"""The steps that a schedule is made of, by name."""

from collections.abc import Callable, Mapping
from random import Random

from server.simulation import mishaps, people
from server.simulation.world import World

Step = Callable[[World, Random], None]

STEPS: Mapping[str, Step] = {
    "work": people.work,
    "write": people.write,
    "build on": people.build_on,
    "at odds": people.at_odds,
    "open": people.open_form,
    "type": people.type_on,
    "intend": people.intend,
    "visit": people.visit,
    "decide": people.decide,
    "patient": people.patient,
    "office": people.office,
    "look twice": people.look_twice,
    "sync": mishaps.sync,
    "round": mishaps.rounds,
    "hop": mishaps.hop,
    "faulty": mishaps.faulty,
    "overlap": mishaps.overlap,
    "arrive": mishaps.arrive,
    "spoil": mishaps.spoil,
    "reorder": mishaps.reorder,
    "stumble": mishaps.stumble,
    "judge held": mishaps.judge_held,
    "crash": mishaps.crash,
    "disk": mishaps.disk,
    "skew": mishaps.skew,
    "back-up": mishaps.back_up,
    "go-back": mishaps.go_back,
    "clone": mishaps.clone,
    "grant": mishaps.grant,
    "withdraw": mishaps.withdraw,
    "away": mishaps.away,
    "revoke": mishaps.revoke,
    "save-server": mishaps.save_server,
    "restore-server": mishaps.restore_server,
    "rest": mishaps.rest,
}
