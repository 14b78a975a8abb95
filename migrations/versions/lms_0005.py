"""The audit trail is read newest first, by kind, by whom and about what, however long it is."""

from alembic import op

revision = "lms_0005"
down_revision = "certificates_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_audit_entry_at", "audit_entry", ["at", "id"])
    op.create_index("ix_audit_entry_name_at", "audit_entry", ["name", "at", "id"])
    op.create_index("ix_audit_entry_actor_at", "audit_entry", ["actor_id", "at", "id"])
    op.create_index("ix_audit_entry_subject_at", "audit_entry", ["subject", "at", "id"])
    op.drop_index("ix_audit_entry_subject", "audit_entry")
