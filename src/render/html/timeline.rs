//! A timeline: a list of goals, below each title a lane of SVG.
//!
//! A lane is as wide as the page: across, places are shares of the width, down they are pixels, so
//! nothing is stretched and nothing needs to be scrolled. mdBook 0.5 reads raw HTML anew and writes
//! names in lower case: no attribute here is of two cases, such as `viewBox`.
//!
//! The picture is for the eye alone. What it shows stands behind each title in words, for screen
//! readers and for those who see the page without its stylesheet.

use super::escape::Html;
use super::write_line;
use crate::fragment::{Day, Heard, Lane, Month, Timeline, plain_text};

/// The height of a lane, in pixels. The marks are in its middle.
const LANE: u32 = 22;

/// The height of the line of months.
const AXIS: u32 = 16;

/// After so many goals the months are named again.
const GOALS_PER_AXIS: usize = 10;

/// So many months can have their names side by side on a phone.
const MOST_NAMES: usize = 12;

/// So many updates of one day are drawn beside each other. All of them are told in words.
const MOST_OF_A_DAY: usize = 3;

/// How far apart those are, in pixels.
const STEP: usize = 4;

/// The classes of the colours, and the shapes around the origin. Colour and shape belong to the
/// theme: with each full turn of the colours the shapes move on by one, so that few themes share
/// both and neighbours share nothing.
const HUES: [&str; 6] = ["goals-hue-1", "goals-hue-2", "goals-hue-3", "goals-hue-4", "goals-hue-5", "goals-hue-6"];
const SHAPES: [&str; 6] = [
    "M-5 -5H5V5H-5Z",                     // square
    "M0 -6.5L6.5 5H-6.5Z",                // triangle
    "M0 -7L7 0L0 7L-7 0Z",                // diamond
    "M0 6.5L6.5 -5H-6.5Z",                // triangle on its tip
    "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z", // cross
    "M-7 -4H7V4H-7Z",                     // bar
];

/// A goal without a theme: a circle.
const NO_HUE: &str = "goals-hue-0";
const CIRCLE: &str = "M-5 0A5 5 0 0 1 5 0A5 5 0 0 1 -5 0Z";

fn look(theme: Option<usize>) -> (&'static str, &'static str) {
    theme.map_or((NO_HUE, CIRCLE), |it| (HUES[it % HUES.len()], SHAPES[(it + it / HUES.len()) % SHAPES.len()]))
}

pub(super) fn write(out: &mut Html, timeline: &Timeline) {
    out.container("div", &[("class", "goals-timeline")], |out| {
        write_legend(out, timeline);
        out.line_end();
        // With its markers taken away, a list is one to all screen readers only when it says so.
        out.container("ul", &[("class", "goals-lanes"), ("role", "list")], |out| {
            for (nth, lane) in timeline.lanes.iter().enumerate() {
                out.element("li", &[], |out| {
                    if nth % GOALS_PER_AXIS == 0 {
                        write_axis(out, &timeline.months);
                    }
                    out.element("span", &[("class", "goals-lane-title"), ("dir", "auto")], |out| write_line(out, &lane.title));
                    write_lane(out, lane);
                    out.element("span", &[("class", "goals-hidden")], |out| out.text(&words(timeline, lane)));
                });
                out.line_end();
            }
        });
    });
}

/// What the marks mean. The words of each lane say the same, so a screen reader need not hear it.
fn write_legend(out: &mut Html, timeline: &Timeline) {
    out.container("ul", &[("class", "goals-legend"), ("aria-hidden", "true")], |out| {
        for theme in &timeline.themes {
            write_key(out, |out| write_mark(out, "50%", 0, look(Some(theme.number))), |out| write_line(out, &theme.title));
        }
        if timeline.lanes.iter().any(|it| it.theme.is_none()) {
            let text = if timeline.themes.is_empty() { "an update" } else { "no theme" };
            write_key(out, |out| write_mark(out, "50%", 0, look(None)), |out| out.text(text));
        }
        let lines = [(Heard::Updates(1), "a month with updates"), (Heard::Nothing, "a month without any")];
        for (heard, text) in lines {
            write_key(out, |out| write_stretch(out, heard, "0%", "100%"), |out| out.text(text));
        }
    });
}

fn write_key(out: &mut Html, picture: impl FnOnce(&mut Html), text: impl FnOnce(&mut Html)) {
    out.element("li", &[], |out| {
        out.element("svg", &[("class", "goals-key"), ("width", "24"), ("height", &LANE.to_string()), ("focusable", "false")], picture);
        out.element("span", &[("dir", "auto")], text);
    });
    out.line_end();
}

/// The names of the months, and of the year where one begins.
fn write_axis(out: &mut Html, months: &[Month]) {
    let attributes =
        [("class", "goals-axis"), ("width", "100%"), ("height", &*AXIS.to_string()), ("aria-hidden", "true"), ("focusable", "false")];
    let every = months.len().div_ceil(MOST_NAMES).max(1);
    let wide = months.len() <= MOST_NAMES / 2;
    out.element("svg", &attributes, |out| {
        for (nth, month) in months.iter().enumerate().step_by(every) {
            let x = share(2 * nth + every.min(months.len() - nth), 2 * months.len());
            let names_year = wide || every > 1 || months.len() == 1;
            let name = match (names_year, every) {
                (true, 12..) => month.year.to_string(),
                (true, 1) => format!("{} {}", month.short(), month.year),
                (true, _) => format!("{}/{:02}", month.number, month.year.rem_euclid(100)),
                (false, _) => month.short().to_owned(),
            };
            out.element("text", &[("x", &x), ("y", "12"), ("text-anchor", "middle")], |out| out.text(&name));
        }
    });
}

