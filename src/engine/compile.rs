//! From the data model to the flat program. Every name is resolved here, every type was checked when the policy was.

use std::fmt;

use super::program::{
    Against, AmountProgram, AwardColumns, Days, ItemProgram, Node, Orders, Program, ReadingProgram, TermRule, Verdict,
};
use crate::policy::FactRef;
use crate::policy::layout::UnknownFact;
use crate::policy::model::{AmountRule, Comparison, Condition, Fact, Item, Operand, Policy, ReadingRule, Values};

/// Why a policy cannot be compiled. Policies that passed the checks always can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError(String);

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CompileError {}

impl From<UnknownFact> for CompileError {
    fn from(fault: UnknownFact) -> Self {
        Self(fault.to_string())
    }
}

impl Program {
    /// Compiles a policy.
    ///
    /// # Errors
    /// When a name does not exist; the policy's checks find that earlier and say where.
    pub fn compile(policy: &Policy) -> Result<Self, CompileError> {
        let mut compiler = Compiler { policy, nodes: Vec::new(), depth: 0 };
        let items = policy.items.iter().zip(0..).map(|(item, number)| compiler.item(item, number));
        let items = items.collect::<Result<_, _>>()?;
        let validity = &policy.document.validity;
        Ok(Self {
            nodes: compiler.nodes,
            items,
            role_fact: policy.facts.find(&policy.facts.role_fact)?,
            days: Days {
                from: validity.from,
                last_certain: validity.last_certain_day,
                last_possible: validity.last_possible_day,
            },
            awards: awards(policy)?,
        })
    }
}

fn awards(policy: &Policy) -> Result<AwardColumns, CompileError> {
    let rule = &policy.stacking.awards;
    let column = |name: &str| policy.facts.find(&format!("{}.{name}", rule.table));
    let (level, status) = (column(&rule.level)?, column(&rule.status)?);
    let bit = |fact: FactRef, word: &str| bits(policy.facts.get(fact), std::slice::from_ref(&word));
    let parallel = rule.parallel.keys().map(|word| Ok((bit(level, word)?, word.clone())));
    Ok(AwardColumns {
        table: policy.facts.table(&rule.table).ok_or_else(|| CompileError(format!("no table “{}”", rule.table)))?,
        level,
        status,
        amount: column(&rule.amount)?,
        received: bit(status, &rule.received)?,
        competing: bit(level, &rule.competing_level)?,
        parallel: parallel.collect::<Result<_, CompileError>>()?,
    })
}

/// The bits of a choice's or set's words.
fn bits<S: AsRef<str>>(fact: Option<&Fact>, words: &[S]) -> Result<u64, CompileError> {
    words.iter().try_fold(0, |sum, word| {
        let word = word.as_ref();
        let index = fact.and_then(|f| f.values.iter().position(|choice| choice.value == word));
        let bit = index.and_then(|i| u32::try_from(i).ok()).and_then(|shift| 1_u64.checked_shl(shift));
        bit.map(|bit| sum | bit).ok_or_else(|| CompileError(format!("no value “{word}”")))
    })
}

/// Deepest nesting of conditions, `condition_of` included.
const MAX_DEPTH: u32 = 64;

struct Compiler<'p> {
    policy: &'p Policy,
    nodes: Vec<Node>,
    depth: u32,
}

