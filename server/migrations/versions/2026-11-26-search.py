"""The index of search over charts. It is filled from the records by `doorstep db upgrade`, and can be again.

The full-text indexes are no part of the declared tables: each database has its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_search"
down_revision = "20261126_review_queue"
branch_labels = None
depends_on = None

_SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
    whose, words, content='search_entries', content_rowid='number',
    detail='column', prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_words (rowid, whose, words) VALUES (new.number, new.whose, new.words);
    END""",
    """CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_words (search_words, rowid, whose, words)
    VALUES ('delete', old.number, old.whose, old.words);
    END""",
    """CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries BEGIN
    INSERT INTO search_words (search_words, rowid, whose, words)
    VALUES ('delete', old.number, old.whose, old.words);
    INSERT INTO search_words (rowid, whose, words) VALUES (new.number, new.whose, new.words);
    END""",
)
_POSTGRESQL = (
    """CREATE INDEX search_entries_by_words ON search_entries USING gin ((array_to_tsvector(string_to_array(
    ltrim(whose || ' ' || words || ' =' || replace(words, ' ', ' =')), ' '))))""",
)


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("whose", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_search_entries")),
    )
    op.create_index("search_entries_by_number", "search_entries", ["number"])
    op.create_index("search_entries_of_patient", "search_entries", ["agency_id", "patient_id"])
    op.create_table(
        "search_marks",
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_search_marks")),
    )
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_marks")
    op.drop_table("search_entries")
