"""Regions, the groups they belong to and their places on the map."""

import shutil

import pytest

from analysis.records.errors import PlanDataError
from analysis.records.regions import read_region_groups, read_region_map, read_regions
from support.shanxi import FOLDERS, PACKAGE, ROOT


def provinces() -> set[str]:
    table = read_regions(ROOT, FOLDERS)
    return set(table.loc[table["level"] == "province", "region"])


def test_every_province_has_one_group():
    groups = read_region_groups(ROOT, FOLDERS)
    assert len(provinces()) == 31
    assert sorted(groups["region"]) == sorted(provinces())
    assert groups.set_index("region").loc["140000", "group"] == "central"


def test_every_province_has_one_tile():
    tiles = read_region_map(ROOT, FOLDERS)
    assert set(tiles.loc[tiles["has_data"], "region"]) == provinces()
    assert set(tiles.loc[~tiles["has_data"], "region"]) == {"710000", "810000", "820000"}
    assert not tiles.duplicated(["tile_column", "tile_row"]).any()
    assert tiles["letters"].is_unique
    assert tiles.set_index("region").loc["140000", ["name_zh", "name_en"]].tolist() == [
        "山西",
        "Shanxi",
    ]


@pytest.fixture
def root(tmp_path):
    """A project with the regions and their tables, to be changed."""
    (tmp_path / "data").mkdir()
    for name in ("regions", "region_groups", "region_map"):
        shutil.copy(ROOT / PACKAGE / f"{name}.csv", tmp_path / "data")
    return tmp_path


def edit(root, name: str, old: str, new: str) -> None:
    path = root / "data" / f"{name}.csv"
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "central,中部六省,the six central provinces",
            "central,,",
            "row 2, column name_zh, value '': has no name",
        ),
        ("140000;340000", "140000 340000", "row 2, column regions"),
        ("140000;340000", "１40000;340000", "row 2, column regions"),
        ("140000;", "990000;", "row 2, column region, value '990000': not in regions.csv"),
        ("110000;120000", "140000;120000", "row 3, column region, value '140000': is in two"),
    ],
)
def test_a_wrong_group_is_told_with_its_row(root, old, new, said):
    edit(root, "region_groups", old, new)
    with pytest.raises(PlanDataError, match=said):
        read_region_groups(root)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("150000,NM,4,1", "150000,NM,7,0", "row 3, column region, value '150000': another tile"),
        ("150000,NM,4,1", "150000,NM,4,north", "row 3, column tile_row, value 'north': not a"),
        ("台湾,Taiwan", ",", "column region, value '710000': not in regions.csv: name it"),
        ("150000,NM", "230000,NM", "the same region stands in an earlier row"),
    ],
)
def test_a_wrong_tile_is_told_with_its_row(root, old, new, said):
    edit(root, "region_map", old, new)
    with pytest.raises(PlanDataError, match=said):
        read_region_map(root)


def test_a_project_may_have_neither_groups_nor_a_map(root):
    for name in ("region_groups", "region_map"):
        (root / "data" / f"{name}.csv").unlink()
    assert read_region_groups(root).empty and read_region_map(root).empty
    assert {"group", "region", "name_zh", "name_en"} <= set(read_region_groups(root).columns)
    assert {"region", "letters", "has_data"} <= set(read_region_map(root).columns)
