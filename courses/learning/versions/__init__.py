"""From one version of a course to the next: what changes, what of earlier work still counts, and the move."""
