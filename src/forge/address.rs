//! Where the forge's interfaces are, and which hosts may get the token.

use anyhow::{Context as _, bail};
use ureq::http::Uri;

const GITHUB: &str = "https://api.github.com";

/// The address of the server's interfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Without a slash at its end.
    rest: String,
    origin: Origin,
}

/// The scheme, host and port of a URL. The token goes to one of them alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// The origin of an absolute URL.
    pub(super) fn of(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let standard = match scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => return None,
        };
        if uri.authority()?.as_str().contains('@') {
            return None; // a name or a password in a URL
        }
        let host = uri.host().filter(|it| !it.is_empty())?.to_ascii_lowercase();
        Some(Origin { scheme, host, port: uri.port_u16().or(standard) })
    }

    /// The host, for messages.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The URL of a path that begins with a slash.
    pub(super) fn join(&self, path: &str) -> String {
        let port = self.port.map(|it| format!(":{it}")).unwrap_or_default();
        format!("{}://{}{port}{path}", self.scheme, self.host)
    }

    fn is_this_machine(&self) -> bool {
        let host = self.host.trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|it: std::net::IpAddr| it.is_loopback())
    }
}

impl Address {
    /// The server that `GITHUB_API_URL` names, else that of github.com.
    ///
    /// `forge` is what the goals file names. It does not choose the server: a goals file from
    /// somewhere else could then send the token anywhere.
    ///
    /// # Errors
    ///
    /// Where the URL is none, is not encrypted, or is needed and not set.
    pub fn find(forge: &str) -> anyhow::Result<Self> {
        if let Some(url) = std::env::var("GITHUB_API_URL").ok().filter(|it| !it.trim().is_empty()) {
            return Address::parse(&url).with_context(|| format!("GITHUB_API_URL is `{url}`"));
        }
        if Origin::of(forge).is_none_or(|it| it.host != "github.com") {
            bail!("the project's forge is {forge}: set GITHUB_API_URL to the address of its API, such as `{forge}/api/v3`");
        }
        Address::parse(GITHUB)
    }

    /// The address in the form of `GITHUB_API_URL`: `https://api.github.com`, or
    /// `https://github.example.org/api/v3`.
    ///
    /// # Errors
    ///
    /// Where it is no URL, or would send a token over the network in the clear.
    pub fn parse(url: &str) -> anyhow::Result<Self> {
        let rest = url.trim().trim_end_matches('/').to_owned();
        let Some(origin) = Origin::of(&rest).filter(|_| !rest.contains(['?', '#'])) else {
            bail!("write a URL such as `https://github.example.org/api/v3`");
        };
        if origin.scheme != "https" && !origin.is_this_machine() {
            bail!("write `https://`: a token is not sent in the clear");
        }
        Ok(Address { rest, origin })
    }

    /// Where REST is, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.rest
    }

    pub(super) fn origin(&self) -> Origin {
        self.origin.clone()
    }

    /// The URL of a REST path that begins with a slash.
    pub(super) fn rest(&self, path: &str) -> String {
        format!("{}{path}", self.rest)
    }

    /// The URL of GraphQL: Enterprise has it beside `v3`.
    pub(super) fn graphql(&self) -> String {
        format!("{}/graphql", self.rest.strip_suffix("/v3").unwrap_or(&self.rest))
    }

    /// The host that `gh` knows the server by.
    pub(super) fn login_host(&self) -> &str {
        self.origin.host.strip_prefix("api.").unwrap_or(&self.origin.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_both_kinds_of_server() {
        let github = Address::parse("https://api.github.com/").unwrap();
        assert_eq!(github.graphql(), "https://api.github.com/graphql");
        assert_eq!(github.rest("/x"), "https://api.github.com/x");
        assert_eq!(github.login_host(), "github.com");
        let own = Address::parse("https://GitHub.example.org/api/v3").unwrap();
        assert_eq!(own.graphql(), "https://GitHub.example.org/api/graphql");
        assert_eq!(own.login_host(), "github.example.org");
    }

    #[test]
    fn the_token_stays_with_encrypted_hosts() {
        for bad in [
            "",
            "api.github.com",
            "http://api.github.com",
            "ftp://x",
            "https://",
            "https://a@b.c",
            "https://x/?a",
            "http://localhost.example",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
        for good in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:8080/api/v3", " https://x "] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn origins_are_scheme_host_and_port() {
        let origin = |it| Origin::of(it).unwrap();
        assert_eq!(origin("https://API.github.com/a"), origin("https://api.github.com:443/b?c"));
        for other in ["http://api.github.com", "https://api.github.com:444", "https://api.github.com.evil.org", "https://github.com"] {
            assert_ne!(origin("https://api.github.com"), origin(other), "{other}");
        }
    }
}
