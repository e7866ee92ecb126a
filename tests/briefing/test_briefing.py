"""Notebooks become one self-contained page per language, or nothing changes at all."""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from analysis.briefing import BriefingError, Workshop, build_briefings
from analysis.briefing import notebooks as shelf
from analysis.briefing.asked import asked_for, cores
from analysis.telling.kit.typography import FONT_FILE, chart_style, font_face_css

ROOT = Path(__file__).resolve().parents[2]
META = {"zh": {"plan_name": "小规划", "vintage": "2024-01-31"}, "en": {"plan_name": "A plan"}}
PARAMETERS = 'plan = "none"\nregion = ""\nas_of = ""\nlang = "zh"'
PROSE = [("md", "# 规划：第一篇\n\n中文正文。", "zh"), ("md", "# Part one\n\nEnglish text.", "en")]


SHOP: list[Workshop] = []


@pytest.fixture(scope="module", autouse=True)
def _shop(workshop):
    """For every build of this file."""
    SHOP[:] = [workshop]


def notebook(folder: Path, name: str, *cells: tuple) -> None:
    """Write a notebook with a parameters cell after its prose."""
    parts = [*PROSE, ("code", PARAMETERS, "parameters"), *cells]
    written = []
    for number, (kind, source, *tags) in enumerate(parts):
        cell = {"id": f"c{number}", "metadata": {"tags": tags}, "source": source}
        if kind == "code":
            cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
        else:
            cell |= {"cell_type": "markdown"}
        written.append(cell)
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")


def build(folder: Path, **options):
    settings = {
        "plan": "p1",
        "as_of": "2023-12-31",
        "meta": META,
        "progress": False,
        "workshop": SHOP[0],
    }
    return build_briefings(folder, folder / "build" / "pages", **(settings | options))


def text(folder: Path, page: str) -> str:
    return (folder / "build" / "pages" / page).read_text(encoding="utf-8")


def embedded_font(page: str) -> set[int]:
    data = re.search(r"data:font/woff;base64,([\w+/=]+)", page)[1]
    return set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Three notebooks in both languages; the first meddles with everything it can reach."""
    folder = tmp_path_factory.mktemp("project")
    notebook(
        folder,
        "01-meddler",
        ("md", "没有标签 untagged"),
        (
            "code",
            "import os, pandas as pd, matplotlib as mpl\nos.environ['LEAK'] = 'yes'\n"
            "leak = 1\npd.set_option('display.max_rows', 3)\n"
            "mpl.rcParams['font.size'] = 99\nos.chdir('/')\nprint('meddled')",
        ),
        ("code", "import sys\nprint('unseen', file=sys.stderr)\nplan + '/' + as_of + '/' + lang"),
    )
    notebook(
        folder,
        "02-witness",
        (
            "code",
            "import os, pandas as pd, matplotlib as mpl, pathlib\n"
            "print('LEAK' in os.environ, 'leak' in globals(), mpl.rcParams['font.size'] == 99,"
            "\n      pd.get_option('display.max_rows') == 3, pathlib.Path.cwd().name)",
        ),
    )
    notebook(
        folder,
        "03-shows",
        ("code", "import pandas as pd\npd.DataFrame({'年份': [2020], '数值': [3188]})"),
        (
            "code",
            "import matplotlib.pyplot as plt\nplt.plot([2020, 2021], [1, 2])\n"
            "plt.title('高新技术企业 ●▲✕')",
        ),
        (
            "code",
            "from IPython.display import display\nprint('before')\ndisplay('shown')\n"
            "print('after')\n'result'",
        ),
    )
    report = build(folder)
    assert len(report.pages) == 7
    return folder


def test_parameters_reach_the_notebook_in_each_language(built):
    assert "p1/2023-12-31/zh" in text(built, "zh/01-meddler.html")
    assert "p1/2023-12-31/en" in text(built, "en/01-meddler.html")


def test_prose_of_the_other_language_is_left_out_and_untagged_prose_stays(built):
    zh, en = text(built, "zh/01-meddler.html"), text(built, "en/01-meddler.html")
    assert "中文正文" in zh and "English text" not in zh
    assert "English text" in en and "中文正文" not in en
    assert "没有标签 untagged" in zh and "没有标签 untagged" in en


def test_what_one_notebook_changes_no_other_sees(built):
    for lang in ("zh", "en"):
        assert "False False False False notebooks" in text(built, f"{lang}/02-witness.html")


def test_a_page_is_one_file_that_asks_no_network_for_anything(built):
    for page in (built / "build" / "pages").rglob("*.html"):
        content = page.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', content)[1]
        assert "default-src 'none'" in policy
        scripts = re.findall(r"<script>(.*?)</script>", content, re.DOTALL)
        assert content.count("<script") == len(scripts) == (page.name != "index.html")
        hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
        allowed = "'none'" if not hashes else f"'sha256-{hashes[0]}'"
        assert f"script-src {allowed};" in policy
        assert not re.findall(r"""(?:src|xlink:href)=["'](?!data:|#)""", content)
        assert not re.findall(r"""url\(["']?(?!["']?(?:data:|#))""", content)
        assert not re.findall(r"<(?:link|img|iframe|object)[^>]+https?:", content)
        assert "@import" not in content


