#[derive(Debug, Clone, Copy)]
pub struct Claim {
    pub class: u32,
    pub project: Option<u32>,
    pub matter: Option<u32>,
    pub weight: u128,
}
#[derive(Debug, Clone, Copy)]
pub enum Untagged {
    Unknown,
    Distinct,
}
#[derive(Debug, Clone)]
pub struct Optimum {
    pub total: u128,
    pub chosen: Vec<usize>,
    pub exact: bool,
    pub steps: u64,
}
pub const STEP_LIMIT: u64 = 1;
pub fn lower(claims: &[Claim], _u: Untagged) -> Optimum {
    Optimum { total: claims.iter().map(|c| c.weight).sum(), chosen: vec![], exact: false, steps: 0 }
}
