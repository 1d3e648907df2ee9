"""An import of the directory keeps its account and the rows of its report, and who asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_import_reports"
down_revision = "20261127_hand_back_marks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("directory_runs") as table:
        table.add_column(sa.Column("by", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("account", sa.Text(), nullable=True))
        table.add_column(sa.Column("undone_by", sa.String(length=36), nullable=True))
    op.create_table(
        "directory_remarks",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("file_row", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "run", "number", name=op.f("pk_directory_remarks")),
    )


def downgrade() -> None:
    op.drop_table("directory_remarks")
    with op.batch_alter_table("directory_runs") as table:
        table.drop_column("undone_by")
        table.drop_column("account")
        table.drop_column("by")
