//! Sends one request until it is answered: time-outs, retries with growing pauses, rate limits,
//! redirects. The only user of the HTTP client beside the token's header.

use std::cell::Cell;
use std::io::{ErrorKind, Read as _};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::http::{HeaderMap, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};

use super::Say;
use super::address::Origin;
use super::judge::{self, Verdict, judge};
use super::policy::Policy;
use super::token::Token;

/// More than a page of comments can take: a hundred of 64 KB, escaped.
const LARGEST_BODY: u64 = 64 << 20;

/// A request.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// Of this URL.
    Get(String),
    /// Of JSON to this URL.
    Post(String, String),
}

impl Request {
    fn url(&self) -> &str {
        match self {
            Request::Get(url) | Request::Post(url, _) => url,
        }
    }

    fn moved(self, to: String) -> Self {
        match self {
            Request::Get(_) => Request::Get(to),
            Request::Post(_, body) => Request::Post(to, body),
        }
    }
}

/// An answer that was understood.
#[derive(Debug)]
pub(super) enum Reply<T> {
    /// The value, and the URL of the next page.
    Value(T, Option<String>),
    /// 404.
    NotFound,
    /// 410.
    Gone,
}

/// Why a value that was understood is no answer yet.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The server failed; GraphQL says so with status 200.
    Failed(String),
    /// Too many requests.
    Limited,
}

/// The connection to one server.
pub(super) struct Http {
    agent: ureq::Agent,
    origin: Origin,
    token: Option<Token>,
    policy: Policy,
    say: Say,
    requests: Cell<u64>,
}

/// Why there is no answer.
enum Failure {
    /// A second try may help.
    Passing(String),
    /// It would not.
    Lasting(String),
}

/// What came over the wire.
struct Raw {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Http {
    pub(super) fn new(origin: Origin, token: Option<Token>, policy: Policy, say: Say) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0) // they are followed below, by host
            .max_redirects_will_error(false)
            .timeout_connect(Some(policy.connect))
            .timeout_global(Some(policy.answer))
            .user_agent(concat!("mdbook-goals/", env!("CARGO_PKG_VERSION")))
            // companies have certificates of their own, which the system knows
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build());
        Http { agent: config.build().new_agent(), origin, token, policy, say, requests: Cell::new(0) }
    }

    /// How many requests were sent.
    pub(super) fn requests(&self) -> u64 {
        self.requests.get()
    }

    /// Says what a caller met.
    pub(super) fn say(&self, text: &str) {
        (self.say)(text);
    }

    /// Sends `request` and reads the answer. `trouble` looks at a value that was understood.
    pub(super) fn send<T: DeserializeOwned>(
        &self,
        mut request: Request,
        trouble: impl Fn(&T) -> Option<Trouble>,
    ) -> anyhow::Result<Reply<T>> {
        let (mut failures, mut waits, mut moves) = (0, 0, 0);
        loop {
            let failure = match self.once(&request) {
                Err(Failure::Passing(why)) => why,
                Err(Failure::Lasting(why)) => bail!("{}: {why}", self.origin.host()),
                Ok(raw) => match self.judge(&raw) {
                    Verdict::Take if raw.status == StatusCode::NOT_FOUND => return Ok(Reply::NotFound),
                    Verdict::Take if raw.status == StatusCode::GONE => return Ok(Reply::Gone),
                    Verdict::Take => match read(&raw, &trouble)? {
                        Ok(value) => return Ok(Reply::Value(value, next_page(&raw.headers))),
                        Err(Trouble::Failed(why)) => why,
                        Err(Trouble::Limited) => {
                            let wait = judge::wait(&raw.headers, jiff::Timestamp::now()).unwrap_or(self.policy.unknown_wait);
                            self.wait(wait, &mut waits)?;
                            continue;
                        }
                    },
                    Verdict::Again(why) => why,
                    Verdict::Wait(wait) => {
                        self.wait(wait, &mut waits)?;
                        continue;
                    }
                    Verdict::Moved(to) => {
                        request = request.moved(self.follow(&to, &mut moves)?);
                        continue;
                    }
                    Verdict::Refused => return Err(self.refusal(&raw)),
                },
            };
            failures += 1;
            if failures >= self.policy.tries {
                bail!("{}: {failure}, {failures} times", self.origin.host());
            }
            let pause = self.policy.pause(failures);
            self.say(&format!("{}: {failure}; trying again in {}", self.origin.host(), in_words(pause)));
            sleep(pause);
        }
    }

    /// One request and its whole answer.
    fn once(&self, request: &Request) -> Result<Raw, Failure> {
        debug_assert_eq!(Origin::of(request.url()).as_ref(), Some(&self.origin), "the token goes to one host");
        self.requests.set(self.requests.get() + 1);
        let response = match request {
            Request::Get(url) => self.with_headers(self.agent.get(url)).call(),
            Request::Post(url, body) => self.with_headers(self.agent.post(url)).content_type("application/json").send(body),
        };
        let (parts, mut body) = response.map_err(|it| failure(&it))?.into_parts();
        let mut bytes = Vec::new();
        let mut reader = body.with_config().limit(LARGEST_BODY).reader();
        reader.read_to_end(&mut bytes).map_err(|it| Failure::Passing(format!("the answer broke off ({it})")))?;
        Ok(Raw { status: parts.status, headers: parts.headers, body: bytes })
    }

    fn with_headers<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        let request = request.header("accept", "application/vnd.github+json").header("x-github-api-version", "2022-11-28");
        match &self.token {
            Some(token) => request.header("authorization", token.header()),
            None => request,
        }
    }

    fn judge(&self, raw: &Raw) -> Verdict {
        judge(raw.status, &raw.headers, &message(raw), jiff::Timestamp::now(), &self.policy)
    }

    /// Waits as the server asks, and says so.
    fn wait(&self, wait: Duration, waits: &mut u32) -> anyhow::Result<()> {
        let hint = if self.token.is_some() { "" } else { "; with a token (GITHUB_TOKEN) there are more" };
        *waits += 1;
        if wait > self.policy.longest_wait || *waits > self.policy.waits {
            bail!("{} allows no more requests for {}{hint}", self.origin.host(), in_words(wait));
        }
        self.say(&format!("{} allows no more requests for now{hint}; waiting {}", self.origin.host(), in_words(wait)));
        sleep(wait);
        Ok(())
    }

    /// Where to go on: only on the same server, since the token goes along.
    fn follow(&self, to: &str, moves: &mut u32) -> anyhow::Result<String> {
        let url = if to.starts_with('/') && !to.starts_with("//") { self.origin.join(to) } else { to.to_owned() };
        *moves += 1;
        if *moves > 5 {
            bail!("{} sends us round in circles", self.origin.host());
        }
        match Origin::of(&url) {
            Some(origin) if origin == self.origin => Ok(url),
            Some(origin) => bail!("{} sends us to another server, {}, which is not followed", self.origin.host(), origin.host()),
            None => bail!("{} sends us to `{}`, which is not followed", self.origin.host(), to.escape_debug()),
        }
    }

    /// The next page, on the same server.
    pub(super) fn page(&self, url: String) -> anyhow::Result<Request> {
        Ok(Request::Get(self.follow(&url, &mut 0)?))
    }

    fn refusal(&self, raw: &Raw) -> anyhow::Error {
        let host = self.origin.host();
        if raw.status == StatusCode::UNAUTHORIZED {
            return match &self.token {
                Some(token) => anyhow!("{host} does not accept the token in {} (401): is it old, or of another server?", token.origin()),
                None => anyhow!("{host} wants a token (401): set GITHUB_TOKEN, or run `gh auth login`"),
            };
        }
        match message(raw) {
            text if text.is_empty() => anyhow!("{host} refuses: {}", raw.status),
            text => anyhow!("{host} refuses: {} ({text})", raw.status),
        }
    }
}

