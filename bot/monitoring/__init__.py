"""Maintenance, health and alerts."""
