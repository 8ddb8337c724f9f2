"""What each role may do, as the rights themselves say it: nobody keeps this table."""

from dataclasses import dataclass, field

from django.apps import apps

from accounts import roles
from articles import rights
from articles.models import Gallery, Story

HERE, ELSEWHERE = 1, 2  # numbers of sections, of which one is theirs
THEM, ANOTHER = 1, 2  # numbers of people
ALL, IN_SECTIONS, OWN = "yes", "in their sections", "own drafts"
# What a verb is called where its name alone does not say it.
WORDS = {
    "add_note": "leave a note",
    "submit": "hand in",
    "return_to": "give back",
    "put_under": "put under embargo",
    "merge_into": "merge",
    "put_in": "put pictures in",
    "allow_again": "show again",
    "break_news": "send breaking news",
    "end_breaking_news": "end it",
    "pick": "mark as editor’s pick",
    "unpick": "take that mark away",
    "deal_with": "deal with reports",
    "view": "see",
}
NOUNS = {
    "articles.paper": "The paper",
    "comments.comment": "Readers’ views",
    "comments.report": "Readers’ views",
}
# Tables that are parts of others, or that say nothing to who asks for a role.
OF_OTHERS = {"byline", "placement", "imported", "tombstone", "announcement", "correction"}


@dataclass
class Somebody:
    """Whoever has a role, and is an editor of one section if it is a section editor's."""

    role: str
    pk: int = THEM
    is_active: bool = True
    is_staff: bool = True
    _edited_sections: frozenset = field(default_factory=frozenset)

    def __post_init__(self):
        if "publish_everywhere_story" not in roles.codenames(self.role, "articles"):
            self._edited_sections = frozenset([HERE])

    @property
    def is_superuser(self):
        return False

    def has_perm(self, right):
        label, _, codename = right.partition(".")
        return codename in roles.codenames(self.role, label)

    def has_perms(self, wanted):
        return all(map(self.has_perm, wanted))


def rows():
    """(what, the verbs in words, an answer for each of accounts.roles.IN_ORDER), noun by noun."""
    found = [*_of_verbs(), *_of_tables(), *_of_people()]
    nouns = list(dict.fromkeys(what for what, _, _ in found))
    return sorted(found, key=lambda row: nouns.index(row[0]))


def _of_verbs():
    people = [Somebody(role) for role in roles.ROLES]
    for noun, verbs in rights.VERBS.items():
        model = apps.get_model(noun)
        by_reach = {}
        for verb in verbs:
            reach = tuple(_reach(person, verb, noun) for person in people)
            by_reach.setdefault(reach, []).append(_in_words(verb))
        for reach, words in by_reach.items():
            yield _name(model), ", ".join(words), (*reach, ALL)


def _of_people():
    yield _whole("Readers", "mute, ban", lambda role: _has(role, "comments.moderate_comment"))
    yield _whole(
        "Colleagues", "invite, change, remove",
        lambda role: _has(role, "articles.look_after_colleague"),
    )  # fmt: skip


def _reach(person, verb, noun):
    own, near, far = _drafts(noun)
    if rights.may(person, verb, far):
        return ALL
    if rights.may(person, verb, near):
        return IN_SECTIONS
    return OWN if rights.may(person, verb, own) else ""


def _drafts(noun):
    """One of their own, another's in their section, another's elsewhere; or what they all are."""
    if noun == "articles.story":
        places = ((THEM, HERE), (ANOTHER, HERE), (ANOTHER, ELSEWHERE))
        return [_draft(created_by_id=by, section_id=section) for by, section in places]
    if noun == "articles.gallery":
        own, another = Gallery(created_by_id=THEM), Gallery(created_by_id=ANOTHER)
        return own, another, another
    return [apps.get_model(noun)] * 3


def _draft(**fields):
    """A draft that stands in no database, and has nobody in its byline."""
    story = Story(pk=0, **fields)
    story._state.adding = False
    story._prefetched_objects_cache = {"bylines": []}
    return story


def _of_tables():
    """What one may see and change by hand, beside the verbs."""
    for label in ("articles", "comments"):
        names = dict.fromkeys(
            model for role in roles.ROLES.values() for model in role.get(label, {})
        )
        for name in names:
            if name in OF_OTHERS or name == "colleague":
                continue
            held = [roles.ROLES[role].get(label, {}).get(name, ()) for role in roles.ROLES]
            what = _name(apps.get_model(label, name))
            yield what, "see and change by hand", (*map(_hands, held), "all")


def _hands(held):
    words = [verb for verb in ("view", "add", "change", "delete") if verb in held]
    return "all" if len(words) == len(roles.MANAGE) else ", ".join(map(_in_words, words))


def _whole(what, words, may):
    return what, words, (*(ALL if may(role) else "" for role in roles.ROLES), ALL)


def _has(role, right):
    return Somebody(role).has_perm(right)


def _in_words(verb):
    return WORDS.get(verb, verb.replace("_", " "))


def _name(model):
    if name := NOUNS.get(model._meta.label_lower):
        return name
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]
