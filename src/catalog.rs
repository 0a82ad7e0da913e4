//! All codes with their pages of the guide, for `explain`, the configuration and the formats.
//!
//! To add a code: its `static` beside the function that reports it, that static in its folder's
//! `CODES`, a page `book/src/codes/<code>.md`, and a line below. The tests name what is missing.

use crate::diagnostic::{Adjustable, Code, Level, codes};
use crate::{data, directive, expand, import, lint, query, sync};

/// A code and its page of the guide.
#[derive(Debug)]
pub struct Entry {
    /// The code.
    pub code: &'static Code,
    /// Markdown: what it flags, why, an example, how to fix it.
    pub page: &'static str,
}

/// All codes, by name.
pub static ENTRIES: &[Entry] = &[
    entry(&lint::rules::ambiguous_reference::CODE, include_str!("../book/src/codes/ambiguous-reference.md")),
    entry(&lint::rules::bad_fragment::CODE, include_str!("../book/src/codes/bad-fragment.md")),
    entry(&lint::rules::bad_path_kind::CODE, include_str!("../book/src/codes/bad-path-kind.md")),
    entry(&lint::rules::bad_scheme::CODE, include_str!("../book/src/codes/bad-scheme.md")),
    entry(&data::DATE_OUTSIDE_PERIOD, include_str!("../book/src/codes/date-outside-period.md")),
    entry(&sync::DELETED_COMMENT, include_str!("../book/src/codes/deleted-comment.md")),
    entry(&lint::rules::double_slash::CODE, include_str!("../book/src/codes/double-slash.md")),
    entry(&lint::rules::duplicate_definition::CODE, include_str!("../book/src/codes/duplicate-definition.md")),
    entry(&import::DUPLICATE_GOAL, include_str!("../book/src/codes/duplicate-goal.md")),
    entry(&data::DUPLICATE_KEY, include_str!("../book/src/codes/duplicate-key.md")),
    entry(&directive::DUPLICATE_OPTION, include_str!("../book/src/codes/duplicate-option.md")),
    entry(&data::DUPLICATE_UPDATE, include_str!("../book/src/codes/duplicate-update.md")),
    entry(&lint::rules::empty_target::CODE, include_str!("../book/src/codes/empty-target.md")),
    entry(&query::EMPTY_WINDOW, include_str!("../book/src/codes/empty-window.md")),
    entry(&data::FOREIGN_URL, include_str!("../book/src/codes/foreign-url.md")),
    entry(&lint::rules::implausible_number::CODE, include_str!("../book/src/codes/implausible-number.md")),
    entry(&data::INCONSISTENT_LOGIN_CASE, include_str!("../book/src/codes/inconsistent-login-case.md")),
    entry(&lint::rules::insecure_url::CODE, include_str!("../book/src/codes/insecure-url.md")),
    entry(&codes::INVALID_TOML, include_str!("../book/src/codes/invalid-toml.md")),
    entry(&codes::INVALID_TYPE, include_str!("../book/src/codes/invalid-type.md")),
    entry(&data::INVALID_URL, include_str!("../book/src/codes/invalid-url.md")),
    entry(&codes::INVALID_VALUE, include_str!("../book/src/codes/invalid-value.md")),
    entry(&lint::rules::kind_mismatch::CODE, include_str!("../book/src/codes/kind-mismatch.md")),
    entry(&lint::rules::leftover_brackets::CODE, include_str!("../book/src/codes/leftover-brackets.md")),
    entry(&lint::rules::lost_brackets::CODE, include_str!("../book/src/codes/lost-brackets.md")),
    entry(&lint::rules::markup_in_url::CODE, include_str!("../book/src/codes/markup-in-url.md")),
    entry(&directive::MISPLACED_DIRECTIVE, include_str!("../book/src/codes/misplaced-directive.md")),
    entry(&directive::MISSING_ARGUMENT, include_str!("../book/src/codes/missing-argument.md")),
    entry(&data::MISSING_CHAMPION, include_str!("../book/src/codes/missing-champion.md")),
    entry(&data::MISSING_CONTACT, include_str!("../book/src/codes/missing-contact.md")),
    entry(&sync::MISSING_ISSUE, include_str!("../book/src/codes/missing-issue.md")),
    entry(&data::MISSING_KEY, include_str!("../book/src/codes/missing-key.md")),
    entry(&lint::rules::missing_number::CODE, include_str!("../book/src/codes/missing-number.md")),
    entry(&import::MISSING_STATUS, include_str!("../book/src/codes/missing-status.md")),
    entry(&import::MISSING_TITLE, include_str!("../book/src/codes/missing-title.md")),
    entry(&lint::rules::nested_url::CODE, include_str!("../book/src/codes/nested-url.md")),
    entry(&lint::rules::number_mismatch::CODE, include_str!("../book/src/codes/number-mismatch.md")),
    entry(&codes::OUTDATED_STYLESHEET, include_str!("../book/src/codes/outdated-stylesheet.md")),
    entry(&lint::rules::placeholder_number::CODE, include_str!("../book/src/codes/placeholder-number.md")),
    entry(&data::PROGRESS_OVERFLOW, include_str!("../book/src/codes/progress-overflow.md")),
    entry(&lint::rules::repeated_reference::CODE, include_str!("../book/src/codes/repeated-reference.md")),
    entry(&lint::rules::repo_mismatch::CODE, include_str!("../book/src/codes/repo-mismatch.md")),
    entry(&lint::rules::rfc_target_not_rfc::CODE, include_str!("../book/src/codes/rfc-target-not-rfc.md")),
    entry(&lint::rules::space_in_reference::CODE, include_str!("../book/src/codes/space-in-reference.md")),
    entry(&lint::rules::space_in_url::CODE, include_str!("../book/src/codes/space-in-url.md")),
    entry(&import::STRAY_ROW, include_str!("../book/src/codes/stray-row.md")),
    entry(&lint::rules::swallowed_definition::CODE, include_str!("../book/src/codes/swallowed-definition.md")),
    entry(&lint::rules::swapped_link::CODE, include_str!("../book/src/codes/swapped-link.md")),
    entry(&sync::SYNC_CONFLICT, include_str!("../book/src/codes/sync-conflict.md")),
    entry(&lint::rules::target_not_url::CODE, include_str!("../book/src/codes/target-not-url.md")),
    entry(&lint::rules::trailing_junk::CODE, include_str!("../book/src/codes/trailing-junk.md")),
    entry(&lint::rules::trailing_url_after_link::CODE, include_str!("../book/src/codes/trailing-url-after-link.md")),
    entry(&lint::rules::unbalanced_link::CODE, include_str!("../book/src/codes/unbalanced-link.md")),
    entry(&directive::UNCLOSED_DIRECTIVE, include_str!("../book/src/codes/unclosed-directive.md")),
    entry(&lint::rules::undefined_reference::CODE, include_str!("../book/src/codes/undefined-reference.md")),
    entry(&data::UNKNOWN_ASK_KIND, include_str!("../book/src/codes/unknown-ask-kind.md")),
    entry(&import::UNKNOWN_COLUMN, include_str!("../book/src/codes/unknown-column.md")),
    entry(&directive::UNKNOWN_DIRECTIVE, include_str!("../book/src/codes/unknown-directive.md")),
    entry(&directive::UNKNOWN_GOAL, include_str!("../book/src/codes/unknown-goal.md")),
    entry(&codes::UNKNOWN_KEY, include_str!("../book/src/codes/unknown-key.md")),
    entry(&directive::UNKNOWN_OPTION, include_str!("../book/src/codes/unknown-option.md")),
    entry(&data::UNKNOWN_PAGE, include_str!("../book/src/codes/unknown-page.md")),
    entry(&codes::UNKNOWN_PERIOD, include_str!("../book/src/codes/unknown-period.md")),
    entry(&data::UNKNOWN_PERSON, include_str!("../book/src/codes/unknown-person.md")),
    entry(&lint::online::unknown_reference::CODE, include_str!("../book/src/codes/unknown-reference.md")),
    entry(&import::UNKNOWN_ROW, include_str!("../book/src/codes/unknown-row.md")),
    entry(&data::UNKNOWN_STATUS, include_str!("../book/src/codes/unknown-status.md")),
    entry(&data::UNKNOWN_SUCCESSOR, include_str!("../book/src/codes/unknown-successor.md")),
    entry(&data::UNKNOWN_TEAM, include_str!("../book/src/codes/unknown-team.md")),
    entry(&data::UNKNOWN_THEME, include_str!("../book/src/codes/unknown-theme.md")),
    entry(&lint::online::unmerged_rfc::CODE, include_str!("../book/src/codes/unmerged-rfc.md")),
    entry(&codes::UNORDERED_PREPROCESSOR, include_str!("../book/src/codes/unordered-preprocessor.md")),
    entry(&expand::UNREAD_INCLUDE, include_str!("../book/src/codes/unread-include.md")),
    entry(&import::UNREADABLE_VALUE, include_str!("../book/src/codes/unreadable-value.md")),
    entry(&lint::UNUSED_ALLOW, include_str!("../book/src/codes/unused-allow.md")),
    entry(&lint::rules::unused_definition::CODE, include_str!("../book/src/codes/unused-definition.md")),
    entry(&sync::UNWRITABLE_GOAL, include_str!("../book/src/codes/unwritable-goal.md")),
];

const fn entry(code: &'static Code, page: &'static str) -> Entry {
    Entry { code, page }
}

/// The entry of that name.
pub fn find(name: &str) -> Option<&'static Entry> {
    ENTRIES.binary_search_by(|it| it.code.name.cmp(name)).ok().map(|at| &ENTRIES[at])
}

/// All codes.
pub fn codes() -> Vec<&'static Code> {
    ENTRIES.iter().map(|it| it.code).collect()
}

/// The level of a code in a word, and whether a book may change it.
pub fn level(code: &Code) -> String {
    let name = match code.level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    match code.adjustable {
        Adjustable::Yes => name.to_owned(),
        Adjustable::No => format!("{name}, always"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_and_have_their_own_page() {
        for pair in ENTRIES.windows(2) {
            assert!(pair[0].code.name < pair[1].code.name, "`{}` stands before `{}`", pair[0].code.name, pair[1].code.name);
        }
        for Entry { code, page } in ENTRIES {
            assert!(page.starts_with(&format!("# `{}`\n", code.name)), "the page of `{}` is another one", code.name);
            assert!(find(code.name).is_some_and(|it| it.code == *code));
        }
        assert!(find("no-such-code").is_none());
    }
}
