"""Writing on sheets: planning performances, marking, what comes by other ways, reconciling, feedback."""
