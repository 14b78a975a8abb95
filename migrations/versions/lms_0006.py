"""Time zones of units and people, and the addresses of their calendars."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "lms_0006"
down_revision = "courses_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    for name in ("unit", "person"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("time_zone", sa.String(length=64), nullable=True))
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
