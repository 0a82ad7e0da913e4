//! Goals files of a wanted size: goals with tasks, asks and updates, without a mistake in them.
//!
//! It knows no book.

use crate::prose::{self, Dice};
use std::fmt::Write;

/// A goals file.
pub(crate) struct GoalsFile {
    /// Its text.
    pub(crate) text: String,
    /// How many goals it has; they are numbered from 1.
    pub(crate) goals: usize,
}

const HEAD: &str = "\
[project]
name = \"Example\"
tracking-repository = \"example/goals\"
default-repository = \"example/tool\"
rfc-repository = \"example/rfcs\"

[period]
name = \"2025h2\"
start = 2025-07-01
end = 2025-12-31
";
const TEAMS: &[&str] = &["lang", "compiler", "cargo", "libs", "types", "infra"];
const THEMES: &[&str] = &["faster-builds", "clearer-errors", "safer-defaults", "wider-reach"];
const PEOPLE: usize = 40;
const MONTHS: [usize; 6] = [7, 8, 9, 10, 11, 12];

/// Goals until the text has `bytes` bytes.
pub(crate) fn file(bytes: usize) -> GoalsFile {
    let mut text = HEAD.to_owned();
    for (index, theme) in THEMES.iter().enumerate() {
        text += &format!("\n[theme.{theme}]\ntitle = \"{}\"\nflagship = {}\n", theme.replace('-', " "), index < 2);
    }
    for team in TEAMS {
        text += &format!("\n[team.{team}]\nurl = \"https://example.org/teams/{team}\"\n");
    }
    for person in 0..PEOPLE {
        text += &format!("\n[person.member-{person}]\nname = \"Member {person}\"\n");
    }
    let mut goals = 0;
    while text.len() < bytes {
        goals += 1;
        // Writing to a `String` never fails.
        let _ = goal(&mut text, goals);
    }
    GoalsFile { text, goals }
}

fn goal(text: &mut String, number: usize) -> std::fmt::Result {
    let dice = &mut Dice::new(number as u64);
    let subject = prose::noun(dice);
    let team = dice.pick(TEAMS);
    writeln!(text, "\n[goal.{number}]\ntitle = \"Make {subject} ready for `edition` {number}\"")?;
    writeln!(text, "status = \"{}\"", dice.pick(&["accepted", "accepted", "accepted", "completed", "continued"]))?;
    writeln!(text, "point-of-contact = \"@member-{}\"", dice.below(PEOPLE))?;
    writeln!(text, "champions = {{ {team} = \"@member-{}\" }}", dice.below(PEOPLE))?;
    writeln!(text, "task-owners = [\"@member-{}\", \"@member-{}\"]", dice.below(20), 20 + dice.below(20))?;
    writeln!(text, "themes = [\"{}\"]", dice.pick(THEMES))?;
    writeln!(text, "what-and-why = \"{}\"", prose::sentence(dice))?;
    if number.is_multiple_of(2) {
        writeln!(text, "progress = {{ completed = {}, total = 8 }}", dice.below(9))?;
    }
    for _ in 0..2 + dice.below(3) {
        let (owner, done) = (dice.below(PEOPLE), dice.below(2) == 0);
        writeln!(text, "\n[[goal.{number}.task]]\ntitle = \"Bring {} up to date\"", prose::noun(dice))?;
        writeln!(text, "owners = [\"@member-{owner}\"]\ndone = {done}\nreferences = [\"example/tool#{}\"]", 1 + dice.below(9000))?;
    }
    writeln!(text, "\n[[goal.{number}.ask]]\nteam = \"{team}\"\nsize = \"small\"\nnotes = \"{}\"", prose::sentence(dice))?;
    let updates = dice.below(MONTHS.len() + 1);
    for month in MONTHS.into_iter().take(updates) {
        update(text, number, month, dice)?;
    }
    Ok(())
}

fn update(text: &mut String, goal: usize, month: usize, dice: &mut Dice) -> std::fmt::Result {
    let (day, author, comment) = (1 + dice.below(28), dice.below(PEOPLE), goal * 100 + month);
    writeln!(text, "\n[[goal.{goal}.update]]\ndate = 2025-{month:02}-{day:02}\nauthor = \"@member-{author}\"")?;
    writeln!(text, "url = \"https://github.com/example/goals/issues/{goal}#issuecomment-{comment}\"")?;
    let mut body = String::new();
    if dice.below(3) == 0 {
        write!(body, "TL;DR: {}\n\n", prose::sentence(dice))?;
    }
    body += &prose::paragraph(dice);
    if dice.below(2) == 0 {
        body += &format!("### Merged since\n\n{}", prose::list(dice));
    }
    if dice.below(4) == 0 {
        body += &prose::code(dice);
    }
    write!(body, "The work is in #{} and rfcs#{}, thanks to @member-{}.", dice.below(9000), dice.below(3000), dice.below(PEOPLE))?;
    writeln!(text, "body = '''\n{body}\n'''")
}
