// Written by `doorstep kinds export` from sync/kinds and sync/lifecycles. Do not edit.

export const SCHEMA_VERSION = 1;

export type Rule = 'latest' | 'review' | 'text' | 'once' | 'union' | 'rows' | 'append' | 'lifecycle';
export type KindName = 'patient' | 'contact' | 'coverage' | 'coverage-check' | 'condition' | 'allergy' | 'medication' | 'visit' | 'assessment' | 'need' | 'goal' | 'intervention' | 'plan' | 'referral' | 'consent' | 'plan_version' | 'conference' | 'note' | 'attachment' | 'transition' | 'remark' | 'task' | 'facility_options' | 'safety' | 'teaching' | 'message' | 'contact_log' | 'event' | 'episode' | 'deadline' | 'conflict' | 'chart_read' | 'agency' | 'person' | 'form' | 'needs_table' | 'directory' | 'facility_overlay' | 'coverage-answer' | 'place-answers' | 'material' | 'setting_pack';

export interface FieldTable {
  readonly type: string;
  readonly label: string;
  readonly rule: Rule;
  /** Concurrency group: `saw` of a field in it lists every head of the group that was on the screen. */
  readonly group?: string;
  readonly lifecycle?: string;
  /** Of rows: each part of a row by its name, at `field/rowId/part`. */
  readonly parts?: Readonly<Record<string, FieldTable>>;
  /** Of a composite or an entry: the words of each part that is a code. */
  readonly codes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Only the server writes it. */
  readonly server?: boolean;
  /** Code to words on the screen, in order. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface KindTable {
  readonly title: string;
  readonly schema: number;
  readonly lane: 'urgent' | 'visit' | 'normal';
  /** A change that sets this flag travels in the urgent lane. */
  readonly urgentField?: string;
  /** Two people may make the same one of another record: its id follows from that. */
  readonly derived?: boolean;
  /** Signing the visit seals it. */
  readonly seals: boolean;
  readonly library: boolean;
  readonly readonly: boolean;
  readonly projection: boolean;
  readonly auditOnly: boolean;
  /** Whether a person may delete such a record. */
  readonly deletable: boolean;
  readonly fields: Readonly<Record<string, FieldTable>>;
  /** Prefix to table: `answers` serves every `answers/<linkId>`. */
  readonly dynamic: Readonly<Record<string, FieldTable>>;
}

