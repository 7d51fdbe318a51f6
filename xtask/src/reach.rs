//! What of a program is needed before its later parts are there, by the linker's relocations.
//!
//! Calls alone do not show it: closures and components are called through the function table, and which code takes a
//! function's address, or that of a constant with such addresses in it, only the linker knows. It says so in the sections
//! `linking` and `reloc.*` (WebAssembly tool conventions, “Linking”), which `--emit-relocs` leaves in the program.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use wasmparser::{
    DataKind, ExternalKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo, TypeRef,
};

/// What nothing reaches but functions of the border.
#[derive(Debug, Default)]
pub struct Late {
    /// Names of functions; a name that several functions have is not among them.
    pub functions: HashSet<String>,
    /// Addresses of constants, in order.
    pub data: Vec<Range<u32>>,
}

/// A function by its index, or a constant by its place in the memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Node {
    Function(u32),
    Data(Range<u32>),
}

/// A program without what the linker says of it, which no other tool understands once the program is changed.
///
/// # Errors
/// When the program cannot be read.
pub fn plain(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut kept = 0;
    let mut from = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        let Some((_, range)) = payload.as_section() else { continue };
        // Between two contents stands the head of the second: what it is, and how long.
        let told = matches!(&payload, Payload::CustomSection(custom) if is_told(custom.name()));
        if told {
            plain.extend_from_slice(bytes.get(kept..from).context("sections out of order")?);
            kept = range.end;
        }
        from = range.end;
    }
    plain.extend_from_slice(bytes.get(kept..).context("sections out of order")?);
    Ok(plain)
}

fn is_told(name: &str) -> bool {
    name == "linking" || name.starts_with("reloc.")
}

/// The readable form of a function's name in the program.
pub fn readable(name: &str) -> String {
    rustc_demangle::demangle(name).to_string()
}

/// A part of the file that lies in the memory.
struct Segment {
    /// Where it lies in the file.
    file: Range<usize>,
    /// Where it begins in the memory.
    address: u32,
}

/// A section with what the linker says of it.
#[derive(Default)]
struct Section {
    /// Where its content begins in the file.
    start: usize,
    relocations: Vec<RelocationEntry>,
}

/// A program as the linker wrote it, with its names and relocations.
#[derive(Default)]
pub struct Program<'a> {
    /// Names of the functions by their index.
    names: BTreeMap<u32, &'a str>,
    /// Where the functions' code lies in the file, in order; the first has the index `imported`.
    bodies: Vec<Range<usize>>,
    imported: u32,
    /// What the outside can call.
    roots: Vec<u32>,
    segments: Vec<Segment>,
    symbols: Vec<Option<Node>>,
    /// Constants by where they begin, and how long they are.
    constants: BTreeMap<(u32, u32), Range<u32>>,
    code: Section,
    data: Section,
}

