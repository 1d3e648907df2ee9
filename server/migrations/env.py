"""Runs migrations over the running app's own engine, all of an upgrade in one transaction."""

from alembic import context

from server.store import full_text
from server.store.database import Base, db

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=full_text.is_declared,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
