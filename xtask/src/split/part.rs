//! One part of a program that is split, made of the whole.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use walrus::ir::Value;
use walrus::{
    ConstExpr, DataId, DataKind, ElementId, ElementItems, ElementKind, ExportId, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, ImportKind, ImportedFunction, Module, TableId,
};

use super::{FIRST, PARTS, Plan, Slot, Uses};

/// Makes a part of the whole program. The plan is of this very module.
///
/// # Errors
/// When the program is not as the plan has it.
pub fn made(mut module: Module, plan: &Plan, part: usize) -> Result<Vec<u8>> {
    widen(&mut module, plan.table, plan.crossing.len());
    if part == 0 {
        reduce(&mut module, plan)?;
    } else {
        extend(&mut module, plan, part)?;
    }
    for (name, id) in given(plan, part) {
        module.exports.add(&name, id);
    }
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// Functions that later parts take from a part, by name; short names in the order of the ids, so that every build gives
/// the same.
fn given(plan: &Plan, part: usize) -> BTreeMap<String, FunctionId> {
    let takers = part + 1..PARTS.len();
    let mut ids: Vec<FunctionId> =
        takers.flat_map(|taker| taken(plan, taker)).filter(|id| plan.giver(*id) == part).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().enumerate().map(|(number, id)| (format!("f{number}"), id)).collect()
}

/// Functions that a part takes from others.
fn taken(plan: &Plan, part: usize) -> Vec<FunctionId> {
    let own = |id: &FunctionId| plan.parts.get(id) == Some(&part);
    let used = plan.used(part).functions;
    used.into_iter().filter(|id| !own(id)).collect()
}

/// Everything else that later parts take from the first.
fn rest(plan: &Plan) -> Uses {
    let mut rest = Uses::default();
    for part in 1..PARTS.len() {
        rest.add(&plan.used(part));
    }
    rest
}

/// Makes the first part: what is behind a border is called through the table, and what only later parts use is left out.
fn reduce(module: &mut Module, plan: &Plan) -> Result<()> {
    for slot in &plan.crossing {
        through_slot(module, plan.table, *slot)?;
    }
    let nothing = nothing(module);
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            let moved = |id: &FunctionId| plan.moved.iter().any(|slot| slot.function == *id);
            functions.iter_mut().filter(|id| moved(id)).for_each(|id| *id = nothing);
        }
    }
    for (constant, _) in &plan.constants {
        let (data, bytes) = place(module, constant.start, constant.len())?;
        module.data.get_mut(data).value.get_mut(bytes).unwrap_or_default().fill(0);
    }
    let shared = rest(plan);
    for (name, id) in named("g", shared.globals) {
        module.exports.add(&name, id);
    }
    for (name, id) in named("m", shared.memories) {
        module.exports.add(&name, id);
    }
    for (name, id) in named("t", shared.tables) {
        module.exports.add(&name, id);
    }
    Ok(())
}

/// A function that nobody calls: it stands in slots until a later part fills them.
fn nothing(module: &mut Module) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.func_body().unreachable();
    builder.finish(Vec::new(), &mut module.funcs)
}

/// Where the program's memory begins with a constant.
fn place(module: &Module, address: u32, length: usize) -> Result<(DataId, std::ops::Range<usize>)> {
    let found = module.data.iter().find_map(|data| {
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return None };
        let from = address.checked_sub(start.cast_unsigned())? as usize;
        (from + length <= data.value.len()).then(|| (data.id(), from..from + length))
    });
    found.context("a constant outside the program's data")
}

/// Makes room in the function table for the functions of the borders.
fn widen(module: &mut Module, table: TableId, more: usize) {
    let more = more as u64;
    let table = module.tables.get_mut(table);
    table.initial += more;
    table.maximum = table.maximum.map(|most| most + more);
}

fn named<I: Ord>(letter: &str, ids: impl IntoIterator<Item = I>) -> Vec<(String, I)> {
    let mut ids: Vec<I> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.into_iter().enumerate().map(|(number, id)| (format!("{letter}{number}"), id)).collect()
}

/// Turns a function into a call of what stands in a slot of the table.
fn through_slot(module: &mut Module, table: TableId, Slot { place, function, .. }: Slot) -> Result<()> {
    let kind = module.funcs.get(function).ty();
    let (takes, gives) = (module.types.params(kind).to_vec(), module.types.results(kind).to_vec());
    let locals: Vec<_> = takes.iter().map(|local| module.locals.add(*local)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &takes, &gives);
    let mut body = builder.func_body();
    for local in &locals {
        body.local_get(*local);
    }
    body.const_(index(place)?);
    body.call_indirect(kind, table);
    let made = builder.local_func(locals);
    module.funcs.get_mut(function).kind = FunctionKind::Local(made);
    Ok(())
}

