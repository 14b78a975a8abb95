"""Rules of the programme: kinds and states of activities, what a template holds, a trainer's log, the cascade."""
