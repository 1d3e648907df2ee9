"""What an operator is told in one line."""


class RescueFailed(Exception):
    """The key file or the rescue file can't be used; the sentence says why and what to do."""
