"""Rules of rubrics: read and judged without a database."""
