"""Makes the files of this folder with programs that people use, and writes down what stands in them.

What is expected comes from what is put in here, never from what the reader says.
Usage: python make.py (README.md says what it needs).
"""

import datetime as dt
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile
import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent
GREY = PatternFill("solid", fgColor="DDDDDD")
books, refused = {}, {}


def day(text):
    return {"date": text}


def unworked(formula):
    return {"unworked": formula}


def fault(text):
    return {"fault": text}


def sheet(name, rows, hidden=False):
    # Every number is a double, as in the files.
    double = lambda value: float(value) if type(value) is int else value
    return {"name": name, "hidden": hidden, "rows": [[double(value) for value in row] for row in rows]}


def convert(source, kind, target):
    """Lets LibreOffice open a file and save it anew."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        made = next(path for path in Path(folder).iterdir() if path.is_file())
        shutil.copy(made, HERE / target)


def with_formulas(path):
    """A staff member's table: title, two rows of heads, hidden parts, formulas. None of its formulas has a value yet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "项目"
    page.append(["2026年度成果转化项目汇总表"])
    page.merge_cells("A1:H1")
    page.append(["企业名称", "项目名称", "费用（万元）", None, None, "起始日", "备注", "合格"])
    page.append([None, None, "研发费用", "房租费用", "合计", None, None, None])
    page.merge_cells("C2:E2")
    for column in "ABFGH":
        page.merge_cells(f"{column}2:{column}3")
    page.append(["云杉测试有限公司", "甲", 120.5, 30, "=C4+D4", dt.date(2026, 4, 21), '=A4&"/"&B4', "=E4>100"])
    page.append(["白桦测试有限公司", "乙", 80, 0, "=SUM(C5:D5)", "=F4+7", "=1/0", "=E5>100"])
    page.append(["红枫测试有限公司", "丙", "=C4*3", "=D5", "=ROUND(C6/7,2)", None, "=NA()", None])
    page["F4"].number_format = page["F5"].number_format = "yyyy/m/d"
    page.append(["小计", None, "=SUM(C4:C6)", None, "=总表!B1", None, '=IF(1=1,"","x")', None])
    page.row_dimensions[5].hidden = True
    page.column_dimensions["D"].hidden = True
    page.freeze_panes = "A4"
    page.auto_filter.ref = "A3:H7"
    total = book.create_sheet("总表")
    total["A1"], total["B1"] = "总计", "=SUM(项目!E4:E6)"
    total.sheet_state = "hidden"
    book.create_sheet("空表")
    book.save(path)


TITLE = "2026年度成果转化项目汇总表"
HEADS = ["企业名称", "项目名称", "费用（万元）", "费用（万元）", "费用（万元）", "起始日", "备注", "合格"]
SUBHEADS = ["企业名称", "项目名称", "研发费用", "房租费用", "合计", "起始日", "备注", "合格"]
A, B, C = "云杉测试有限公司", "白桦测试有限公司", "红枫测试有限公司"
CALCULATED = [
    [TITLE] * 8,
    HEADS,
    SUBHEADS,
    [A, "甲", 120.5, 30, 150.5, day("2026-04-21"), A + "/甲", True],
    [B, "乙", 80, 0, 80, day("2026-04-28"), fault("#DIV/0!"), False],
    [C, "丙", 361.5, 0, 51.64, None, fault("#N/A")],
    ["小计", None, 562, None, 282.14],
]


