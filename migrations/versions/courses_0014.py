"""Reports of mistakes in lessons, questions and words, and what became of them."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0014"
down_revision = "courses_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "mistake_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("piece", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("lesson", sa.String(length=120), nullable=False),
        sa.Column("exam", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("piece IN ('lesson', 'question', 'word')", name=op.f("ck_mistake_report_piece")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_mistake_report_course_id_course")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mistake_report_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake_report")),
        sa.UniqueConstraint(
            "person_id", "course_id", "piece", "name", "no",
            name=op.f("uq_mistake_report_person_id_course_id_piece_name_no"),
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_mistake_report_uuid")),
    )  # fmt: skip
    op.create_index("ix_mistake_report_piece", "mistake_report", ["course_id", "piece", "name"])
    op.create_table(
        "mistake_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "sort IN ('fact', 'out-of-date', 'translation', 'hard-to-understand', 'picture', 'other')",
            name=op.f("ck_mistake_note_sort"),
        ),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_mistake_note_course_version_id_course_version")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["mistake_report.id"], name=op.f("fk_mistake_note_report_id_mistake_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake_note")),
        sa.UniqueConstraint("key", name=op.f("uq_mistake_note_key")),
    )
    op.create_index("ix_mistake_note_report_id", "mistake_note", ["report_id", "id"])
    op.create_table(
        "mistake_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mended_in_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'looked-at', 'mended', 'no-mistake', 'duplicate')", name=op.f("ck_mistake_step_state")
        ),
        sa.CheckConstraint("(state = 'mended') = (mended_in_id IS NOT NULL)", name=op.f("ck_mistake_step_mended")),
        sa.CheckConstraint(
            "(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name=op.f("ck_mistake_step_duplicate")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mistake_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["mistake_report.id"], name=op.f("fk_mistake_step_duplicate_of_id_mistake_report")
        ),
        sa.ForeignKeyConstraint(
            ["mended_in_id"], ["course_version.id"], name=op.f("fk_mistake_step_mended_in_id_course_version")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["mistake_report.id"], name=op.f("fk_mistake_step_report_id_mistake_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake_step")),
        sa.UniqueConstraint("report_id", "no", name=op.f("uq_mistake_step_report_id_no")),
    )
    op.create_index("ix_mistake_step_duplicate_of_id", "mistake_step", ["duplicate_of_id"])
