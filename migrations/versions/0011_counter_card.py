"""The counter card: what it measures with, whom to call, and the days on which it was used."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = "kind IN ('superior', 'wildlife', 'police', 'rescue')"


def upgrade() -> None:
    """Forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("course_version", sa.Column("card", json, server_default="{}", nullable=False))
    op.create_table(
        "administration_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_administration_contact_kind")),
        sa.ForeignKeyConstraint(
            ["administration_id"], ["administration.id"], name=op.f("fk_administration_contact_administration_id_administration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration_contact")),
        sa.UniqueConstraint("administration_id", "kind", name=op.f("uq_administration_contact_administration_id_kind")),
    )
    op.create_table(
        "card_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_card_use_course_id_course")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_card_use_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_use")),
        sa.UniqueConstraint("person_id", "course_id", "used_on", name=op.f("uq_card_use_person_id_course_id_used_on")),
    )