def formulas():
    with_formulas(HERE / "openpyxl-without-values.xlsx")
    bare = [list(row) for row in CALCULATED]
    bare[3][4], bare[3][6:] = unworked("=C4+D4"), [unworked('=A4&"/"&B4'), unworked("=E4>100")]
    bare[4][4:] = [unworked(words) for words in ("=SUM(C5:D5)", "=F4+7", "=1/0", "=E5>100")]
    bare[5][2:] = [*[unworked(words) for words in ("=C4*3", "=D5", "=ROUND(C6/7,2)")], None, unworked("=NA()")]
    bare[6][1:] = [None, unworked("=SUM(C4:C6)"), None, unworked("=总表!B1"), None, unworked('=IF(1=1,"","x")')]
    names = [("总表", [["总计", unworked("=SUM(项目!E4:E6)")]], True), ("空表", [], False)]
    rest = [sheet(*parts) for parts in names]
    books["openpyxl-without-values.xlsx"] = [sheet("项目", bare), *rest]
    convert(HERE / "openpyxl-without-values.xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice-formulas.xlsx")
    rest = [sheet("总表", [["总计", 282.14]], True), sheet("空表", [])]
    books["libreoffice-formulas.xlsx"] = [sheet("项目", CALCULATED), *rest]
    convert(HERE / "libreoffice-formulas.xlsx", "xls:MS Excel 97", "libreoffice-old.xls")
    convert(HERE / "libreoffice-formulas.xlsx", "ods", "libreoffice.ods")
    refused["libreoffice-old.xls"] = "OldFormat"
    refused["libreoffice.ods"] = "NotAWorkbook"
    # What a person sends who saves the shown sheet as text: the values as they are shown, in the first sheet alone.
    options = "csv:Text - txt - csv (StarCalc):59,34,76,1"
    convert(HERE / "libreoffice-formulas.xlsx", options, "libreoffice-semicolons.csv")
    texts = [
        [TITLE],
        ["企业名称", "项目名称", "费用（万元）", None, None, "起始日", "备注", "合格"],
        [None, None, "研发费用", "房租费用", "合计"],
        [A, "甲", "120.5", "30", "150.5", "2026/4/21", A + "/甲", "TRUE"],
        [B, "乙", "80", "0", "80", "2026/4/28", "#DIV/0!", "FALSE"],
        [C, "丙", "361.5", "0", "51.64", None, "#N/A"],
        ["小计", None, "562", None, "282.14"],
    ]
    books["libreoffice-semicolons.csv"] = [sheet("libreoffice-semicolons", texts)]


def fill_dates(page):
    page.append(["styled", "text", "serial"])
    page.append([dt.date(2026, 4, 21), "2026年4月21日", 46133])
    page.append([dt.datetime(2024, 2, 29, 18, 30), "2024/2/29", 45351])
    page["A2"].number_format = "yyyy\"年\"m\"月\"d\"日\""
    page["A3"].number_format = "yyyy/m/d h:mm"


def dates():
    styled = [day("2026-04-21"), day("2024-02-29")]
    texts = ["2026年4月21日", "2024/2/29"]
    rows = [["styled", "text", "serial"], [styled[0], texts[0], 46133], [styled[1], texts[1], 45351]]
    for name, settings in [("openpyxl-dates", {}), ("openpyxl-dates-1904", {"epoch": CALENDAR_MAC_1904}),
                           ("openpyxl-dates-iso", {"iso_dates": True})]:
        book = openpyxl.Workbook(iso_dates=settings.get("iso_dates", False))
        book.epoch = settings.get("epoch", book.epoch)
        book.active.title = "日期"
        fill_dates(book.active)
        if name == "openpyxl-dates":
            # The first days of the calendar, and a time without a day: 29 February 1900 is not asked of it.
            book.active.append([dt.date(1900, 3, 1), "1900-03-01", 61])
            book.active.append([dt.time(6, 0), "6:00", 0.25])
            book.active["A4"].number_format = "yyyy-mm-dd"
        book.save(HERE / f"{name}.xlsx")
        more = [[day("1900-03-01"), "1900-03-01", 61], [0.25, "6:00", 0.25]] if name == "openpyxl-dates" else []
        books[f"{name}.xlsx"] = [sheet("日期", rows + more)]
    convert(HERE / "openpyxl-dates-1904.xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice-dates-1904.xlsx")
    books["libreoffice-dates-1904.xlsx"] = [sheet("日期", rows)]
    book = xlsxwriter.Workbook(HERE / "xlsxwriter-dates-1904.xlsx", {"date_1904": True})
    page, style = book.add_worksheet("日期"), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_datetime(0, 0, dt.datetime(2026, 4, 21), style)
    page.write_datetime(1, 0, dt.datetime(1904, 1, 2), style)
    book.close()
    books["xlsxwriter-dates-1904.xlsx"] = [sheet("日期", [[day("2026-04-21")], [day("1904-01-02")]])]


