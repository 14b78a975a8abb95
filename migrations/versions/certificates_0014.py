"""A certificate of a scheme may be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "certificates_0014"
down_revision = "certificates_0013"
branch_labels = None
depends_on = None

REASONS = (
    "reason IN ('error', 'result-annulled', 'misconduct', 'own-wish', 'name-corrected', 'under-review', 'reinstated', "
    "'overturned'"
)


def upgrade() -> None:
    """Add a value to the constraint on why something happened to a version.

    SQLite changes the text of a constraint in place, as its manual describes for what leaves the rows as they are.
    """
    if op.get_bind().dialect.name == "sqlite":
        version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
        op.execute("PRAGMA writable_schema=ON")
        changed = sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'status_change'"
        )
        op.get_bind().execute(changed, {"before": f"{REASONS})", "after": f"{REASONS}, 'withdrawn')"})
        op.execute(f"PRAGMA schema_version={version + 1}")
        op.execute("PRAGMA writable_schema=OFF")
        return
    name = op.f("ck_status_change_reason")
    op.drop_constraint(name, "status_change", type_="check")
    op.create_check_constraint(name, "status_change", f"{REASONS}, 'withdrawn')")
