//! Documents of each generation, small ones of our own.

use proptest::prelude::*;

use super::*;
use crate::data::{self, Funded, HelpWanted, Size, Status};
use crate::source::{Sources, Span};

/// Reads documents named by their stems.
fn import(documents: &[(&str, &str)]) -> (Sources, Imported, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let inputs: Vec<_> = documents
        .iter()
        .map(|(stem, text)| Input { file: sources.add(format!("{stem}.md"), *text), stem: (*stem).into(), page: None })
        .collect();
    let (imported, found) = read(&sources, &inputs);
    (sources, imported, found)
}

/// The only goal of a document, which has nothing wrong.
fn goal(text: &str) -> Goal {
    let (sources, mut imported, found) = import(&[("doc", text)]);
    assert!(found.is_empty(), "{}", show(&sources, &found));
    imported.goals.remove(0)
}

/// What is wrong, a line each: code, line:column, message, help.
fn show(sources: &Sources, found: &[Diagnostic]) -> String {
    let line = |it: &Diagnostic| {
        let at = sources.file(it.span.file).position(it.span.start);
        format!("{} {}:{} {}; {}\n", it.code.name, at.line, at.column, it.message, it.help)
    };
    found.iter().map(line).collect()
}

/// A document with these rows of metadata and this text below them.
fn with(rows: &str, rest: &str) -> String {
    let rows: String = rows.lines().map(|it| format!("| {} |\n", it.trim())).collect();
    format!("# T\n\n| Metadata | |\n|---|---|\n| Status | Accepted |\n{rows}\n{rest}")
}

#[test]
fn the_form_of_2024() {
    let text = "# Größere *Kisten*\r\n\r\n| Metadata | |\r\n| --- | --- |\r\n| Short title | Kisten |\r\n| Owner(s) | @a-b |\r\n| Teams | <!-- TEAMS WITH ASKS --> |\r\n| Status | Not accepted |\r\n| Flagship | Yes |\r\n| Tracking issue | [some/repo#7] |\r\n| Zulip channel | [#boxes][z] |\r\n[z]: https://chat.example/boxes\r\n\r\n## Summary\r\n\r\nBigger [boxes][b].\r\n\r\n* one\r\n\r\n## Ownership and team asks\r\n\r\n| Task | Owner(s) or team(s) | Notes |\r\n|---|---|---|\r\n| ~~Sketch~~ | | ![Complete][] [r#1](https://github.com/some/repo/pull/1) |\r\n| Review | ![Team][] [types] [lang][] | twice |\r\n\r\n### Lids\r\n\r\n| Task | Owner(s) or team(s) | Notes |\r\n|---|---|---|\r\n| Build | @a-b, @C and others | |\r\n| Paint | ![Help wanted][] | |\r\n\r\n[b]: https://boxes.example\r\n";
    let it = goal(text);
    assert_eq!(it.title, "Größere *Kisten*");
    assert_eq!(it.short_title.as_deref(), Some("Kisten"));
    assert_eq!((it.status, it.flagship), (Status::NotAccepted, true));
    assert_eq!(it.point_of_contact.as_deref(), Some("@a-b"));
    assert_eq!(it.issue.as_ref().map(|it| (it.repository.as_str(), it.number)), Some(("some/repo", 7)));
    assert_eq!(it.zulip.as_deref(), Some("https://chat.example/boxes"));
    assert_eq!(it.summary.as_deref(), Some("Bigger [boxes](https://boxes.example).\n\n* one"));
    assert_eq!(it.task_owners, ["@a-b", "@C"]);
    assert_eq!(it.help_wanted, Some(HelpWanted::Yes));
    let tasks: Vec<_> = it.tasks.iter().map(|it| (it.title.as_str(), it.owners.join(" "), it.done, it.group.as_deref())).collect();
    assert_eq!(
        tasks,
        [
            ("Sketch", String::new(), true, None),
            ("Build", "@a-b @C others".to_owned(), false, Some("Lids")),
            ("Paint", String::new(), false, Some("Lids")),
        ]
    );
    assert_eq!(it.tasks[0].references.len(), 1);
    assert_eq!(it.tasks[0].notes.as_deref(), Some("[r#1](https://github.com/some/repo/pull/1)"));
    let asks: Vec<_> = it.asks.iter().map(|it| (it.team.as_str(), it.kind.as_deref(), it.notes.as_deref())).collect();
    assert_eq!(asks, [("types", Some("Review"), Some("twice")), ("lang", Some("Review"), Some("twice"))]);
}

