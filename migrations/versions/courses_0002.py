"""When a final exam opens, and for whom it was opened; when a certificate is renewed, what a version corrects."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0002"
down_revision = "certificates_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: what was published before has no rule for its exam, corrects nothing and opens no cohorts."""
    with op.batch_alter_table("course_version") as batch:
        batch.add_column(sa.Column("final_opens", sa.String(length=12), server_default="always", nullable=False))
        batch.add_column(sa.Column("renewal_window_months", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("correction", sa.String(), nullable=True))
        batch.add_column(sa.Column("holders_open_cohorts", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_check_constraint(
            op.f("ck_course_version_final_opens"), "final_opens IN ('always', 'lessons', 'checkpoints')"
        )
    op.create_table(
        "final_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_final_opening_actor_id_person")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_final_opening_enrolment_id_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_opening")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_final_opening_enrolment_id")),
    )
