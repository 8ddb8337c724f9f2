"""What somebody has typed and not saved: kept for them alone, until it is saved or thrown away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Story, WorkingCopy
from articles.writing import working_copies
from articles.writing.working_copies import MOST
from tests.factories import SectionFactory, StoryFactory, editor, reporter

pytestmark = [pytest.mark.django_db]
ADD = "/admin/articles/story/add/"
KEEP_NEW = "/admin/articles/story/working-copy/"
JSON = {"accept": "application/json"}


@pytest.fixture
def ana(client):
    ana = editor(email="ana@example.org")
    client.force_login(ana)
    return ana


@pytest.fixture
def story():
    return StoryFactory(headline="Ferry", body="<p>Before.</p>")


def of(story):
    return f"/admin/articles/story/{story.pk}/"


def typed(person, form=None, **fields):
    """What the script of the form sends."""
    texts = {"headline": "Ferry sinks", "body": "<p>Nobody was hurt.</p>", "based_on": "1"}
    return texts | {"working_copy": form or str(uuid4()), "_person": person.pk} | fields


def keep(client, address, sent):
    return client.post(address, sent, headers=JSON)


def form_of(page):
    return page.context["working_copy"]


def whole_form(page, **fields):
    """All that a browser sends of the story's form on this page."""
    form = page.context["adminform"].form
    formset = page.context["inline_admin_formsets"][0].formset
    sent = {bound.html_name: bound.value() for bound in (*form, *formset.management_form)}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    return sent | {"working_copy": form_of(page), "_save": "1"} | fields


def test_what_is_kept_is_no_version_and_nobody_else_gets_it(client, ana, story):
    answer = keep(client, f"{of(story)}working-copy/", typed(ana))

    at = timezone.localtime(WorkingCopy.objects.get().kept_at)
    assert (answer.status_code, answer.json()) == (200, {"at": f"{at:%H.%M}"})
    assert WorkingCopy.objects.get().words == 5
    assert "no-store" in answer["Cache-Control"]
    assert story.versions.count() == 1
    assert "Nobody was hurt" not in client.get(f"{of(story)}preview/").text
    client.force_login(editor(email="bo@example.org"))
    assert "We kept" not in client.get(f"{of(story)}change/").text
    assert "Not saved yet" not in client.get("/admin/").text


def test_a_form_has_one_copy_and_two_windows_have_two(client, ana, story):
    one, other = str(uuid4()), str(uuid4())
    for form, words in ((one, "first"), (other, "second"), (one, "third")):
        keep(client, f"{of(story)}working-copy/", typed(ana, form, body=f"<p>{words}</p>"))

    bodies = working_copies.of(ana, story).values_list("fields__body", flat=True)
    assert [*bodies] == [["<p>third</p>"], ["<p>second</p>"]]


def test_whoever_comes_back_is_offered_it_and_gets_all_of_it(client, ana, story):
    sport = SectionFactory(name="Sport")
    sent = typed(ana, section=sport.pk, note="For the desk", kicker="Harbour")
    keep(client, f"{of(story)}working-copy/", sent)
    page = client.get(f"{of(story)}change/")
    copy = WorkingCopy.objects.get()

    assert "We kept 9 words" in " ".join(page.text.split())
    restored = client.post(f"{of(story)}change/", {"_restore_copy": copy.pk})
    form = restored.context["adminform"].form
    assert restored.status_code == 200
    assert {name: str(form[name].value()) for name in sent if name in form.fields} == {
        name: str(value) for name, value in sent.items() if name in form.fields
    }
    # Another form: the window that was left may be open still, and write on.
    assert form_of(restored) == WorkingCopy.objects.get().form != copy.form
    assert not form.errors
    story.refresh_from_db()
    assert story.latest.headline == "Ferry"


def test_it_goes_with_the_save_and_no_late_request_brings_it_back(client, ana, story):
    page = client.get(f"{of(story)}change/")
    late = typed(ana, form_of(page))
    keep(client, f"{of(story)}working-copy/", late)
    saved = client.post(f"{of(story)}change/", whole_form(page, headline="Ferry sinks"))

    assert saved.status_code == 302
    assert not working_copies.all_of(ana).exists()
    assert keep(client, f"{of(story)}working-copy/", late).status_code == 409
    assert WorkingCopy.objects.get().fields == {}


def test_a_save_that_is_refused_leaves_it(client, ana, story):
    page = client.get(f"{of(story)}change/")
    keep(client, f"{of(story)}working-copy/", typed(ana, form_of(page)))
    refused = client.post(f"{of(story)}change/", whole_form(page, headline=""))

    assert refused.status_code == 422
    assert form_of(refused) == form_of(page)
    assert working_copies.all_of(ana).count() == 1


def test_a_copy_of_an_older_version_is_not_saved_over_a_newer_one(client, ana, story):
    form = whole_form(client.get(f"{of(story)}change/"), _person=ana.pk)
    keep(client, f"{of(story)}working-copy/", form)
    story.write(by=editor(email="bo@example.org"), headline="Ferry afloat")
    answer = keep(client, f"{of(story)}working-copy/", form | {"headline": "Ferry sinks"})
    assert answer.json()["newer"] == 2

    copy = working_copies.all_of(ana).last()
    restored = client.post(f"{of(story)}change/", {"_restore_copy": copy.pk})
    refused = client.post(f"{of(story)}change/", whole_form(restored))
    assert refused.status_code == 422
    assert "saved version 2" in refused.text


