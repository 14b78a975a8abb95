"""What the pages of the register show, made from queries."""
