"""Questions withdrawn from new papers, and who saw questions with their keys."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0005"
down_revision = "certificates_0003"
branch_labels = None
depends_on = None

ACTS = "'confirmed', 'refused', 'lapsed', 'return-proposed', 'return-refused', 'returned'"
CONFIRMED = sa.text("act = 'confirmed'")
ENDED = sa.text("act IN ('refused', 'lapsed', 'returned')")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "item_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("lapses_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_item_withdrawal_actor_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_withdrawal_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_withdrawal")),
        sa.UniqueConstraint("key", name=op.f("uq_item_withdrawal_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_item_withdrawal_uuid")),
    )
    op.create_index(op.f("ix_item_withdrawal_item_id"), "item_withdrawal", ["item_id"], unique=False)
    op.create_table(
        "item_withdrawal_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(f"act IN ({ACTS})", name=op.f("ck_item_withdrawal_step_act")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_item_withdrawal_step_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["withdrawal_id"], ["item_withdrawal.id"], name=op.f("fk_item_withdrawal_step_withdrawal_id_item_withdrawal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_withdrawal_step")),
    )
    op.create_index(
        op.f("ix_item_withdrawal_step_withdrawal_id"), "item_withdrawal_step", ["withdrawal_id"], unique=False
    )
    for name, where in (("confirmed", CONFIRMED), ("ended", ENDED)):
        op.create_index(
            f"uq_item_withdrawal_step_{name}",
            "item_withdrawal_step",
            ["withdrawal_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_table(
        "key_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("exam_version_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exam_version_id"], ["exam_version.id"], name=op.f("fk_key_view_exam_version_id_exam_version")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_key_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_view")),
        sa.UniqueConstraint("person_id", "exam_version_id", name=op.f("uq_key_view_person_id_exam_version_id")),
    )