/// A value, or why to try again. Text that is no JSON is half an answer; JSON of another shape
/// stays so.
fn read<T: DeserializeOwned>(raw: &Raw, trouble: impl Fn(&T) -> Option<Trouble>) -> anyhow::Result<Result<T, Trouble>> {
    match serde_json::from_slice::<T>(&raw.body) {
        Ok(value) => Ok(match trouble(&value) {
            None => Ok(value),
            Some(trouble) => Err(trouble),
        }),
        Err(error) if error.is_data() => Err(error).context("the server answered JSON of a form that this version does not know"),
        Err(_) if raw.body.is_empty() => Ok(Err(Trouble::Failed("the answer was empty".into()))),
        Err(error) => Ok(Err(Trouble::Failed(format!("the answer was no JSON ({error})")))),
    }
}

/// What an error's body says, in one line.
fn message(raw: &Raw) -> String {
    #[derive(Deserialize)]
    struct Said {
        message: String,
    }
    if raw.status.is_success() {
        return String::new();
    }
    let said = serde_json::from_slice::<Said>(&raw.body).map(|it| it.message).unwrap_or_default();
    said.chars().filter(|it| !it.is_control()).take(200).collect()
}

/// What went wrong on the way. The client's own words never hold a header. The request itself is
/// well-formed, so most of it may pass; a certificate stays what it is.
fn failure(error: &ureq::Error) -> Failure {
    Failure::Passing(match error {
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Io(error) if error.kind() == ErrorKind::InvalidData => {
            return Failure::Lasting(format!("the connection is not safe ({error})"));
        }
        ureq::Error::Rustls(error) => return Failure::Lasting(format!("the connection is not safe ({error})")),
        ureq::Error::Io(error) => format!("the connection failed ({error})"),
        other => format!("the request failed ({other})"),
    })
}

/// The URL with `rel="next"` in the `link` header.
fn next_page(headers: &HeaderMap) -> Option<String> {
    judge::text(headers, "link")?.split(',').find_map(|it| {
        let (url, rest) = it.trim().strip_prefix('<')?.split_once('>')?;
        rest.split(';').any(|it| it.trim() == "rel=\"next\"").then(|| url.to_owned())
    })
}

/// A time as people say it.
fn in_words(time: Duration) -> String {
    match time.as_secs() {
        0 => "a moment".to_owned(),
        1 => "1 second".to_owned(),
        it if it < 120 => format!("{it} seconds"),
        it => format!("{} minutes", it.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_in_the_link_header() {
        let next = |it: &str| next_page(&[("link".parse().unwrap(), it.parse().unwrap())].into_iter().collect());
        let both = r#"<https://x/?page=1>; rel="prev", <https://x/?page=3>; rel="next""#;
        assert_eq!(next(both).as_deref(), Some("https://x/?page=3"));
        assert_eq!(next(r#"<https://x/?page=1>; rel="prev""#), None);
        assert_eq!(next("nonsense"), None);
    }
}
