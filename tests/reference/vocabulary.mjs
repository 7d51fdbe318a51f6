/**
 * The facts of a profile and their types. An enumeration is the list of its words, the one that fits
 * least last; a set names its words under `set`.
 */

export const ROLES = [
  ...['tech_enterprise', 'university', 'research_institute', 'medical_institution', 'central_soe'],
  ...[
    'national_lab',
    'cluster_operator',
    'scientist_team',
    'foreign_rd_centre',
    'tech_transfer_org',
  ],
  ...['technology_manager', 'poc_platform', 'public_tech_platform', 'instrument_platform_operator'],
  ...['tech_intermediary', 'incubator', 'university_science_park', 'specialty_park'],
  ...['financial_institution', 'fund', 'association', 'foundation', 'other'],
];

const SERVICES = [
  ...['electronics_redesign', 'structure_redesign', 'emi_emc', 'principle_prototype'],
  ...['engineering_prototype', 'reliability_test', 'pilot_production', 'supply_chain', 'other'],
];

/** Facts of the applicant beside `roles` and `founded_on`. */
export const APPLICANT = {
  is_tech_company: 'bool',
  founder_origin: ['university', 'research_institute', 'medical_institution', 'none'],
  founder_is_main_shareholder: 'bool',
  cluster_is_joint: 'bool',
  cluster_operator_is_entity: 'bool',
  poc_platform_provides_service: 'bool',
  poc_platform_municipal_recognition: 'bool',
  public_platform_market_run: 'bool',
  public_platform_special: 'bool',
  public_platform_cooperates: 'bool',
  public_platform_services: { set: SERVICES },
  instruments_shared_on_platform: 'bool',
  incubator_district_quality: 'bool',
  incubated_little_giants: 'int',
  incubated_unicorns: 'int',
  incubated_listed: 'int',
  benchmark_incubator: 'bool',
};

/** The tables of a profile, beside `other_awards`. */
export const TABLES = {
  projects: {
    is_commercialisation: 'bool',
    is_major: 'bool',
    cost_window_start: 'date',
    cost_window_end: 'date',
    rd_cost: 'money',
    rent_cost: 'money',
    fitout_cost: 'money',
    fixed_asset_investment: 'money',
    property_land_cost: 'money',
    disruptive_team: 'bool',
    renowned_scientist_led: 'bool',
    early_poc: 'bool',
  },
  financing_rounds: {
    obtained_on: 'date',
    is_equity: 'bool',
    strong_investor: 'bool',
    post_money_valuation: 'money',
  },
  special_funds: {
    level: ['national', 'municipal', 'district', 'other'],
    is_special_fund: 'bool',
    received_amount: 'money',
    received_on: 'date',
  },
  technology_managers: {
    zhuque: 'bool',
    high_level: 'bool',
    market_hired: 'bool',
    annual_cost: 'money',
  },
  technology_contracts: {
    service_invention: 'bool',
    directed_mode: ['rd', 'conversion', 'service', 'none'],
    registered: 'bool',
    converted: 'bool',
    amount: 'money',
    signed_on: 'date',
  },
  service_projects: { landed: 'bool', contract_amount: 'money' },
};

/** The columns of `other_awards`. */
export const AWARD = {
  level: ['district', 'municipal', 'national', 'district'],
  status: ['received', 'applied', 'eligible', 'received', 'unknown'],
  amount: 'money',
};
