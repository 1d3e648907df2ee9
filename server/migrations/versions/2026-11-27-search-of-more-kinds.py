"""The office's search finds more kinds: `doorstep db upgrade` makes the index anew from the records."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_search_of_more_kinds"
down_revision = "20261127_unagreed_sharing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM search_marks"))


def downgrade() -> None:
    """Nothing to undo: an index of more kinds serves the release before as well."""
