"""Who may hold something back, and let it go."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Embargo
from tests.articles.admin.desk import address
from tests.articles.models.embargoes import at_the_minute, embargo, typed
from tests.factories import SectionFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_reporters_find_no_embargo_and_move_none(client, jo):
    held = embargo()
    story = StoryFactory(created_by=jo)
    assert client.get(address("embargo_changelist")).status_code == 403
    for page in ("change", "put", "take-out", "move", "lift"):
        assert client.get(address(f"embargo_{page}", held.pk)).status_code == 403
    sent = {"item": f"story-{story.pk}", **typed(at_the_minute(9)), "coming": ""}
    for page in ("put", "take-out", "move", "lift"):
        assert client.post(address(f"embargo_{page}", held.pk), sent).status_code == 403
    for verb in (lambda: held.lift(by=jo), lambda: held.move(at_the_minute(9), by=jo)):
        with pytest.raises(PermissionDenied):
            verb()
    after = Embargo.objects.get()
    assert (after.until, after.items()) == (held.until, [])
    client.force_login(UserFactory())
    assert client.get(address("embargo_changelist")).status_code == 302


def test_an_editor_of_sport_holds_back_no_story_of_the_city_and_moves_none(client, ana):
    city, sport = SectionFactory(name="City"), SectionFactory(name="Sport")
    sport.editors.add(ana)
    held = embargo()
    theirs = StoryFactory(section=city, headline="Budget of the city")
    mine = StoryFactory(section=sport, headline="Budget of the club")
    page = client.get(address("embargo_put", held.pk), {"q": "budget"})
    assert "Budget of the club" in page.text
    assert "Budget of the city" not in page.text
    put = address("embargo_put", held.pk)
    assert client.post(put, {"item": f"story-{theirs.pk}"}).status_code == 403
    assert client.post(put, {"item": f"story-{mine.pk}"}).status_code == 302
    theirs.put_under(held, by=None)

    for page in ("move", "lift"):
        answer = client.get(address(f"embargo_{page}", held.pk))
        assert "Not yours to publish" in answer.text
        assert "Budget of the city" in answer.text
    keys = client.get(address("embargo_lift", held.pk)).context["keys"]
    assert client.post(address("embargo_move", held.pk), typed(at_the_minute(9))).status_code == 403
    assert client.post(address("embargo_lift", held.pk), {"coming": keys}).status_code == 403
    out = address("embargo_take-out", held.pk)
    assert client.post(out, {"item": f"story-{theirs.pk}"}).status_code == 403
    assert Embargo.objects.get().until == held.until
    theirs.refresh_from_db()
    assert theirs.embargo == held
