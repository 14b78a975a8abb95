"""What the programme keeps, found."""
