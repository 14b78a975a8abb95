"""Panels with members, votes, decisions and signatures."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "certificates_0011"
down_revision = "certificates_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", sa.Integer(), nullable=False),
        sa.Column("candidate_state", sa.String(length=40), nullable=False),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=False),
        sa.Column("convened_by_id", sa.Integer(), nullable=False),
        sa.Column("convened_at", UtcMoment(), nullable=False),
        sa.Column("closed_at", UtcMoment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_words", sa.String(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (state IN ('voting', 'signing'))", name=op.f("ck_panel_closed")),
        sa.CheckConstraint("state IN ('voting', 'signing', 'done', 'dissolved')", name=op.f("ck_panel_state")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_panel_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_panel_chair_id_person")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_panel_closed_by_id_person")),
        sa.ForeignKeyConstraint(["convened_by_id"], ["person.id"], name=op.f("fk_panel_convened_by_id_person")),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"], ["scheme_version.id"], name=op.f("fk_panel_scheme_version_id_scheme_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("uuid", name=op.f("uq_panel_uuid")),
    )
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.create_index(
            "uq_panel_open",
            ["candidate_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('voting', 'signing')"),
            postgresql_where=sa.text("state IN ('voting', 'signing')"),
        )

    op.create_table(
        "panel_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("voters", Json, nullable=False),
        sa.Column("dissent", Json, nullable=False),
        sa.Column("not_met", Json, nullable=False),
        sa.Column("cites", Json, nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=False),
        sa.Column("waivers", Json, nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("transition_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_decision_panel_id_panel")),
        sa.ForeignKeyConstraint(
            ["transition_id"],
            ["candidate_transition.id"],
            name=op.f("fk_panel_decision_transition_id_candidate_transition"),
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_panel_decision_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_decision")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_panel_decision_panel_id_no")),
        sa.UniqueConstraint("uuid", name=op.f("uq_panel_decision_uuid")),
    )
    op.create_table(
        "panel_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", UtcMoment(), nullable=False),
        sa.Column("left_at", UtcMoment(), nullable=True),
        sa.Column("left_words", sa.String(), nullable=True),
        sa.CheckConstraint("(left_at IS NULL) = (left_words IS NULL)", name=op.f("ck_panel_member_left")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_member_panel_id_panel")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
        sa.UniqueConstraint("panel_id", "person_id", name=op.f("uq_panel_member_panel_id_person_id")),
    )
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.create_index("ix_panel_member_person_id", ["person_id"], unique=False)

    op.create_table(
        "panel_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column("views", Json, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(length=64), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_vote_panel_id_panel")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_vote_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_vote")),
        sa.UniqueConstraint("panel_id", "no", name=op.f("uq_panel_vote_panel_id_no")),
    )
    op.create_table(
        "panel_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["panel_decision.id"], name=op.f("fk_panel_signature_decision_id_panel_decision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_signature_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_signature")),
        sa.UniqueConstraint("decision_id", "person_id", name=op.f("uq_panel_signature_decision_id_person_id")),
    )
