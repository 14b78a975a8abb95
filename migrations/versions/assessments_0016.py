"""Several people judge an objection together."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0016"
down_revision = "assessments_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("objection", sa.Column("judges", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "objection_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uphold", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["objection_id"], ["objection.id"], name=op.f("fk_objection_vote_objection_id_objection")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_vote_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_vote")),
        sa.UniqueConstraint("objection_id", "person_id", name=op.f("uq_objection_vote_objection_id_person_id")),
    )
