//! Texts of goals files, and what is said about them.

use proptest::prelude::*;

use super::*;
use crate::fragment::Progress;

const BASE: &str = "[project]\ntracking-repository = \"rust-lang/rust-project-goals\"\n[period]\nname = \"2025h2\"\n";

fn sources(texts: &[&str]) -> (Sources, Vec<FileId>) {
    let mut sources = Sources::default();
    let files = texts.iter().enumerate().map(|(at, text)| sources.add(format!("{at}.toml"), *text)).collect();
    (sources, files)
}

/// Checks `line:column code (line:column of a related place)` of each diagnostic of `texts`,
/// read behind the base file. Only places outside the last text name their file, from 0.
fn check_all(texts: &[&str], expected: &[&str]) {
    let texts: Vec<_> = std::iter::once(BASE).chain(texts.iter().copied()).collect();
    let (sources, files) = sources(&texts);
    let (_, found) = load(&sources, &files);
    let place = |span: Span| {
        let at = sources.file(span.file).position(span.start);
        let file = files.iter().position(|it| *it == span.file).unwrap();
        let file = if file + 1 == files.len() { String::new() } else { format!("{file}:") };
        format!("{file}{}:{}", at.line, at.column)
    };
    let shown: Vec<_> = found
        .iter()
        .filter(|it| *it.code != UNKNOWN_PERSON)
        .map(|it| {
            let related: String = it.related.iter().map(|it| format!(" ({})", place(it.span))).collect();
            format!("{} {}{related}", place(it.span), it.code.name)
        })
        .collect();
    let said: Vec<_> = found.iter().map(|it| (&it.message, &it.help)).collect();
    assert_eq!(shown, expected, "in\n{}\n{said:#?}", texts[1..].join("\n---\n"));
}

fn check(text: &str, expected: &[&str]) {
    check_all(&[text], expected);
}

/// Checks the same of a goal: `rest` follows its title, status and contact, from line 5 on.
fn check_goal(rest: &str, expected: &[&str]) {
    check(&format!("[goal.389]\ntitle = 'Pin'\nstatus = 'accepted'\npoint-of-contact = '@frank-king'\n{rest}"), expected);
}

fn read(text: &str) -> Goals {
    let (sources, files) = sources(&[BASE, text]);
    let (goals, found) = load(&sources, &files);
    assert!(found.iter().all(|it| it.code.level != crate::diagnostic::Level::Error), "{found:?}");
    goals
}

fn said(text: &str) -> Vec<(String, String)> {
    let (sources, files) = sources(&[BASE, text]);
    load(&sources, &files).1.into_iter().map(|it| (it.message, it.help)).collect()
}

#[test]
fn nothing_is_said_about_right_files() {
    check("", &[]);
    check("\u{feff}# only a comment, behind a byte order mark", &[]);
    check_goal("", &[]);
    check_goal("help-wanted = true\nsuccessor = 389\nthemes = []\nchampions = { lang = ['@a', '@b'], types = '@c' }\n", &[]);
    check_goal("tldr = ''\nhelp-wanted = false\nzulip = ''\ntask-owners = ['']\n", &[]);
    check("[goal.389]\r\ntitle = 'Pin'\r\nstatus = 'proposed'\r\nsummary = '''\r\na\r\n'''\r\n", &[]);
}

#[test]
fn broken_toml_is_reported_at_its_place() {
    check("[goal.389\ntitle = 'Pin'\n", &["1:10 invalid-toml"]);
    check("a = 1 b = 2\n", &["1:5 invalid-toml", "1:9 invalid-toml"]);
    check("[goal.389]\ntitle = Pin\nstatus = 'x\n", &["2:9 invalid-toml", "3:12 invalid-toml"]);
    check("[goal.389]\nsummary = \"\"\"\näb\n  \\q\"\"\"\n", &["4:4 invalid-toml"]);
    check("[goal.389\ntitle = 'Pin'\n[goals.1]\ntitel = 'x'\n", &["1:10 invalid-toml", "3:2 unknown-key"]);
    check("[goal.389]\nsummary = '''\nnever\nclosed", &["4:7 invalid-toml"]);
    check("[goal.389]\r\ntitle = 'ok'\r\nstatus = \"\\u12\"\r\n", &["3:15 invalid-toml"]);
}

