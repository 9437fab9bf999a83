"""The shapes of links, e-mail addresses and names in networks."""

from __future__ import annotations

# Top-level domains that are no English words; the others ("it", "in", "me") count only before a slash.
_PLAIN_TLD = (
    "com|org|net|edu|gov|mil|info|biz|io|co|uk|de|fr|es|nl|ch|pl|cz|sk|hu|ro|bg|gr|pt|se|dk|fi|ie|eu|ca|au|nz|za|jp|cn|kr|br"
    "|mx|ar|cl|ru|ua|tr|il|ae|sg|ph|th|vn|id|hk|tw|lt|lv|ee|hr|si|rs|lu|li|tv|ly|gg|app|dev|xyz|online|site|clinic|link"
    "|social|club|shop|store|blog|gl|cc|ai|cy|ke|ng|gh|pk|bd|ir|su|cat"
)
_TLD = rf"(?:{_PLAIN_TLD}|it|be|at|no|is|us|in|my|me|to|care|page|live|health|chat)"
_HOST = r"(?<![\w.-])(?:[^\W_][\w-]{0,62}\.){1,4}"
_AT = r"(?: ?@ ?| ?[\[(]at[\])] ?| at )"
_DOT = r"(?: ?\. ?| ?[\[(]dot[\])] ?| dot )"
_MAIL_NAME = r"(?<![\w.+-])[\w.+-]{1,64}(?: (?:dot|underscore|dash) [\w+-]{1,64}){0,3}"
_MAILER = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|live|proton(?:mail)?|gmx|web|mail|me|msn|yandex|qq)"
_NETWORK = (
    r"\b(?:insta|instagram|ig|snap|snapchat|twitter|tiktok|telegram|tg|facebook|fb|discord|skype|messenger|signal|reddit"
    r"|username|user name|handle|user id|nick(?:name)?|screen ?name|account name|login)\b"
)

SHAPES: tuple[tuple[str, str, str], ...] = (
    ("link", "", r"\b(?:https?|ftp|tg|hxxps?)\b ?: ?/ ?/ ?[^\s<>\"]{1,2000}|\bwww ?\. ?[^\s<>\"]{1,500}"),
    ("email", "@", rf"[^\s@<>()\[\],;:\"]{{1,64}} ?@ ?[^\W_][\w-]{{0,62}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}"),
    ("email", "@", r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}"),
    ("email", "at", rf"{_MAIL_NAME}{_AT}[\w-]{{1,63}}(?:(?: dot | ?[\[(]dot[\])] ?|\.)[a-z]{{2,10}}){{1,3}}\b"),
    (
        "email",
        " at ",
        r"\b(?:(?!(?:is|me|us|on|to|my|at|email|e-?mail|mail|address|its|it's|write|and|or|under|i|am|im|a|the)\b)"
        rf"[a-z]{{2,20}} ){{1,2}}[a-z]{{2,20}} at {_MAILER}\b(?: ?\.? ?com\b)?(?! (?:hospital|clinic))",
    ),
    ("email", "", rf"{_MAIL_NAME}{_AT}{_MAILER}\b(?: ?\.? ?com\b)?(?! (?:hospital|clinic))"),
    ("link", ".", rf"{_HOST}{_TLD}/[^\s<>\"]{{0,1000}}"),
    ("link", ".", rf"{_HOST}(?:{_PLAIN_TLD})\b"),
    ("link", ".", rf"(?<![\w.-])[^\W_]+(?:-[^\W_]+)+\.{_TLD}\b"),
    ("link", "dot", r"\b[^\W_][\w-]{0,62} dot (?:com|org|net|co|io|uk|de)\b(?: dot uk\b)?"),
    ("handle", "@", r"@ ?\w[\w.-]{0,63}"),
    ("handle", "_", r"(?<!\w)[^\W_]*_\w*"),
    (
        "handle",
        "",
        rf"{_NETWORK}(?: ?(?:is|are|name|handle|user|username|id|me|account|on|under|called|as|=|:|-)){{1,3}} ?"
        r"(?!(?:is|a|and|to|not|it|or|for|in|my|your)\b)"
        r"(?P<value>(?:the )?[\w.-]{3,40}(?: (?:the |a |of )?[\w.-]{2,40}){1,3}(?=\s*(?:\Z|[.,;!?\n]))|[\w.-]{3,40})",
    ),
    ("handle", ".", rf"{_NETWORK} (?P<value>\w{{1,40}}(?:\.\w{{1,40}}){{1,8}})"),
)
