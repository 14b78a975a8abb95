"""The sex that people may tell, in a table of its own."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "lms_0008"
down_revision = "certificates_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "person_sex",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sex", sa.String(length=8), nullable=False),
        sa.Column("said_at", UtcMoment(), nullable=False),
        sa.CheckConstraint("sex IN ('female', 'male', 'other')", name="ck_person_sex_sex"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_sex_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_sex"),
    )
