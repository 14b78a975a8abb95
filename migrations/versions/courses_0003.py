"""Survey forms in versions, codes of forms, answers, requests to supervisors and the links of their letters."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "courses_0003"
down_revision = "lms_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "survey_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.CheckConstraint("purpose IN ('reaction', 'confidence', 'supervisor')", name="ck_survey_form_purpose"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_form"),
        sa.UniqueConstraint("slug", name="uq_survey_form_slug"),
        sa.UniqueConstraint("uuid", name="uq_survey_form_uuid"),
    )
    op.create_table(
        "survey_form_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["survey_form.id"], name="fk_survey_form_version_form_id_survey_form"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_form_version"),
        sa.UniqueConstraint("form_id", "hash", name="uq_survey_form_version_form_id_hash"),
        sa.UniqueConstraint("form_id", "no", name="uq_survey_form_version_form_id_no"),
    )
    codes()
    requests()
    answers()


def codes() -> None:
    """Codes by which groups answer."""
    op.create_table(
        "survey_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("group_kind", sa.String(length=24), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("opens_at", UtcMoment(), nullable=False),
        sa.Column("closes_at", UtcMoment(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", UtcMoment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(group_kind IS NULL) = (group_id IS NULL)", name="ck_survey_code_group"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="ck_survey_code_closed"),
        sa.CheckConstraint("opens_at < closes_at", name="ck_survey_code_open"),
        sa.CheckConstraint("most > 0", name="ck_survey_code_most"),
        sa.ForeignKeyConstraint(["before_id"], ["survey_code.id"], name="fk_survey_code_before_id_survey_code"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name="fk_survey_code_closed_by_id_person"),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["survey_form_version.id"], name="fk_survey_code_form_version_id_survey_form_version"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_survey_code_made_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_code"),
        sa.UniqueConstraint("code", name="uq_survey_code_code"),
        sa.UniqueConstraint("uuid", name="uq_survey_code_uuid"),
    )
    op.create_index("ix_survey_code_group", "survey_code", ["group_kind", "group_id"])
    op.create_index("ix_survey_code_made_by_id", "survey_code", ["made_by_id"])


def requests() -> None:
    """Requests to supervisors, and the links of their letters."""
    op.create_table(
        "supervisor_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("supervisor_name", sa.String(length=120), nullable=False),
        sa.Column("supervisor_email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("named_at", UtcMoment(), nullable=False),
        sa.Column("sent_at", UtcMoment(), nullable=True),
        sa.Column("reminded_at", UtcMoment(), nullable=True),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_reason", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "ended_reason IN ('answered', 'withdrawn', 'stranger', 'replaced')",
            name="ck_supervisor_request_ended_reason",
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ck_supervisor_request_ended"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_supervisor_request_person_id_person"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_supervisor_request_course_id_course"),
        sa.ForeignKeyConstraint(
            ["course_version_id"],
            ["course_version.id"],
            name="fk_supervisor_request_course_version_id_course_version",
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["survey_form_version.id"],
            name="fk_supervisor_request_form_version_id_survey_form_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_supervisor_request"),
        sa.UniqueConstraint("uuid", name="uq_supervisor_request_uuid"),
    )
    op.create_index(
        "uq_supervisor_request_one_open",
        "supervisor_request",
        ["person_id", "course_id", "months"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_supervisor_request_person_id", "supervisor_request", ["person_id"])
    op.create_index("ix_supervisor_request_due_on", "supervisor_request", ["due_on"])
    op.create_table(
        "supervisor_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["supervisor_request.id"], name="fk_supervisor_link_request_id_supervisor_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_supervisor_link"),
        sa.UniqueConstraint("token_hash", name="uq_supervisor_link_token_hash"),
    )
    op.create_index("ix_supervisor_link_request_id", "supervisor_link", ["request_id"])


def answers() -> None:
    """Answer sets."""
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_as", sa.String(length=120), nullable=True),
        sa.Column("paper", sa.Boolean(), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(code_id IS NULL) <> (request_id IS NULL)", name="ck_survey_answer_one_way"),
        sa.CheckConstraint("(request_id IS NULL) = (answered_as IS NULL)", name="ck_survey_answer_named"),
        sa.CheckConstraint("paper = (keyed_by_id IS NOT NULL)", name="ck_survey_answer_keyed"),
        sa.ForeignKeyConstraint(["code_id"], ["survey_code.id"], name="fk_survey_answer_code_id_survey_code"),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["survey_form_version.id"], name="fk_survey_answer_form_version_id_survey_form_version"
        ),
        sa.ForeignKeyConstraint(["keyed_by_id"], ["person.id"], name="fk_survey_answer_keyed_by_id_person"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["supervisor_request.id"], name="fk_survey_answer_request_id_supervisor_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_survey_answer"),
        sa.UniqueConstraint("request_id", name="uq_survey_answer_request_id"),
        sa.UniqueConstraint("uuid", name="uq_survey_answer_uuid"),
    )
    op.create_index("ix_survey_answer_code_id", "survey_answer", ["code_id"])
    op.create_index("ix_survey_answer_form_version_id", "survey_answer", ["form_version_id"])
