//! The rules, one file each, named after their code.

pub mod ambiguous_reference;
pub mod bad_fragment;
pub mod bad_path_kind;
pub mod bad_scheme;
pub mod double_slash;
pub mod duplicate_definition;
pub mod empty_target;
pub mod implausible_number;
pub mod insecure_url;
pub mod kind_mismatch;
pub mod leftover_brackets;
pub mod lost_brackets;
pub mod markup_in_url;
pub mod missing_number;
pub mod nested_url;
pub mod number_mismatch;
pub mod placeholder_number;
pub mod repeated_reference;
pub mod repo_mismatch;
pub mod rfc_target_not_rfc;
pub mod space_in_reference;
pub mod space_in_url;
pub mod swallowed_definition;
pub mod swapped_link;
pub mod target_not_url;
pub mod trailing_junk;
pub mod trailing_url_after_link;
pub mod unbalanced_link;
pub mod undefined_reference;
pub mod unused_definition;

use super::Rule;

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &ambiguous_reference::RULE,
    &bad_fragment::RULE,
    &bad_path_kind::RULE,
    &bad_scheme::RULE,
    &double_slash::RULE,
    &duplicate_definition::RULE,
    &empty_target::RULE,
    &implausible_number::RULE,
    &insecure_url::RULE,
    &kind_mismatch::RULE,
    &leftover_brackets::RULE,
    &lost_brackets::RULE,
    &markup_in_url::RULE,
    &missing_number::RULE,
    &nested_url::RULE,
    &number_mismatch::RULE,
    &placeholder_number::RULE,
    &repeated_reference::RULE,
    &repo_mismatch::RULE,
    &rfc_target_not_rfc::RULE,
    &space_in_reference::RULE,
    &space_in_url::RULE,
    &swallowed_definition::RULE,
    &swapped_link::RULE,
    &target_not_url::RULE,
    &trailing_junk::RULE,
    &trailing_url_after_link::RULE,
    &unbalanced_link::RULE,
    &undefined_reference::RULE,
    &unused_definition::RULE,
];

#[cfg(test)]
mod tests;
