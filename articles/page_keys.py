"""The surrogate keys of the paper: what a page can show, and what a change can touch.

A page gets the key of each row that it reads by itself (articles/models/shown.py); what it would
show if there were more, or fewer, it says: `shows(stories_of("section", 3))`. What touches which
of them stands in articles/forgetting.
"""

STORIES = "stories"  # which stories readers have, and in which order
OLDER_STORIES = "older-stories"  # the same, of any day but the latest
ADDRESSES = "addresses"  # where stories are, and when each changed in substance: for sitemaps
GALLERIES = "galleries"
QUOTES = "quotes"
CORRECTIONS = "corrections"
UPDATES = "updates"
PAPER = "paper"  # its name and look
FRAME = "frame"  # what stands around every page: sections and policies
BREAKING = "breaking"
FRONT = "front"  # what the front page chooses by more than its newest stories
MOST_READ = "most-read"
NAMES = "names"  # which sections, topics, authors … there are, and what they were called


def row(noun, pk):
    return f"{noun}-{pk}"


def of(instance):
    """The key of a row itself: "story-12". Of a story it stands for what a card of it says."""
    return row(instance._meta.model_name, instance.pk)


def text_of(story):
    """All that a story's own pages say of it (a primary key)."""
    return f"text-of-{story}"


def views_of(story):
    """What readers say about a story (a primary key)."""
    return f"views-of-{story}"


def inside_gallery(gallery):
    """Which pictures a gallery (a primary key) has, in which order, and its stories."""
    return f"inside-gallery-{gallery}"


def files_of(picture):
    """Whether readers may have the files of a picture (a primary key)."""
    return f"files-of-{picture}"


def beginning_of(topic):
    """Which stories a topic (a primary key) begins with."""
    return f"beginning-of-{topic}"


def stories_of(noun, pk):
    """Which stories stand in a section, under a topic, under an author."""
    return f"stories-of-{noun}-{pk}"


def topics_in(section):
    """What the stories of a section (a primary key) are about."""
    return f"topics-in-{section}"


def stories_on(year, month=None, day=None):
    """Which stories are of a year, of a month, of a day."""
    return "-".join(["stories-on", *(f"{n:02}" for n in (year, month, day) if n)])


def quotes_by(slug):
    """What a speaker said."""
    return f"quotes-by-{slug}"