impl Compiler<'_> {
    fn item(&mut self, item: &Item, number: u16) -> Result<ItemProgram, CompileError> {
        let facts = &self.policy.facts;
        let table = item
            .per_row
            .as_deref()
            .map(|name| facts.table(name).ok_or_else(|| CompileError(format!("item {}: no table “{name}”", item.id))));
        let condition = item.condition.as_ref().map(|condition| self.root(condition)).transpose()?;
        let disclosures = item.disclosures.iter().map(|d| Ok((self.ambiguity(&d.ambiguity)?, self.root(&d.when)?)));
        let disclosures = disclosures.collect::<Result<_, CompileError>>()?;
        let role = facts.get(facts.find(&facts.role_fact)?);
        let readings = item.readings.iter().map(|reading| self.reading(&reading.rule));
        Ok(ItemProgram {
            table: table.transpose()?,
            condition,
            amount: self.amount(item.amount.as_ref())?,
            is_money: item.kind == crate::policy::model::ItemKind::Money,
            evaluated: !item.evaluations.is_empty(),
            audience: bits(role, &item.audience)?,
            ambiguities: item.ambiguities.iter().map(|id| self.ambiguity(id)).collect::<Result<_, _>>()?,
            disclosures,
            readings: readings.collect::<Result<_, CompileError>>()?,
            stacking_class: self.stacking_class(&item.id).unwrap_or(number),
        })
    }

    /// The first item of the group the item stacks in.
    fn stacking_class(&self, id: &str) -> Option<u16> {
        let group = self.policy.stacking.stacked.iter().find(|group| group.items.iter().any(|member| member == id))?;
        group.items.iter().filter_map(|member| self.policy.item(member)).min()
    }

    fn amount(&self, rule: Option<&AmountRule>) -> Result<AmountProgram, CompileError> {
        let facts = &self.policy.facts;
        Ok(match rule {
            None => AmountProgram::None,
            Some(AmountRule::Unspecified(rule)) => {
                AmountProgram::Unspecified { units: rule.units.as_deref().map(|path| facts.find(path)).transpose()? }
            }
            Some(AmountRule::Share(rule)) => {
                let terms = rule.terms.iter().map(|term| {
                    let less = term.less.as_deref().map(|path| facts.find(path)).transpose()?;
                    Ok(TermRule { fact: facts.find(&term.fact)?, less })
                });
                AmountProgram::Share { rate: rule.rate, terms: terms.collect::<Result<_, CompileError>>()? }
            }
        })
    }

    fn reading(&self, rule: &ReadingRule) -> Result<ReadingProgram, CompileError> {
        let facts = &self.policy.facts;
        Ok(match rule {
            ReadingRule::LargestGroup(path) => ReadingProgram::LargestGroup(facts.find(path)?),
            ReadingRule::RequiresEach(paths) => {
                ReadingProgram::RequiresEach(paths.iter().map(|path| facts.find(path)).collect::<Result<_, _>>()?)
            }
            ReadingRule::LargestPerProject => ReadingProgram::LargestPerProject,
        })
    }

    fn ambiguity(&self, id: &str) -> Result<u16, CompileError> {
        let index = self.policy.ambiguities.iter().position(|ambiguity| ambiguity.id == id);
        index.and_then(|i| u16::try_from(i).ok()).ok_or_else(|| CompileError(format!("no ambiguity “{id}”")))
    }

    fn here(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    fn root(&mut self, condition: &Condition) -> Result<u32, CompileError> {
        let start = self.here();
        self.condition(condition, true)?;
        Ok(start)
    }

    /// Writes a condition's nodes; `holds: false` writes its negation.
    fn condition(&mut self, condition: &Condition, holds: bool) -> Result<(), CompileError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(CompileError("conditions are nested too deeply, or refer to each other in a circle".into()));
        }
        let policy = self.policy;
        match condition {
            Condition::All(members) => self.group(holds, members, holds)?,
            Condition::Any(members) => self.group(!holds, members, holds)?,
            Condition::Not(inner) => self.condition(inner, !holds)?,
            Condition::ConditionOf(id) => {
                let other = policy.item(id).and_then(|index| policy.item_at(index)).and_then(|i| i.condition.as_ref());
                self.condition(other.ok_or_else(|| CompileError(format!("no item “{id}” with a condition")))?, holds)?;
            }
            Condition::SomeRow(rule) => {
                let table = policy.facts.table(&rule.table);
                let table = table.ok_or_else(|| CompileError(format!("no table “{}”", rule.table)))?;
                self.block(|end| Node::Rows { table, any: holds, end }, |this| this.condition(&rule.fulfils, holds))?;
            }
            Condition::Softened(rule) => {
                let ambiguity = self.ambiguity(&rule.ambiguity)?;
                let verdict = if holds { Verdict::False } else { Verdict::True };
                let node = |end| Node::Soften { verdict, ambiguity, end };
                self.block(node, |this| this.condition(&rule.condition, holds))?;
            }
            leaf => {
                let node = self.leaf(leaf, holds)?;
                self.nodes.push(node);
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn leaf(&self, leaf: &Condition, holds: bool) -> Result<Node, CompileError> {
        let facts = &self.policy.facts;
        let has = |rule: &Values| {
            let fact = facts.find(&rule.fact)?;
            Ok::<_, CompileError>(Node::Has { fact, bits: bits(facts.get(fact), &rule.values)?, holds })
        };
        Ok(match leaf {
            Condition::IsTrue(rule) => Node::Is { fact: facts.find(&rule.fact)?, value: holds },
            Condition::OneOf(rule) | Condition::HasAny(rule) => has(rule)?,
            Condition::Compare(rule) => {
                let against = match &rule.than {
                    Operand::Money(amount) => Against::Money(*amount),
                    Operand::Int(count) => Against::Int(*count),
                    Operand::Date(date) => Against::Date(*date),
                    Operand::Fact(path) => Against::Fact(facts.find(path)?),
                };
                let orders = orders(rule.is);
                let orders = if holds { orders } else { orders.negated() };
                Node::Compare { fact: facts.find(&rule.fact)?, orders, against }
            }
            Condition::WithinYears(rule) => Node::Within {
                event: facts.find(&rule.event)?,
                of: facts.find(&rule.of)?,
                years: rule.years,
                ambiguity: self.ambiguity(&rule.on_the_day)?,
                holds,
            },
            Condition::SpanWithinYears(rule) => Node::Span {
                start: facts.find(&rule.start)?,
                end: facts.find(&rule.end)?,
                years: rule.years,
                ambiguity: self.ambiguity(&rule.otherwise)?,
                holds,
            },
            Condition::Unclear(rule) => Node::Unclear { ambiguity: self.ambiguity(&rule.ambiguity)? },
            _ => return Err(CompileError("a group stands where a leaf belongs".into())),
        })
    }

    fn group(&mut self, all: bool, members: &[Condition], holds: bool) -> Result<(), CompileError> {
        let node = |end| if all { Node::All { end } } else { Node::Any { end } };
        self.block(node, |this| members.iter().try_for_each(|member| this.condition(member, holds)))
    }

    /// Writes a node that holds what `inside` writes.
    fn block(
        &mut self,
        node: impl Fn(u32) -> Node,
        inside: impl FnOnce(&mut Self) -> Result<(), CompileError>,
    ) -> Result<(), CompileError> {
        let at = self.nodes.len();
        self.nodes.push(node(0));
        inside(self)?;
        let end = self.here();
        if let Some(slot) = self.nodes.get_mut(at) {
            *slot = node(end);
        }
        Ok(())
    }
}

fn orders(comparison: Comparison) -> Orders {
    let (less, equal, greater) = match comparison {
        Comparison::AtLeast => (false, true, true),
        Comparison::AtMost => (true, true, false),
        Comparison::MoreThan => (false, false, true),
        Comparison::LessThan => (true, false, false),
    };
    Orders { less, equal, greater }
}
