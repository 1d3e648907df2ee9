"""Emergency access, and who acknowledged it."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_emergency_access"
down_revision = "20261126_transitions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emergencies",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.String(length=24), nullable=False),
        sa.Column("ends", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("acknowledged_at", sa.String(length=24), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_emergencies")),
    )
    op.create_index("emergencies_waiting", "emergencies", ["agency_id", "acknowledged_at", "opened_at"])


def downgrade() -> None:
    op.drop_table("emergencies")
