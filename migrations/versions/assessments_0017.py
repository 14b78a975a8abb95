"""The sampling plan of moderators, what they looked at, and what they recommend."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0017"
down_revision = "assessments_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "moderation_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("plan", Json, nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_moderation_plan_by_id_person")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_moderation_plan_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_plan")),
        sa.UniqueConstraint("workshop_id", "no", name=op.f("uq_moderation_plan_workshop_id_no")),
    )
    op.create_table(
        "sample_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("performance_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("reconciliation_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sample_look_by_id_person")),
        sa.ForeignKeyConstraint(
            ["performance_id"], ["performance.id"], name=op.f("fk_sample_look_performance_id_performance")
        ),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_sample_look_reconciliation_id_reconciliation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_look")),
        sa.UniqueConstraint("performance_id", "no", name=op.f("uq_sample_look_performance_id_no")),
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("proposals", Json, nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("minority", sa.String(), nullable=False),
        sa.Column("results", Json, nullable=False),
        sa.Column("cites", Json, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_recommendation_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recommendation_person_id_person")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_recommendation_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recommendation_uuid")),
        sa.UniqueConstraint("workshop_id", "person_id", "no", name=op.f("uq_recommendation_workshop_id_person_id_no")),
    )
    op.create_index("ix_recommendation_person_id", "recommendation", ["person_id"])
