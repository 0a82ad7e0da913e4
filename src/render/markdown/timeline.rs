//! A timeline as a table: a row for each goal, a column for each month.

use crate::fragment::{Alignment, Heard, Inline, Lane, Table, Timeline};

/// How many updates there are from each month: `–` where nothing was heard, nothing where the
/// month is still ahead.
pub(super) fn table(timeline: &Timeline) -> Table {
    let row = |lane: &Lane| {
        let cell = |heard: &Heard| match heard {
            Heard::Updates(number) => vec![Inline::Text(number.to_string())],
            Heard::Nothing => vec![Inline::text("–")],
            Heard::Ahead => Vec::new(),
        };
        std::iter::once(lane.title.clone()).chain(lane.months.iter().map(cell)).collect()
    };
    let months: Vec<String> = timeline.months.iter().map(|it| format!("{:04}-{:02}", it.year, it.number)).collect();
    let mut table = Table::listing(["Goal"].into_iter().chain(months.iter().map(String::as_str)), timeline.lanes.iter().map(row).collect());
    table.alignment.iter_mut().skip(1).for_each(|it| *it = Alignment::Right);
    table
}
