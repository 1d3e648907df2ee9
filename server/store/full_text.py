"""The full-text indexes of both databases over the folded words of `search_entries`.

SQLite has an FTS5 table that triggers keep; PostgreSQL a GIN index over a `tsvector` made of the same words.
Both are asked with words alone, each quoted: nothing that a person types is an operator. Neither database
parses text: words come folded and parted by blanks, so both know the same ones. PostgreSQL's vector has a
record's own words a second time behind `=`, so that they can be asked for apart.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import DDL, Connection, Table, TextClause, event, text

TABLE: Final = "search_entries"
FTS: Final = "search_words"
GIN: Final = "search_entries_by_words"
_FTS_OWN: Final = ("", "_config", "_data", "_docsize", "_idx")
"""FTS5 keeps its index in tables of its own."""
_VECTOR: Final = (
    "array_to_tsvector(string_to_array(ltrim("
    "whose || ' ' || words || ' =' || replace(words, ' ', ' =')), ' '))"
)
_SQLITE_MAKE: Final = (
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
_POSTGRESQL_MAKE: Final = (f"CREATE INDEX {GIN} ON {TABLE} USING gin (({_VECTOR}))",)
_SQLITE_DROP: Final = ("DROP TABLE search_words",)


def made_by(dialect: str) -> Sequence[str]:
    """Give the statements that make the index once its table is there."""
    return _POSTGRESQL_MAKE if dialect == "postgresql" else _SQLITE_MAKE


def dropped_by(dialect: str) -> Sequence[str]:
    """Give the statements that drop what does not go with the table."""
    return () if dialect == "postgresql" else _SQLITE_DROP


def attach(table: Table) -> None:
    """Let the index be made and dropped with its table, where tables are made without migrations."""
    for dialect in ("sqlite", "postgresql"):
        for statement in made_by(dialect):
            event.listen(table, "after_create", _ddl(statement, dialect))
        for statement in dropped_by(dialect):
            event.listen(table, "before_drop", _ddl(statement, dialect))


def _ddl(statement: str, dialect: str) -> Any:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call] # SQLAlchemy's own


def is_declared(_object: object, name: str | None, kind: str, _reflected: object, _like: object) -> bool:
    """Tell alembic what the metadata declares: all but what is made here."""
    own = {f"{FTS}{suffix}" for suffix in _FTS_OWN}
    return not ((kind == "table" and name in own) or (kind == "index" and name == GIN))


def matches(connection: Connection, asked: Sequence[str]) -> TextClause:
    """Tell the entries that have a word beginning with each of these, and one of them among their own.

    `asked`: folded words (`server.search.words`), letters and digits alone. Raises ValueError for others.
    """
    if not asked or not all(word.isalnum() for word in asked):
        raise ValueError("only folded words can be asked for")
    if connection.dialect.name == "postgresql":
        each = " & ".join(f"'{word}':*" for word in asked)
        own = " | ".join(f"'={word}':*" for word in asked)
        return text(f"{_VECTOR} @@ CAST(:search_asked AS tsquery)").bindparams(
            search_asked=f"({each}) & ({own})"
        )
    each = " AND ".join(f'"{word}" *' for word in asked)
    own = " OR ".join(f'"{word}" *' for word in asked)
    return text(
        "number IN (SELECT rowid FROM search_words WHERE search_words MATCH :search_asked)"
    ).bindparams(search_asked=f"{{whose words}} : ({each}) AND {{words}} : ({own})")
