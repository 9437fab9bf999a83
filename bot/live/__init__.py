"""What the live FAQ is made of: editions, what a change does, publishing, watching the file, vectors."""