#[test]
fn the_form_of_2025() {
    let rows = "Point of contact | @x\nFlagship | Beyond the `\\|`\n[lang] champion | @y, @z\n[Libs] champion | @y\n[cargo] champion | TBD\nSee also | [some/repo#8], https://github.com/other/repo/issues/9\nNeeds | Contributor\nZulip channel | N/A (one can be made)";
    let rest = "## Ownership and team asks\n\n| Subgoal | Owner(s) | Notes |\n|---|---|---|\n| Ship it | | |\n| ↳ [x] Pack | @x @y | |\n| ↳ [ ] Send | *Jana and Mara* | |\n| Tidy | Tentatively @q et al. | later |\n| Talk | [lang], [types] | |\n\n### Milestones\n\n| Milestone | Contributor | Status |\n|---|---|---|\n| First | `@no` | Done |\n| Second | | in progress |\n";
    let it = goal(&with(rows, rest));
    assert_eq!(it.champions, [("lang".to_owned(), vec!["@y".to_owned(), "@z".into()]), ("Libs".to_owned(), vec!["@y".to_owned()])]);
    assert_eq!(it.themes.len(), 1);
    assert_eq!(it.other_tracking_issues.iter().map(|it| it.number).collect::<Vec<_>>(), [8, 9]);
    assert_eq!((it.help_wanted, it.zulip), (Some(HelpWanted::Yes), None));
    let tasks: Vec<_> = it.tasks.iter().map(|it| (it.title.as_str(), it.owners.join(" "), it.done, it.group.as_deref())).collect();
    assert_eq!(
        tasks,
        [
            ("Pack", "@x @y".to_owned(), true, Some("Ship it")),
            ("Send", "*Jana and Mara*".to_owned(), false, Some("Ship it")),
            ("Tidy", "@q".to_owned(), false, None),
            ("First", "`@no`".to_owned(), true, Some("Milestones")),
            ("Second", String::new(), false, Some("Milestones")),
        ]
    );
    assert_eq!(it.tasks[2].notes.as_deref(), Some("Tentatively @q et al.; later"));
    assert_eq!(it.asks.iter().map(|it| it.team.as_str()).collect::<Vec<_>>(), ["lang", "types"]);
}

#[test]
fn the_form_of_2026() {
    let rows = "What and why | One\\|two `a \\| b`\nTimespan | 2026-2027\nRoadmap | [Short](./roadmap-long.md)\nRoadmap | another one\nHighlight | Shine\nFunding contact | [A](https://a.example)\nFunding contact | B";
    let rest = "## Team asks\n\n| Team | Support level | Notes |\n|---|---|---|\n| [lang] | medium | [^1] |\n| cargo | | ask us |\n| [types] | | |\n\n## Funding\n\n| Purpose | Cost | Funded | Sponsor(s) |\n|---|---|---|---|\n| Work | $60,000 | Partial | [A](https://a.example), B |\n| Review | TBD | |\n\n## Help wanted\n\nBring tools.\n\n| Task | Experience level | Time investment |\n|---|---|---|\n| Dig | some | TBD |\n\n## Later\n\n#### Own sub-goal\n\n| Metadata | |\n|---|---|\n| Status | Completed |\n| Point of contact | @s |\n| Tracking issue | [some/repo#5] |\n\n[^1]: a *foot*note\n";
    let roadmap = "# The long title\n\n| Metadata | |\n|---|---|\n| Short title | Short |\n| What and why | So |\n| Point of contact | @r |\n| Application areas | Web, Games |\n";
    let (sources, imported, found) =
        import(&[("doc", &with(rows, rest)), ("notes", "# No metadata\n\n| a | b |\n|-|-|\n"), ("roadmap-long", roadmap)]);
    assert!(found.is_empty(), "{}", show(&sources, &found));
    let [it] = imported.goals.as_slice() else { panic!("{:?}", imported.goals) };
    assert_eq!(it.what_and_why.as_deref(), Some("One|two `a | b`"));
    assert_eq!(it.themes, ["long", "another-one"]);
    assert_eq!((it.timespan.as_deref(), it.highlights.as_slice()), (Some("2026-2027"), ["Shine".to_owned()].as_slice()));
    assert_eq!(it.funding_contact.as_deref(), Some("[A](https://a.example), B"));
    let asks: Vec<_> = it.asks.iter().map(|it| (it.team.as_str(), it.size, it.notes.as_deref())).collect();
    assert_eq!(asks, [("lang", Some(Size::Medium), Some("a *foot*note")), ("cargo", None, Some("ask us"))]);
    assert_eq!(it.funding[0].sponsors, ["[A](https://a.example)", "B"]);
    assert_eq!((it.funding[0].cost.as_deref(), it.funding[0].funded), (Some("$60,000"), Some(Funded::Partial)));
    assert_eq!((it.funding[1].purpose.as_deref(), it.funding[1].cost.as_deref(), it.funding[1].funded), (Some("Review"), None, None));
    assert_eq!(it.help_wanted, Some(HelpWanted::With("Bring tools.".into())));
    assert_eq!(it.help, [Help { task: Some("Dig".into()), experience: Some("some".into()), time: None }]);
    assert_eq!((it.tasks[0].title.as_str(), it.tasks[0].done, it.tasks[0].owners.join(" ")), ("Own sub-goal", true, "@s".into()));
    let themes: Vec<_> = imported.themes.iter().map(|it| (it.key.as_str(), it.title.as_str(), it.areas.join(" "))).collect();
    assert_eq!(themes, [("long", "Short", "Web Games".to_owned()), ("another-one", "another one", String::new())]);
}

