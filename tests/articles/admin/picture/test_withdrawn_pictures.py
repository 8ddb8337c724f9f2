"""The desk withdraws pictures, and lets nobody do so who may not."""

import pytest

from articles.models import Picture, Record
from tests.articles.admin.desk import address, said
from tests.articles.pictures.library import in_days
from tests.factories import PictureFactory, StoryFactory, moderator, reporter

pytestmark = pytest.mark.django_db
WHY = "The photographer has asked for it."


def test_an_editor_withdraws_a_picture_with_a_reason_and_allows_it_again(client, ana):
    picture = PictureFactory(caption="The crane")
    story = StoryFactory(published=True, headline="It is live", lead_picture=picture)
    form = address("picture_change", picture.pk)
    assert address("picture_withdraw", picture.pk) in client.get(form).text
    assert "It is live" in client.get(address("picture_withdraw", picture.pk)).text

    url = address("picture_withdraw", picture.pk)
    response = client.post(url, {"reason": WHY}, follow=True)
    assert "Withdrawn: no page of the paper shows it any more." in said(response)
    assert WHY in response.text
    assert picture.key not in client.get(story.get_absolute_url()).text
    assert address("picture_allow_again", picture.pk) in response.text

    response = client.post(address("picture_allow_again", picture.pk), follow=True)
    assert "Allowed again" in said(response)[0]
    assert picture.key in client.get(story.get_absolute_url()).text
    actions = Record.objects.about(picture).values_list("action", "by__name")
    assert list(actions)[:2] == [("allowed again", "Ana Petrov"), ("withdrawn", "Ana Petrov")]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "\x00"])
def test_a_reason_that_is_none_is_refused_and_comes_back(client, ana, reason):
    picture = PictureFactory()
    response = client.post(address("picture_withdraw", picture.pk), {"reason": reason})

    assert response.status_code == 422
    assert "errorlist" in response.text
    assert reason.strip("\x00 ")[:5] in response.text
    picture.refresh_from_db()
    assert not picture.is_withdrawn


def test_withdrawn_twice_or_allowed_without_need_it_is_said(client, ana):
    picture = PictureFactory()
    allow, withdraw = (
        address(f"picture_{verb}", picture.pk) for verb in ("allow_again", "withdraw")
    )
    assert said(client.post(allow, follow=True)) == ["It is not withdrawn."]
    picture.withdraw(by=None, reason=WHY)
    response = client.post(withdraw, {"reason": "Another"}, follow=True)

    assert said(response) == ["It is withdrawn already."]
    picture.refresh_from_db()
    assert picture.withdrawn_reason == WHY
    assert "It is withdrawn already." in client.get(withdraw).text


def test_the_logo_is_refused_in_words(client, ana):
    from articles.models import Paper

    logo = PictureFactory()
    Paper.objects.update(logo=logo)
    response = client.post(address("picture_withdraw", logo.pk), {"reason": WHY})

    assert response.status_code == 422
    assert "choose another logo first" in response.text
    assert WHY in response.text


@pytest.mark.parametrize("somebody", [reporter, moderator])
@pytest.mark.parametrize("verb", ["withdraw", "allow_again"])
def test_nobody_but_editors_withdraws_or_allows_again(client, somebody, verb):
    picture = PictureFactory()
    if verb == "allow_again":
        picture.withdraw(by=None, reason=WHY)
    since = Picture.objects.get().withdrawn_at
    client.force_login(somebody())
    url = address(f"picture_{verb}", picture.pk)

    assert client.get(url).status_code in (403, 404)
    assert client.post(url, {"reason": WHY}).status_code in (403, 404)
    assert Picture.objects.get().withdrawn_at == since


def test_a_reporter_is_refused_with_403(client):
    picture = PictureFactory()
    client.force_login(reporter())
    assert client.post(address("picture_withdraw", picture.pk), {"reason": WHY}).status_code == 403


@pytest.mark.parametrize("verb", ["withdraw", "allow_again"])
def test_pictures_that_are_not_there_are_not_found(client, ana, verb):
    assert client.post(address(f"picture_{verb}", 987654), {"reason": WHY}).status_code == 404
    real = address(f"picture_{verb}", 987654)
    for forged in ("0", "-1", "9" * 30, "x", "1%00"):
        assert client.post(real.replace("987654", forged), {"reason": WHY}).status_code in (
            302,
            404,
        )


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_a_reporter_extends_no_right_of_a_picture_that_readers_have_or_had(client, state):
    crane = in_days(3)
    StoryFactory(published=True, lead_picture=crane)
    if state == "withdrawn":
        crane.withdraw(by=None, reason=WHY)
    client.force_login(reporter())
    form = {"alt": "A boat", "usable_until": "2090-01-01", "focal_x": 0.5, "focal_y": 0.5}

    assert client.post(address("picture_change", crane.pk), form).status_code == 403
    crane.refresh_from_db()
    assert crane.usable_until.year < 2090


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "soon", "10000-01-01"])
def test_a_last_day_that_nobody_means_is_refused_and_comes_back(client, ana, day):
    crane = PictureFactory()
    form = {"alt": "A boat", "usable_until": day, "focal_x": 0.5, "focal_y": 0.5}
    response = client.post(address("picture_change", crane.pk), form)

    assert response.status_code == 422
    assert f'value="{day}"' in response.text
    crane.refresh_from_db()
    assert crane.usable_until is None
