"""Deadlines of cohorts and extensions; questions under lessons; of which trainers coordinators were told."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0011"
down_revision = "assessments_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "cohort_deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("part >= 0", name=op.f("ck_cohort_deadline_part")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_cohort_deadline_by_id_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_deadline_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_deadline")),
    )
    op.create_index("ix_cohort_deadline_cohort_id", "cohort_deadline", ["cohort_id"])
    op.create_table(
        "deadline_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("part >= 0", name=op.f("ck_deadline_extension_part")),
        sa.CheckConstraint("before < due_on", name=op.f("ck_deadline_extension_longer")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_deadline_extension_by_id_person")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_deadline_extension_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extension")),
    )
    op.create_index("ix_deadline_extension_participant_id", "deadline_extension", ["participant_id", "id"])
    op.create_table(
        "lesson_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_lesson_question_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_lesson_question_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_question")),
        sa.UniqueConstraint("key", name=op.f("uq_lesson_question_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_lesson_question_uuid")),
    )
    op.create_index("ix_lesson_question_cohort_id", "lesson_question", ["cohort_id", "lesson"])
    op.create_index("ix_lesson_question_participant_id", "lesson_question", ["participant_id"])
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_question_answer_by_id_person")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["lesson_question.id"], name=op.f("fk_question_answer_question_id_lesson_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
        sa.UniqueConstraint("key", name=op.f("uq_question_answer_key")),
    )
    op.create_index("ix_question_answer_question_id", "question_answer", ["question_id", "id"])
    op.create_table(
        "question_sharing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_question_sharing_by_id_person")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["lesson_question.id"], name=op.f("fk_question_sharing_question_id_lesson_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_sharing")),
    )
    op.create_index("ix_question_sharing_question_id", "question_sharing", ["question_id", "id"])
    op.create_table(
        "name_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_name_choice_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_choice")),
    )
    op.create_index("ix_name_choice_participant_id", "name_choice", ["participant_id", "id"])
    op.create_table(
        "trainer_lapse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told_at", UtcMoment(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_trainer_lapse_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trainer_lapse_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_lapse")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_trainer_lapse_cohort_id_person_id")),
    )
