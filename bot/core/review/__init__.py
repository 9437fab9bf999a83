"""Unmatched questions -> themes, and the course of their review by staff."""
