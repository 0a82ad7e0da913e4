//! The updates as an Atom feed (RFC 4287): an entry each, newest first.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::newest_first;
use crate::data::{Goal, Goals, Person, Update};
use crate::directive::View;
use crate::fragment::plain_text;
use crate::report::record;

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

/// The feed of all updates. `as_of` is the day of a feed without any.
pub fn atom(view: &View<'_>, as_of: Option<Date>) -> String {
    let mut out = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
    out.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).expect(MEMORY);
    let data = view.goals;
    let id = feed_id(data);
    out.element("feed", &[("xmlns", NAMESPACE)], |out| {
        let project = data.project.name.as_deref().unwrap_or(&data.project.tracking_repository);
        out.text("id", &id);
        out.text("title", &format!("{project} goals {}", data.period.name));
        out.text("updated", &time(last_day(data, as_of)));
        out.element("author", &[], |out| out.text("name", project));
        out.text("generator", "mdbook-goals");
        if let Some(site) = &data.project.site {
            out.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", site)]);
        }
        let mut ids = HashMap::new();
        for (goal, update) in newest_first(view) {
            let id = entry_id(&id, goal, update, &mut ids);
            write_entry(out, view, goal, update, &id);
        }
    });
    let mut text = String::from_utf8(out.0.into_inner()).expect("text is written");
    text.push('\n');
    text
}

fn write_entry(out: &mut Xml, view: &View<'_>, goal: &Goal, update: &Update, id: &str) {
    let title = plain_text(&view.title(goal));
    let title = match &update.title {
        Some(own) => format!("{title}: {}", plain_text(&view.line(own))),
        None => format!("{title}: {}", update.date),
    };
    out.element("entry", &[], |out| {
        out.text("id", id);
        out.text("title", &title);
        out.text("published", &time(update.date));
        out.text("updated", &time(update.date));
        out.element("author", &[], |out| {
            out.text("name", &record::person_name(view, &update.author));
            if let Person::Login(login) = &update.author {
                out.text("uri", &view.goals.person_url(login));
            }
        });
        if let Some(url) = &update.url {
            out.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", url)]);
        }
        for theme in goal.themes.iter().filter_map(|it| view.goals.theme(it)) {
            out.empty("category", &[("term", &theme.key), ("label", &plain_text(&view.line(&theme.title)))]);
        }
        out.element_with_text("content", &[("type", "html")], &record::html(view, update));
    });
}

/// A feed must have a day, also when nothing was said yet.
fn last_day(data: &Goals, as_of: Option<Date>) -> Date {
    const BEFORE_ALL: Date = jiff::civil::date(1970, 1, 1);
    data.newest_update().or(as_of).or(data.period.start).or(data.period.end).unwrap_or(BEFORE_ALL)
}

/// Noon: so the day is the same one nearly everywhere.
fn time(day: Date) -> String {
    format!("{day}T12:00:00Z")
}

/// What names the feed for ever: the tracking repository and the period.
fn feed_id(data: &Goals) -> String {
    format!("{}/{}#goals-{}", data.project.forge, data.project.tracking_repository, fragment(&data.period.name))
}

/// The update's own URL, else one of the feed's with the goal, the day, and a number where that is
/// not enough.
///
/// `wanted` counts how often an id was wanted: a goal may say a lot on one day.
fn entry_id(feed: &str, goal: &Goal, update: &Update, wanted: &mut HashMap<String, usize>) -> String {
    if let Some(url) = update.url.as_ref().filter(|it| !wanted.contains_key(*it)) {
        wanted.insert(url.clone(), 1);
        return url.clone();
    }
    let id = format!("{feed}-{}-{}", fragment(goal.id.as_str()), update.date);
    loop {
        let times = wanted.entry(id.clone()).or_default();
        *times += 1;
        let numbered = if *times == 1 { id.clone() } else { format!("{id}-{times}") };
        if numbered == id || !wanted.contains_key(&numbered) {
            wanted.entry(numbered.clone()).or_insert(1);
            return numbered;
        }
    }
}

/// Text as a part of a URL's fragment.
fn fragment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// XML under construction, in memory.
struct Xml(Writer<Vec<u8>>);

const MEMORY: &str = "memory takes all that is written";

impl Xml {
    fn element(&mut self, name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Xml)) {
        let start = quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().map(|(key, value)| (*key, *value)));
        let end = start.to_end().into_owned();
        self.write(Event::Start(start));
        content(self);
        self.write(Event::End(end));
    }

    fn element_with_text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |out| out.write(Event::Text(BytesText::new(&valid(text)))));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.element_with_text(name, &[], text);
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let attributes: Vec<_> = attributes.iter().map(|(key, value)| (*key, valid(value))).collect();
        let element = quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().map(|(key, value)| (*key, &**value)));
        self.write(Event::Empty(element));
    }

    fn write(&mut self, event: Event<'_>) {
        let written: io::Result<()> = self.0.write_event(event);
        written.expect(MEMORY);
    }
}

/// Text without the characters that XML 1.0 cannot hold in any form (its production `Char`).
fn valid(text: &str) -> Cow<'_, str> {
    let is_char = |it: char| matches!(it, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_char) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|it| if is_char(it) { it } else { '\u{fffd}' }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_xml_can_hold() {
        assert_eq!(valid("a\t\u{1b}[0m\0\u{fffe}\u{1f600}ß"), "a\t\u{fffd}[0m\u{fffd}\u{fffd}\u{1f600}ß");
        assert!(matches!(valid("plain\r\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_entry_has_an_id_of_its_own() {
        let mut sources = crate::source::Sources::default();
        let update = "[[goal.7.update]]\ndate = 2025-10-01\nauthor = \"A\"\nbody = \"B\"\n";
        let goal = "[goal.7]\ntitle = \"T\"\nstatus = \"accepted\"\n";
        let file = sources.add("goals.toml", format!("{goal}{}", update.repeat(3)));
        let goals = crate::data::load(&sources, &[file]).0;
        let mut wanted = HashMap::from([("f-7-2025-10-01-2".to_owned(), 1)]);
        let ids: Vec<_> = goals.goals[0].updates.iter().map(|it| entry_id("f", &goals.goals[0], it, &mut wanted)).collect();
        assert_eq!(ids, ["f-7-2025-10-01", "f-7-2025-10-01-3", "f-7-2025-10-01-4"]);
    }

    #[test]
    fn fragments_are_ascii() {
        assert_eq!(fragment("2025h2 \"ß<"), "2025h2%20%22%C3%9F%3C");
    }
}
