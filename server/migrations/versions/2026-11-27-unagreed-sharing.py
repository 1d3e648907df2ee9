"""The board of referrals says what was sent without an agreement; for what is there, from the charts."""

from collections import defaultdict

import orjson
import sqlalchemy as sa
from alembic import op

from server.referrals import lines

revision = "20261127_unagreed_sharing"
down_revision = "20261126_referral_lines"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("referral_lines") as table:
        table.add_column(sa.Column("unagreed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("referral_lines") as table:
        table.alter_column("unagreed", existing_type=sa.Boolean(), server_default=None)
    connection = op.get_bind()
    found = defaultdict(list)
    for row in connection.execute(sa.text("SELECT agency_id, doc FROM records WHERE kind = 'referral'")):
        found[row.agency_id].append(orjson.loads(row.doc))
    for agency, referrals in found.items():
        lines.keep(connection, agency, referrals)


def downgrade() -> None:
    with op.batch_alter_table("referral_lines") as table:
        table.drop_column("unagreed")
