"""The SQLite database: the file, its schema, the queries, and the errors."""
