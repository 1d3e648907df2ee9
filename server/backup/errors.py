"""What a backup or a restore says when it can't go on."""


class BackupFailed(Exception):
    """Nothing was changed; the message says what is wrong and how to mend it."""
