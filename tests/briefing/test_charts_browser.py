"""Charts in a real browser: what they answer to pointer, finger and keyboard, and what is saved."""

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

LANGUAGES = ("zh", "en")
LEAST = 4.5  # contrast of words with their ground, WCAG 2.2, 1.4.3

INSIDE = """() => {
  const box = document.querySelector(".bubble").getBoundingClientRect();
  return box.width > 40 && box.left >= 0 && box.top >= 0 &&
    box.right <= document.documentElement.clientWidth && box.bottom <= innerHeight;
}"""
CONTRAST = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).slice(0, 3).map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(document.querySelector(".bubble"));
  const [one, other] = [light(style.color), light(style.backgroundColor)].sort((a, b) => b - a);
  return (one + 0.05) / (other + 0.05);
}"""


def figure(page, name: str):
    found = page.locator(f"#fig-{name}")
    found.scroll_into_view_if_needed()
    return found


def bubble(page) -> str:
    """What the bubble says; nothing where there is none."""
    shown = page.locator(".bubble")
    return shown.inner_text() if shown.is_visible() else ""


def point_at(page, circle) -> str:
    page.keyboard.press("Escape")  # no bubble of before is in the way
    box = circle.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return bubble(page)


def table_of(page, head: str) -> list[dict[str, str]]:
    """The rows of the last table of the page that has such a column."""
    return page.evaluate(
        """(head) => {
          const tables = [...document.querySelectorAll("table")];
          const heads = (t) => [...t.querySelectorAll("thead th")].map((h) => h.textContent.trim());
          const table = tables.findLast((t) => heads(t).includes(head));
          const names = heads(table);
          return [...table.querySelectorAll("tbody tr")].map((row) => Object.fromEntries(
            [...row.cells].map((cell, at) => [names[at], cell.textContent.trim()])));
        }""",
        head,
    )


HEADS = {
    "zh": {"name": "指标", "year": "年份", "value": "数值", "source": "来源", "published": "发布"},
    "en": {
        "name": "Indicator",
        "year": "Year",
        "value": "Value",
        "source": "Source",
        "published": "Published",
    },
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_answers_a_pointer_with_the_value_and_the_source_of_the_table(pages, visit, lang):
    page = visit(pages / lang / "02-baseline.html", width=1280)
    head = HEADS[lang]
    name = {"zh": "R&D经费", "en": "R&D expenditure"}[lang]
    table = table_of(page, head["published"])
    rows = {r[head["year"]]: r for r in table if r[head["name"]] == name}
    circles = figure(page, "rd_expenditure").locator(".points circle")
    assert circles.count() > 5
    for circle in circles.all():
        said = point_at(page, circle)
        row = rows[said[:4]]
        assert row[head["value"]].lstrip("≈≥≤<>") in said and row[head["source"]] in said
        assert page.evaluate(INSIDE)
    page.mouse.move(2, 2)
    page.locator(".bubble").wait_for(state="hidden")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_projected_year_answers_with_the_interval_of_the_table(pages, visit, lang):
    page = visit(pages / lang / "03-projections.html", width=390)
    heading = {"zh": "到期推算（80%区间）", "en": "Projected at deadline (80% interval)"}[lang]
    rows = {row[HEADS[lang]["name"]]: row for row in table_of(page, heading)}
    said = point_at(page, figure(page, "rd_expenditure").locator(".points circle").last)
    written = rows[{"zh": "R&D经费", "en": "R&D expenditure"}[lang]][heading]
    middle, span = re.fullmatch(r"(.+?) ?[（(]([\d.,–]+)[）)]", written).groups()
    assert said.startswith("2025") and middle in said and span in said
    assert page.evaluate(INSIDE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_bubble_stays_in_the_window_and_can_be_read(pages, visit, width, scheme):
    """At the first and the last place of every chart, wherever it stands in the window."""
    for lang, name in (("zh", "04-targets"), ("en", "10-regions")):
        page = visit(pages / lang / f"{name}.html", width=width, scheme=scheme)
        groups = page.locator("figure.chart .points").all()
        assert len(groups) > 4
        for group in groups:
            group.scroll_into_view_if_needed()
            for circle in (group.locator("circle").first, group.locator("circle").last):
                said = point_at(page, circle)
                assert len(said.splitlines()) >= 2 and page.evaluate(INSIDE), (name, said)
        assert page.evaluate(CONTRAST) >= LEAST
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_stops_once_at_a_chart_walks_along_it_and_leaves(pages, visit):
    page = visit(pages / "zh" / "03-projections.html", width=1280)
    stops = page.locator("figure.chart .points").evaluate_all(
        """(groups) => groups.map((g) => [g.querySelectorAll("[tabindex='0']").length,
          g.querySelectorAll("circle[aria-label]").length, g.querySelectorAll("title").length])"""
    )
    assert len(stops) > 5
    assert all(one == 1 and named > 0 and titles == 0 for one, named, titles in stops)
    own = figure(page, "rd_expenditure")
    own.locator("[tabindex='0']").focus()
    last = bubble(page)
    assert last.startswith("2025年\n")
    assert last == page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowLeft")
    assert bubble(page).startswith("2024年\n")
    page.keyboard.press("Home")
    first = bubble(page)
    page.keyboard.press("ArrowLeft")
    assert bubble(page) == first != last
    page.keyboard.press("End")
    assert bubble(page) == last
    page.keyboard.press("Escape")
    assert bubble(page) == ""
    page.keyboard.press("ArrowLeft")
    assert bubble(page).startswith("2024年\n")
    page.keyboard.press("Tab")
    assert bubble(page) == "" and page.evaluate("document.activeElement.textContent") == "CSV"
    page.keyboard.press("Shift+Tab")
    assert bubble(page).startswith("2024年\n")
    page.keyboard.press("Shift+Tab")
    assert bubble(page) == ""
    assert not own.evaluate("(figure) => figure.contains(document.activeElement)")


def test_a_finger_opens_a_bubble_and_another_place_closes_it(pages, visit):
    page = visit(pages / "en" / "03-projections.html", width=390, has_touch=True)
    own = figure(page, "rd_expenditure")
    box = own.locator(".points circle").first.bounding_box()
    # Beside the mark, where a finger lands: the year is meant, not the height.
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] - 60)
    assert bubble(page).startswith("2010\n") and page.evaluate(INSIDE)
    own.locator("figcaption").tap()
    assert bubble(page) == ""


def test_without_a_script_the_places_have_titles_and_the_numbers_can_be_saved(pages, visit):
    path = pages / "zh" / "03-projections.html"
    page = visit(path, java_script_enabled=False, accept_downloads=True)
    own = figure(page, "rd_expenditure")
    titles = own.locator(".points title").all_text_contents()
    assert len(titles) > 10 and titles[-1].startswith("2025年\n")
    assert page.locator(".points [tabindex], .take button, .bubble").count() == 0
    with page.expect_download() as saved:
        own.locator(".take a").first.click()
    assert saved.value.suggested_filename == "rd_expenditure.csv"


@pytest.fixture(scope="module")
def saved(pages, chromium, tmp_path_factory):
    """A fan chart of the dark page, saved in every way."""
    folder = tmp_path_factory.mktemp("saved")
    context = chromium.new_context(color_scheme="dark", accept_downloads=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto((pages / "zh" / "03-projections.html").as_uri())
    row = page.locator("#fig-rd_expenditure .take")
    assert row.locator("a, button").all_text_contents() == ["CSV", "SVG", "PNG", "Word", "链接"]
    for kind, end in {"CSV": "csv", "SVG": "svg", "PNG": "png", "Word": "rtf"}.items():
        with page.expect_download() as download:
            row.get_by_text(kind, exact=True).click()
        assert download.value.suggested_filename == f"rd_expenditure.{end}"
        download.value.save_as(folder / f"figure.{end}")
    row.get_by_text("链接").click()
    (folder / "address").write_text(page.url, encoding="utf-8")
    (folder / "said").write_text(
        page.locator("#fig-rd_expenditure svg g[role=img]").get_attribute("aria-label"), "utf-8"
    )
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked)
    context.close()
    return folder


def test_the_saved_numbers_are_those_of_the_verdicts_and_the_tables(pages, saved):
    raw = (saved / "figure.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    with (pages / "assessment.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [r for r in csv.DictReader(file) if r["indicator_id"] == "rd_expenditure"]
    (verdict,) = (r for r in told if r["reading"] == "ratio")
    of = {kind: {r["year"]: r for r in rows if r["kind"] == kind} for kind in KINDS}
    latest = of["observed"][verdict["latest_year"]]
    assert float(latest["value"]) == pytest.approx(float(verdict["latest_value"]))
    assert latest["published"] == verdict["latest_published"][:10] and latest["unit"] == "亿元"
    end = of["projected"][verdict["deadline"]]
    for column, name in {"value": "projected", **{c: c for c in INTERVALS}}.items():
        assert float(end[column]) == pytest.approx(float(verdict[name]), rel=1e-9)
    goal = of["target"][verdict["deadline"]]
    assert float(goal["value"]) == pytest.approx(float(verdict["target_value"]))
    assert goal["comparator"] == verdict["comparator"] and goal["reading"] == "ratio"


KINDS = ("observed", "projected", "target")
INTERVALS = ("low80", "high80", "low95", "high95")


def test_the_saved_drawing_stands_alone_in_light_inks_on_white(saved):
    told = (saved / "figure.svg").read_text("utf-8")
    drawing = ET.fromstring(told)
    assert "var(" not in told and "points" not in told and "http" not in _without_names(told)
    space = "{http://www.w3.org/2000/svg}"
    ground = drawing.find(f"{space}rect")
    assert ground.get("fill") == "#ffffff" and ground.get("width") == "100%"
    said = "".join(drawing.itertext())
    assert "来源：" in said and "R&D经费" in said and "#1b5e8c" in told
    for size in ("width", "height"):
        assert float(drawing.get(size)) > 200
    assert "sans-serif" in told and "Noto Sans SC" in told


def _without_names(told: str) -> str:
    """A drawing without the names of what its tags mean, which look like addresses."""
    return re.sub(r'xmlns(:\w+)?="[^"]*"', "", told)


def test_the_saved_picture_is_twice_the_drawing_and_not_empty(saved):
    drawing = ET.fromstring((saved / "figure.svg").read_text("utf-8"))
    with Image.open(saved / "figure.png") as picture:
        picture.load()
        assert picture.size == tuple(round(2 * float(drawing.get(s))) for s in ("width", "height"))
        seen = {colour: n for n, colour in picture.convert("RGB").getcolors(1 << 20)}
    assert seen[(255, 255, 255)] > 0.5 * picture.width * picture.height
    assert seen[(0x1B, 0x5E, 0x8C)] > 300, "the line, in the ink of a light page"


def test_one_click_gives_figure_sentence_and_source_as_a_file_for_word(pages, saved):
    told = (saved / "figure.rtf").read_text("ascii")
    assert told.startswith("{\\rtf1") and told.count("{") == told.count("}")
    drawn = re.search(r"\\picwgoal(\d+)\\pichgoal(\d+)\n([0-9a-f]+)", told)
    wide, high = int(drawn[1]), int(drawn[2])
    assert wide <= 156 / 25.4 * 1440, "no wider than the text of an official sheet"
    with Image.open(io.BytesIO(bytes.fromhex(drawn[3]))) as picture:
        assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)
        seen = {colour: n for n, colour in picture.convert("RGB").getcolors(1 << 20)}
    assert seen[(0x1B, 0x5E, 0x8C)] > 300, "the line, in the ink of a light page"
    words = _words_of(told)
    sentence = (saved / "said").read_text("utf-8")
    assert sentence in words["described"] and sentence in words["paragraphs"]
    title, subtitle, _, source, place = words["paragraphs"]
    assert "R&D经费" in title and "亿元" in subtitle and source.startswith("来源：")
    assert re.fullmatch(
        r"出处：03-projections\.html#fig-rd_expenditure · 观察时点 [\d-]{10} · 数据版本 \w{12}",
        place,
    ), place


def _words_of(told: str) -> dict[str, list[str]]:
    """The words of an RTF file: those that describe its picture, and its paragraphs."""
    read = re.sub(r"\\u(-?\d+)\?", lambda c: chr(int(c[1]) % 65536), told)
    described = re.findall(r"\\sv (.*?)}}}", read)
    paragraphs = re.findall(r"{\\pard(?:\\[a-z]+\d*)+ (.*?)\\par}", read)
    return {"described": described, "paragraphs": paragraphs}


def test_a_link_says_region_day_and_data_and_its_reader_is_told_where_they_are_others(
    pages, saved, visit
):
    address = (saved / "address").read_text("utf-8")
    found = re.search(
        r"/03-projections\.html\?region=140000&as_of=([\d-]{10})&data=(\w{12})#fig-rd_expenditure$",
        address,
    )
    page = visit(pages / "zh" / "03-projections.html")
    page.goto(address)
    assert page.locator("[role=status]").count() == 0, "the same data: nothing to say"
    page.goto(address.replace(found[1], "2023-12-31").replace(found[2], "0123456789ab"))
    assert page.locator("[role=status]").inner_text() == (
        "这个链接引用时是：观察时点2023-12-31，数据版本0123456789ab；"
        f"这一页现在是：观察时点{found[1]}，数据版本{found[2]}。数字可能已经不同。"
    )
    page.goto(address.replace("/zh/", "/en/").replace("140000", "<b>1</b>"))
    assert page.locator("[role=status]").inner_text() == (
        "When this link was made: region <b>1</b>; This page now: region 140000. "
        "Its numbers may be others."
    )


def test_a_bubble_can_be_pointed_at_and_stays_and_goes_when_it_is_left(pages, visit):
    page = visit(pages / "zh" / "03-projections.html", width=1280)
    said = point_at(page, figure(page, "rd_expenditure").locator(".points circle").last)
    box = page.locator(".bubble").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.wait_for_timeout(500)
    assert bubble(page) == said
    page.mouse.move(2, 2)
    page.locator(".bubble").wait_for(state="hidden")


def test_nothing_of_it_is_on_paper(pages, visit):
    page = visit(pages / "zh" / "03-projections.html", width=1280)
    point_at(page, figure(page, "rd_expenditure").locator(".points circle").first)
    assert bubble(page)
    page.emulate_media(media="print")
    found = page.locator(".bubble, .take, .take *, .points, .points *")
    assert found.count() > 100
    # Chromium calls parts of a drawing visible that have no place: their boxes are asked.
    drawn = "(all) => all.filter((e) => e.getBoundingClientRect().width > 0).length"
    assert found.evaluate_all(drawn) == 0
    assert page.locator("figure.chart svg").first.is_visible()
    page.emulate_media(media="screen")
    assert found.evaluate_all(drawn) > 100