#[test]
fn what_is_set_twice_points_at_both_places() {
    check("[goal.389]\ntitle = 'a'\nstatus = 'invited'\ntitle = 'b'\n", &["4:1 duplicate-key (2:1)"]);
    check("[goal.389]\ntitle = 'a'\nstatus = 'invited'\n[goal.389]\ntitle = 'b'\nstatus = 'x'\n", &["4:7 duplicate-key (1:7)"]);
    check_goal("progress = { completed = 1, total = 2, total = 3 }\n", &["5:40 duplicate-key (5:29)"]);
    check_goal("champions.lang = '@a'\nchampions.\"lang\" = '@b'\n", &["6:11 duplicate-key (5:11)"]);
    check_goal("[[goal.389.task]]\ndone = true\n[[goal.389.task]]\ndone = true\ndone = false\n", &["9:1 duplicate-key (8:1)"]);
    check_goal("task = [{ done = true }, { done = true, done = false }]\n", &["5:41 duplicate-key (5:28)"]);
    check_all(&["[repository]\nrust = 'rust-lang/rust'\n", "[repository]\nrust = 'rust-lang/rust'\n"], &["2:1 duplicate-key (1:2:1)"]);
    check("[project]\nname = 'Rust'\ntracking-repository = 'a/b'\n", &["3:1 duplicate-key (0:2:1)"]);
    check("[person.oli-obk]\nname = 'O'\n[person.Oli-Obk]\nname = 'O'\n", &["3:9 duplicate-key (1:9)"]);
    check("[team.lang]\n[team.\"LANG\"]\n", &["2:8 duplicate-key (1:7)"]);
    check("[theme.a]\ntitle = 'A'\n[theme.A]\ntitle = 'A'\n", &["3:8 duplicate-key (1:8)"]);
    check_goal(
        "[goal.pin]\ntitle = 'Pin'\nstatus = 'invited'\ntracking-issue = 'Rust-lang/rust-project-goals#389'\n",
        &["8:19 duplicate-key (1:7)"],
    );
}

#[test]
fn keys_and_types_are_checked() {
    check("[goal.389]\ntitel = 'Pin'\nstatus = 'invited'\n", &["2:1 unknown-key"]);
    check("[goal.389]\n\"titel\" = 'Pin'\nstatus = 'invited'\n", &["2:2 unknown-key"]);
    check("[goals.389]\ntitle = 'Pin'\n", &["1:2 unknown-key"]);
    check("[goal.389]\n", &["1:1 missing-key", "1:1 missing-key"]);
    check("[goal.389]\ntitle = \"\"\nstatus = 'invited'\n", &["2:9 missing-key"]);
    check_goal("[[goal.389.update]]\ndate = 2025-10-22\nauthor = '@a'\nbody = '''\n \n'''\n", &["8:8 missing-key"]);
    check_goal("[[goal.389.update]]\n", &["5:1 missing-key", "5:1 missing-key", "5:1 missing-key"]);
    check_goal("flagship = 'true'\n", &["5:12 invalid-type"]);
    check_goal("highlights = 'Cargo script'\n", &["5:14 invalid-type"]);
    check_goal("task-owners = ['@a', 3, ['@b']]\n", &["5:22 invalid-type", "5:25 invalid-type"]);
    check_goal("progress = { completed = -1, total = 2.5 }\n", &["5:26 invalid-type", "5:38 invalid-type"]);
    check_goal("progress = { completed = 99999999999999999999, total = 1 }\n", &["5:26 invalid-type"]);
    check_goal("timespan = 2025\n", &["5:12 invalid-type"]);
    check_goal("update = ['x']\n", &["5:11 invalid-type"]);
    check_goal("[goal.389.update]\ndate = 2025-10-22\n", &["5:1 invalid-type"]);
    check_goal("tracking-issue = 'issue 3'\n", &["5:19 invalid-type"]);
    check("goal = 3\n", &["1:8 invalid-type"]);
    check("goal.389 = 'x'\n", &["1:12 invalid-type"]);
    check("[repository]\nrust = 'https://github.com/rust-lang/rust'\n", &["2:9 invalid-type"]);
    check("[period]\nend = 2024-01-01\n", &["2:7 invalid-type"]);
}

