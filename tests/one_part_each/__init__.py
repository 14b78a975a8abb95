"""The way to a certificate of a scheme: nobody acts twice along it, sees what they must not, or issues alone."""
