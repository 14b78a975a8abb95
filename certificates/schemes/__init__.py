"""Schemes: how somebody becomes certified, as data; and the candidates on their way."""
