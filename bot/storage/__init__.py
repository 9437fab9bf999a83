"""What the store is made of: the database file, its schema's steps, the queries of reviewers, and what can fail."""
