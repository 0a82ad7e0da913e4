//! "None" in all its forms.

use crate::fragment::{Block, plain_text};

/// Whether a request asks for nothing: "None", "N/A", "None at this time.", "Not right now", "-".
pub fn is_none(blocks: &[Block]) -> bool {
    let text = match blocks {
        [] => return true,
        [Block::Paragraph(line)] => plain_text(line),
        [Block::List { items, .. }] => return items.len() == 1 && items.iter().all(|it| is_none(&it.content)),
        _ => return false,
    };
    /// Words with which a "no" goes on without becoming a request.
    const EMPTY: [&str; 36] = [
        "at",
        "this",
        "that",
        "the",
        "moment",
        "time",
        "point",
        "stage",
        "for",
        "now",
        "right",
        "currently",
        "yet",
        "today",
        "so",
        "far",
        "needed",
        "required",
        "wanted",
        "necessary",
        "help",
        "thanks",
        "thank",
        "you",
        "week",
        "month",
        "present",
        "in",
        "particular",
        "as",
        "of",
        "anything",
        "specific",
        "really",
        "being",
        "is",
    ];
    let lower = text.to_lowercase().replace("n/a", "none");
    let words =
        |text: &str| text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let all = words(&lower);
    let Some(first) = all.first() else { return true };
    let is_empty = |words: &[String]| words.iter().skip(1).all(|it| EMPTY.contains(&it.as_str()));
    match first.as_str() {
        "none" | "nothing" | "na" | "nil" | "nope" => {
            let sentence = words(lower.split(['.', '!', ',', ';', ':', '(', '–', '—']).next().unwrap_or_default());
            let goes_on = all.iter().any(|it| matches!(it.as_str(), "but" | "however" | "except" | "though" | "although" | "unless"));
            is_empty(&sentence) && !goes_on
        }
        "no" | "not" => is_empty(&all),
        _ => false,
    }
}
