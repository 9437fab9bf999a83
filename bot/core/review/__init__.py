"""Themes of unanswered questions, and their review by staff."""
