"""When something must be done: rules over dates, and what a chart says to them. Pure: no clock of its own.

`calendar` knows the agency's days, `rules` names each rule with its source, `windows` computes one rule from
its dates, `chart` finds those dates in a chart's records, `escalation` says who hears of it and when. The
tablet has the same in `pwa/src/domain/deadlines*.ts`; `tests/vectors/deadlines*.json` hold both to it.

Which facts feed a rule today:

| rule | fed by |
|---|---|
| initial-visit | patient `referralReceived`, `returnedHome`, `orderedStart`; met by the first visit begun |
| comprehensive-assessment | patient `startOfCare`, else the first start-of-care visit; met by its signature |
| recertification | the same start of care; met by the start of a visit of type `recertification` |
| resumption-visit | patient `stays`; met by the first visit begun after the return home |
| plan-review | plan `reviewed`, else since when it is the current plan; moves on with each review |
| visit-signed | a visit that was ended to be signed later, `endedAt`; met by its signature |
| returned-visit | visit `returns`; met when the visit is no longer returned |
| urgent-need | safety events until acknowledged; urgent needs until the office decided their visit |
| urgent-need | urgent messages until somebody else than their author saw them |
| coverage-check | an ask's `chosen` answer, until it is asked again or the ask is closed |
| call-back | calls of an ask that an office promised to return; met by the next call there, or an answer |
| contact-due | calls and meetings that reached patient or family, visits begun; else the start of care |
| silent-tablet | no chart: what a tablet told last, by `server/deadlines/silent_tablets.py` |
| discharge-summary | patient `discharged`; met by the first discharge summary sent since |
| transfer-summary | a transition out of our care to a facility; met by the transfer summary that it sent |
| transition-step | an open transition without next step or owner; met when it has both |
| transition-next | the day set for a transition's next step; gone with the step |
| transition-contact | a transition's arrival; met by a contact that reached somebody |
| referral-answer | nothing yet: no kind records these |
"""
