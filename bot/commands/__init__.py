"""What the commands are made of: the terminal, tables, the preview, and the groups of commands."""
