//! Every directive is registered, and every code has its line in the guide: where one is missing,
//! the test says which line to add where. (That codes are in the catalogue, `layers` tests.)

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use mdbook_goals::catalog;
use mdbook_goals::directive::{CODES, DIRECTIVES};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            out.push((path, text));
        }
    }
}

#[test]
fn directives_are_registered() {
    let mut files = Vec::new();
    sources(&root().join("src/directive"), &mut files);
    let mut found = 0;
    for (path, text) in files {
        if text.contains("static DIRECTIVE: Directive") {
            found += 1;
            let name = path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
            let registered = DIRECTIVES.iter().any(|it| it.name == name);
            assert!(registered, "add `mod {name};` and `&{name}::DIRECTIVE,` to src/directive/mod.rs; the file's name is the directive's");
        }
    }
    assert_eq!(found, DIRECTIVES.len());
    assert!(DIRECTIVES.is_sorted_by_key(|it| it.name), "sort DIRECTIVES by name: they are found by binary search");
    for directive in DIRECTIVES {
        assert!(!directive.about.is_empty() && !directive.about.ends_with('.'), "{}: a phrase says what it becomes", directive.name);
    }
}

#[test]
fn codes_have_their_line_in_the_guide() {
    let summary = fs::read_to_string(root().join("book/src/SUMMARY.md")).unwrap();
    let index = fs::read_to_string(root().join("book/src/codes/README.md")).unwrap();
    for code in catalog::codes() {
        let name = code.name;
        assert!(summary.contains(&format!("(codes/{name}.md)")), "add to book/src/SUMMARY.md: - [{name}](codes/{name}.md)");
        assert!(index.contains(&format!("({name}.md)")), "add to book/src/codes/README.md: [`{name}`]({name}.md)");
    }
    for code in CODES {
        assert!(catalog::find(code.name).is_some(), "`{}` is not in the catalogue", code.name);
    }
}

#[test]
fn the_guide_brings_what_init_writes() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let schema = format!("{:#}\n", mdbook_goals::data::schema());
    let of_report = format!("{:#}\n", mdbook_goals::report::schema());
    if std::env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite") {
        fs::write(root().join("book/goals.css"), read("src/render/goals.css")).unwrap();
        fs::write(root().join("book/goals.schema.json"), &schema).unwrap();
        fs::write(root().join("book/src/report.schema.json"), &of_report).unwrap();
    }
    assert_eq!(read("book/goals.css"), read("src/render/goals.css"), "SNAPSHOTS=overwrite copies the stylesheet into the guide");
    assert_eq!(read("book/goals.schema.json"), schema, "SNAPSHOTS=overwrite writes the schema into the guide");
    assert_eq!(read("book/src/report.schema.json"), of_report, "SNAPSHOTS=overwrite writes the report's schema into the guide");
}

#[test]
fn classes_are_in_the_guide() {
    let mut files = Vec::new();
    sources(&root().join("src/render/html"), &mut files);
    let guide = fs::read_to_string(root().join("book/src/formats.md")).unwrap();
    let mut seen = 0;
    for (path, text) in files {
        for class in text.split('"').flat_map(str::split_whitespace).filter(|it| it.starts_with("goals-")) {
            assert!(guide.contains(&format!("`{class}`")), "{}: add the class `{class}` to book/src/formats.md", path.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "the classes are not found");
}
