//! The page as a reader has it: books built by both lines of mdBook, opened in a real Chromium.
//!
//! What is measured is measured by the browser, in `browser/measure.js`. Without a browser the
//! tests say so and pass; on a build server (`CI` is set) they fail.
#![cfg(unix)]

mod support;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use self::support::chromium::{self, Browser, Tab};
use self::support::{Book, Host};
use serde_json::{Value, json};

/// mdBook's themes.
const THEMES: [&str; 5] = ["light", "rust", "coal", "navy", "ayu"];

const CONFIG: &str = "[book]\ntitle = \"Goals\"\n\n[preprocessor.goals]\ncommand = BINARY\nafter = [\"links\"]\n";

const STYLESHEET: &str = include_str!("../src/render/goals.css");

/// Waits until what the page has started is done: pictures that fail to load have handlers as well.
const ALL_LOADED: &str = "new Promise((done) => setTimeout(done, 300))";

const MEASURE: &str = include_str!("browser/measure.js");

/// One browser and one book for all tests that run at the same time.
struct Lab {
    browser: Mutex<Browser>,
    showcase: Pages,
    hostile: Pages,
    /// How many hostile cards there are.
    cases: usize,
}

/// The page of a book, as each host built it.
struct Pages {
    /// Its folder goes with it.
    _book: Book,
    built: [(Host, PathBuf); 2],
}

impl Pages {
    fn new(book: Book) -> Pages {
        let built = Host::ALL.map(|host| (host, book.build(host).unwrap_or_else(|error| panic!("{host:?}: {error:#}"))));
        Pages { _book: book, built }
    }
}

impl Lab {
    /// The lab; `None` where this machine has no browser.
    fn get() -> Option<Arc<Lab>> {
        static SHARED: Mutex<Weak<Lab>> = Mutex::new(Weak::new());
        let Some(program) = chromium::find() else {
            assert!(std::env::var_os("CI").is_none(), "no Chromium on PATH: a build server must have one");
            // Straight to the stream: the test harness hides what a passing test prints.
            let _ = writeln!(std::io::stderr(), "SKIPPED: no chromium, chromium-browser or google-chrome on PATH");
            return None;
        };
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lab) = shared.upgrade() {
            return Some(lab);
        }
        let (hostile, cases) = hostile();
        let (showcase, hostile) = (Pages::new(showcase()), Pages::new(hostile));
        let lab = Arc::new(Lab { browser: Mutex::new(Browser::start(&program)), showcase, hostile, cases });
        *shared = Arc::downgrade(&lab);
        Some(lab)
    }

    /// Calls `check` for each host with a new tab and the address of the page that it built.
    fn each_host(&self, pages: &Pages, check: impl Fn(&mut Tab<'_>, Host, &str)) {
        for (host, folder) in &pages.built {
            let mut browser = self.browser.lock().unwrap_or_else(PoisonError::into_inner);
            check(&mut browser.tab(), *host, &format!("file://{}/index.html", folder.display()));
        }
    }
}

/// How a page is opened.
#[derive(Clone, Copy, Debug)]
enum View {
    /// With JavaScript, in a theme that the reader has chosen.
    Theme(&'static str),
    /// Without JavaScript, where the reader's system prefers a light or a dark page.
    NoScript(&'static str),
}

impl View {
    fn all() -> impl Iterator<Item = View> {
        THEMES.into_iter().map(View::Theme).chain(["light", "dark"].map(View::NoScript))
    }

    fn open(self, tab: &mut Tab<'_>, url: &str) {
        let (theme, scheme, no_script) = match self {
            View::Theme(theme) => (theme, "light", false),
            View::NoScript(scheme) => ("", scheme, true),
        };
        tab.call("Emulation.setScriptExecutionDisabled", json!({"value": no_script}));
        tab.call("Emulation.setEmulatedMedia", json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}));
        let choose = format!("localStorage.setItem('mdbook-theme', '{theme}')");
        let choice = tab.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": choose}));
        tab.open(url);
        tab.call("Page.removeScriptToEvaluateOnNewDocument", choice);
        let classes = tab.value("document.documentElement.className");
        let classes = classes.as_str().expect("a class is text").split(' ').collect::<Vec<_>>();
        assert_eq!(classes.contains(&"js"), !no_script, "{self:?}: {classes:?}");
        assert!(no_script || classes.contains(&theme), "{self:?}: {classes:?}");
    }
}

