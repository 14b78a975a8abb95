"""Renewals: what a claim renews and from when it is valid, from when a certificate is renewed, when a version was made."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "certificates_0005"
down_revision = "courses_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: nothing was renewed before its end, and each version was made at the moment from which it is valid."""
    op.add_column("achievement", sa.Column("renewal_window_months", sa.Integer(), server_default="6", nullable=False))
    renewed = "fk_claim_renews_id_claim"
    if op.get_bind().dialect.name == "sqlite":  # in place: to copy the table would end every row that points to it
        op.execute(f"ALTER TABLE claim ADD COLUMN renews_id INTEGER CONSTRAINT {renewed} REFERENCES claim (id)")
    else:
        op.add_column("claim", sa.Column("renews_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(renewed), "claim", "claim", ["renews_id"], ["id"])
    op.add_column("claim", sa.Column("renewal_no", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("begins_at", UtcMoment(), nullable=True))
    op.create_index("uq_claim_renewal", "claim", ["renews_id", "renewal_no"], unique=True)
    op.add_column("credential_version", sa.Column("made_at", UtcMoment(), nullable=True))
