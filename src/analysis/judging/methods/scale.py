"""The closed lists of the methods: how each was read, its own grades, one common scale for them."""

from __future__ import annotations

import pandas as pd

# How a method's source was read: its own document or program (read), a program in a person's own
# repository (personal), a practice without a document of its own (practice), a restatement by
# others only (restated), this project (own). `bounds` says who drew the line between the verdicts:
# "published" with the method, or "own" where the method publishes a number and no verdict, or
# words and no threshold, so that the line on its number is this project's.
METHODS = pd.DataFrame(
    [
        ("ours", "own", "own"),
        ("open_sdg", "read", "published"),
        ("eurostat", "restated", "published"),
        ("eustat", "read", "published"),
        ("un_progress_chart", "restated", "published"),
        ("destatis", "read", "published"),
        ("escap_current_status", "restated", "own"),
        ("who_required_growth", "read", "own"),
        ("who_straight_path", "read", "own"),
        ("time_proportional", "practice", "own"),
        ("completion_rate", "practice", "own"),
        ("ndrc", "practice", "own"),
        ("trackr", "personal", "own"),
    ],
    columns=["method", "mark", "bounds"],
).set_index("method")

# The common scale, and the status of `attainment` that each of its verdicts is.
VERDICTS = {
    "achieved": "achieved",
    "on_track": "on_track",
    "slower": "at_risk",
    "off_track": "off_track",
    "not_applicable": "not_assessable",
}

# How a promise is put, and who beside this project has a rule for it: a number to reach by a year,
# a direction and no number, a number to be kept in every year; nobody for any other way.
WAYS_PUT = ("number", "direction", "every_year", "other", "")
DIRECTION_ONLY = ("open_sdg", "eurostat", "eustat", "un_progress_chart", "destatis")
EXPRESSES: dict[str, tuple[str, ...]] = {
    m: ("number", "direction") if m in DIRECTION_ONLY else ("number",) for m in METHODS.index
} | {"ours": WAYS_PUT, "destatis": ("number", "direction", "every_year")}

# Every grade a method has, best first, and where it stands on the common scale: "slower" (at risk)
# is the first grade below on track, "off_track" any lower one; a method with two grades has no
# "slower". What the grades are called is said in `telling.methods_names`.
_SCHEDULE = {"completed": "achieved", "on_schedule": "on_track", "behind_schedule": "off_track"}
GRADES: dict[str, dict[str, str]] = {
    "ours": {
        "achieved": "achieved",
        "met_so_far": "achieved",
        "on_track": "on_track",
        "at_risk": "slower",
        "off_track": "off_track",
        "missed": "off_track",
        "not_shown": "not_applicable",
    },
    "open_sdg": {
        "target_achieved": "achieved",
        "substantial_progress": "on_track",
        "moderate_progress": "slower",
        "limited_progress": "off_track",
        "deterioration": "off_track",
    },
    "eurostat": {
        "target_met": "achieved",
        "significant_progress": "on_track",
        "moderate_progress": "slower",
        "insufficient_progress": "off_track",
        "moderate_movement_away": "off_track",
        "movement_away": "off_track",
    },
    "eustat": {
        "significant_progress": "on_track",
        "moderate_progress": "slower",
        "no_progress": "off_track",
        "moderate_deterioration": "off_track",
        "significant_deterioration": "off_track",
    },
    "un_progress_chart": {
        "met_or_on_track": "on_track",
        "fair_progress": "slower",
        "stagnation_or_regression": "off_track",
    },
    "destatis": {
        "sun": "on_track",
        "sun_cloud": "slower",
        "cloud": "off_track",
        "thunderstorm": "off_track",
    },
    "escap_current_status": {
        "reached_line": "on_track",
        "short_of_line": "slower",
        "regressed": "off_track",
    },
    "who_required_growth": {
        "fast_enough": "on_track",
        "too_slow": "off_track",
    },
    "who_straight_path": {
        "above_path": "on_track",
        "below_path": "off_track",
    },
    "time_proportional": _SCHEDULE,
    "completion_rate": _SCHEDULE,
    "ndrc": {
        "completed": "achieved",
        "ahead_of_deadline": "achieved",
        "faster_than_expected": "on_track",
        "broadly_as_expected": "on_track",
        "lagging": "off_track",
    },
    "trackr": {
        "reached": "achieved",
        "own_speed_reaches": "on_track",
        "typical_speed_reaches": "slower",
        "beyond_typical_speed": "off_track",
    },
}

# Why a method gives no verdict.
REASONS = (
    "no_value",
    "no_base",
    "no_target",
    "no_direction",
    "one_point",
    "no_time",
    "zero_base",
    "sign_change",
    "base_equals_target",
    "base_past_target",
    "short_series",
    "short_history",
    "no_panel",
    "no_probability",
    "definition_break",
    "event",
    "other_promise",
    "not_shown",
)
