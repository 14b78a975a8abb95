"""Where people worked and when, who has signed in before, applications, moves, and what people agreed to."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "lms_0007"
down_revision = "lms_0006"
branch_labels = None
depends_on = None

# Since when somebody works where they work, nothing tells: so it is said since the account was made.
PLACED = """
    INSERT INTO placement (person_id, administration_id, unit_id, begun_at)
    SELECT id, administration_id, unit_id, created_at FROM person WHERE administration_id IS NOT NULL ORDER BY id
"""
# Passwords set and sign-ins seen; the record remembers what was forgotten since. A closed account may have been used.
SIGNED_IN = """
    UPDATE person SET has_signed_in = TRUE
    WHERE password_hash IS NOT NULL OR closed_at IS NOT NULL
       OR id IN (SELECT person_id FROM user_session)
       OR id IN (SELECT person_id FROM one_time_secret WHERE used_at IS NOT NULL)
       OR 'person:' || CAST(id AS VARCHAR) IN (SELECT subject FROM audit_entry WHERE name = 'people.password-set')
"""


def upgrade() -> None:
    """Forward."""
    op.add_column("person", sa.Column("has_signed_in", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("person", sa.Column("consent_due", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(SIGNED_IN)
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_placement_person_id_person"),
        sa.ForeignKeyConstraint(
            ["administration_id"], ["administration.id"], name="fk_placement_administration_id_administration"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_placement_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_placement"),
    )
    op.create_index("ix_placement_person_id", "placement", ["person_id"])
    op.create_index("ix_placement_administration_id", "placement", ["administration_id"])
    op.create_index(
        "uq_placement_open",
        "placement",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.execute(PLACED)
    op.create_table(
        "processing_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcMoment(), nullable=False),
        sa.Column("answered_at", UtcMoment(), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="ck_processing_consent_answered"),
        sa.CheckConstraint("answer IN ('yes', 'no')", name="ck_processing_consent_answer"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_processing_consent_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_processing_consent"),
    )
    op.create_index("ix_processing_consent_person_id", "processing_consent", ["person_id"])
    op.create_table(
        "account_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("local_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=True),
        sa.Column("administration_words", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_words", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("confirmed_at", UtcMoment(), nullable=True),
        sa.CheckConstraint(
            "administration_id IS NOT NULL OR administration_words <> ''",
            name="ck_account_application_some_administration",
        ),
        sa.ForeignKeyConstraint(
            ["administration_id"],
            ["administration.id"],
            name="fk_account_application_administration_id_administration",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_account_application_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_account_application"),
        sa.UniqueConstraint("uuid", name="uq_account_application_uuid"),
    )
    op.create_index("ix_account_application_administration_id", "account_application", ["administration_id"])
    op.create_index("ix_account_application_email", "account_application", ["email"])
    op.create_index(
        "ix_account_application_confirmed_at",
        "account_application",
        ["confirmed_at"],
        sqlite_where=sa.text("confirmed_at IS NOT NULL"),
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
    )
    op.create_table(
        "application_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("outcome IN ('approved', 'refused')", name="ck_application_decision_outcome"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["account_application.id"],
            name="fk_application_decision_application_id_account_application",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_application_decision_by_id_person"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_application_decision_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_application_decision"),
        sa.UniqueConstraint("application_id", name="uq_application_decision_application_id"),
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_administration_id", sa.Integer(), nullable=False),
        sa.Column("to_administration_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_transfer_person_id_person"),
        sa.ForeignKeyConstraint(
            ["from_administration_id"], ["administration.id"], name="fk_transfer_from_administration_id_administration"
        ),
        sa.ForeignKeyConstraint(
            ["to_administration_id"], ["administration.id"], name="fk_transfer_to_administration_id_administration"
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="fk_transfer_asked_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"),
        sa.UniqueConstraint("uuid", name="uq_transfer_uuid"),
    )
    op.create_index("ix_transfer_person_id", "transfer", ["person_id"])
    op.create_index("ix_transfer_to_administration_id", "transfer", ["to_administration_id"])
    op.create_table(
        "transfer_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("outcome IN ('accepted', 'refused', 'withdrawn')", name="ck_transfer_answer_outcome"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_transfer_answer_transfer_id_transfer"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_transfer_answer_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_transfer_answer"),
        sa.UniqueConstraint("transfer_id", name="uq_transfer_answer_transfer_id"),
    )
