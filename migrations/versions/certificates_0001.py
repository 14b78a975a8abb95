"""What was earned, credentials and their versions, keys and status lists."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "certificates_0001"
down_revision = "assessments_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "issued_under",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("did", sa.String(length=300), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_issued_under_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_under")),
    )
    op.create_table(
        "issuer_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("x", sa.String(length=60), nullable=False),
        sa.Column("y", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("active_from", UtcMoment(), nullable=True),
        sa.Column("retired_at", UtcMoment(), nullable=True),
        sa.Column("compromised_at", UtcMoment(), nullable=True),
        sa.CheckConstraint("kind IN ('Ed25519', 'P-256')", name=op.f("ck_issuer_key_kind")),
        sa.CheckConstraint("state IN ('next', 'active', 'retired', 'compromised')", name=op.f("ck_issuer_key_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_key")),
        sa.UniqueConstraint("name", name=op.f("uq_issuer_key_name")),
    )
    op.create_index(
        "uq_issuer_key_active",
        "issuer_key",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "status_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_revision", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcMoment(), nullable=True),
        sa.Column("valid_until", UtcMoment(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_list")),
        sa.UniqueConstraint("name", name=op.f("uq_status_list_name")),
    )
    op.create_table(
        "achievement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(length=24), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_ref", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement")),
        sa.UniqueConstraint("slug", "version", name=op.f("uq_achievement_slug_version")),
        sa.UniqueConstraint("source_kind", "source_id", name=op.f("uq_achievement_source_kind_source_id")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source_ref", sa.String(length=60), nullable=False),
        sa.Column("achievement_id", sa.Integer(), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("earned_at", UtcMoment(), nullable=False),
        sa.Column("draft_name", sa.String(), nullable=False),
        sa.Column("draft_local_name", sa.String(), nullable=False),
        sa.Column("taken_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["achievement_id"], ["achievement.id"], name=op.f("fk_claim_achievement_id_achievement")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("uuid", name=op.f("uq_claim_uuid")),
    )
    op.create_index(op.f("ix_claim_person_id"), "claim", ["person_id"], unique=False)
    op.create_index(
        "uq_claim_open",
        "claim",
        ["person_id", "source_ref"],
        unique=True,
        sqlite_where=sa.text("taken_at IS NULL"),
        postgresql_where=sa.text("taken_at IS NULL"),
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("subject_uuid", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("awarded_at", UtcMoment(), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.CheckConstraint("visibility IN ('link', 'private')", name=op.f("ck_credential_visibility")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_credential_claim_id_claim")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_credential_claim_id")),
        sa.UniqueConstraint("number", name=op.f("uq_credential_number")),
        sa.UniqueConstraint("subject_uuid", name=op.f("uq_credential_subject_uuid")),
        sa.UniqueConstraint("token", name=op.f("uq_credential_token")),
        sa.UniqueConstraint("uuid", name=op.f("uq_credential_uuid")),
    )
    op.create_index(op.f("ix_credential_person_id"), "credential", ["person_id"], unique=False)
    op.create_table(
        "name_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("local_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_name_confirmation_by_id_person")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_name_confirmation_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_confirmation")),
    )
    op.create_index(op.f("ix_name_confirmation_claim_id"), "name_confirmation", ["claim_id"], unique=False)
    op.create_table(
        "credential_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("confirmation_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", UtcMoment(), nullable=False),
        sa.Column("valid_until", UtcMoment(), nullable=True),
        sa.Column("status_list_id", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("issuer_did", sa.String(length=300), nullable=False),
        sa.Column("issuer_name", sa.String(), nullable=False),
        sa.Column("site_url", sa.String(), nullable=False),
        sa.Column("unsigned", Json, nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("pdf_key", sa.String(length=80), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("png_key", sa.String(length=80), nullable=True),
        sa.Column("svg_key", sa.String(length=80), nullable=True),
        sa.CheckConstraint("no > 0", name=op.f("ck_credential_version_no")),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["name_confirmation.id"],
            name=op.f("fk_credential_version_confirmation_id_name_confirmation"),
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_credential_version_credential_id_credential")
        ),
        sa.ForeignKeyConstraint(
            ["status_list_id"], ["status_list.id"], name=op.f("fk_credential_version_status_list_id_status_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_version")),
        sa.UniqueConstraint("credential_id", "no", name=op.f("uq_credential_version_credential_id_no")),
        sa.UniqueConstraint(
            "status_list_id", "status_index", name=op.f("uq_credential_version_status_list_id_status_index")
        ),
    )
    op.create_index(op.f("ix_credential_version_pdf_sha256"), "credential_version", ["pdf_sha256"], unique=False)
    op.create_table(
        "status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "change IN ('issued', 'suspended', 'reinstated', 'revoked', 'replaced')",
            name=op.f("ck_status_change_change"),
        ),
        sa.CheckConstraint(
            "reason IN ('error', 'result-annulled', 'misconduct', 'own-wish', 'name-corrected', 'under-review', "
            "'reinstated')",
            name=op.f("ck_status_change_reason"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_status_change_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["credential_version.id"], name=op.f("fk_status_change_version_id_credential_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
    )
    op.create_index(op.f("ix_status_change_version_id"), "status_change", ["version_id"], unique=False)
