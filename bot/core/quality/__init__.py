"""How good a FAQ is: its own checks, labelled messages, lint."""
