"""Rotations of workshops with who performs when and where, waivers of their rules, and what stops in mid-week."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0011"
down_revision = "assessments_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "rotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("from_at", UtcMoment(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("report", Json, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("told_at", UtcMoment(), nullable=False),
        sa.Column("used_at", UtcMoment(), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("stage IN ('first', 'replan')", name=op.f("ck_rotation_stage")),
        sa.CheckConstraint(
            "standing IN ('working', 'proposed', 'none-exists', 'none-found', 'failed', 'in-use', 'replaced')",
            name=op.f("ck_rotation_standing"),
        ),
        sa.CheckConstraint("(used_at IS NULL) = (used_by_id IS NULL)", name=op.f("ck_rotation_used")),
        sa.ForeignKeyConstraint(["before_id"], ["rotation.id"], name=op.f("fk_rotation_before_id_rotation")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rotation_by_id_person")),
        sa.ForeignKeyConstraint(["used_by_id"], ["person.id"], name=op.f("fk_rotation_used_by_id_person")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_rotation_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rotation_uuid")),
        sa.UniqueConstraint("workshop_id", "no", name=op.f("uq_rotation_workshop_id_no")),
    )
    op.create_index(
        "uq_rotation_in_use",
        "rotation",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("standing = 'in-use'"),
        postgresql_where=sa.text("standing = 'in-use'"),
    )
    op.create_index(
        "uq_rotation_working",
        "rotation",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("standing = 'working'"),
        postgresql_where=sa.text("standing = 'working'"),
    )

    op.create_table(
        "workshop_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("about", Json, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcMoment(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.CheckConstraint(
            "rule IN ('spare', 'load', 'links', 'presence', 'rooms', 'availability', 'time', 'language', 'administrations', 'scope', 'conflict')",
            name=op.f("ck_workshop_waiver_rule"),
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_workshop_waiver_decided")),
        sa.CheckConstraint("decided_by_id <> asked_by_id", name=op.f("ck_workshop_waiver_another")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_workshop_waiver_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_workshop_waiver_decided_by_id_person")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_waiver_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_waiver")),
        sa.UniqueConstraint("uuid", name=op.f("uq_workshop_waiver_uuid")),
    )
    op.create_index(
        "uq_workshop_waiver_open",
        "workshop_waiver",
        ["workshop_id", "rule"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )

    op.create_table(
        "placed_performance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("begins_at", UtcMoment(), nullable=True),
        sa.Column("ends_at", UtcMoment(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("first_assessor_id", sa.Integer(), nullable=False),
        sa.Column("second_assessor_id", sa.Integer(), nullable=False),
        sa.Column("interpreter_id", sa.Integer(), nullable=True),
        sa.Column("other_interpreter_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(slot IS NULL) = (begins_at IS NULL)", name=op.f("ck_placed_performance_times")),
        sa.CheckConstraint("(slot IS NULL) = (room_id IS NULL)", name=op.f("ck_placed_performance_place")),
        sa.CheckConstraint("first_assessor_id <> second_assessor_id", name=op.f("ck_placed_performance_two")),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["workshop_candidate.id"],
            name=op.f("fk_placed_performance_candidate_id_workshop_candidate"),
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_placed_performance_exercise_id_exercise")
        ),
        sa.ForeignKeyConstraint(
            ["first_assessor_id"],
            ["workshop_assessor.id"],
            name=op.f("fk_placed_performance_first_assessor_id_workshop_assessor"),
        ),
        sa.ForeignKeyConstraint(
            ["interpreter_id"],
            ["workshop_interpreter.id"],
            name=op.f("fk_placed_performance_interpreter_id_workshop_interpreter"),
        ),
        sa.ForeignKeyConstraint(
            ["other_interpreter_id"],
            ["workshop_interpreter.id"],
            name=op.f("fk_placed_performance_other_interpreter_id_workshop_interpreter"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["workshop_room.id"], name=op.f("fk_placed_performance_room_id_workshop_room")
        ),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name=op.f("fk_placed_performance_rotation_id_rotation")
        ),
        sa.ForeignKeyConstraint(
            ["second_assessor_id"],
            ["workshop_assessor.id"],
            name=op.f("fk_placed_performance_second_assessor_id_workshop_assessor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placed_performance")),
        sa.UniqueConstraint(
            "rotation_id",
            "candidate_id",
            "exercise_id",
            name=op.f("uq_placed_performance_rotation_id_candidate_id_exercise_id"),
        ),
    )
    with op.batch_alter_table("exercise") as table:
        table.add_column(sa.Column("ended_at", UtcMoment(), nullable=True))

    with op.batch_alter_table("workshop_assessor") as table:
        table.add_column(sa.Column("away_from_at", UtcMoment(), nullable=True))
        table.add_column(sa.Column("away_until_at", UtcMoment(), nullable=True))

    with op.batch_alter_table("workshop_interpreter") as table:
        table.add_column(sa.Column("away_from_at", UtcMoment(), nullable=True))
        table.add_column(sa.Column("away_until_at", UtcMoment(), nullable=True))

    with op.batch_alter_table("workshop_room") as table:
        table.add_column(sa.Column("exercise_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("stopped_from_at", UtcMoment(), nullable=True))
        table.add_column(sa.Column("stopped_until_at", UtcMoment(), nullable=True))
        table.add_column(sa.Column("ended_at", UtcMoment(), nullable=True))
        table.create_foreign_key(table.f("fk_workshop_room_exercise_id_exercise"), "exercise", ["exercise_id"], ["id"])
