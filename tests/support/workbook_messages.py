"""What is said about each file of `workbook_cases`, line by line and word for word."""

SAYS: dict[str, tuple[str, ...]] = {
    "ten-thousand-yuan.xlsx": ("[notice] Sheet C2 '3275000万元': 3275000 万元 = 327.5 亿元",),
    "unit-column.xlsx": ("[notice] Sheet C2 '3275000': 3275000 万元 = 327.5 亿元",),
    "wan-scale.xlsx": (
        "[notice] Sheet C2 '0.458万家': 0.458 万家 = 4580 家, rounded to its last place: about, between 4575 and 4585",
    ),
    "range.xlsx": (
        "[error] Sheet C2 '4000-4500': is a range, not one number; write one number, and the range in the note column",
    ),
    "note-in-cell.xlsx": (
        "[error] Sheet C2 '4580(含省实验室)': has a note; move it to the note column",
    ),
    "star.xlsx": ("[error] Sheet C2 '4580*': has a note; move it to the note column",),
    "european.xlsx": ("[error] Sheet C2 '4.580,5': is not a number; write the number alone",),
    "words.xlsx": ("[error] Sheet C2 '四千五百': is not a number; write the number alone",),
    "two-units.xlsx": (
        "[error] Sheet C2 '4580件': the cell says 件, the unit column 家; make them agree",
    ),
    "other-units.xlsx": (
        "[error] Sheet C2 '2982000万元': the cell says 万元, the unit column 亿元; make them agree",
    ),
    "ten-thousand-firms.xlsx": (
        "[notice] Sheet C2 '0.458万家': 0.458 万家 = 4580 家, rounded to its last place: about, between 4575 and 4585",
    ),
    "no-conversion.xlsx": ("[error] Sheet C2 '327.5吨': is in 吨; the indicator is in 亿元",),
    "truth.xlsx": ("[error] Sheet C2 'True': is a truth value, not a number",),
    "date-for-value.xlsx": (
        "[error] Sheet C2 '2024-03-01 00:00:00': Excel took it for a date; retype it as a number",
    ),
    "excel-error.xlsx": ("[error] Sheet C2 '#REF!': is an Excel error value",),
    "unknown-indicator.xlsx": (
        "[error] Sheet A2 '高新企业家数': is not a known indicator; perhaps 高新技术企业, 当年认定高新技术企业; a new one is added by python -m analysis indicator add ID --name-zh \"高新企业家数\" --unit UNIT --kind KIND, and what happens or does not by analysis event add",
    ),
    "bad-year.xlsx": ("[error] Sheet B2 '十三五末': is not a year; write four digits",),
    "serial-year.xlsx": ("[error] Sheet B2 '45657': is not a year; write four digits",),
    "formula.xlsx": ("[error] Sheet C2 '=4000+580': is a formula; paste it as a value",),
    "hyperlink.xlsx": (
        '[error] Sheet C2 \'=HYPERLINK("http://example.invalid","4580")\': is a formula; paste it as a value',
    ),
    "command.xlsx": ("[error] Sheet C2 \"=cmd|' /C calc'!A0\": is a formula; paste it as a value",),
    "future-year.xlsx": (
        "[error] Sheet C2 '4580': its source was published on 2026-03-01 and cannot speak of 2027; check the source and the year",
        "[error] Sheet C2 '4580': describes a year after that of its publication; check both",
    ),
    "negative.xlsx": (
        "[error] Sheet C2 '-5': is outside what the indicator can be (0 … ∞)",
        "[warning] Sheet C2 '-5': is outside the 99.9% interval of its history (…); check the value and its unit",
    ),
    "last-year-again.xlsx": (
        "[warning] Sheet C2 '4155': is the same as the year before; check whether the year is right",
    ),
    "other-year.xlsx": ("[warning] Sheet C2 '251.9': is the value of 2021; check the year",),
    "ten-times.xlsx": (
        "[warning] Sheet C2 '45800': is some 10 times off what was expected (…); is the unit right?",
    ),
    "wan-slip.xlsx": (
        "[warning] Sheet C2 '3275000': is some 10000 times off what was expected (…); is the unit right?",
    ),
    "jump.xlsx": (
        "[warning] Sheet C2 '90': is outside the 99.9% interval of its history (…); check the value and its unit",
    ),
    "scales-differ.xlsx": (
        "[error] Sheet C2 '327.5亿': the cell says 亿, the unit column 万元; make them agree",
    ),
    "no-source.xlsx": (
        "[error] Sheet E2: has no source; every figure needs one; one for the whole file is given with --source",
    ),
    "unknown-source.xlsx": (
        "[error] Sheet E2 '某某网': is not in sources.csv; enter its title, publisher and date on the sheet of new sources, or in columns publisher and published",
    ),
    "unclear-date.xlsx": (
        "[error] Sheet F2 '3/4/2026': day and month are unclear; write 2024-03-01",
    ),
    "future-date.xlsx": (
        "[warning] Sheet C2 '4580': its source is recorded as published on 2026-03-01; check the date",
        "[error] Sheet C2 '4580': is dated after today, 2026-11-24; check the date of publication",
    ),
    "title-row.xlsx": ("[notice] Sheet: the line above the header gives the unit: 亿元",),
    "unknown-region.xlsx": (
        "[error] Sheet B2 '某省': is not a known region; write its name or code",
    ),
    "notes-below.xlsx": (
        "[notice] Sheet A4 '注:数据来自科技厅': a note or a section title, not read",
        "[notice] Sheet A5 '资料来源:年鉴': a note or a section title, not read",
    ),
    "hidden-sheet.xlsx": ("[notice] 旧数据: a hidden sheet, not read",),
    "hidden-row.xlsx": (
        "[warning] Sheet: hidden or filtered rows are read as well: 2; delete them if they are not meant",
    ),
    "no-header.xlsx": (
        "[error] Sheet: no header row found; it needs columns indicator, year and value, or regions or indicators down and years or indicators across; not found in title, headings or the sheet's name: region, period; delete the sheet if it is not meant",
    ),
    "no-figure.xlsx": ("[error] there is no figure to add",),
    "twice.xlsx": ("[notice] Sheet C3 '4580': stands twice in the file; taken once",),
    "clash.xlsx": (
        "[error] Sheet C2 '4580': the file gives two values for one year from one source; keep one",
        "[error] Sheet C3 '4600': the file gives two values for one year from one source; keep one",
    ),
    "footnote-mark.xlsx": ("[error] Sheet C2 '4580①': has a note; move it to the note column",),
    "superscript.xlsx": ("[error] Sheet C2 '4580¹': has a note; move it to the note column",),
    "other-digits.xlsx": ("[error] Sheet C2 '४५८०': is not a number; write the number alone",),
    "no-figure-sign.xlsx": ("[notice] Sheet C2 '—': says that there is no figure; left out",),
    "blank-indicator.xlsx": (
        "[error] Sheet A2: no indicator is given; repeat that of the row above",
    ),
    "blank-year.xlsx": ("[error] Sheet B2: no year is given",),
    "month.xlsx": (
        "[warning] Sheet C2 '4580': is taken as the state on 2024-06-30, not at the year's end; if that is not meant, write the year as four digits",
    ),
    "month-date-year.xlsx": (
        "[warning] Sheet C2 '4580': is taken as the state on 2024-06-30, not at the year's end; if that is not meant, write the year as four digits",
    ),
    "year-1899.xlsx": ("[error] Sheet B2 '1899': is not a year; write four digits",),
    "long-ago.xlsx": (
        "[warning] Sheet C2 '4580': was published more than 10 years after the year described; check both",
    ),
    "equals-sign-name.xlsx": (
        "[error] Sheet A2 '@高新': is not a known indicator; a new one is added by python -m analysis indicator add ID --name-zh \"NAME\" --unit UNIT --kind KIND, and what happens or does not by analysis event add",
    ),
    "plus-name.xlsx": (
        "[error] Sheet A2 '+1': is not a known indicator; a new one is added by python -m analysis indicator add ID --name-zh \"NAME\" --unit UNIT --kind KIND, and what happens or does not by analysis event add",
    ),
    "formula-elsewhere.xlsx": (
        "[warning] Sheet G2 '=1+1': the note '=1+1' is not understood; check that it does not change the figure",
    ),
    "small-slip.xlsx": (
        "[warning] Sheet C2 '787780': is some 10 times off what was expected (…); is the unit right?",
    ),
    "new-definition.xlsx": (
        "[warning] Sheet C2 '7': the definition changed in 2022 (国家重点实验室重组为全国重点实验室); is this a value under the new one?",
    ),
    "contradiction.xlsx": (
        "[warning] Sheet C2 '290': a source of no lesser grade, techme-rdintense, says 273.7; check it, both are kept if you accept",
    ),
    "the-2021-figure-labelled-2022.xlsx": (
        "[warning] Sheet C2 '251.9': a source of no lesser grade, techme-rdintense, says 273.7; check it, both are kept if you accept",
        "[warning] Sheet C2 '251.9': is the same as the year before; check whether the year is right",
    ),
    "other-year-rounded.xlsx": (
        "[warning] Sheet C2 '251.90001': is the value of 2021; check the year",
    ),
    "other-unit-in-format.xlsx": ("[notice] Sheet C2 '3275000': 3275000 万元 = 327.5 亿元",),
    "shown-in-wan.xlsx": (
        "[error] Sheet C2 '45800': the number format shows it scaled down, so what is seen is not what is stored; set the format to General",
    ),
    "shown-in-thousands.xlsx": (
        "[error] Sheet C2 '4580': the number format shows it scaled down, so what is seen is not what is stored; set the format to General",
    ),
    "percent-of-firms.xlsx": (
        "[error] Sheet C2 '45.8': the cell says %, the unit column 家; make them agree",
    ),
    "two-words.xlsx": (
        "[error] Sheet C2 '约4580': says another exactness than its column; make them agree",
    ),
    "odd-qualifier.xlsx": (
        "[error] Sheet G2 '差不多': must be one of exact, about, at_least, provisional",
    ),
    "blank-region.xlsx": ("[error] Sheet G2: no region is given; write its name or code",),
    "source-of-another-year.xlsx": (
        "[error] Sheet C2 '4580': its source was published on 2022-10-17 and cannot speak of 2024; check the source and the year",
        "[error] Sheet C2 '4580': describes a year after that of its publication; check both",
    ),
    "source-of-many-editions.xlsx": (
        "[error] Sheet C3 '327.5': has no date of publication, and neither has its source; give one in this row, or with --published",
    ),
    "source-of-another-day.xlsx": (
        "[warning] Sheet C2 '4580': its source is recorded as published on 2026-03-01; check the date",
    ),
    "running-year.xlsx": (
        "[warning] Sheet C2 '4580': was published before its year had ended; is it the year before's?",
    ),
    "correction.xlsx": (
        "[warning] Sheet C2 '251.8': the same source is recorded with 251.9 for this year; accepted, it is entered as a correction, and the old value stays in the history",
    ),
    "known-already.xlsx": ("[notice] Sheet C2 '251.9': is recorded already",),
    "known-with-another-date.xlsx": (
        "[notice] Sheet C2 '251.9': is recorded already, as published on 2022-10-17; that date stays",
    ),
    "corrects-nothing.xlsx": ("[error] Sheet C2 '4580': corrects a row that is not there",),
    "corrects-another.xlsx": (
        "[error] Sheet C2 '4580': corrects a row of another indicator, region or year",
    ),
    "id-of-another.xlsx": (
        "[error] Sheet C2 '4580': has the observation_id of another figure; leave that cell empty",
    ),
    "odd-bookkeeping.xlsx": (
        "[error] Sheet G2 '年中': is not a date; write 2024-03-01",
        "[error] Sheet H2 '昨天': is not a date; write 2024-03-01",
        "[error] Sheet I2 '也许': must be true or false",
        "[error] Sheet J2 '上一行': is not an id; leave that cell empty",
        "[error] Sheet K2 '=1': is a formula; paste it as a value",
    ),
    "one-id-twice.xlsx": (
        "[error] 'abc': observation_id: the same observation_id stands in an earlier row",
    ),
    "two-years-alike.xlsx": (
        "[warning] Sheet C3 '4580': is the same as the year before; check whether the year is right",
    ),
    "source-without-publisher.xlsx": (
        "[error] 新来源 New sources A2 '某公报': a new source needs a title and a publisher",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-without-date.xlsx": (
        "[error] 新来源 New sources A2 '某公报': has no date of publication; one for the whole file is given with --published",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-graded-oddly.xlsx": (
        "[error] 新来源 New sources A2 '某公报': the grade must be A, B, C or D",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-with-a-script.xlsx": (
        "[error] 新来源 New sources A2 '某公报': the address must begin with http(s)://",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "source-known.xlsx": ("[notice] 新来源 New sources A2 '2025年测试公报': a known source",),
    "source-of-a-known-title.xlsx": (
        "[error] 新来源 New sources A2 '2025年测试公报': a source of that title is known (测试单位, bulletin-2025) with another publisher or date; if it is the same, write its id in the figures' rows, if not, make the titles differ",
    ),
    "source-by-formula.xlsx": (
        "[error] 新来源 New sources A2 '某公报': holds a formula; paste it as text",
        "[error] Sheet E2 '某公报': is entered on the sheet of new sources, but not rightly yet; put it right there",
    ),
    "wide-with-growth.xlsx": (
        "[notice] Sheet E1 '2025年增长(%)': '增长': not the indicator's own figures of what was; the column is not read",
        "[warning] Sheet F1: a column with a heading that is not understood, not read; it holds: 见附表",
        "[notice] Sheet C2 '4580': no unit is named: taken to be in the indicator's own, 家 (2)",
    ),
    "two-row-header.xlsx": (
        "[notice] Sheet D2 '增速(%)': '增速': not the indicator's own figures of what was; the column is not read",
        "[notice] Sheet F2 '增速(%)': '增速': not the indicator's own figures of what was; the column is not read",
    ),
    "two-row-header-unmerged.xlsx": (
        "[notice] Sheet D3 '增长': '增长': not the indicator's own figures of what was; the column is not read",
        "[notice] Sheet F3 '增长': '增长': not the indicator's own figures of what was; the column is not read",
    ),
    "unclear-second-row.xlsx": (
        "[warning] Sheet C2 '2024年下半年': a stock over a span; taken at the year's end",
        "[warning] Sheet B3 '4400': is taken as the state on 2024-06-30, not at the year's end; if that is not meant, write the year as four digits",
        "[notice] Sheet B3 '4400': no unit is named: taken to be in the indicator's own, 家 (2)",
    ),
    "two-value-columns.xlsx": ("[error] Sheet D1 '数据': another column means the same; keep one",),
    "sections.xlsx": (
        "[notice] Sheet A2 '一、创新主体': a note or a section title, not read",
        "[notice] Sheet A4 '二、研发投入': a note or a section title, not read",
    ),
    "total-row.xlsx": (
        "[error] Sheet A3 '合计': is not a known indicator; a new one is added by python -m analysis indicator add ID --name-zh \"合计\" --unit UNIT --kind KIND, and what happens or does not by analysis event add",
    ),
    "merged-value.xlsx": (
        "[error] Sheet C3 '4580': is in a merged cell, so its row is unclear; unmerge it and fill in each row",
    ),
    "hidden-column.xlsx": (
        "[warning] Sheet: hidden or filtered columns are read as well: B; delete them if they are not meant",
        "[notice] Sheet B2 '4580': no unit is named: taken to be in the indicator's own, 家 (2)",
    ),
    "another-table-beside.xlsx": (
        "[error] 通讯录: no header row found; it needs columns indicator, year and value, or regions or indicators down and years or indicators across; not found in title, headings or the sheet's name: indicator, region, period; delete the sheet if it is not meant",
    ),
    "template-other-units.xlsx": (
        "[notice] 数据 Data F2 '约0.458万家': 0.458 万家 = 4580 家, rounded to its last place: about, between 4575 and 4585",
        "[notice] 数据 Data F3 '3275000万元': 3275000 万元 = 327.5 亿元",
    ),
    "template-scales.xlsx": (
        "[notice] 数据 Data F2 '0.458万': 0.458 万家 = 4580 家, rounded to its last place: about, between 4575 and 4585",
        "[notice] 数据 Data F3 '3275000万': 3275000 万元 = 327.5 亿元",
    ),
    "template-no-conversion.xlsx": (
        "[error] 数据 Data F2 '4580件': is in 件; the indicator is in 家",
        "[error] 数据 Data F3 '12%': is in %; the indicator is in 亿元",
        "[error] 数据 Data F4 '1.25亿元': is in 亿元; the indicator is in %",
    ),
    "template-empty-row.xlsx": (
        "[error] 数据 Data F5 '3500000万元': the cell says 万元, the unit column 亿元; make them agree",
    ),
    "template-unit-changed.xlsx": ("[notice] 数据 Data F3 '3275000': 3275000 万元 = 327.5 亿元",),
    "template-unit-changed-twice.xlsx": (
        "[error] 数据 Data F3 '327.5亿元': the cell says 亿元, the unit column 万元; make them agree",
    ),
    "template-sheet-alone.xlsx": (
        "[error] 数据 Data F3 '3275000万元': the cell says 万元, the unit column 亿元; make them agree",
    ),
    "injection.csv": ("[error] injection.csv C2 '=1+1': is not a number; write the number alone",),
    "ragged.csv": (
        "[error] ragged.csv E2: has no source; every figure needs one; one for the whole file is given with --source",
    ),
    "open-quote.csv": ("open-quote.csv: not a readable CSV file (unexpected end of data)",),
    "macro.csv": (
        '[error] macro.csv A3 "=cmd|\' /C calc\'!A0": is not a known indicator; a new one is added by python -m analysis indicator add ID --name-zh "NAME" --unit UNIT --kind KIND, and what happens or does not by analysis event add',
        "[error] macro.csv E3 'x': is not in sources.csv; enter its title, publisher and date on the sheet of new sources, or in columns publisher and published",
    ),
    "empty.csv": ("[error] there is no figure to add",),
    "password.xlsx": (
        "password.xlsx: protected by a password; open it, remove the password and save it again",
    ),
    "old-workbook.xls": (
        "old-workbook.xls: an old .xls workbook that is damaged or of a kind that is not read; save it as .xlsx",
    ),
    "old-workbook-renamed.xlsx": (
        "old-workbook-renamed.xlsx: an old .xls workbook that is damaged or of a kind that is not read; save it as .xlsx",
    ),
    "biff.xls": (
        "biff.xls: not an .xlsx workbook (it begins with b'\\t\\x04\\x06\\x00'); save it as .xlsx",
    ),
    "calc.ods": ("calc.ods: no spreadsheet; save it as .xlsx",),
    "binary.xlsb": ("binary.xlsb: damaged or not a workbook; open it in Excel and save it again",),
    "text.docx": ("text.docx: a Word document; save it as .xlsx",),
    "slides.pptx": ("slides.pptx: a presentation; save it as .xlsx",),
    "apple.numbers": ("apple.numbers: a Numbers or Pages file; save it as .xlsx",),
    "renamed.xlsx": (
        "[error] renamed.xlsx: no header row found; it needs columns indicator, year and value, or regions or indicators down and years or indicators across; not found in title, headings or the sheet's name: indicator, region, period; delete the sheet if it is not meant",
    ),
    "truncated.xlsx": ("truncated.xlsx: damaged or cut short; ask for it again",),
    "empty.xlsx": ("empty.xlsx: the file is empty",),
    "not-a-book.xlsx": (
        "not-a-book.xlsx: damaged or not a workbook; open it in Excel and save it again",
    ),
    "binary.csv": ("binary.csv: not a text file",),
    "zip-bomb.xlsx": (
        "zip-bomb.xlsx: unpacks to 300 MB in 1 parts, too much for a table of figures; keep only the rows to add",
    ),
    "entity-bomb.xlsx": (
        "entity-bomb.xlsx: part xl/worksheets/sheet1.xml declares XML entities, which no workbook needs; not opened",
    ),
    "external-entity.xlsx": (
        "external-entity.xlsx: part xl/workbook.xml declares XML entities, which no workbook needs; not opened",
    ),
    "all-rows.xlsx": (
        "all-rows.xlsx, sheet Sheet: filled to row 1048576 and column 6; at most 20000 rows and 400 columns are read; keep only the rows to add",
    ),
    "all-columns.xlsx": (
        "all-columns.xlsx, sheet Sheet: filled to row 5 and column 16384; at most 20000 rows and 400 columns are read; keep only the rows to add",
    ),
    "million-rows.xlsx": (
        "million-rows.xlsx: unpacks to 49 MB in 9 parts, too much for a table of figures; keep only the rows to add",
    ),
    "300-megabytes.xlsx": (
        "300-megabytes.xlsx: unpacks to 300 MB in 1 parts, too much for a table of figures; keep only the rows to add",
    ),
    "all-cells-filled.xlsx": (
        "all-cells-filled.xlsx: more than 150000 cells, filled or formatted; copy the rows to add into a new workbook",
    ),
    "as-many-cells-as-are-read.xlsx": (
        "[error] Sheet: no header row found; it needs columns indicator, year and value, or regions or indicators down and years or indicators across; not found in title, headings or the sheet's name: indicator, region, period; delete the sheet if it is not meant",
    ),
    "everything-merged.xlsx": (
        "everything-merged.xlsx: merged areas or links (A1:XFD1048576) cover more than 200000 cells; copy the rows to add into a new workbook",
    ),
    "everything-linked.xlsx": (
        "everything-linked.xlsx: merged areas or links (A:XFD) cover more than 200000 cells; copy the rows to add into a new workbook",
    ),
    "many-parts.xlsx": (
        "many-parts.xlsx: unpacks to 0 MB in 2500 parts, too much for a table of figures; keep only the rows to add",
    ),
    "late-doctype.xlsx": (
        "late-doctype.xlsx: part xl/worksheets/sheet1.xml declares XML entities, which no workbook needs; not opened",
    ),
    "utf16-doctype.xlsx": (
        "utf16-doctype.xlsx: part xl/worksheets/sheet1.xml declares XML entities, which no workbook needs; not opened",
    ),
    "doctype-in-a-picture-of-a-part.xlsx": (
        "doctype-in-a-picture-of-a-part.xlsx: part xl/theme/theme1.dat declares XML entities, which no workbook needs; not opened",
    ),
    "broken-xml.xlsx": (
        "broken-xml.xlsx: damaged or not a workbook; open it in Excel and save it again",
    ),
    "wrong-checksum.xlsx": ("wrong-checksum.xlsx: damaged or cut short; ask for it again",),
    "huge.xlsx": ("huge.xlsx: 25 MB, more than 20 MB; keep only the rows to add",),
    "external-formula.xlsx": (
        "[error] Sheet C2 '=[other.xlsx]Sheet1!A1': is a formula; paste it as a value",
    ),
    "formula-in-source.xlsx": (
        "[error] Sheet E2 '=WEBSERVICE(\"http://example.invalid\")': is a formula; paste it as a value",
    ),
    "array-formula.xlsx": ("[error] Sheet C2 '=SUM(A1:A9)': is a formula; paste it as a value",),
    "text-formula.xlsx": (
        '[error] Sheet A2 "=cmd|\' /C calc\'!A0": is not a known indicator; a new one is added by python -m analysis indicator add ID --name-zh "NAME" --unit UNIT --kind KIND, and what happens or does not by analysis event add',
    ),
    "script-text.xlsx": (
        "[error] Sheet A2 '<script>alert(1)</script>': is not a known indicator; a new one is added by python -m analysis indicator add ID --name-zh \"NAME\" --unit UNIT --kind KIND, and what happens or does not by analysis event add",
    ),
    "year-end-columns.xlsx": (
        "[notice] Sheet B2 '4580': no unit is named: taken to be in the indicator's own, 家 (1)",
    ),
    "date-columns.xlsx": (
        "[notice] Sheet B2 '4580': no unit is named: taken to be in the indicator's own, 家 (2)",
    ),
    "short-lines.csv": (
        "[notice] short-lines.csv C2 '4580': no unit is named: taken to be in the indicator's own, 家 (1)",
    ),
}
