//! Arrays of tables such as `[[goal.389.task]]`: which table is which row of the document.

use toml_edit::{ArrayOfTables, Item, Table, Value};

use super::value::set;

/// A row to write.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The keys with their values, in the order in which they are written. What tells rows apart
    /// comes first.
    pub(super) fields: Vec<(&'static str, Value)>,
}

impl Row {
    /// Adds a key, unless there is nothing to say.
    pub(super) fn field(mut self, key: &'static str, value: Option<Value>) -> Self {
        self.fields.extend(value.map(|it| (key, it)));
        self
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|(it, _)| *it == key)?.1.as_str()
    }

    fn is(&self, table: &Table, key: &str) -> bool {
        self.get(key).map(str::trim) == table.get(key).and_then(Item::as_str).map(str::trim)
    }

    fn write(&self, table: &mut Table) {
        for (key, value) in &self.fields {
            set(table, key, value.clone());
        }
    }
}

/// How alike two titles must be for one to be the other's new wording.
const ALIKE: f64 = 0.7;

/// By what the tables of a list are told apart.
#[derive(Debug)]
pub(super) struct Identity {
    /// The keys that do it.
    pub(super) keys: &'static [&'static str],
    /// The one of them that is a text which people reword.
    pub(super) wording: &'static str,
    /// The one of them that says where a row belongs, which may change.
    pub(super) place: Option<&'static str>,
}

/// Writes rows into the array of tables `name`. A row is the table that says the same; else the
/// one with the same identity; else the one that has been moved or reworded a little. A table
/// that is no row of the document is a person's, and stays. A new row comes behind the row before
/// it.
///
/// # Errors
///
/// The name, where the key is there and no array of tables.
pub(super) fn fill(parent: &mut Table, name: &'static str, identity: &Identity, rows: &[Row]) -> Result<(), &'static str> {
    if rows.is_empty() {
        return Ok(());
    }
    let item = parent.entry(name).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let list = item.as_array_of_tables_mut().ok_or(name)?;
    let places = assign(list, identity, rows);
    let mut out: Vec<(Option<usize>, Table)> = std::mem::take(list).into_iter().enumerate().map(|(at, it)| (Some(at), it)).collect();
    let mut behind = 0;
    for (row, place) in rows.iter().zip(places) {
        let at = place.and_then(|place| out.iter().position(|(it, _)| *it == Some(place)));
        match at {
            Some(at) => {
                if let Some((_, table)) = out.get_mut(at) {
                    row.write(table);
                }
                behind = at + 1;
            }
            None => {
                let mut table = Table::new();
                row.write(&mut table);
                out.insert(behind, (None, table));
                behind += 1;
            }
        }
    }
    out.into_iter().for_each(|(_, table)| list.push(table));
    Ok(())
}

/// How sure it is that a table is a row, the surest first.
#[derive(Clone, Copy)]
enum Match {
    /// Every text is the same.
    Text,
    /// What tells rows apart is the same.
    Identity,
    /// What tells rows apart is the same but for the place.
    Moved,
    /// What tells rows apart is the same, but for the wording, which is almost so.
    Reworded,
}

impl Match {
    const ALL: [Match; 4] = [Match::Text, Match::Identity, Match::Moved, Match::Reworded];

    fn holds(self, identity: &Identity, row: &Row, table: &Table) -> bool {
        let is_same = |but: Option<&str>| identity.keys.iter().filter(|it| Some(**it) != but).all(|key| row.is(table, key));
        let wording = || row.get(identity.wording).zip(table.get(identity.wording).and_then(Item::as_str));
        match self {
            Match::Text => is_same(None) && row.fields.iter().all(|(key, value)| value.as_str().is_none() || row.is(table, key)),
            Match::Identity => is_same(None),
            Match::Moved => identity.place.is_some() && is_same(identity.place),
            Match::Reworded => {
                is_same(Some(identity.wording)) && wording().is_some_and(|(a, b)| strsim::normalized_levenshtein(a, b) >= ALIKE)
            }
        }
    }
}

/// For each row the index of its table: the surest matches of all rows first.
fn assign(list: &ArrayOfTables, identity: &Identity, rows: &[Row]) -> Vec<Option<usize>> {
    let mut places = vec![None; rows.len()];
    let mut free: Vec<_> = (0..list.len()).collect();
    for it in Match::ALL {
        for (row, place) in rows.iter().zip(&mut places).filter(|(_, place)| place.is_none()) {
            let found = free.iter().position(|&at| list.get(at).is_some_and(|table| it.holds(identity, row, table)));
            *place = found.map(|at| free.remove(at));
        }
    }
    places
}
