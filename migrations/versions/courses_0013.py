"""What specialists read of courses, signed and returned; whose signatures a course needs."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "courses_0013"
down_revision = "courses_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("course", sa.Column("review_no", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "piece_text",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_piece_text")),
    )
    op.create_table(
        "piece_source",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_piece_source")),
    )
    op.create_table(
        "course_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=80), server_default="", nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("next_reading", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('lesson', 'question', 'word')", name=op.f("ck_course_piece_kind")),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_course_piece_course_version_id_course_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_piece")),
        sa.UniqueConstraint(
            "course_version_id", "language", "kind", "name", name=op.f("uq_course_piece_course_version_id_language_kind_name")
        ),
    )
    op.create_index("ix_course_piece_text_hash", "course_piece", ["text_hash"])
    op.create_table(
        "piece_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("sources", Json, nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("sentence", sa.String(), server_default="", nullable=False),
        sa.Column("remark", sa.String(), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("rights", Json, nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("kind IN ('lesson', 'question', 'word')", name=op.f("ck_piece_reading_kind")),
        sa.CheckConstraint("verdict IN ('signed', 'returned')", name=op.f("ck_piece_reading_verdict")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_piece_reading_by_id_person")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_piece_reading_course_id_course")),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_piece_reading_course_version_id_course_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_reading")),
        sa.UniqueConstraint("uuid", name=op.f("uq_piece_reading_uuid")),
    )
    op.create_index("ix_piece_reading_piece", "piece_reading", ["course_id", "language", "kind", "name"])
    op.create_index("ix_piece_reading_by_id", "piece_reading", ["by_id"])
    op.create_table(
        "review_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("needs", Json, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_rule_by_id_person")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_review_rule_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rule")),
        sa.UniqueConstraint("uuid", name=op.f("uq_review_rule_uuid")),
    )
    op.create_index("ix_review_rule_course_id", "review_rule", ["course_id", "id"])
    op.create_table(
        "review_rule_decision",
        sa.Column("review_rule_id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_rule_decision_by_id_person")),
        sa.ForeignKeyConstraint(
            ["review_rule_id"], ["review_rule.id"], name=op.f("fk_review_rule_decision_review_rule_id_review_rule")
        ),
        sa.PrimaryKeyConstraint("review_rule_id", name=op.f("pk_review_rule_decision")),
    )
    for name, more in (("course_loader", ()), ("answers_read", (sa.Column("at", UtcMoment(), nullable=False),))):
        op.create_table(
            name,
            sa.Column("course_version_id", sa.Integer(), nullable=False),
            sa.Column("person_id", sa.Integer(), nullable=False),
            *more,
            sa.ForeignKeyConstraint(
                ["course_version_id"], ["course_version.id"], name=op.f(f"fk_{name}_course_version_id_course_version")
            ),
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id_person")),
            sa.PrimaryKeyConstraint("course_version_id", "person_id", name=op.f(f"pk_{name}")),
        )