fn write_lane(out: &mut Html, lane: &Lane) {
    let attributes =
        [("class", "goals-lane"), ("width", "100%"), ("height", &*LANE.to_string()), ("aria-hidden", "true"), ("focusable", "false")];
    let months = lane.months.len();
    out.element("svg", &attributes, |out| {
        for nth in 0..=months {
            let x = share(nth, months);
            out.element("line", &[("class", "goals-month"), ("x1", &x), ("x2", &x), ("y1", "0"), ("y2", "100%")], |_| {});
        }
        let mut start = 0;
        for stretch in lane.months.chunk_by(|a, b| std::mem::discriminant(a) == std::mem::discriminant(b)) {
            let end = start + stretch.len();
            if let Some(heard) = stretch.first() {
                write_stretch(out, *heard, &share(start, months), &share(end, months));
            }
            start = end;
        }
        let look = look(lane.theme);
        for day in &lane.days {
            let x = place(day, months);
            for nth in 0..day.updates.min(MOST_OF_A_DAY) {
                write_mark(out, &x, nth * STEP, look);
            }
        }
    });
}

/// A stretch of months: a line where something was heard, a broken one where nothing was, nothing
/// where the months are still ahead.
fn write_stretch(out: &mut Html, heard: Heard, from: &str, to: &str) {
    let class = match heard {
        Heard::Updates(_) => "goals-heard",
        Heard::Nothing => "goals-silent",
        Heard::Ahead => return,
    };
    out.element("line", &[("class", class), ("x1", from), ("x2", to), ("y1", "50%"), ("y2", "50%")], |_| {});
}

/// A mark in the middle of a lane. Only an SVG of its own can stand at a share of the width.
fn write_mark(out: &mut Html, x: &str, shift: usize, (hue, shape): (&str, &str)) {
    out.element("svg", &[("class", "goals-mark"), ("x", x), ("y", "50%")], |out| {
        let shift = format!("translate({shift} 0)");
        let mut attributes = vec![("class", hue), ("d", shape)];
        if shift != "translate(0 0)" {
            attributes.push(("transform", &shift));
        }
        out.element("path", &attributes, |_| {});
    });
}

/// The middle of a day, as a share of the width.
fn place(day: &Day, months: usize) -> String {
    let (number, days) = (usize::from(day.number.unsigned_abs()), usize::from(day.days_in_month.unsigned_abs()));
    share(2 * (day.month * days + number) - 1, 2 * days * months)
}

/// `part` of `whole`, as `12.345%`.
fn share(part: usize, whole: usize) -> String {
    let thousandths = part * 100_000 / whole.max(1);
    let (percent, rest) = (thousandths / 1000, thousandths % 1000);
    if rest == 0 { format!("{percent}%") } else { format!("{percent}.{rest:03}%") }
}

/// What a lane shows, in words.
fn words(timeline: &Timeline, lane: &Lane) -> String {
    let updates: usize = lane.days.iter().map(|it| it.updates).sum();
    let mut out = match timeline.themes.iter().find(|it| Some(it.number) == lane.theme) {
        Some(theme) => format!(" Theme: {}. ", plain_text(&theme.title)),
        None => " ".to_owned(),
    };
    match updates {
        0 => out.push_str("No updates."),
        1 => out.push_str("1 update: "),
        _ => out.push_str(&format!("{updates} updates: ")),
    }
    let days = lane.days.iter().map(|it| if it.updates == 1 { it.date.clone() } else { format!("{} ({})", it.date, it.updates) });
    out.push_str(&days.collect::<Vec<_>>().join(", "));
    let silent = timeline.months.iter().zip(&lane.months).filter(|(_, heard)| **heard == Heard::Nothing);
    let silent: Vec<_> = silent.map(|(month, _)| format!("{} {}", month.short(), month.year)).collect();
    if updates > 0 {
        out.push('.');
        if !silent.is_empty() {
            out.push_str(&format!(" Nothing in {}.", silent.join(", ")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_enough_for_a_pixel() {
        let rows = [(0, 6, "0%"), (1, 6, "16.666%"), (6, 6, "100%"), (1, 8, "12.500%"), (0, 0, "0%"), (1, 100_000, "0.001%")];
        for (part, whole, expected) in rows {
            assert_eq!(share(part, whole), expected, "{part} of {whole}");
        }
        let day = |number| Day { date: String::new(), month: 1, number, days_in_month: 30, updates: 1 };
        assert_eq!([place(&day(1), 2), place(&day(30), 2)], ["50.833%", "99.166%"]);
    }

    #[test]
    fn themes_differ_in_shape_or_colour() {
        let mut looks: Vec<_> = (0..36).map(|it| look(Some(it))).chain([look(None)]).collect();
        looks.sort_unstable();
        looks.dedup();
        assert_eq!(looks.len(), 37);
        let neighbours = (0..35).all(|it| look(Some(it)).0 != look(Some(it + 1)).0 && look(Some(it)).1 != look(Some(it + 1)).1);
        assert!(neighbours, "neighbours differ in both");
    }
}
