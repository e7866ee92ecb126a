"""The pages in a real browser: every width and scheme, keyboard, no script, hostile data, paper."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from analysis.briefing import build_briefings
from analysis.briefing import page as page_module
from analysis.briefing.facts import gather
from analysis.judging.situations import situation
from analysis.judging.what_if import can_be_varied, what_if
from analysis.telling.kit.drawing import PALETTE
from analysis.telling.kit.folds import fold
from analysis.telling.kit.statuses import ink_variables
from analysis.telling.kit.wording import percent
from analysis.telling.what_if import Sliders
from support.browsing import WIDTHS
from support.looking import look, unfolded, violations
from support.shanxi import FEW, PACKAGE, PLAN, ROOT, copy_data, keep_regions

SHOTS = ROOT / "build" / "screenshots"
NAMES = sorted(p.stem for p in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
LANGUAGES = ("zh", "en")
LISTED = ("indicators/high_tech_firms", "indicators/find-one")
PAGES = [*(f"{lang}/{name}" for lang in LANGUAGES for name in (*NAMES, *LISTED)), "index"]
LOOKED_INTO = [*(f"zh/{name}" for name in (*NAMES, *LISTED)), "index"]  # by axe, at levels A and AA
SCHEMES = ("light", "dark")
HEAVIEST = 1_500_000  # bytes
SLOWEST = 1.0  # second of processor time, until everything stands


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_soon_there_fits_every_width_and_is_open_to_all(pages, visit, name):
    """No request, no error, nothing wrong (`look`); of one language, nothing axe finds.

    Dark is looked at where it is narrowest: it has other colours and nothing else.
    """
    path = pages / f"{name}.html"
    assert path.stat().st_size <= HEAVIEST
    page = visit(path)
    assert 0 < visit.processor_time(page) <= SLOWEST
    if name in LOOKED_INTO:
        assert violations(page) == []
    unfolded(page)
    looks = [*((width, "light") for width in WIDTHS), (min(WIDTHS), "dark")]
    assert [fault for way in looks for fault in look(page, *way)] == []


def test_in_the_dark_only_colours_are_others():
    """So what fits in the light does in the dark. A filter moves nothing, and no line changes."""
    templates = Path(page_module.__file__).with_name("templates") / "briefing"
    sheets = [(templates / name).read_text("utf-8") for name in ("style.css", "head.html.j2")]
    sheets = [sheet.replace("{{ inks_dark }}", ink_variables(dark=True)) for sheet in sheets]
    assert all(re.fullmatch(COLOUR, dark) for _, dark in PALETTE.values())
    dark = [block for sheet in sheets for block in dark_blocks(sheet)]
    assert len(dark) == 3, "one of the page, one of drawings without colours, one of the palette"
    said = [re.sub(r"/\*.*?\*/", "", block, flags=re.DOTALL) for block in dark]
    told = [d for block in said for d in re.findall(r"([\w-]+)\s*:\s*([^;{}]+);", block)]
    assert len(told) > 15
    for name, value in told:
        assert name == "filter" or (name.startswith("--") and re.fullmatch(COLOUR, value)), name


COLOUR = r"#[0-9a-f]{6}"


def dark_blocks(sheet: str) -> list[str]:
    """What stands within each @media of the dark scheme."""
    found = []
    for start in re.finditer(r"@media[^{]*prefers-color-scheme: dark\)\s*\{", sheet):
        depth, end = 1, start.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        found.append(sheet[start.end() : end - 1])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_kept_as_pictures_for_those_who_want_to_look(pages, visit, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = visit(pages / f"{name}.html")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(
                path=SHOTS / f"{name.replace('/', '-')}-{width}-{scheme}.jpeg",
                type="jpeg",
                quality=60,
                full_page=scheme == "light" and width != 768,
                animations="disabled",
            )


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (768, "dark")])
def test_axe_finds_no_violation_on_small_and_dark_screens(pages, visit, width, scheme):
    page = visit(pages / "en" / "05-briefing.html", width=width, scheme=scheme)
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_violation_anywhere(pages, visit, lang, width, scheme):
    found = {
        name: violations(visit(pages / lang / f"{name}.html", width=width, scheme=scheme))
        for name in NAMES
    }
    assert not any(found.values()), found


def order(page) -> list[str]:
    """The names in the first verdict table, as shown."""
    return (
        page.locator(".verdicts")
        .first.locator("tbody:not([hidden]) th")
        .evaluate_all("(heads) => heads.map((h) => h.firstChild.textContent)")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdicts_are_sorted_by_what_is_clicked_and_unknowns_go_last(pages, visit, lang):
    page = visit(pages / lang / "04-targets.html")
    first = order(page)
    head = page.locator(".verdicts th.probability").first
    button = head.locator("button")

    def chances() -> list[float]:
        keys = (
            page.locator(".verdicts")
            .first.locator("td.probability")
            .evaluate_all("(cells) => cells.map((c) => c.dataset.key)")
        )
        known = [float(k) for k in keys if k]
        assert keys[: len(known)] == [k for k in keys if k], "rows without one stand last"
        return known

    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert len(chances()) > 3 and chances() == sorted(chances())
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert chances() == sorted(chances(), reverse=True)
    assert order(page) != first
    button.click()
    assert head.get_attribute("aria-sort") == "none" and order(page) == first


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdicts_are_sifted_by_status_and_by_name(pages, visit, lang):
    page = visit(pages / lang / "04-targets.html")
    box = page.locator(".verdicts").first
    everything = order(page)
    box.locator("select.by-status").select_option("not_shown")
    behind = order(page)
    assert 0 < len(behind) < len(everything)
    shown = box.locator("tbody:not([hidden])")
    assert set(shown.evaluate_all("(b) => b.map((x) => x.dataset.status)")) == {"not_shown"}
    told = box.locator("output").inner_text()
    assert str(len(behind)) in told and str(len(everything)) in told
    wanted = "高新技术" if lang == "zh" else "HIGH-TECH"
    box.locator("input").fill(wanted)
    assert order(page) and all(wanted.lower() in n.lower() for n in order(page))
    box.locator("input").fill("")
    box.locator("select.by-status").select_option("")
    assert order(page) == everything


@pytest.fixture
def folded_page(pages, tmp_path) -> Path:
    """A page whose verdicts are in two folds, as those of a plan with many targets are."""
    raw = (pages / "zh" / "04-targets.html").read_text("utf-8")
    found = re.search(r'(<table class="cards verdict-table".*?</thead>)(.*?)</table>', raw, re.S)
    rows = re.findall(r"<tbody.*?</tbody>", found[2], re.S)
    parts = (rows[: len(rows) // 2], rows[len(rows) // 2 :])
    tables = (f"{found[1]}{''.join(part)}</table>" for part in parts)
    folds = "".join(fold(name, "", table) for name, table in zip("甲乙", tables, strict=True))
    path = tmp_path / "folded.html"
    path.write_text(raw.replace(found[0], folds), encoding="utf-8")
    return path


def test_folded_verdicts_open_where_a_row_is_found_and_are_sorted_each_by_itself(
    folded_page, visit
):
    page = visit(folded_page)
    folds = page.locator(".verdicts details.fold")
    assert [f.get_attribute("open") for f in folds.all()] == [None, None]
    name = page.locator(".verdicts tbody th").first.locator("css=:scope").text_content()
    page.locator(".verdicts input").fill(name[:6])
    assert folds.nth(0).get_attribute("open") is not None
    shown = page.locator(".verdicts tbody:not([hidden])")
    assert shown.count() and all(name[:6] in text for text in shown.all_text_contents())
    page.locator(".verdicts input").fill("没有这个指标")
    assert folds.filter(visible=True).count() == 0
    page.locator(".verdicts input").fill("")
    for part in folds.all():
        part.evaluate("(f) => { f.open = true; }")
    before = [f.locator("tbody").count() for f in folds.all()]
    folds.nth(1).locator("th.probability button").click()
    for part, rows in zip(folds.all(), before, strict=True):
        keys = part.locator("td.probability").evaluate_all("(c) => c.map((x) => x.dataset.key)")
        known = [float(k) for k in keys if k]
        assert known == sorted(known) and len(keys) == rows
        assert part.locator("th.probability").get_attribute("aria-sort") == "ascending"


WIDTH_OF_A_MARK = """(mark) => {
  const text = document.createElement("p");
  text.textContent = mark;
  text.style = "font-size: 100px; width: fit-content; margin: 0";
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.innerHTML = `<text style="font: 100px 'Workbench Sans SC'">${mark}</text>`;
  document.querySelector("main").append(text, drawn);
  return document.fonts.ready.then(() => [text.getBoundingClientRect().width,
    drawn.firstChild.getComputedTextLength()]);
}"""


def test_marks_are_as_wide_as_the_language_of_the_page_sets_them(pages, visit):
    english = visit(pages / "en" / "05-briefing.html").evaluate(WIDTH_OF_A_MARK, "“")
    assert max(english) < 60
    chinese = visit(pages / "zh" / "05-briefing.html").evaluate(WIDTH_OF_A_MARK, "“")
    assert chinese[1] == 100


def test_on_a_phone_the_cards_are_sorted_from_a_list(pages, visit):
    page = visit(pages / "zh" / "04-targets.html", width=390)
    box = page.locator(".verdicts").first
    assert not box.locator("thead").is_visible()
    wanted = box.locator("select.by-order option").filter(has_text="达标概率").last
    box.locator("select.by-order").select_option(wanted.get_attribute("value"))
    keys = box.locator("td.probability").evaluate_all("(c) => c.map((x) => x.dataset.key)")
    known = [float(k) for k in keys if k]
    assert known == sorted(known, reverse=True)
    assert box.locator("tbody").first.bounding_box()["width"] <= 390


@pytest.mark.parametrize("width", [1440, 390])
def test_the_keyboard_alone_reaches_every_control(pages, visit, width):
    page = visit(pages / "zh" / "04-targets.html", width=width)
    controls = page.evaluate("""() => {
      const found = [...document.querySelectorAll(
        "a[href], button, input, select, summary, [tabindex='0']")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }));
      found.forEach((e, at) => { e.dataset.control = at; });
      return found.length;
    }""")
    reached = set()
    for _ in range(controls + 5):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.dataset.control ?? ''")
        if at in reached:
            break
        reached.add(at)
    assert controls > 30 and len(reached - {""}) == controls


def test_the_keyboard_sorts_sifts_and_opens_a_note(pages, visit):
    page = visit(pages / "en" / "04-targets.html")
    page.locator(".verdicts th.name button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".verdicts th.name").first.get_attribute("aria-sort") == "ascending"
    names = (
        page.locator(".verdicts")
        .first.locator("tbody th.name")
        .evaluate_all("(heads) => heads.map((h) => h.dataset.key)")
    )
    assert names == sorted(names, key=str.lower)
    note = page.locator(".verdicts details").first
    note.locator("summary").focus()
    page.keyboard.press("Space")
    assert note.get_attribute("open") is not None and note.locator("q").first.is_visible()


def test_contents_follow_the_scroll_and_the_language_link_keeps_the_place(pages, visit):
    page = visit(pages / "zh" / "05-briefing.html")
    page.evaluate("document.querySelector('#s3').scrollIntoView()")
    mark = page.locator("nav.contents a[aria-current]")
    mark.wait_for()
    assert mark.get_attribute("href") == "#s3"
    # Not by a pointer, for which the browser would first scroll to where the link is.
    page.locator("a.language").evaluate("(link) => link.click()")
    page.wait_for_url("**/en/05-briefing.html#s3")
    page.wait_for_function("""() => {
      const top = document.querySelector("#s3").getBoundingClientRect().top;
      return -5 <= top && top <= 60;
    }""")
    ids = [
        visit(pages / lang / "05-briefing.html")
        .locator("h2[id]")
        .evaluate_all("(heads) => heads.map((h) => h.id)")
        for lang in LANGUAGES
    ]
    assert ids[0] == ids[1]


def test_contents_are_folded_on_a_phone(pages, visit):
    page = visit(pages / "zh" / "05-briefing.html", width=390)
    assert not page.locator("nav.contents").is_visible()
    fold = page.locator("details.contents")
    assert not fold.locator("a").first.is_visible()
    fold.locator("summary").click()
    fold.locator("a", has_text="术语").click()
    assert page.url.endswith("#glossary") and not fold.locator("a").first.is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_script_everything_is_readable_and_no_control_is_dead(pages, visit, lang):
    path = pages / lang / "04-targets.html"
    scripted = visit(path).locator("main").inner_text()
    page = visit(path, java_script_enabled=False)
    plain = page.locator("main").inner_text()
    assert page.locator("form.sift, thead button").filter(visible=True).count() == 0
    assert not page.locator("form.sift").first.is_visible()
    rows = [line for line in plain.splitlines() if line.strip()]
    assert len(rows) > 200 and set(rows) - set(scripted.splitlines()) == set()
    note = page.locator(".verdicts details").first
    note.locator("summary").click()
    assert note.locator("q").first.is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_target_row_says_where_its_numbers_come_from(pages, visit, lang):
    page = visit(pages / lang / "04-targets.html")
    rows = page.locator(".verdict-table tbody").evaluate_all(
        "(b) => b.map((x) => [x.querySelectorAll('q').length, x.querySelectorAll('dt').length])"
    )
    plan = (ROOT / "data" / "plans" / PLAN / "plan.txt").read_text("utf-8")
    assert rows and all(quotes >= 1 for quotes, _ in rows)
    first = page.locator(".verdict-table tbody dl q:first-of-type").evaluate_all(
        "(q) => q.map((x) => x.textContent)"
    )
    assert sum(q in plan for q in first) >= len(rows)


HOSTILE = (
    '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    '" onmouseover="window.hacked=1" \' javascript:window.hacked=1 </style></title>\u202e\u2067 '
)


def rewrite(path: Path, **changes) -> None:
    """Put something else in columns of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {c: make(row[c]) for c, make in changes.items()} for row in rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, workshop) -> Path:
    """The briefing built from data whose every text is an attack."""
    root = tmp_path_factory.mktemp("hostile")
    copy_data(root)
    keep_regions(root, FEW)
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "04-targets.ipynb", root / "notebooks")
    plan = root / "data" / "plans" / PLAN

    def attack(text: str) -> str:
        return HOSTILE + text

    rewrite(plan / "indicators.csv", name_zh=attack, name_en=attack)
    rewrite(plan / "figures.csv", quote=attack)
    rewrite(root / PACKAGE / "indicators.csv", name_zh=attack, name_en=attack)
    rewrite(
        root / PACKAGE / "sources.csv",
        title=attack,
        publisher=attack,
        url=lambda _: "javascript:window.hacked=1",
    )
    for file in (root / PACKAGE / "observations").glob("*.csv"):
        rewrite(file, quote=attack)
    toml = (plan / "plan.toml").read_text("utf-8")
    quoted = HOSTILE.replace('"', '\\"')
    for key in ("title", "title_en", "short_zh", "short_en"):
        toml = toml.replace(f'{key} = "', f'{key} = "{quoted}', 1)
    (plan / "plan.toml").write_text(toml, "utf-8")
    out = root / "build" / "briefings"
    said = {"plan": plan.name, "region": "", "as_of": "", "day": "2026-01-01"}
    meta = gather(root, root / "assessment.csv", **said)  # what no page shows is not made
    build_briefings(root, out, plan=plan.name, meta=meta, progress=False, workshop=workshop)
    return out


