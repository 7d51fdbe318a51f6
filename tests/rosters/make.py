"""Makes a roster as the staff of an incubator would keep it: 200 tenants that nobody has ever heard of, values in many
spellings, and faults put in on purpose.

Beside the workbook it writes what was put in: every fault with its place, and every tenant's profile once all faults are
mended. Nothing of that comes from the program under test.
Usage: python make.py (needs Python 3.11 and openpyxl 3.1; the same files come out each time).
"""

import datetime as dt
import json
import random
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
FACTS = json.loads((HERE / "../../policy-data/changping-2026-6/facts.json").read_text())
CHANCE = random.Random(20260421)
AS_OF = "2026-06-01"
APPLICANTS, AWARDS, EVALUATIONS, TAGS = "企业", "其他支持", "评定", "标签"
KINDS = {"applicant": {fact["name"]: fact for fact in FACTS["applicant"]}}
KINDS |= {table["name"]: {fact["name"]: fact for fact in table["columns"]} for table in FACTS["tables"]}
LABELS = {table["name"]: table["row_label"]["zh"] for table in FACTS["tables"]}

# Sheet: the table, rows above the heads, and heads with what they hold; none: nothing that is imported.
SHEETS = {
    "企业": ("applicant", [["2026年度入驻企业政策自查汇总表"], ["填表部门：", "运营服务部", None, "截止", "5月底"]], [
        ("序号", None), ("企业名称", "owner"), ("统一社会信用代码", "code"), ("主体类型（可多选）", "roles"),
        ("成立日期（以营业执照为准）", "founded_on"), ("是否科技型企业", "is_tech_company"), ("创办人来自", "founder_origin"),
        ("创办人是否为主要股东", "founder_is_main_shareholder"), ("联系人", None), ("校地共建", "cluster_is_joint"),
        ("是否实体化运营", "cluster_operator_is_entity"), ("是否提供概念验证服务", "poc_platform_provides_service"),
        ("是否获市级认定", "poc_platform_municipal_recognition"), ("是否市场化运营", "public_platform_market_run"),
        ("特殊、专有作用", "public_platform_special"), ("与高校、院所、医院合作", "public_platform_cooperates"),
        ("成果熟化服务内容", "public_platform_services"), ("是否开放共享仪器", "instruments_shared_on_platform"),
        ("是否区级高质量孵化器", "incubator_district_quality"), ("“小巨人”企业数量", "incubated_little_giants"),
        ("独角兽企业数（家）", "incubated_unicorns"), ("上市企业数（家）", "incubated_listed"),
        ("是否北京市标杆孵化器", "benchmark_incubator"), ("未标明的项目和事项", "untagged"), ("备注", None)]),
    "项目": ("projects", [["成果转化项目台账"]], [
        ("企业名称", "owner"), ("社会信用代码", "code"), ("项目名称", "name"), ("成果产业化项目？", "is_commercialisation"),
        ("重大经济社会价值", "is_major"), ("费用起始日期", "cost_window_start"), ("费用截止日期", "cost_window_end"),
        ("研发费用（万元）", "rd_cost"), ("房租费用（万元）", "rent_cost"), ("装修费用(万元)", "fitout_cost"),
        ("固定资产投资（万元）", "fixed_asset_investment"), ("其中：房产、土地购置费用（万元）", "property_land_cost"),
        ("颠覆性技术成果转化", "disruptive_team"), ("知名科学家领衔", "renowned_scientist_led"),
        ("早期概念验证项目", "early_poc"), ("所属事项", "matter"), ("经办人", None)]),
    "融资": ("financing_rounds", [], [
        ("单位名称", "owner"), ("轮次", "name"), ("获得投资日期", "obtained_on"), ("是否股权投资", "is_equity"),
        ("实力机构投资", "strong_investor"), ("投后估值（亿元）", "post_money_valuation")]),
    "专项资金": ("special_funds", [], [
        ("企业", "owner"), ("级别（国家/北京市/区）", "level"), ("是否专项资金", "is_special_fund"),
        ("获得金额（千元）", "received_amount"), ("获得日期", "received_on"), ("说明", None)]),
    "技术经理人": ("technology_managers", [], [
        ("机构名称", "owner"), ("姓名", "name"), ("“朱雀计划”人才", "zhuque"), ("高水平专业化", "high_level"),
        ("是否市场化聘用", "market_hired"), ("年聘用费用（万元）", "annual_cost")]),
    "技术合同": ("technology_contracts", [], [
        ("公司", "owner"), ("合同名称", "name"), ("是否职务科技成果", "service_invention"), ("定向方式", "directed_mode"),
        ("是否认定登记", "registered"), ("成果是否已转化", "converted"), ("技术合同交易额", "amount"),
        ("签订日期", "signed_on"), ("电话", None), ("邮箱", None)]),
    "成果熟化项目": ("service_projects", [], [
        ("信用代码", "code"), ("名称", "name"), ("是否转化落地", "landed"), ("服务合同金额（元）", "contract_amount")]),
    "其他支持": ("other_awards", [["含已获得、已申请和拟申请的支持"]], [
        ("申请人", "owner"), ("名称", "name"), ("级别", "level"), ("状态", "status"), ("金额（万元）", "amount"),
        ("所属项目", "project"), ("所属事项", "matter")]),
    "评定": ("evaluations", [], [("企业名称", "owner"), ("申请事项", "claim"), ("评定进展", "state")]),
    "标签": ("tags", [], [("企业名称", "owner"), ("申请事项", "claim"), ("所属项目", "project"), ("所属事项", "matter")]),
}
ZEROS = [("千元", 3), ("万元", 4), ("亿元", 8)]
# Lands that only books know.
LANDS = "华胥 桃源 槐安 大荒 蓬壶 方丈 瀛海 君子国 黑齿 白民 歧舌 淑士 无肠 劳民 聂耳 不死民 羽民 三首 焦侥 乌有".split()
TRADES = "生物医药 智能装备 新材料 量子信息 合成生物 医疗器械 氢能 传感 软件 光电".split()
UNKNOWN = [None, None, None, "不清楚", "—", "/", "待定", "不详"]


