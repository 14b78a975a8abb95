"""Panels decide for what somebody is certified."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json

revision = "certificates_0015"
down_revision = "certificates_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("panel_decision", sa.Column("scope", Json, nullable=True))
    op.add_column("candidate_transition", sa.Column("scope", Json, nullable=True))
