"""What readers said under a post, with who answered whom.

Comments know stories and stories do not know comments, so their model is asked for by name.
"""

import re
from functools import lru_cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from newsroom.bulk_insert import insert, reserve_pks

from .id_map import fingerprint
from .plain_text import one_line, plain, truncated

STATUS = {"1": "approved", "approve": "approved", "0": "waiting", "hold": "waiting"}
NOT_IMPORTED = {
    "spam": "it was marked as spam",
    "trash": "it was in the bin",
    "post-trashed": "it was in the bin",
}
LINE_ENDS = re.compile(r"<br ?/?>|</(?:p|h[1-6]|li|dt|dd|blockquote|div|pre|tr)>", re.IGNORECASE)
ANONYMOUS = "Anonymous"


class Comments:
    """Imports the comments of a post, and accounts for each of them in the report."""

    def __init__(self, id_map, report):
        self.id_map, self.report = id_map, report
        self.model = apps.get_model("comments", "Comment")
        self.max_length = self.model._meta.get_field("text").max_length
        self.max_name = self.model._meta.get_field("name").max_length

    def leave_all_out(self, item, reason):
        """Report all comments of a post that is not imported."""
        for comment in item.comments:
            self.report.leave_out("comment", _name(comment, item), reason)

    def import_all(self, posts):
        """Import the comments of these posts: (item, primary key of its story, a moment).

        The moment is that of comments without a date.
        """
        wanted = [(item, story, at, self._wanted(item)) for item, story, at in posts]
        known = self.id_map.find_all("comment", [key for *_, of_item in wanted for key in of_item])
        stories = self.model.objects.filter(pk__in=known.values()).values_list("pk", "story_id")
        stories = dict(stories) if known else {}
        # {external id: (primary key, that of its story)}
        known = {key: (pk, stories.get(pk)) for key, pk in known.items()}
        most = sum(len(of_item.keys() - known.keys()) for *_, of_item in wanted)
        pks, new = iter(reserve_pks(self.model, most) if most else ()), []
        for item, story, at, of_item in wanted:
            keys = self._fresh(item, story, of_item, known)
            fresh = {key: next(pks) for key in keys}
            known |= {key: (pk, story) for key, pk in fresh.items()}
            for key, pk in fresh.items():
                parent = _parent_of(key, item, of_item)
                row = self._row(of_item[key], story, at, parent and known[parent][0])
                new.append((key, {"id": pk} | row))
        insert(self.model, [row for _, row in new])
        self.id_map.add_all("comment", {key: row["id"] for key, row in new})
        for _ in new:
            self.report.count("comment", "imported")

    def _wanted(self, item):
        """The comments that are to be imported, by their external id."""
        wanted = {}
        for comment in item.comments:
            external_id = comment.id or fingerprint(comment.date, comment.author, comment.content)
            reason = _refusal(comment)
            if not reason and external_id in wanted:
                reason = "another comment in the file has the same number"
            if reason:
                self.report.leave_out("comment", _name(comment, item), reason)
            else:
                wanted[external_id] = comment
        return wanted

    def _fresh(self, item, story, wanted, known):
        """The external ids of those of a post that nobody has brought in yet.

        Others are accounted for; those that are not here any more leave `wanted`.
        """
        for key in [key for key in wanted if key in known]:
            of_story = known[key][1]
            if of_story == story:
                self.report.count("comment", "unchanged")
                continue
            reason = "another comment in the file has the same number"
            if of_story is None:
                reason = "it was deleted here after an earlier import"
            self.report.leave_out("comment", _name(wanted.pop(key), item), reason)
        return [key for key in wanted if key not in known]

    def _row(self, comment, story, at, parent):
        text = _text(comment)
        if len(text) > self.max_length:
            self.report.note(
                f"comment {comment.id}", f"was cut after {self.max_length:,} characters"
            )
        return {
            "story_id": story,
            "parent_id": parent,
            "name": plain(comment.author, self.max_name) or ANONYMOUS,
            "email": _email(comment.email),
            "text": truncated(text, self.max_length),
            "status": STATUS[comment.approved],
            "created_at": comment.moment() or at,
        }


def _parent_of(external_id, item, wanted):
    """The external id of the nearest ancestor that is imported, or None; cycles are broken."""
    parents = {comment.id: comment.parent for comment in item.comments}
    seen, nearest, above = {external_id}, None, parents.get(external_id)
    while above and above in parents:
        if above in seen:
            # One of the cycle has to be the root: the smallest id.
            return None if external_id == min(seen) else nearest
        seen.add(above)
        if nearest is None and above in wanted:
            nearest = above
        above = parents[above]
    return nearest


def _refusal(comment):
    if comment.type not in ("", "comment"):
        if comment.type in ("pingback", "trackback"):
            return f"a {comment.type} is a link from another site, nobody’s view"
        return f"it is of the kind “{one_line(comment.type, 40)}”"
    if comment.approved in NOT_IMPORTED:
        return NOT_IMPORTED[comment.approved]
    if comment.approved not in STATUS:
        return "its status is unknown here"
    return "" if _text(comment) else "it says nothing"


def _text(comment):
    """Plain text with the line breaks the writer made."""
    paragraphs = LINE_ENDS.sub("\n", comment.content).replace("\r\n", "\n").split("\n")
    lines = [plain(paragraph) for paragraph in paragraphs]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


@lru_cache(maxsize=5_000)
def _email(address):
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address.lower() if len(address) <= 254 else ""


def _name(comment, item):
    beginning = plain(comment.content, 60) or "without words"
    writer = plain(comment.author, 40)
    post = one_line(item.id, 24)
    return f"comment {one_line(comment.id, 20)} on post {post} by {writer}: {beginning}"
