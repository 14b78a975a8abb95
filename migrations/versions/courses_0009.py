"""Funds, partners, regions; activities with their partners, targets, cohorts and states."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0009"
down_revision = "lms_0008"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Forward."""
    lists()
    activities()
    of_activities()


def lists() -> None:
    """What activities name."""
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("donor", sa.String(length=160), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('grant', 'trust-fund', 'budget', 'in-kind')", name="ck_fund_kind"),
        sa.CheckConstraint("starts_on <= ends_on", name="ck_fund_days"),
        sa.PrimaryKeyConstraint("id", name="pk_fund"),
        sa.UniqueConstraint("code", name="uq_fund_code"),
        sa.UniqueConstraint("uuid", name="uq_fund_uuid"),
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.CheckConstraint(
            "kind IN ('administration', 'international', 'society', 'academic', 'private')", name="ck_partner_kind"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partner"),
        sa.UniqueConstraint("name", name="uq_partner_name"),
        sa.UniqueConstraint("uuid", name="uq_partner_uuid"),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_region"),
        sa.UniqueConstraint("name", name="uq_region_name"),
        sa.UniqueConstraint("uuid", name="uq_region_uuid"),
    )
    op.create_table(
        "region_country",
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name="fk_region_country_region_id_region"),
        sa.PrimaryKeyConstraint("region_id", "country", name="pk_region_country"),
    )


def activities() -> None:
    """What the programme does."""
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("course_slug", sa.String(length=64), nullable=True),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('training', 'mission', 'workshop', 'operation')", name="ck_activity_kind"),
        sa.CheckConstraint("(country IS NULL) <> (region_id IS NULL)", name="ck_activity_one_place"),
        sa.CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="ck_activity_both_days"),
        sa.CheckConstraint("starts_on <= ends_on", name="ck_activity_days"),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name="fk_activity_fund_id_fund"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_activity_made_by_id_person"),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name="fk_activity_region_id_region"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
        sa.UniqueConstraint("uuid", name="uq_activity_uuid"),
    )
    op.create_index("ix_activity_country", "activity", ["country"])
    op.create_index("ix_activity_region_id", "activity", ["region_id"])
    op.create_index("ix_activity_fund_id", "activity", ["fund_id"])


def of_activities() -> None:
    """Partners, targets, cohorts and states of activities."""
    op.create_table(
        "activity_partner",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_activity_partner_activity_id_activity"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_activity_partner_partner_id_partner"),
        sa.PrimaryKeyConstraint("activity_id", "partner_id", name="pk_activity_partner"),
    )
    op.create_index("ix_activity_partner_partner_id", "activity_partner", ["partner_id"])
    op.create_table(
        "activity_target",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('reached', 'passed', 'certified', 'trainers')", name="ck_activity_target_kind"),
        sa.CheckConstraint("people > 0", name="ck_activity_target_some"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_activity_target_activity_id_activity"),
        sa.PrimaryKeyConstraint("activity_id", "kind", name="pk_activity_target"),
    )
    op.create_table(
        "activity_cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_activity_cohort_activity_id_activity"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_activity_cohort_by_id_person"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_activity_cohort_cohort_id_cohort"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_activity_cohort_ended_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_cohort"),
    )
    op.create_index("ix_activity_cohort_activity_id", "activity_cohort", ["activity_id"])
    op.create_index(
        "uq_activity_cohort_one_open", "activity_cohort", ["cohort_id"], unique=True, sqlite_where=OPEN,
        postgresql_where=OPEN,
    )  # fmt: skip
    op.create_table(
        "activity_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("status IN ('planned', 'under-way', 'done', 'cancelled')", name="ck_activity_state_status"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_activity_state_activity_id_activity"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_activity_state_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_state"),
    )
    op.create_index("ix_activity_state_activity_id", "activity_state", ["activity_id", "id"])
