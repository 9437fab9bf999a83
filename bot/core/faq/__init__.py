"""What a FAQ is, and how its YAML is read and edited."""
