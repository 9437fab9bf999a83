"""What the anonymiser is made of: shapes of identifiers, cues of names, the vocabulary."""
