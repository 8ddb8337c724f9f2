"""What readers said under a post, with who answered whom.

Comments know stories and stories do not know comments, so their model is asked for by name.
"""

import re
from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .ledger import fingerprint
from .plain_text import cut, line, plain

STATUS = {"1": "approved", "approve": "approved", "0": "waiting", "hold": "waiting"}
NO_PLACE = {
    "spam": "it was marked as spam",
    "trash": "it was in the bin",
    "post-trashed": "it was in the bin",
}
LINE_ENDS = re.compile(r"<br ?/?>|</(?:p|h[1-6]|li|dt|dd|blockquote|div|pre|tr)>", re.IGNORECASE)
NAMELESS = "Anonymous"


class Views:
    def __init__(self, ledger, report):
        self.ledger, self.report = ledger, report
        self.model = apps.get_model("comments", "Comment")
        self.longest = self.model._meta.get_field("text").max_length
        self.longest_name = self.model._meta.get_field("name").max_length

    def leave_all_out(self, item, reason):
        for comment in item.comments:
            self.report.leave_out("comment", _name(comment, item), reason)

    def bring_in(self, item, story, at):
        """Keep the comments of a post under its story; `at` is when those without a date were."""
        wanted = self._wanted(item)
        known = self._known(item, story, wanted)
        answers = defaultdict(list)
        for external_id in wanted:
            if external_id not in known:
                answers[self._answered(external_id, item, wanted, known)].append(external_id)
        # What is answered is stored before its answers, level by level.
        level = [parent for parent in answers if parent is None or parent in known]
        pks = dict(known)
        while level:
            made = self.model.objects.bulk_create(
                self._view(wanted[external_id], story, at, pks.get(parent))
                for parent in level
                for external_id in answers[parent]
            )
            new_ids = [external_id for parent in level for external_id in answers[parent]]
            new = dict(zip(new_ids, (view.pk for view in made), strict=True))
            self.ledger.remember_all("comment", new)
            pks |= new
            for _ in new:
                self.report.count("comment", "imported")
            level = [external_id for external_id in new if external_id in answers]

    def _wanted(self, item):
        """Those that have a place here, by their number."""
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
        """Those that an earlier import brought to this story, with the number of their row."""
        rows = self.ledger.find_all("comment", wanted)
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

    def _answered(self, external_id, item, wanted, known):
        """The nearest comment above that is brought in, or None; nobody answers in circles."""
        parents = {comment.id: comment.parent for comment in item.comments}
        seen, nearest, above = {external_id}, None, parents.get(external_id)
        while above and above in parents:
            if above in seen:
                # One of the circle has to begin: the smallest number.
                return None if external_id == min(seen) else nearest
            seen.add(above)
            if nearest is None and (above in wanted or above in known):
                nearest = above
            if above in known:
                break
            above = parents[above]
        return nearest

    def _view(self, comment, story, at, parent_pk):
        text = _text(comment)
        if len(text) > self.longest:
            self.report.note(f"comment {comment.id}", f"was cut after {self.longest:,} characters")
        return self.model(
            story=story,
            parent_id=parent_pk,
            name=plain(comment.author, self.longest_name) or NAMELESS,
            email=_email(comment.email),
            text=cut(text, self.longest),
            status=STATUS[comment.approved],
            created_at=comment.moment() or at,
        )


def _refusal(comment):
    if comment.type not in ("", "comment"):
        if comment.type in ("pingback", "trackback"):
            return f"a {comment.type} is a link from another site, nobody’s view"
        return f"it is of the kind “{line(comment.type, 40)}”"
    if comment.approved in NO_PLACE:
        return NO_PLACE[comment.approved]
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
    words = plain(comment.content, 60) or "without words"
    writer = plain(comment.author, 40)
    return f"comment {line(comment.id, 20)} on post {line(item.id, 24)} by {writer}: {words}"
