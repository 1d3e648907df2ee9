// Written by `doorstep kinds export` from sync/deadlines. Do not edit.

export type DeadlineRule = 'initial-visit' | 'comprehensive-assessment' | 'recertification' | 'resumption-visit' | 'discharge-summary' | 'transfer-summary' | 'plan-review' | 'referral-answer' | 'unagreed-sharing' | 'coverage-check' | 'call-back' | 'visit-signed' | 'returned-visit' | 'urgent-need' | 'contact-due' | 'transition-step' | 'transition-next' | 'transition-contact' | 'silent-tablet';

export interface DeadlineWords {
  readonly title: string;
  /** The same behind a clock. */
  readonly short: string;
  /** What its time is counted from. */
  readonly counted: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** `regulation` only where the text of the rule was checked. */
  readonly basis: string;
}

export const DEADLINE_RULES: Readonly<Record<DeadlineRule, DeadlineWords>> = {
  "initial-visit": {
    "title": "First visit within 48 h of referral or of going home, or on the ordered day",
    "short": "first visit within 48 h",
    "counted": "Referral, return home or ordered day",
    "source": "42 CFR 484.55(a)(1)",
    "basis": "regulation"
  },
  "comprehensive-assessment": {
    "title": "Comprehensive assessment within 5 days of start of care",
    "short": "assessment within 5 days",
    "counted": "Start of care",
    "source": "42 CFR 484.55(b)(1)",
    "basis": "regulation"
  },
  "recertification": {
    "title": "Recertification in the last 5 days of each 60",
    "short": "recertification",
    "counted": "Start of care",
    "source": "Agency policy after 42 CFR 484.55(d)(1); its text was not checked",
    "basis": "policy"
  },
  "resumption-visit": {
    "title": "Visit within 48 h of coming home from a hospital stay of 24 h or more",
    "short": "visit after hospital within 48 h",
    "counted": "Return from hospital",
    "source": "42 CFR 484.55(d)(2)",
    "basis": "regulation"
  },
  "discharge-summary": {
    "title": "Discharge summary within 5 business days",
    "short": "discharge summary",
    "counted": "Discharge",
    "source": "42 CFR 484.110(a)(6)(i)",
    "basis": "regulation"
  },
  "transfer-summary": {
    "title": "Transfer summary within 2 business days",
    "short": "transfer summary",
    "counted": "Transfer, or the day on which it became known",
    "source": "42 CFR 484.110(a)(6)(ii) and (iii)",
    "basis": "regulation"
  },
  "plan-review": {
    "title": "Plan of care reviewed every 60 days",
    "short": "plan of care reviewed",
    "counted": "Last review of the plan",
    "source": "Agency policy after 42 CFR 484.60(c)(1); its text was not checked",
    "basis": "policy"
  },
  "referral-answer": {
    "title": "Referral answered in time",
    "short": "referral answered",
    "counted": "Since the referral stands in its state",
    "source": "Agency policy",
    "basis": "policy"
  },
  "unagreed-sharing": {
    "title": "Sending without the patient's agreement answered for",
    "short": "sent without an agreement",
    "counted": "When it was sent",
    "source": "Agency policy",
    "basis": "policy"
  },
  "coverage-check": {
    "title": "Insurance answer still good",
    "short": "insurance asked again",
    "counted": "Answer good until, or day of the call",
    "source": "Agency policy",
    "basis": "policy"
  },
  "call-back": {
    "title": "Office called again if it did not call back",
    "short": "office calls back",
    "counted": "Promised by the office",
    "source": "Agency policy",
    "basis": "policy"
  },
  "visit-signed": {
    "title": "Visit that ended signed and sent in",
    "short": "visit signed",
    "counted": "End of the visit",
    "source": "Agency policy",
    "basis": "policy"
  },
  "returned-visit": {
    "title": "Returned visit answered",
    "short": "returned visit answered",
    "counted": "Return by the office",
    "source": "Agency policy",
    "basis": "policy"
  },
  "urgent-need": {
    "title": "Urgent need or message acknowledged",
    "short": "urgent need or message acknowledged",
    "counted": "When it was raised",
    "source": "Agency policy",
    "basis": "policy"
  },
  "contact-due": {
    "title": "In touch with the patient within the planned interval",
    "short": "patient contacted",
    "counted": "Last contact that reached the patient or family, else start of care here",
    "source": "Agency policy",
    "basis": "policy"
  },
  "transition-step": {
    "title": "Open transition with a next step and somebody whose it is",
    "short": "transition needs a next step",
    "counted": "Since one of the two is missing",
    "source": "Agency policy",
    "basis": "policy"
  },
  "transition-next": {
    "title": "Next step of a transition done",
    "short": "next step of a transition",
    "counted": "Day set for the next step",
    "source": "Agency policy",
    "basis": "policy"
  },
  "transition-contact": {
    "title": "Contact after a move: in the first days, at 7, 14 and 30 days",
    "short": "contact after a move",
    "counted": "Arrival",
    "source": "Agency policy",
    "basis": "policy"
  },
  "silent-tablet": {
    "title": "Tablet with unsent work in touch",
    "short": "tablet in touch",
    "counted": "Last contact of the tablet",
    "source": "Agency policy",
    "basis": "policy"
  }
};
