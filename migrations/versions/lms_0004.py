"""Messages, digests, what people chose of them, and quiet hours."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "lms_0004"
down_revision = "courses_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "message_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcMoment(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_digest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_digest")),
        sa.UniqueConstraint("uuid", name=op.f("uq_message_digest_uuid")),
    )
    open_ones = sa.text("made_at IS NULL")
    op.create_index(
        "ix_message_digest_open", "message_digest", ["person_id"], unique=True, sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("params", Json, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", UtcMoment(), nullable=False),
        sa.Column("read_at", UtcMoment(), nullable=True),
        sa.Column("replace_key", sa.String(length=120), nullable=True),
        sa.Column("due_at", UtcMoment(), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_message_by_id_person")),
        sa.ForeignKeyConstraint(["digest_id"], ["message_digest.id"], name=op.f("fk_message_digest_id_message_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("uuid", name=op.f("uq_message_uuid")),
    )
    unread, ungathered = sa.text("read_at IS NULL"), sa.text("due_at IS NOT NULL AND digest_id IS NULL")
    op.create_index("ix_message_inbox", "message", ["person_id", "id"])
    op.create_index("ix_message_unread", "message", ["person_id"], sqlite_where=unread, postgresql_where=unread)
    op.create_index(
        "ix_message_due", "message", ["due_at", "person_id"], sqlite_where=ungathered, postgresql_where=ungathered
    )
    op.create_index("ix_message_replace_key", "message", ["replace_key", "person_id"])
    op.create_index("ix_message_digest_id", "message", ["digest_id"])
    op.create_table(
        "message_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.CheckConstraint("channel IN ('at-once', 'daily', 'weekly', 'inbox')", name=op.f("ck_message_choice_channel")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_message_choice")),
    )
    op.create_table(
        "quiet_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins BETWEEN 0 AND 23 AND ends BETWEEN 0 AND 23", name=op.f("ck_quiet_hours_hours")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiet_hours_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_quiet_hours")),
    )
