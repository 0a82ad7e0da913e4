//! One goal's table, its keys in the order in which the guide lists them.

use toml_edit::{InlineTable, Item, Table, TableLike, Value};

use super::list::{self, Identity, Row};
use super::value::{self, issue, markdown, set, text_or_texts, texts};
use crate::data::{Funded, HelpWanted};
use crate::import::model::Goal;

static TASKS: Identity = Identity { keys: &["title", "group"], wording: "title", place: Some("group") };
static ASKS: Identity = Identity { keys: &["team", "kind"], wording: "kind", place: None };
static FUNDINGS: Identity = Identity { keys: &["purpose"], wording: "purpose", place: None };
static HELPS: Identity = Identity { keys: &["task"], wording: "task", place: None };

/// What a goal's table says by names that the file has chosen.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// The goal's key.
    pub(super) key: &'a str,
    /// The keys of its themes.
    pub(super) themes: &'a [String],
    /// The keys of all teams that are declared.
    pub(super) teams: &'a [String],
}

impl Names<'_> {
    fn team<'t>(&'t self, team: &'t str) -> &'t str {
        self.teams.iter().find(|it| it.eq_ignore_ascii_case(team)).map_or(team, |it| it)
    }
}

/// Writes a goal into its table.
///
/// # Errors
///
/// The name of a key that is there and no array of tables.
pub(super) fn fill(table: &mut Table, goal: &Goal, names: &Names<'_>) -> Result<(), &'static str> {
    let text = |it: &Option<String>| it.as_deref().map(Value::from);
    let list = |it: &[String]| (!it.is_empty()).then(|| texts(it));
    set(table, "title", goal.title.as_str().into());
    set(table, "status", goal.status.name().into());
    // a key that is a number says it
    let is_named = !names.key.bytes().all(|it| it.is_ascii_digit());
    optional(table, "tracking-issue", goal.issue.as_ref().filter(|_| is_named).map(|it| issue(&it.value).into()));
    optional(table, "point-of-contact", text(&goal.point_of_contact));
    champions(table, &goal.champions, names);
    optional(table, "task-owners", list(&goal.task_owners));
    optional(table, "themes", list(names.themes));
    optional(table, "flagship", goal.flagship.then(|| true.into()));
    optional(table, "short-title", text(&goal.short_title));
    optional(table, "what-and-why", text(&goal.what_and_why));
    optional(table, "summary", goal.summary.as_deref().map(markdown));
    optional(table, "page", text(&goal.page));
    optional(table, "timespan", text(&goal.timespan));
    optional(table, "highlights", list(&goal.highlights));
    optional(table, "zulip", text(&goal.zulip));
    let others: Vec<_> = goal.other_tracking_issues.iter().map(issue).collect();
    optional(table, "other-tracking-issues", list(&others));
    match &goal.help_wanted {
        Some(HelpWanted::With(it)) => set(table, "help-wanted", markdown(it)),
        // a person may have written what with
        Some(HelpWanted::Yes) if table.get("help-wanted").is_none() => set(table, "help-wanted", true.into()),
        Some(HelpWanted::Yes) | None => {}
    }
    optional(table, "funding-contact", text(&goal.funding_contact));
    lists(table, goal, names)
}

fn optional(table: &mut Table, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        set(table, key, value);
    }
}

fn champions(table: &mut Table, champions: &[(String, Vec<String>)], names: &Names<'_>) {
    if champions.is_empty() {
        return;
    }
    let item = table.entry("champions").or_insert_with(|| Item::Value(Value::InlineTable(InlineTable::new())));
    let Some(known) = item.as_table_like_mut() else { return }; // a value where a table belongs: the book reports it
    let before = known.len();
    for (team, people) in champions {
        let key = known.iter().map(|(key, _)| key.to_owned()).find(|it| it.eq_ignore_ascii_case(team));
        set(known as &mut dyn TableLike, key.as_deref().unwrap_or(names.team(team)), text_or_texts(people));
    }
    if known.len() > before
        && let Some(inline) = item.as_inline_table_mut()
    {
        value::tidy(inline);
    }
}

fn lists(table: &mut Table, goal: &Goal, names: &Names<'_>) -> Result<(), &'static str> {
    let text = |it: &Option<String>| it.as_deref().map(Value::from);
    let many = |it: &[String]| (!it.is_empty()).then(|| texts(it));
    let tasks = goal.tasks.iter().map(|it| {
        let references: Vec<_> = it.references.iter().map(issue).collect();
        Row::default()
            .field("title", (!it.title.is_empty()).then(|| it.title.as_str().into()))
            .field("owners", many(&it.owners))
            .field("done", it.done.then(|| true.into()))
            .field("references", many(&references))
            .field("notes", text(&it.notes))
            .field("group", text(&it.group))
    });
    list::fill(table, "task", &TASKS, &tasks.collect::<Vec<_>>())?;
    let asks = goal.asks.iter().map(|it| {
        Row::default()
            .field("team", Some(names.team(&it.team).into()))
            .field("kind", text(&it.kind))
            .field("size", it.size.map(|it| it.name().into()))
            .field("notes", text(&it.notes))
    });
    list::fill(table, "ask", &ASKS, &asks.collect::<Vec<_>>())?;
    let funding = goal.funding.iter().map(|it| {
        let funded = it.funded.map(|it| match it {
            Funded::No => "no",
            Funded::Partial => "partial",
            Funded::Full => "full",
        });
        Row::default()
            .field("purpose", text(&it.purpose))
            .field("cost", text(&it.cost))
            .field("funded", funded.map(Value::from))
            .field("sponsors", many(&it.sponsors))
    });
    list::fill(table, "funding", &FUNDINGS, &funding.collect::<Vec<_>>())?;
    let help = goal
        .help
        .iter()
        .map(|it| Row::default().field("task", text(&it.task)).field("experience", text(&it.experience)).field("time", text(&it.time)));
    list::fill(table, "help", &HELPS, &help.collect::<Vec<_>>())
}
