// Written by `doorstep kinds export` from sync/kinds and sync/lifecycles. Do not edit.

export type VisitState = 'planned' | 'open' | 'ended' | 'signed' | 'received' | 'returned' | 'approved' | 'not-home' | 'cancelled';
export type VisitEvent = 'start' | 'end' | 'sign' | 'receive' | 'return' | 'recall' | 'approve' | 'not-home' | 'reopen' | 'cancel';

export type NeedState = 'suggested' | 'confirmed' | 'declined' | 'closed';
export type NeedEvent = 'confirm' | 'decline' | 'close' | 'reopen';

export type GoalState = 'proposed' | 'planned' | 'accepted' | 'active' | 'on-hold' | 'completed' | 'cancelled';
export type GoalEvent = 'plan' | 'accept' | 'activate' | 'hold' | 'complete' | 'cancel' | 'reopen';

export type InterventionState = 'planned' | 'active' | 'completed' | 'stopped';
export type InterventionEvent = 'start' | 'complete' | 'stop' | 'reopen';

export type PlanState = 'draft' | 'active' | 'completed' | 'revoked';
export type PlanEvent = 'activate' | 'complete' | 'revoke' | 'reopen';

export type ConferenceState = 'planned' | 'held' | 'closed' | 'called-off';
export type ConferenceEvent = 'hold' | 'close' | 'call-off' | 'reopen';

export type ReferralState = 'draft' | 'requested' | 'accepted' | 'rejected' | 'in-progress' | 'on-hold' | 'cancelled' | 'failed' | 'completed' | 'entered-in-error';
export type ReferralEvent = 'send' | 'accept' | 'reject' | 'start' | 'hold' | 'complete' | 'fail' | 'cancel' | 'void';

export type TransitionState = 'referred' | 'accepted' | 'declined' | 'planned' | 'left' | 'arrived' | 'closed' | 'fell-through' | 'called-off';
export type TransitionEvent = 'accept' | 'decline' | 'plan' | 'leave' | 'arrive' | 'close' | 'fall-through' | 'cancel' | 'reopen';

export type RemarkState = 'open' | 'accepted' | 'declined' | 'answered' | 'withdrawn';
export type RemarkEvent = 'accept' | 'decline' | 'answer' | 'undo' | 'reopen' | 'withdraw';

export type SafetyState = 'open' | 'acknowledged' | 'closed';
export type SafetyEvent = 'acknowledge' | 'close' | 'reopen';

export type DeadlineState = 'open' | 'met' | 'void';
export type DeadlineEvent = 'meet' | 'void' | 'reopen';

export type ConflictState = 'agreed' | 'differing';
export type ConflictEvent = 'differ' | 'agree';

export type TaskState = 'requested' | 'in-progress' | 'completed' | 'cancelled';
export type TaskEvent = 'start' | 'complete' | 'cancel' | 'reopen';

export type CoverageCheckState = 'open' | 'answered' | 'given-up' | 'closed';
export type CoverageCheckEvent = 'answer' | 'give-up' | 'close' | 'reopen';

export type TeachingState = 'open' | 'done' | 'stopped';
export type TeachingEvent = 'finish' | 'stop' | 'reopen';

export type FacilityOptionsState = 'open' | 'shown' | 'chosen' | 'placed' | 'ended';
export type FacilityOptionsEvent = 'show' | 'choose' | 'place' | 'end' | 'reopen';

export type EpisodeState = 'open' | 'closed';
export type EpisodeEvent = 'close' | 'reopen';

export type LifecycleName = 'visit' | 'need' | 'goal' | 'intervention' | 'plan' | 'conference' | 'referral' | 'transition' | 'remark' | 'safety' | 'deadline' | 'conflict' | 'task' | 'coverage-check' | 'teaching' | 'facility_options' | 'episode';

export interface LifecycleTable {
  readonly initial: string;
  /** State to words on the screen. */
  readonly states: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, string>>;
  /** Events that only the server sends. */
  readonly serverEvents: readonly string[];
  /** Events that say why. */
  readonly reasons: readonly string[];
  /** State x event to the next state; null where the event is not allowed. */
  readonly table: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}

