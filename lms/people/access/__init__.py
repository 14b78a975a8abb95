"""Access control that people own: the roles, and administrations and countries as scopes of them."""
