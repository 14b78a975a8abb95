"""Items, exams, attempts, answers and results."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0001"
down_revision = "courses_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "exam",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_exam_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam")),
        sa.UniqueConstraint("course_id", "slug", name=op.f("uq_exam_course_id_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_exam_uuid")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("use", sa.String(length=12), nullable=False),
        sa.CheckConstraint("use IN ('exam', 'checkpoint', 'practice')", name=op.f("ck_item_use")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_item_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("course_id", "key", name=op.f("uq_item_course_id_key")),
    )
    op.create_table(
        "item_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=True),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("answer_key", Json, nullable=False),
        sa.Column("explain", sa.String(), nullable=False),
        sa.Column("picture_url", sa.String(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("translations", Json, server_default="{}", nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "hash", name=op.f("uq_item_version_item_id_hash")),
        sa.UniqueConstraint("item_id", "no", name=op.f("uq_item_version_item_id_no")),
    )
    op.create_table(
        "cut_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.String(length=40), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_cut_score_actor_id_person")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_cut_score_exam_id_exam")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_score")),
    )
    op.create_index(op.f("ix_cut_score_exam_id"), "cut_score", ["exam_id"], unique=False)
    op.create_table(
        "time_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_time_grant_actor_id_person")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_time_grant_exam_id_exam")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_time_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_grant")),
    )
    op.create_index("ix_time_grant_whom", "time_grant", ["exam_id", "person_id"], unique=False)
    op.create_index("uq_time_grant_key", "time_grant", ["key"], unique=True)
    op.create_table(
        "course_item",
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=12), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_course_item_course_version_id_course_version")
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_course_item_item_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("course_version_id", "item_version_id", name=op.f("pk_course_item")),
    )
    op.create_index("ix_course_item_use", "course_item", ["course_version_id", "use"], unique=False)
    op.create_table(
        "exam_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("use", sa.String(length=12), nullable=False),
        sa.Column("blueprint", Json, nullable=False),
        sa.Column("published_at", UtcMoment(), nullable=False),
        sa.CheckConstraint("use IN ('exam', 'checkpoint', 'practice')", name=op.f("ck_exam_version_use")),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_exam_version_course_version_id_course_version")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_version_exam_id_exam")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_version")),
        sa.UniqueConstraint("exam_id", "no", name=op.f("uq_exam_version_exam_id_no")),
    )
    op.create_index("ix_exam_version_course", "exam_version", ["course_version_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("exam_version_id", sa.Integer(), nullable=False),
        sa.Column("cut_score_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("started_at", UtcMoment(), nullable=False),
        sa.Column("deadline_at", UtcMoment(), nullable=True),
        sa.Column("closed_at", UtcMoment(), nullable=True),
        sa.Column("closed_by", sa.String(length=12), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=True),
        sa.Column("answers_hash", sa.String(length=64), nullable=True),
        sa.Column("supervised", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('in_progress', 'submitted', 'timed_out', 'published', 'voided')",
            name=op.f("ck_attempt_state"),
        ),
        sa.ForeignKeyConstraint(["cut_score_id"], ["cut_score.id"], name=op.f("fk_attempt_cut_score_id_cut_score")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_attempt_exam_id_exam")),
        sa.ForeignKeyConstraint(
            ["exam_version_id"], ["exam_version.id"], name=op.f("fk_attempt_exam_version_id_exam_version")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("enrolment_id", "exam_id", "no", name=op.f("uq_attempt_enrolment_id_exam_id_no")),
        sa.UniqueConstraint("uuid", name=op.f("uq_attempt_uuid")),
    )
    op.create_index(op.f("ix_attempt_person_id"), "attempt", ["person_id"], unique=False)
    op.create_index("ix_attempt_state", "attempt", ["state", "deadline_at"], unique=False)
    op.create_index(
        "uq_attempt_one_open",
        "attempt",
        ["enrolment_id", "exam_id"],
        unique=True,
        sqlite_where=sa.text("state = 'in_progress'"),
        postgresql_where=sa.text("state = 'in_progress'"),
    )
    op.create_table(
        "attempt_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.Column("option_order", Json, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_item_attempt_id_attempt")),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_attempt_item_item_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_item")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_attempt_item_attempt_id_position")),
    )
    op.create_index(op.f("ix_attempt_item_item_version_id"), "attempt_item", ["item_version_id"], unique=False)
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("points", sa.String(length=60), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("percent", sa.String(length=60), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("cut_score_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("published_at", UtcMoment(), nullable=False),
        sa.CheckConstraint("no > 0", name=op.f("ck_result_no")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_result_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["cut_score_id"], ["cut_score.id"], name=op.f("fk_result_cut_score_id_cut_score")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint("attempt_id", "no", name=op.f("uq_result_attempt_id_no")),
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_item_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("answer", Json, nullable=False),
        sa.Column("page", sa.String(length=40), nullable=True),
        sa.Column("client_seq", sa.Integer(), nullable=True),
        sa.Column("client_time", UtcMoment(), nullable=True),
        sa.Column("received_at", UtcMoment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('save', 'late', 'accepted')", name=op.f("ck_step_kind")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_step_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["attempt_item_id"], ["attempt_item.id"], name=op.f("fk_step_attempt_item_id_attempt_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sa.UniqueConstraint(
            "attempt_item_id", "page", "client_seq", name=op.f("uq_step_attempt_item_id_page_client_seq")
        ),
        sa.UniqueConstraint("attempt_item_id", "seq", name=op.f("uq_step_attempt_item_id_seq")),
    )
    op.create_table(
        "late_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("last_step_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_late_decision_actor_id_person")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_late_decision_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["last_step_id"], ["step.id"], name=op.f("fk_late_decision_last_step_id_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_decision")),
    )
    op.create_index(op.f("ix_late_decision_attempt_id"), "late_decision", ["attempt_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_item_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("exact", sa.String(length=60), nullable=False),
        sa.Column("fraction", sa.Double(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("source IN ('auto', 'rescore')", name=op.f("ck_score_source")),
        sa.ForeignKeyConstraint(
            ["attempt_item_id"], ["attempt_item.id"], name=op.f("fk_score_attempt_item_id_attempt_item")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_score_step_id_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    op.create_index(op.f("ix_score_attempt_item_id"), "score", ["attempt_item_id"], unique=False)