#[test]
fn dates_are_local_dates() {
    let update = |date| format!("[[goal.389.update]]\ndate = {date}\nauthor = '@a'\nbody = 'b'\n");
    check_goal(&update("2025-10-22"), &[]);
    for wrong in ["'2025-10-22'", "2025-10-22T10:00:00Z", "2025-10-22 10:00:00", "10:00:00", "20251022"] {
        check_goal(&update(wrong), &["6:8 invalid-type"]);
    }
    check_goal(&update("2025-02-30"), &["6:8 invalid-toml"]);
    check_goal(&update("2025-06-30"), &["6:8 date-outside-period"]);
    check_goal(&update("2026-01-01"), &["6:8 date-outside-period"]);
    let helps = |date| said(&format!("[goal.389]\n{}", update(date))).swap_remove(2).1;
    assert_eq!(helps("'2025-10-22'"), "drop the quotes: `2025-10-22`");
    assert_eq!(helps("2025-10-22T10:00:00Z"), "drop the time: `2025-10-22`");
    assert_eq!(helps("2026-10-22"), "did you mean 2025-10-22?");
}

#[test]
fn names_must_be_declared() {
    check_goal("themes = ['beyond']\n", &["5:12 unknown-theme"]);
    check_goal("[goal.388]\ntitle = 'A'\nstatus = \"acepted\"\n", &["7:11 unknown-status"]);
    check_goal("champions = { lnag = '@a' }\n", &[]);
    check_goal("champions = { lnag = '@a' }\n[team.lang]\n", &["5:15 unknown-team"]);
    check_goal("[[goal.389.ask]]\nteam = 'lnag'\nsize = 'huge'\n[team.lang]\n", &["6:9 unknown-team", "7:9 invalid-type"]);
    check_goal("[[goal.389.ask]]\nteam = 'lang'\nkind = 'meeting'\n", &[]);
    check_goal("[[goal.389.ask]]\nteam = 'lang'\nkind = 'meeting'\n[ask-kind.\"Design meeting\"]\n", &["7:9 unknown-ask-kind"]);
    check_goal("successor = 412\n", &["5:13 unknown-successor"]);
    check_goal("successor = 'pin'\n[goal.pin]\ntitle = 'P'\nstatus = 'invited'\n", &[]);
    check_goal("successor = 'https://example.com'\n", &[]);
    check_goal("successor = 'javascript:alert(1)'\n", &["5:14 invalid-url"]);
    let theme = "[theme.beyond]\ntitle = 'Beyond the `&`'\n[goal.1]\ntitle = 'A'\nstatus = 'invited'\nthemes = ['Beyond the `&`']\n";
    assert_eq!(said(theme), [("there is no theme `Beyond the `&``".to_owned(), "write the theme's key: `beyond`".to_owned())]);
}

#[test]
fn urls_are_checked() {
    for right in ["https://a.example", "HTTP://a.example/ä?b#c"] {
        check(&format!("[team.lang]\nurl = '{right}'\n"), &[]);
    }
    for wrong in
        ["javascript:alert(1)", "ftp://a.example", "ttps://a.example", "github.com/a", "https://", "https://a b", "x", "//a.example"]
    {
        check(&format!("[team.lang]\nurl = '{wrong}'\n"), &["2:8 invalid-url"]);
    }
    assert_eq!(said("[team.lang]\nurl = 'github.com/a'\n")[0].1, "write `https://github.com/a`");
    assert_eq!(said("[team.lang]\nurl = 'ttps://github.com/a'\n")[0].1, "write `https://github.com/a`");
}

#[test]
fn updates_belong_to_their_goal() {
    let update = |url: &str| format!("[[goal.389.update]]\ndate = 2025-10-22\nauthor = '@a'\nbody = 'b'\nurl = {url}\n");
    let at = |rest: &str| update(&format!("\"https://github.com/{rest}\""));
    check_goal(&at("rust-lang/rust-project-goals/issues/389#issuecomment-3430872050"), &[]);
    check_goal(&at("Rust-Lang/Rust-Project-Goals/issues/389"), &[]);
    check_goal(&at("rust-lang/rust-project-goals/issues/398#issuecomment-1"), &["9:63 foreign-url"]);
    check_goal(&update("\"https://github.com/rust\\u002dlang/rust-project-goals/issues/398\""), &["9:68 foreign-url"]);
    check_goal(&at("rust-lang/rust/issues/389"), &["9:8 foreign-url"]);
    check_goal(&format!("other-tracking-issues = ['rust-lang/rust#130494']\n{}", at("rust-lang/rust/issues/130494")), &[]);
    check_goal(&update("'https://example.com/issues/389'"), &["9:8 foreign-url"]);
    let twice = at("rust-lang/rust-project-goals/issues/389#issuecomment-1").repeat(2);
    check_goal(&twice, &["14:8 duplicate-update (9:8)"]);
}

