"""What people have to do with each other, and where that is known from."""
