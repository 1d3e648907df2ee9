"""How much is taken in one piece, and from one device in a day. The kind says how much of one file."""

from datetime import timedelta

MOST_PIECE = 1024 * 1024
"""One piece: what a bad line loses at most when it breaks."""
MOST_A_DAY = 400 * 1024 * 1024
"""One device in a day: eight visits with fifty photos each. Over it nothing is taken until tomorrow."""
DAY = timedelta(days=1)
ABANDONED_AFTER = timedelta(days=60)
"""An upload that was announced and never finished is forgotten: its tablet can announce it again."""