#[test]
fn what_is_not_understood_is_reported_and_the_rest_arrives() {
    let text = "| Metadata | |\n|---|---|\n| Status | Acepted |\n| Other tacking issues | [a/b#1] |\n| [lang] | @x |\n| Tracking issue | soon, [a/b#2] |\n| Zulip channel | #ä |\n| Needs | luck |\n| Timespan | 1 |\n| Timespan | 2 |\n\n| [types] champion | @x |\n\n## Team asks\n\n| Team | Support level | Remark |\n|-|-|-|\n| [lang] | huge | |\n\n| Purpose | Cost | Funded |\n|-|-|-|\n| x | 1 | perhaps |\n\n| Task | Owner |\n|-|-|\n| y | ![Team][] |\n";
    let (sources, imported, found) = import(&[("doc", text)]);
    let expected = "\
missing-title 1:3 this goal document has no title; write `# Title` above the table; until then the title is `doc`
unreadable-value 3:12 there is no status `Acepted`; it is read as `proposed`; did you mean `Accepted`?
unknown-row 4:3 unknown row `Other tacking issues`; did you mean `Other tracking issues`?
unknown-row 5:3 unknown row `[lang]`; did you mean `[lang] champion`?
unreadable-value 6:20 `soon` is no issue; write `[owner/name#1]` or the issue's URL
unreadable-value 7:19 `#ä` leads to no channel; write `[#channel](https://…)`, or define the link below the table
unreadable-value 8:11 unknown need `luck`; write one of `Contributor`, `Funding`
unreadable-value 10:14 a second row `Timespan`, which says something else; keep one of the two rows
stray-row 12:1 a row that is in no table; remove the blank line between it and the table above
unknown-column 16:26 unknown column `Remark`: what it says is left out; write one of `Team`, `Support level`, `Ask`, `Notes`
unreadable-value 18:12 there is no support level `huge`; write one of `Vibes`, `Small`, `Medium`, `Large`
unreadable-value 22:11 `perhaps` does not say whether it is funded; write one of `No`, `Partial`, `Full`
unreadable-value 26:7 a team is asked, and not named; name the team that is asked, as in `[lang]`
";
    assert_eq!(show(&sources, &found), expected);
    let [it] = imported.goals.as_slice() else { panic!("{:?}", imported.goals) };
    assert_eq!((it.title.as_str(), it.status, it.timespan.as_deref()), ("doc", Status::Proposed, Some("1")));
    assert_eq!(it.issue.as_ref().map(|it| it.number), Some(2));
    assert_eq!((it.asks[0].team.as_str(), it.asks[0].size, it.funding.len()), ("lang", None, 1));
}

#[test]
fn a_document_without_status_is_left_out() {
    let (sources, imported, found) =
        import(&[("a", "# A\n\n| Metadata | |\n|-|-|\n"), ("b", "# B\n\n| Metadata | |\n|-|-|\n| Satus | Accepted |\n")]);
    assert_eq!(
        show(&sources, &found),
        "missing-status 3:3 this goal document has no status; add `| Status | Proposed |` to the table; until then the goal is left out\n\
         unknown-row 5:3 unknown row `Satus`; did you mean `Status`?\n"
    );
    assert!(imported.goals.is_empty());
}