export const LIFECYCLES: Readonly<Record<LifecycleName, LifecycleTable>> = {
  "visit": {
    "initial": "planned",
    "states": {
      "planned": "Planned",
      "open": "Visit open",
      "ended": "Ended, not signed",
      "signed": "Signed",
      "received": "Visit received",
      "returned": "Returned",
      "approved": "Approved",
      "not-home": "Patient not home",
      "cancelled": "Cancelled"
    },
    "events": {
      "start": "Start visit",
      "end": "End visit, sign later",
      "sign": "Sign and submit",
      "receive": "Visit received",
      "return": "Return",
      "recall": "Take back the return",
      "approve": "Approve",
      "not-home": "Patient not home",
      "reopen": "Open again",
      "cancel": "Cancel this visit"
    },
    "serverEvents": [
      "receive"
    ],
    "reasons": [],
    "table": {
      "planned": {
        "start": "open",
        "end": null,
        "sign": null,
        "receive": null,
        "return": null,
        "recall": null,
        "approve": null,
        "not-home": "not-home",
        "reopen": null,
        "cancel": "cancelled"
      },
      "open": {
        "start": null,
        "end": "ended",
        "sign": "signed",
        "receive": null,
        "return": null,
        "recall": null,
        "approve": null,
        "not-home": "not-home",
        "reopen": null,
        "cancel": "cancelled"
      },
      "ended": {
        "start": null,
        "end": null,
        "sign": "signed",
        "receive": null,
        "return": null,
        "recall": null,
        "approve": null,
        "not-home": null,
        "reopen": "open",
        "cancel": null
      },
      "signed": {
        "start": null,
        "end": null,
        "sign": null,
        "receive": "received",
        "return": "returned",
        "recall": null,
        "approve": null,
        "not-home": null,
        "reopen": null,
        "cancel": null
      },
      "received": {
        "start": null,
        "end": null,
        "sign": null,
        "receive": null,
        "return": "returned",
        "recall": null,
        "approve": "approved",
        "not-home": null,
        "reopen": null,
        "cancel": null
      },
      "returned": {
        "start": null,
        "end": null,
        "sign": "signed",
        "receive": null,
        "return": null,
        "recall": "received",
        "approve": null,
        "not-home": null,
        "reopen": null,
        "cancel": null
      },
      "approved": {
        "start": null,
        "end": null,
        "sign": null,
        "receive": null,
        "return": null,
        "recall": null,
        "approve": null,
        "not-home": null,
        "reopen": null,
        "cancel": null
      },
      "not-home": {
        "start": "open",
        "end": null,
        "sign": null,
        "receive": null,
        "return": null,
        "recall": null,
        "approve": null,
        "not-home": null,
        "reopen": "planned",
        "cancel": "cancelled"
      },
      "cancelled": {
        "start": "open",
        "end": null,
        "sign": null,
        "receive": null,
        "return": null,
        "recall": null,
        "approve": null,
        "not-home": null,
        "reopen": "planned",
        "cancel": null
      }
    }
  },
  "need": {
    "initial": "suggested",
    "states": {
      "suggested": "Suggested",
      "confirmed": "Confirmed",
      "declined": "Declined",
      "closed": "Closed"
    },
    "events": {
      "confirm": "Wants help now",
      "decline": "Not now",
      "close": "Close this need",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "suggested": {
        "confirm": "confirmed",
        "decline": "declined",
        "close": null,
        "reopen": null
      },
      "confirmed": {
        "confirm": null,
        "decline": "declined",
        "close": "closed",
        "reopen": null
      },
      "declined": {
        "confirm": "confirmed",
        "decline": null,
        "close": null,
        "reopen": "suggested"
      },
      "closed": {
        "confirm": null,
        "decline": null,
        "close": null,
        "reopen": "confirmed"
      }
    }
  },
  "goal": {
    "initial": "proposed",
    "states": {
      "proposed": "Proposed",
      "planned": "Planned",
      "accepted": "Agreed",
      "active": "Working on it",
      "on-hold": "On hold",
      "completed": "Finished",
      "cancelled": "Stopped"
    },
    "events": {
      "plan": "Plan this goal",
      "accept": "Agree this goal",
      "activate": "Start this goal",
      "hold": "Put on hold",
      "complete": "Finish this goal",
      "cancel": "Stop this goal",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "proposed": {
        "plan": "planned",
        "accept": "accepted",
        "activate": "active",
        "hold": "on-hold",
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "planned": {
        "plan": null,
        "accept": "accepted",
        "activate": "active",
        "hold": "on-hold",
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "accepted": {
        "plan": null,
        "accept": null,
        "activate": "active",
        "hold": "on-hold",
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "active": {
        "plan": null,
        "accept": null,
        "activate": null,
        "hold": "on-hold",
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "on-hold": {
        "plan": null,
        "accept": null,
        "activate": "active",
        "hold": null,
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "completed": {
        "plan": null,
        "accept": null,
        "activate": null,
        "hold": null,
        "complete": null,
        "cancel": null,
        "reopen": "active"
      },
      "cancelled": {
        "plan": null,
        "accept": null,
        "activate": null,
        "hold": null,
        "complete": null,
        "cancel": null,
        "reopen": "active"
      }
    }
  },
  "intervention": {
    "initial": "planned",
    "states": {
      "planned": "Planned",
      "active": "Under way",
      "completed": "Done",
      "stopped": "Stopped"
    },
    "events": {
      "start": "Start this action",
      "complete": "Done",
      "stop": "Stop this action",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "planned": {
        "start": "active",
        "complete": "completed",
        "stop": "stopped",
        "reopen": null
      },
      "active": {
        "start": null,
        "complete": "completed",
        "stop": "stopped",
        "reopen": null
      },
      "completed": {
        "start": null,
        "complete": null,
        "stop": null,
        "reopen": "active"
      },
      "stopped": {
        "start": null,
        "complete": null,
        "stop": null,
        "reopen": "planned"
      }
    }
  },
  "plan": {
    "initial": "draft",
    "states": {
      "draft": "Draft",
      "active": "Current plan",
      "completed": "Finished",
      "revoked": "Ended early"
    },
    "events": {
      "activate": "Agree this plan",
      "complete": "Finish this plan",
      "revoke": "End this plan",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "draft": {
        "activate": "active",
        "complete": "completed",
        "revoke": "revoked",
        "reopen": null
      },
      "active": {
        "activate": null,
        "complete": "completed",
        "revoke": "revoked",
        "reopen": null
      },
      "completed": {
        "activate": null,
        "complete": null,
        "revoke": null,
        "reopen": "active"
      },
      "revoked": {
        "activate": null,
        "complete": null,
        "revoke": null,
        "reopen": "active"
      }
    }
  },
  "conference": {
    "initial": "planned",
    "states": {
      "planned": "Planned",
      "held": "Being held",
      "closed": "Ended",
      "called-off": "Called off"
    },
    "events": {
      "hold": "Begin the conference",
      "close": "End the conference",
      "call-off": "Call it off",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "planned": {
        "hold": "held",
        "close": null,
        "call-off": "called-off",
        "reopen": null
      },
      "held": {
        "hold": null,
        "close": "closed",
        "call-off": null,
        "reopen": null
      },
      "closed": {
        "hold": null,
        "close": null,
        "call-off": null,
        "reopen": "held"
      },
      "called-off": {
        "hold": "held",
        "close": null,
        "call-off": null,
        "reopen": "planned"
      }
    }
  },
  "referral": {
    "initial": "draft",
    "states": {
      "draft": "Draft",
      "requested": "Requested",
      "accepted": "Accepted",
      "rejected": "Rejected",
      "in-progress": "In progress",
      "on-hold": "On hold",
      "cancelled": "Cancelled",
      "failed": "Failed",
      "completed": "Completed",
      "entered-in-error": "Entered in error"
    },
    "events": {
      "send": "Send this referral",
      "accept": "They accepted",
      "reject": "They declined",
      "start": "They started",
      "hold": "They paused",
      "complete": "It is done",
      "fail": "It could not be done",
      "cancel": "Cancel this referral",
      "void": "Recorded in error"
    },
    "serverEvents": [],
    "reasons": [
      "cancel",
      "fail",
      "hold",
      "reject"
    ],
    "table": {
      "draft": {
        "send": "requested",
        "accept": null,
        "reject": null,
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": "cancelled",
        "void": "entered-in-error"
      },
      "requested": {
        "send": null,
        "accept": "accepted",
        "reject": "rejected",
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": "cancelled",
        "void": "entered-in-error"
      },
      "accepted": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": "in-progress",
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": "cancelled",
        "void": "entered-in-error"
      },
      "rejected": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": null,
        "void": "entered-in-error"
      },
      "in-progress": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": null,
        "hold": "on-hold",
        "complete": "completed",
        "fail": "failed",
        "cancel": "cancelled",
        "void": "entered-in-error"
      },
      "on-hold": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": "in-progress",
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": "cancelled",
        "void": "entered-in-error"
      },
      "cancelled": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": null,
        "void": "entered-in-error"
      },
      "failed": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": null,
        "void": "entered-in-error"
      },
      "completed": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": null,
        "void": "entered-in-error"
      },
      "entered-in-error": {
        "send": null,
        "accept": null,
        "reject": null,
        "start": null,
        "hold": null,
        "complete": null,
        "fail": null,
        "cancel": null,
        "void": null
      }
    }
  },
  "transition": {
    "initial": "referred",
    "states": {
      "referred": "Referred",
      "accepted": "Accepted",
      "declined": "Declined",
      "planned": "Planned",
      "left": "Left",
      "arrived": "Arrived",
      "closed": "Closed",
      "fell-through": "Fell through",
      "called-off": "Called off"
    },
    "events": {
      "accept": "Record acceptance",
      "decline": "Record refusal",
      "plan": "Set the plan",
      "leave": "Record leaving",
      "arrive": "Record arrival",
      "close": "Close this transition",
      "fall-through": "It fell through",
      "cancel": "Call it off",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "referred": {
        "accept": "accepted",
        "decline": "declined",
        "plan": null,
        "leave": "left",
        "arrive": null,
        "close": null,
        "fall-through": "fell-through",
        "cancel": "called-off",
        "reopen": null
      },
      "accepted": {
        "accept": null,
        "decline": null,
        "plan": "planned",
        "leave": "left",
        "arrive": null,
        "close": null,
        "fall-through": "fell-through",
        "cancel": "called-off",
        "reopen": null
      },
      "declined": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": null,
        "arrive": null,
        "close": null,
        "fall-through": null,
        "cancel": null,
        "reopen": "referred"
      },
      "planned": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": "left",
        "arrive": "arrived",
        "close": null,
        "fall-through": "fell-through",
        "cancel": "called-off",
        "reopen": null
      },
      "left": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": null,
        "arrive": "arrived",
        "close": "closed",
        "fall-through": "fell-through",
        "cancel": null,
        "reopen": null
      },
      "arrived": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": null,
        "arrive": null,
        "close": "closed",
        "fall-through": null,
        "cancel": null,
        "reopen": null
      },
      "closed": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": null,
        "arrive": null,
        "close": null,
        "fall-through": null,
        "cancel": null,
        "reopen": "arrived"
      },
      "fell-through": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": null,
        "arrive": null,
        "close": null,
        "fall-through": null,
        "cancel": null,
        "reopen": "referred"
      },
      "called-off": {
        "accept": null,
        "decline": null,
        "plan": null,
        "leave": null,
        "arrive": null,
        "close": null,
        "fall-through": null,
        "cancel": null,
        "reopen": "referred"
      }
    }
  },
  "remark": {
    "initial": "open",
    "states": {
      "open": "Open",
      "accepted": "Accepted",
      "declined": "Declined",
      "answered": "Answered in words",
      "withdrawn": "Taken back"
    },
    "events": {
      "accept": "Accept",
      "decline": "Decline",
      "answer": "Answer in words",
      "undo": "Undo this answer",
      "reopen": "Ask again",
      "withdraw": "Take this remark back"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "open": {
        "accept": "accepted",
        "decline": "declined",
        "answer": "answered",
        "undo": null,
        "reopen": null,
        "withdraw": "withdrawn"
      },
      "accepted": {
        "accept": null,
        "decline": "declined",
        "answer": "answered",
        "undo": "open",
        "reopen": "open",
        "withdraw": null
      },
      "declined": {
        "accept": "accepted",
        "decline": null,
        "answer": "answered",
        "undo": "open",
        "reopen": "open",
        "withdraw": "withdrawn"
      },
      "answered": {
        "accept": "accepted",
        "decline": "declined",
        "answer": null,
        "undo": "open",
        "reopen": "open",
        "withdraw": "withdrawn"
      },
      "withdrawn": {
        "accept": null,
        "decline": null,
        "answer": null,
        "undo": null,
        "reopen": "open",
        "withdraw": null
      }
    }
  },
  "safety": {
    "initial": "open",
    "states": {
      "open": "Open",
      "acknowledged": "Acknowledged",
      "closed": "Closed"
    },
    "events": {
      "acknowledge": "Acknowledge",
      "close": "Close",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "open": {
        "acknowledge": "acknowledged",
        "close": null,
        "reopen": null
      },
      "acknowledged": {
        "acknowledge": null,
        "close": "closed",
        "reopen": "open"
      },
      "closed": {
        "acknowledge": null,
        "close": null,
        "reopen": "open"
      }
    }
  },
  "deadline": {
    "initial": "open",
    "states": {
      "open": "Open",
      "met": "Done",
      "void": "No longer applies"
    },
    "events": {
      "meet": "Done",
      "void": "No longer applies",
      "reopen": "Open again"
    },
    "serverEvents": [
      "meet",
      "reopen",
      "void"
    ],
    "reasons": [],
    "table": {
      "open": {
        "meet": "met",
        "void": "void",
        "reopen": null
      },
      "met": {
        "meet": null,
        "void": "void",
        "reopen": "open"
      },
      "void": {
        "meet": "met",
        "void": null,
        "reopen": "open"
      }
    }
  },
  "conflict": {
    "initial": "agreed",
    "states": {
      "agreed": "Decided",
      "differing": "Different answers"
    },
    "events": {
      "differ": "The field has several heads",
      "agree": "The field has one head"
    },
    "serverEvents": [
      "agree",
      "differ"
    ],
    "reasons": [],
    "table": {
      "agreed": {
        "differ": "differing",
        "agree": null
      },
      "differing": {
        "differ": "differing",
        "agree": "agreed"
      }
    }
  },
  "task": {
    "initial": "requested",
    "states": {
      "requested": "To do",
      "in-progress": "Under way",
      "completed": "Done",
      "cancelled": "Not needed"
    },
    "events": {
      "start": "Start this task",
      "complete": "Mark as done",
      "cancel": "Mark as not needed",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "requested": {
        "start": "in-progress",
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "in-progress": {
        "start": null,
        "complete": "completed",
        "cancel": "cancelled",
        "reopen": null
      },
      "completed": {
        "start": null,
        "complete": null,
        "cancel": null,
        "reopen": "requested"
      },
      "cancelled": {
        "start": null,
        "complete": null,
        "cancel": null,
        "reopen": "requested"
      }
    }
  },
  "coverage-check": {
    "initial": "open",
    "states": {
      "open": "Asking",
      "answered": "Answered",
      "given-up": "Stopped",
      "closed": "Closed"
    },
    "events": {
      "answer": "Use this answer",
      "give-up": "Stop asking",
      "close": "Close this ask",
      "reopen": "Ask again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "open": {
        "answer": "answered",
        "give-up": "given-up",
        "close": "closed",
        "reopen": null
      },
      "answered": {
        "answer": "answered",
        "give-up": "answered",
        "close": "closed",
        "reopen": "open"
      },
      "given-up": {
        "answer": "answered",
        "give-up": null,
        "close": "closed",
        "reopen": "open"
      },
      "closed": {
        "answer": "closed",
        "give-up": "closed",
        "close": null,
        "reopen": "open"
      }
    }
  },
  "teaching": {
    "initial": "open",
    "states": {
      "open": "Begun",
      "done": "Done",
      "stopped": "Stopped"
    },
    "events": {
      "finish": "Finish this teaching",
      "stop": "Stop this teaching",
      "reopen": "Open again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "open": {
        "finish": "done",
        "stop": "stopped",
        "reopen": null
      },
      "done": {
        "finish": null,
        "stop": null,
        "reopen": "open"
      },
      "stopped": {
        "finish": null,
        "stop": null,
        "reopen": "open"
      }
    }
  },
  "facility_options": {
    "initial": "open",
    "states": {
      "open": "Looking",
      "shown": "Shown, no choice yet",
      "chosen": "Chosen",
      "placed": "A place is agreed",
      "ended": "Ended without a place"
    },
    "events": {
      "show": "Show the options",
      "choose": "Record the choice",
      "place": "Record the place",
      "end": "End without a place",
      "reopen": "Look again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "open": {
        "show": "shown",
        "choose": null,
        "place": null,
        "end": "ended",
        "reopen": null
      },
      "shown": {
        "show": "shown",
        "choose": "chosen",
        "place": null,
        "end": "ended",
        "reopen": null
      },
      "chosen": {
        "show": "shown",
        "choose": "chosen",
        "place": "placed",
        "end": "ended",
        "reopen": "open"
      },
      "placed": {
        "show": null,
        "choose": null,
        "place": null,
        "end": null,
        "reopen": "open"
      },
      "ended": {
        "show": null,
        "choose": null,
        "place": null,
        "end": null,
        "reopen": "open"
      }
    }
  },
  "episode": {
    "initial": "open",
    "states": {
      "open": "In our care",
      "closed": "Care has ended"
    },
    "events": {
      "close": "Close care",
      "reopen": "Open care again"
    },
    "serverEvents": [],
    "reasons": [],
    "table": {
      "open": {
        "close": "closed",
        "reopen": null
      },
      "closed": {
        "close": null,
        "reopen": "open"
      }
    }
  }
};

/** Visit states in which a plain edit of what the visit seals becomes an addendum. */
export const SEALED: readonly VisitState[] = ["approved", "received", "signed"];
