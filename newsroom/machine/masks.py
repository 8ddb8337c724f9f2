"""What of an address is never written into a log: a link that somebody got by letter.

The same as in deploy/nginx.conf, which a test compares.
"""

import re

# All behind the beginning of a secret is left out.
SECRET = re.compile(
    r"^(.*?(reset(/|%2f)key(/|%2f)|accounts(/|%2f)letters(/|%2f)|confirm-email(/|%2f)|shared(/|%2f)|invited(/|%2f)|(token|key|secret|password)=)).+$",
    re.IGNORECASE | re.DOTALL,
)


def masked(path):
    return SECRET.sub(r"\1***", path)