def kinds():
    """What xlsxwriter writes, with the texts in their table and, saving memory, in their cells."""
    rows = [
        ["种类", "值"],
        ["文本数字", "00123"],
        ["富文本", "昌平区 2026 年"],
        ["百分比", 0.125],
        ["千分位", 1234567.89],
        ["货币", 6000000.5],
        ["布尔", True],
        ["错误", fault("#N/A"), fault("#REF!"), fault("#VALUE!"), fault("#NAME?"), fault("#NUM!")],
        ["公式文本", "前后"],
        ["公式数", 42],
        ["换行", "一\n二"],
        ["符号", "<a> & \"b\" 'c' 😀 _x000D_"],
        ["空格", "  两端  "],
        ["长数", 123456789012345],
        ["小数", 0.1],
        [],
        [None, None, "右边"],
    ]
    for name, lean in [("xlsxwriter-kinds", False), ("xlsxwriter-inline", True)]:
        book = xlsxwriter.Workbook(HERE / f"{name}.xlsx", {"constant_memory": lean})
        page = book.add_worksheet("种类")
        hidden = book.add_worksheet("藏")
        style = {key: book.add_format({"num_format": form}) for key, form in
                 {"百分比": "0.00%", "千分位": "#,##0.00", "货币": "¥#,##0.00", "文本数字": "@"}.items()}
        bold, red, fill = book.add_format({"bold": 1}), book.add_format({"font_color": "red"}), book.add_format({"bg_color": "#DDDDDD"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value == "昌平区 2026 年":
                    page.write_rich_string(number, column, "昌平区 ", bold, "2026", red, " 年")
                elif isinstance(value, dict):
                    page.write_formula(number, column, "=0", None, value["fault"])
                elif row[0] in ("公式文本", "公式数") and column == 1:
                    page.write_formula(number, column, "=0", None, value)
                elif isinstance(value, bool):
                    page.write_boolean(number, column, value)
                elif isinstance(value, str):
                    page.write_string(number, column, value, style.get(row[0]) if column else None)
                elif value is not None:
                    page.write_number(number, column, value, style.get(row[0]))
            # Cells without content but with a fill, up to the last column a program knows.
            for column in (20, 300, 16383):
                page.write_blank(number, column, None, fill)
        hidden.write_number(2, 3, 7)
        hidden.very_hidden()
        book.close()
        books[f"{name}.xlsx"] = [sheet("种类", rows), sheet("藏", [[], [], [None, None, None, 7]], True)]


def rich():
    book = openpyxl.Workbook(write_only=False)
    page = book.active
    page.title = "富文本"
    page["A1"] = CellRichText("研发", TextBlock(InlineFont(b=True), "费用"), "（万元）")
    page["B2"] = "'=1+1"
    page["B2"].quotePrefix = True
    page["C3"] = "#N/A"
    page["C3"].data_type = "e"
    for row in page.iter_rows(min_row=1, max_row=40, min_col=4, max_col=30):
        for cell in row:
            cell.fill = GREY
    page["AD40"].comment = openpyxl.comments.Comment("批注不是内容", "测试")
    page.merge_cells("A5:B6")
    page["A5"] = "并"
    page.merge_cells("A20:B21")
    page["A20"] = "远离表头"
    book.create_chartsheet("图")
    book.save(HERE / "openpyxl-rich.xlsx")
    rows = [["研发费用（万元）"], [None, "=1+1"], [None, None, fault("#N/A")], [], ["并", "并"]]
    # The second row of a merged region holds something only if a cell of its own does.
    rows += [[] for _ in range(14)] + [["远离表头"]]
    # A sheet that is a chart is no table.
    books["openpyxl-rich.xlsx"] = [sheet("富文本", rows)]


def locked():
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "机密"
    book.save(plain)
    with (HERE / "msoffcrypto-locked.xlsx").open("wb") as out:
        OOXMLFile(plain).encrypt("测试口令", out)
    refused["msoffcrypto-locked.xlsx"] = "Password"
    whole = (HERE / "openpyxl-dates.xlsx").read_bytes()
    (HERE / "cut-off.xlsx").write_bytes(whole[: len(whole) // 2])
    refused["cut-off.xlsx"] = "Damaged"
    with zipfile.ZipFile(HERE / "holds-a-text.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(zipfile.ZipInfo("说明.txt"), "不是工作簿")
    refused["holds-a-text.zip"] = "NotAWorkbook"
    (HERE / "picture.csv").write_bytes(bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"))
    refused["picture.csv"] = "Picture"


def text_tables():
    table = "企业名称,成立日期,研发费用（万元）\n云杉测试有限公司,2025-03-10,120.5\n镕堃测试㐂有限公司,2024/2/29,\"1,200\"\n"
    rows = [["企业名称", "成立日期", "研发费用（万元）"], [A, "2025-03-10", "120.5"],
            ["镕堃测试㐂有限公司", "2024/2/29", "1,200"]]
    marked = "\ufeff" + table
    tabs = table.replace('"1,200"', "1200").replace(",", "\t")
    for name, data, expected in [
        ("utf-8.csv", table.encode(), rows),
        ("utf-8-mark.csv", marked.encode(), rows),
        ("gb18030.csv", table.encode("gb18030"), rows),
        ("utf-16le-mark.csv", marked.encode("utf-16-le"), rows),
        ("utf-16be-mark.csv", marked.encode("utf-16-be"), rows),
        ("utf-16le.csv", table.encode("utf-16-le"), rows),
        ("utf-16be.csv", table.encode("utf-16-be"), rows),
        ("tabs.txt", ("\ufeff" + tabs).encode("utf-16-le"), [*rows[:2], [*rows[2][:2], "1200"]]),
        ("semicolons.csv", "a;b;c\r\n1,5;2,5;\"x;y\"\r\n".encode(), [["a", "b", "c"], ["1,5", "2,5", "x;y"]]),
        ("commas-in-quotes.csv", "first,last,address\nA,Tester,\"1 Sample St, Testville, 0\"\n".encode(),
         [["first", "last", "address"], ["A", "Tester", "1 Sample St, Testville, 0"]]),
        ("escaped-quotes.csv", 'a,b\n1,"ha ""ha"" ha"\n3,"""\"\n'.encode(), [["a", "b"], ["1", 'ha "ha" ha'], ["3", '"']]),
        ("newlines-in-quotes.csv", 'a,b\n"one\ntwo",2\n"x\r\ny","\n"\n5,6\n'.encode(),
         [["a", "b"], ["one\ntwo", "2"], ["x\r\ny", "\n"], ["5", "6"]]),
        ("empty-fields.csv", 'a,b,c\n1,"",""\n,,\n2,3,4\n'.encode(), [["a", "b", "c"], ["1"], [], ["2", "3", "4"]]),
        ("json-in-a-field.csv", 'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n'.encode(),
         [["key", "val"], ["1", '{"type": "Point", "coordinates": [102.0, 0.5]}']]),
        ("crlf.csv", b"a,b,c\r\n1,2,3\r\n4,5,6", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]),
        ("blank-lines.csv", b"a,b\r\n\r\n1,2\r\n\r\n\r\n\"x\r\ny\",4\r\n", [["a", "b"], [], ["1", "2"], [], [], ["x\r\ny", "4"]]),
        ("uneven.csv", b"a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
    ]:
        (HERE / name).write_bytes(data)
        books[name] = [sheet(name.rsplit(".", 1)[0], expected)]


def main():
    formulas()
    dates()
    kinds()
    rich()
    locked()
    text_tables()
    about = ("Sheets in order with their rows from the first: null is an empty cell, [] a row without content, "
             "{date} a day, {fault} an error of the program, {unworked} a formula without a result. `refused`: why not.")
    expected = json.dumps({"about": about, "books": books, "refused": refused}, ensure_ascii=False)
    for mark, line in [('": {"', '": {\n"'), ('], "', '],\n"'), (', {"name"', ',\n {"name"'), ("], [", "],\n  [")]:
        expected = expected.replace(mark, line)
    if json.loads(expected)["books"] != books:
        raise ValueError("a line break got into a text")
    (HERE / "expected.json").write_text(expected + "\n")


if __name__ == "__main__":
    main()
