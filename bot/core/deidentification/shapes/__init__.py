"""The shapes of identifiers, by kind. Data only: `identifiers` finds them.

Each has a kind, a text that the message must contain ("0" is any digit), and a regular expression, in which a group
`value` narrows the match.
"""
