"""Places of status lists that stay set though a restored backup knows no version of them."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "certificates_0004"
down_revision = "assessments_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "kept_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status_list_id", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["status_list_id"], ["status_list.id"], name="fk_kept_place_status_list_id_status_list"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_kept_place"),
        sa.UniqueConstraint("status_list_id", "status_index", name="uq_kept_place_status_list_id_status_index"),
    )