#[test]
fn people_and_asks_are_checked() {
    check("[goal.1]\ntitle = 'A'\nstatus = 'accepted'\n", &["1:1 missing-contact"]);
    check("[goal.1]\ntitle = 'A'\nstatus = 'invited'\n", &[]);
    check_goal("task-owners = ['@Frank-King']\n", &["5:17 inconsistent-login-case (4:21)"]);
    check_goal("[person.Frank-King]\n", &["4:21 inconsistent-login-case (5:9)"]);
    check_goal("task-owners = ['@Frank King', 'Frank-King']\n", &[]);
    check_goal("[[goal.389.ask]]\nteam = 'lang'\nsize = 'large'\n", &["6:9 missing-champion"]);
    check_goal("[[goal.389.ask]]\nteam = 'lang'\nsize = 'small'\n", &[]);
    check_goal("champions.lang = '@a'\n[[goal.389.ask]]\nteam = 'lang'\nsize = 'medium'\n", &[]);
    check_goal("progress = { completed = 5, total = 4 }\n", &["5:26 progress-overflow (5:37)"]);
    let (sources, files) = sources(&[BASE, "[person.a]\n[theme.t]\ntitle = 'T'\npoint-of-contact = '@b'\n"]);
    let (_, found) = load(&sources, &files);
    assert_eq!((found.len(), found[0].code), (1, &UNKNOWN_PERSON));
}

#[test]
fn an_empty_set_lacks_what_is_required() {
    let (sources, files) = sources(&["# nothing\n"]);
    let (goals, found) = load(&sources, &files);
    assert_eq!(goals.goals.len(), 0);
    assert_eq!(found.iter().map(|it| (it.code, it.span.start)).collect::<Vec<_>>(), [(&MISSING_KEY, 0), (&MISSING_KEY, 0)]);
    let (_, found) = load(&sources, &[]);
    assert_eq!(found, []);
}

#[test]
fn several_files_are_one() {
    let goal = "[goal.389]\ntitle = 'Pin'\nstatus = 'invited'\n";
    let update = "[[goal.389.update]]\ndate = 2025-10-22\nauthor = '@a'\nbody = 'b'\n";
    check_all(&[goal, update, update], &[]);
    check_all(&[update, goal], &[]);
    check_all(&[goal, "[goal.389]\nflagship = true\n"], &[]);
    check_all(&[update, "[goal.389]\ntitel = 'x'\nstatus = 'invited'\n"], &["2:1 unknown-key"]);
    check_all(&[goal, "[goal.389]\nupdate = 3\n", update], &["2:2:10 invalid-type", "1:12 duplicate-key (2:2:1)"]);
}

#[test]
fn what_is_absent_follows_from_the_rest() {
    let goals = read(
        "[theme.a]\ntitle = 'A'\nflagship = true\n[theme.b]\ntitle = 'B'\n[team.lang]\n[person.oli-obk]\nname = 'Oliver Scherer'\n\
         [goal.389]\ntitle = 'Pin'\nstatus = 'accepted'\npoint-of-contact = '@frank-king'\nthemes = ['a', 'b']\n\
         task = [{ done = true }, {}]\n\
         [[goal.389.update]]\ndate = 2025-10-22\nauthor = 'them'\nbody = 'second'\n\
         [[goal.389.update]]\ndate = 2025-10-21\nauthor = '@a'\nbody = 'first'\n\
         [[goal.389.update]]\ndate = 2025-10-22\nauthor = '@a'\nbody = 'third'\nhidden = true\n\
         [goal.pin]\ntitle = 'P'\nstatus = 'invited'\ntracking-issue = '#412'\nprogress = { completed = 1, total = 3 }\nflagship = false\n\
         successor = 389\n[goal.old]\ntitle = 'O'\nstatus = 'continued'\nsuccessor = 412\n",
    );
    let [pin, named, old] = &goals.goals[..] else { panic!("three goals") };
    assert_eq!((pin.flagship, named.flagship), (true, false));
    assert_eq!(pin.progress, Some(Progress { completed: 1, total: 2 }));
    assert_eq!(named.progress, Some(Progress { completed: 1, total: 3 }));
    assert_eq!(old.progress, None);
    assert_eq!(pin.issue.as_ref().map(|it| it.number), Some(389));
    assert_eq!(named.issue, Some(Issue { repository: "rust-lang/rust-project-goals".into(), number: 412 }));
    assert_eq!(old.issue, None);
    assert_eq!(old.successor, Some(Successor::Goal(GoalId::new("pin"))));
    assert_eq!(pin.updates.iter().map(|it| it.body.as_str()).collect::<Vec<_>>(), ["first", "second", "third"]);
    assert_eq!(pin.updates[1].author, Person::Text("them".into()));
    assert_eq!(goals.teams[0].name, "lang");
    assert_eq!(goals.project.forge, "https://github.com");
    assert_eq!(goals.period.end, Some(jiff::civil::date(2025, 12, 31)));
}

