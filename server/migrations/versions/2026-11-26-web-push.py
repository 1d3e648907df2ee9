"""Browsers that are told while the app is closed, and the agency's key towards push services."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_web_push"
down_revision = "20261126_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_keys",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_push_keys")),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=300), nullable=False),
        sa.Column("p256dh", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.String(length=24), nullable=False),
        sa.Column("queued_at", sa.String(length=24), nullable=True),
        sa.Column("next_at", sa.String(length=24), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.String(length=24), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "device_id", name=op.f("pk_push_subscriptions")),
    )
    op.create_index("push_subscriptions_by_next", "push_subscriptions", ["next_at"])
    op.create_index("push_subscriptions_of_person", "push_subscriptions", ["agency_id", "person_id"])
    op.create_index("push_subscriptions_by_address", "push_subscriptions", ["address_hash"])


def downgrade() -> None:
    op.drop_table("push_subscriptions")
    op.drop_table("push_keys")
