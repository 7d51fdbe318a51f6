//! Where facts and items stand: names resolved to numbers once, so that nothing later compares names.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::model::{Article, Fact, FactType, Facts, Item, Policy, Table};

/// The word before the point in the path of an applicant's own fact.
pub const APPLICANT: &str = "applicant";

/// A fact by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FactRef {
    /// Index into [`Facts::applicant`].
    Applicant(u16),
    /// A column of a table.
    Column {
        /// Index into [`Facts::tables`].
        table: u16,
        /// Index into [`Table::columns`].
        column: u16,
    },
}

impl FactRef {
    /// The table the fact is a column of.
    pub fn table(self) -> Option<u16> {
        match self {
            Self::Applicant(_) => None,
            Self::Column { table, .. } => Some(table),
        }
    }
}

/// A fact name that does not exist, with the names that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFact {
    /// The name as written.
    pub name: String,
    /// The nearest existing name.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no fact “{}”", self.name)?;
        self.nearest.as_ref().map_or(Ok(()), |near| write!(f, "; did you mean “{near}”?"))
    }
}

impl Facts {
    /// Finds `applicant.name` or `table.column`.
    ///
    /// # Errors
    /// When no such fact exists.
    pub fn find(&self, path: &str) -> Result<FactRef, UnknownFact> {
        let unknown = || UnknownFact { name: path.to_owned(), nearest: self.nearest(path) };
        let (head, name) = path.split_once('.').ok_or_else(unknown)?;
        if head == APPLICANT {
            return position(&self.applicant, |f| f.name == name).map(FactRef::Applicant).ok_or_else(unknown);
        }
        let table = self.table(head).ok_or_else(unknown)?;
        let columns = self.tables.get(usize::from(table)).map_or(&[][..], |t| &t.columns);
        let column = position(columns, |f| f.name == name).ok_or_else(unknown)?;
        Ok(FactRef::Column { table, column })
    }

    /// Index of a table by name.
    pub fn table(&self, name: &str) -> Option<u16> {
        position(&self.tables, |t| t.name == name)
    }

    /// The fact behind a reference.
    pub fn get(&self, fact: FactRef) -> Option<&Fact> {
        match fact {
            FactRef::Applicant(index) => self.applicant.get(usize::from(index)),
            FactRef::Column { table, column } => self.tables.get(usize::from(table))?.columns.get(usize::from(column)),
        }
    }

    /// The table by number.
    pub fn table_at(&self, table: u16) -> Option<&Table> {
        self.tables.get(usize::from(table))
    }

    /// Type of the fact behind a path.
    ///
    /// # Errors
    /// When no such fact exists.
    pub fn kind(&self, path: &str) -> Result<FactType, UnknownFact> {
        let found = self.find(path)?;
        self.get(found).map(|f| f.kind).ok_or_else(|| UnknownFact { name: path.to_owned(), nearest: None })
    }

    /// Every path that exists, in order.
    pub fn paths(&self) -> impl Iterator<Item = String> + '_ {
        let own = self.applicant.iter().map(|f| format!("{APPLICANT}.{}", f.name));
        let rows = self.tables.iter().flat_map(|t| t.columns.iter().map(move |c| format!("{}.{}", t.name, c.name)));
        own.chain(rows)
    }

    fn nearest(&self, path: &str) -> Option<String> {
        let best = self.paths().map(|known| (edit_distance(path, &known), known)).min()?;
        (best.0 <= path.chars().count().div_ceil(3)).then_some(best.1)
    }
}

impl Policy {
    /// Index of an item by id.
    pub fn item(&self, id: &str) -> Option<u16> {
        position(&self.items, |item| item.id == id)
    }

    /// The item by number.
    pub fn item_at(&self, item: u16) -> Option<&Item> {
        self.items.get(usize::from(item))
    }

    /// Words of a sentence, if it exists.
    pub fn sentence(&self, article: u16, paragraph: u16, sentence: u16) -> Option<&str> {
        self.sentence_of(article, paragraph, sentence, |found| &found.paragraphs)
    }

    /// Unofficial English of a sentence, if it exists.
    pub fn translation(&self, article: u16, paragraph: u16, sentence: u16) -> Option<&str> {
        self.sentence_of(article, paragraph, sentence, |found| &found.translation)
    }

    fn sentence_of(
        &self,
        article: u16,
        paragraph: u16,
        sentence: u16,
        part: fn(&Article) -> &Vec<Vec<String>>,
    ) -> Option<&str> {
        let found = self.text.articles.iter().find(|a| a.article == article)?;
        let paragraph = part(found).get(usize::from(paragraph).checked_sub(1)?)?;
        paragraph.get(usize::from(sentence).checked_sub(1)?).map(String::as_str)
    }
}

fn position<T>(list: &[T], test: impl Fn(&T) -> bool) -> Option<u16> {
    list.iter().position(test).and_then(|index| u16::try_from(index).ok())
}

/// Levenshtein distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(x != *y)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
