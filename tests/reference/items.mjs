/**
 * The 49 items of 昌政办发〔2026〕6号 in the order of the text, written out by hand.
 *
 * An item with `table` has one claim per row; `applicant` are the conditions that no row can change,
 * `row` those of one row. `evaluated` says that the text asks for 评定 or 综合评价; `disclosed` names
 * the ambiguities that every claim of the item must show, `dates` the facts that tell when it happened.
 */

import { costShare, noAmount, perFirm, shareOf, unspecified } from './amounts.mjs';
import { withinCostWindow, withinYearsOfFounding } from './dates.mjs';
import { allOf, anyOf, check, holdsTrue, isTrue, isTrueElse, softened, unclear } from './logic.mjs';
import { parseFen } from './money.mjs';
import { bothKinds, largestPerProject, oneLevelOnly } from './readings.mjs';

const INSTITUTIONS = ['university', 'research_institute', 'medical_institution'];
const FOUNDERS = INSTITUTIONS;
const SERVICE_KINDS = [
  'electronics_redesign',
  'structure_redesign',
  'emi_emc',
  'principle_prototype',
  'engineering_prototype',
  'reliability_test',
  'pilot_production',
  'supply_chain',
];
const HUNDRED_MILLION_FEN = parseFen('100000000');

function money(id, parts) {
  return { id, kind: 'money', evaluated: true, amount: unspecified, disclosed: [], ...parts };
}

function direction(id, ...roles) {
  return { id, kind: 'direction', roles };
}

function government(id) {
  return { id, kind: 'government', roles: [] };
}

const oneOf = (fact, values) => check(fact, (value) => values.includes(value));

// Article 4: 实体化运营管理和服务机构 of a 集聚区 built by 知名高校联合地方政府.
const clusterOperator = (facts) =>
  allOf(
    facts.role('cluster_operator'),
    isTrue(facts.applicant('cluster_is_joint')),
    isTrue(facts.applicant('cluster_operator_is_entity')),
  );

// Article 5(1): 具有重大经济、社会价值的科技成果产业化项目.
const majorProject = (facts, fact) =>
  allOf(
    isTrue(fact('is_commercialisation')),
    isTrue(fact('is_major')),
    withinCostWindow(fact('cost_window_start'), fact('cost_window_end')),
  );

// Article 6(2): 科技人才、医疗专家团队作为主要股东创办的科技型企业.
const foundedByScientists = (facts) =>
  allOf(
    isTrue(facts.applicant('is_tech_company')),
    oneOf(facts.applicant('founder_origin'), FOUNDERS),
    isTrue(facts.applicant('founder_is_main_shareholder')),
  );

const inTime = (facts, fact, years) =>
  withinYearsOfFounding(fact('obtained_on'), facts.applicant('founded_on'), years, facts.asOf);

// Article 6(2), first half: 成立两年内获得实力机构股权投资.
const strongInvestment = (facts) =>
  allOf(
    foundedByScientists(facts),
    facts.anyRow('financing_rounds', (fact) =>
      allOf(isTrue(fact('is_equity')), isTrue(fact('strong_investor')), inTime(facts, fact, 2)),
    ),
  );

// Article 6(2), second half: 成立三年内…投后估值达到一亿元及以上，再给予.
const highValuation = (facts) =>
  allOf(
    foundedByScientists(facts),
    facts.anyRow('financing_rounds', (fact) =>
      allOf(
        isTrue(fact('is_equity')),
        check(fact('post_money_valuation'), (value) => parseFen(value) >= HUNDRED_MILLION_FEN),
        inTime(facts, fact, 3),
      ),
    ),
    softened(strongInvestment(facts), 'AMB-23'),
  );

const roundDates = (facts) =>
  (facts.rows('financing_rounds') ?? []).map((row) =>
    facts.row('financing_rounds', row)('obtained_on'),
  );

// Article 8(2): 获得国家级或北京市级专项资金支持.
const specialFund = (facts, fact) =>
  allOf(oneOf(fact('level'), ['national', 'municipal']), isTrue(fact('is_special_fund')));

// Article 10(2): “朱雀计划”人才以及高水平、专业化技术经理人, 市场化聘用.
const hiredManager = (facts, fact) =>
  allOf(
    anyOf(isTrue(fact('zhuque')), isTrue(fact('high_level'))),
    isTrueElse(fact('market_hired'), 'AMB-29'),
  );

