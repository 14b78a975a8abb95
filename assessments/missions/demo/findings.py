"""What nine missions of the demonstration found and recommended: invented, and alike in what administrations need."""

from dataclasses import dataclass

from assessments.missions.rules.entries import ObservationGrade as Grade
from assessments.missions.rules.entries import Topic


@dataclass(frozen=True)
class MissionFinding:
    """An observation with its evidence."""

    topic: Topic
    grade: Grade
    finding: str
    evidence: str


@dataclass(frozen=True)
class Visit:
    """A mission: its host, its team, and what it found; `released` where the host lets others count it."""

    country: str
    title: str
    office: str  # that answers for the host
    leads: str
    supervises: str  # another expert; of a mission without candidates, a facilitator
    candidates: tuple[str, ...]
    found: tuple[MissionFinding, ...]
    released: bool = True
    feedback: str = ""  # of the host; empty: it was silent

    @property
    def diagnostic(self) -> bool:
        """Whether candidates were under assessment on it."""
        return bool(self.candidates)


ELENA, DAVID, JULIE = "elena.marchetti", "david.osei", "julie.lefevre"
NO_PROFILES = MissionFinding(
    Topic.RISK, Grade.URGENT_NEED, "No risk profile names wildlife.", "All 34 profiles of the targeting unit were read."
)
PAPER_PROFILES = MissionFinding(
    Topic.RISK, Grade.NEED, "Profiles are on paper, and nobody counts what they find.", "The folder of the risk unit."
)
GOOD_PROFILES = MissionFinding(
    Topic.RISK, Grade.STRENGTH, "Six profiles on wildlife are in use, and are reviewed each month.",
    "Minutes of three reviews.",
)  # fmt: skip
NO_TRAINING = MissionFinding(
    Topic.TRAINING, Grade.NEED, "New officers learn about wildlife in half an hour.", "The plan of the academy."
)
GOOD_TRAINING = MissionFinding(
    Topic.TRAINING, Grade.STRENGTH, "Two trainers hold a practical day for each intake.", "A day was attended."
)
NO_POWERS = MissionFinding(
    Topic.LEGAL, Grade.NEED, "Officers do not know by which law they may hold a parcel.", "Eleven officers were asked."
)
GOOD_LAW = MissionFinding(
    Topic.LEGAL, Grade.STRENGTH, "A card with the powers hangs at each desk.", "Four desks were visited."
)
NO_PLAN = MissionFinding(
    Topic.OPERATIONS, Grade.NEED, "Searches are not planned with the police.", "No joint plan in the last year."
)
GOOD_TEAM = MissionFinding(
    Topic.OPERATIONS, Grade.STRENGTH, "A joint team meets each week.", "Minutes of the last eight weeks."
)
ADVICE = {  # by topic: what is recommended, the task that follows, its owner, its indicator
    Topic.RISK: (
        "Write three profiles on wildlife and review them each month.", "Write the first profile",
        "Head of the risk unit", "A profile in use",
    ),
    Topic.TRAINING: (
        "Add a practical day on wildlife to the training of each intake.", "Plan the practical day",
        "Head of the academy", "A day held with the next intake",
    ),
    Topic.LEGAL: (
        "Print a card with the powers for each desk.", "Write the text of the card", "Head of the legal office",
        "A card at each desk",
    ),
    Topic.OPERATIONS: (
        "Plan one joint search each quarter.", "Invite the police to a first meeting", "Head of enforcement",
        "Minutes of the meeting",
    ),
}  # fmt: skip
TERMS = {
    Topic.TRAINING: "See how officers are trained, and by whom.",
    Topic.LEGAL: "See by which law officers search, hold and seize.",
    Topic.RISK: "See how consignments are chosen.",
    Topic.OPERATIONS: "See how operations are planned and led.",
}
THANKS = "The team listened, and left us with tasks that we can do. Two of them have begun."

VISITS = (
    Visit("KH", "Diagnostic mission: lake and river posts", "Office of the Director, Cambodia", ELENA, DAVID,
          ("sophea.chann", "linh.tran"), (NO_PROFILES, GOOD_TRAINING, NO_POWERS, NO_PLAN), feedback=THANKS),
    Visit("AO", "Diagnostic mission: two ports", "Office of the Director, Angola", DAVID, JULIE,
          ("domingos.cassule", "kagiso.moremi"), (PAPER_PROFILES, NO_TRAINING, NO_POWERS)),
    Visit("LA", "Diagnostic mission: mountain posts", "Office of the Director, Laos", ELENA, DAVID,
          ("khamla.vongsa", "pim.sukhato", "arthit.nakorn"), (NO_PROFILES, NO_TRAINING, GOOD_TEAM), feedback=THANKS),
    Visit("BW", "Training delivered: officers of the parks", "Office of the Director, Botswana", DAVID, ELENA, (),
          (GOOD_LAW, NO_PLAN, GOOD_TRAINING), feedback="More of this for our second region, please."),
    Visit("CM", "Diagnostic mission: port and forest", "Office of the Director, Cameroun", JULIE, ELENA,
          ("brigitte.ekambi", "alain.mbarga"), (NO_PROFILES, NO_POWERS, NO_PLAN, NO_TRAINING), released=False),
    Visit("TH", "Training delivered: the targeting unit", "Office of the Director, Thailand", ELENA, DAVID, (),
          (GOOD_PROFILES, GOOD_TEAM, GOOD_TRAINING), feedback=THANKS),
    Visit("TZ", "Diagnostic mission: the spice coast", "Office of the Director, Tanzania", DAVID, ELENA,
          ("baraka.mushi", "wairimu.njoroge"), (PAPER_PROFILES, GOOD_LAW, NO_PLAN), feedback=THANKS),
    Visit("NG", "Training delivered: the lagoon ports", "Office of the Director, Nigeria", JULIE, DAVID, (),
          (GOOD_PROFILES, NO_POWERS, NO_TRAINING)),
    Visit("TG", "Diagnostic mission: the quay", "Office of the Director, Togo", JULIE, DAVID,
          ("yao.agbeko", "awa.diatta", "chinwe.adeyemi"), (NO_PROFILES, GOOD_LAW, GOOD_TEAM), feedback=THANKS),
)  # fmt: skip