# A build whose heads are given has no picture for who shares it.
CARD = "[property^='og:image'], [property='og:locale'], [name='twitter:card']"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_sources_and_quotes_are_shown_as_text(pages, hostile, visit, lang):
    counts = """() => Object.fromEntries(
      ["script", "style", "img", "iframe", "object", "embed", "form", "base", "meta", "link"]
        .map((tag) => [tag, document.querySelectorAll(`${tag}:not(${CARD})`).length]))"""
    counts = counts.replace("${CARD}", CARD)
    clean = visit(pages / lang / "04-targets.html").evaluate(counts)
    page = visit(hostile / lang / "04-targets.html")
    page.locator(".verdicts details").first.evaluate("(d) => { d.open = true; }")
    for control in page.locator("thead button").all():
        control.click()
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.evaluate(counts) == clean
    handlers = """() => [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes])
      .filter((a) => /^on/i.test(a.name) || (/^(href|src|xlink:href)$/i.test(a.name) &&
        /^\\s*javascript:/i.test(a.value))).map((a) => a.name + "=" + a.value)"""
    assert page.evaluate(handlers) == []
    said = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    for place in (
        ".plan",
        ".verdict-table tbody th",
        ".verdict-table q",
        ".verdict-table cite",
        ".cited li",
        ".chart-grid figcaption",
        "figure .source",
    ):
        assert said in page.locator(place).first.text_content(), place
    assert said in page.title()
    drawn = page.locator("main figure [role=img][aria-label]").first
    assert said in drawn.get_attribute("aria-label")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marks_that_turn_the_direction_of_text_are_written_out(hostile, lang):
    for name in (f"{lang}/04-targets.html", "index.html"):
        raw = (hostile / name).read_text("utf-8")
        assert not set(raw) & set("\u202e\u2067") and "[U+202E]" in raw


