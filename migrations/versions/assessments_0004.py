"""Decisions about people, objections to them, and one more attempt."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0004"
down_revision = "lms_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("never_again", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UtcMoment(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.Column("decided_words", sa.String(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_decision_decided")),
        sa.CheckConstraint("NOT never_again OR opens_on IS NULL", name=op.f("ck_decision_opens")),
        sa.CheckConstraint(
            "state IN ('proposed', 'in-force', 'refused', 'withdrawn', 'overturned', 'lifted')",
            name=op.f("ck_decision_state"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_decision_decided_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_decision_ended_by_id_person")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_decision_exam_id_exam")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id_person")),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_decision_proposer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("uuid", name=op.f("uq_decision_uuid")),
    )
    op.create_index("ix_decision_person", "decision", ["person_id", "exam_id"], unique=False)
    op.create_index("ix_decision_state", "decision", ["state"], unique=False)
    op.create_index("ix_decision_subject", "decision", ["subject"], unique=False)
    op.create_index("uq_decision_key", "decision", ["key"], unique=True)
    op.create_index(
        "uq_decision_one_open",
        "decision",
        ["kind", "subject", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("due_at", UtcMoment(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", UtcMoment(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_objection_decided")),
        sa.CheckConstraint("outcome IN ('upheld', 'dismissed', 'moot')", name=op.f("ck_objection_outcome")),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_objection_decider_id_person")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_objection_decision_id_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("uuid", name=op.f("uq_objection_uuid")),
    )
    op.create_index(
        "ix_objection_open",
        "objection",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("uq_objection_decision", "objection", ["decision_id"], unique=True)
    op.create_table(
        "attempt_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_attempt_grant_actor_id_person")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_grant_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_attempt_grant_exam_id_exam")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_grant")),
    )
    op.create_index("ix_attempt_grant_whom", "attempt_grant", ["exam_id", "enrolment_id"], unique=False)
    op.create_index("uq_attempt_grant_key", "attempt_grant", ["key"], unique=True)
    let_runs_end_annulled()


def let_runs_end_annulled() -> None:
    """Add a value to the constraint on why a run ended."""
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint(op.f("ck_enrolment_ended_reason"), type_="check")
        table.create_check_constraint(
            op.f("ck_enrolment_ended_reason"),
            "ended_reason IN ('completed', 'withdrawn', 'begun-again', 'closed', 'annulled')",
        )
