"""What to watch."""

from analysis.telling.briefing import watch_list


def test_what_to_watch_tells_events_and_deadlines_that_have_come(on):
    """At the end of 2024 only the milestone of 2023 was due, and three events were under way."""
    then = on("2024-12-31")
    said = str(watch_list(then.verdicts, then.plan, lang="en"))
    come = "The deadline has come and this collection holds no result; ask the body in charge: "
    assert f"{come}Pilot bases in every strategic cluster (2023)" in said
    assert "under way, not yet achieved: National large science facility; " in said
    assert "of which no report was found: " in said


def test_once_the_plan_is_over_only_results_are_still_to_be_watched_for(on):
    said = str(watch_list((now := on("2026-01-01")).verdicts, now.plan, lang="en"))
    assert said.startswith("The deadline has come, and the published figures do not show")
    assert "under way" not in said and "restating" not in said and "Behind" not in said
    assert "definition changed on the way: not comparable: National key laboratories" in said
