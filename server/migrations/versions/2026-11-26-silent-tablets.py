"""What was done about tablets that have work and are silent."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_silent_tablets"
down_revision = "20261126_web_push"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tablet_silences",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.String(length=24), nullable=False),
        sa.Column("told", sa.String(length=100), nullable=False),
        sa.Column("snooze", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "device_id", name=op.f("pk_tablet_silences")),
    )


def downgrade() -> None:
    op.drop_table("tablet_silences")