fn index(slot: u64) -> Result<Value> {
    Ok(Value::I32(i32::try_from(slot).context("the function table is too large")?))
}

/// Makes a later part: it takes what it uses from those before it, and fills slots and constants.
fn extend(module: &mut Module, plan: &Plan, part: usize) -> Result<()> {
    let constants: Vec<(u32, Vec<u8>)> = {
        let own = plan.constants.iter().filter(|(_, of)| *of == part);
        let read = own.map(|(constant, _)| {
            let (data, bytes) = place(module, constant.start, constant.len())?;
            Ok((constant.start, module.data.get(data).value.get(bytes).unwrap_or_default().to_vec()))
        });
        read.collect::<Result<_>>()?
    };
    empty(module);
    take(module, plan, part)?;
    fill(module, plan, part)?;
    let memory = module.get_memory_id().context("the program has no memory")?;
    for (address, value) in constants {
        let offset = ConstExpr::Value(Value::I32(address.cast_signed()));
        let data = module.data.add(DataKind::Active { memory, offset }, value);
        module.memories.get_mut(memory).data_segments.insert(data);
    }
    Ok(())
}

/// Takes what a part uses from those before it.
fn take(module: &mut Module, plan: &Plan, part: usize) -> Result<()> {
    let names: Vec<BTreeMap<FunctionId, String>> =
        (0..part).map(|giver| given(plan, giver).into_iter().map(|(name, id)| (id, name)).collect()).collect();
    let mut functions = taken(plan, part);
    functions.sort_unstable();
    for id in functions {
        let giver = plan.giver(id);
        let name = names.get(giver).and_then(|names| names.get(&id)).context("a function that no part gives")?;
        let giver = PARTS.get(giver).context("a part without a name")?;
        import_function(module, id, giver, name);
    }
    // Later parts have these under the names of all, whether they use them or not.
    let shared = rest(plan);
    for (name, id) in named("g", shared.globals) {
        let import = module.imports.add(FIRST, &name, ImportKind::Global(id));
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    for (name, id) in named("m", shared.memories) {
        let import = module.imports.add(FIRST, &name, ImportKind::Memory(id));
        module.memories.get_mut(id).import = Some(import);
    }
    for (name, id) in named("t", shared.tables) {
        let import = module.imports.add(FIRST, &name, ImportKind::Table(id));
        module.tables.get_mut(id).import = Some(import);
    }
    Ok(())
}

/// Fills the slots of a part's functions, those that follow each other together.
fn fill(module: &mut Module, plan: &Plan, part: usize) -> Result<()> {
    let mut own: Vec<&Slot> = plan.moved.iter().chain(&plan.crossing).filter(|slot| slot.part == part).collect();
    own.sort_by_key(|slot| slot.place);
    for run in own.chunk_by(|before, next| next.place == before.place + 1) {
        let Some(first) = run.first() else { continue };
        let functions = run.iter().map(|slot| slot.function).collect();
        let kind = ElementKind::Active { table: plan.table, offset: ConstExpr::Value(index(first.place)?) };
        let element = module.elements.add(kind, ElementItems::Functions(functions));
        module.tables.get_mut(plan.table).elem_segments.insert(element);
    }
    Ok(())
}

/// Takes a function from another part, whether it was the program's own or came from outside.
fn import_function(module: &mut Module, id: FunctionId, giver: &str, name: &str) {
    let function = module.funcs.get(id);
    if let FunctionKind::Import(former) = &function.kind {
        let import = module.imports.get_mut(former.import);
        giver.clone_into(&mut import.module);
        name.clone_into(&mut import.name);
    } else {
        let ty = function.ty();
        let import = module.imports.add(giver, name, ImportKind::Function(id));
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
}

/// Takes out everything by which a module acts or is called: what is left is used by what is put in afterwards.
fn empty(module: &mut Module) {
    module.start = None;
    let exports: Vec<ExportId> = module.exports.iter().map(walrus::Export::id).collect();
    for id in exports {
        module.exports.delete(id);
    }
    let elements: Vec<ElementId> = module.elements.iter().map(walrus::Element::id).collect();
    for id in elements {
        module.elements.delete(id);
    }
    let data: Vec<DataId> = module.data.iter().map(walrus::Data::id).collect();
    for id in data {
        module.data.delete(id);
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
    }
}
