//! Splitting a program in parts: what the first pages need, and what may come a moment later.
//!
//! The borders are Rust modules whose functions are never inlined: whatever only they can reach moves to the part behind the
//! border. All parts are one program all the same: a later one is instantiated into the first's memory and tables. In the
//! first, each function of a border becomes a call through a slot of the function table, which its part fills; so are the
//! slots of closures and components filled, and the constants written, that only a later part uses ([`crate::reach`]).

mod part;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, GlobalId, MemoryId, Module, TableId};

use crate::reach;

/// The Rust modules that are borders; a part may use those before it.
const BORDERS: [&str; 4] = [
    "policy_selfcheck::app::later::text::",
    "policy_selfcheck::app::later::result::",
    "policy_selfcheck::app::later::seldom::",
    "policy_selfcheck::workspace::opened::",
];
/// What the parts call each other.
pub const PARTS: [&str; 5] = [FIRST, "text", "result", "seldom", "workspace"];
const FIRST: &str = "first";
/// Constants that are shorter stay where they are: to say where each belongs would take more room.
const SHORTEST: usize = 12;

/// Splits a program. `linked` is what the linker wrote, with relocations; `bound` is the same after wasm-bindgen. Gives the
/// parts in the order of [`PARTS`].
///
/// # Errors
/// When one cannot be read, or a border is missing.
pub fn split(linked: &[u8], bound: &[u8]) -> Result<Vec<Vec<u8>>> {
    let linked = reach::Program::read(linked)?;
    let late: Result<Vec<reach::Late>> =
        (1..PARTS.len()).map(|part| linked.late(&|name| border(name).is_some_and(|behind| behind >= part))).collect();
    let late = late?;
    let made = (0..PARTS.len()).map(|part| {
        let module = Module::from_buffer(bound).context("the program cannot be split")?;
        let plan = Plan::new(&late, &module)?;
        part::made(module, &plan, part)
    });
    made.collect()
}

/// The border that a function stands at: the number of the part behind it.
fn border(name: &str) -> Option<usize> {
    let name = reach::readable(name);
    BORDERS.iter().position(|border| name.starts_with(border)).map(|place| place + 1)
}

/// A slot of the function table.
#[derive(Debug, Clone, Copy)]
struct Slot {
    place: u64,
    function: FunctionId,
    part: usize,
}

/// What goes where.
struct Plan {
    /// The part of each function of the program; what is not in it is in the first.
    parts: HashMap<FunctionId, usize>,
    /// What functions use.
    uses: HashMap<FunctionId, Uses>,
    /// Functions of the borders that other parts call.
    crossing: Vec<Slot>,
    /// Slots that the first part leaves empty.
    moved: Vec<Slot>,
    /// Addresses of constants that a later part brings.
    constants: Vec<(Range<u32>, usize)>,
    /// The table through which all parts call.
    table: TableId,
}

impl Plan {
    fn new(late: &[reach::Late], module: &Module) -> Result<Self> {
        let uses = module.funcs.iter_local().map(|(id, function)| (id, Uses::of(function))).collect();
        let table = module.tables.main_function_table().ok().flatten().context("the program has no function table")?;
        let mut plan = Self {
            parts: HashMap::new(),
            uses,
            crossing: Vec::new(),
            moved: Vec::new(),
            constants: constants(late),
            table,
        };
        plan.distribute(module, late);
        let free = module.tables.get(table).initial;
        let crossing = plan.borders(module).into_iter().zip(free..);
        plan.crossing = crossing.map(|((function, part), place)| Slot { place, function, part }).collect();
        for (name, part) in BORDERS.iter().zip(1..) {
            if !plan.crossing.iter().any(|slot| slot.part == part) {
                bail!("the program has no function of {name}");
            }
        }
        plan.moved = slots(module, table)?
            .into_iter()
            .filter_map(|(place, function)| {
                let part = plan.part(function);
                (part > 0).then_some(Slot { place, function, part })
            })
            .collect();
        Ok(plan)
    }

    /// The part that a function is in.
    fn part(&self, id: FunctionId) -> usize {
        self.parts.get(&id).copied().unwrap_or_default()
    }

    /// Part by part, what its roots reach without a border to a later one.
    fn distribute(&mut self, module: &Module, late: &[reach::Late]) {
        let name = |id: FunctionId| module.funcs.get(id).name.as_deref().unwrap_or_default();
        let in_tables = in_tables(module);
        let last = late.len();
        for part in 0..=last {
            let called = |id: &FunctionId| late.get(part).is_none_or(|late| !late.functions.contains(name(*id)));
            let mut open: Vec<FunctionId> = in_tables.iter().copied().filter(called).collect();
            open.extend(exported(module));
            open.extend(self.uses.keys().copied().filter(|id| part > 0 && border(name(*id)) == Some(part)));
            while let Some(id) = open.pop() {
                if border(name(id)).is_some_and(|behind| behind > part) || self.parts.contains_key(&id) {
                    continue;
                }
                if let Some(uses) = self.uses.get(&id) {
                    self.parts.insert(id, part);
                    open.extend(&uses.functions);
                }
            }
        }
    }

