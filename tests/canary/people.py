"""Who may see what of the hidden."""

# At the desk everything is open to them; the database still keeps them to their sections.
DESK_OF_ALL = ("editor of another section", "editor", "chief editor")
# Reporters choose pictures, galleries and quotes from one library, and authors and topics.
LIBRARY = ("picture", "gallery", "quote", "author", "topic")
# Contributors have no galleries or quotes to choose from.
OF_CONTRIBUTORS = ("picture", "author", "topic")
# They do not get past the desk's door.
STRANGERS = ("anonymous", "reader")
OWN = {"reporter": ("draft", "returned")}
# Moderators know the views of stories that readers have or had, and their headlines.
HAD = ("expired", "taken down", "taken down by law", "merged")
OF_MODERATORS = ("headline", "slug")
EVERYBODY = (*STRANGERS, "moderator", "contributor", "reporter", "another reporter", *DESK_OF_ALL)
# All whose eyes are kept from something.
ONLOOKERS = tuple(role for role in EVERYBODY if role not in DESK_OF_ALL)


def may_see(role, state, field):
    """Whether somebody may know this field of what is in that state."""
    if state == "nowhere" or role in DESK_OF_ALL:
        return True
    if role == "moderator":
        is_of_readers = state in HAD or state.startswith("comment that is")
        return is_of_readers and (field in OF_MODERATORS or field.startswith("comment"))
    if role == "contributor":
        return field.startswith(OF_CONTRIBUTORS)
    if "reporter" in role:
        return state in OWN.get(role, ()) or field.startswith(LIBRARY)
    return False
