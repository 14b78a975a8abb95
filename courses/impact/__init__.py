"""What courses name: every place that a taxon or a source touches, and the official lists compared with that."""
