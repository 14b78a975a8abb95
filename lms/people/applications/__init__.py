"""Applications: somebody asks for an account, a coordinator decides, and the applicant sees where it lies."""
