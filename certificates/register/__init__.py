"""The pages of holders, of those who manage, and of anybody who checks a certificate."""
