"""What the programme does: activities with their funds, partners, regions and targets, and who trained whom."""
