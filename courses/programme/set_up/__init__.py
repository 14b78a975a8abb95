"""The set-up of the programme without people, as a folder that another region loads."""
