"""What to watch."""

from analysis.telling.briefing import watch_list


def test_what_to_watch_tells_events_and_deadlines_that_have_come(now):
    said = str(watch_list(now.verdicts, now.plan, lang="en"))
    assert "this collection holds no result: Pilot bases in every strategic cluster" in said
    assert "under way, not yet achieved: National laboratory;" in said
    assert "of which no report was found: " in said
