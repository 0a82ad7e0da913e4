//! Brings together the themes that goals name and those that have documents, and gives them keys.

use super::cell::fold;
use super::model::{Imported, Theme, ThemeName};

/// Gives each theme a key and each goal the keys of its themes; a theme that has no document is
/// added.
pub(super) fn resolve(all: &mut Imported) {
    let mut themes = std::mem::take(&mut all.themes);
    for at in 0..themes.len() {
        let stem = themes[at].stem.clone().unwrap_or_default();
        themes[at].key = free_key(&themes, &slug(stem.strip_prefix("roadmap-").unwrap_or(&stem)));
    }
    for goal in &mut all.goals {
        for name in std::mem::take(&mut goal.named) {
            let known = themes.iter().position(|it| means(&name, it));
            let at = known.unwrap_or_else(|| {
                let key = free_key(&themes, &slug(&name.title));
                themes.push(Theme { key, title: name.title, ..Theme::default() });
                themes.len() - 1
            });
            if !goal.themes.contains(&themes[at].key) {
                goal.themes.push(themes[at].key.clone());
            }
        }
    }
    all.themes = themes;
}

fn means(name: &ThemeName, theme: &Theme) -> bool {
    let is = |it: Option<&String>| it.is_some_and(|it| fold(it) == fold(&name.title));
    name.stem.is_some() && name.stem == theme.stem || is(Some(&theme.title)) || is(theme.long_title.as_ref())
}

fn free_key(themes: &[Theme], slug: &str) -> String {
    let slug = if slug.is_empty() { "theme" } else { slug };
    let is_free = |key: &String| !themes.iter().any(|it| it.key == *key);
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    std::iter::once(slug.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// A title as a key: lower-case words with hyphens between them.
fn slug(title: &str) -> String {
    let title = title.to_lowercase().replace("`&`", " ampersand ").replace('&', " and ").replace(['\'', '’'], "");
    let words = title.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_keys() {
        for (title, key) in [
            ("Beyond the `&`", "beyond-the-ampersand"),
            ("Flexible, fast(er) compilation", "flexible-fast-er-compilation"),
            ("Won't & cannot", "wont-and-cannot"),
            ("Größe", "größe"),
            ("`&mut`", "and-mut"),
            ("…", ""),
        ] {
            assert_eq!(slug(title), key);
        }
    }

    #[test]
    fn keys_are_unique() {
        let theme = |key: &str| Theme { key: key.into(), ..Theme::default() };
        assert_eq!(free_key(&[theme("a"), theme("a-2")], "a"), "a-3");
        assert_eq!(free_key(&[], ""), "theme");
    }
}