def check_character(digits, weights, modulus, letters):
    total = sum(letters.index(letter) * weight for letter, weight in zip(digits, weights))
    return letters[(modulus - total % modulus) % modulus]


def code_of(number):
    """A valid code of a region that does not exist (990000)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"MAT{number:05d}"
    plain = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(plain.index(letter) * weight for letter, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2)))
    last = "0123456789X0"[11 - total % 11]
    first = "91990000" + body + last
    return first + check_character(first, [3**n % 31 for n in range(17)], 31, letters)


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def plain_number(value):
    text = format(Decimal(value).normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def spell_money(yuan, zeros):
    exact = Decimal(yuan)
    inside = exact.scaleb(-zeros)
    ways = [lambda: float(inside), lambda: float(inside), lambda: plain_number(inside), lambda: f" {plain_number(inside)} "]
    ways += [lambda: f"{exact:,.2f}元", lambda: wide(plain_number(inside)), lambda: plain_number(exact.scaleb(-4)) + "万",
             lambda: "¥" + plain_number(exact), lambda: "人民币" + plain_number(exact.scaleb(-4)) + "万元整",
             lambda: plain_number(exact.scaleb(-8)) + "亿元", lambda: f"{inside:,f}"]
    return CHANCE.choice(ways)()


def serial(day):
    return (day - dt.date(1899, 12, 30)).days


def spell_date(day):
    y, m, d = day.year, day.month, day.day
    ways = [day, day, day, f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}.{m:02d}.{d:02d}", f"{y}-{m:02d}-{d:02d} 00:00:00",
            wide(f"{y}-{m}-{d}"), int(f"{y}{m:02d}{d:02d}"), serial(day), f"{y}年{m}月{d}号"]
    return CHANCE.choice(ways)


def spell_bool(flag):
    yes = ["是", "是", "有", "√", "Y", "yes", "TRUE", True, 1, " 是 ", "１"]
    no = ["否", "否", "无", "×", "N", "no", "FALSE", False, 0, "不是", "０"]
    return CHANCE.choice(yes if flag else no)


def spell_word(fact, word):
    value = next(value for value in fact["values"] if value["value"] == word)
    zh, en = value["label"]["zh"], value["label"]["en"]
    return CHANCE.choice([zh, zh, zh, word, en, re.split("[（(]", zh)[0]])


def spell(fact, value, zeros):
    kind = fact["type"]
    if kind == "money":
        return spell_money(value, zeros)
    if kind == "date":
        return spell_date(dt.date.fromisoformat(value))
    if kind == "bool":
        return spell_bool(value)
    if kind == "int":
        return CHANCE.choice([value, value, str(value), f"{value}家", wide(str(value)), f" {value} "])
    if kind == "choice":
        return spell_word(fact, value)
    mark = CHANCE.choice(["、", "，", ";", "；", "\n"])
    return mark.join(spell_word(fact, word) for word in value)


def any_value(fact):
    kind = fact["type"]
    if kind == "money":
        yuan = Decimal(CHANCE.choice([0, 5, 33, 100, 1234, 60000, 98765])) * CHANCE.choice([1, 100, 10000])
        return plain_number(yuan + CHANCE.choice([Decimal(0), Decimal(0), Decimal("0.05"), Decimal("0.5")]))
    if kind == "date":
        return (dt.date(2023, 1, 1) + dt.timedelta(CHANCE.randrange(1240))).isoformat()
    if kind == "bool":
        return CHANCE.random() < 0.8
    if kind == "int":
        return CHANCE.choice([0, 1, 2, 3, 12])
    words = [value["value"] for value in fact["values"]]
    return CHANCE.choice(words) if kind == "choice" else CHANCE.sample(words, CHANCE.choice([1, 1, 2, 3]))


def zeros_of(head):
    return next((zeros for unit, zeros in ZEROS if unit in head), 0)


class Row:
    """A row of a sheet: what its cells hold, and what they mean."""

    def __init__(self, sheet, tenant, truth, cells):
        self.sheet, self.tenant, self.truth, self.cells = sheet, tenant, truth, cells
        self.number, self.used = 0, False


class Tenant:
    def __init__(self, name, code, roles):
        self.name, self.code, self.roles = name, code, roles
        self.untagged, self.evaluations, self.tags = False, {}, {}
        self.rows, self.own = {}, None
        # Some keep good books.
        self.share = CHANCE.choice([0.5, 0.7, 0.98])


def fill(sheet, known, share):
    """Values and spelled cells of a sheet's facts, of which this share is known."""
    table, _, heads = SHEETS[sheet]
    truth, cells = {}, {}
    for head, target in heads:
        fact = KINDS.get(table, {}).get(target)
        if not fact:
            continue
        if target in known or CHANCE.random() < share:
            truth[target] = known.get(target, any_value(fact))
            if truth[target] is None:
                del truth[target]
        if target not in truth:
            # 不清楚 is a state of support of its own.
            cells[target] = CHANCE.choice(UNKNOWN) if target != "status" else CHANCE.choice([None, "—"])
    sound(truth, known)
    for head, target in heads:
        if target in truth:
            cells[target] = spell(KINDS[table][target], truth[target], zeros_of(head))
    return truth, cells


