"""Every lifecycle by name."""

from collections.abc import Mapping

from sync.lifecycles.conference import CONFERENCE
from sync.lifecycles.conflict import CONFLICT
from sync.lifecycles.coverage_check import COVERAGE_CHECK
from sync.lifecycles.deadline import DEADLINE
from sync.lifecycles.episode import EPISODE
from sync.lifecycles.facility_options import FACILITY_OPTIONS
from sync.lifecycles.goal import GOAL
from sync.lifecycles.intervention import INTERVENTION
from sync.lifecycles.need import NEED
from sync.lifecycles.plan import PLAN
from sync.lifecycles.referral import REFERRAL
from sync.lifecycles.remark import REMARK
from sync.lifecycles.safety import SAFETY
from sync.lifecycles.table import NO, Lifecycle
from sync.lifecycles.task import TASK
from sync.lifecycles.teaching import TEACHING
from sync.lifecycles.transition import TRANSITION
from sync.lifecycles.visit import SEALED, VISIT

LIFECYCLES: Mapping[str, Lifecycle] = {
    table.name: table
    for table in (
        VISIT,
        NEED,
        GOAL,
        INTERVENTION,
        PLAN,
        CONFERENCE,
        REFERRAL,
        TRANSITION,
        REMARK,
        SAFETY,
        DEADLINE,
        CONFLICT,
        TASK,
        COVERAGE_CHECK,
        TEACHING,
        FACILITY_OPTIONS,
        EPISODE,
    )
}

__all__ = ["LIFECYCLES", "NO", "SEALED", "Lifecycle"]
