"""The board of referrals: one line a referral. No referral was recorded before this table was there."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_referral_lines"
down_revision = "20261126_directory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_lines",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("stands", sa.String(length=40), nullable=False),
        sa.Column("since", sa.String(length=24), nullable=False),
        sa.Column("due", sa.String(length=24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_referral_lines")),
    )
    op.create_index("referral_lines_by_state", "referral_lines", ["agency_id", "stands", "since", "id"])
    op.create_index("referral_lines_of_patient", "referral_lines", ["agency_id", "patient_id"])


def downgrade() -> None:
    op.drop_table("referral_lines")
