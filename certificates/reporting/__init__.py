"""Figures of the programme, in sums that give nobody away: rollups, the page of figures, donor reports, the map."""