impl<'a> Program<'a> {
    /// Reads a program.
    ///
    /// # Errors
    /// When it cannot be read or has no relocations.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut program = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            program.take(payload?)?;
        }
        let told = |section: &Section| !section.relocations.is_empty();
        ensure!(told(&program.code) && told(&program.data), "the program has no relocations");
        Ok(program)
    }

    /// What is late. `border` says by a function's name whether it stands at the border.
    ///
    /// # Errors
    /// When a relocation names no symbol.
    pub fn late(&self, border: &dyn Fn(&str) -> bool) -> Result<Late> {
        let found = self.reached(border)?;
        let mut times: HashMap<&str, u32> = HashMap::new();
        for name in self.names.values() {
            *times.entry(name).or_default() += 1;
        }
        let functions = self
            .names
            .iter()
            .filter(|(index, name)| !found.contains(&Node::Function(**index)) && times.get(**name) == Some(&1));
        let functions = functions.map(|(_, name)| (*name).to_owned()).collect();
        let (early, rest): (Vec<&Range<u32>>, Vec<&Range<u32>>) =
            self.constants.values().partition(|place| found.contains(&Node::Data((*place).clone())));
        let apart = |place: &Range<u32>| !early.iter().any(|other| other.start < place.end && place.start < other.end);
        let data = rest.into_iter().filter(|place| apart(place)).cloned().collect();
        Ok(Late { functions, data })
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    self.roots.extend((export.kind == ExternalKind::Func).then_some(export.index));
                }
            }
            Payload::StartSection { func, .. } => self.roots.push(func),
            Payload::CodeSectionStart { range, .. } => self.code.start = range.start,
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range()),
            Payload::DataSection(data) => {
                self.data.start = data.range().start;
                for segment in data {
                    let segment = segment?;
                    let address = match segment.kind {
                        DataKind::Active { offset_expr, .. } => match offset_expr.get_operators_reader().read()? {
                            Operator::I32Const { value } => value.cast_unsigned(),
                            _ => continue,
                        },
                        DataKind::Passive => continue,
                    };
                    let file = segment.range.end - segment.data.len()..segment.range.end;
                    self.segments.push(Segment { file, address });
                }
            }
            Payload::CustomSection(custom) => self.custom(custom.name(), custom.as_known())?,
            _ => {}
        }
        Ok(())
    }

    fn custom(&mut self, name: &str, section: KnownCustom<'a>) -> Result<()> {
        match section {
            KnownCustom::Name(names) => {
                for names in names {
                    if let wasmparser::Name::Function(names) = names? {
                        for name in names {
                            let name = name?;
                            self.names.insert(name.index, name.name);
                        }
                    }
                }
            }
            KnownCustom::Linking(parts) => {
                for part in parts.subsections() {
                    if let Linking::SymbolTable(symbols) = part? {
                        for symbol in symbols {
                            let node = self.symbol(symbol?);
                            self.symbols.push(node);
                        }
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                let section = match name {
                    "reloc.CODE" => &mut self.code,
                    "reloc.DATA" => &mut self.data,
                    _ => return Ok(()),
                };
                for entry in relocations.entries() {
                    section.relocations.push(entry?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn symbol(&mut self, symbol: SymbolInfo<'a>) -> Option<Node> {
        match symbol {
            SymbolInfo::Func { index, .. } => Some(Node::Function(index)),
            SymbolInfo::Data { symbol: Some(place), .. } => {
                let start = self.segments.get(place.index as usize)?.address + place.offset;
                let place = start..start + place.size;
                self.constants.insert((place.start, place.end), place.clone());
                Some(Node::Data(place))
            }
            _ => None,
        }
    }

    /// The function whose code stands at a place of the section.
    fn function_at(&self, offset: u32) -> Option<Node> {
        let file = self.code.start + offset as usize;
        let number = self.bodies.partition_point(|body| body.start <= file).checked_sub(1)?;
        let inside = self.bodies.get(number)?.contains(&file);
        inside.then_some(Node::Function(self.imported + u32::try_from(number).ok()?))
    }

    /// The constant that stands at a place of the section; none: something without a name.
    fn constant_at(&self, offset: u32) -> Option<Node> {
        let file = self.data.start + offset as usize;
        let segment = self.segments.iter().find(|segment| segment.file.contains(&file))?;
        let address = segment.address + u32::try_from(file - segment.file.start).ok()?;
        let before = self.constants.range(..=(address, u32::MAX)).next_back()?.1;
        before.contains(&address).then(|| Node::Data(before.clone()))
    }

    /// What names what.
    fn named(&self) -> Result<Vec<(Option<Node>, Node)>> {
        let in_code = self.code.relocations.iter().map(|entry| (self.function_at(entry.offset), entry));
        let in_data = self.data.relocations.iter().map(|entry| (self.constant_at(entry.offset), entry));
        // Types have no symbols.
        let all = in_code.chain(in_data).filter(|(_, entry)| entry.ty != RelocationType::TypeIndexLeb);
        let pairs = all.map(|(from, entry)| {
            let symbol = self.symbols.get(entry.index as usize).context("a relocation without its symbol")?;
            Ok(symbol.clone().map(|to| (from, to)))
        });
        pairs.filter_map(Result::transpose).collect()
    }

    /// Everything that the outside reaches without a function of the border.
    fn reached(&self, border: &dyn Fn(&str) -> bool) -> Result<HashSet<Node>> {
        let mut edges: HashMap<Node, Vec<Node>> = HashMap::new();
        let mut open: Vec<Node> = self.roots.iter().copied().map(Node::Function).collect();
        for (from, to) in self.named()? {
            match from {
                Some(from) => edges.entry(from).or_default().push(to),
                // Whoever names it has no name: it is taken for used.
                None => open.push(to),
            }
        }
        let mut found = HashSet::new();
        while let Some(node) = open.pop() {
            let name = if let Node::Function(index) = &node { self.names.get(index) } else { None };
            let at_border = name.is_some_and(|name| border(name));
            if at_border || !found.insert(node.clone()) {
                continue;
            }
            open.extend(edges.get(&node).into_iter().flatten().cloned());
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, DataSection, Encode, ExportKind, ExportSection, Function,
        FunctionSection, LinkingSection, MemorySection, MemoryType, Module, NameMap, NameSection, SymbolTable,
        TypeSection,
    };

    use super::*;

    const NAMES: [&str; 5] = ["run", "border", "early_closure", "late_closure", "other"];
    /// Where the two constants with the closures' slots begin.
    const ADDRESS: u32 = 1024;

    /// A relocation: its kind, where, the symbol, and for addresses what is added.
    fn relocation(kind: RelocationType, offset: u32, symbol: u32) -> Vec<u8> {
        let mut bytes = vec![kind as u8];
        offset.encode(&mut bytes);
        symbol.encode(&mut bytes);
        if kind == RelocationType::MemoryAddrSleb {
            0_i32.encode(&mut bytes);
        }
        bytes
    }

    fn relocations(name: &str, section: u32, entries: &[Vec<u8>]) -> Vec<u8> {
        let mut data = Vec::new();
        section.encode(&mut data);
        u32::try_from(entries.len()).unwrap().encode(&mut data);
        data.extend(entries.concat());
        let mut bytes = vec![0];
        CustomSection { name: Cow::Borrowed(name), data: Cow::Owned(data) }.encode(&mut bytes);
        bytes
    }

    /// `run` names a constant with a closure and calls the border, which names another constant with another closure;
    /// nothing names `other`.
    fn program() -> (Vec<u8>, usize) {
        let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([], []);
        // Each function is five bytes long: its length, no locals, two instructions and the end.
        for _ in NAMES {
            functions.function(0);
            let mut body = Function::new([]);
            body.instructions().nop().nop().end();
            code.function(&body);
        }
        let (mut exports, mut memories, mut data) = (ExportSection::new(), MemorySection::new(), DataSection::new());
        exports.export("run", ExportKind::Func, 0);
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        data.active(0, &ConstExpr::i32_const(ADDRESS.cast_signed()), [1, 0, 0, 0, 2, 0, 0, 0]);
        let mut symbols = SymbolTable::new();
        for (index, name) in (0..).zip(NAMES) {
            symbols.function(0, index, Some(name));
        }
        for (offset, name) in [(0, "early"), (4, "late")] {
            symbols.data(0, name, Some(wasm_encoder::DataSymbolDefinition { index: 0, offset, size: 4 }));
        }
        let (mut linking, mut names, mut map) = (LinkingSection::new(), NameSection::new(), NameMap::new());
        linking.symbol_table(&symbols);
        for (index, name) in (0..).zip(NAMES) {
            map.append(index, name);
        }
        names.functions(&map);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&memories).section(&exports).section(&code).section(&data);
        let plain = module.clone().finish().len();
        module.section(&linking);
        let mut bytes = module.finish();
        // After the count each body has its length in front; the two places of `run` and the one of the border.
        let body = |number: u32| 1 + number * 5 + 2;
        bytes.extend(relocations(
            "reloc.CODE",
            4,
            &[
                relocation(RelocationType::MemoryAddrSleb, body(0), 5),
                relocation(RelocationType::FunctionIndexLeb, body(0) + 1, 1),
                relocation(RelocationType::MemoryAddrSleb, body(1), 6),
            ],
        ));
        // After the count: the kind, three bytes of the place and its end, the length.
        let bytes_begin = u32::try_from(1 + 1 + 4 + 1).unwrap();
        bytes.extend(relocations(
            "reloc.DATA",
            5,
            &[
                relocation(RelocationType::TableIndexI32, bytes_begin, 2),
                relocation(RelocationType::TableIndexI32, bytes_begin + 4, 3),
            ],
        ));
        let mut last = Module::new();
        last.section(&names);
        bytes.extend(&last.finish()[8..]);
        (bytes, plain)
    }

    #[test]
    fn what_only_the_border_reaches_is_late_also_through_the_table() {
        let (bytes, _) = program();
        let linked = Program::read(&bytes).unwrap();
        let found = linked.late(&|name| name == "border").unwrap();
        assert_eq!(found.functions, ["border", "late_closure", "other"].map(str::to_owned).into());
        assert_eq!((found.data.len(), found.data.first()), (1, Some(&(ADDRESS + 4..ADDRESS + 8))));
        let found = linked.late(&|_| false).unwrap();
        assert_eq!(found.functions, ["other".to_owned()].into());
        assert_eq!(found.data, []);
    }

    #[test]
    fn what_the_linker_says_is_taken_out_and_nothing_else() {
        let (bytes, length) = program();
        let plain = plain(&bytes).unwrap();
        assert_eq!(plain[..length], bytes[..length]);
        assert_eq!(plain[length..], bytes[bytes.len() - (plain.len() - length)..], "the names stay");
        assert!(Program::read(&plain).is_err(), "without relocations nothing is known");
    }
}