    /// Functions of the borders that an earlier part calls, or that the program calls through its table.
    fn borders(&self, module: &Module) -> Vec<(FunctionId, usize)> {
        let name = |id: FunctionId| module.funcs.get(id).name.as_deref().unwrap_or_default();
        let mut called: HashSet<FunctionId> = in_tables(module).into_iter().collect();
        for (id, uses) in &self.uses {
            called.extend(uses.functions.iter().filter(|used| self.part(**used) > self.part(*id)));
        }
        let order = module.funcs.iter_local().map(|(id, _)| id).filter(|id| called.contains(id));
        order.filter_map(|id| border(name(id)).map(|part| (id, part))).collect()
    }

    /// What the functions of a part use.
    fn used(&self, part: usize) -> Uses {
        let mut used = Uses::default();
        for (_, uses) in self.uses.iter().filter(|(id, _)| self.parts.get(*id) == Some(&part)) {
            used.add(uses);
        }
        used.tables.insert(self.table);
        used
    }

    /// The part from which another takes a function: functions of a border are called through the first.
    fn giver(&self, id: FunctionId) -> usize {
        if self.crossing.iter().any(|slot| slot.function == id) { 0 } else { self.part(id) }
    }
}

/// Constants that a later part alone uses, in order, those that touch each other together.
fn constants(late: &[reach::Late]) -> Vec<(Range<u32>, usize)> {
    let mut places: Vec<(Range<u32>, usize)> = Vec::new();
    let Some(any) = late.first() else { return places };
    for place in &any.data {
        // What is late even when later parts are there belongs to the last of them.
        let part = (1..late.len()).rev().find(|part| late.get(*part).is_some_and(|late| late.data.contains(place)));
        let part = part.map_or(1, |part| part + 1);
        match places.last_mut() {
            Some((before, same)) if *same == part && before.end >= place.start => {
                before.end = before.end.max(place.end);
            }
            _ => places.push((place.clone(), part)),
        }
    }
    places.retain(|(place, _)| place.len() >= SHORTEST);
    places
}

fn exported(module: &Module) -> impl Iterator<Item = FunctionId> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    exported.chain(module.start)
}

fn in_tables(module: &Module) -> BTreeSet<FunctionId> {
    let lists = module.elements.iter().flat_map(|element| match &element.items {
        ElementItems::Functions(functions) => functions.clone(),
        ElementItems::Expressions(_, values) => values.iter().filter_map(function_of).collect(),
    });
    lists.collect()
}

fn function_of(value: &ConstExpr) -> Option<FunctionId> {
    match value {
        ConstExpr::RefFunc(id) => Some(*id),
        _ => None,
    }
}

/// The function table's slots as the program fills them.
fn slots(module: &Module, table: TableId) -> Result<Vec<(u64, FunctionId)>> {
    let mut slots = Vec::new();
    for element in module.elements.iter() {
        let ElementKind::Active { table: own, offset: ConstExpr::Value(Value::I32(offset)) } = &element.kind else {
            continue;
        };
        let ElementItems::Functions(functions) = &element.items else { continue };
        if *own == table {
            slots.extend((u64::try_from(*offset).context("a slot before the table")?..).zip(functions.iter().copied()));
        }
    }
    Ok(slots)
}

/// What instructions name.
#[derive(Default)]
struct Uses {
    functions: HashSet<FunctionId>,
    globals: HashSet<GlobalId>,
    memories: HashSet<MemoryId>,
    tables: HashSet<TableId>,
}

impl Uses {
    fn of(function: &walrus::LocalFunction) -> Self {
        let mut uses = Self::default();
        dfs_in_order(&mut uses, function, function.entry_block());
        uses
    }

    fn add(&mut self, other: &Self) {
        self.functions.extend(&other.functions);
        self.globals.extend(&other.globals);
        self.memories.extend(&other.memories);
        self.tables.extend(&other.tables);
    }
}

impl Visitor<'_> for Uses {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.functions.insert(*id);
    }

    fn visit_global_id(&mut self, id: &GlobalId) {
        self.globals.insert(*id);
    }

    fn visit_memory_id(&mut self, id: &MemoryId) {
        self.memories.insert(*id);
    }

    fn visit_table_id(&mut self, id: &TableId) {
        self.tables.insert(*id);
    }
}
