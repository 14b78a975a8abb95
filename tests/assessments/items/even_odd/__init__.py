"""A kind of question that is not shipped: a folder like those in kinds/."""
