"""What goes back after a hand-over is looked at when it ends, and not each minute for two weeks."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_hand_back_marks"
down_revision = "20261127_search_of_more_kinds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_back_marks",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("looked_at", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_hand_back_marks")),
    )


def downgrade() -> None:
    op.drop_table("hand_back_marks")
