"""Chores, health and alerts."""
