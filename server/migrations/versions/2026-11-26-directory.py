"""Tables of the agency's directory. They begin empty; `doorstep import` fills them."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_directory"
down_revision = "20261126_emergency_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_entries",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_directory_entries")),
    )
    op.create_index("directory_entries_by_key", "directory_entries", ["agency_id", "source", "key"])
    op.create_index("directory_entries_of_part", "directory_entries", ["agency_id", "part"])
    op.create_table(
        "directory_runs",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "number", name=op.f("pk_directory_runs")),
    )
    op.create_table(
        "directory_before",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "run", "entry_id", name=op.f("pk_directory_before")),
    )
    op.create_table(
        "directory_settings",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_directory_settings")),
    )


def downgrade() -> None:
    op.drop_table("directory_settings")
    op.drop_table("directory_before")
    op.drop_table("directory_runs")
    op.drop_table("directory_entries")
