"""Independence, rubrics, workshops, performances with their sheets, missions."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0009"
down_revision = "certificates_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "rubric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
        sa.UniqueConstraint("slug", name=op.f("uq_rubric_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rubric_uuid")),
    )
    op.create_table(
        "independence_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("tie", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.CheckConstraint(
            "part IN ('trainer', 'supervisor', 'examiner', 'decider', 'appeal', 'scheme-officer', 'dossier-officer', 'moderator', 'interpreter', 'registrar')",
            name=op.f("ck_independence_waiver_part"),
        ),
        sa.CheckConstraint(
            "tie IN ('self', 'appointed', 'taught', 'supervised', 'examined', 'decided', 'appealed', 'same-administration', 'same-mission', 'declared')",
            name=op.f("ck_independence_waiver_tie"),
        ),
        sa.CheckConstraint("by_id <> actor_id AND by_id <> person_id", name=op.f("ck_independence_waiver_another")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_independence_waiver_actor_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_independence_waiver_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_independence_waiver_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_independence_waiver")),
        sa.UniqueConstraint("uuid", name=op.f("uq_independence_waiver_uuid")),
    )
    op.create_index("ix_independence_waiver_pair", "independence_waiver", ["actor_id", "person_id"])
    op.create_table(
        "interest_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_interest_declaration_ended")),
        sa.CheckConstraint("declared_by_id <> about_id", name=op.f("ck_interest_declaration_two")),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_interest_declaration_about_id_person")),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["person.id"], name=op.f("fk_interest_declaration_declared_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_interest_declaration_ended_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
        sa.UniqueConstraint("uuid", name=op.f("uq_interest_declaration_uuid")),
    )
    op.create_index("ix_interest_declaration_about_id", "interest_declaration", ["about_id"])
    op.create_index("ix_interest_declaration_declared_by_id", "interest_declaration", ["declared_by_id"])
    op.create_table(
        "no_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_no_interest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_interest")),
    )
    op.create_index("ix_no_interest_occasion", "no_interest", ["occasion", "person_id"])
    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_rubric_version_made_by_id_person")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_rubric_version_rubric_id_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
        sa.UniqueConstraint("rubric_id", "no", name=op.f("uq_rubric_version_rubric_id_no")),
        sa.UniqueConstraint("uuid", name=op.f("uq_rubric_version_uuid")),
    )
    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("cancelled_at", UtcMoment(), nullable=True),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_mission_days")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_mission_activity_id_activity")),
        sa.ForeignKeyConstraint(["host_id"], ["administration.id"], name=op.f("fk_mission_host_id_administration")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_mission_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mission_uuid")),
    )
    op.create_index("ix_mission_country", "mission", ["country"])
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("scheme", sa.String(length=64), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("settings", Json, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.Column("closed_at", UtcMoment(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_workshop_days")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_workshop_activity_id_activity")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_workshop_closed_by_id_person")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_workshop_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("uuid", name=op.f("uq_workshop_uuid")),
    )
    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_exercise_rubric_version_id_rubric_version")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_exercise_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise")),
        sa.UniqueConstraint("uuid", name=op.f("uq_exercise_uuid")),
        sa.UniqueConstraint("workshop_id", "position", name=op.f("uq_exercise_workshop_id_position")),
    )
    op.create_table(
        "mission_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("supervised_by_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", UtcMoment(), nullable=False),
        sa.Column("left_at", UtcMoment(), nullable=True),
        sa.CheckConstraint(
            "part IN ('lead', 'facilitator', 'supervising-expert', 'candidate')", name=op.f("ck_mission_member_part")
        ),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_member_mission_id_mission")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mission_member_person_id_person")),
        sa.ForeignKeyConstraint(
            ["supervised_by_id"], ["person.id"], name=op.f("fk_mission_member_supervised_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_member")),
        sa.UniqueConstraint("uuid", name=op.f("uq_mission_member_uuid")),
    )
    op.create_index("ix_mission_member_person_id", "mission_member", ["person_id"])
    op.create_index(
        "uq_mission_member_open",
        "mission_member",
        ["mission_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "workshop_assessor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("topics", Json, nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("absent", Json, nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workshop_assessor_person_id_person")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_assessor_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_assessor")),
        sa.UniqueConstraint("uuid", name=op.f("uq_workshop_assessor_uuid")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_workshop_assessor_workshop_id_number")),
        sa.UniqueConstraint("workshop_id", "person_id", name=op.f("uq_workshop_assessor_workshop_id_person_id")),
    )
    op.create_table(
        "workshop_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("from_at", UtcMoment(), nullable=True),
        sa.Column("recording_agreed", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workshop_candidate_person_id_person")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_candidate_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_candidate")),
        sa.UniqueConstraint("uuid", name=op.f("uq_workshop_candidate_uuid")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_workshop_candidate_workshop_id_number")),
        sa.UniqueConstraint("workshop_id", "person_id", name=op.f("uq_workshop_candidate_workshop_id_person_id")),
    )
    op.create_table(
        "workshop_interpreter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("absent", Json, nullable=False),
        sa.Column("ended_at", UtcMoment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workshop_interpreter_person_id_person")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_interpreter_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_interpreter")),
        sa.UniqueConstraint("uuid", name=op.f("uq_workshop_interpreter_uuid")),
        sa.UniqueConstraint("workshop_id", "person_id", name=op.f("uq_workshop_interpreter_workshop_id_person_id")),
    )
    op.create_table(
        "workshop_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_room_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_room")),
        sa.UniqueConstraint("uuid", name=op.f("uq_workshop_room_uuid")),
        sa.UniqueConstraint("workshop_id", "name", name=op.f("uq_workshop_room_workshop_id_name")),
    )
    op.create_table(
        "performance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "occasion IN ('workshop', 'mission', 'meeting', 'calibration')", name=op.f("ck_performance_occasion")
        ),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name=op.f("fk_performance_exercise_id_exercise")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_performance_person_id_person")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_performance_rubric_version_id_rubric_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance")),
        sa.UniqueConstraint(
            "occasion",
            "occasion_id",
            "exercise_id",
            "person_id",
            "no",
            name=op.f("uq_performance_occasion_occasion_id_exercise_id_person_id_no"),
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_performance_uuid")),
    )
    op.create_index("ix_performance_person_id", "performance", ["person_id"])
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("performance_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("settlement", sa.String(length=16), nullable=False),
        sa.Column("outcome", Json, nullable=False),
        sa.Column("cites", Json, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "settlement IN ('agreed', 'third_marking', 'settled', 'panel')", name=op.f("ck_reconciliation_settlement")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reconciliation_by_id_person")),
        sa.ForeignKeyConstraint(
            ["performance_id"], ["performance.id"], name=op.f("fk_reconciliation_performance_id_performance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint("performance_id", "no", name=op.f("uq_reconciliation_performance_id_no")),
        sa.UniqueConstraint("uuid", name=op.f("uq_reconciliation_uuid")),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("performance_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcMoment(), nullable=False),
        sa.CheckConstraint("turn IN ('first', 'second', 'third', 'only')", name=op.f("ck_sheet_turn")),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_sheet_assessor_id_person")),
        sa.ForeignKeyConstraint(
            ["performance_id"], ["performance.id"], name=op.f("fk_sheet_performance_id_performance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("performance_id", "assessor_id", name=op.f("uq_sheet_performance_id_assessor_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sheet_uuid")),
    )
    op.create_index("ix_sheet_assessor_id", "sheet", ["assessor_id"])
    op.create_table(
        "sheet_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=True),
        sa.Column("device_seq", sa.Integer(), nullable=True),
        sa.Column("device_at", UtcMoment(), nullable=True),
        sa.Column("offset_ms", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.CheckConstraint(
            "act IN ('rate', 'comment', 'grade', 'flag', 'seal', 'reopen')", name=op.f("ck_sheet_event_act")
        ),
        sa.CheckConstraint("way IN ('line', 'device', 'file', 'paper')", name=op.f("ck_sheet_event_way")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_sheet_event_actor_id_person")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_event_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_event")),
        sa.UniqueConstraint("sheet_id", "key", name=op.f("uq_sheet_event_sheet_id_key")),
        sa.UniqueConstraint("sheet_id", "no", name=op.f("uq_sheet_event_sheet_id_no")),
    )
