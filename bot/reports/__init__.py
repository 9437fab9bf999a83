"""Figures and questions as files for people."""