def test_the_list_is_searched_by_words_in_any_order(pages, visit):
    """Each line that holds every word stays, with its heading; the count is told; none is lost."""
    page = visit(pages / "zh" / "indicators" / "find-one.html")
    left = (
        "() => [...document.querySelectorAll('.finder li:not([hidden])')].map((e) => e.textContent)"
    )
    every = page.evaluate(left)
    page.get_by_role("searchbox").fill("企业 高新")
    found = page.evaluate(left)
    assert found == [e for e in every if "企业" in e and "高新" in e] and 0 < len(found) < len(
        every
    )
    assert str(len(found)) in page.locator(".finder output").inner_text()
    page.get_by_role("searchbox").fill("ｈｉｇｈ_tech_firms")  # full-width letters, an id
    assert any("高新技术企业" in e for e in page.evaluate(left))
    page.get_by_role("searchbox").fill("没有这样的东西")
    assert page.evaluate(left) == []
    assert not page.locator(".finder h2").first.is_visible()
    page.get_by_role("searchbox").fill("")
    assert page.evaluate(left) == every


@pytest.fixture(scope="module")
def sliders(tmp_path_factory):
    """A page with the sliders of one target, and what the engine says of each step."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    now = situation(PLAN, as_of="2023-12-31", root=ROOT)
    rows = now.verdicts[can_be_varied(now.verdicts)]
    found = what_if(now, rows[rows["indicator_id"] == "high_tech_firms"].iloc[0])
    shown = Sliders(found, "高新技术企业", "家", "zh")._repr_html_()
    cells = [new_code_cell("", outputs=[new_output("display_data", {"text/html": shown})])]
    about = {"lang": "zh", "title": "如果", "name": "00-if", "pages": [], "languages": ["zh"]}
    notebook = new_notebook(cells=cells, metadata={"briefing": about})
    path = tmp_path_factory.mktemp("sliders") / "page.html"
    path.write_text(page_module.to_html(notebook, lang="zh", folder=path.parent), encoding="utf-8")
    return path, found


def test_every_place_of_a_slider_says_what_the_engine_says(sliders, visit):
    path, found = sliders
    page = visit(path)
    target, pace = page.locator(".what-if input").all()
    badge = page.locator(".what-if .target .badge")
    for at in range(0, len(found.targets), 7):
        target.fill(str(at))
        row = found.targets.iloc[at]
        assert percent(row["probability"]) in page.locator(".what-if .target output").inner_text()
        assert row["status"] in badge.get_attribute("class")
    own = int((found.targets["value"] == 5000).to_numpy().argmax())
    target.fill(str(own))
    for at, row in enumerate(found.paces.itertuples()):
        pace.fill(str(at))
        said = page.locator(".what-if .pace output").inner_text()
        assert percent(row.probability) in said
        assert ("达到目标" in said) == (row.value >= 5000), row
        ends = page.locator(".what-if .path").get_attribute("points").split()
        assert len(ends) == 2025 - int(found.target["latest_year"]) + 1


def test_sliders_are_moved_by_keyboard_fit_a_phone_and_are_gone_without_a_script(sliders, visit):
    path, _ = sliders
    page = visit(path, width=390)
    assert look(page, 390, "dark") == [] and violations(page) == []
    target = page.locator(".what-if input").first
    before = target.input_value()
    target.focus()
    page.keyboard.press("ArrowRight")
    assert int(target.input_value()) == int(before) + 1
    assert target.get_attribute("aria-valuetext")
    plain = visit(path, java_script_enabled=False)
    assert not plain.locator(".what-if").is_visible()
