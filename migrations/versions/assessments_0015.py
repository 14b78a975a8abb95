"""Released observation sheets of meetings."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "assessments_0015"
down_revision = "certificates_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "observation_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_observation_release_by_id_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_observation_release_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_release")),
    )
    with op.batch_alter_table("observation_release", schema=None) as batch_op:
        batch_op.create_index("ix_observation_release_meeting_id", ["meeting_id"], unique=False)