#[test]
fn periods_have_their_days_from_their_names() {
    let days = |name| read::days(name).map(|(start, end)| format!("{start} {end}"));
    assert_eq!(days("2025h2").as_deref(), Some("2025-07-01 2025-12-31"));
    assert_eq!(days("2025H1").as_deref(), Some("2025-01-01 2025-06-30"));
    assert_eq!(days("2026").as_deref(), Some("2026-01-01 2026-12-31"));
    for other in ["", "h2", "20256", "2025h3", "2025 h2", "äöü", "+025", "spring"] {
        assert_eq!(days(other), None, "{other}");
    }
}

#[test]
fn mistakes_belong_to_the_goal_below_whose_head_they_stand() {
    let text = "[goal.1]\ntitle = 'A'\nstatus = 'x'\n[goal.2]\ntitle = 'B'\nstatus = 'invited'\n[[goal.1.update]]\n[theme.a]\n";
    let (sources, files) = sources(&[BASE, text]);
    let (_, found) = load(&sources, &files);
    let problems = Problems::new(&sources, &files, &found);
    let codes = |it: &[&Diagnostic]| it.iter().map(|it| it.code.name).collect::<Vec<_>>();
    assert_eq!(codes(problems.of(&GoalId::new("1"))), ["unknown-status", "missing-key", "missing-key", "missing-key"]);
    assert_eq!(codes(problems.of(&GoalId::new("2"))), [""; 0]);
    assert_eq!(codes(problems.elsewhere()), ["missing-key"]);
}

#[test]
fn pages_must_be_chapters() {
    let goals = read("[theme.a]\ntitle = 'A'\npage = 'a.md'\n[goal.1]\ntitle = 'B'\nstatus = 'invited'\npage = 'b/c.md#d'\n");
    let missing = |chapters: &[&str]| check_pages(&goals, |it| chapters.contains(&it)).into_iter().map(|it| it.message).collect::<Vec<_>>();
    assert_eq!(missing(&["a.md", "b/c.md"]), [""; 0]);
    assert_eq!(missing(&["b/c.md"]), ["there is no chapter `a.md`"]);
    assert_eq!(missing(&[]).len(), 2);
}

#[test]
fn codes_are_sorted_and_named_once() {
    assert!(CODES.is_sorted_by(|a, b| a.name < b.name), "keep `CODES` in order");
}

/// Pieces of goals files that are right or nearly so, to be put together in any way.
const PIECES: [&str; 24] = [
    "[goal.1]\n",
    "[goal.2]\n",
    "[[goal.1.update]]\n",
    "[[goal.1.task]]\n",
    "[project]\n",
    "[theme.a]\n",
    "title = 'ä'\n",
    "title = \"\"\"\nb\\u00e9\n\"\"\"\n",
    "status = 'accepted'\n",
    "status = \"acce\\u0070ted\"\r\n",
    "date = 2025-10-22\n",
    "date = '2025-10-22'\n",
    "author = '@A'\n",
    "author = '@a'\n",
    "body = '''\nx\n'''\n",
    "url = 'https://github.com/a/b/issues/3'\n",
    "themes = ['a', 'b', 3]\n",
    "progress = { completed = 3, total = 2 }\n",
    "champions.lang = '@a'\n",
    "[goal]\n",
    "'''",
    "\"",
    "[",
    "= ",
];

fn spans_are_in_bounds(text: &str) {
    let (sources, files) = sources(&[BASE, text]);
    let (_, found) = load(&sources, &files);
    for it in &found {
        for span in it.related.iter().map(|it| it.span).chain([it.span]) {
            assert!(sources.file(span.file).text().get(span.range()).is_some(), "{it:?} in {text:?}");
        }
    }
    Problems::new(&sources, &files, &found);
}

