"""The board of transitions. It follows from the records; none was recorded before this table.

The release before this one neither reads nor writes it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_transitions"
down_revision = "20261126_silent_tablets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transitions",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("late_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_transitions")),
    )
    op.create_index("transitions_by_late", "transitions", ["agency_id", "open", "late_at", "id"])
    op.create_index("transitions_of_patient", "transitions", ["agency_id", "patient_id"])


def downgrade() -> None:
    op.drop_table("transitions")
