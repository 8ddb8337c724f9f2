"""No test is lost between the tiers: what each leaves out is counted, and has a reason."""

import itertools
import re
from pathlib import Path

import pytest

from . import tiers
from .tiers import QUICK, THOROUGH, is_in

TESTS = Path(__file__).parent
# Of these a quick run has no case at all, and why it can do without.
WHOLLY_THOROUGH = {
    "it takes more rows, files or processes than a quick run has time for": {
        "test_a_hundred_processes_that_are_killed_leave_no_row_without_its_files",
        "test_five_hundred_rows_are_moved_and_saved_by_one_press",
        "test_five_hundred_rows_are_one_form_that_is_saved_with_few_questions",
        "test_a_long_report_has_pages_and_asks_as_many_questions_as_a_short_one",
        "test_many_pictures_take_no_more_memory_than_few",
        "test_many_stories_are_shared_out_among_workers_and_each_is_announced_once",
        "test_every_page_of_stories_has_an_example",
        "test_no_page_reads_a_long_table_from_end_to_end",
        "test_ten_times_the_stories_cost_a_page_no_more",
        "test_every_text_of_a_declared_alphabet_is_that_text",
        "test_controls_surrogates_and_noncharacters_are_taken_and_nothing_else",
        "test_a_regular_plural_meets_its_singular",
    },
    "a neighbour looks at the same in another way": {
        "test_a_flood_of_log_ins_keeps_no_reader_waiting",
        "test_nor_do_those_that_develop_in_a_process_of_their_own",
        "test_a_cache_that_nobody_tells_keeps_a_picture_no_longer_than_a_page",
        "test_allowed_again_everything_is_as_before",
        "test_what_midnight_changes_shows_the_day",
        "test_no_page_is_another_for_having_lost_its_indentation",
        "test_the_page_store_keeps_nothing_hidden",
        "test_the_key_of_a_withdrawn_picture_stands_on_no_page_of_the_paper",
        "test_what_stands_above_an_answer_tells_no_more_than_the_answer",
    },
    "other pages are open to everyone, on another screen": {
        "test_colours_of_the_visitors_own_leave_everything_to_be_seen",
        "test_an_update_that_was_refused_keeps_nobody_out",
        "test_every_answer_that_gives_it_back_is_accessible",
        "test_every_state_of_the_pages_is_accessible",
        "test_larger_letters_fit",
        "test_odd_stories_are_open_to_everyone",
        "test_the_pages_about_rights_are_open_to_all",
        "test_the_pages_for_pictures_are_open_to_everyone",
        "test_the_pages_most_people_open_are_so_on_a_desk_by_day",
        "test_the_pages_that_list_them_stay_inside_the_smallest_screen_too",
        "test_so_it_is_on_the_pages_around_stories",
        "test_who_wants_no_motion_gets_none",
        "test_whoever_wants_no_motion_sees_none",
        "test_without_colours_of_ours_one_still_sees_where_one_is",
    },
    "the same hand does the like in another journey": {
        "test_a_box_is_changed_and_removed_by_hand_and_takes_no_picture_in",
        "test_a_file_that_is_there_already_is_offered_and_a_lost_line_is_taken_up_again",
        "test_a_gallery_is_walked_with_the_arrow_keys",
        "test_a_page_reads_the_same_without_javascript",
        "test_a_pasted_picture_is_uploaded_inside_the_picker",
        "test_a_picture_in_the_text_is_selected_and_deleted_with_the_keyboard",
        "test_a_story_that_is_taken_down_leaves_its_reason_to_readers",
        "test_a_table_keeps_its_caption_and_its_head_when_a_word_is_changed",
        "test_a_word_pasted_into_a_sentence_stays_in_it",
        "test_an_approved_story_waits_for_its_hour_and_goes_out_when_an_editor_says_so",
        "test_keys_lead_from_part_to_part_of_a_long_gallery",
        "test_lines_of_plain_text_are_paragraphs_with_all_their_words",
        "test_saving_waits_for_the_files_that_are_on_their_way",
        "test_what_comes_from_elsewhere_is_pasted_clean",
        "test_a_story_that_was_submitted_comes_back_with_a_note_and_goes_in_again",
        "test_a_wheel_moved_sideways_leads_on",
        "test_an_editor_withdraws_a_picture_with_keys_alone",
        "test_crops_follow_the_point_and_one_is_cut_otherwise",
        "test_escape_leaves_the_picker_and_returns_to_the_text",
        "test_f_fills_the_screen_and_leaves_the_picture_where_it_was",
        "test_g_shows_all_at_a_glance_and_escape_leads_back",
        "test_nothing_whole_loses_words_by_being_put_elsewhere",
        "test_pictures_that_cannot_come_along_are_told_of",
        "test_several_files_become_a_gallery",
        "test_tab_walks_from_picture_to_picture",
        "test_the_address_of_a_picture_opens_on_it",
        "test_the_buttons_keep_their_size_while_their_letters_have_not_arrived",
        "test_the_library_takes_files_and_leads_to_their_words",
        "test_the_pictures_of_a_gallery_change_places_by_keyboard_and_by_hand",
        "test_two_versions_are_compared_word_by_word_and_an_old_one_is_restored",
        "test_where_one_reads_from_right_to_left_the_left_arrow_leads_on",
        "test_without_a_script_the_form_itself_brings_the_files",
    },
}


