"""Who takes a course and how far they are: enrolment, progress, and the pages of the learner."""