def sound(truth, known):
    """The rules of the policy between two facts of a row, and of a row and its applicant."""
    if "cost_window_end" in truth and truth.get("cost_window_start", "") > truth["cost_window_end"]:
        truth["cost_window_start"], truth["cost_window_end"] = truth["cost_window_end"], truth["cost_window_start"]
    whole, part = truth.get("fixed_asset_investment"), truth.get("property_land_cost")
    if whole and part and Decimal(part) > Decimal(whole):
        truth["fixed_asset_investment"], truth["property_land_cost"] = part, whole
    if "obtained_on" in truth and truth["obtained_on"] < known.get("founded", ""):
        truth["obtained_on"] = known["founded"]


def tenants():
    roles = ["tech_enterprise"] * 6 + ["university", "research_institute", "medical_institution", "foreign_rd_centre",
             "tech_transfer_org", "poc_platform", "public_tech_platform", "incubator", "cluster_operator", "university_science_park", "association"]
    last = {"university": "大学", "research_institute": "研究院", "medical_institution": "医院", "incubator": "孵化器有限公司"}
    for number in range(200):
        role = roles[number % len(roles)]
        land, trade = LANDS[number % 20], TRADES[number // 20]
        name = CHANCE.choice(["北京{}{}", "{}（北京）{}", "{}{}"]).format(land, trade) + last.get(role, "科技有限公司")
        if number % 40 == 7:
            name = f"Erewhon {number} Robotics (Beijing) Co., Ltd."
        more = [] if CHANCE.random() < 0.8 else ["other"]
        yield Tenant(name, code_of(number), [role, *more])


def table_row(tenant, sheet, name, known):
    table, _, heads = SHEETS[sheet]
    truth, cells = fill(sheet, known, tenant.share)
    targets = [target for _, target in heads]
    cells["owner"] = tenant.name if CHANCE.random() < 0.8 else CHANCE.choice([f" {tenant.name}", wide(tenant.name), tenant.code])
    cells["code"] = tenant.code if CHANCE.random() < 0.7 or "owner" not in targets else None
    if "name" in targets and name:
        cells["name"] = truth["name"] = name
    for tag in ("project", "matter"):
        if tag in targets and CHANCE.random() < 0.4:
            cells[tag] = truth[tag] = CHANCE.choice(["主项目", "甲事项", "2026-01"])
        elif tag in targets:
            cells[tag] = CHANCE.choice([None, None, "/", "不清楚"])
    return Row(sheet, tenant, truth, cells)


def fill_tables(tenant):
    role = tenant.roles[0]
    founded = tenant.own.truth.get("founded_on", "")
    makers = {"tech_enterprise": ["项目", "项目", "融资"], "foreign_rd_centre": ["专项资金", "项目"], "tech_transfer_org": ["技术经理人"],
              "public_tech_platform": ["成果熟化项目", "成果熟化项目"], "poc_platform": ["项目", "技术经理人"]}
    sheets = makers.get(role, ["技术合同"] if role not in ("incubator", "cluster_operator") else [])
    if CHANCE.random() < 0.7:
        sheets = [*sheets, AWARDS]
    names = {"项目": ["一期", "二期/扩产", "一期", "样机~验证"], "融资": ["天使轮", "A轮", "B+轮"], "技术经理人": ["经理甲", "经理乙"],
             "技术合同": ["许可合同", "转让合同"], "成果熟化项目": ["样机改造", "小批试制"], AWARDS: ["区级支持", "市级支持"]}
    for sheet in sheets:
        for _ in range(CHANCE.choice([1, 1, 2])):
            name = CHANCE.choice(names[sheet]) if sheet in names and CHANCE.random() < 0.9 else None
            row = table_row(tenant, sheet, name, {"founded": founded})
            tenant.rows.setdefault(sheet, []).append(row)


def name_rows(tenant):
    """Ids as rows get them: name or label and number, told apart where two are alike."""
    for sheet, rows in tenant.rows.items():
        taken = []
        for number, row in enumerate(rows, 1):
            wish = row.truth.get("name") or f"{LABELS[SHEETS[sheet][0]]} {number}"
            row.truth["id"] = next(key for key in [wish, *(f"{wish}（{n}）" for n in range(2, 99))] if key not in taken)
            taken.append(row.truth["id"])


def keyed(tenant):
    """Evaluations and tags by claim."""
    states = {"passed": ["已通过", "通过", "passed"], "failed": ["未通过"], "in_progress": ["评定中", "进行中"],
              "not_applied": ["未申请"], "unknown": ["不清楚", "未知"]}
    project = next(iter(tenant.rows.get("项目", [])), None)
    out = []
    if project and CHANCE.random() < 0.8:
        for claim in CHANCE.sample(["5.1", "4.2", f"5.1#{project.truth['id']}"], 2):
            state = CHANCE.choice(list(states))
            # A sheet's 5.1 is a number as often as not.
            cell = float(claim) if "#" not in claim and CHANCE.random() < 0.5 else claim
            tenant.evaluations[claim] = state
            out.append(Row(EVALUATIONS, tenant, {"claim": claim}, {"owner": tenant.name, "claim": cell, "state": CHANCE.choice(states[state])}))
        if CHANCE.random() < 0.4:
            claim, tags = f"5.1#{project.truth['id']}", {"project": "主项目", "matter": None}
            tenant.tags[claim] = tags
            out.append(Row(TAGS, tenant, {"claim": claim}, {"owner": tenant.name, "claim": claim, "project": "主项目", "matter": "-"}))
    return out


class Roster:
    """Everything that goes into the workbook."""

    def __init__(self):
        self.rows = {sheet: [] for sheet in SHEETS}
        self.faults, self.late = [], []
        self.tenants = list(tenants())
        for number, tenant in enumerate(self.tenants):
            known = {"roles": tenant.roles} if CHANCE.random() < 0.95 else {"roles": None}
            truth, cells = fill(APPLICANTS, known, tenant.share)
            tenant.untagged = number % 9 == 0
            cells |= {"owner": tenant.name, "code": CHANCE.choice([tenant.code, tenant.code.lower(), wide(tenant.code)])}
            cells["untagged"] = "互不相同" if tenant.untagged else CHANCE.choice([None, "不清楚", "可能相同"])
            tenant.own = Row(APPLICANTS, tenant, truth, cells)
            self.rows[APPLICANTS].append(tenant.own)
            fill_tables(tenant)
            name_rows(tenant)
            for sheet, rows in tenant.rows.items():
                self.rows[sheet] += rows
            for row in keyed(tenant):
                self.rows[row.sheet].append(row)

    def take(self, sheet, target, test=lambda row: True):
        """The next row that has a value there and no fault yet, from a tenant without faults."""
        for row in self.rows[sheet][3:]:
            value = row.truth.get(target) if target in KINDS[SHEETS[sheet][0]] else True
            if value is not None and not row.used and not row.tenant.own.used and test(row):
                row.used = row.tenant.own.used = True
                return row
        raise LookupError((sheet, target))

    def tell(self, row, target, reason, right, pointer=None, value=None, **more):
        self.faults.append({"row": row, "target": target, "reason": reason, "right": right, "pointer": pointer,
                            "value": value, **more})

    def bad_value(self, sheet, target, cell, reason):
        row = self.take(sheet, target)
        fact = KINDS[SHEETS[sheet][0]][target]
        truth = row.truth[target]
        row.cells[target] = cell
        right = str(spell(fact, truth, 0)) if fact["type"] not in ("money", "date") else truth
        # What a cell means without a unit is what its head says; written out it is yuan.
        right = right + "元" if fact["type"] == "money" else right
        self.tell(row, target, reason, right, self.pointer(row) + "/" + target)
        return row

    def pointer(self, row):
        if row.sheet == APPLICANTS:
            return "/applicant"
        return f"/{SHEETS[row.sheet][0]}/{row.tenant.rows[row.sheet].index(row)}"


def bad_values(roster):
    for sheet, target, cell, reason in [
        ("项目", "rd_cost", "十万", "not_an_amount"), ("项目", "rent_cost", "12万5", "not_an_amount"),
        ("项目", "fitout_cost", "约30", "not_an_amount"), ("专项资金", "received_amount", "1.2,345", "not_an_amount"),
        ("技术合同", "amount", "见合同", "not_an_amount"), ("项目", "fixed_asset_investment", True, "not_an_amount"),
        ("项目", "rd_cost", -5, "negative_amount"), ("技术经理人", "annual_cost", "-12万", "negative_amount"),
        ("融资", "post_money_valuation", "－1.5", "negative_amount"), ("技术合同", "amount", "1000.005", "too_fine"),
        ("成果熟化项目", "contract_amount", 0.125, "too_fine"), ("项目", "rent_cost", "0.0000001", "too_fine"),
        (AWARDS, "amount", "1000000000000000000", "too_large"), ("融资", "post_money_valuation", "99999999999亿", "too_large"),
        (APPLICANTS, "founded_on", "去年三月", "not_a_day"), (APPLICANTS, "founded_on", "2026-4", "not_a_day"),
        ("项目", "cost_window_start", "开工日", "not_a_day"), ("融资", "obtained_on", "A轮", "not_a_day"),
        ("专项资金", "received_on", 0.5, "not_a_day"), ("技术合同", "signed_on", "46133", "not_a_day"),
        (APPLICANTS, "founded_on", "2025-02-29", "no_such_day"), ("项目", "cost_window_end", "2026年13月1日", "no_such_day"),
        ("融资", "obtained_on", 60, "no_such_day"), ("技术合同", "signed_on", "1800/1/1", "no_such_day"),
        (APPLICANTS, "incubated_unicorns", 2.5, "not_a_count"), (APPLICANTS, "incubated_listed", "若干", "not_a_count"),
        (APPLICANTS, "incubated_little_giants", -1, "not_a_count"),
        (APPLICANTS, "is_tech_company", "也许", "not_yes_no"), ("项目", "is_major", "是/否", "not_yes_no"),
        ("融资", "is_equity", 2, "not_yes_no"), ("专项资金", "is_special_fund", "科技专项", "not_yes_no"),
        ("技术经理人", "zhuque", dt.date(2026, 4, 21), "not_yes_no"), ("技术合同", "registered", "办理中", "not_yes_no"),
        ("成果熟化项目", "landed", "部分", "not_yes_no"),
        (APPLICANTS, "founder_origin", "中学", "not_a_choice"), (APPLICANTS, "roles", "科技创新企业、个体户", "not_a_choice"),
        (APPLICANTS, "public_platform_services", "装修服务", "not_a_choice"), ("专项资金", "level", "乡镇级", "not_a_choice"),
        ("技术合同", "directed_mode", "定向", "not_a_choice"), (AWARDS, "status", "在路上", "not_a_choice"),
        (AWARDS, "level", 3, "not_a_choice"),
        ("项目", "rd_cost", "#N/A", "program_fault"), ("项目", "cost_window_end", "#REF!", "program_fault"),
        (APPLICANTS, "founder_origin", "#VALUE!", "program_fault"), (APPLICANTS, "incubated_listed", "#DIV/0!", "program_fault"),
        ("融资", "strong_investor", "#NAME?", "program_fault"), (APPLICANTS, "roles", "#N/A", "program_fault"),
    ]:
        roster.bad_value(sheet, target, cell, reason)


def bad_rules(roster):
    """Values that can be read but break a rule of the policy; told in yuan where the column has another unit."""
    for sheet, target, other, make in [
        ("项目", "property_land_cost", "fixed_asset_investment", lambda whole: plain_number(Decimal(whole) + 1)),
        ("项目", "cost_window_end", "cost_window_start", lambda day: (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()),
        ("融资", "obtained_on", None, lambda day: (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()),
    ]:
        known = (lambda row: row.tenant.own.truth.get("founded_on")) if other is None else (lambda row: row.truth.get(other))
        for _ in range(2):
            row = roster.take(sheet, target, known)
            wrong = make(known(row))
            row.cells[target] = float(Decimal(wrong) / 10000) if other == "fixed_asset_investment" else dt.date.fromisoformat(wrong)
            unit = "元" if other == "fixed_asset_investment" else ""
            roster.tell(row, target, "rule", row.truth[target] + unit, f"{roster.pointer(row)}/{target}", wrong + unit)


def bad_owners(roster):
    """Rows that say of nobody, or of somebody who is not in the list. They are their owner's last, as they come late."""
    # Nothing is keyed by such a row: what names a row that is not there is told as well.
    unkeyed = lambda row: not any("#" in claim for claim in [*row.tenant.evaluations, *row.tenant.tags])
    last = lambda row: row.tenant.rows[row.sheet][-1] is row and row.truth.get("name") and unkeyed(row)
    for sheet, owner, code, reason in [
        ("项目", None, None, "no_owner"), ("融资", "", None, "no_owner"), ("技术合同", "  ", None, "no_owner"),
        ("项目", "查无此公司", None, "unknown_owner"), ("融资", "北京蓬壶科技", None, "unknown_owner"),
        ("技术经理人", "#REF!", None, "unknown_owner"), ("成果熟化项目", None, "919900009999999999", "unknown_owner"),
        (AWARDS, "91110000MA00000000", None, "unknown_owner"), ("项目", "又一家", "91110000MA00000000", "unknown_owner"),
    ]:
        row = roster.take(sheet, "name", last)
        row.cells["owner"], row.cells["code"] = owner, code
        target = "owner" if sheet != "成果熟化项目" else "code"
        owner_row(roster, row, target, reason)
    # Nobody's row with two values that cannot be read besides: first its owner is found, then they are mended.
    row = roster.take("项目", "rd_cost", lambda row: last(row) and "cost_window_start" in row.truth)
    row.cells |= {"owner": "第三家", "code": None, "rd_cost": "许多", "cost_window_start": "年初"}
    owner_row(roster, row, "owner", "unknown_owner")
    roster.tell(row, "rd_cost", "not_an_amount", row.truth["rd_cost"] + "元", roster.pointer(row) + "/rd_cost", late=True)
    roster.tell(row, "cost_window_start", "not_a_day", row.truth["cost_window_start"], roster.pointer(row) + "/cost_window_start", late=True)
    for sheet, reason, owner in [(EVALUATIONS, "no_owner", None), (TAGS, "unknown_owner", "查无此公司")]:
        row = next(row for row in roster.rows[sheet] if not row.tenant.own.used)
        row.tenant.own.used = True
        row.cells["owner"] = owner
        part = "evaluations" if sheet == EVALUATIONS else "tags"
        key = row.truth["claim"].replace("~", "~0").replace("/", "~1")
        roster.tell(row, "owner", reason, row.tenant.name, f"/{part}/{key}")
    # Nobody's evaluation with a state that is none.
    row = next(row for row in roster.rows[EVALUATIONS] if not row.tenant.own.used and "#" not in row.truth["claim"])
    row.tenant.own.used, row.cells["owner"], row.cells["state"] = True, "第四家", "一半"
    row.tenant.evaluations[row.truth["claim"]] = "failed"
    pointer = f"/evaluations/{row.truth['claim']}"
    roster.tell(row, "owner", "unknown_owner", row.tenant.name, pointer)
    roster.tell(row, "state", "unknown_word", "未通过", pointer, late=True)
    # The sum that staff put below their table: nobody's row, and nothing to mend.
    table, _, heads = SHEETS["项目"]
    total = Row("项目", None, {}, {"owner": "合计", "rd_cost": 123456, "rent_cost": 7890})
    roster.late.append(total)
    roster.tell(total, "owner", "unknown_owner", None)


def owner_row(roster, row, target, reason):
    right = row.tenant.name if len(roster.faults) % 2 else row.tenant.code
    roster.tell(row, target, reason, right, roster.pointer(row))


def bad_applicants(roster):
    alone = lambda row: not row.tenant.rows and not row.tenant.evaluations
    by_name = lambda row: all(known.cells.get("owner") not in (None, row.tenant.code) and known.sheet != "成果熟化项目"
                              for rows in row.tenant.rows.values() for known in rows)
    for cell, reason in [(None, "no_name"), ("   ", "no_name"), ("#N/A", "program_fault")]:
        row = roster.take(APPLICANTS, "owner", alone)
        row.cells["owner"] = cell
        roster.tell(row, "owner", reason, row.tenant.name, "/applicant/name")
    for change, reason in [(lambda code: code[:17], "code_length"), (lambda code: "无", "code_length"),
                           (lambda code: code.replace("MAT", "MAO"), "code_character"), (lambda code: code[:16] + "Z" + code[17:], "code_character"),
                           (lambda code: code[:5] + "8" + code[6:], "code_check"), (lambda code: "91990000MAT000001A", "code_check")]:
        row = roster.take(APPLICANTS, "code", by_name)
        row.cells["code"] = change(row.tenant.code)
        roster.tell(row, "code", reason, row.tenant.code.lower())
    for write in [str, wide]:
        row = roster.take(APPLICANTS, "owner")
        other = roster.take(APPLICANTS, "owner", lambda known: alone(known) and known is not row)
        other.tenant.name = other.cells["owner"] = write(row.tenant.name)
        roster.tell(other, "owner", "same_name", "", other=row)
    row, other = roster.take(APPLICANTS, "owner"), roster.take(APPLICANTS, "owner", alone)
    other.tenant.code = row.tenant.code
    other.cells["code"] = row.tenant.code.lower()
    roster.tell(other, "code", "same_code", "", other=row)
    row = roster.take(APPLICANTS, "owner", lambda row: row.tenant.untagged)
    row.cells["untagged"] = "看情况"
    roster.tell(row, "untagged", "unknown_word", "互不相同", "/untagged_matters")


def bad_keyed(roster):
    for state in ("差不多了", None):
        row = next(row for row in roster.rows[EVALUATIONS] if not row.tenant.own.used and "#" in row.truth["claim"])
        row.tenant.own.used = True
        row.cells["state"], row.tenant.evaluations[row.truth["claim"]] = state, "passed"
        key = row.truth["claim"].replace("~", "~0").replace("/", "~1")
        roster.tell(row, "state", "unknown_word", "已通过", f"/evaluations/{key}")
    for sheet, claim in [(EVALUATIONS, "5.9"), (EVALUATIONS, "5.1#样机~验证/第3期"), (TAGS, "99")]:
        owner = roster.take(APPLICANTS, "owner").tenant
        row = Row(sheet, owner, {"claim": claim}, {"owner": owner.name, "claim": claim, "state": "已通过", "project": "主项目", "matter": None})
        roster.rows[sheet].append(row)
        roster.tell(row, "claim", "rule", "")


    # The same claim twice, with another state: the first counts. With the same state nothing is wrong.
    row = next(row for row in roster.rows[EVALUATIONS] if not row.tenant.own.used and row.tenant.evaluations[row.truth["claim"]] == "passed")
    row.tenant.own.used = True
    for state in ("已通过", "未通过"):
        again = Row(EVALUATIONS, row.tenant, {}, row.cells | {"state": state})
        roster.rows[EVALUATIONS].append(again)
    roster.tell(again, "claim", "same_item", "", other=row)
    # An error where a tag should be is no tag.
    row = roster.take(AWARDS, "project", lambda row: "project" in row.truth)
    del row.truth["project"]
    row.cells["project"] = "#REF!"
    roster.tell(row, "project", "program_fault", "")


def write_sheet(book, sheet, roster):
    table, above, heads = SHEETS[sheet]
    page = book.create_sheet(sheet)
    for line in above:
        page.append(line)
    if above:
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
    head_row = len(above) + 1
    for column, (head, _) in enumerate(heads, 1):
        page.cell(head_row, column, head)
    if sheet == "技术合同":
        # Heads of two rows: all but the last two columns are merged downwards.
        for column in range(1, len(heads) - 1):
            page.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
        page.cell(1, len(heads) - 1, "经办人")
        page.merge_cells(start_row=1, end_row=1, start_column=len(heads) - 1, end_column=len(heads))
        for column in (len(heads) - 1, len(heads)):
            page.cell(2, column, heads[column - 1][0])
        head_row = 2
    number = head_row
    for count, row in enumerate([*roster.rows[sheet], *(row for row in roster.late if row.sheet == sheet)]):
        # Blank lines between the pages of a list.
        number += 2 if count and count % 50 == 0 else 1
        row.number = number
        for column, (head, target) in enumerate(heads, 1):
            put(page.cell(number, column), row.cells.get(target) if target else {"序号": count + 1, "备注": None}.get(head))
        if count % 17 == 16:
            page.row_dimensions[number].hidden = True
    page.freeze_panes = page.cell(head_row + 1, 1)


def put(cell, value):
    cell.value = value
    if isinstance(value, str) and value.startswith("#"):
        cell.data_type = "e"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy/m/d"


def told(value):
    """A cell as text, as it is told."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return plain_number(repr(value))
    return value.isoformat() if isinstance(value, dt.date) else value.strip()


def fault_record(fault, roster):
    row, target = fault["row"], fault["target"]
    heads = SHEETS[row.sheet][2]
    column = next(number for number, (_, known) in enumerate(heads) if known == target)
    value = fault["value"] if fault["value"] is not None else told(row.cells.get(target))
    record = {"sheet": row.sheet, "row": row.number, "column": column, "head": heads[column][0], "value": value,
              "reason": fault["reason"], "right": fault["right"], "pointer": fault["pointer"],
              "applicant": row.tenant.own.number if row.tenant else None}
    if "other" in fault:
        record["other_row"] = fault["other"].number
    if fault.get("late"):
        record["late"] = True
    return record


def profile(tenant):
    out = {"format": "changping-profile/1", "as_of": AS_OF, "applicant": {**tenant.own.truth, "name": tenant.name}}
    for sheet, rows in tenant.rows.items():
        out[SHEETS[sheet][0]] = [row.truth for row in rows]
    for key, part in [("evaluations", tenant.evaluations), ("tags", tenant.tags)]:
        if part:
            out[key] = part
    if tenant.untagged:
        out["untagged_matters"] = "distinct"
    return out


def fix_times(path):
    """The same bytes each time: no time of making in the parts or their pack."""
    with zipfile.ZipFile(path) as pack:
        parts = [(name, pack.read(name)) for name in pack.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts:
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-06-01T00:00:00Z", data)
            pack.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def lines(records):
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n"


def main():
    roster = Roster()
    # The rarest first: a tenant takes part in one fault, or in one row of them.
    bad_owners(roster)
    bad_keyed(roster)
    bad_rules(roster)
    bad_values(roster)
    bad_applicants(roster)
    book = openpyxl.Workbook()
    book.active.title = "填写说明"
    for line in (["请各部门于5月底前填写"], ["企业名称须与营业执照一致"], ["金额单位见表头"]):
        book.active.append(line)
    for sheet in SHEETS:
        write_sheet(book, sheet, roster)
    lists = book.create_sheet("下拉选项")
    lists.sheet_state = "hidden"
    for value in KINDS["applicant"]["founder_origin"]["values"]:
        lists.append([value["label"]["zh"]])
    path = HERE / "incubator-200.xlsx"
    book.save(path)
    fix_times(path)
    faults = [fault_record(fault, roster) for fault in roster.faults]
    (HERE / "incubator-200.faults.json").write_text("[\n" + lines(faults).strip().replace("}\n", "},\n") + "\n]\n")
    (HERE / "incubator-200.profiles.jsonl").write_text(lines(
        {"row": tenant.own.number, "code": tenant.code, "profile": profile(tenant)} for tenant in roster.tenants))


if __name__ == "__main__":
    main()