@pytest.fixture
def everything(pytestconfig):
    """All tests there are, also those that this run leaves out."""
    items = pytestconfig.stash[tiers.EVERYTHING]
    if {item.path for item in items} != set(TESTS.rglob("test_*.py")):
        pytest.skip("only a part of the tests was asked for")
    return items


def run(items, tier, *, is_second=False):
    return {item.nodeid for item in items if is_in(item, tier, is_second=is_second)}


def marked(items, name):
    return {item.nodeid for item in items if item.get_closest_marker(name)}


def function(item):
    return item.path, item.originalname


def test_a_thorough_run_leaves_nothing_out(everything):
    assert len(run(everything, THOROUGH)) == len(everything)


def test_a_quick_run_has_more_than_half_of_all(everything):
    left_out = run(everything, THOROUGH) - run(everything, QUICK)

    assert left_out == marked(everything, "thorough")
    assert 0 < len(left_out) < len(everything) / 2


def test_of_a_product_of_cases_it_meets_each_value():
    values = [(one, two) for one in range(6) for two in range(3)]
    met = [value for number, value in enumerate(values) if tiers.is_one_in_three(number)]

    assert len(values) / 4 < len(met) < len(values) / 2
    assert {one for one, _ in met} == set(range(6))
    assert {two for _, two in met} == set(range(3))


def test_it_has_a_case_of_every_test_but_of_those_that_are_named_here(everything):
    quick = {function(item) for item in everything if is_in(item, QUICK, is_second=False)}
    missed = {function(item) for item in everything} - quick

    assert {name for _, name in missed} == set().union(*WHOLLY_THOROUGH.values())


def test_the_second_database_is_asked_all_but_looks_sweeps_and_what_asks_for_none(everything):
    left_out = run(everything, THOROUGH) - run(everything, THOROUGH, is_second=True)
    looks = marked(everything, "looks")
    sweeps = marked(everything, "canary") | marked(everything, "journey")
    once_more = sweeps & marked(everything, "thorough")

    assert looks <= left_out
    assert looks <= marked(everything, "journey") | marked(everything, "faults")
    assert once_more <= left_out
    assert not (left_out - looks - once_more) & (
        marked(everything, "django_db") | marked(everything, "database")
    )
    assert len(left_out) < len(everything) / 2


def test_of_every_sweep_that_it_is_asked_it_has_a_case(everything):
    """Or a query that a database answers in its own way is never asked of it."""
    sweeps = [item for item in everything if item.get_closest_marker("canary")]
    asked = run(sweeps, THOROUGH, is_second=True)
    missed = {function(item) for item in sweeps if tiers.asks_a_database(item)} - {
        function(item) for item in sweeps if item.nodeid in asked
    }

    assert {name for _, name in missed} <= set().union(*WHOLLY_THOROUGH.values())


def test_in_a_quick_run_it_is_asked_what_a_database_decides(everything):
    asked = run(everything, QUICK, is_second=True)
    for_good = {item.nodeid for item in everything if tiers.writes_for_good(item)}

    assert asked <= run(everything, QUICK)
    assert asked >= for_good & run(everything, QUICK) - marked(everything, "journey")
    assert asked & marked(everything, "journey")
    assert asked & marked(everything, "faults")
    assert len(asked) > len(everything) / 20


def test_so_is_every_test_that_says_what_a_database_does(everything):
    """Files that ask which database it is."""
    files = itertools.groupby(everything, key=lambda item: item.path)
    question = re.compile(r"\bconnection\.vendor\b")
    asking = [list(items) for path, items in files if question.search(path.read_text("utf-8"))]

    assert asking
    for items in asking:
        asked = [item for item in items if tiers.asks_a_database(item)]
        assert run(asked, QUICK, is_second=True) == run(asked, QUICK)


def test_files_that_wait_stand_among_those_that_work(everything):
    ordered = tiers.in_turn(everything)
    waits = [any(item.get_closest_marker(name) for name in tiers.WAITING) for item in ordered]
    scopes = [scope for scope, _ in itertools.groupby(tiers.scope_of(i.nodeid) for i in ordered)]

    assert {item.nodeid for item in ordered} == {item.nodeid for item in everything}
    assert len(ordered) == len(everything)
    assert len(scopes) == len(set(scopes))  # each is done as a whole
    assert len(list(itertools.groupby(waits))) > 40
    assert not any(waits[-len(waits) // 5 :])


def test_every_file_with_tests_has_a_name_by_which_they_are_found():
    lost = [
        path
        for path in TESTS.rglob("*.py")
        if not path.name.startswith("test_") and "\ndef test_" in path.read_text("utf-8")
    ]
    assert lost == []


def test_what_a_run_leaves_out_is_said_in_one_line():
    quick = tiers.left_out(all=3100, left_out=80, is_second=False)
    second = tiers.left_out(all=3100, left_out=2000, is_second=True)

    assert quick.startswith("LEFT OUT 80 of 3100 tests")
    assert second.startswith("LEFT OUT 2000 of 3100 tests")
    assert "--thorough" in quick
    assert "--thorough" in second
    assert "\n" not in quick + second
