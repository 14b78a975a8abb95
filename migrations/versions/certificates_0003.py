"""Claims that were withdrawn, and revocations that did not stand."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "certificates_0003"
down_revision = "assessments_0004"
branch_labels = None
depends_on = None

OPEN = sa.text("taken_at IS NULL AND withdrawn_at IS NULL")
CHANGES = "change IN ('issued', 'suspended', 'reinstated', 'revoked', 'replaced'"
REASONS = (
    "reason IN ('error', 'result-annulled', 'misconduct', 'own-wish', 'name-corrected', 'under-review', 'reinstated'"
)


def upgrade() -> None:
    """Forward."""
    op.add_column("claim", sa.Column("withdrawn_at", UtcMoment(), nullable=True))
    op.drop_index("uq_claim_open", table_name="claim")
    op.create_index(
        "uq_claim_open",
        "claim",
        ["person_id", "source_ref"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    let_revocations_be_overturned()


def let_revocations_be_overturned() -> None:
    """Add a value to the constraints on what may happen to a version, and why.

    SQLite changes the text of a constraint in place, as its manual describes for what leaves the rows as they are.
    """
    if op.get_bind().dialect.name == "sqlite":
        version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
        op.execute("PRAGMA writable_schema=ON")
        for listed in (CHANGES, REASONS):
            changed = sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
                " WHERE type = 'table' AND name = 'status_change'"
            )
            op.get_bind().execute(changed, {"before": f"{listed})", "after": f"{listed}, 'overturned')"})
        op.execute(f"PRAGMA schema_version={version + 1}")
        op.execute("PRAGMA writable_schema=OFF")
        return
    for column, listed in (("change", CHANGES), ("reason", REASONS)):
        name = op.f(f"ck_status_change_{column}")
        op.drop_constraint(name, "status_change", type_="check")
        op.create_check_constraint(name, "status_change", f"{listed}, 'overturned')")
