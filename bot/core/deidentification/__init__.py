"""Text -> text without personal data."""
