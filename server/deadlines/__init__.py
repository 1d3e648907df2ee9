"""The watch over deadlines: it reads what changed, keeps a record of each deadline, and tells people in time.

The records are written by the watch's own device, by ordinary changes: they sync, are audited, and people's
edits of them (owner, snooze) are reconciled like any others.
"""
