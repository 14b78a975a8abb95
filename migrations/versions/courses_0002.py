"""When the final exam of a version opens, when its certificate is renewed, what it corrects, who opens cohorts of it."""

import sqlalchemy as sa
from alembic import op

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