/// The debug form of goals without their places.
fn without_places(goals: &Goals) -> String {
    let debug = format!("{goals:?}");
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('}').map_or("", |(_, rest)| rest))
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        spans_are_in_bounds(&text);
    }

    #[test]
    fn no_goals_file_panics(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..20)) {
        spans_are_in_bounds(&pieces.concat());
    }

    #[test]
    fn two_halves_are_the_whole(goals in prop::collection::vec((1..5u8, 0..3usize, 0..3usize), 0..6), at in 0..6usize) {
        let mut heads = std::collections::HashSet::new();
        let tables: Vec<String> = goals
            .iter()
            .map(|&(key, updates, tasks)| {
                let head = if heads.insert(key) { format!("[goal.{key}]\ntitle = 't{key}'\nstatus = 'invited'\n") } else { String::new() };
                let update = format!("[[goal.{key}.update]]\ndate = 2025-10-2{tasks}\nauthor = '@a'\nbody = 'b{tasks}'\n");
                head + &update.repeat(updates) + &format!("[[goal.{key}.task]]\ndone = true\n").repeat(tasks)
            })
            .collect();
        let at = at.min(tables.len());
        let (first, second) = (tables[..at].concat(), tables[at..].concat());
        let (whole, files) = sources(&[BASE, &format!("{first}{second}")]);
        let whole = load(&whole, &files);
        let (halves, files) = sources(&[BASE, &first, &second]);
        let halves = load(&halves, &files);
        prop_assert_eq!(without_places(&whole.0), without_places(&halves.0));
        prop_assert_eq!(whole.1.len(), halves.1.len());
    }
}

/// Writes a value for every key of the table of keys, each string another one.
struct Samples {
    text: String,
    strings: Vec<String>,
}

impl Samples {
    fn string(&mut self, form: shape::Form) -> String {
        let number = self.strings.len();
        let sample = match form {
            shape::Form::Url | shape::Form::Goal => format!("https://s{number}.example"),
            shape::Form::Repository => format!("o/s{number}"),
            shape::Form::Issue => format!("o/s{number}#7"),
            shape::Form::Theme | shape::Form::Team => return "'some'".into(),
            shape::Form::Person => format!("@s{number}x"),
            shape::Form::Plain | shape::Form::Inline | shape::Form::Markdown | shape::Form::Page => format!("s{number}x"),
        };
        self.strings.push(sample.trim_start_matches('@').trim_end_matches("#7").to_owned());
        format!("'{sample}'")
    }

    fn value(&mut self, kind: &shape::Kind) -> String {
        use shape::Kind;
        match kind {
            Kind::Text(form) | Kind::TextOrFlag(form) | Kind::TextOrCount(form) => self.string(*form),
            Kind::Flag => "true".into(),
            Kind::Count => "1".into(),
            Kind::Counts => "[1, 2]".into(),
            Kind::Date => "2025-10-22".into(),
            Kind::Choice(choice) => format!("'{}'", choice.values[0]),
            Kind::Texts(form) | Kind::TextOrTexts(form) => format!("[{}, {}]", self.string(*form), self.string(*form)),
            Kind::Table(shape) => self.table(shape),
            Kind::Tables(shape) => format!("[{}, {}]", self.table(shape), self.table(shape)),
            Kind::Map(map) => format!("{{ some = {} }}", self.value(&map.value)),
        }
    }

    fn table(&mut self, shape: &shape::Shape) -> String {
        // What `sync` writes is for `sync` alone.
        let keys = shape.keys.iter().filter(|it| it.name != "fetched");
        let pairs: Vec<_> = keys.map(|it| format!("{} = {}", it.name, self.value(&it.kind))).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

#[test]
fn every_key_of_the_table_of_keys_is_read() {
    let mut samples = Samples { text: String::new(), strings: Vec::new() };
    for key in shape::FILE.keys {
        let value = samples.value(&key.kind);
        samples.text.push_str(&format!("{} = {value}\n", key.name));
    }
    let (sources, files) = sources(&[&samples.text]);
    let (goals, found) = load(&sources, &files);
    let codes: Vec<_> =
        found.iter().filter(|it| it.code.level == crate::diagnostic::Level::Error).map(|it| (it.code.name, &it.message)).collect();
    assert!(codes.iter().all(|(name, _)| *name == "unknown-ask-kind"), "{codes:?}\n{}", samples.text);
    let read = format!("{goals:?}");
    for sample in samples.strings {
        assert!(read.contains(&sample), "`{sample}` is not read in\n{}", samples.text);
    }
}
