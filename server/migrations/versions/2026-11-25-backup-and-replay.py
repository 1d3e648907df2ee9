"""What a backup covers, what reconciliation rested on, and which audit heads devices have seen

Changes from before it have no basis: they cannot be replayed, and `doorstep verify` says how many there are.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_backup_and_replay"
down_revision = "20261125_device_histories"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agencies") as agencies:
        agencies.add_column(sa.Column("backed_up", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("changes") as changes:
        changes.add_column(sa.Column("basis", sa.Text(), nullable=True))
    with op.batch_alter_table("audit_entries") as entries:
        entries.create_index("audit_by_hash", ["agency_id", "hash"], unique=False)
    op.create_table(
        "audit_witnesses",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("timeline", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "device_id", "head", name=op.f("pk_audit_witnesses")),
    )


def downgrade() -> None:
    op.drop_table("audit_witnesses")
    with op.batch_alter_table("audit_entries") as entries:
        entries.drop_index("audit_by_hash")
    with op.batch_alter_table("changes") as changes:
        changes.drop_column("basis")
    with op.batch_alter_table("agencies") as agencies:
        agencies.drop_column("backed_up")
