"""What is inside a file: looked at, re-made and checked outside of the database, in processes of their own."""