export const KINDS: Readonly<Record<KindName, KindTable>> = {
  "patient": {
    "title": "Patient",
    "schema": 2,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "name": {
        "type": "PersonName",
        "label": "Name",
        "rule": "review"
      },
      "birthDate": {
        "type": "date",
        "label": "Born",
        "rule": "review"
      },
      "sex": {
        "type": "code",
        "label": "Sex",
        "rule": "latest",
        "choices": {
          "female": "Female",
          "male": "Male",
          "other": "Other",
          "unknown": "Not known"
        }
      },
      "mrn": {
        "type": "text",
        "label": "MRN",
        "rule": "latest"
      },
      "address": {
        "type": "Address",
        "label": "Address",
        "rule": "latest"
      },
      "phones": {
        "type": "Phone[]",
        "label": "Phones",
        "rule": "rows",
        "parts": {
          "value": {
            "type": "text",
            "label": "Number",
            "rule": "latest"
          },
          "use": {
            "type": "text",
            "label": "Home, mobile, work",
            "rule": "latest"
          },
          "rank": {
            "type": "integer",
            "label": "Order",
            "rule": "latest"
          },
          "bestTime": {
            "type": "text",
            "label": "Best time",
            "rule": "latest"
          },
          "mayLeaveMessage": {
            "type": "flag",
            "label": "May leave a message",
            "rule": "latest"
          }
        }
      },
      "language": {
        "type": "Language",
        "label": "Language",
        "rule": "latest"
      },
      "codeStatus": {
        "type": "CodeStatus",
        "label": "Code status",
        "rule": "review",
        "codes": {
          "code": {
            "full": "Full code",
            "dnr": "DNR",
            "dni": "DNI",
            "dnr-dni": "DNR and DNI",
            "unknown": "Not known"
          }
        }
      },
      "identifiers": {
        "type": "Identifier[]",
        "label": "Numbers",
        "rule": "union"
      },
      "deceased": {
        "type": "partial-date",
        "label": "Died",
        "rule": "latest"
      },
      "referralReceived": {
        "type": "moment",
        "label": "Referral received",
        "rule": "latest"
      },
      "returnedHome": {
        "type": "moment",
        "label": "Returned home",
        "rule": "latest"
      },
      "orderedStart": {
        "type": "date",
        "label": "Ordered start of care",
        "rule": "latest"
      },
      "startOfCare": {
        "type": "date",
        "label": "Start of care",
        "rule": "latest"
      },
      "discharged": {
        "type": "date",
        "label": "Discharged",
        "rule": "latest"
      },
      "closedReason": {
        "type": "code",
        "label": "Why care ended",
        "rule": "review",
        "choices": {
          "goals-met": "Goals met",
          "moved-care": "Care moved to somebody else",
          "moved-away": "Moved away",
          "declined": "Patient declined care",
          "lost": "Could not be reached",
          "not-eligible": "No longer eligible",
          "died": "Died",
          "other": "Other"
        }
      },
      "handedTo": {
        "type": "text",
        "label": "Handed to",
        "rule": "latest"
      },
      "handOver": {
        "type": "prose",
        "label": "Hand-over",
        "rule": "text"
      },
      "satisfaction": {
        "type": "integer",
        "label": "Satisfied, 1 to 5",
        "rule": "latest"
      },
      "contactEvery": {
        "type": "integer",
        "label": "Contact every so many days",
        "rule": "latest"
      },
      "settings": {
        "type": "text[]",
        "label": "Settings of care",
        "rule": "union"
      },
      "stays": {
        "type": "Stay[]",
        "label": "Hospital stays",
        "rule": "rows",
        "parts": {
          "facility": {
            "type": "text",
            "label": "Hospital",
            "rule": "latest"
          },
          "admitted": {
            "type": "moment",
            "label": "Admitted",
            "rule": "latest"
          },
          "returnedHome": {
            "type": "moment",
            "label": "Returned home",
            "rule": "latest"
          }
        }
      },
      "photoConsent": {
        "type": "flag",
        "label": "Agreed to photos",
        "rule": "once"
      },
      "about": {
        "type": "prose",
        "label": "About this person",
        "rule": "text"
      }
    },
    "dynamic": {}
  },
  "contact": {
    "title": "Contact",
    "schema": 2,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "name": {
        "type": "PersonName",
        "label": "Name",
        "rule": "latest"
      },
      "relation": {
        "type": "text",
        "label": "Relation",
        "rule": "latest"
      },
      "role": {
        "type": "text",
        "label": "Role",
        "rule": "latest"
      },
      "phones": {
        "type": "Phone[]",
        "label": "Phones",
        "rule": "rows",
        "parts": {
          "value": {
            "type": "text",
            "label": "Number",
            "rule": "latest"
          },
          "use": {
            "type": "text",
            "label": "Home, mobile, work",
            "rule": "latest"
          },
          "rank": {
            "type": "integer",
            "label": "Order",
            "rule": "latest"
          },
          "bestTime": {
            "type": "text",
            "label": "Best time",
            "rule": "latest"
          },
          "mayLeaveMessage": {
            "type": "flag",
            "label": "May leave a message",
            "rule": "latest"
          }
        }
      },
      "email": {
        "type": "text",
        "label": "E-mail",
        "rule": "latest"
      },
      "preferred": {
        "type": "code",
        "label": "Prefers",
        "rule": "latest",
        "choices": {
          "phone": "Phone",
          "text": "Text message",
          "email": "E-mail",
          "mail": "Mail",
          "in-person": "In person"
        }
      },
      "address": {
        "type": "Address",
        "label": "Address",
        "rule": "latest"
      },
      "legalRepresentative": {
        "type": "text",
        "label": "Legal representative",
        "rule": "review"
      },
      "consent": {
        "type": "text",
        "label": "Agreed to share",
        "rule": "review"
      },
      "helpsWith": {
        "type": "text",
        "label": "Helps with",
        "rule": "latest"
      },
      "willing": {
        "type": "code",
        "label": "Willing",
        "rule": "review",
        "choices": {
          "yes": "Yes",
          "some": "For some of it",
          "no": "No"
        }
      },
      "able": {
        "type": "code",
        "label": "Able",
        "rule": "review",
        "choices": {
          "yes": "Yes",
          "after-teaching": "After teaching",
          "no": "No"
        }
      },
      "hours": {
        "type": "text",
        "label": "Days and hours",
        "rule": "latest"
      },
      "backup": {
        "type": "text",
        "label": "If this person can't come",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "coverage": {
    "title": "Insurance",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "payer": {
        "type": "text",
        "label": "Payer",
        "rule": "latest"
      },
      "plan": {
        "type": "text",
        "label": "Plan",
        "rule": "latest"
      },
      "product": {
        "type": "code",
        "label": "Product",
        "rule": "latest",
        "choices": {
          "hmo": "HMO",
          "ppo": "PPO",
          "ma": "Medicare Advantage",
          "mco": "Medicaid managed care",
          "ffs": "Fee for service",
          "other": "Other"
        }
      },
      "group": {
        "type": "text",
        "label": "Group number",
        "rule": "latest"
      },
      "memberId": {
        "type": "text",
        "label": "Member ID",
        "rule": "latest"
      },
      "type": {
        "type": "Coding",
        "label": "Type",
        "rule": "latest"
      },
      "period": {
        "type": "Period",
        "label": "In force",
        "rule": "latest"
      },
      "order": {
        "type": "integer",
        "label": "Order",
        "rule": "latest"
      },
      "status": {
        "type": "text",
        "label": "Status",
        "rule": "latest"
      },
      "medicaid": {
        "type": "Medicaid",
        "label": "Medicaid",
        "rule": "review",
        "codes": {
          "status": {
            "none": "None",
            "pending": "Pending",
            "active": "Active",
            "spend-down": "Spend-down"
          }
        }
      },
      "eligibility": {
        "type": "entries",
        "label": "In force, checked",
        "rule": "append",
        "codes": {
          "how": {
            "portal": "Payer's website",
            "phone": "By phone",
            "card": "Card seen",
            "letter": "Letter or paper seen",
            "other": "Other way"
          },
          "result": {
            "active": "In force",
            "not-active": "Not in force",
            "unclear": "Could not tell"
          }
        }
      }
    },
    "dynamic": {}
  },
  "coverage-check": {
    "title": "Insurance call",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "coverage-check"
      },
      "coverage": {
        "type": "reference",
        "label": "Insurance",
        "rule": "latest"
      },
      "plan": {
        "type": "InsurancePlan",
        "label": "Plan asked about",
        "rule": "review",
        "codes": {
          "product": {
            "hmo": "HMO",
            "ppo": "PPO",
            "ma": "Medicare Advantage",
            "mco": "Medicaid managed care",
            "ffs": "Fee for service",
            "other": "Other"
          }
        }
      },
      "specialty": {
        "type": "code",
        "label": "Specialty or service",
        "rule": "review",
        "choices": {
          "primary-care": "Primary care",
          "cardiology": "Heart (cardiology)",
          "pulmonology": "Lungs (pulmonology)",
          "endocrinology": "Diabetes and hormones (endocrinology)",
          "nephrology": "Kidneys (nephrology)",
          "neurology": "Nerves and brain (neurology)",
          "oncology": "Cancer (oncology)",
          "orthopedics": "Bones and joints (orthopedics)",
          "podiatry": "Feet (podiatry)",
          "wound-care": "Wound care",
          "dermatology": "Skin (dermatology)",
          "gastroenterology": "Stomach and bowel (gastroenterology)",
          "urology": "Bladder (urology)",
          "rheumatology": "Rheumatology",
          "infectious-disease": "Infectious disease",
          "psychiatry": "Psychiatry",
          "behavioral-health": "Counseling and behavioral health",
          "pain": "Pain clinic",
          "ophthalmology": "Eyes (ophthalmology)",
          "ent": "Ear, nose and throat",
          "audiology": "Hearing (audiology)",
          "dental": "Dental",
          "geriatrics": "Geriatrics",
          "palliative": "Palliative care",
          "pediatrics": "Pediatrics",
          "obstetrics": "Women's health and pregnancy",
          "vascular": "Blood vessels (vascular)",
          "surgery": "Surgery",
          "physical-therapy": "Physical therapy",
          "occupational-therapy": "Occupational therapy",
          "speech-therapy": "Speech therapy",
          "dialysis": "Dialysis",
          "imaging": "Imaging",
          "laboratory": "Laboratory",
          "equipment": "Medical equipment",
          "facility": "Nursing home or other facility",
          "other": "Other"
        }
      },
      "service": {
        "type": "text",
        "label": "In words",
        "rule": "latest"
      },
      "zip": {
        "type": "text",
        "label": "Near ZIP code",
        "rule": "latest"
      },
      "near": {
        "type": "text",
        "label": "Near whom",
        "rule": "latest"
      },
      "nameGiven": {
        "type": "flag",
        "label": "Give the patient's name",
        "rule": "latest"
      },
      "offices": {
        "type": "OfficeToCall[]",
        "label": "Offices to call",
        "rule": "rows",
        "parts": {
          "provider": {
            "type": "Provider",
            "label": "Office",
            "rule": "review"
          },
          "source": {
            "type": "code",
            "label": "From",
            "rule": "latest",
            "choices": {
              "known": "Known to the agency",
              "hand": "Added by hand",
              "directory": "Directory"
            }
          }
        }
      },
      "calls": {
        "type": "entries",
        "label": "Calls",
        "rule": "append",
        "codes": {
          "specialty": {
            "primary-care": "Primary care",
            "cardiology": "Heart (cardiology)",
            "pulmonology": "Lungs (pulmonology)",
            "endocrinology": "Diabetes and hormones (endocrinology)",
            "nephrology": "Kidneys (nephrology)",
            "neurology": "Nerves and brain (neurology)",
            "oncology": "Cancer (oncology)",
            "orthopedics": "Bones and joints (orthopedics)",
            "podiatry": "Feet (podiatry)",
            "wound-care": "Wound care",
            "dermatology": "Skin (dermatology)",
            "gastroenterology": "Stomach and bowel (gastroenterology)",
            "urology": "Bladder (urology)",
            "rheumatology": "Rheumatology",
            "infectious-disease": "Infectious disease",
            "psychiatry": "Psychiatry",
            "behavioral-health": "Counseling and behavioral health",
            "pain": "Pain clinic",
            "ophthalmology": "Eyes (ophthalmology)",
            "ent": "Ear, nose and throat",
            "audiology": "Hearing (audiology)",
            "dental": "Dental",
            "geriatrics": "Geriatrics",
            "palliative": "Palliative care",
            "pediatrics": "Pediatrics",
            "obstetrics": "Women's health and pregnancy",
            "vascular": "Blood vessels (vascular)",
            "surgery": "Surgery",
            "physical-therapy": "Physical therapy",
            "occupational-therapy": "Occupational therapy",
            "speech-therapy": "Speech therapy",
            "dialysis": "Dialysis",
            "imaging": "Imaging",
            "laboratory": "Laboratory",
            "equipment": "Medical equipment",
            "facility": "Nursing home or other facility",
            "other": "Other"
          },
          "outcome": {
            "answered": "Answered",
            "voicemail": "Voicemail",
            "on-hold": "On hold - gave up",
            "wrong-number": "Wrong number",
            "call-back": "Call back promised"
          },
          "accepts": {
            "in-network": "Yes, in network",
            "out-of-network": "Yes, out of network",
            "no": "No",
            "not-sure": "Not sure - will call back"
          },
          "newPatients": {
            "yes": "Yes",
            "waitlist": "Waitlist",
            "no": "No"
          },
          "needed": {
            "referral": "Referral needed",
            "prior-authorization": "Prior authorization needed",
            "records": "Records needed",
            "age-limits": "Age limits"
          }
        }
      },
      "chosen": {
        "type": "ChosenAnswer",
        "label": "Answer that counts",
        "rule": "review",
        "codes": {
          "accepts": {
            "in-network": "Yes, in network",
            "out-of-network": "Yes, out of network",
            "no": "No",
            "not-sure": "Not sure - will call back"
          },
          "newPatients": {
            "yes": "Yes",
            "waitlist": "Waitlist",
            "no": "No"
          },
          "needed": {
            "referral": "Referral needed",
            "prior-authorization": "Prior authorization needed",
            "records": "Records needed",
            "age-limits": "Age limits"
          }
        }
      },
      "next": {
        "type": "NextStep",
        "label": "Next step",
        "rule": "latest",
        "codes": {
          "action": {
            "book": "Book",
            "fax-referral": "Fax referral",
            "call-plan": "Call plan",
            "try-next": "Try next"
          }
        }
      },
      "settled": {
        "type": "entries",
        "label": "Decided between different answers",
        "rule": "append"
      }
    },
    "dynamic": {}
  },
  "condition": {
    "title": "Condition",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "code": {
        "type": "Coding",
        "label": "Condition",
        "rule": "review"
      },
      "clinicalStatus": {
        "type": "text",
        "label": "Status",
        "rule": "review"
      },
      "verificationStatus": {
        "type": "text",
        "label": "How sure",
        "rule": "review"
      },
      "onset": {
        "type": "partial-date",
        "label": "Since",
        "rule": "review"
      },
      "abatement": {
        "type": "partial-date",
        "label": "Until",
        "rule": "review"
      },
      "category": {
        "type": "text",
        "label": "Category",
        "rule": "review"
      },
      "note": {
        "type": "prose",
        "label": "Note",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "allergy": {
    "title": "Allergy",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "substance": {
        "type": "Coding",
        "label": "Allergic to",
        "rule": "review"
      },
      "reaction": {
        "type": "text",
        "label": "Reaction",
        "rule": "review"
      },
      "criticality": {
        "type": "text",
        "label": "How serious",
        "rule": "review"
      },
      "clinicalStatus": {
        "type": "text",
        "label": "Status",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "medication": {
    "title": "Medicine",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "medicine": {
        "type": "Coding",
        "label": "Medicine",
        "rule": "review"
      },
      "dose": {
        "type": "text",
        "label": "Dose",
        "rule": "review"
      },
      "status": {
        "type": "text",
        "label": "Status",
        "rule": "review"
      },
      "started": {
        "type": "partial-date",
        "label": "Started",
        "rule": "review"
      },
      "asTaken": {
        "type": "text",
        "label": "As taken",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "visit": {
    "title": "Visit",
    "schema": 2,
    "lane": "visit",
    "seals": true,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "visit"
      },
      "scheduledFor": {
        "type": "TimeSpan",
        "label": "Planned for",
        "rule": "latest"
      },
      "type": {
        "type": "Coding",
        "label": "Visit type",
        "rule": "latest"
      },
      "coordinator": {
        "type": "reference",
        "label": "Coordinator",
        "rule": "latest"
      },
      "startedAt": {
        "type": "moment",
        "label": "Started",
        "rule": "once"
      },
      "endedAt": {
        "type": "moment",
        "label": "Ended",
        "rule": "once"
      },
      "identifiersChecked": {
        "type": "code[]",
        "label": "Identity checked by",
        "rule": "once",
        "choices": {
          "full-name": "Full name",
          "date-of-birth": "Date of birth",
          "address": "Address",
          "known-face": "Known face"
        }
      },
      "whoAnswered": {
        "type": "text[]",
        "label": "Who answered",
        "rule": "union"
      },
      "place": {
        "type": "Coding",
        "label": "Place",
        "rule": "latest"
      },
      "interpreter": {
        "type": "text",
        "label": "Interpreter",
        "rule": "latest"
      },
      "notHome": {
        "type": "NotHome",
        "label": "Patient not home",
        "rule": "once"
      },
      "nextContact": {
        "type": "date",
        "label": "Next contact",
        "rule": "latest"
      },
      "leftInHome": {
        "type": "text[]",
        "label": "Left in the home",
        "rule": "latest"
      },
      "forms": {
        "type": "FormRef[]",
        "label": "Forms of this visit",
        "rule": "latest"
      },
      "manifest": {
        "type": "blob",
        "label": "Contents at signing",
        "rule": "once"
      },
      "signature": {
        "type": "Signature",
        "label": "Signature",
        "rule": "once",
        "codes": {
          "method": {
            "passkey": "Passkey",
            "passphrase": "Passphrase"
          }
        }
      },
      "patientSignature": {
        "type": "PatientSignature",
        "label": "Patient's signature",
        "rule": "once",
        "codes": {
          "method": {
            "drawn": "Drawn",
            "typed": "Typed",
            "could-not": "Could not sign"
          }
        }
      },
      "marks": {
        "type": "entries",
        "label": "Marks",
        "rule": "append"
      },
      "confirmations": {
        "type": "entries",
        "label": "Still right",
        "rule": "append"
      },
      "returns": {
        "type": "entries",
        "label": "Returned by the office",
        "rule": "append"
      },
      "seenReturns": {
        "type": "entries",
        "label": "Return seen on the tablet",
        "rule": "append"
      },
      "toldOfCorrections": {
        "type": "entries",
        "label": "Patient is told of corrections",
        "rule": "append",
        "codes": {
          "how": {
            "next-visit": "Next visit",
            "phone": "Phone",
            "mail": "Mail"
          }
        }
      },
      "approvals": {
        "type": "entries",
        "label": "Approved",
        "rule": "append",
        "codes": {
          "role": {
            "reviewer": "Reviewer",
            "cosigner": "Supervisor"
          }
        }
      }
    },
    "dynamic": {}
  },
  "assessment": {
    "title": "Assessment",
    "schema": 1,
    "lane": "normal",
    "seals": true,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "latest"
      },
      "form": {
        "type": "FormRef",
        "label": "Form",
        "rule": "once"
      },
      "title": {
        "type": "text",
        "label": "Title",
        "rule": "latest"
      },
      "startedAt": {
        "type": "moment",
        "label": "Started",
        "rule": "once"
      },
      "confirmedPrivate": {
        "type": "moment",
        "label": "Alone and out of hearing",
        "rule": "once"
      }
    },
    "dynamic": {
      "answers": {
        "type": "answer",
        "label": "Answer",
        "rule": "review",
        "group": "answers"
      }
    }
  },
  "need": {
    "title": "Need",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "domain": {
        "type": "Coding",
        "label": "Need",
        "rule": "latest"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "need"
      },
      "reason": {
        "type": "text",
        "label": "Because",
        "rule": "latest"
      },
      "from": {
        "type": "SourceAnswer[]",
        "label": "From answers",
        "rule": "latest"
      },
      "wants": {
        "type": "code",
        "label": "The patient",
        "rule": "review",
        "choices": {
          "now": "Wants help now",
          "later": "Later",
          "has-help": "Already has help",
          "does-not-want": "Doesn't want help",
          "other": "Other"
        }
      },
      "rank": {
        "type": "integer",
        "label": "Order",
        "rule": "latest"
      },
      "code": {
        "type": "Coding",
        "label": "Code",
        "rule": "review"
      },
      "urgent": {
        "type": "flag",
        "label": "Urgent",
        "rule": "review"
      },
      "outcome": {
        "type": "code",
        "label": "What came of it",
        "rule": "review",
        "choices": {
          "met": "Met",
          "partly-met": "Partly met",
          "not-met-no-capacity": "Not met: no capacity",
          "not-met-not-eligible": "Not met: not eligible",
          "not-met-could-not-contact": "Not met: could not contact",
          "not-met-patient-declined": "Not met: the patient declined",
          "need-gone": "The need is gone"
        }
      },
      "owner": {
        "type": "reference",
        "label": "Whose it is",
        "rule": "review"
      },
      "handedTo": {
        "type": "text",
        "label": "Handed to",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "goal": {
    "title": "Goal",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "derived": true,
    "deletable": true,
    "fields": {
      "words": {
        "type": "prose",
        "label": "Goal in the patient's words",
        "rule": "text"
      },
      "measure": {
        "type": "text",
        "label": "Measure",
        "rule": "review"
      },
      "baseline": {
        "type": "text",
        "label": "Now",
        "rule": "review"
      },
      "target": {
        "type": "text",
        "label": "Target",
        "rule": "review"
      },
      "due": {
        "type": "date",
        "label": "Due",
        "rule": "review"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "goal"
      },
      "progress": {
        "type": "code",
        "label": "Progress",
        "rule": "review",
        "choices": {
          "in-progress": "In progress",
          "improving": "Improving",
          "worsening": "Worsening",
          "no-change": "No change",
          "achieved": "Achieved",
          "sustaining": "Sustaining",
          "not-achieved": "Not achieved",
          "no-progress": "No progress",
          "not-attainable": "Not attainable"
        }
      },
      "measures": {
        "type": "entries",
        "label": "Measured",
        "rule": "append"
      },
      "barrier": {
        "type": "prose",
        "label": "Barrier now",
        "rule": "text"
      },
      "nextStep": {
        "type": "text",
        "label": "Next step",
        "rule": "review"
      },
      "nextDue": {
        "type": "date",
        "label": "Next step by",
        "rule": "review"
      },
      "need": {
        "type": "reference",
        "label": "Need",
        "rule": "latest"
      },
      "plan": {
        "type": "reference",
        "label": "Plan of care",
        "rule": "latest"
      },
      "expressedBy": {
        "type": "text",
        "label": "Said by",
        "rule": "latest"
      },
      "setBy": {
        "type": "text",
        "label": "Set by",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "intervention": {
    "title": "Action",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "derived": true,
    "deletable": true,
    "fields": {
      "what": {
        "type": "prose",
        "label": "Action",
        "rule": "text"
      },
      "kind": {
        "type": "code",
        "label": "Kind of action",
        "rule": "latest",
        "choices": {
          "referral": "Referral",
          "teaching": "Teaching",
          "service": "Service",
          "task": "Task"
        }
      },
      "owner": {
        "type": "text",
        "label": "Who",
        "rule": "latest"
      },
      "due": {
        "type": "date",
        "label": "Due",
        "rule": "review"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "intervention"
      },
      "goal": {
        "type": "reference",
        "label": "Goal",
        "rule": "latest"
      },
      "plan": {
        "type": "reference",
        "label": "Plan of care",
        "rule": "latest"
      },
      "because": {
        "type": "text",
        "label": "Because",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "plan": {
    "title": "Plan of care",
    "schema": 2,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "derived": true,
    "deletable": true,
    "fields": {
      "title": {
        "type": "text",
        "label": "Title",
        "rule": "latest"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "plan"
      },
      "period": {
        "type": "Period",
        "label": "In force",
        "rule": "latest"
      },
      "reviewed": {
        "type": "date",
        "label": "Last reviewed",
        "rule": "latest"
      },
      "parts": {
        "type": "Coding[]",
        "label": "Parts",
        "rule": "union"
      },
      "activities": {
        "type": "text[]",
        "label": "Activities brought in",
        "rule": "union"
      },
      "diagnoses": {
        "type": "prose",
        "label": "Diagnoses",
        "rule": "review"
      },
      "mentalStatus": {
        "type": "prose",
        "label": "Mental, psychosocial and cognitive status",
        "rule": "review"
      },
      "servicesNeeded": {
        "type": "prose",
        "label": "Services, supplies and equipment",
        "rule": "review"
      },
      "visitFrequency": {
        "type": "prose",
        "label": "Visits",
        "rule": "review"
      },
      "prognosis": {
        "type": "prose",
        "label": "Prognosis",
        "rule": "review"
      },
      "rehabPotential": {
        "type": "prose",
        "label": "Rehabilitation potential",
        "rule": "review"
      },
      "functionalLimits": {
        "type": "prose",
        "label": "Functional limitations",
        "rule": "review"
      },
      "activitiesPermitted": {
        "type": "prose",
        "label": "Activities permitted",
        "rule": "review"
      },
      "nutrition": {
        "type": "prose",
        "label": "Nutrition",
        "rule": "review"
      },
      "medicines": {
        "type": "prose",
        "label": "Medicines and treatments",
        "rule": "review"
      },
      "safetyMeasures": {
        "type": "prose",
        "label": "Safety measures",
        "rule": "review"
      },
      "admissionRisk": {
        "type": "prose",
        "label": "Risk of emergency visits and readmission",
        "rule": "review"
      },
      "dischargeEducation": {
        "type": "prose",
        "label": "Education for discharge",
        "rule": "review"
      },
      "goalsInterventions": {
        "type": "prose",
        "label": "Goals and interventions",
        "rule": "review"
      },
      "advanceDirectives": {
        "type": "prose",
        "label": "Advance directives",
        "rule": "review"
      },
      "additionalItems": {
        "type": "prose",
        "label": "Additional items",
        "rule": "review"
      },
      "partsConfirmed": {
        "type": "entries",
        "label": "Still right",
        "rule": "append",
        "codes": {
          "part": {
            "diagnoses": "Diagnoses",
            "mentalStatus": "Mental, psychosocial and cognitive status",
            "servicesNeeded": "Services, supplies and equipment",
            "visitFrequency": "Visits",
            "prognosis": "Prognosis",
            "rehabPotential": "Rehabilitation potential",
            "functionalLimits": "Functional limitations",
            "activitiesPermitted": "Activities permitted",
            "nutrition": "Nutrition",
            "medicines": "Medicines and treatments",
            "safetyMeasures": "Safety measures",
            "admissionRisk": "Risk of emergency visits and readmission",
            "dischargeEducation": "Education for discharge",
            "goalsInterventions": "Goals and interventions",
            "advanceDirectives": "Advance directives",
            "additionalItems": "Additional items"
          }
        }
      }
    },
    "dynamic": {}
  },
  "referral": {
    "title": "Referral",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "request": {
        "type": "reference",
        "label": "First of the same ask",
        "rule": "once"
      },
      "partOf": {
        "type": "reference",
        "label": "Part of",
        "rule": "once"
      },
      "need": {
        "type": "reference",
        "label": "Need",
        "rule": "latest"
      },
      "goal": {
        "type": "reference",
        "label": "Goal",
        "rule": "latest"
      },
      "intervention": {
        "type": "reference",
        "label": "Action of the plan",
        "rule": "latest"
      },
      "options": {
        "type": "reference",
        "label": "Facility options",
        "rule": "once"
      },
      "service": {
        "type": "text",
        "label": "What is asked for",
        "rule": "review"
      },
      "target": {
        "type": "Organisation",
        "label": "Who is asked",
        "rule": "review"
      },
      "priority": {
        "type": "code",
        "label": "How soon",
        "rule": "review",
        "choices": {
          "routine": "Routine",
          "urgent": "Urgent"
        }
      },
      "words": {
        "type": "prose",
        "label": "What they should know",
        "rule": "text"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "referral"
      },
      "owner": {
        "type": "reference",
        "label": "Whose it is",
        "rule": "review"
      },
      "handedTo": {
        "type": "text",
        "label": "Handed to",
        "rule": "review"
      },
      "sent": {
        "type": "entries",
        "label": "Sent",
        "rule": "append",
        "codes": {
          "how": {
            "phone": "Phone",
            "fax": "Fax",
            "mail": "Mail",
            "e-mail": "E-mail",
            "portal": "Their own website",
            "by-hand": "By hand"
          }
        }
      },
      "answers": {
        "type": "entries",
        "label": "Answers",
        "rule": "append",
        "codes": {
          "how": {
            "phone": "Phone",
            "fax": "Fax",
            "mail": "Mail",
            "e-mail": "E-mail",
            "portal": "Their own website",
            "by-hand": "By hand"
          }
        }
      },
      "reminders": {
        "type": "entries",
        "label": "Reminders",
        "rule": "append",
        "codes": {
          "how": {
            "phone": "Phone",
            "fax": "Fax",
            "mail": "Mail",
            "e-mail": "E-mail",
            "portal": "Their own website",
            "by-hand": "By hand"
          }
        }
      },
      "mended": {
        "type": "entries",
        "label": "Done about sending without an agreement",
        "rule": "append"
      },
      "enrolment": {
        "type": "code",
        "label": "Enrolment",
        "rule": "review",
        "choices": {
          "enrolled": "Enrolled",
          "not-enrolled": "Not enrolled",
          "not-enrolled-on-waitlist": "Not enrolled, on the waiting list"
        }
      },
      "capacity": {
        "type": "code",
        "label": "Capacity",
        "rule": "latest",
        "choices": {
          "no-capacity": "No capacity",
          "capacity": "Has capacity",
          "waitlist": "Waiting list",
          "additional-assessment-required": "Needs another assessment first"
        }
      }
    },
    "dynamic": {}
  },
  "consent": {
    "title": "Agreement to share",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "to": {
        "type": "Organisation",
        "label": "With",
        "rule": "once"
      },
      "agreed": {
        "type": "flag",
        "label": "Agreed",
        "rule": "review"
      },
      "scope": {
        "type": "code",
        "label": "What may be shared",
        "rule": "review",
        "choices": {
          "service": "What this service needs",
          "substance-use": "What this service needs, alcohol and drug use included"
        }
      },
      "by": {
        "type": "Party",
        "label": "Said by",
        "rule": "review"
      },
      "at": {
        "type": "moment",
        "label": "When",
        "rule": "review"
      },
      "until": {
        "type": "date",
        "label": "Until",
        "rule": "review"
      },
      "words": {
        "type": "text",
        "label": "In their words",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "plan_version": {
    "title": "Plan version",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "plan": {
        "type": "reference",
        "label": "Plan of care",
        "rule": "once"
      },
      "number": {
        "type": "integer",
        "label": "Version",
        "rule": "once"
      },
      "replaces": {
        "type": "reference[]",
        "label": "Comes after",
        "rule": "once"
      },
      "snapshot": {
        "type": "blob",
        "label": "The plan as it was agreed",
        "rule": "once"
      },
      "sha256": {
        "type": "text",
        "label": "Hash of the plan",
        "rule": "once"
      },
      "madeIn": {
        "type": "code",
        "label": "Made",
        "rule": "once",
        "choices": {
          "visit": "In a visit",
          "conference": "In a conference",
          "chart": "In the chart"
        }
      },
      "conference": {
        "type": "reference",
        "label": "Conference",
        "rule": "once"
      },
      "agreedBy": {
        "type": "Agreed[]",
        "label": "Agreed by",
        "rule": "once"
      },
      "agreedAt": {
        "type": "moment",
        "label": "Agreed",
        "rule": "once"
      },
      "signature": {
        "type": "Signature",
        "label": "Signature",
        "rule": "once",
        "codes": {
          "method": {
            "passkey": "Passkey",
            "passphrase": "Passphrase"
          }
        }
      },
      "told": {
        "type": "entries",
        "label": "Who has been told",
        "rule": "append",
        "codes": {
          "who": {
            "patient": "Patient",
            "representative": "Representative",
            "caregiver": "Caregiver",
            "physician": "Physician"
          },
          "how": {
            "in-person": "In person",
            "phone": "By phone",
            "message": "By message",
            "mail": "By mail",
            "fax": "By fax",
            "nobody": "There is none"
          }
        }
      }
    },
    "dynamic": {}
  },
  "conference": {
    "title": "Conference",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "conference"
      },
      "plannedFor": {
        "type": "date",
        "label": "Planned for",
        "rule": "latest"
      },
      "place": {
        "type": "text",
        "label": "Where and at what time",
        "rule": "latest"
      },
      "purpose": {
        "type": "prose",
        "label": "Purpose and decision needed",
        "rule": "text"
      },
      "agreement": {
        "type": "code",
        "label": "The patient",
        "rule": "review",
        "choices": {
          "agrees": "Agrees to the meeting",
          "with-limits": "Agrees, with limits",
          "cannot-say": "Can't say",
          "declines": "Doesn't agree"
        }
      },
      "mayAttend": {
        "type": "text",
        "label": "Who may attend",
        "rule": "review"
      },
      "capacity": {
        "type": "code",
        "label": "Who decides",
        "rule": "review",
        "choices": {
          "decides": "Decides alone",
          "with-help": "Decides with help",
          "represented": "Somebody else decides"
        }
      },
      "people": {
        "type": "AtTable[]",
        "label": "People",
        "rule": "rows",
        "parts": {
          "name": {
            "type": "text",
            "label": "Name",
            "rule": "latest"
          },
          "relation": {
            "type": "text",
            "label": "Relation or role",
            "rule": "latest"
          },
          "contact": {
            "type": "reference",
            "label": "Contact",
            "rule": "latest"
          },
          "reachBy": {
            "type": "text",
            "label": "Reached by",
            "rule": "latest"
          },
          "mayAttend": {
            "type": "flag",
            "label": "The patient agrees that this person attends",
            "rule": "review"
          },
          "attendance": {
            "type": "code",
            "label": "At the conference",
            "rule": "latest",
            "choices": {
              "present": "Present",
              "phone": "By phone",
              "absent": "Absent"
            }
          },
          "view": {
            "type": "prose",
            "label": "View",
            "rule": "review"
          },
          "disagrees": {
            "type": "flag",
            "label": "Disagrees",
            "rule": "review"
          }
        }
      },
      "shown": {
        "type": "code[]",
        "label": "Shown",
        "rule": "union",
        "choices": {
          "assessments": "Assessments",
          "options": "Facility comparison",
          "costs": "Costs",
          "plan": "Plan of care"
        }
      },
      "concerns": {
        "type": "Concern[]",
        "label": "Questions and concerns",
        "rule": "rows",
        "parts": {
          "words": {
            "type": "prose",
            "label": "Question or concern",
            "rule": "review"
          },
          "raisedBy": {
            "type": "text",
            "label": "Asked by",
            "rule": "latest"
          }
        }
      },
      "interpreter": {
        "type": "text",
        "label": "Interpreter",
        "rule": "latest"
      },
      "decisionMaker": {
        "type": "DecisionMaker",
        "label": "Decision maker today",
        "rule": "review",
        "codes": {
          "authority": {
            "patient": "The patient",
            "health-care-proxy": "Health care proxy",
            "guardian": "Guardian",
            "next-of-kin": "Next of kin",
            "not-known": "Not known"
          }
        }
      },
      "understanding": {
        "type": "prose",
        "label": "What patient and family understand now",
        "rule": "text"
      },
      "update": {
        "type": "prose",
        "label": "Clinical and functional update given",
        "rule": "text"
      },
      "matters": {
        "type": "prose",
        "label": "What matters most, in the patient's words",
        "rule": "review"
      },
      "options": {
        "type": "ConferenceOption[]",
        "label": "Options",
        "rule": "rows",
        "parts": {
          "title": {
            "type": "text",
            "label": "Option",
            "rule": "review"
          },
          "benefits": {
            "type": "prose",
            "label": "Benefits",
            "rule": "review"
          },
          "burdens": {
            "type": "prose",
            "label": "Burdens",
            "rule": "review"
          },
          "cost": {
            "type": "text",
            "label": "Cost",
            "rule": "review"
          },
          "coverage": {
            "type": "text",
            "label": "Coverage",
            "rule": "review"
          }
        }
      },
      "decisions": {
        "type": "Decision[]",
        "label": "Decisions",
        "rule": "rows",
        "parts": {
          "words": {
            "type": "prose",
            "label": "Decision",
            "rule": "review"
          }
        }
      },
      "noDecision": {
        "type": "flag",
        "label": "No decision yet",
        "rule": "latest"
      },
      "nextDate": {
        "type": "date",
        "label": "Next date",
        "rule": "latest"
      },
      "planChanges": {
        "type": "PlanChange[]",
        "label": "Changes to the plan",
        "rule": "rows",
        "parts": {
          "what": {
            "type": "code",
            "label": "What changes",
            "rule": "latest",
            "choices": {
              "goal": "Goal",
              "service": "Service",
              "setting": "Setting"
            }
          },
          "words": {
            "type": "prose",
            "label": "Change",
            "rule": "review"
          },
          "owner": {
            "type": "text",
            "label": "Who",
            "rule": "latest"
          },
          "due": {
            "type": "date",
            "label": "Due",
            "rule": "review"
          },
          "made": {
            "type": "reference",
            "label": "Made in the plan",
            "rule": "latest"
          }
        }
      },
      "actions": {
        "type": "ConferenceAction[]",
        "label": "Actions",
        "rule": "rows",
        "parts": {
          "what": {
            "type": "prose",
            "label": "Action",
            "rule": "review"
          },
          "owner": {
            "type": "text",
            "label": "Who",
            "rule": "latest"
          },
          "due": {
            "type": "date",
            "label": "Due",
            "rule": "review"
          },
          "made": {
            "type": "reference",
            "label": "Made in the plan",
            "rule": "latest"
          }
        }
      },
      "agreed": {
        "type": "entries",
        "label": "Read back and agreed by",
        "rule": "append"
      },
      "copies": {
        "type": "entries",
        "label": "Copies sent to",
        "rule": "append"
      },
      "startedAt": {
        "type": "moment",
        "label": "Began",
        "rule": "once"
      },
      "endedAt": {
        "type": "moment",
        "label": "Ended",
        "rule": "latest"
      },
      "minutes": {
        "type": "integer",
        "label": "Length in minutes",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "note": {
    "title": "Note",
    "schema": 2,
    "lane": "visit",
    "seals": true,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "text": {
        "type": "prose",
        "label": "Note",
        "rule": "text"
      },
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "latest"
      },
      "read": {
        "type": "text[]",
        "label": "Paragraphs read",
        "rule": "union"
      },
      "marks": {
        "type": "entries",
        "label": "Marks",
        "rule": "append"
      },
      "addenda": {
        "type": "entries",
        "label": "Added to this note",
        "rule": "append"
      }
    },
    "dynamic": {}
  },
  "attachment": {
    "title": "Photo",
    "schema": 1,
    "lane": "normal",
    "seals": true,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      },
      "sha256": {
        "type": "hash",
        "label": "Contents",
        "rule": "once"
      },
      "size": {
        "type": "integer",
        "label": "Bytes",
        "rule": "once"
      },
      "type": {
        "type": "code",
        "label": "File",
        "rule": "once",
        "choices": {
          "image/jpeg": "Photo",
          "image/png": "Picture",
          "image/webp": "Picture, WebP",
          "application/pdf": "Paper"
        }
      },
      "takenAt": {
        "type": "moment",
        "label": "Taken",
        "rule": "once"
      },
      "consent": {
        "type": "PhotoConsent",
        "label": "Agreed to photos",
        "rule": "once"
      },
      "caption": {
        "type": "text",
        "label": "What it shows",
        "rule": "latest"
      },
      "bodySite": {
        "type": "Coding",
        "label": "Where on the body",
        "rule": "review"
      },
      "measured": {
        "type": "Measured",
        "label": "Size",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "transition": {
    "title": "Transition",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "transition"
      },
      "way": {
        "type": "code",
        "label": "Kind of move",
        "rule": "latest",
        "choices": {
          "to-us": "Comes into our care",
          "from-us": "Leaves our care",
          "between": "Moves between other places"
        }
      },
      "unplanned": {
        "type": "flag",
        "label": "Nobody planned it",
        "rule": "latest"
      },
      "learned": {
        "type": "date",
        "label": "Became known on",
        "rule": "latest"
      },
      "referralReceived": {
        "type": "moment",
        "label": "Referral received",
        "rule": "latest"
      },
      "fromSetting": {
        "type": "code",
        "label": "From: setting",
        "rule": "latest",
        "choices": {
          "home": "Home, no services",
          "home-health": "Home with home health",
          "hospital": "Acute care hospital",
          "emergency": "Emergency department",
          "psychiatric": "Psychiatric hospital",
          "outpatient": "Outpatient care",
          "adult-day": "Adult day",
          "personal-care": "Personal care at home",
          "assisted-living": "Assisted living",
          "snf": "Skilled nursing facility",
          "irf": "Inpatient rehabilitation facility",
          "ltch": "Long-term care hospital",
          "nursing-home": "Long-term nursing home",
          "hospice": "Hospice",
          "medical-respite": "Medical respite"
        }
      },
      "fromFacility": {
        "type": "text",
        "label": "From: facility",
        "rule": "latest"
      },
      "fromWard": {
        "type": "text",
        "label": "Unit",
        "rule": "latest"
      },
      "fromContact": {
        "type": "Party",
        "label": "Contact there",
        "rule": "latest"
      },
      "admitted": {
        "type": "date",
        "label": "Admitted",
        "rule": "latest"
      },
      "expectedDischarge": {
        "type": "date",
        "label": "Expected discharge",
        "rule": "latest"
      },
      "toSetting": {
        "type": "code",
        "label": "To: setting",
        "rule": "review",
        "choices": {
          "home": "Home, no services",
          "home-health": "Home with home health",
          "hospital": "Acute care hospital",
          "emergency": "Emergency department",
          "psychiatric": "Psychiatric hospital",
          "outpatient": "Outpatient care",
          "adult-day": "Adult day",
          "personal-care": "Personal care at home",
          "assisted-living": "Assisted living",
          "snf": "Skilled nursing facility",
          "irf": "Inpatient rehabilitation facility",
          "ltch": "Long-term care hospital",
          "nursing-home": "Long-term nursing home",
          "hospice": "Hospice",
          "medical-respite": "Medical respite"
        }
      },
      "toProvider": {
        "type": "text",
        "label": "To: provider",
        "rule": "review"
      },
      "toDirectory": {
        "type": "text",
        "label": "Number in the directory",
        "rule": "review"
      },
      "acceptedBy": {
        "type": "AcceptedBy",
        "label": "Accepted there",
        "rule": "review"
      },
      "acceptance": {
        "type": "PolicyPoint[]",
        "label": "Acceptance to service",
        "rule": "rows",
        "parts": {
          "code": {
            "type": "text",
            "label": "Code",
            "rule": "latest"
          },
          "question": {
            "type": "text",
            "label": "Question",
            "rule": "latest"
          },
          "answer": {
            "type": "code",
            "label": "Answer",
            "rule": "review",
            "choices": {
              "yes": "We can",
              "no": "We can't",
              "unsure": "Not sure yet"
            }
          },
          "note": {
            "type": "text",
            "label": "Note",
            "rule": "latest"
          }
        }
      },
      "decisions": {
        "type": "entries",
        "label": "Decisions",
        "rule": "append",
        "codes": {
          "decision": {
            "accept": "Accepted",
            "decline": "Declined"
          }
        }
      },
      "endReason": {
        "type": "text",
        "label": "Why it ended early",
        "rule": "latest"
      },
      "goals": {
        "type": "prose",
        "label": "Goals and preferences",
        "rule": "text"
      },
      "checklist": {
        "type": "ChecklistItem[]",
        "label": "Checklist",
        "rule": "rows",
        "parts": {
          "code": {
            "type": "text",
            "label": "Code",
            "rule": "latest"
          },
          "item": {
            "type": "text",
            "label": "To be done",
            "rule": "latest"
          },
          "status": {
            "type": "code",
            "label": "Status",
            "rule": "review",
            "choices": {
              "done": "Done",
              "not-needed": "Not needed"
            }
          },
          "evidence": {
            "type": "text",
            "label": "Proof",
            "rule": "review"
          },
          "reason": {
            "type": "text",
            "label": "Why it is not needed",
            "rule": "review"
          },
          "doneAt": {
            "type": "moment",
            "label": "Done at",
            "rule": "latest"
          },
          "owner": {
            "type": "reference",
            "label": "Whose",
            "rule": "latest"
          },
          "due": {
            "type": "date",
            "label": "Due",
            "rule": "latest"
          }
        }
      },
      "medicines": {
        "type": "MovedMedicine[]",
        "label": "Medicines",
        "rule": "rows",
        "parts": {
          "medication": {
            "type": "reference",
            "label": "Medicine of the chart",
            "rule": "latest"
          },
          "medicine": {
            "type": "text",
            "label": "Medicine",
            "rule": "review"
          },
          "before": {
            "type": "text",
            "label": "Before",
            "rule": "review"
          },
          "decision": {
            "type": "code",
            "label": "Decision",
            "rule": "review",
            "choices": {
              "continue": "Continue",
              "changed": "Changed",
              "new": "New",
              "stop": "Stop"
            }
          },
          "after": {
            "type": "text",
            "label": "From now on",
            "rule": "review"
          },
          "reconciledBy": {
            "type": "text",
            "label": "Reconciled by",
            "rule": "latest"
          },
          "reconciledAt": {
            "type": "moment",
            "label": "Reconciled at",
            "rule": "latest"
          }
        }
      },
      "followUps": {
        "type": "FollowUp[]",
        "label": "Follow-up visits",
        "rule": "rows",
        "parts": {
          "who": {
            "type": "text",
            "label": "With whom",
            "rule": "latest"
          },
          "when": {
            "type": "moment",
            "label": "When",
            "rule": "review"
          },
          "where": {
            "type": "text",
            "label": "Where",
            "rule": "latest"
          },
          "ride": {
            "type": "code",
            "label": "Ride",
            "rule": "latest",
            "choices": {
              "booked": "Ride booked",
              "to-book": "Ride still to book",
              "not-needed": "No ride needed"
            }
          }
        }
      },
      "pendingTests": {
        "type": "PendingTest[]",
        "label": "Pending tests",
        "rule": "rows",
        "parts": {
          "test": {
            "type": "text",
            "label": "Test",
            "rule": "latest"
          },
          "expected": {
            "type": "date",
            "label": "Result expected",
            "rule": "latest"
          },
          "whoFollows": {
            "type": "text",
            "label": "Who follows up",
            "rule": "review"
          },
          "result": {
            "type": "text",
            "label": "Result",
            "rule": "review"
          }
        }
      },
      "equipment": {
        "type": "Equipment[]",
        "label": "Equipment and supplies",
        "rule": "rows",
        "parts": {
          "what": {
            "type": "text",
            "label": "What",
            "rule": "latest"
          },
          "vendor": {
            "type": "text",
            "label": "Vendor",
            "rule": "latest"
          },
          "ordered": {
            "type": "date",
            "label": "Ordered",
            "rule": "latest"
          },
          "delivered": {
            "type": "date",
            "label": "Delivered",
            "rule": "latest"
          }
        }
      },
      "services": {
        "type": "MovedService[]",
        "label": "Services",
        "rule": "rows",
        "parts": {
          "type": {
            "type": "text",
            "label": "Service",
            "rule": "latest"
          },
          "provider": {
            "type": "text",
            "label": "Provider",
            "rule": "latest"
          },
          "firstVisit": {
            "type": "date",
            "label": "First visit",
            "rule": "review"
          }
        }
      },
      "warningSigns": {
        "type": "prose",
        "label": "Warning signs",
        "rule": "text"
      },
      "whoToCall": {
        "type": "Party",
        "label": "Who to call, day and night",
        "rule": "review"
      },
      "caregiver": {
        "type": "text",
        "label": "Caregiver",
        "rule": "latest"
      },
      "caregiverTaught": {
        "type": "text",
        "label": "What was taught",
        "rule": "latest"
      },
      "teachBack": {
        "type": "code",
        "label": "Teach-back",
        "rule": "review",
        "choices": {
          "said": "Said back correctly",
          "showed": "Showed correctly",
          "hint": "Needed a hint",
          "not-yet": "Not yet, taught again",
          "unable": "Unable",
          "declined": "Declined"
        }
      },
      "openNeeds": {
        "type": "reference[]",
        "label": "Needs still open",
        "rule": "union"
      },
      "sent": {
        "type": "Sending[]",
        "label": "Information sent",
        "rule": "rows",
        "parts": {
          "what": {
            "type": "code",
            "label": "What",
            "rule": "latest",
            "choices": {
              "discharge-summary": "Discharge summary",
              "transfer-summary": "Transfer summary",
              "medicine-list": "List of medicines",
              "plan-of-care": "Plan of care",
              "records": "Other records"
            }
          },
          "to": {
            "type": "text",
            "label": "To whom",
            "rule": "latest"
          },
          "how": {
            "type": "code",
            "label": "How",
            "rule": "latest",
            "choices": {
              "fax": "Fax",
              "secure-message": "Secure message",
              "portal": "Their portal",
              "by-hand": "By hand",
              "mail": "Mail",
              "phone": "Read out by phone"
            }
          },
          "sentAt": {
            "type": "moment",
            "label": "Sent at",
            "rule": "review"
          },
          "sha256": {
            "type": "text",
            "label": "Hash of the paper",
            "rule": "latest"
          },
          "receivedAt": {
            "type": "moment",
            "label": "Received at",
            "rule": "review"
          },
          "receivedBy": {
            "type": "text",
            "label": "Received by",
            "rule": "review"
          }
        }
      },
      "leftAt": {
        "type": "moment",
        "label": "Left",
        "rule": "review"
      },
      "arrivedAt": {
        "type": "moment",
        "label": "Arrived",
        "rule": "review"
      },
      "contacts": {
        "type": "entries",
        "label": "Contacts after arriving",
        "rule": "append",
        "codes": {
          "point": {
            "48-72-h": "First contact",
            "7-d": "7 days",
            "14-d": "14 days",
            "30-d": "30 days",
            "other": "Another time"
          },
          "how": {
            "phone": "Phone",
            "visit": "Visit",
            "video": "Video"
          },
          "result": {
            "well": "Doing well",
            "help": "Needs something",
            "readmitted": "Back in hospital",
            "emergency": "Was in the emergency department",
            "died": "Died",
            "not-reached": "Not reached"
          }
        }
      },
      "outcome": {
        "type": "code",
        "label": "How it stood at 30 days",
        "rule": "review",
        "choices": {
          "home": "At home, or where she or he moved to",
          "readmitted": "Readmitted to hospital",
          "emergency": "Emergency department, not admitted",
          "died": "Died",
          "lost": "Nobody knows"
        }
      },
      "nextStep": {
        "type": "text",
        "label": "Next step",
        "rule": "latest"
      },
      "owner": {
        "type": "reference",
        "label": "Whose it is",
        "rule": "latest"
      },
      "nextDue": {
        "type": "date",
        "label": "Next step due",
        "rule": "latest"
      },
      "facilityOptions": {
        "type": "reference",
        "label": "Places that were compared",
        "rule": "latest"
      },
      "listGiven": {
        "type": "date",
        "label": "List of providers given",
        "rule": "latest"
      },
      "listMethod": {
        "type": "code",
        "label": "How it was given",
        "rule": "latest",
        "choices": {
          "paper": "On paper",
          "screen": "On the screen",
          "read-out": "Read out",
          "interpreter": "With an interpreter",
          "not-required": "No list required for this move"
        }
      },
      "choice": {
        "type": "ChoiceStatement",
        "label": "Choice",
        "rule": "once"
      },
      "financialInterest": {
        "type": "flag",
        "label": "Financial interest disclosed",
        "rule": "review"
      },
      "financialInterestWords": {
        "type": "text",
        "label": "Which interest",
        "rule": "review"
      }
    },
    "dynamic": {}
  },
  "remark": {
    "title": "Remark",
    "schema": 1,
    "lane": "visit",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      },
      "round": {
        "type": "integer",
        "label": "Round",
        "rule": "once"
      },
      "anchor": {
        "type": "Anchor",
        "label": "About",
        "rule": "once"
      },
      "severity": {
        "type": "code",
        "label": "How much it matters",
        "rule": "once",
        "choices": {
          "must-fix": "Must fix",
          "check": "Check",
          "info": "For information"
        }
      },
      "words": {
        "type": "prose",
        "label": "Remark",
        "rule": "once"
      },
      "proposal": {
        "type": "json",
        "label": "Proposed value",
        "rule": "once"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "remark"
      }
    },
    "dynamic": {}
  },
  "task": {
    "title": "Task",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "derived": true,
    "deletable": true,
    "fields": {
      "what": {
        "type": "prose",
        "label": "What is to be done",
        "rule": "text"
      },
      "owner": {
        "type": "reference",
        "label": "Whose",
        "rule": "review"
      },
      "due": {
        "type": "date",
        "label": "Due",
        "rule": "review"
      },
      "urgent": {
        "type": "flag",
        "label": "Urgent",
        "rule": "review"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "task"
      },
      "about": {
        "type": "reference",
        "label": "About",
        "rule": "latest"
      },
      "handover": {
        "type": "prose",
        "label": "Hand-over note",
        "rule": "text"
      },
      "result": {
        "type": "prose",
        "label": "What came of it",
        "rule": "text"
      }
    },
    "dynamic": {}
  },
  "facility_options": {
    "title": "Facility options",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "levelOfCare": {
        "type": "code",
        "label": "Level of care",
        "rule": "review",
        "choices": {
          "snf": "SNF short stay",
          "ltc": "LTC nursing home",
          "irf": "IRF",
          "ltch": "LTCH",
          "home-health": "Home health",
          "hospice": "Hospice",
          "assisted-living": "Assisted living",
          "adult-day": "Adult day",
          "medical-respite": "Medical respite",
          "personal-care": "Personal care at home",
          "outpatient-rehab": "Outpatient rehabilitation",
          "private-duty-nursing": "Private duty nursing at home",
          "pediatric-day": "Medical day care for children",
          "pediatric-rehab": "Children's rehabilitation hospital",
          "psychiatric-inpatient": "Psychiatric hospital",
          "residential-treatment": "Residential treatment",
          "crisis-residence": "Crisis residence",
          "partial-hospital": "Partial hospitalization",
          "intensive-outpatient": "Intensive outpatient program",
          "supported-housing": "Supported housing"
        }
      },
      "mustHaves": {
        "type": "code[]",
        "label": "Must have",
        "rule": "union",
        "choices": {
          "trach-vent": "Tracheostomy or ventilator",
          "dialysis": "Dialysis on site",
          "bariatric": "Bariatric care",
          "wound-vac": "Wound vacuum",
          "iv": "IV medicine",
          "memory-care": "Memory care unit",
          "isolation": "Isolation room",
          "smoking": "Smoking allowed",
          "pets": "Pets allowed",
          "language": "Somebody who speaks the patient's language"
        }
      },
      "near": {
        "type": "text",
        "label": "Near this ZIP code",
        "rule": "latest"
      },
      "within": {
        "type": "integer",
        "label": "Within miles",
        "rule": "latest"
      },
      "wishes": {
        "type": "prose",
        "label": "Wishes",
        "rule": "text"
      },
      "coverage": {
        "type": "reference",
        "label": "Insurance",
        "rule": "review"
      },
      "pays": {
        "type": "code",
        "label": "Who would pay",
        "rule": "review",
        "choices": {
          "medicare": "Medicare Part A",
          "medicare-advantage": "Medicare Advantage",
          "medicaid": "Medicaid, active",
          "medicaid-pending": "Medicaid, pending",
          "spend-down": "Medicaid, spend-down",
          "private": "Pays privately",
          "other": "Other insurance"
        }
      },
      "qualifyingStay": {
        "type": "code",
        "label": "Hospital stay before",
        "rule": "review",
        "choices": {
          "yes": "3 midnights or more",
          "no": "Fewer than 3 midnights",
          "unknown": "Not known"
        }
      },
      "daysUsed": {
        "type": "integer",
        "label": "Days used in this benefit period",
        "rule": "review"
      },
      "days": {
        "type": "integer",
        "label": "Days that are planned",
        "rule": "review"
      },
      "authorization": {
        "type": "code",
        "label": "Authorization",
        "rule": "review",
        "choices": {
          "not-needed": "Not needed",
          "asked": "Asked for",
          "granted": "Granted",
          "denied": "Denied"
        }
      },
      "canPay": {
        "type": "decimal",
        "label": "Can pay a month, in dollars",
        "rule": "review"
      },
      "neededBy": {
        "type": "date",
        "label": "Needed by",
        "rule": "review"
      },
      "shown": {
        "type": "entries",
        "label": "Shown to the patient",
        "rule": "append",
        "codes": {
          "language": {
            "en": "English",
            "es": "Spanish"
          },
          "how": {
            "screen": "On the screen",
            "paper": "On paper"
          }
        }
      },
      "views": {
        "type": "PlaceView[]",
        "label": "Views",
        "rule": "rows",
        "parts": {
          "facility": {
            "type": "text",
            "label": "Entry of the directory",
            "rule": "latest"
          },
          "name": {
            "type": "text",
            "label": "Name",
            "rule": "latest"
          },
          "words": {
            "type": "prose",
            "label": "What patient and family say of it",
            "rule": "text"
          }
        }
      },
      "choice": {
        "type": "PlaceChoice",
        "label": "Choice",
        "rule": "review"
      },
      "placement": {
        "type": "Placement",
        "label": "Place agreed",
        "rule": "review"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "facility_options"
      }
    },
    "dynamic": {}
  },
  "safety": {
    "title": "Safety event",
    "schema": 1,
    "lane": "urgent",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      },
      "assessment": {
        "type": "reference",
        "label": "Assessment",
        "rule": "once"
      },
      "trigger": {
        "type": "SafetyTrigger",
        "label": "Because",
        "rule": "once"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "safety"
      },
      "told": {
        "type": "entries",
        "label": "Told",
        "rule": "append"
      }
    },
    "dynamic": {
      "steps": {
        "type": "SafetyStep",
        "label": "Step",
        "rule": "review"
      }
    }
  },
  "teaching": {
    "title": "Teaching",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "topic": {
        "type": "code",
        "label": "Topic",
        "rule": "latest",
        "choices": {
          "facility-options": "Facility options",
          "services-coverage": "Services and coverage",
          "medicines": "Medicines",
          "warning-signs": "Warning signs and who to call",
          "equipment": "Equipment",
          "falls-home-safety": "Falls and home safety",
          "diet": "Diet",
          "wound-care": "Wound care",
          "rights": "Rights",
          "advance-directive": "Advance directive",
          "going-home": "Going home: the first days",
          "infection": "Preventing infection",
          "activity": "Activity and rest",
          "growth-feeding": "Feeding and growth",
          "breathing": "Asthma and breathing",
          "safe-sleep": "Safe sleep",
          "immunizations": "Immunizations",
          "school": "School and day care",
          "safety-plan": "Safety plan",
          "coping": "Coping and daily rhythm",
          "sleep": "Sleep",
          "substance-use": "Alcohol and drugs",
          "safe-storage": "Locking away what could harm",
          "long-term-condition": "Living with a long-term condition",
          "prevention": "Check-ups and screenings",
          "tobacco": "Tobacco",
          "home-readings": "Readings at home",
          "other": "Other"
        }
      },
      "about": {
        "type": "text",
        "label": "What about",
        "rule": "latest"
      },
      "learner": {
        "type": "code",
        "label": "Learner",
        "rule": "review",
        "choices": {
          "patient": "Patient",
          "caregiver": "Caregiver",
          "both": "Both",
          "other": "Other"
        }
      },
      "learnerName": {
        "type": "text",
        "label": "Who learned",
        "rule": "latest"
      },
      "barriers": {
        "type": "code[]",
        "label": "Barriers to learning",
        "rule": "review",
        "choices": {
          "none": "None",
          "vision": "Vision",
          "hearing": "Hearing",
          "language": "Language",
          "cognition": "Memory or thinking",
          "low-health-literacy": "Low health literacy",
          "pain-fatigue": "Pain or fatigue",
          "emotional": "Emotional",
          "cultural": "Cultural",
          "not-ready": "Not ready"
        }
      },
      "methods": {
        "type": "code[]",
        "label": "Method",
        "rule": "union",
        "choices": {
          "talk": "Talk",
          "demonstration": "Demonstration",
          "printed": "Printed",
          "picture": "Picture",
          "video": "Video",
          "interpreter": "Interpreter"
        }
      },
      "given": {
        "type": "entries",
        "label": "Material given",
        "rule": "append",
        "codes": {
          "how": {
            "shown": "Shown on the tablet",
            "printed": "Printed"
          }
        }
      },
      "question": {
        "type": "text",
        "label": "Teach-back question asked",
        "rule": "latest"
      },
      "result": {
        "type": "code",
        "label": "Teach-back result",
        "rule": "review",
        "choices": {
          "said-back": "Said back correctly",
          "showed": "Showed correctly",
          "hint": "Needed a hint",
          "not-yet": "Not yet, taught again",
          "unable": "Unable",
          "declined": "Declined"
        }
      },
      "retaught": {
        "type": "integer",
        "label": "Times taught again",
        "rule": "review"
      },
      "again": {
        "type": "date",
        "label": "Teach again on",
        "rule": "review"
      },
      "followUp": {
        "type": "reference",
        "label": "Task to teach again",
        "rule": "latest"
      },
      "words": {
        "type": "prose",
        "label": "Notes",
        "rule": "text"
      },
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "teaching"
      }
    },
    "dynamic": {}
  },
  "message": {
    "title": "Message",
    "schema": 1,
    "lane": "normal",
    "urgentField": "urgent",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "words": {
        "type": "prose",
        "label": "Message",
        "rule": "once"
      },
      "urgent": {
        "type": "flag",
        "label": "Urgent",
        "rule": "once"
      },
      "about": {
        "type": "reference",
        "label": "About",
        "rule": "once"
      },
      "answers": {
        "type": "reference",
        "label": "Answer to",
        "rule": "once"
      },
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      },
      "seen": {
        "type": "entries",
        "label": "Seen",
        "rule": "append"
      }
    },
    "dynamic": {}
  },
  "contact_log": {
    "title": "Call or meeting",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "with": {
        "type": "code",
        "label": "With",
        "rule": "latest",
        "choices": {
          "patient": "Patient",
          "caregiver": "Family or caregiver",
          "clinician": "Doctor or clinic",
          "service": "Service or facility",
          "payer": "Insurance plan",
          "other": "Somebody else"
        }
      },
      "contact": {
        "type": "reference",
        "label": "Contact",
        "rule": "latest"
      },
      "name": {
        "type": "text",
        "label": "Name",
        "rule": "latest"
      },
      "how": {
        "type": "code",
        "label": "How",
        "rule": "latest",
        "choices": {
          "phone": "Phone",
          "video": "Video",
          "in-person": "In person",
          "text": "Text message",
          "mail": "Mail or fax"
        }
      },
      "at": {
        "type": "moment",
        "label": "When",
        "rule": "latest"
      },
      "minutes": {
        "type": "integer",
        "label": "Minutes",
        "rule": "latest"
      },
      "outcome": {
        "type": "code",
        "label": "Outcome",
        "rule": "review",
        "choices": {
          "reached": "Reached",
          "voicemail": "Left a voicemail",
          "no-answer": "No answer"
        }
      },
      "words": {
        "type": "prose",
        "label": "What was said",
        "rule": "text"
      },
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      }
    },
    "dynamic": {}
  },
  "event": {
    "title": "Event",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "what": {
        "type": "code",
        "label": "What happened",
        "rule": "review",
        "choices": {
          "hospital": "Hospital stay",
          "emergency": "Emergency department",
          "fall": "Fall",
          "death": "Death"
        }
      },
      "on": {
        "type": "partial-date",
        "label": "On",
        "rule": "review"
      },
      "place": {
        "type": "text",
        "label": "Where",
        "rule": "latest"
      },
      "words": {
        "type": "prose",
        "label": "What is known",
        "rule": "text"
      },
      "stay": {
        "type": "text",
        "label": "Hospital stay",
        "rule": "once"
      },
      "visit": {
        "type": "reference",
        "label": "Visit",
        "rule": "once"
      }
    },
    "dynamic": {}
  },
  "episode": {
    "title": "Episode of care",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "derived": true,
    "deletable": false,
    "fields": {
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "episode"
      },
      "openedOn": {
        "type": "date",
        "label": "First day of care",
        "rule": "review"
      },
      "transition": {
        "type": "reference",
        "label": "Came by this transition",
        "rule": "latest"
      },
      "referredBy": {
        "type": "text",
        "label": "Referred by",
        "rule": "latest"
      },
      "closedOn": {
        "type": "date",
        "label": "Last day of care",
        "rule": "review"
      },
      "reason": {
        "type": "code",
        "label": "Why care ended",
        "rule": "review",
        "choices": {
          "goals-met": "Goals met",
          "moved-care": "Care moved to somebody else",
          "moved-away": "Moved away",
          "declined": "Patient declined care",
          "lost": "Could not be reached",
          "not-eligible": "No longer eligible",
          "died": "Died",
          "other": "Other"
        }
      },
      "handedTo": {
        "type": "text",
        "label": "Handed to",
        "rule": "review"
      },
      "handOver": {
        "type": "prose",
        "label": "Hand-over",
        "rule": "text"
      },
      "satisfaction": {
        "type": "integer",
        "label": "Satisfied, 1 to 5",
        "rule": "latest"
      },
      "outcome": {
        "type": "code",
        "label": "How it stood at 30 days",
        "rule": "review",
        "choices": {
          "home": "At home, or where she or he moved to",
          "readmitted": "Readmitted to hospital",
          "emergency": "Emergency department, not admitted",
          "died": "Died",
          "lost": "Nobody knows"
        }
      },
      "left": {
        "type": "LeftOpen[]",
        "label": "What was open",
        "rule": "rows",
        "parts": {
          "record": {
            "type": "reference",
            "label": "What was open",
            "rule": "latest"
          },
          "what": {
            "type": "text",
            "label": "In words",
            "rule": "latest"
          },
          "fate": {
            "type": "code",
            "label": "What happens to it",
            "rule": "review",
            "choices": {
              "ended": "Ended here",
              "handed-over": "Handed over",
              "done": "Done"
            }
          },
          "reason": {
            "type": "text",
            "label": "Why",
            "rule": "review"
          },
          "to": {
            "type": "text",
            "label": "To whom",
            "rule": "review"
          },
          "owner": {
            "type": "reference",
            "label": "To which colleague",
            "rule": "review"
          },
          "rule": {
            "type": "text",
            "label": "Rule",
            "rule": "latest"
          },
          "anchor": {
            "type": "text",
            "label": "Which one",
            "rule": "latest"
          }
        }
      }
    },
    "dynamic": {}
  },
  "deadline": {
    "title": "Deadline",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "rule": {
        "type": "text",
        "label": "Rule",
        "rule": "once",
        "server": true
      },
      "subject": {
        "type": "reference",
        "label": "About",
        "rule": "once",
        "server": true
      },
      "anchor": {
        "type": "text",
        "label": "Which one",
        "rule": "once",
        "server": true
      },
      "source": {
        "type": "text",
        "label": "Source of the rule",
        "rule": "latest",
        "server": true
      },
      "evidence": {
        "type": "Evidence",
        "label": "Counted from",
        "rule": "latest",
        "server": true
      },
      "opens": {
        "type": "moment",
        "label": "Not before",
        "rule": "latest",
        "server": true
      },
      "due": {
        "type": "moment",
        "label": "Due",
        "rule": "latest",
        "server": true
      },
      "metAt": {
        "type": "moment",
        "label": "Done at",
        "rule": "latest",
        "server": true
      },
      "state": {
        "type": "state",
        "label": "State",
        "rule": "lifecycle",
        "lifecycle": "deadline"
      },
      "owner": {
        "type": "reference",
        "label": "Owner",
        "rule": "latest"
      },
      "snooze": {
        "type": "Snooze",
        "label": "Put off",
        "rule": "latest"
      },
      "steps": {
        "type": "entries",
        "label": "Told",
        "rule": "append",
        "codes": {
          "to": {
            "coordinator": "Coordinator",
            "reviewer": "Reviewer",
            "supervisor": "Supervisor"
          }
        },
        "server": true
      }
    },
    "dynamic": {}
  },
  "conflict": {
    "title": "Different answers",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": true,
    "projection": true,
    "auditOnly": false,
    "deletable": true,
    "fields": {},
    "dynamic": {}
  },
  "chart_read": {
    "title": "Chart opened",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": false,
    "readonly": false,
    "projection": false,
    "auditOnly": true,
    "deletable": true,
    "fields": {
      "patient": {
        "type": "reference",
        "label": "Patient",
        "rule": "once"
      },
      "screen": {
        "type": "text",
        "label": "Screen",
        "rule": "once"
      },
      "at": {
        "type": "moment",
        "label": "When",
        "rule": "once"
      }
    },
    "dynamic": {}
  },
  "agency": {
    "title": "Agency",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "name": {
        "type": "text",
        "label": "Name",
        "rule": "latest"
      },
      "officePhone": {
        "type": "text",
        "label": "Office phone",
        "rule": "latest"
      },
      "onCallPhone": {
        "type": "text",
        "label": "On-call phone",
        "rule": "latest"
      },
      "safetyProtocol": {
        "type": "json",
        "label": "Safety steps",
        "rule": "latest"
      },
      "review": {
        "type": "json",
        "label": "Rules of the review",
        "rule": "latest"
      },
      "timezone": {
        "type": "text",
        "label": "Time zone",
        "rule": "latest"
      },
      "holidays": {
        "type": "date[]",
        "label": "Holidays",
        "rule": "latest"
      },
      "deadlineLimits": {
        "type": "json",
        "label": "Time limits",
        "rule": "latest"
      },
      "acceptancePolicy": {
        "type": "json",
        "label": "Acceptance to service",
        "rule": "latest"
      },
      "transitionChecklist": {
        "type": "json",
        "label": "Checklist of a transition",
        "rule": "latest"
      },
      "setting": {
        "type": "text",
        "label": "Setting",
        "rule": "latest"
      },
      "settings": {
        "type": "text[]",
        "label": "Settings",
        "rule": "latest"
      },
      "defaultSettings": {
        "type": "text[]",
        "label": "Settings of everybody",
        "rule": "latest"
      },
      "recovery": {
        "type": "json",
        "label": "Recovery key",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "person": {
    "title": "Person",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "name": {
        "type": "text",
        "label": "Name",
        "rule": "latest"
      },
      "role": {
        "type": "code",
        "label": "Role",
        "rule": "latest",
        "choices": {
          "administrator": "Administrator",
          "coordinator": "Coordinator",
          "reviewer": "Reviewer"
        }
      },
      "initials": {
        "type": "text",
        "label": "Initials",
        "rule": "latest"
      },
      "left": {
        "type": "moment",
        "label": "No longer works here since",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "form": {
    "title": "Form",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "url": {
        "type": "text",
        "label": "Address",
        "rule": "latest"
      },
      "version": {
        "type": "text",
        "label": "Version",
        "rule": "latest"
      },
      "title": {
        "type": "text",
        "label": "Title",
        "rule": "latest"
      },
      "sha256": {
        "type": "text",
        "label": "Hash",
        "rule": "latest"
      },
      "questionnaire": {
        "type": "json",
        "label": "Questionnaire",
        "rule": "latest"
      },
      "visitTypes": {
        "type": "text[]",
        "label": "Visit types",
        "rule": "latest"
      },
      "roles": {
        "type": "text[]",
        "label": "Roles",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "needs_table": {
    "title": "Suggested needs",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "rules": {
        "type": "json",
        "label": "Rules",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "directory": {
    "title": "Directory",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "part": {
        "type": "code",
        "label": "Part",
        "rule": "latest",
        "choices": {
          "facilities": "Facilities",
          "services": "Services",
          "zips": "ZIP codes",
          "sources": "Sources"
        }
      },
      "table": {
        "type": "json",
        "label": "Table",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "facility_overlay": {
    "title": "What we know of a facility",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": false,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "facility": {
        "type": "text",
        "label": "Facility",
        "rule": "latest"
      },
      "payers": {
        "type": "PayerAnswer[]",
        "label": "Payers",
        "rule": "rows",
        "parts": {
          "payer": {
            "type": "text",
            "label": "Payer",
            "rule": "latest"
          },
          "plan": {
            "type": "text",
            "label": "Plan",
            "rule": "latest"
          },
          "accepts": {
            "type": "flag",
            "label": "Accepts it",
            "rule": "latest"
          },
          "asOf": {
            "type": "date",
            "label": "Asked on",
            "rule": "latest"
          },
          "source": {
            "type": "text",
            "label": "Who said so",
            "rule": "latest"
          },
          "reference": {
            "type": "text",
            "label": "Reference number",
            "rule": "latest"
          }
        }
      },
      "medicaidPending": {
        "type": "flag",
        "label": "Takes patients whose Medicaid is pending",
        "rule": "latest"
      },
      "openBeds": {
        "type": "OpenBeds",
        "label": "Open beds",
        "rule": "latest",
        "codes": {
          "value": {
            "yes": "Beds open",
            "soon": "Beds open soon",
            "no": "No beds open"
          }
        }
      },
      "privateRate": {
        "type": "PrivateRate",
        "label": "Private pay",
        "rule": "latest"
      },
      "capabilities": {
        "type": "code[]",
        "label": "Can care for or allows",
        "rule": "union",
        "choices": {
          "trach-vent": "Tracheostomy or ventilator",
          "dialysis": "Dialysis on site",
          "bariatric": "Bariatric care",
          "wound-vac": "Wound vacuum",
          "iv": "IV medicine",
          "memory-care": "Memory care unit",
          "isolation": "Isolation room",
          "smoking": "Smoking allowed",
          "pets": "Pets allowed"
        }
      },
      "notes": {
        "type": "PlaceNote[]",
        "label": "Notes",
        "rule": "rows",
        "parts": {
          "on": {
            "type": "date",
            "label": "On",
            "rule": "latest"
          },
          "text": {
            "type": "prose",
            "label": "Note",
            "rule": "latest"
          }
        }
      },
      "admissionContact": {
        "type": "text",
        "label": "Admissions contact",
        "rule": "latest"
      },
      "financialInterest": {
        "type": "flag",
        "label": "We have a financial interest in it",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "coverage-answer": {
    "title": "Insurance answer",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "office": {
        "type": "KnownOffice",
        "label": "Office",
        "rule": "latest",
        "server": true
      },
      "plan": {
        "type": "KnownPlan",
        "label": "Plan",
        "rule": "latest",
        "codes": {
          "product": {
            "hmo": "HMO",
            "ppo": "PPO",
            "ma": "Medicare Advantage",
            "mco": "Medicaid managed care",
            "ffs": "Fee for service",
            "other": "Other"
          }
        },
        "server": true
      },
      "answers": {
        "type": "KnownAnswer[]",
        "label": "Answers",
        "rule": "latest",
        "server": true
      },
      "attempts": {
        "type": "LastCall[]",
        "label": "Last calls",
        "rule": "latest",
        "server": true
      },
      "decisions": {
        "type": "KnownDecision[]",
        "label": "Decided",
        "rule": "latest",
        "server": true
      }
    },
    "dynamic": {}
  },
  "place-answers": {
    "title": "Our last referrals",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "entry": {
        "type": "text",
        "label": "Entry of the directory",
        "rule": "latest",
        "server": true
      },
      "answers": {
        "type": "PlaceAnswer[]",
        "label": "Answers",
        "rule": "latest",
        "server": true
      }
    },
    "dynamic": {}
  },
  "material": {
    "title": "Teaching text",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": true,
    "fields": {
      "name": {
        "type": "text",
        "label": "Name",
        "rule": "latest"
      },
      "topic": {
        "type": "code",
        "label": "Topic",
        "rule": "latest",
        "choices": {
          "facility-options": "Facility options",
          "services-coverage": "Services and coverage",
          "medicines": "Medicines",
          "warning-signs": "Warning signs and who to call",
          "equipment": "Equipment",
          "falls-home-safety": "Falls and home safety",
          "diet": "Diet",
          "wound-care": "Wound care",
          "rights": "Rights",
          "advance-directive": "Advance directive",
          "going-home": "Going home: the first days",
          "infection": "Preventing infection",
          "activity": "Activity and rest",
          "growth-feeding": "Feeding and growth",
          "breathing": "Asthma and breathing",
          "safe-sleep": "Safe sleep",
          "immunizations": "Immunizations",
          "school": "School and day care",
          "safety-plan": "Safety plan",
          "coping": "Coping and daily rhythm",
          "sleep": "Sleep",
          "substance-use": "Alcohol and drugs",
          "safe-storage": "Locking away what could harm",
          "long-term-condition": "Living with a long-term condition",
          "prevention": "Check-ups and screenings",
          "tobacco": "Tobacco",
          "home-readings": "Readings at home",
          "other": "Other"
        }
      },
      "title": {
        "type": "text",
        "label": "Title",
        "rule": "latest"
      },
      "language": {
        "type": "code",
        "label": "Language",
        "rule": "latest",
        "choices": {
          "en": "English",
          "es": "Spanish"
        }
      },
      "version": {
        "type": "text",
        "label": "Version",
        "rule": "latest"
      },
      "sha256": {
        "type": "text",
        "label": "Hash",
        "rule": "latest"
      },
      "ask": {
        "type": "text",
        "label": "Teach-back question",
        "rule": "latest"
      },
      "parts": {
        "type": "MaterialPart[]",
        "label": "Text",
        "rule": "latest"
      }
    },
    "dynamic": {}
  },
  "setting_pack": {
    "title": "Setting",
    "schema": 1,
    "lane": "normal",
    "seals": false,
    "library": true,
    "readonly": true,
    "projection": false,
    "auditOnly": false,
    "deletable": false,
    "fields": {
      "code": {
        "type": "text",
        "label": "Code",
        "rule": "latest"
      },
      "version": {
        "type": "text",
        "label": "Version",
        "rule": "latest"
      },
      "builtIn": {
        "type": "flag",
        "label": "Comes with the program",
        "rule": "latest"
      },
      "sha256": {
        "type": "text",
        "label": "Hash",
        "rule": "latest"
      },
      "pack": {
        "type": "json",
        "label": "Pack",
        "rule": "latest"
      }
    },
    "dynamic": {}
  }
};
