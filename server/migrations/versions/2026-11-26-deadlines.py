"""The watch over deadlines: its index, its marks, its mail, who runs it; and people's e-mail addresses.

All but the addresses can be made again from the records: the first run of the watch goes over every chart.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_deadlines"
down_revision = "20261125_quarantine_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadlines",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("due", sa.String(length=24), nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=True),
        sa.Column("snoozed_until", sa.String(length=24), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_deadlines")),
    )
    op.create_index("deadlines_by_due", "deadlines", ["agency_id", "state", "due", "id"])
    op.create_index("deadlines_by_next", "deadlines", ["agency_id", "next_at"])
    op.create_table(
        "deadline_marks",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("swept", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_deadline_marks")),
    )
    op.create_table(
        "mails",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("deadlines", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.String(length=24), nullable=False),
        sa.Column("next_at", sa.String(length=24), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.String(length=24), nullable=True),
        sa.Column("sent_at", sa.String(length=24), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_mails")),
    )
    op.create_index("mails_by_next", "mails", ["next_at"])
    op.create_index("mails_of_person", "mails", ["agency_id", "person_id"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "apscheduler_jobs",
        sa.Column("id", sa.Unicode(length=191), nullable=False),
        sa.Column("next_run_time", sa.Float(precision=25), nullable=True),
        sa.Column("job_state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apscheduler_jobs")),
    )
    op.create_index("ix_apscheduler_jobs_next_run_time", "apscheduler_jobs", ["next_run_time"])
    with op.batch_alter_table("people", schema=None) as people:
        people.add_column(sa.Column("email", sa.String(length=254), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as people:
        people.drop_column("email")
    for table in ("apscheduler_jobs", "leases", "mails", "deadline_marks", "deadlines"):
        op.drop_table(table)
