"""What readers said under a post, with who answered whom.

Comments know stories and stories do not know comments, so their model is asked for by name.
"""

import re
from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

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

    def import_all(self, item, story, at):
        """Import the comments of a post; `at` is the moment of those without a date."""
        wanted = self._wanted(item)
        known = self._known(item, story, wanted)
        replies = defaultdict(list)
        for external_id in wanted:
            if external_id not in known:
                replies[self._parent_of(external_id, item, wanted, known)].append(external_id)
        # Parents are stored before their replies, level by level.
        level = [parent for parent in replies if parent is None or parent in known]
        pks = dict(known)
        while level:
            created = self.model.objects.bulk_create(
                self._comment(wanted[external_id], story, at, pks.get(parent))
                for parent in level
                for external_id in replies[parent]
            )
            new_ids = [external_id for parent in level for external_id in replies[parent]]
            new = dict(zip(new_ids, (comment.pk for comment in created), strict=True))
            self.id_map.add_all("comment", new)
            pks |= new
            for _ in new:
                self.report.count("comment", "imported")
            level = [external_id for external_id in new if external_id in replies]

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

    def _known(self, item, story, wanted):
        """{external id: primary key} of those that an earlier import brought to this story."""
        rows = self.id_map.find_all("comment", wanted)
        here = self.model.objects.filter(pk__in=rows.values())
        stories = dict(here.values_list("pk", "story_id"))
        known = {}
        for external_id, pk in rows.items():
            if stories.get(pk) == story.pk:
                self.report.count("comment", "unchanged")
                known[external_id] = pk
                continue
            comment = wanted.pop(external_id)
            reason = "another comment in the file has the same number"
            if pk not in stories:
                reason = "it was deleted here after an earlier import"
            self.report.leave_out("comment", _name(comment, item), reason)
        return known

    def _parent_of(self, external_id, item, wanted, known):
        """The external id of the nearest ancestor that is imported, or None; cycles are broken."""
        parents = {comment.id: comment.parent for comment in item.comments}
        seen, nearest, above = {external_id}, None, parents.get(external_id)
        while above and above in parents:
            if above in seen:
                # One of the cycle has to be the root: the smallest id.
                return None if external_id == min(seen) else nearest
            seen.add(above)
            if nearest is None and (above in wanted or above in known):
                nearest = above
            if above in known:
                break
            above = parents[above]
        return nearest

    def _comment(self, comment, story, at, parent_pk):
        text = _text(comment)
        if len(text) > self.max_length:
            self.report.note(
                f"comment {comment.id}", f"was cut after {self.max_length:,} characters"
            )
        return self.model(
            story=story,
            parent_id=parent_pk,
            name=plain(comment.author, self.max_name) or ANONYMOUS,
            email=_email(comment.email),
            text=truncated(text, self.max_length),
            status=STATUS[comment.approved],
            created_at=comment.moment() or at,
        )


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
