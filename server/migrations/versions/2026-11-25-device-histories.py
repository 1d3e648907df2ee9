"""How much each vault has ever written: two tablets under one name are noticed"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_device_histories"
down_revision = "20261123_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_histories",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("writes", sa.BigInteger(), nullable=False),
        sa.Column("last_change", sa.String(length=36), nullable=False),
        sa.Column("sent_at", sa.String(length=24), nullable=False),
        sa.Column("forked_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "device_id", name=op.f("pk_device_histories")),
    )


def downgrade() -> None:
    op.drop_table("device_histories")