def test_every_link_between_pages_leads_to_a_page(built):
    for page in (built / "build" / "pages").rglob("*.html"):
        for link in re.findall(r'<a [^>]*href="([^"#]+)"', page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page.name, link)


def test_code_is_shown_only_on_request_and_warnings_never(built, tmp_path):
    assert "set_option" not in text(built, "zh/01-meddler.html")
    assert "unseen" not in text(built, "zh/01-meddler.html")
    notebook(tmp_path, "01-small", ("code", "answer = 6 * 7"))
    build(tmp_path, languages=["en"], show_code=True)
    assert "answer" in text(tmp_path, "en/01-small.html")


def test_tables_charts_and_prints_stand_in_their_order(built):
    page = text(built, "zh/03-shows.html")
    order = ["<td>3188</td>", "高新技术企业 ●▲✕</text>", "before", "shown", "after", "result"]
    places = [page.index(part, page.index("<main")) for part in order]
    assert places == sorted(places)
    assert "<metadata>" not in page


def test_the_embedded_font_has_every_chinese_character_of_the_page(built):
    for name in ("zh/01-meddler.html", "zh/03-shows.html", "index.html"):
        page = text(built, name)
        hanzi = {ord(c) for c in page if "一" <= c <= "鿿"}
        assert hanzi and hanzi <= embedded_font(page)


def test_the_head_says_what_the_page_is_and_of_what_date(built):
    page = text(built, "zh/01-meddler.html")
    assert '<html lang="zh-Hans">' in page and '<html lang="en">' in text(built, "en/03-shows.html")
    assert "<title>规划：第一篇 · 小规划</title>" in page
    assert page.count("<h1>") == 1 and "2024-01-31" in page
    assert "matplotlib" in page[page.index("<footer") :]


def test_what_cannot_show_itself_fails_its_cell(tmp_path):
    """IPython would fall back to plain text, and a reader would see a repr."""
    notebook(
        tmp_path,
        "01-broken",
        ("code", "class Broken:\n    def _repr_html_(self):\n        return {}['way']\nBroken()"),
    )
    with pytest.raises(BriefingError, match="KeyError: 'way'"):
        build(tmp_path, languages=["en"])


def test_chinese_on_an_english_page_is_marked_as_such(tmp_path):
    notebook(
        tmp_path,
        "01-small",
        (
            "code",
            "from IPython.display import HTML\nHTML('<p>全省建成5个</p><p>R&amp;D in 山西</p>')",
        ),
    )
    build(tmp_path, languages=["en"])
    page = text(tmp_path, "en/01-small.html")
    assert '<p lang="zh-Hans">全省建成5个</p>' in page and "<p>R&amp;D in 山西</p>" in page


def test_the_front_page_names_every_page_by_its_heading(built):
    page = text(built, "index.html")
    assert page.count(">规划：第一篇</a>") == 3 and page.count(">Part one</a>") == 3


