"""The roster: listings, searches, whom they showed, letters."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "certificates_0013"
down_revision = "certificates_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "roster_listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("is_away", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_roster_listing_days")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_listing_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_listing")),
    )
    op.create_index("ix_roster_listing_person_id", "roster_listing", ["person_id", "id"])
    op.create_table(
        "roster_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=48), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("(first IS NULL) = (last IS NULL)", name=op.f("ck_roster_search_both_days")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_roster_search_by_id_person")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_roster_search_scheme_id_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_search")),
        sa.UniqueConstraint("uuid", name=op.f("uq_roster_search_uuid")),
    )
    op.create_index("ix_roster_search_by_id", "roster_search", ["by_id", "id"])
    op.create_table(
        "roster_shown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_shown_person_id_person")),
        sa.ForeignKeyConstraint(
            ["search_id"], ["roster_search.id"], name=op.f("fk_roster_shown_search_id_roster_search")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_shown")),
        sa.UniqueConstraint("search_id", "no", name=op.f("uq_roster_shown_search_id_no")),
        sa.UniqueConstraint("search_id", "person_id", name=op.f("uq_roster_shown_search_id_person_id")),
    )
    op.create_index("ix_roster_shown_person_id", "roster_shown", ["person_id"])
    op.create_table(
        "roster_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shown_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["shown_id"], ["roster_shown.id"], name=op.f("fk_roster_letter_shown_id_roster_shown")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_letter")),
        sa.UniqueConstraint("shown_id", name=op.f("uq_roster_letter_shown_id")),
    )
