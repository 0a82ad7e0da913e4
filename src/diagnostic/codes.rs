//! The kinds of mistake that more than one part of the tool reports, or a part above the catalogue.
//!
//! Any other code stands beside the function that reports it. All of them are listed in `catalog`.

use crate::diagnostic::Code;

/// A file that is not TOML.
pub static INVALID_TOML: Code = Code::error("invalid-toml", "a goals file or book.toml that is not valid TOML").always();

/// A key or a table that does not exist.
pub static UNKNOWN_KEY: Code = Code::error("unknown-key", "a key that does not exist");

/// A value of another type.
pub static INVALID_TYPE: Code = Code::error("invalid-type", "a value of the wrong type, such as a number for a string").always();

/// A value of the right type that cannot be.
pub static INVALID_VALUE: Code = Code::error("invalid-value", "a value that is not possible there");

/// A period that the book does not have.
pub static UNKNOWN_PERIOD: Code = Code::error("unknown-period", "a period that the book does not have");

/// `links` runs after us.
pub static UNORDERED_PREPROCESSOR: Code =
    Code::warning("unordered-preprocessor", "mdBook's `links` runs after this preprocessor: directives in included files stay raw");

/// The book's stylesheet is missing or of another version.
pub static OUTDATED_STYLESHEET: Code = Code::warning("outdated-stylesheet", "the book's stylesheet is missing or of another version");
