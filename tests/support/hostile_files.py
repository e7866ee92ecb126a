"""Hostile but ordinary tables: groups, parts, notes, marks, units between rows, offices' exports.

Cases as those of `sent_files`: what each must become, and every error and warning.
"""

from support.sent_files import CITED, SENT, sheet, text

__all__ = ["SENT"]

sheet(
    "group-qizhong",
    [
        ["各市高新技术企业"],
        ["单位：家"],
        ["地区", "2024年", "#规模以上", "其中：国有"],
        ["太原市", 2105, 900, 30],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=(),
    **CITED,
)

sheet(
    "xubiao",
    [
        ["表1 各市高新技术企业（2024年）"],
        ["地区", "高新技术企业(家)"],
        ["太原市", 2105],
        ["续表1"],
        ["地区", "R&D经费(亿元)"],
        ["太原市", 118.7],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("rd_expenditure", "140100", 2024, 118.7, "exact"),
    said=(),
    **CITED,
)

sheet(
    "xubiao-otheryear",
    [
        ["表1 各市高新技术企业（2023年）"],
        ["地区", "高新技术企业(家)"],
        ["太原市", 1990],
        [None],
        ["表2 各市高新技术企业（2024年）"],
        ["地区", "高新技术企业(家)"],
        ["太原市", 2105],
    ],
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=(),
    **CITED,
)

sheet(
    "mid-unit",
    [
        ["各市指标 2024年"],
        ["单位：家"],
        ["地区", "高新技术企业"],
        ["太原市", 2105],
        ["单位：万元"],
        ["地区", "R&D经费"],
        ["太原市", 1187000],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("rd_expenditure", "140100", 2024, 118.7, "exact"),
    said=(),
    **CITED,
)

sheet(
    "unit-row-mid",
    [
        ["2024年太原市指标"],
        ["指标", "2024年"],
        ["高新技术企业", 2105],
        ["单位：万元"],
        ["R&D经费", 1187000],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("rd_expenditure", "140100", 2024, 118.7, "exact"),
    said=(),
    **CITED,
)

sheet(
    "unit-row-below-heads",
    [
        ["2024年"],
        ["地区", "高新技术企业", "R&D经费"],
        [None, "家", "万元"],
        ["太原市", 2105, 1187000],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("rd_expenditure", "140100", 2024, 118.7, "exact"),
    said=(),
    **CITED,
)

sheet(
    "mixed-currency",
    [
        ["指标", "地区", "年份", "数值", "单位"],
        ["R&D经费", "太原市", 2024, 118.7, "亿元"],
        ["R&D经费", "大同市", 2024, 3.1, "亿美元"],
    ],
    ("rd_expenditure", "140100", 2024, 118.7, "exact"),
    said=("error:value",),
    **CITED,
)

sheet(
    "1-9",
    [
        ["山西省2024年1—9月主要指标"],
        ["指标", "单位", "1—9月", "同比增长(%)"],
        ["R&D经费", "亿元", 220.5, 8.1],
    ],
    ("rd_expenditure", "140000", 2024, 220.5, "exact"),
    said=(),
    **CITED,
)

sheet(
    "q3cum",
    [
        ["指标", "地区", "年份", "数值", "单位"],
        ["R&D经费", "山西省", "2024年前三季度", 220.5, "亿元"],
    ],
    ("rd_expenditure", "140000", 2024, 220.5, "exact"),
    said=(),
    **CITED,
)

sheet(
    "kuaibao",
    [["山西省2024年科技统计快报"], ["指标", "单位", "数值"], ["高新技术企业", "家", 4580]],
    ("high_tech_firms", "140000", 2024, 4580.0, "provisional"),
    said=(),
    **CITED,
)

sheet(
    "chubu",
    [["指标", "单位", "2023年", "2024年（初步数）"], ["高新技术企业", "家", 4155, 4580]],
    ("high_tech_firms", "140000", 2023, 4155.0, "exact"),
    ("high_tech_firms", "140000", 2024, 4580.0, "provisional"),
    said=(),
    **CITED,
    region="140000",
)

sheet(
    "mixed-lang",
    [
        ["Indicator 指标", "Region 地区", "Year 年份", "Value 数值", "Unit 单位"],
        ["High-tech firms", "Taiyuan", 2024, 2105, "家"],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=(),
    **CITED,
)

sheet(
    "english-wide",
    [["High-tech firms by city, 2023-2024"], ["City", "2023", "2024"], ["Taiyuan", 1990, 2105]],
    said=("error:year",),
    **CITED,
)

sheet(
    "eng-2",
    [
        ["Table 5-3 High-tech firms (unit: firms)"],
        ["Region", "2023", "2024F"],
        ["Taiyuan", 1990, 2105],
    ],
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    said=("warning:other-column", "warning:unread-words"),
    **CITED,
)

sheet(
    "zong-fen",
    [
        ["2024年"],
        ["地区", "高新技术企业(家)"],
        ["全省", 4580],
        ["太原", 2105],
        ["  市区", 1800],
        ["大同", 160],
    ],
    ("high_tech_firms", "140000", 2024, 4580.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("high_tech_firms", "140200", 2024, 160.0, "exact"),
    said=("warning:unknown-region", "warning:whole"),
    **CITED,
)

sheet(
    "growth-col",
    [
        ["地区", "2024年高新技术企业(家)", "增速(%)", "占比(%)", "位次"],
        ["太原市", 2105, 5.8, 46, 1],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=(),
    **CITED,
)

sheet(
    "bare-growth",
    [["2024年高新技术企业"], ["地区", "数量", "增速", "占比"], ["太原市", 2105, 5.8, 46]],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("warning:unread-column",),
    **CITED,
)

sheet(
    "two-unnamed",
    [["2024年高新技术企业 单位：家"], ["地区", "本年", "上年"], ["太原市", 2105, 1990]],
    said=("error:no-header",),
    **CITED,
)

sheet(
    "benyue",
    [["2024年12月高新技术企业 单位：家"], ["地区", "本月末", "本年累计"], ["太原市", 2105, 1990]],
    said=("error:no-header",),
    **CITED,
)

sheet(
    "years-rows",
    [["太原市高新技术企业"], ["单位：家"], ["年份", "数量"], [2023, 1990], [2024, 2105]],
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=(),
    **CITED,
)

sheet(
    "years-rows-2ind",
    [
        ["太原市"],
        ["年份", "高新技术企业(家)", "R&D经费(亿元)"],
        ["2023年", 1990, 110.5],
        ["2024年", 2105, 118.7],
    ],
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    ("rd_expenditure", "140100", 2023, 110.5, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("rd_expenditure", "140100", 2024, 118.7, "exact"),
    said=(),
    **CITED,
)

sheet(
    "transposed",
    [
        ["指标", "高新技术企业", "R&D经费"],
        ["单位", "家", "亿元"],
        ["2023年", 4155, 298.2],
        ["2024年", 4580, 327.5],
    ],
    said=("error:no-header",),
    **CITED,
    region="140000",
)

sheet(
    "footer-total",
    [
        ["2024年高新技术企业(家)"],
        ["地区", "数量"],
        ["太原市", 2105],
        ["大同市", 160],
        ["合计", 2265],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    ("high_tech_firms", "140200", 2024, 160.0, "exact"),
    said=("error:region",),
    **CITED,
)

sheet(
    "note-below",
    [
        ["高新技术企业(家)"],
        ["地区", "2024年"],
        ["太原市", 2105],
        ["注：2024年起口径调整，含火炬统计"],
    ],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("warning:note-row",),
    **CITED,
)

sheet(
    "star",
    [["高新技术企业(家)"], ["地区", "2024年"], ["太原市*", 2105], ["*不含综改区"]],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("warning:footnote", "warning:note-row"),
    **CITED,
)

sheet(
    "footnote-num",
    [["高新技术企业(家)"], ["地区", "2024年"], ["太原市①", 2105], ["①含高新区"]],
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("warning:footnote", "warning:note-row"),
    **CITED,
)

sheet(
    "year-foot",
    [["高新技术企业(家)"], ["地区", "2023年", "2024年①"], ["太原市", 1990, 2105], ["①为预计数"]],
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "provisional"),
    said=("warning:footnote",),
    **CITED,
)

sheet(
    "year-foot-unexpl",
    [["高新技术企业(家)"], ["地区", "2023年", "2024年*"], ["太原市", 1990, 2105]],
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("warning:footnote",),
    **CITED,
)

sheet(
    "target",
    [["指标", "单位", "2024年", "2025年目标"], ["高新技术企业", "家", 4580, 5000]],
    ("high_tech_firms", "140000", 2024, 4580.0, "exact"),
    said=("warning:other-column",),
    **CITED,
    region="140000",
)

sheet(
    "plan-title",
    [["“十四五”规划目标 高新技术企业(家)"], ["地区", "2025年"], ["太原市", 3000]],
    said=("error:planned", "warning:unread-words"),
    **CITED,
)

sheet(
    "two-ind-heading",
    [["高新技术企业R&D经费(亿元)"], ["地区", "2024年"], ["太原市", 88.7]],
    said=("error:indicator", "warning:bearing-words"),
    **CITED,
)

sheet(
    "part-before",
    [["规模以上工业企业R&D经费(亿元)"], ["地区", "2024年"], ["太原市", 88.7]],
    ("rd_expenditure_industrial", "140100", 2024, 88.7, "exact"),
    said=(),
    **CITED,
)

text(
    "oecd.csv",
    "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,Reference area,FREQ,MEASURE,Measure,UNIT_MEASURE,Unit of measure,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,DECIMALS\n"
    "DATAFLOW,OECD.STI:DSD_MSTI(1.3),I,CHN,China,A,G_XGDP,R&D intensity,PT_B1GQ,Percentage of GDP,2022,2.55,A,0,2\n"
    "DATAFLOW,OECD.STI:DSD_MSTI(1.3),I,CHN,China,A,G_XGDP,R&D intensity,PT_B1GQ,Percentage of GDP,2023,2.58,P,0,2\n"
    "DATAFLOW,OECD.STI:DSD_MSTI(1.3),I,DEU,Germany,A,G_XGDP,R&D intensity,PT_B1GQ,Percentage of GDP,2023,3.1,A,0,2\n",
    ("rd_intensity", "000000", 2022, 2.55, "exact"),
    ("rd_intensity", "000000", 2023, 2.58, "provisional"),
    said=("warning:contradiction", "warning:unknown-region"),
    **CITED,
)

text(
    "oecd-mult.csv",
    "REF_AREA,MEASURE,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    "中国,R&D经费,元,8,2023,33357.1,A\n"
    "中国,R&D经费,亿元,0,2022,30782.9,A\n",
    said=("error:nothing", "warning:unknown-region", "warning:unread-column"),
    **CITED,
)

text(
    "sdmx-quarter.csv",
    "REF_AREA,INDICATOR,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    "山西省,R&D经费,亿元,2023-Q1,70.5,A\n"
    "山西省,R&D经费,亿元,2023-S1,150.5,A\n"
    "山西省,R&D经费,亿元,2023-M03,25,A\n",
    ("rd_expenditure", "140000", 2023, 70.5, "exact"),
    ("rd_expenditure", "140000", 2023, 150.5, "exact"),
    ("rd_expenditure", "140000", 2023, 25.0, "exact"),
    said=(),
    **CITED,
)

text(
    "eurostat-linear.csv",
    "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:X(1.0),20/10/25 23:00:00,A,PC_GDP,China,2022,2.55,\n"
    "ESTAT:X(1.0),20/10/25 23:00:00,A,PC_GDP,China,2023,2.58,p\n"
    "ESTAT:X(1.0),20/10/25 23:00:00,A,EUR_HAB,China,2023,333.1,\n",
    ("rd_intensity", "000000", 2022, 2.55, "exact"),
    ("rd_intensity", "000000", 2023, 2.58, "provisional"),
    said=("error:value", "warning:contradiction"),
    **CITED,
    indicator="rd_intensity",
)

text(
    "another-eurostat.tsv",
    "freq,sectperf,unit,geo\\TIME_PERIOD\t2021 \t2022 \t2023 \n"
    "A,TOTAL,PC_GDP,China\t2.43 \t2.55 b\t2.58 e\n"
    "A,BES,PC_GDP,China\t1.9 \t2.0 \t2.0 \n"
    "A,TOTAL,MIO_EUR,China\t400000 \t: \t: c\n",
    said=("error:nothing", "warning:unknown-indicator"),
    **CITED,
    indicator="rd_intensity",
)

text(
    "wb.csv",
    '"Data Source","World Development Indicators",\n'
    "\n"
    '"Last Updated Date","2025-07-01",\n'
    "\n"
    '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022","2023",\n'
    '"China","CHN","Research and development expenditure (% of GDP)","GB.XPD.RSDV.GD.ZS","2.43","2.55","",\n'
    '"China","CHN","High-technology exports (current US$)","TX.VAL","9.4E11","7.6E11","",\n',
    ("rd_intensity", "000000", 2021, 2.43, "exact"),
    ("rd_intensity", "000000", 2022, 2.55, "exact"),
    said=("warning:unknown-indicator",),
    **CITED,
)

text(
    "wb-long.csv",
    "Country Name,Country Code,Series Name,Series Code,2022 [YR2022],2023 [YR2023]\n"
    "China,CHN,R&D intensity,GB.X,2.55,..\n"
    "Data from database: World Development Indicators,,,,,\n"
    "Last Updated: 07/01/2025,,,,,\n",
    ("rd_intensity", "000000", 2022, 2.55, "exact"),
    said=("warning:note-row",),
    **CITED,
)

text(
    "opensdg.csv",
    "Year,Units,Sex,Value\n2022,%,,2.55\n2022,%,Female,1.2\n2023,%,,2.58\n",
    ("rd_intensity", "000000", 2022, 2.55, "exact"),
    ("rd_intensity", "000000", 2022, 1.2, "exact"),
    ("rd_intensity", "000000", 2023, 2.58, "exact"),
    said=("error:clash", "warning:contradiction", "warning:jump", "warning:unread-column"),
    **CITED,
    indicator="rd_intensity",
    region="000000",
)

text(
    "unsd.csv",
    "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,Value,Time_Detail,Source,FootNote,Nature,Units\n"
    "9,9.5,9.5.1,GB_XPD_RSDV,R&D intensity,156,China,2022,2.55,2022,UIS,,C,PERCENT\n"
    "9,9.5,9.5.1,GB_XPD_RSDV,R&D intensity,156,China,2023,2.58,2023,UIS,Estimated,E,PERCENT\n",
    said=("error:source", "warning:flag"),
    **CITED,
)

text(
    "ilo.csv",
    "ref_area.label,source.label,indicator.label,sex.label,time,obs_value,obs_status.label\n"
    "China,LFS,R&D intensity,Total,2022,2.55,\n"
    "China,LFS,R&D intensity,Female,2022,1.2,\n"
    "China,LFS,R&D intensity,Total,2023,2.58,Unreliable\n",
    ("rd_intensity", "000000", 2022, 2.55, "exact"),
    ("rd_intensity", "000000", 2022, 1.2, "exact"),
    said=(
        "error:clash",
        "error:status",
        "warning:contradiction",
        "warning:jump",
        "warning:unread-column",
    ),
    **CITED,
)

text(
    "ilo-codes.csv",
    "ref_area,source,indicator,sex,classif1,time,obs_value,obs_status\n"
    "CHN,BA:1,EMP_TEMP,SEX_T,AGE_X,2022,750,\n",
    said=("error:nothing", "warning:unknown-region", "warning:unread-column"),
    **CITED,
)

text(
    "nbs.csv",
    "数据库：分省年度数据\n"
    "地区：山西省\n"
    "时间：最近5年\n"
    "指标,2023年,2022年\n"
    "规模以上工业企业R&D经费(万元),2100000,1900000\n"
    "规模以上工业企业有R&D活动企业数(个),1200,1100\n"
    "数据来源：国家统计局\n",
    ("rd_expenditure_industrial", "140000", 2023, 210.0, "exact"),
    ("rd_expenditure_industrial", "140000", 2022, 190.0, "exact"),
    said=("warning:unknown-indicator",),
    **CITED,
)

text(
    "nbs2.csv",
    "数据库：分省年度数据\n"
    "指标：高新技术企业(家)\n"
    "时间：最近3年\n"
    "地区,2024年,2023年,2022年\n"
    "山西省,4580,4155,3916\n"
    "河南省,14950,,\n"
    "注：2024年为初步数。\n"
    "数据来源：国家统计局\n",
    ("high_tech_firms", "140000", 2024, 4580.0, "provisional"),
    ("high_tech_firms", "140000", 2023, 4155.0, "exact"),
    ("high_tech_firms", "140000", 2022, 3916.0, "exact"),
    ("high_tech_firms", "410000", 2024, 14950.0, "provisional"),
    said=(),
    **CITED,
)

text(
    "nbs-month.csv",
    "数据库：月度数据\n"
    "地区：山西省\n"
    "指标,2024年12月,2024年11月\n"
    "R&D经费累计值(亿元),327,290\n"
    "R&D经费累计增长(%),9,8\n",
    said=("error:nothing", "warning:unknown-indicator"),
    **CITED,
)

text(
    "cube-of-54.px",
    'CHARSET="ANSI";AXIS-VERSION="2000";MATRIX="a";TITLE="高新技术企业 by region and year";CONTENTS="高新技术企业";UNITS="家";STUB="region";HEADING="year";VALUES("region")="山西省","Atlantis";VALUES("year")="2022","2023";DATA=3916 4155\n'
    "12 ..;",
    ("high_tech_firms", "140000", 2022, 3916.0, "exact"),
    ("high_tech_firms", "140000", 2023, 4155.0, "exact"),
    said=("warning:unknown-region",),
    **CITED,
)

text(
    "cube-of-55.px",
    'CHARSET="ANSI";TITLE="R&D";CONTENTS="R&D经费";UNITS="million euro";STUB="region","sex";HEADING="year";VALUES("region")="山西省";VALUES("sex")="Total","Women";VALUES("year")="2022";DATA=\n'
    "39 12;",
    said=("error:value", "warning:unread-column", "warning:unread-words"),
    **CITED,
)

text(
    "html-rowspan.html",
    "<table><tr><td rowspan=2>地区</td><td colspan=2>高新技术企业(家)</td></tr><tr><td>2023年</td><td>2024年</td></tr><tr><td>太原市</td><td>1990</td><td><del>2000</del>2105</td></tr></table>",
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("warning:struck",),
    **CITED,
)

text(
    "csv-semi.csv",
    "地区;年份;指标;数值;单位\n太原市;2024;R&D经费;118,7;亿元\n",
    said=("error:value",),
    **CITED,
)

text(
    "csv-quotes.csv",
    "地区,年份,指标,数值,单位\n"
    '太原市,2024,高新技术企业,"2,105",家\n'
    '大同市,2024,高新技术企业,"1 60",家\n',
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("error:value",),
    **CITED,
)

sheet(
    "sex-column",
    [
        ["指标", "地区", "年份", "性别", "数值", "单位"],
        ["高新技术企业", "太原市", 2024, "女", 300, "家"],
        ["高新技术企业", "太原市", 2024, "合计", 2105, "家"],
    ],
    ("high_tech_firms", "140100", 2024, 300.0, "exact"),
    ("high_tech_firms", "140100", 2024, 2105.0, "exact"),
    said=("error:clash", "warning:unread-column"),
    **CITED,
)

sheet(
    "price-column",
    [
        ["指标", "地区", "年份", "价格", "数值", "单位"],
        ["R&D经费", "太原市", 2024, "不变价", 100.5, "亿元"],
    ],
    ("rd_expenditure", "140100", 2024, 100.5, "exact"),
    said=("warning:unread-column",),
    **CITED,
)

sheet(
    "two-regions-col",
    [
        ["省", "市", "指标", "年份", "数值", "单位"],
        ["山西省", "太原市", "高新技术企业", 2024, 2105, "家"],
        ["山西省", None, "高新技术企业", 2024, 4580, "家"],
    ],
    ("high_tech_firms", "140000", 2024, 2105.0, "exact"),
    ("high_tech_firms", "140000", 2024, 4580.0, "exact"),
    said=("error:clash", "warning:unread-column"),
    **CITED,
)

sheet(
    "year-month-cols",
    [["年份", "月份", "地区", "指标", "数值", "单位"], [2024, 6, "山西省", "R&D经费", 150, "亿元"]],
    ("rd_expenditure", "140000", 2024, 150.0, "exact"),
    said=("warning:unread-column",),
    **CITED,
)

sheet(
    "type-column",
    [
        ["指标", "地区", "年份", "类型", "数值", "单位"],
        ["高新技术企业", "太原市", 2024, "预测", 2500, "家"],
        ["高新技术企业", "太原市", 2023, "实际", 1990, "家"],
    ],
    ("high_tech_firms", "140100", 2024, 2500.0, "exact"),
    ("high_tech_firms", "140100", 2023, 1990.0, "exact"),
    said=("warning:unread-column",),
    **CITED,
)

sheet(
    "cumulative",
    [["指标", "地区", "年份", "累计值", "单位"], ["R&D经费", "太原市", 2024, 500, "亿元"]],
    said=("error:no-header",),
    **CITED,
)

sheet(
    "average",
    [["指标", "地区", "2024年平均", "单位"], ["高新技术企业", "太原市", 2105, "家"]],
    said=("error:nothing",),
    **CITED,
)

sheet(
    "yearend-col",
    [["指标", "地区", "年份", "年末数", "单位"], ["高新技术企业", "太原市", 2024, 2105, "家"]],
    said=("error:no-header",),
    **CITED,
)

sheet(
    "five-year",
    [["指标", "地区", "2021-2024年", "单位"], ["R&D经费", "太原市", 400, "亿元"]],
    said=("error:year",),
    **CITED,
)
