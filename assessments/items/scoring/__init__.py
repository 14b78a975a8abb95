"""How an answer is compared and what it earns: pure rules that several kinds of question share."""
