"""A remark of the office on one field of a visit, and what its author was answered."""

from typing import Final

from sync.lifecycles.table import NO, Lifecycle

REMARK: Final = Lifecycle(
    name="remark",
    initial="open",
    states={
        "open": "Open",
        "accepted": "Accepted",
        "declined": "Declined",
        "answered": "Answered in words",
        "withdrawn": "Taken back",
    },
    events={
        "accept": "Accept",
        "decline": "Decline",
        "answer": "Answer in words",
        "undo": "Undo this answer",
        "reopen": "Ask again",
        "withdraw": "Take this remark back",
    },
    table={
        "open": {
            "accept": "accepted",
            "decline": "declined",
            "answer": "answered",
            "undo": NO,
            "reopen": NO,
            "withdraw": "withdrawn",
        },
        # Until she signs her corrections the coordinator may think again: one answer goes over into another.
        "accepted": {
            "accept": NO,
            "decline": "declined",
            "answer": "answered",
            "undo": "open",
            "reopen": "open",
            # What was mended because of it stays mended: taking the remark back would hide why.
            "withdraw": NO,
        },
        "declined": {
            "accept": "accepted",
            "decline": NO,
            "answer": "answered",
            "undo": "open",
            "reopen": "open",
            "withdraw": "withdrawn",
        },
        "answered": {
            "accept": "accepted",
            "decline": "declined",
            "answer": NO,
            "undo": "open",
            "reopen": "open",
            "withdraw": "withdrawn",
        },
        "withdrawn": {
            "accept": NO,
            "decline": NO,
            "answer": NO,
            "undo": NO,
            "reopen": "open",
            "withdraw": NO,
        },
    },
)
