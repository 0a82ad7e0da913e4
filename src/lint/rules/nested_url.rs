//! `https://a.b/https://c.d`: a URL inside of the path of another.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::{Address, Subject};

/// What this rule reports.
pub static CODE: Code = Code::error("nested-url", "a URL inside of the path of another");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

/// Sites whose paths hold the URL of what they show.
const ARCHIVES: [&str; 12] = [
    "web.archive.org",
    "archive.org",
    "archive.is",
    "archive.ph",
    "archive.today",
    "archive.vn",
    "webcache.googleusercontent.com",
    "validator.w3.org",
    "ghostarchive.org",
    "perma.cc",
    "wayback.archive-it.org",
    "12ft.io",
];

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let Some(address) = &it.address else { continue };
        if memchr::memmem::find(it.text.get(1..).unwrap_or_default().as_bytes(), b"http").is_none() {
            continue;
        }
        let host = address.get(&address.host).to_ascii_lowercase();
        // `https://https://…` has the second one for a host.
        let path =
            if host.starts_with("http") && host.ends_with(':') { address.host.start..address.path.end } else { address.path.clone() };
        let text = address.get(&path);
        let inner = ["https:/", "http:/"].iter().filter_map(|it| text.find(it)).min();
        let Some(start) = inner.map(|at| path.start + at).filter(|_| !ARCHIVES.contains(&host.trim_start_matches("www."))) else {
            continue;
        };
        let url = it.text.get(start..).unwrap_or_default();
        let place = page.part(it, &(0..start));
        let meant = page_of_rfc(page, url).unwrap_or_else(|| url.to_owned());
        let finding = page.finding(&CODE, place, "a second URL stands inside of this one", format!("write `{meant}`"));
        report.push(if it.exact { finding.with_fix(Applicability::Unsafe, vec![page.edit(it.range.clone(), meant)]) } else { finding });
    }
}

/// The published page of an RFC whose file is named by its page's name: `…/text/1-x.html`.
fn page_of_rfc(page: &Page<'_>, url: &str) -> Option<String> {
    let repositories = page.input.repositories;
    let address = Address::parse(url)?;
    let Subject::Rfc(rfc) = address.subject(repositories.forge, repositories.rfcs()) else { return None };
    rfc.number?;
    let name = address.get(&address.path).rsplit('/').next().filter(|it| it.ends_with(".html"))?;
    let (owner, repository) = repositories.rfc?.split_once('/')?;
    (repositories.forge == "https://github.com").then(|| format!("https://{owner}.github.io/{repository}/{name}"))
}
