"""Uploads: files that come in pieces, and what is kept of them."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "lms_0009"
down_revision = "certificates_0009"
branch_labels = None
depends_on = None

OPEN_ONCE = sa.text("state = 'open'")
LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", LARGE, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("begun_at", UtcMoment(), nullable=False),
        sa.Column("expires_at", UtcMoment(), nullable=True),
        sa.Column("kept_at", UtcMoment(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=True),
        sa.Column("kept_key", sa.String(length=80), nullable=True),
        sa.Column("kept_size", LARGE, nullable=True),
        sa.Column("original_key", sa.String(length=80), nullable=True),
        sa.Column("original_kind", sa.String(length=8), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("virus_check", sa.String(length=12), server_default="not_checked", nullable=False),
        sa.Column("attached_to", sa.String(length=120), nullable=True),
        sa.Column("attached_at", UtcMoment(), nullable=True),
        sa.Column("keep_until", UtcMoment(), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("bytes_gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('jpeg', 'png', 'webp', 'pdf', 'mp3', 'm4a', 'ogg', 'wav', 'mp4', 'mov', 'webm', 'docx', 'xlsx', "
            "'pptx', 'odt', 'ods', 'odp', 'zip')",
            name=op.f("ck_upload_kind"),
        ),
        sa.CheckConstraint("state IN ('open', 'kept', 'deleted')", name=op.f("ck_upload_state")),
        sa.CheckConstraint("virus_check IN ('not_checked', 'clean')", name=op.f("ck_upload_virus_check")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("uuid", name=op.f("uq_upload_uuid")),
    )
    for column in ("attached_to", "expires_at", "keep_until", "person_id", "state"):
        op.create_index(op.f(f"ix_upload_{column}"), "upload", [column])
    op.create_index(
        "uq_upload_open",
        "upload",
        ["person_id", "purpose", "sha256"],
        unique=True,
        sqlite_where=OPEN_ONCE,
        postgresql_where=OPEN_ONCE,
    )
    op.create_table(
        "upload_piece",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_piece_upload_id_upload")
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_piece")),
    )