// Article 11(2): 高校、科研机构、医疗卫生机构、科技创新企业建设概念验证平台.
const proofPlatform = (facts) =>
  allOf(
    facts.role('poc_platform'),
    facts.role(...INSTITUTIONS, 'tech_enterprise'),
    isTrue(facts.applicant('poc_platform_provides_service')),
  );

// Article 12(1): 具有特殊、专有作用的市场化运营重大公共技术服务平台.
const specialPlatform = (facts) =>
  allOf(
    facts.role('public_tech_platform'),
    isTrue(facts.applicant('public_platform_market_run')),
    isTrue(facts.applicant('public_platform_special')),
  );

// Article 12(2): the eight kinds named before 等成果熟化服务.
const maturingServices = (services) => {
  if (services.some((kind) => SERVICE_KINDS.includes(kind))) return true;
  return services.length === 0 ? false : 'AMB-05';
};

const cooperatingPlatform = (facts) =>
  allOf(
    specialPlatform(facts),
    isTrue(facts.applicant('public_platform_cooperates')),
    check(facts.applicant('public_platform_services'), maturingServices),
  );

// Article 13: 高校、科研机构、医疗卫生机构、中央企业等.
const sharerRoles = (roles) =>
  [...INSTITUTIONS, 'central_soe'].some((role) => roles.includes(role)) || 'AMB-05';

const instrumentSharer = (facts) =>
  allOf(
    isTrue(facts.applicant('instruments_shared_on_platform')),
    check(facts.applicant('roles'), sharerRoles),
  );

// Article 14(1): 区级高质量孵化器、国家大学科技园和特色产业园.
const qualityPark = (facts) =>
  anyOf(
    allOf(facts.role('incubator'), isTrue(facts.applicant('incubator_district_quality'))),
    facts.role('university_science_park'),
    facts.role('specialty_park'),
  );

// Article 14(2): 对孵化出…的孵化器，每培育一家…分别给予.
function incubated(id, name) {
  return money(id, {
    evaluated: false,
    applicant: (facts) =>
      allOf(
        facts.role('incubator'),
        check(facts.applicant(name), (count) => count > 0),
      ),
    amount: (facts) => perFirm(facts.applicant(name)),
  });
}

// Article 15: 支持高校、科研机构、医疗卫生机构…给予高校、科研机构.
const contractHolder = (facts) =>
  check(facts.applicant('roles'), (roles) => {
    if (roles.includes('university') || roles.includes('research_institute')) return true;
    return roles.includes('medical_institution') ? 'AMB-39' : false;
  });

const registeredContract = (facts, fact) =>
  allOf(
    isTrue(fact('service_invention')),
    oneOf(fact('directed_mode'), ['rd', 'conversion', 'service']),
    isTrue(fact('registered')),
    isTrue(fact('converted')),
  );

const perProject = (id, name) =>
  money(id, { table: 'projects', row: (facts, fact) => isTrue(fact(name)) });

