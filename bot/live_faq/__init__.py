"""The live FAQ and its replacement."""
