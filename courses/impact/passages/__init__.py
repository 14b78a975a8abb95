"""The texts of a course folder as passages: lessons, questions, words, figures, titles, sources, with their lines."""
