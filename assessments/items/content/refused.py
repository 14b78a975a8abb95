"""What a folder holds and nobody can use: so that its absence is not reported beside its own fault."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assessments.items.item import Use


@dataclass(frozen=True)
class RefusedItem:
    """An entry of a question file with a fault, by what could be read of it; an empty text is not known."""

    id: str
    use: str
    topic: str
    lesson: str
    kind: str


@dataclass
class RefusedEntries:
    """The entries of a folder that have a fault of their own, and whether a whole file could not be read."""

    items: list[RefusedItem] = field(default_factory=list)
    exams: set[str] = field(default_factory=set)  # slugs
    items_unreadable: bool = False
    exams_unreadable: bool = False

    def holds_item(self, name: str) -> bool:
        """Whether the item of this id may stand in the folder all the same."""
        return self.items_unreadable or any(one.id in ("", name) for one in self.items)

    def holds_exam(self, slug: str) -> bool:
        """Whether the exam of this slug may stand in the folder all the same."""
        return self.exams_unreadable or bool({"", slug} & self.exams)

    def may_add(
        self,
        use: Use,
        *,
        topic: str = "",
        lessons: Mapping[str, str] | None = None,
        module: str = "",
        kinds: Collection[str] = (),
    ) -> bool:
        """Whether an item of this use, and of the topic, module or kinds where such are named, may be among them."""
        return self.items_unreadable or any(
            (one.use == use or one.use not in set(Use))
            and (not topic or one.topic in ("", topic))
            and (not kinds or one.kind in ("", *kinds))
            and (not module or (lessons or {}).get(one.lesson, module) == module)
            for one in self.items
        )
