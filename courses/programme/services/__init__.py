"""Changes of the programme: its lists, its activities, their states and cohorts, and the set-up that is loaded."""
