//! In which file, and where in it, a new update goes: in date order where that goal's updates are
//! kept.
//!
//! Three ways to keep updates are known. Below their goals, or in a file of the goal's own: the
//! new one stands behind the goal's last update that is not younger. In a diary, a file of many
//! goals' updates in the order of their days, of which there may be one a month: by its day among
//! all of them. A goal without updates follows the others: in the diary where there is one, else
//! below the goal.

use std::collections::HashMap;

use jiff::civil::Date;

use super::layout::{Form, Layout};

/// A place for a new table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Which file.
    pub(super) file: usize,
    /// The byte.
    pub(super) at: usize,
    /// On which side the empty line goes.
    pub(super) side: Side,
}

/// Whether a new table follows what is there or comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Behind,
    Before,
}

/// Where a goal's own table is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub(super) file: usize,
    /// Behind its last table in that file.
    pub(super) at: usize,
}

/// All updates of a file set.
#[derive(Debug)]
pub(super) struct Places<'l> {
    layouts: &'l [Layout<'l>],
    /// By file and block.
    updates: Vec<Entry>,
    by_goal: HashMap<&'l str, Vec<usize>>,
    diaries: Vec<Option<(Date, Date)>>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    file: usize,
    block: usize,
    when: When,
}

/// The order of updates: by day, then by the number of the comment.
type When = (Date, u64);

impl<'l> Places<'l> {
    pub(super) fn new(layouts: &'l [Layout<'l>]) -> Self {
        let mut updates = Vec::new();
        let mut by_goal: HashMap<&str, Vec<usize>> = HashMap::new();
        for (file, layout) in layouts.iter().enumerate() {
            for goal in &layout.goals {
                for update in &goal.updates {
                    if let Some(block) = update.block {
                        let when = (update.date.unwrap_or(Date::MIN), update.id.unwrap_or(0));
                        updates.push((goal.key.as_str(), Entry { file, block, when }));
                    }
                }
            }
        }
        updates.sort_by_key(|(_, it)| (it.file, it.block));
        for (index, (goal, _)) in updates.iter().enumerate() {
            by_goal.entry(goal).or_default().push(index);
        }
        let diaries = layouts.iter().map(diary).collect();
        Places { layouts, updates: updates.into_iter().map(|(_, it)| it).collect(), by_goal, diaries }
    }

    /// The place of a new update of the goal `key`; `None` where the file's form leaves none.
    pub(super) fn of(&self, key: &str, home: Option<Home>, when: When) -> Option<Spot> {
        let own: Vec<_> = self.by_goal.get(key).into_iter().flatten().map(|&it| self.updates[it]).collect();
        let last = own.iter().filter(|it| it.when <= when).max_by_key(|it| (it.when, it.file, it.block));
        let spot = match (last, own.first()) {
            (None, None) => self.first_of_goal(home, when)?,
            (Some(near), _) | (None, Some(near)) => match self.diary_for(near.file, when) {
                Some(file) => self.in_file(file, when)?,
                None => match last {
                    Some(it) => self.behind(*it),
                    None => self.before(*near),
                },
            },
        };
        self.can_grow(spot.file, key).then_some(spot)
    }

    /// For a goal without updates.
    fn first_of_goal(&self, home: Option<Home>, when: When) -> Option<Spot> {
        let in_diaries = self.updates.iter().filter(|it| self.diaries[it.file].is_some());
        let nearest = in_diaries.clone().filter(|it| it.when <= when).max_by_key(|it| it.when).or(in_diaries.min_by_key(|it| it.when));
        match nearest {
            Some(it) => self.in_file(it.file, when),
            None => home.map(|it| Spot { file: it.file, at: it.at, side: Side::Behind }),
        }
    }

    /// The diary in which an update of that day goes when its goal's nearest is in `file`: that
    /// file, or one that begins behind its end.
    fn diary_for(&self, file: usize, when: When) -> Option<usize> {
        let (_, end) = self.diaries[file]?;
        let later = self.diaries.iter().enumerate().filter_map(|(index, it)| Some((it.as_ref()?.0, index)));
        let later = later.filter(|&(start, index)| index != file && start > end && start <= when.0).max();
        Some(later.map_or(file, |(_, index)| index))
    }

    fn in_file(&self, file: usize, when: When) -> Option<Spot> {
        let mut all = self.updates.iter().filter(|it| it.file == file);
        match all.clone().rfind(|it| it.when <= when) {
            Some(it) => Some(self.behind(*it)),
            None => all.next().map(|it| self.before(*it)),
        }
    }

    fn behind(&self, it: Entry) -> Spot {
        Spot { file: it.file, at: self.layouts[it.file].blocks[it.block].end, side: Side::Behind }
    }

    fn before(&self, it: Entry) -> Spot {
        Spot { file: it.file, at: self.layouts[it.file].blocks[it.block].start, side: Side::Before }
    }

    /// Whether TOML allows `[[goal.KEY.update]]` in that file.
    fn can_grow(&self, file: usize, key: &str) -> bool {
        let goal = self.layouts[file].goals.iter().find(|it| it.key == key);
        goal.is_none_or(|it| match it.table.form {
            Form::Headed => it.updates.iter().all(|it| it.block.is_some()),
            Form::Implied => it.table.fields.is_empty() && it.updates.iter().all(|it| it.block.is_some()),
            Form::Inline => false,
        })
    }
}