def test_a_new_story_is_kept_without_section_and_found_at_the_desk(client, ana):
    sent = typed(ana, headline="  A ferry\nwithout a section ")
    assert keep(client, KEEP_NEW, sent).status_code == 200

    assert "A ferry without a section" in client.get("/admin/").text
    assert "We kept" in client.get(ADD).text
    assert not Story.objects.exists()
    compared = client.get(reverse("admin:articles_story_compare-copy", args=[copy_pk()]))
    assert "Nobody was hurt." in compared.text


def copy_pk():
    return WorkingCopy.objects.get().pk


def test_what_is_thrown_away_is_gone(client, ana, story):
    keep(client, f"{of(story)}working-copy/", typed(ana))
    discard = reverse("admin:articles_story_discard-copy", args=[copy_pk()])

    assert client.post(discard)["Location"] == f"{of(story)}change/"
    assert not working_copies.all_of(ana).exists()
    assert client.post(discard).status_code == 404


@pytest.mark.parametrize("page", ["compare-copy", "discard-copy", "restore"])
def test_the_copy_of_another_is_not_there(client, ana, story, page):
    bo = editor(email="bo@example.org")
    copy = working_copies.keep(bo, str(uuid4()), {"body": ["Bo’s"]}, story)
    if page == "restore":
        answer = client.post(f"{of(story)}change/", {"_restore_copy": copy.pk})
    else:
        address = reverse(f"admin:articles_story_{page}", args=[copy.pk])
        answer = client.get(address) if page == "compare-copy" else client.post(address)

    assert answer.status_code == 404
    assert "Bo’s" not in answer.text


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 30, "1\x00"])
def test_a_forged_number_restores_nothing(client, ana, story, number):
    assert client.post(f"{of(story)}change/", {"_restore_copy": number}).status_code == 404
    assert client.post(ADD, {"_restore_copy": number}).status_code == 404


def test_the_words_of_one_are_not_kept_for_whoever_is_logged_in_now(client, ana, story):
    bo = editor(email="bo@example.org", name="Bo Lind")
    client.force_login(bo)
    answer = keep(client, f"{of(story)}working-copy/", typed(ana))

    assert (answer.status_code, answer.json()) == (409, {"person": "Bo Lind"})
    assert not WorkingCopy.objects.exists()


def test_who_is_not_logged_in_is_told_so_and_leaves_nothing(client, story, ana):
    sent = typed(ana)
    client.logout()
    answer = keep(client, f"{of(story)}working-copy/", sent)

    assert (answer.status_code, answer.json()) == (401, {"log_in": reverse("account_login")})
    assert not answer.cookies
    assert client.get(f"{KEEP_NEW}here/", headers=JSON).status_code == 302


def test_nobody_keeps_words_for_a_story_that_is_not_theirs_to_write(client, story):
    stranger = reporter(email="kim@example.org")
    client.force_login(stranger)
    assert keep(client, f"{of(story)}working-copy/", typed(stranger)).status_code in (403, 404)
    assert not WorkingCopy.objects.exists()


def test_the_form_that_a_browser_without_scripts_sent_too_late_waits_for_them(client, ana, story):
    page = client.get(f"{of(story)}change/")
    long = "<p>" + "Word and word. " * 10_000 + "</p>"
    sent = whole_form(page, headline="Ferry sinks", body=long)
    client.logout()
    refused = client.post(f"{of(story)}change/", sent)
    assert refused.status_code == 403
    assert "not logged in" in refused.text

    client.force_login(ana)
    offered = client.get(f"{of(story)}change/")
    assert "We kept 30,007 words" in " ".join(offered.text.split())
    restored = client.post(f"{of(story)}change/", {"_restore_copy": copy_pk()})
    assert restored.context["adminform"].form["body"].value() == long
    saved = client.post(f"{of(story)}change/", whole_form(restored))
    assert saved.status_code == 302
    story.refresh_from_db()
    assert story.latest.headline == "Ferry sinks"


def test_old_ones_go_and_nobody_fills_the_table(ana, story):
    now = timezone.now()
    for number in range(MOST + 5):
        working_copies.keep(ana, str(number), {"body": ["x"]}, story)
    assert WorkingCopy.objects.count() == MOST
    oldest = working_copies.all_of(ana).last()
    WorkingCopy.objects.filter(pk=oldest.pk).update(kept_at=now - timedelta(days=31))
    working_copies.end(ana, "over")
    WorkingCopy.objects.filter(form="over").update(kept_at=now - timedelta(days=2))
    working_copies.delete_old()

    assert WorkingCopy.objects.count() == MOST - 1
    assert not WorkingCopy.objects.filter(pk=oldest.pk).exists()


def test_keeping_asks_few_questions(client, ana, story, django_assert_max_num_queries):
    form = str(uuid4())
    keep(client, f"{of(story)}working-copy/", typed(ana, form))
    with django_assert_max_num_queries(5):
        keep(client, f"{of(story)}working-copy/", typed(ana, form, body="<p>More.</p>"))


def test_an_empty_form_is_offered_to_nobody_and_one_with_a_kicker_is(client, ana):
    for fields, is_offered in (({}, False), ({"kicker": ["Harbour"]}, True)):
        working_copies.keep(ana, str(uuid4()), {"headline": [" "], "section": ["1"]} | fields)
        page = client.get(ADD).text

        assert ("that you wrote" in page) == is_offered
        assert ("Not saved yet" in client.get(reverse("admin:index")).text) == is_offered
