"""Gain tests: a use of their own; their attempts and results have no cut score, and nobody passes them."""

import sqlalchemy as sa
from alembic import op

revision = "assessments_0006"
down_revision = "courses_0010"
branch_labels = None
depends_on = None
USES = "use IN ('exam', 'checkpoint', 'practice', 'gain')"


def upgrade() -> None:
    """Forward: what there is keeps its cut score."""
    for name in ("item", "exam_version"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_use"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_use"), USES)
    with op.batch_alter_table("attempt") as table:
        table.alter_column("cut_score_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("result") as table:
        table.alter_column("cut_score_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("passed", existing_type=sa.Boolean(), nullable=True)
        table.create_check_constraint(op.f("ck_result_judged"), "(passed IS NULL) = (cut_score_id IS NULL)")
