"""What courses achieve, on Kirkpatrick’s four levels, in sums of five people or more."""
