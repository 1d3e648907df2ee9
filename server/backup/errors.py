"""What a backup, a restore or an export of charts says when it can't go on."""


class BackupFailed(Exception):
    """Nothing was changed; the message says what is wrong and how to mend it."""
