"""Pure rules of the review: how a piece stands, what is missing before a version is published, what changed."""
