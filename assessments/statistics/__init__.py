"""Statistics of ratings: agreement, severity of assessors, cut scores; pure, on numpy and scipy."""
