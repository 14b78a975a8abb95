"""How far the people of a unit, an administration or a country are, for those who answer for them."""