/// The first and the last day of a file that is a diary: no goal's own table, updates of several
/// goals, in the order of their days.
fn diary(layout: &Layout<'_>) -> Option<(Date, Date)> {
    let is_apart = layout.goals.iter().all(|it| it.table.form == Form::Implied && it.table.fields.is_empty());
    let several = layout.goals.iter().filter(|it| !it.updates.is_empty()).count() > 1;
    let days: Vec<_> = layout.blocks.iter().filter_map(|it| it.update.flatten()).collect();
    if is_apart && several && days.is_sorted() { days.first().copied().zip(days.last().copied()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(goal: u32, day: &str, id: u32) -> String {
        format!("[[goal.{goal}.update]]\ndate = 2025-{day}\nurl = \"https://x/o/r/issues/{goal}#issuecomment-{id}\"\nbody = 'b{id}'\n")
    }

    /// The comment before (`>`) or behind (`<`) which a new update stands, or the file's number
    /// and byte.
    fn spot(files: &[String], goal: &str, day: &str, id: u64, home: Option<Home>) -> Option<String> {
        let layouts: Vec<_> = files.iter().map(|it| Layout::new(it).unwrap()).collect();
        let spot = Places::new(&layouts).of(goal, home, (format!("2025-{day}").parse().unwrap(), id))?;
        let (before, behind) = files[spot.file].split_at(spot.at);
        let number = |it: &str| it.split('\'').next().unwrap().trim_start_matches('b').to_owned();
        Some(match spot.side {
            Side::Behind => match before.rsplit_once("body = '") {
                Some((_, it)) => format!("<{}", number(it)),
                None => format!("{} {}", spot.file, spot.at),
            },
            Side::Before => format!(">{}", number(behind.split_once("body = '").unwrap().1)),
        })
    }

    #[test]
    fn below_goals() {
        let file = [
            "[goal.1]\ntitle = 'a'\n".to_owned(),
            update(1, "10-01", 1),
            update(1, "10-03", 3),
            "[goal.2]\ntitle = 'b'\n".to_owned(),
            update(2, "10-02", 2),
        ]
        .join("\n");
        let at = |goal, day, id| spot(std::slice::from_ref(&file), goal, day, id, None).unwrap();
        assert_eq!(at("1", "10-02", 9), "<1");
        assert_eq!(at("1", "10-03", 9), "<3");
        assert_eq!(at("1", "10-03", 2), "<1", "of one day by number");
        assert_eq!(at("1", "11-01", 9), "<3");
        assert_eq!(at("1", "09-01", 9), ">1");
        assert_eq!(at("2", "10-02", 9), "<2");
    }

    #[test]
    fn diaries() {
        let october = [update(1, "10-01", 1), update(2, "10-02", 2), update(1, "10-03", 3)].join("\n");
        let november = [update(3, "11-04", 4), update(2, "11-05", 5)].join("\n");
        let files = ["[goal.9]\ntitle = 'x'\n".to_owned(), november, october];
        let at = |goal, day, id| spot(&files, goal, day, id, Some(Home { file: 0, at: 0 })).unwrap();
        assert_eq!(at("1", "10-02", 9), "<2");
        assert_eq!(at("2", "11-05", 9), "<5");
        assert_eq!(at("1", "11-04", 9), "<4", "its month has begun");
        assert_eq!(at("1", "10-31", 9), "<3");
        assert_eq!(at("9", "10-02", 9), "<2", "a goal without updates");
        assert_eq!(at("9", "01-01", 9), ">1");
    }

    #[test]
    fn a_file_for_each_goal() {
        let files = [
            "[goal.1]\n[goal.2]\n".to_owned(),
            [update(1, "10-01", 1), update(1, "10-05", 3)].join("\n"),
            update(2, "10-02", 2),
            "goal.3 = { title = 'c' }".to_owned(),
        ];
        let home = Some(Home { file: 0, at: 9 });
        assert_eq!(spot(&files, "1", "10-02", 9, home).unwrap(), "<1");
        assert_eq!(spot(&files, "2", "10-09", 9, home).unwrap(), "<2");
        assert_eq!(spot(&files, "3", "10-09", 9, Some(Home { file: 3, at: 24 })), None, "TOML has no place for it");
        assert_eq!(spot(&files[..1], "1", "10-02", 9, home).unwrap(), "0 9");
    }
}
