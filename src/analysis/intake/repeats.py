"""Rows that repeat, contradict or correct what is recorded or what the file says elsewhere."""

from __future__ import annotations

import pandas as pd

from .findings import Finding, about_rows
from .known import SAME, Known

STATED = [*SAME, "reference_date", "source_id"]  # what one source can say one value of
OF_PART = [*STATED, "start", "end"]  # the same of a part of a year


def taken_ids(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """An observation_id given in the file that stands for another figure."""
    figure = [*SAME, "value", "source_id"]
    recorded = known.observations[["observation_id", *figure]]
    both = rows[["observation_id", *figure, "sheet", "place"]].merge(
        recorded, on="observation_id", suffixes=("", "_recorded")
    )
    other = pd.Series(False, index=both.index)
    for name in figure:
        other |= both[name] != both[f"{name}_recorded"]
    return about_rows(
        both[other],
        "error",
        "id-taken",
        "观测编号已用于另一个数，请清空该格",
        "has the observation_id of another figure; leave that cell empty",
    )


def fresh_rows(
    rows: pd.DataFrame, known: Known, stated: list[str] = STATED
) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows that say something not yet recorded, and contradictions within the file.

    Parameters
    ----------
    stated : list of str
        The columns of what one source says one value of: `STATED` or `OF_PART`.
    """
    own = known.observations["observation_id"].str.startswith(f"{known.plan.name}:")
    recorded = known.observations[~own]  # what the plan itself says may be recorded as well
    keys = [*stated, "value"]
    first = recorded.drop_duplicates(keys, keep="last")[[*keys, "observation_id", "published"]]
    both = rows.merge(first, on=keys, how="left", suffixes=("", "_held")).set_index(rows.index)
    held = both["observation_id_held"].notna() & (rows["supersedes"] == "")
    there = held | rows["observation_id"].isin(recorded["observation_id"])
    repeated = rows.duplicated([*keys, "supersedes"]) & ~there
    fresh = rows[~there & ~repeated]
    standing = fresh[~fresh["observation_id"].isin(fresh["supersedes"])]
    clash = standing[standing.duplicated(stated, keep=False)]
    later = _standing(recorded).drop_duplicates(stated, keep="last")
    since = both.merge(
        later[[*stated, "value", "observation_id"]], on=stated, how="left", suffixes=("", "_now")
    ).set_index(rows.index)
    corrected = since[there & since["value_now"].notna() & (since["value_now"] != rows["value"])]
    dated = both[there & held & (both["published"] != both["published_held"])]
    plain = rows[there].drop(corrected.index.union(dated.index))
    return fresh, [
        *about_rows(plain, "notice", "recorded", "已经登记过，不重复添加", "is recorded already"),
        *about_rows(
            corrected,
            "notice",
            "corrected-since",
            [
                f"登记过，后已更正为 {v:.12g}，不改动；如要改回，请加一列“更正编号”并填 {i}"
                for v, i in zip(
                    corrected["value_now"], corrected["observation_id_now"], strict=True
                )
            ],
            [
                f"was recorded and since corrected to {v:.12g}; left as it is. To go back to it, "
                f"add a column 'supersedes' with {i}"
                for v, i in zip(
                    corrected["value_now"], corrected["observation_id_now"], strict=True
                )
            ],
        ),
        *about_rows(
            dated.drop(corrected.index, errors="ignore"),
            "notice",
            "recorded-date",
            [
                f"已经登记过（发布日期 {d:%Y-%m-%d}），不重复添加，日期不改动"
                for d in dated.drop(corrected.index, errors="ignore")["published_held"]
            ],
            [
                f"is recorded already, as published on {d:%Y-%m-%d}; that date stays"
                for d in dated.drop(corrected.index, errors="ignore")["published_held"]
            ],
        ),
        *about_rows(
            rows[repeated],
            "notice",
            "repeated",
            "与文件中另一行重复，只取一次",
            "stands twice in the file; taken once",
        ),
        *about_rows(
            clash,
            "error",
            "clash",
            "同一来源、同一年份在文件中有两个不同的数，请留一个",
            "the file gives two values for one year from one source; keep one",
        ),
    ]


def _standing(recorded: pd.DataFrame) -> pd.DataFrame:
    """Rows that no other row supersedes."""
    gone = recorded.loc[recorded["supersedes"] != "", "supersedes"]
    return recorded[~recorded["observation_id"].isin(gone)]


def wrong_corrections(rows: pd.DataFrame, recorded: pd.DataFrame) -> list[Finding]:
    """A correction names a standing row of the same figure, recorded or in the file."""
    named = rows[rows["supersedes"] != ""]
    if named.empty:
        return []
    columns = ["observation_id", *SAME]
    everything = pd.concat([recorded[columns], rows[columns]])
    both = named.merge(
        everything.drop_duplicates("observation_id"),
        left_on="supersedes",
        right_on="observation_id",
        how="left",
        suffixes=("", "_old"),
    ).set_index(named.index)
    unknown = both["observation_id_old"].isna()
    figure, old = both[SAME].astype(str), both[[f"{c}_old" for c in SAME]].astype(str)
    other = ~unknown & (figure.to_numpy() != old.to_numpy()).any(axis=1)
    gone = set(recorded["supersedes"]) - {""}
    twice = named["supersedes"].isin(gone) | named["supersedes"].duplicated(keep=False)
    return [
        *about_rows(
            named[unknown],
            "error",
            "supersedes",
            "更正编号不存在",
            "corrects a row that is not there",
        ),
        *about_rows(
            named[other],
            "error",
            "supersedes",
            "更正编号是另一个指标、地区或年份的数",
            "corrects a row of another indicator, region or year",
        ),
        *about_rows(
            named[~unknown & ~other & twice],
            "error",
            "supersedes",
            "那一行已被更正过，请写最新一行的编号",
            "corrects a row that is corrected already; name the latest",
        ),
    ]


def corrected(
    rows: pd.DataFrame, known: Known, stated: list[str] = STATED
) -> tuple[pd.DataFrame, list[Finding]]:
    """A row of the same source, indicator, region and year as a recorded one corrects it."""
    latest = _standing(known.observations).drop_duplicates(stated, keep="last")
    old = rows.merge(
        latest[[*stated, "observation_id", "value"]],
        on=stated,
        how="left",
        suffixes=("", "_old"),
    ).set_index(rows.index)
    mine = rows["observation_id"].isin(rows["supersedes"])  # an older row of a chain in the file
    corrects = old["observation_id_old"].notna() & (rows["supersedes"] == "") & ~mine
    corrects &= rows["value"] != old["value_old"]
    changed = old[corrects]
    said = about_rows(
        changed,
        "warning",
        "correction",
        [
            f"同一来源这一年已登记为 {v:.12g}；接受后作为更正登记，原数保留在沿革里"
            for v in changed["value_old"]
        ],
        [
            f"the same source is recorded with {v:.12g} for this year; accepted, it is entered as "
            "a correction, and the old value stays in the history"
            for v in changed["value_old"]
        ],
    )
    named = rows["supersedes"].mask(corrects, old["observation_id_old"])
    return rows.assign(supersedes=named), said
