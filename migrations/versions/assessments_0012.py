"""Reports of missions with their parts, deliveries and answers; annexes; practice in operations."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0012"
down_revision = "assessments_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "operation_practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("observed_by_id", sa.Integer(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_operation_practice_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["observed_by_id"], ["person.id"], name=op.f("fk_operation_practice_observed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_operation_practice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_practice")),
        sa.UniqueConstraint(
            "activity_id", "person_id", "observed_by_id", "observed_on", name="uq_operation_practice_once"
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_operation_practice_uuid")),
    )
    op.create_index("ix_operation_practice_person_id", "operation_practice", ["person_id"])
    op.create_table(
        "mission_annex",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("released_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["person.id"], name=op.f("fk_mission_annex_candidate_id_person")),
        sa.ForeignKeyConstraint(["expert_id"], ["person.id"], name=op.f("fk_mission_annex_expert_id_person")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_annex_mission_id_mission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_annex")),
        sa.UniqueConstraint(
            "mission_id", "candidate_id", "expert_id", name=op.f("uq_mission_annex_mission_id_candidate_id_expert_id")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_mission_annex_uuid")),
    )
    op.create_table(
        "mission_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=16), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "section IN ('interview', 'observation', 'recommendation', 'task')", name=op.f("ck_mission_entry_section")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_mission_entry_author_id_person")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_entry_mission_id_mission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_entry")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mission_entry_uuid")),
    )
    op.create_index("ix_mission_entry_mission_id", "mission_entry", ["mission_id"])
    op.create_table(
        "mission_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", UtcMoment(), nullable=True),
        sa.Column("answered_at", UtcMoment(), nullable=True),
        sa.Column("answered_as", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_follow_up_mission_id_mission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_follow_up")),
        sa.UniqueConstraint("mission_id", "months", name=op.f("uq_mission_follow_up_mission_id_months")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mission_follow_up_uuid")),
    )
    op.create_index("ix_mission_follow_up_due_on", "mission_follow_up", ["due_on"])
    op.create_table(
        "mission_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("host_name", sa.String(length=160), nullable=False),
        sa.Column("host_email", sa.String(length=254), nullable=False),
        sa.Column("delivered_by_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivered_by_id"], ["person.id"], name=op.f("fk_mission_report_delivered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_report_mission_id_mission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_report")),
        sa.UniqueConstraint("mission_id", "number", name=op.f("uq_mission_report_mission_id_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mission_report_uuid")),
    )
    op.create_table(
        "mission_unit",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_unit_mission_id_mission")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mission_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("mission_id", "unit_id", name=op.f("pk_mission_unit")),
    )
    op.create_table(
        "mission_annex_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annex_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("strengths", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("recommendation", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sheet_uuid", sa.String(length=36), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("signed_at", UtcMoment(), nullable=True),
        sa.CheckConstraint(
            "recommendation IN ('ready', 'nearly', 'not-yet', 'cannot-say')",
            name=op.f("ck_mission_annex_version_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["annex_id"], ["mission_annex.id"], name=op.f("fk_mission_annex_version_annex_id_mission_annex")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_annex_version")),
        sa.UniqueConstraint("annex_id", "number", name=op.f("uq_mission_annex_version_annex_id_number")),
    )
    op.create_table(
        "mission_entry_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mission_entry_revision_by_id_person")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["mission_entry.id"], name=op.f("fk_mission_entry_revision_entry_id_mission_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_entry_revision")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_mission_entry_revision_entry_id_number")),
    )
    op.create_table(
        "mission_follow_up_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('done', 'under-way', 'not')", name=op.f("ck_mission_follow_up_answer_state")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["mission_entry.id"], name=op.f("fk_mission_follow_up_answer_entry_id_mission_entry")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["mission_follow_up.id"],
            name=op.f("fk_mission_follow_up_answer_follow_up_id_mission_follow_up"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_follow_up_answer")),
        sa.UniqueConstraint("follow_up_id", "entry_id", name=op.f("uq_mission_follow_up_answer_follow_up_id_entry_id")),
    )
    op.create_table(
        "mission_host_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_as", sa.String(length=160), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "said IN ('feedback', 'refused', 'silent', 'released', 'kept-back')",
            name=op.f("ck_mission_host_answer_said"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["mission_report.id"], name=op.f("fk_mission_host_answer_report_id_mission_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_host_answer")),
        sa.UniqueConstraint("report_id", "said", name=op.f("uq_mission_host_answer_report_id_said")),
    )
