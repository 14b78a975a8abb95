"""Sheets of paper wait for a second person; those that were keyed in before have counted without one."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json

revision = "courses_0010"
down_revision = "courses_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('survey_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('answers', Json, nullable=False),
    sa.Column('language', sa.String(length=12), nullable=False),
    sa.Column('keyed_on', sa.Date(), nullable=False),
    sa.Column('keyed_by_id', sa.Integer(), nullable=False),
    sa.Column('second', Json, nullable=True),
    sa.Column('second_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=True),
    sa.CheckConstraint("outcome IN ('checked', 'set-aside', 'uncompared')", name=op.f('ck_survey_paper_outcome')),
    sa.CheckConstraint('(ended_on IS NULL) = (outcome IS NULL)', name=op.f('ck_survey_paper_ended')),
    sa.CheckConstraint("(outcome = 'uncompared') = (ended_by_id IS NULL)", name=op.f('ck_survey_paper_ended_by')),
    sa.CheckConstraint("outcome <> 'checked' OR ended_by_id <> keyed_by_id", name=op.f('ck_survey_paper_two_people')),
    sa.CheckConstraint('second_by_id <> keyed_by_id', name=op.f('ck_survey_paper_second')),
    sa.ForeignKeyConstraint(['code_id'], ['survey_code.id'], name=op.f('fk_survey_paper_code_id_survey_code')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_survey_paper_ended_by_id_person')),
    sa.ForeignKeyConstraint(['keyed_by_id'], ['person.id'], name=op.f('fk_survey_paper_keyed_by_id_person')),
    sa.ForeignKeyConstraint(['second_by_id'], ['person.id'], name=op.f('fk_survey_paper_second_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_paper')),
    sa.UniqueConstraint('code_id', 'no', name=op.f('uq_survey_paper_code_id_no')),
    sa.UniqueConstraint('uuid', name=op.f('uq_survey_paper_uuid'))
    )
    op.execute(
        "INSERT INTO survey_paper"
        " (uuid, code_id, no, answers, language, keyed_on, keyed_by_id, ended_on, outcome)"
        " SELECT uuid, code_id, row_number() OVER (PARTITION BY code_id ORDER BY id), '{}', language, answered_on,"
        " keyed_by_id, answered_on, 'uncompared' FROM survey_answer WHERE paper"
    )
