"""Every kind by name; one file a kind."""

from collections.abc import Mapping

from sync.kinds.agency import AGENCY
from sync.kinds.allergy import ALLERGY
from sync.kinds.assessment import ASSESSMENT
from sync.kinds.attachment import ATTACHMENT
from sync.kinds.chart_read import CHART_READ
from sync.kinds.condition import CONDITION
from sync.kinds.conference import CONFERENCE
from sync.kinds.conflict import CONFLICT
from sync.kinds.consent import CONSENT
from sync.kinds.contact import CONTACT
from sync.kinds.contact_log import CONTACT_LOG
from sync.kinds.coverage import COVERAGE
from sync.kinds.coverage_answer import COVERAGE_ANSWER
from sync.kinds.coverage_check import COVERAGE_CHECK
from sync.kinds.deadline import DEADLINE
from sync.kinds.directory import DIRECTORY
from sync.kinds.episode import EPISODE
from sync.kinds.event import EVENT
from sync.kinds.facility_options import FACILITY_OPTIONS
from sync.kinds.facility_overlay import FACILITY_OVERLAY
from sync.kinds.form import FORM
from sync.kinds.goal import GOAL
from sync.kinds.intervention import INTERVENTION
from sync.kinds.kind import ALIVE, ALIVE_NAME, Kind, Lane
from sync.kinds.material import MATERIAL
from sync.kinds.medication import MEDICATION
from sync.kinds.message import MESSAGE
from sync.kinds.need import NEED
from sync.kinds.needs_table import NEEDS_TABLE
from sync.kinds.note import NOTE
from sync.kinds.patient import PATIENT
from sync.kinds.person import PERSON
from sync.kinds.place_answers import PLACE_ANSWERS
from sync.kinds.plan import PLAN
from sync.kinds.plan_version import PLAN_VERSION
from sync.kinds.referral import REFERRAL
from sync.kinds.remark import REMARK
from sync.kinds.safety import SAFETY
from sync.kinds.setting_pack import SETTING_PACK
from sync.kinds.task import TASK
from sync.kinds.teaching import TEACHING
from sync.kinds.transition import TRANSITION
from sync.kinds.visit import VISIT

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        PATIENT,
        CONTACT,
        COVERAGE,
        COVERAGE_CHECK,
        CONDITION,
        ALLERGY,
        MEDICATION,
        VISIT,
        ASSESSMENT,
        NEED,
        GOAL,
        INTERVENTION,
        PLAN,
        REFERRAL,
        CONSENT,
        PLAN_VERSION,
        CONFERENCE,
        NOTE,
        ATTACHMENT,
        TRANSITION,
        REMARK,
        TASK,
        FACILITY_OPTIONS,
        SAFETY,
        TEACHING,
        MESSAGE,
        CONTACT_LOG,
        EVENT,
        EPISODE,
        DEADLINE,
        CONFLICT,
        CHART_READ,
        AGENCY,
        PERSON,
        FORM,
        NEEDS_TABLE,
        DIRECTORY,
        FACILITY_OVERLAY,
        COVERAGE_ANSWER,
        PLACE_ANSWERS,
        MATERIAL,
        SETTING_PACK,
    )
}

__all__ = ["ALIVE", "ALIVE_NAME", "KINDS", "Kind", "Lane"]