def test_nothing_changed_means_nothing_done_and_any_change_means_work(tmp_path):
    notebook(tmp_path, "01-small", ("code", "1"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("a\n1\n")
    options = {"languages": ["en"]}
    assert not build(tmp_path, **options).skipped
    before = text(tmp_path, "en/01-small.html")
    assert build(tmp_path, **options).skipped
    assert not build(tmp_path, **options, force=True).skipped
    assert text(tmp_path, "en/01-small.html") == before, "the same inputs give the same page"
    (tmp_path / "data" / "a.csv").write_text("a\n2\n")
    assert not build(tmp_path, **options).skipped
    (tmp_path / "build" / "pages" / "en" / "01-small.html").unlink()
    assert not build(tmp_path, **options).skipped


def test_the_day_a_page_was_written_is_said_and_never_compared(tmp_path, monkeypatch):
    notebook(tmp_path, "01-small", ("code", "1"))
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    build(tmp_path, languages=["en"])
    for page in ("index.html", "en/01-small.html"):
        assert '<dt>Written on</dt><dd><time datetime="2026-01-01">' in text(tmp_path, page)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767398400")
    assert build(tmp_path, languages=["en"]).skipped, "another day of the same year is no change"
    notebook(tmp_path, "01-small", ("code", "2"))
    build(tmp_path, languages=["en"])
    assert "2026-01-03" in text(tmp_path, "en/01-small.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    again = build(tmp_path, languages=["en"])
    assert not again.skipped and not again.executed, "a new year may end the plan's period"


def test_every_page_of_a_build_names_the_same_data(built):
    pages = (built / "build" / "pages").glob("*/*.html")
    codes = {re.search(r"<code>([0-9a-f]{12})</code>", p.read_text("utf-8"))[1] for p in pages}
    assert len(codes) == 1


def test_finding_nothing_to_do_imports_nothing_heavy():
    heavy = "{'pandas', 'numpy', 'matplotlib', 'nbconvert', 'IPython', 'nbformat', 'fontTools'}"
    code = f"import sys, analysis.briefing as b; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_failing_cell_is_named_and_the_previous_briefings_stay(tmp_path):
    notebook(tmp_path, "01-good", ("code", "1"))
    build(tmp_path, languages=["en"])
    before = {p: p.read_bytes() for p in (tmp_path / "build" / "pages").rglob("*") if p.is_file()}
    notebook(tmp_path, "02-bad", ("code", "# why\nint('many')"))
    with pytest.raises(BriefingError) as failure:
        build(tmp_path, languages=["en"])
    message = str(failure.value)
    assert "notebooks/02-bad.ipynb (en), cell 4 | 第4个单元" in message
    assert "ValueError: invalid literal for int() with base 10: 'many'" in message
    assert "previous briefings are unchanged | 原有简报未改动" in message
    assert "Traceback" not in message and len(message.splitlines()) <= 4
    after = {p: p.read_bytes() for p in (tmp_path / "build" / "pages").rglob("*") if p.is_file()}
    assert after == before
    assert sorted(p.name for p in (tmp_path / "build").iterdir()) == [
        ".pages.executed",
        ".pages.lock",
        "pages",
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os; os._exit(3)", "exit code 3"),
        ("x = (", "SyntaxError"),
        ("import sys; sys.exit(2)", "SystemExit: 2"),
    ],
)
def test_a_notebook_that_ends_its_process_or_cannot_be_parsed_is_a_failure(tmp_path, source, said):
    notebook(tmp_path, "01-bad", ("code", source))
    with pytest.raises(BriefingError, match=said):
        build(tmp_path, languages=["en"])
    assert not (tmp_path / "build" / "pages").exists()


def test_a_folder_with_other_things_in_it_is_never_replaced(tmp_path):
    notebook(tmp_path, "01-small", ("code", "1"))
    (tmp_path / "build" / "pages").mkdir(parents=True)
    (tmp_path / "build" / "pages" / "thesis.docx").write_text("years of work")
    with pytest.raises(BriefingError, match="other than briefings"):
        build(tmp_path)
    with pytest.raises(BriefingError, match="other than briefings"):
        build_briefings(tmp_path, tmp_path, plan="p", meta=META)
    assert text(tmp_path, "thesis.docx") == "years of work"


def test_a_notebook_without_a_parameters_cell_is_refused_before_anything_runs(tmp_path):
    notebook(tmp_path, "01-small")
    path = tmp_path / "notebooks" / "01-small.ipynb"
    path.write_text(path.read_text().replace('"parameters"', '"other"'))
    with pytest.raises(BriefingError, match=r"01-small\.ipynb: no cell is tagged 'parameters'"):
        build(tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        *({"as_of": "30.4.2021"}, {"as_of": 20231231}, {"as_of": 0}, {"since": "23-12-31"}),
        *({"region": "1 4"}, {"region": False}, {"plan": "../p1"}, {"plan": ""}, {"plan": 0}),
        *({"languages": ["fr"]}, {"jobs": 0}, {"jobs": -1}, {"jobs": "two"}),
    ],
)
def test_a_wrong_option_is_refused_in_both_languages(tmp_path, options):
    notebook(tmp_path, "01-small")
    with pytest.raises(BriefingError, match=rf"^{next(iter(options))} .* \| "):
        build(tmp_path, **options)
    assert not (tmp_path / "build").exists()


def test_the_notebooks_are_given_codes_and_days_as_the_tables_have_them(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "regions.csv").write_text("region\n000000\n010000\n", "utf-8")
    asked = asked_for(tmp_path, "p1", 10000, "２０２３-02", "2022", "", "2")
    assert asked == (
        {"plan": "p1", "region": "010000", "as_of": "2023-02-28"},
        {"since": "2022-12-31", "recorded_since": ""},
        2,
    )
    assert asked_for(tmp_path, "p1", 0, None, "", "", None) == (
        {"plan": "p1", "region": "000000", "as_of": ""},
        {"since": "", "recorded_since": ""},
        cores(),
    )


def test_the_shipped_font_has_every_character_of_data_and_notebooks():
    held = set(TTFont(FONT_FILE).getBestCmap())
    files = [
        *ROOT.glob("data/**/*.csv"),
        *ROOT.glob("data/**/*.t*"),
        *ROOT.glob("notebooks/*.ipynb"),
    ]
    used = {c for path in files for c in path.read_text(encoding="utf-8") if c > "~"}
    lacking = sorted(c for c in used if ord(c) not in held)
    assert not lacking, "run scripts/subset_font.py"
    assert FONT_FILE.stat().st_size <= 2_500_000
    assert "SIL OPEN FONT LICENSE" in FONT_FILE.with_name("OFL.txt").read_text(encoding="utf-8")


def test_charts_are_measured_with_the_font_of_the_page_and_keep_their_text():
    from matplotlib.figure import Figure

    with chart_style():
        figure = Figure()
        figure.suptitle("高新技术企业")
        drawing = io.StringIO()
        figure.savefig(drawing, format="svg")
    assert "高新技术企业</text>" in drawing.getvalue()
    assert "Workbench Sans SC" in drawing.getvalue()


def test_a_page_of_common_length_embeds_a_quarter_of_a_megabyte_at_most():
    held = sorted(c for c in TTFont(FONT_FILE).getBestCmap() if c > 0x4E00)
    assert len(font_face_css("".join(map(chr, held[::5])))) <= 250_000


def test_a_notebook_s_metadata_may_put_it_first_or_last(tmp_path):
    for name, order in {"01-a": 1, "02-b": 0, "03-c": -1}.items():
        notebook(tmp_path, name)
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"metadata": {"order": order}}))
    assert [p.stem for p in shelf.find(tmp_path)] == ["03-c", "02-b", "01-a"]


def test_the_parameters_shown_are_those_that_were_run():
    shown = shelf.with_values('plan = "一#"  # a plan\nlang: str = "zh"\nn = 1', {"lang": "en"})
    assert shown == 'plan = "一#"  # a plan\nlang: str = "en"\nn = 1'
