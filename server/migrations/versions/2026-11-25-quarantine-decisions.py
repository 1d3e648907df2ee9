"""What people decided about held changes, and where each stood in its batch.

The place of what was held before is not known: those go by their ids, which rise with their tablet's clock,
and their signature is checked anew when they are released.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_quarantine_decisions"
down_revision = "20261125_digests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quarantine_decisions",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", "sha256", name=op.f("pk_quarantine_decisions")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("signed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index("quarantine_of_batch", ["agency_id", "batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index("quarantine_of_batch")
        batch_op.drop_column("signed")
        batch_op.drop_column("place")

    op.drop_table("quarantine_decisions")
