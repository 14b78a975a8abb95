"""What assessors have before them of a candidate: the photograph, and the dossier without names."""