#[test]
fn a_tracking_issue_is_of_one_goal() {
    let text = with("Tracking issue | [a/b#1]", "");
    let (sources, imported, found) = import(&[("one", &text), ("two", &text)]);
    assert_eq!(
        show(&sources, &found),
        "duplicate-goal 6:20 `a/b#1` is the tracking issue of two goals; give one of the goals its own; until then this one has the key `two`\n"
    );
    let written = write(&imported, "2026", None).unwrap().text;
    assert!(written.contains("[goal.1]\n") && written.contains("[goal.two]\n"), "{written}");
}

/// The new text of a goals file, which must load.
fn written(documents: &[(&str, &str)], existing: Option<&str>) -> String {
    let (_, imported, _) = import(documents);
    let written = write(&imported, "2025h2", existing).unwrap();
    let mut sources = Sources::default();
    let file = sources.add("goals.toml", written.text.clone());
    let (_, found) = data::load(&sources, &[file]);
    let errors: Vec<_> = found.iter().filter(|it| it.code.level == crate::diagnostic::Level::Error).cloned().collect();
    assert!(errors.is_empty(), "{}\n{}", show(&sources, &errors), written.text);
    written.text
}

#[test]
fn a_new_file_is_laid_out_for_readers() {
    let rows = "Point of contact | @x\nRoadmap | A & B\n[lang] champion | @y, @z\n[lang-docs] champion | @y\nTracking issue | [a/b#12]\nOther tracking issues | [a/c#1]";
    let rest = "## Summary\n\nOne.\n\nTwo.\n\n## Team asks\n\n| Team | Support level | Notes |\n|-|-|-|\n| [lang] | Small | |\n\n## Work items over the next year\n\n| Task | Owner(s) | Notes |\n|-|-|-|\n| \"Do\" | @x | |\n";
    let expected = "\
#:schema ./goals.schema.json

[project]
tracking-repository = \"a/b\"

[period]
name = \"2025h2\"

[theme.a-and-b]
title = \"A & B\"
flagship = true

[goal.12]
title = \"T\"
status = \"accepted\"
point-of-contact = \"@x\"
champions = { lang = [\"@y\", \"@z\"], lang-docs = \"@y\" }
task-owners = [\"@x\"]
themes = [\"a-and-b\"]
summary = '''
One.

Two.
'''
other-tracking-issues = [\"a/c#1\"]

[[goal.12.task]]
title = '\"Do\"'
owners = [\"@x\"]

[[goal.12.ask]]
team = \"lang\"
size = \"small\"
";
    assert_eq!(written(&[("doc", &with(rows, rest))], None), expected);
}

#[test]
fn teams_are_declared_all_or_none() {
    let rest = "| Team | Support level |\n|-|-|\n| [lang] | Small |\n| [types] | Small |\n\n[lang]: https://lang.example\n";
    let text = written(&[("doc", &with("Tracking issue | [a/b#1]", rest))], None);
    assert!(text.contains("\n[team]\nlang = { url = \"https://lang.example\" }\ntypes = {}\n"), "{text}");
    let old = "[project]\ntracking-repository = 'a/b'\n[period]\nname = '2025h2'\n[team.Lang]\n";
    let text = written(&[("doc", &with("Tracking issue | [a/b#1]", rest))], Some(old));
    assert!(text.contains("[team.Lang]\nurl = \"https://lang.example\"\n\n[team.types]\n") && text.contains("team = \"Lang\""), "{text}");
}

#[test]
fn a_goal_that_is_there_twice_is_not_merged() {
    let (_, imported, _) = import(&[("doc", &with("Tracking issue | [a/b#1]", ""))]);
    let old = "[project]\ntracking-repository = 'a/b'\n[goal.doc]\ntitle = 'T'\n[goal.1]\ntitle = 'T'\nstatus = 'accepted'\n";
    let written = write(&imported, "2025h2", Some(old)).unwrap();
    assert_eq!(written.text, old);
    assert_eq!(written.doubled, [Renamed { from: "doc".into(), to: "1".into() }]);
}

const EDITED: &str = "# mine\r\n[period]\r\nname = '2025h2' # as in the folder\r\n\r\n[project]\r\ntracking-repository = 'a/b'\r\nname = \"P\"\r\n\r\n[theme.mine] # my key\r\ntitle = 'A & B'\r\nflagship = false\r\n\r\n[goal.doc]   # ß\r\nstatus = 'proposed'  # soon\r\ntitle = \"T\"\r\ntldr = 'mine'\r\nsuccessor = 2\r\nthemes = [\r\n  'mine', # yes\r\n]\r\n\r\n  [[goal.doc.task]]\r\n  title = \"Frist step\" # sic\r\n  references = ['a/b#4']\r\n  [[goal.doc.task]]\r\n  title = \"My own\"\r\n  done = true\r\n\r\n[[goal.doc.update]]\r\ndate = 2025-10-01\r\nauthor = '@x'\r\nbody = '''\r\nHi\r\n'''\r\n\r\n[goal.2]\r\ntitle = 'Other'\r\nstatus = 'accepted'\r\nsuccessor = \"doc\"\r\n# the end\r\n";

#[test]
fn what_people_wrote_stays() {
    let rest = "| Task | Owner(s) |\n|-|-|\n| First step | @x |\n| Second step | @y |\n";
    let document = with("Tracking issue | [a/b#12]\nRoadmap | A & B", rest);
    let text = written(&[("doc", &document)], Some(EDITED));
    let expected = EDITED
        .replace("goal.doc", "goal.12")
        .replace("'proposed'", "\"accepted\"")
        .replace("successor = \"doc\"", "successor = 12")
        .replace("]\r\n\r\n  [[goal.12.task]]", "]\r\ntask-owners = [\"@x\", \"@y\"]\r\n\r\n  [[goal.12.task]]")
        .replace("\"Frist step\" # sic\r\n  references = ['a/b#4']\r\n", "\"First step\" # sic\r\n  references = ['a/b#4']\r\nowners = [\"@x\"]\r\n\r\n[[goal.12.task]]\r\ntitle = \"Second step\"\r\nowners = [\"@y\"]\r\n");
    assert_eq!(text, expected);
    assert_eq!(written(&[("doc", &document)], Some(&text)), text, "the second run changes nothing");
}

#[test]
fn rows_are_found_again() {
    let table = |rows: &str| format!("| Task | Owner(s) | Notes |\n|-|-|-|\n{rows}\n");
    let old = table(
        "| Write the text | @a | |\n| Review it | ![Team][] [lang] [libs] | one |\n| Review it | ![Team][] [lang] | two |\n| Ship | @b | |\n",
    );
    let with = |rows: &str| with("Tracking issue | [a/b#1]", rows);
    let first = written(&[("doc", &with(&old))], None);
    // a comment of a person's behind each head says which table is which
    let mut number = 0;
    let mark = |line: &str| {
        if line.starts_with("[[") {
            number += 1;
            format!("{line} # {number}\n")
        } else {
            format!("{line}\n")
        }
    };
    let marked: String = first.lines().map(mark).collect();
    let rows: &[(&str, &str, &[&str])] = &[
        ("nothing new", &old, &["1 Write the text", "2 Ship", "3 Review it one", "4 Review it one", "5 Review it two"]),
        (
            "reworded",
            &old.replace("Write the text", "Write some text").replace("Review it", "Review it!"),
            &["1 Write some text", "2 Ship", "3 Review it! one", "4 Review it! one", "5 Review it! two"],
        ),
        ("moved", &format!("### Part\n\n{old}"), &["1 Write the text", "2 Ship", "3 Review it one", "4 Review it one", "5 Review it two"]),
        (
            "replaced",
            &old.replace("Write the text", "Something else"),
            &["Something else", "1 Write the text", "2 Ship", "3 Review it one", "4 Review it one", "5 Review it two"],
        ),
        (
            "added",
            &old.replace("| Ship |", "| Pack | @c | |\n| Ship |"),
            &["1 Write the text", "Pack", "2 Ship", "3 Review it one", "4 Review it one", "5 Review it two"],
        ),
        ("notes changed", &old.replace("one", "1"), &["1 Write the text", "2 Ship", "3 Review it 1", "4 Review it 1", "5 Review it two"]),
        (
            "another order",
            &table("| Review it | ![Team][] [lang] | two |\n| Ship | @b | |\n| Write the text | @a | |\n"),
            &["1 Write the text", "2 Ship", "3 Review it one", "4 Review it one", "5 Review it two"],
        ),
    ];
    for (name, rows, expected) in rows {
        let text = written(&[("doc", &with(rows))], Some(&marked));
        let tables = text.split("[[").skip(1).map(|it| {
            let value = |key: &str| it.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).map(|it| it.trim_matches('"'));
            let number = it.lines().next().and_then(|it| it.split("# ").nth(1));
            let words = [number, value("title").or(value("kind")), value("notes")];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        assert_eq!(tables.collect::<Vec<_>>(), *expected, "{name}");
        assert_eq!(written(&[("doc", &with(rows))], Some(&text)), text, "{name}");
    }
}

#[test]
fn a_file_that_says_it_all_stays_as_it_is() {
    let old = "\u{feff}[project]\ntracking-repository='a/b'\r\n[period]\nname='2025h2'\n[goal]\n1.title='T'\n[goal.x]\ntitle=' T'\nstatus='accepted'\ntracking-issue='a/b#3'";
    let (_, imported, _) = import(&[("doc", &with("Tracking issue | [a/b#3]", ""))]);
    assert_eq!(write(&imported, "2025h2", Some(old)).unwrap().text, old);
}

#[test]
fn a_file_that_cannot_be_edited_without_harm_is_refused() {
    let (_, imported, _) = import(&[("doc", &with("Tracking issue | [a/b#1]", "| Task | Owner |\n|-|-|\n| x | @y |\n"))]);
    for (old, message) in [
        ("a = 1\r\nä = 2", "it is not valid TOML: line 2, column 1: invalid unquoted key, expected letters, numbers, `-`, `_`"),
        ("[period]\nname = '2026'", "it holds the goals of the period `2026`; each period needs a file of its own"),
        ("goal = { 1 = { title = 'T' } }", "`goal` is not written as a table with a head of its own, such as `[goal]`"),
        (
            "project.tracking-repository = 'a/b'\n[goal]\n1 = { title = 'T' }",
            "`goal.1` is not written as a table with a head of its own, such as `[goal.1]`",
        ),
        (
            "[project]\ntracking-repository = 'a/b'\n[goal.1]\ntask = []",
            "`goal.1.task` is not written as a table with a head of its own, such as `[goal.1.task]`",
        ),
    ] {
        assert_eq!(write(&imported, "2025h2", Some(old)).unwrap_err().to_string(), message);
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("| Metadata | |\n|---|---|\n".to_owned()),
        Just("| Status | Accepted |\n".to_owned()),
        Just("| Tracking issue | [a/b#1] |\n".to_owned()),
        Just("| Task | Owner(s) | Notes |\n|-|-|-|\n".to_owned()),
        Just("| ↳ [x] ~~ä~~ | ![Team][] [lang][] @x | [a][b] |\n".to_owned()),
        Just("| Team | Support level |\n|-|-|\n| [lang] | Small |\n".to_owned()),
        Just("[b]: https://x.example\n".to_owned()),
        Just("## Summary\n".to_owned()),
        Just("<!-- c -->".to_owned()),
        Just("<!--\nx\n-->\n".to_owned()),
        Just("[^1]: n\n".to_owned()),
        Just("[^1]".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        "[|\\[\\]()!`~*@#ßx:\\\\ \n'\"&,-]{0,12}",
    ]
}

proptest! {
    #[test]
    fn no_document_is_too_odd(pieces in proptest::collection::vec(piece(), 0..24), any in any::<String>()) {
        for text in [pieces.concat(), any] {
            let (sources, imported, found) = import(&[("doc", &text)]);
            for Diagnostic { span: Span { file, start, end }, .. } in &found {
                prop_assert!(sources.file(*file).text().get(*start..*end).is_some());
            }
            let first = write(&imported, "2026", None).unwrap().text;
            prop_assert_eq!(&write(&imported, "2026", Some(&first)).unwrap().text, &first);
            let mut sources = Sources::default();
            let file = sources.add("goals.toml", first.clone());
            let (_, found) = data::load(&sources, &[file]);
            let is_bad = |it: &&Diagnostic| it.code.level == crate::diagnostic::Level::Error && !it.message.contains("tracking-repository");
            prop_assert!(!found.iter().any(|it| is_bad(&it)), "{}\n{}", show(&sources, &found), first);
        }
    }
}