export const ITEMS = [
  direction('3.1', 'national_lab'),
  direction('4.1', 'university'),
  money('4.2', { applicant: clusterOperator }),
  money('5.1', {
    table: 'projects',
    row: majorProject,
    amount: (facts, fact) => costShare(fact),
    disclosed: ['AMB-13'],
    dates: (facts, fact) => [fact('cost_window_start'), fact('cost_window_end')],
  }),
  perProject('5.2', 'disruptive_team'),
  perProject('6.1', 'renowned_scientist_led'),
  money('6.2a', { applicant: strongInvestment, stack: '6.2', dates: roundDates }),
  money('6.2b', { applicant: highValuation, stack: '6.2', dates: roundDates }),
  direction('7.1a', 'tech_enterprise'),
  direction('7.1b', 'university', 'tech_enterprise'),
  direction('7.2', ...INSTITUTIONS),
  direction('7.3', 'tech_enterprise'),
  direction('8.1a', 'foreign_rd_centre', 'other'),
  direction('8.1b', 'foreign_rd_centre'),
  money('8.2', {
    evaluated: false,
    applicant: (facts) => facts.role('foreign_rd_centre'),
    table: 'special_funds',
    row: specialFund,
    amount: (facts, fact) => shareOf(fact('received_amount'), 30),
    dates: (facts, fact) => [fact('received_on')],
    reading: { ambiguity: 'AMB-25', total: oneLevelOnly },
  }),
  government('9.1'),
  direction('9.2', ...INSTITUTIONS),
  direction('10.1', ...INSTITUTIONS, 'tech_transfer_org'),
  money('10.2', {
    applicant: (facts) => facts.role(...INSTITUTIONS, 'tech_transfer_org'),
    table: 'technology_managers',
    row: hiredManager,
    amount: (facts, fact) => shareOf(fact('annual_cost'), 50),
    disclosed: ['AMB-08'],
    reading: { ambiguity: 'AMB-28', total: bothKinds },
  }),
  direction('10.3', 'university'),
  direction('10.4a', 'technology_manager'),
  {
    ...money('10.4b', { applicant: (facts) => facts.role('technology_manager') }),
    kind: 'honour',
    amount: noAmount,
  },
  {
    // Article 10(5): 对符合条件的技术经理人; those conditions stand in other rules.
    ...money('10.5', {
      applicant: (facts) => allOf(facts.role('technology_manager'), unclear('AMB-52')),
    }),
    kind: 'service',
    evaluated: false,
    amount: noAmount,
  },
  direction('11.0a', ...INSTITUTIONS),
  money('11.1', {
    table: 'projects',
    row: (facts, fact) => allOf(isTrue(fact('is_commercialisation')), isTrue(fact('early_poc'))),
  }),
  direction('11.0b', ...INSTITUTIONS, 'tech_enterprise'),
  money('11.2a', { applicant: proofPlatform, stack: '11.2' }),
  money('11.2b', {
    applicant: (facts) =>
      allOf(proofPlatform(facts), isTrue(facts.applicant('poc_platform_municipal_recognition'))),
    stack: '11.2',
  }),
  direction('12.0', 'public_tech_platform'),
  money('12.1', { applicant: cooperatingPlatform }),
  money('12.2', {
    applicant: (facts) =>
      allOf(
        specialPlatform(facts),
        isTrueElse(facts.applicant('public_platform_cooperates'), 'AMB-33'),
      ),
    table: 'service_projects',
    row: (facts, fact) => isTrue(fact('landed')),
    amount: (facts, fact) => shareOf(fact('contract_amount'), 50),
    disclosed: ['AMB-08'],
  }),
  government('13.0'),
  money('13.1', { applicant: instrumentSharer }),
  money('13.2', { applicant: (facts) => facts.role('instrument_platform_operator') }),
  money('13.3', { applicant: (facts) => facts.role('tech_intermediary') }),
  direction('14.0', 'incubator', 'university_science_park', 'specialty_park'),
  money('14.1', { applicant: qualityPark }),
  { ...incubated('14.2a', 'incubated_little_giants'), stack: '14.2' },
  { ...incubated('14.2b', 'incubated_unicorns'), stack: '14.2' },
  { ...incubated('14.2c', 'incubated_listed'), stack: '14.2' },
  money('14.3', {
    evaluated: false,
    applicant: (facts) =>
      allOf(facts.role('incubator'), isTrue(facts.applicant('benchmark_incubator'))),
  }),
  direction('15.0', ...INSTITUTIONS),
  money('15.1', {
    applicant: contractHolder,
    table: 'technology_contracts',
    row: registeredContract,
    amount: (facts, fact) => shareOf(fact('amount'), 5),
    dates: (facts, fact) => [fact('signed_on')],
    disclosed: ['AMB-08'],
    reading: { ambiguity: 'AMB-42', total: largestPerProject },
  }),
  { id: '16.1', kind: 'fund', roles: [] },
  direction('16.2a', ...INSTITUTIONS, 'tech_enterprise', 'fund'),
  direction('16.2b', 'fund'),
  direction('16.3', 'financial_institution'),
  direction('17.1', 'tech_enterprise', ...INSTITUTIONS),
  direction('18.1', 'tech_enterprise', ...INSTITUTIONS, 'association', 'foundation'),
];

/** The conditions of an item that hold or fail for all its rows alike. */
export function applicantConditions(item, facts) {
  return item.applicant ? item.applicant(facts) : holdsTrue();
}
