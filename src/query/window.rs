//! Windows: which updates, from when to when, in which order, how much of each.

use jiff::civil::Date;

use super::given::{Arguments, Opt, Takes, invalid};
use crate::data::{Goal, Period, Update};
use crate::diagnostic::{Code, Diagnostic};

/// A window in which nothing can lie.
pub static EMPTY_WINDOW: Code = Code::warning("empty-window", "a window that ends before it starts, or lies outside of the period");

/// The options of a window.
pub static WINDOW: &[Opt] = &[
    Opt { name: "month", takes: Takes::Value },
    Opt { name: "since", takes: Takes::Value },
    Opt { name: "until", takes: Takes::Value },
    Opt { name: "latest", takes: Takes::Value },
    Opt { name: "order", takes: Takes::Value },
    Opt { name: "excerpt", takes: Takes::Value },
];

/// Which updates are meant. Without options: all of them, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// How many of the newest, at the most.
    pub latest: Option<usize>,
    /// In which order.
    pub order: Order,
    /// How much of each; `None` where the directive decides.
    pub length: Option<Length>,
}

/// The order of updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As on the tracking issue.
    #[default]
    Oldest,
    /// The other way round.
    Newest,
}

/// How much of an update shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Length {
    /// All of it.
    Full,
    /// About its first words, as many as this.
    Words(usize),
}

impl Window {
    /// Reads a window from the options given, and reports what is wrong with them.
    pub fn read(given: &Arguments, period: &Period, report: &mut Vec<Diagnostic>) -> Self {
        let month = given.parse("month", "write a month as `2025-10`", parse_month, report);
        let since = given.parse("since", "write a day as `2025-10-01`", parse_day, report);
        let until = given.parse("until", "write a day as `2025-10-31`", parse_day, report);
        let latest = given.parse("latest", "write how many updates to show, such as `latest=3`", parse_count, report);
        let order = given.parse("order", "write `oldest` or `newest`", parse_order, report).unwrap_or_default();
        let length = given.parse("excerpt", "write `full`, or about how many words to show, such as `80`", parse_length, report);
        for name in ["since", "until"] {
            if let (Some(_), Some(value)) = (month, given.get(name)) {
                report.push(invalid(name, value, "give either `month=`, or `since=` and `until=`"));
            }
        }
        let window = Window {
            since: month.map(Date::first_of_month).or(since),
            until: month.map(Date::last_of_month).or(until),
            latest,
            order,
            length,
        };
        window.check(given, period, report);
        window
    }

    /// Reports a window in which no update can lie.
    fn check(&self, given: &Arguments, period: &Period, report: &mut Vec<Diagnostic>) {
        let Some(place) = given.get("month").or_else(|| given.get("until")).or_else(|| given.get("since")) else { return };
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            let message = format!("the window ends on {until}, before it starts on {since}");
            report.push(Diagnostic::new(&EMPTY_WINDOW, place.span, message, "swap the two days"));
            return;
        }
        let early = period.start.zip(self.until).is_some_and(|(start, until)| until < start);
        let late = period.end.zip(self.since).is_some_and(|(end, since)| since > end);
        if let (true, Some(start), Some(end)) = (early || late, period.start, period.end) {
            let message = format!("the window lies outside of the period {}", period.name);
            report.push(Diagnostic::new(&EMPTY_WINDOW, place.span, message, format!("choose days from {start} to {end}")));
        }
    }

    /// Whether a day lies in the window.
    pub fn holds(&self, date: Date) -> bool {
        self.since.is_none_or(|it| it <= date) && self.until.is_none_or(|it| date <= it)
    }

    /// The time as a title says it: `October 2025`, `2025-10-01 to 2025-10-15`, or the period's name
    /// where the window has no bounds.
    pub fn title(&self, period: &Period) -> String {
        match (self.since, self.until) {
            (Some(since), Some(until)) if is_month(since, until) => month_name(since),
            (Some(since), Some(until)) if since == until => since.to_string(),
            (Some(since), Some(until)) => format!("{since} to {until}"),
            (Some(since), None) => format!("since {since}"),
            (None, Some(until)) => format!("until {until}"),
            (None, None) => period.name.clone(),
        }
    }

    /// The same at the start of a sentence: `In October 2025`.
    pub fn phrase(&self, period: &Period) -> String {
        match (self.since, self.until) {
            (Some(since), Some(until)) if is_month(since, until) => format!("In {}", month_name(since)),
            (Some(since), Some(until)) if since == until => format!("On {since}"),
            (Some(since), Some(until)) => format!("From {since} to {until}"),
            (Some(since), None) => format!("Since {since}"),
            (None, Some(until)) => format!("Until {until}"),
            (None, None) => format!("In {}", period.name),
        }
    }

    /// The updates of `goal` that are meant, in the window's order.
    pub fn updates<'a>(&self, goal: &'a Goal) -> Vec<&'a Update> {
        let mut updates: Vec<_> = goal.visible_updates().filter(|it| self.holds(it.date)).collect();
        if let Some(latest) = self.latest {
            updates.drain(..updates.len().saturating_sub(latest));
        }
        if self.order == Order::Newest {
            // Stable: of one day in the order of the file also when the newest day comes first.
            updates.sort_by_key(|it| std::cmp::Reverse(it.date));
        }
        updates
    }
}

/// Whether two days are the first and the last of one month.
fn is_month(since: Date, until: Date) -> bool {
    since == since.first_of_month() && until == since.last_of_month()
}

/// `October 2025`
fn month_name(day: Date) -> String {
    day.strftime("%B %Y").to_string()
}

/// A day, as `2025-10-22`.
fn parse_day(text: &str) -> Option<Date> {
    if text.len() == "2025-10-22".len() { text.parse().ok() } else { None }
}

/// The first day of a month, as `2025-10`.
fn parse_month(text: &str) -> Option<Date> {
    if text.len() == "2025-10".len() { parse_day(&format!("{text}-01")) } else { None }
}

fn parse_count(text: &str) -> Option<usize> {
    text.parse().ok().filter(|&it| it > 0)
}

fn parse_order(text: &str) -> Option<Order> {
    match text {
        "oldest" => Some(Order::Oldest),
        "newest" => Some(Order::Newest),
        _ => None,
    }
}

fn parse_length(text: &str) -> Option<Length> {
    if text == "full" { Some(Length::Full) } else { parse_count(text).map(Length::Words) }
}
