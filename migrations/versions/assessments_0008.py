"""Sittings: rooms in which an exam is supervised; attempts name theirs, and how they were watched."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0008"
down_revision = "courses_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("administration_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("begins_at", UtcMoment(), nullable=False),
        sa.Column("ends_at", UtcMoment(), nullable=False),
        sa.Column("networks", Json, nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcMoment(), nullable=False),
        sa.Column("cancelled_at", UtcMoment(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(cancelled_at IS NULL) = (cancelled_reason IS NULL)", name=op.f("ck_sitting_cancelled")),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_sitting_times")),
        sa.CheckConstraint("cohort_id IS NULL OR administration_id IS NULL", name=op.f("ck_sitting_for_whom")),
        sa.ForeignKeyConstraint(
            ["administration_id"], ["administration.id"], name=op.f("fk_sitting_administration_id_administration")
        ),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_sitting_cancelled_by_id_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_sitting_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_sitting_exam_id_exam")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_sitting_opened_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sitting_uuid")),
    )
    op.create_index("ix_sitting_administration_id", "sitting", ["administration_id"], unique=False)
    op.create_index("ix_sitting_cohort_id", "sitting", ["cohort_id"], unique=False)
    op.create_index("ix_sitting_ends_at", "sitting", ["ends_at"], unique=False)
    op.create_index(op.f("ix_sitting_exam_id"), "sitting", ["exam_id"], unique=False)
    op.create_table(
        "sitting_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=False),
        sa.Column("present", Json, nullable=False),
        sa.Column("signed", Json, nullable=False),
        sa.Column("lines", sa.String(), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=False),
        sa.Column("keyed_at", UtcMoment(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (confirmed IS NULL)", name=op.f("ck_sitting_paper_decided")),
        sa.CheckConstraint("decided_by_id <> keyed_by_id", name=op.f("ck_sitting_paper_two_people")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_sitting_paper_decided_by_id_person")),
        sa.ForeignKeyConstraint(["keyed_by_id"], ["person.id"], name=op.f("fk_sitting_paper_keyed_by_id_person")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_paper_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_paper")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sitting_paper_uuid")),
    )
    op.create_index(
        "uq_sitting_paper_one_open",
        "sitting_paper",
        ["sitting_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "sitting_supervisor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", UtcMoment(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("device_hash", sa.String(length=64), nullable=True),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("device_hash IS NULL OR token_hash IS NOT NULL", name=op.f("ck_sitting_supervisor_device")),
        sa.CheckConstraint("person_id IS NULL OR token_hash IS NULL", name=op.f("ck_sitting_supervisor_one_door")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_sitting_supervisor_ended_by_id_person")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_sitting_supervisor_named_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_supervisor_person_id_person")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_supervisor_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_supervisor")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sitting_supervisor_token_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sitting_supervisor_uuid")),
    )
    op.create_index("ix_sitting_supervisor_person_id", "sitting_supervisor", ["person_id"], unique=False)
    op.create_index("ix_sitting_supervisor_sitting_id", "sitting_supervisor", ["sitting_id"], unique=False)
    op.create_index(
        "uq_sitting_supervisor_person",
        "sitting_supervisor",
        ["sitting_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "attempt_supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("supervision", sa.String(length=12), nullable=False),
        sa.Column("by_protocol", sa.Boolean(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "supervision IN ('none', 'trainer', 'supervised')", name=op.f("ck_attempt_supervision_supervision")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_supervision_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_supervision")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_attempt_supervision_attempt_id")),
    )
    op.create_table(
        "sitting_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('left', 'came-back', 'irregular', 'note')", name=op.f("ck_sitting_line_kind")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["sitting_paper.id"], name=op.f("fk_sitting_line_paper_id_sitting_paper")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_line_person_id_person")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_line_sitting_id_sitting")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["sitting_supervisor.id"], name=op.f("fk_sitting_line_supervisor_id_sitting_supervisor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_line")),
    )
    op.create_index("ix_sitting_line_sitting_id", "sitting_line", ["sitting_id"], unique=False)
    op.create_table(
        "sitting_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["sitting_paper.id"], name=op.f("fk_sitting_presence_paper_id_sitting_paper")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_presence_person_id_person")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_presence_sitting_id_sitting")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["sitting_supervisor.id"],
            name=op.f("fk_sitting_presence_supervisor_id_sitting_supervisor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_presence")),
    )
    op.create_index(op.f("ix_sitting_presence_person_id"), "sitting_presence", ["person_id"], unique=False)
    op.create_index("ix_sitting_presence_sitting_id", "sitting_presence", ["sitting_id"], unique=False)
    op.create_table(
        "sitting_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=False),
        sa.Column("signed_at", UtcMoment(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("begun_at < ended_at", name=op.f("ck_sitting_signature_times")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["sitting_paper.id"], name=op.f("fk_sitting_signature_paper_id_sitting_paper")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_signature_sitting_id_sitting")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["sitting_supervisor.id"],
            name=op.f("fk_sitting_signature_supervisor_id_sitting_supervisor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_signature")),
        sa.UniqueConstraint("supervisor_id", name=op.f("uq_sitting_signature_supervisor_id")),
    )
    op.create_index("ix_sitting_signature_sitting_id", "sitting_signature", ["sitting_id"], unique=False)
    with op.batch_alter_table("attempt") as table:
        table.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_attempt_sitting_id_sitting"), "sitting", ["sitting_id"], ["id"])
    op.create_index(op.f("ix_attempt_sitting_id"), "attempt", ["sitting_id"], unique=False)
