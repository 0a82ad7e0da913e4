//! What mdBook says beside the book: where it lies, for which renderer, how it is configured.

use std::path::{Component, Path, PathBuf};

use semver::{Version, VersionReq};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Order;

/// The hosts that the tests build books with, and what is between them.
const TESTED: &str = ">=0.4.40, <0.6.0";

/// Everything that mdBook sends but the book.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a context")]
pub struct Context {
    /// The book's folder.
    pub root: PathBuf,
    /// The renderer that the book is made for, such as `html`.
    pub renderer: String,
    /// mdBook's version.
    #[serde(default)]
    pub mdbook_version: String,
    #[serde(default)]
    config: Config,
}

/// mdBook's configuration, as far as it concerns us. What is not known is passed over.
#[derive(Debug, Default, Deserialize)]
struct Config {
    #[serde(default)]
    book: Book,
    #[serde(default)]
    build: Build,
    #[serde(default)]
    preprocessor: Map<String, Value>,
    #[serde(default)]
    output: Map<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
struct Book {
    src: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Build {
    use_default_preprocessors: Option<bool>,
}

/// `[output.html]`, as far as it changes how Markdown is read, with the defaults of the host that
/// speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlOutput {
    /// Quotes and dashes become typographic ones.
    pub smart_punctuation: bool,
    /// `: text` below a line defines it.
    pub definition_lists: bool,
    /// `> [!NOTE]` is an admonition.
    pub admonitions: bool,
}

/// Whether a host was tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// It was, or its neighbours were.
    Tested,
    /// It was not: the range that was.
    Untested(&'static str),
}

impl Context {
    /// `preprocessor.goals`: our settings.
    pub fn settings(&self) -> Option<&Value> {
        self.config.preprocessor.get("goals")
    }

    /// The folder of the chapters' files, below [`Context::root`]. mdBook 0.5 leaves its default out.
    pub fn source_folder(&self) -> &str {
        self.config.book.src.as_deref().unwrap_or("src")
    }

    /// `output.html.additional-css`, as written.
    pub fn additional_css(&self) -> impl Iterator<Item = &str> {
        let list = self.config.output.get("html").and_then(|it| it.get("additional-css")).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    /// How the host reads Markdown. mdBook 0.5 has switched three extensions on by default.
    pub fn html_output(&self) -> HtmlOutput {
        let html = self.config.output.get("html");
        let newer = !self.mdbook_version.starts_with("0.4.");
        let flag = |name: &str| html.and_then(|it| it.get(name)).and_then(Value::as_bool).unwrap_or(newer);
        HtmlOutput {
            smart_punctuation: flag("smart-punctuation"),
            definition_lists: newer && flag("definition-lists"),
            admonitions: newer && flag("admonitions"),
        }
    }

    /// Whether mdBook calls us for this renderer first. It calls a preprocessor once per renderer,
    /// and what fails nothing is said once.
    pub fn is_first_renderer(&self) -> bool {
        let ours = self.settings().and_then(|it| it.get("renderers")).and_then(Value::as_array);
        let mut called = self.config.output.keys().filter(|name| ours.is_none_or(|it| it.iter().any(|it| it.as_str() == Some(name))));
        let first = called.next();
        first.is_none_or(|it| *it == self.renderer) || called.all(|it| *it != self.renderer)
    }

    /// Whether the built-in `links` has expanded `{{#include}}` before us.
    pub fn order(&self) -> Order {
        match self.config.build.use_default_preprocessors {
            Some(false) => Order::Alone,
            Some(true) | None => Order::of(&self.config.preprocessor),
        }
    }

    /// Whether this host was tested.
    pub fn support(&self) -> Support {
        let tested = VersionReq::parse(TESTED).expect("the constant is a range");
        match Version::parse(&self.mdbook_version) {
            // a pre-release of 0.5.0 or a build of 0.6.0-dev counts as the release that it leads to
            Ok(it) if tested.matches(&Version::new(it.major, it.minor, it.patch)) => Support::Tested,
            Ok(_) | Err(_) => Support::Untested("0.4.40 to 0.5"),
        }
    }
}

/// What stands before a path below `root` when it is shown to somebody who works in `current`:
/// the way down from there, else nothing, so that the path counts from the book's root. With `/`
/// between its parts and at its end, where it is not empty.
pub fn display_prefix(root: &Path, current: &Path) -> String {
    let Ok(below) = root.strip_prefix(current) else { return String::new() };
    below
        .components()
        .filter_map(|it| match it {
            Component::Normal(name) => Some(format!("{}/", name.to_string_lossy())),
            Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(version: &str, renderer: &str, config: &str) -> Context {
        serde_json::from_str(&format!(r#"{{"root":"/b","renderer":"{renderer}","mdbook_version":"{version}","config":{config}}}"#)).unwrap()
    }

    #[test]
    fn only_far_hosts_are_untested() {
        for (version, tested) in [
            ("0.4.40", true),
            ("0.4.52", true),
            ("0.5.0", true),
            ("0.5.99", true),
            ("0.5.0-beta.1", true),
            ("0.4.21", false),
            ("0.6.0", false),
            ("1.0.0", false),
            ("", false),
        ] {
            assert_eq!(context(version, "html", "{}").support() == Support::Tested, tested, "{version}");
        }
    }

    #[test]
    fn defaults_are_those_of_the_host() {
        let all = HtmlOutput { smart_punctuation: true, definition_lists: true, admonitions: true };
        let none = HtmlOutput { smart_punctuation: false, definition_lists: false, admonitions: false };
        assert_eq!(context("0.5.4", "html", "{}").html_output(), all);
        assert_eq!(context("0.4.52", "html", "{}").html_output(), none);
        let set = r#"{"output":{"html":{"smart-punctuation":true,"admonitions":true}}}"#;
        assert_eq!(context("0.4.52", "html", set).html_output(), HtmlOutput { smart_punctuation: true, ..none });
        let set = r#"{"book":{"src":"docs"},"output":{"html":{"smart-punctuation":false,"additional-css":["a.css"]}}}"#;
        let it = context("0.5.4", "html", set);
        assert_eq!(it.html_output(), HtmlOutput { smart_punctuation: false, ..all });
        assert_eq!((it.source_folder(), it.additional_css().collect::<Vec<_>>()), ("docs", vec!["a.css"]));
        assert_eq!(context("0.5.4", "html", "{}").source_folder(), "src");
    }

    #[test]
    fn the_first_renderer_is_the_first_that_calls() {
        let two = r#"{"output":{"html":{},"linkcheck2":{}}}"#;
        assert!(context("0.5.4", "html", two).is_first_renderer());
        assert!(!context("0.5.4", "linkcheck2", two).is_first_renderer());
        assert!(context("0.5.4", "test", two).is_first_renderer(), "`mdbook test` is a run of its own");
        assert!(context("0.5.4", "html", "{}").is_first_renderer());
        let ours = r#"{"output":{"html":{},"linkcheck2":{}},"preprocessor":{"goals":{"renderers":["linkcheck2"]}}}"#;
        assert!(context("0.5.4", "linkcheck2", ours).is_first_renderer());
    }

    #[test]
    fn paths_count_from_where_one_is_or_from_the_root() {
        for (root, current, prefix) in
            [("/a/b", "/a/b", ""), ("/a/b", "/a", "b/"), ("/a/b/c", "/a", "b/c/"), ("/a", "/a/b", ""), ("/a", "/x", ""), ("/ab", "/a", "")]
        {
            assert_eq!(display_prefix(Path::new(root), Path::new(current)), prefix, "{root} from {current}");
        }
    }
}
