"""Rules of schemes: what one defines, what is wrong with it, how it is drawn, who would end elsewhere by another."""
