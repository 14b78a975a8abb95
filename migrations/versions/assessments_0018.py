"""When and where fresh exercises are done; self-reviews as evidence of one's own."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0018"
down_revision = "assessments_0017"
branch_labels = None
depends_on = None


KINDS = "kind IN ('training', 'mission', 'operation', 'document', 'self-review', 'other')"


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("evidence_item") as table:
        table.drop_constraint(op.f("ck_evidence_item_kind"), type_="check")
        table.create_check_constraint(op.f("ck_evidence_item_kind"), KINDS)
    op.create_table(
        "fresh_placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("performance_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", UtcMoment(), nullable=False),
        sa.Column("ends_at", UtcMoment(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("interpreter_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_fresh_placement_by_id_person")),
        sa.ForeignKeyConstraint(
            ["interpreter_id"],
            ["workshop_interpreter.id"],
            name=op.f("fk_fresh_placement_interpreter_id_workshop_interpreter"),
        ),
        sa.ForeignKeyConstraint(
            ["performance_id"], ["performance.id"], name=op.f("fk_fresh_placement_performance_id_performance")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["workshop_room.id"], name=op.f("fk_fresh_placement_room_id_workshop_room")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_fresh_placement_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fresh_placement")),
        sa.UniqueConstraint("performance_id", name=op.f("uq_fresh_placement_performance_id")),
    )
    op.create_index(op.f("ix_fresh_placement_workshop_id"), "fresh_placement", ["workshop_id"])