fn measure(tab: &mut Tab<'_>, what: &str) -> Value {
    tab.value(&format!("{MEASURE}.{what}()"))
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

/// The lowest contrast of a measurement, and where it is.
fn lowest(measured: &Value) -> (f64, String) {
    let all = measured.as_array().expect("a list").iter();
    let all = all.map(|it| (it["contrast"].as_f64().expect("a number"), it["what"].to_string()));
    all.min_by(|one, other| one.0.total_cmp(&other.0)).expect("the page has something to measure")
}

#[test]
fn contrast_is_enough_in_every_theme() {
    let Some(lab) = Lab::get() else { return };
    lab.each_host(&lab.showcase, |tab, host, url| {
        for view in View::all() {
            view.open(tab, url);
            let (text, at) = lowest(&measure(tab, "text"));
            let (mark, mark_at) = lowest(&measure(tab, "marks"));
            println!("mdBook {}, {view:?}: text {text:.2}:1 ({at}), marks {mark:.2}:1 ({mark_at})", host.version());
            assert!(text >= 4.5, "{host:?} {view:?}: {text} at {at}");
            assert!(mark >= 3.0, "{host:?} {view:?}: {mark} at {mark_at}");
        }
    });
}

#[test]
fn screen_readers_hear_figures_boxes_and_headings() {
    let Some(lab) = Lab::get() else { return };
    lab.each_host(&lab.showcase, |tab, host, url| {
        View::Theme("light").open(tab, url);
        measure(tab, "text");
        let tree = tab.call("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().expect("a list of nodes").iter();
        let text = |it: &Value, key: &str| it[key]["value"].as_str().unwrap_or_default().to_owned();
        let heard: BTreeSet<_> = nodes.map(|it| (text(it, "role"), text(it, "name"))).collect();
        for (role, name) in [
            ("progressbar", "3 of 8 tasks done"),
            ("image", "done"),
            ("image", "to do"),
            ("article", "A formatter"),
            ("heading", "A formatter #2"),
            ("heading", "Key developments"),
            ("table", "Status"),
            ("rowheader", "Point of contact"),
            ("columnheader", "Progress"),
        ] {
            assert!(heard.contains(&(role.to_owned(), name.to_owned())), "{host:?}: no {role} {name:?} in {heard:#?}");
        }
        // The figures beside a bar are its own: they are not said twice.
        assert!(!heard.contains(&("StaticText".to_owned(), "3/8".to_owned())), "{host:?}: {heard:#?}");
    });
}

#[test]
fn nothing_comes_from_the_network_and_ids_are_unique() {
    let Some(lab) = Lab::get() else { return };
    for page in [&lab.showcase, &lab.hostile] {
        lab.each_host(page, |tab, host, url| {
            View::Theme("light").open(tab, url);
            tab.value(ALL_LOADED);
            let requests = tab.requests();
            assert!(requests.iter().any(|it| it == url), "{host:?}: {requests:?}");
            let foreign: Vec<_> = requests.iter().filter(|it| !it.starts_with("file://") && !it.starts_with("data:")).collect();
            assert_eq!(foreign, [""; 0], "{host:?}: {url}");
            assert_eq!(strings(&measure(tab, "repeatedIds")), [""; 0], "{host:?}: {url}");
        });
    }
}

#[test]
fn hostile_bodies_stay_in_their_cards() {
    let Some(lab) = Lab::get() else { return };
    lab.each_host(&lab.hostile, |tab, host, url| {
        View::Theme("light").open(tab, url);
        measure(tab, "text");
        tab.value(ALL_LOADED);
        // Even where a reader clicks on everything that is there to be clicked on.
        tab.value("for (const it of document.querySelectorAll('.goals a, .goals summary')) { it.target = '_self'; it.addEventListener('click', (event) => it.protocol === 'javascript:' || event.preventDefault()); it.click() }");
        assert_eq!(tab.value("document.documentElement.dataset.pwned ?? null"), Value::Null, "{host:?}: a script of the data has run");
        let elements = "script, style, iframe, object, embed, form, input, img, svg, link, meta, base, h1, h2, h3, h4, h5, h6";
        let found = tab.value(&format!("[...document.querySelectorAll('.goals :is({elements}), .goals .goals')].map((it) => it.outerHTML)"));
        assert_eq!(strings(&found), [""; 0], "{host:?}");
        let found = tab.value(
            "[...document.querySelectorAll('.goals *')].filter((it) => [...it.attributes].some(({name, value}) => \
             /^(on|style$|id$|src)/.test(name) || /^\\s*(javascript|data|vbscript):/i.test(value))).map((it) => it.outerHTML)",
        );
        assert_eq!(strings(&found), [""; 0], "{host:?}");
        // The calm cards between them are all there, side by side with the others, and all the same.
        let cards = tab.value("[...document.querySelectorAll('main > .goals-card')].map((it) => it.innerHTML)");
        let cards = strings(&cards);
        assert_eq!(cards.len(), 2 * lab.cases, "{host:?}");
        let calm: BTreeSet<_> = cards.iter().skip(1).step_by(2).collect();
        assert_eq!(calm.len(), 1, "{host:?}: {calm:#?}");
    });
}

#[test]
fn no_page_scrolls_sideways() {
    let Some(lab) = Lab::get() else { return };
    lab.each_host(&lab.showcase, |tab, host, url| {
        for view in [View::Theme("light"), View::NoScript("light")] {
            for width in [320, 1280] {
                tab.resize(width);
                view.open(tab, url);
                assert_eq!(strings(&measure(tab, "wide")), [""; 0], "{host:?} {view:?} at {width} pixels");
                // Its usual three columns fit a phone; more of them scroll in their frame.
                let list = tab.value("(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.querySelector('.goals-list'))");
                assert_eq!(list, 0, "{host:?} {view:?} at {width} pixels: what the first list lacks");
            }
        }
    });
}

#[test]
fn the_keyboard_reaches_everything_and_is_seen() {
    let Some(lab) = Lab::get() else { return };
    lab.each_host(&lab.showcase, |tab, host, url| {
        for theme in THEMES {
            tab.resize(320);
            View::Theme(theme).open(tab, url);
            // Every key for itself in one theme, the ring in all of them.
            tab.value("document.querySelector('main').tabIndex = -1; document.querySelector('main').focus()");
            let stops = measure(tab, "stops");
            let expected = strings(&stops);
            assert!(expected.len() > 5, "{host:?}: {expected:?}");
            let mut reached = Vec::new();
            for _ in 0..expected.len() * 3 {
                tab.press("Tab");
                let focus = measure(tab, "focus");
                if focus["stop"].is_null() {
                    continue;
                }
                reached.push(focus["what"].as_str().expect("a name").to_owned());
                assert_ne!(focus["outlineStyle"], "none", "{host:?} {theme}: {focus}");
                assert!(focus["outlineWidth"].as_f64() >= Some(2.0), "{host:?} {theme}: {focus}");
                assert!(focus["contrast"].as_f64() >= Some(3.0), "{host:?} {theme}: {focus}");
                if reached.len() == expected.len() {
                    break;
                }
            }
            assert_eq!(reached, expected, "{host:?} {theme}");
        }
        tab.value("document.querySelector('.goals-updates > summary').focus()");
        for (key, open) in [("Enter", true), ("Enter", false), (" ", true), (" ", false)] {
            tab.press(key);
            assert_eq!(tab.value("document.querySelector('.goals-updates').open"), open, "{host:?}: after {key:?}");
        }
    });
}

#[test]
fn updates_print_open() {
    let Some(lab) = Lab::get() else { return };
    lab.each_host(&lab.showcase, |tab, host, url| {
        for view in [View::Theme("navy"), View::NoScript("dark")] {
            view.open(tab, url);
            assert!(!strings(&measure(tab, "folded")).is_empty(), "{host:?}: on the screen they are folded");
            tab.call("Emulation.setEmulatedMedia", json!({"media": "print"}));
            assert_eq!(strings(&measure(tab, "folded")), [""; 0], "{host:?} {view:?}");
            let (text, at) = lowest(&measure(tab, "text"));
            println!("mdBook {}, {view:?} on paper: text {text:.2}:1 ({at})", host.version());
            assert!(text >= 4.5, "{host:?} {view:?} on paper: {text} at {at}");
            tab.call("Emulation.setEmulatedMedia", json!({"media": ""}));
        }
    });
}

/// A page with everything that the stylesheet knows. The book's own theme is a dark one, which
/// mdBook does not show without JavaScript.
fn showcase() -> Book {
    let config = format!("{CONFIG}on-error = \"warn\"\n\n[output.html]\nadditional-css = [\"goals.css\"]\ndefault-theme = \"navy\"\n");
    Book::new(&[
        ("book.toml", &config),
        ("goals.css", STYLESHEET),
        ("goals.toml", include_str!("browser/goals.toml")),
        ("src/index.md", include_str!("browser/index.md")),
    ])
}

/// Every hostile body in a card, each followed by the same calm card.
fn hostile() -> (Book, usize) {
    let data = include_str!("data/hostile.toml");
    let goals: toml::Table = data.parse().expect("the hostile data are TOML");
    let goals = goals["goal"].as_table().expect("goals are a table");
    let chapter: String = goals.keys().map(|id| format!("<<#goal {id}>>\n\n<<#goal calm>>\n\n")).collect();
    let calm = "[goal.calm]\ntitle = \"A calm goal\"\nstatus = \"accepted\"\n";
    let calm = format!("{calm}\n[[goal.calm.update]]\ndate = 2025-10-01\nauthor = \"@oli-obk\"\nbody = \"Calm text.\"\n");
    let config = format!("{CONFIG}data = [\"hostile.toml\", \"calm.toml\"]\n");
    let files = [
        ("book.toml", config.as_str()),
        ("hostile.toml", data),
        ("calm.toml", &calm),
        ("src/index.md", &format!("# Hostile\n\n{chapter}")),
    ];
    (Book::new(&files), goals.len())
}
