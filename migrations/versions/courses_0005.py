"""Cohorts, their codes and hand-overs, participants and their states; courses that were withdrawn."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0005"
down_revision = "lms_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "course_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_course_withdrawal"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_course_withdrawal_by_id_person"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_course_withdrawal_course_id_course"),
    )
    op.create_index("ix_course_withdrawal_course_id", "course_withdrawal", ["course_id", "id"], unique=False)
    op.create_table(
        "cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cohort"),
        sa.ForeignKeyConstraint(["administration_id"], ["administration.id"], name="fk_cohort_administration_id_administration"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_cohort_course_id_course"),
        sa.ForeignKeyConstraint(["course_version_id"], ["course_version.id"], name="fk_cohort_course_version_id_course_version"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_cohort_ended_by_id_person"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name="fk_cohort_proposed_by_id_person"),
        sa.UniqueConstraint("uuid", name="uq_cohort_uuid"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_reason IS NULL)", name=op.f("ck_cohort_ended")
        ),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_cohort_days")
        ),
    )
    op.create_index("ix_cohort_administration_id", "cohort", ["administration_id"], unique=False)
    op.create_index("ix_cohort_country", "cohort", ["country"], unique=False)
    op.create_index("ix_cohort_course_id", "cohort", ["course_id"], unique=False)
    op.create_table(
        "cohort_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("by_certificate", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_decision"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_cohort_decision_cohort_id_cohort"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_cohort_decision_decided_by_id_person"),
        sa.UniqueConstraint("cohort_id", name="uq_cohort_decision_cohort_id"),
    )
    op.create_table(
        "cohort_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("until", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_code"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_cohort_code_cohort_id_cohort"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_cohort_code_ended_by_id_person"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_cohort_code_made_by_id_person"),
        sa.UniqueConstraint("code", name="uq_cohort_code_code"),
    )
    op.create_index(
        "uq_cohort_code_one_open", "cohort_code", ["cohort_id"], unique=True,
        sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "cohort_hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", UtcMoment(), nullable=False),
        sa.Column("taken_at", UtcMoment(), nullable=True),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_hand_over"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_cohort_hand_over_cohort_id_cohort"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_cohort_hand_over_ended_by_id_person"),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name="fk_cohort_hand_over_from_id_person"),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name="fk_cohort_hand_over_offered_by_id_person"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name="fk_cohort_hand_over_to_id_person"),
        sa.UniqueConstraint("uuid", name="uq_cohort_hand_over_uuid"),
        sa.CheckConstraint(
            "from_id <> to_id", name=op.f("ck_cohort_hand_over_two_people")
        ),
        sa.CheckConstraint(
            "taken_at IS NULL OR ended_at IS NULL", name=op.f("ck_cohort_hand_over_one_end")
        ),
    )
    op.create_index("ix_cohort_hand_over_to_id", "cohort_hand_over", ["to_id"], unique=False)
    op.create_index(
        "uq_cohort_hand_over_one_open", "cohort_hand_over", ["cohort_id"], unique=True,
        sqlite_where=sa.text("taken_at IS NULL AND ended_at IS NULL"), postgresql_where=sa.text("taken_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_participant_cohort_id_cohort"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_participant_person_id_person"),
        sa.UniqueConstraint("cohort_id", "person_id", name="uq_participant_cohort_id_person_id"),
        sa.UniqueConstraint("uuid", name="uq_participant_uuid"),
    )
    op.create_index("ix_participant_person_id", "participant", ["person_id"], unique=False)
    op.create_table(
        "participant_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("to_cohort_id", sa.Integer(), nullable=True),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_participant_state"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_participant_state_by_id_person"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name="fk_participant_state_participant_id_participant"),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name="fk_participant_state_substitute_id_person"),
        sa.ForeignKeyConstraint(["to_cohort_id"], ["cohort.id"], name="fk_participant_state_to_cohort_id_cohort"),
        sa.CheckConstraint(
            "status IN ('joined', 'waits-for-approval', 'waits-for-run', 'refused', 'withdrawn', 'moved', 'substituted', 'ended')", name=op.f("ck_participant_state_status")
        ),
    )
    op.create_index("ix_participant_state_participant_id", "participant_state", ["participant_id", "id"], unique=False)
