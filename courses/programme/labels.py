"""What kinds and states of the programme are called on pages; lazy texts, so that each page speaks its language."""

from courses.programme.rules.activities import ActivityKind, ActivityStatus, FundKind, PartnerKind, TargetKind
from lms.i18n import lazy

ACTIVITY_KINDS = {
    ActivityKind.TRAINING: lazy("Training"),
    ActivityKind.MISSION: lazy("Mission"),
    ActivityKind.WORKSHOP: lazy("Workshop"),
    ActivityKind.OPERATION: lazy("Operation"),
}
STATUSES = {  # words and tone of a chip
    ActivityStatus.PLANNED: (lazy("planned"), "info"),
    ActivityStatus.UNDER_WAY: (lazy("in progress"), "ok"),
    ActivityStatus.DONE: (lazy("done"), ""),
    ActivityStatus.CANCELLED: (lazy("cancelled"), "bad"),
}
STEPS = {  # what a form offers
    ActivityStatus.PLANNED: lazy("It is planned again"),
    ActivityStatus.UNDER_WAY: lazy("It is in progress"),
    ActivityStatus.DONE: lazy("It is done"),
    ActivityStatus.CANCELLED: lazy("It is cancelled"),
}
TARGETS = {
    TargetKind.REACHED: lazy("Officers who take part"),
    TargetKind.PASSED: lazy("Officers who pass"),
    TargetKind.CERTIFIED: lazy("Officers with a certificate"),
    TargetKind.TRAINERS: lazy("Officers who train others"),
}
FUND_KINDS = {
    FundKind.GRANT: lazy("Grant"),
    FundKind.TRUST_FUND: lazy("Trust fund"),
    FundKind.BUDGET: lazy("Own budget"),
    FundKind.IN_KIND: lazy("In kind"),
}
PARTNER_KINDS = {
    PartnerKind.ADMINISTRATION: lazy("Administration"),
    PartnerKind.INTERNATIONAL: lazy("International organisation"),
    PartnerKind.SOCIETY: lazy("Non-governmental organisation"),
    PartnerKind.ACADEMIC: lazy("University or institute"),
    PartnerKind.PRIVATE: lazy("Company"),
}
