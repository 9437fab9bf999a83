"""Figures and questions as files."""
