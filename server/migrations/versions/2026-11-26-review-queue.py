"""The queue of the review, claims and saved views. `doorstep review rebuild` fills the queue"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_review_queue"
down_revision = "20261126_deadlines"
branch_labels = None
depends_on = None

_INDEXES = (
    ("review_queue_in_order", ["agency_id", "stage", "rank", "due_at", "arrived_at", "visit_id"]),
    ("review_queue_by_arrival", ["agency_id", "stage", "arrived_at", "visit_id"]),
    ("review_queue_by_move", ["agency_id", "moved"]),
    ("review_queue_of_patient", ["agency_id", "patient_id"]),
)


def upgrade() -> None:
    op.create_table(
        "review_queue",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.String(length=40), nullable=True),
        sa.Column("due_at", sa.String(length=24), nullable=False),
        sa.Column("arrived_at", sa.String(length=24), nullable=False),
        sa.Column("approved_at", sa.String(length=24), nullable=True),
        sa.Column("coordinator_id", sa.String(length=36), nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("payer", sa.String(length=200), nullable=False),
        sa.Column("payer_key", sa.String(length=64), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Integer(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.Column("different", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("here", sa.Integer(), nullable=True),
        sa.Column("of_all", sa.Integer(), nullable=True),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("clean", sa.Boolean(), nullable=False),
        sa.Column("cosign", sa.String(length=40), nullable=True),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.Column("moved", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "visit_id", name=op.f("pk_review_queue")),
    )
    op.create_table(
        "review_counters",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("moves", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_review_counters")),
    )
    op.create_table(
        "review_claims",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.String(length=24), nullable=False),
        sa.Column("until", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "visit_id", name=op.f("pk_review_claims")),
    )
    op.create_table(
        "review_views",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "id", name=op.f("pk_review_views")),
    )
    for name, columns in _INDEXES:
        op.create_index(name, "review_queue", columns)
    op.create_index("quarantine_of_patient", "quarantine", ["agency_id", "patient_id"])


def downgrade() -> None:
    op.drop_index("quarantine_of_patient", table_name="quarantine")
    for name, _ in _INDEXES:
        op.drop_index(name, table_name="review_queue")
    op.drop_table("review_views")
    op.drop_table("review_claims")
    op.drop_table("review_counters")
    op.drop_table("review_queue")
