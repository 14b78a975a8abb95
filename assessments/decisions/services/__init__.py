"""What is done with decisions about people and with objections to them."""
