"""What a setting of care asks for, as data: its forms, checklist, deadlines, topics, levels, roles and words.

The server writes it, after `server/settings/check.py` found nothing wrong with it; which packs are on stands
in the agency's record and, for one patient, in hers. One that is on no more stays, and so do its words.
"""

from typing import Final

from sync.kinds.fields import Flag, Free, Rule, Words
from sync.kinds.kind import Kind

SETTING_PACK: Final = Kind(
    name="setting_pack",
    title="Setting",
    library=True,
    readonly=True,
    deletable=False,
    fields={
        "code": Words("Code", Rule.LATEST),
        "version": Words("Version", Rule.LATEST),
        "builtIn": Flag("Comes with the program", Rule.LATEST),
        "sha256": Words("Hash", Rule.LATEST),
        # Of an older version the hash is known; its whole text is no use on a tablet.
        "pack": Free("Pack", Rule.LATEST, past=0),
    },
)
