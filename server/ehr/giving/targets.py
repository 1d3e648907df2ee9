"""Every kind: how it is given out as FHIR R4, or why it is not. The one table; a test holds it to be whole.

Targets follow the project's field list (`06-records`), where it names an element of R4.
"""

from collections.abc import Mapping
from typing import Final

from server.ehr.giving import clinical, moves, people, planning, visits, work
from server.ehr.giving.target import Target

TARGETS: Final[Mapping[str, Target]] = {
    "patient": people.PATIENT,
    "contact": people.CONTACT,
    "coverage": people.COVERAGE,
    "consent": people.CONSENT,
    "condition": clinical.CONDITION,
    "allergy": clinical.ALLERGY,
    "medication": clinical.MEDICATION,
    "need": clinical.NEED_TARGET,
    "goal": clinical.GOAL,
    "event": clinical.EVENT,
    "episode": people.EPISODE,
    "safety": clinical.SAFETY,
    "visit": visits.VISIT,
    "assessment": visits.ASSESSMENT,
    "note": visits.NOTE,
    "attachment": visits.ATTACHMENT,
    "plan": planning.PLAN,
    "plan_version": planning.VERSION,
    "intervention": planning.INTERVENTION,
    "conference": planning.CONFERENCE,
    "referral": work.REFERRAL,
    "task": work.TASK,
    "coverage-check": work.CHECK,
    "teaching": work.TEACHING,
    "message": work.MESSAGE,
    "contact_log": work.CONTACT_LOG,
    "transition": moves.TRANSITION,
    "facility_options": work.OPTIONS,
}

_OF_THE_AGENCY: Final = "of the agency, not of a patient"
LEFT: Final[Mapping[str, str]] = {
    "deadline": "worked out from records that are given; who was told is the office's own watch",
    "conflict": "worked out from records; different answers stand in them as not settled",
    "chart_read": "an entry of the audit, which is kept here",
    "remark": "the office's review of a visit before it is approved",
    "person": "given as Practitioner, with the name alone, where somebody is named",
    "agency": _OF_THE_AGENCY,
    "form": _OF_THE_AGENCY,
    "needs_table": _OF_THE_AGENCY,
    "directory": _OF_THE_AGENCY,
    "facility_overlay": _OF_THE_AGENCY,
    "place-answers": _OF_THE_AGENCY,
    "coverage-answer": "of the agency, not of a patient; the answer that counts stands in the insurance call",
    "material": "of the agency, not of a patient; what was given of it is named in the teaching",
    "setting_pack": "of the agency, not of a patient; the codes of hers stand beside her record",
}

_PASSKEY: Final = "bytes by which this server checked the signature; its hash, moment and signer are given"
PARTS_LEFT: Final[Mapping[str, str]] = {
    **{
        f"{kind}.signature.{part}": _PASSKEY
        for kind in ("visit", "plan_version")
        for part in ("credential", "authenticatorData", "clientDataJSON", "signature", "deviceSignature")
    },
    "visit.approvals.signature": _PASSKEY,
    "visit.approvals.round": "of the office's own review",
    "visit.approvals.version": "of this server's own count",
    "visit.approvals.among": "hashes of other visits that were approved by the same touch",
}
"""Parts of values that are given without them."""
