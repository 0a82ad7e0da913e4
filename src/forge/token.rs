//! The token, which no message, file or debug output may show.

use std::fmt;
use std::process::{Command, Stdio};

use anyhow::bail;

use super::Address;

/// A token of the forge. It can be sent and cannot be printed.
#[derive(Clone)]
pub struct Token {
    secret: String,
    /// Where it came from, for messages: `GITHUB_TOKEN`.
    origin: &'static str,
}

impl Token {
    /// The token in `text`, without the white space around it; `None` where nothing is left.
    ///
    /// # Errors
    ///
    /// Where it has characters that cannot be sent. The message does not show them.
    pub fn new(text: &str, origin: &'static str) -> anyhow::Result<Option<Self>> {
        let secret = text.trim();
        if !secret.bytes().all(|it| it.is_ascii_graphic()) {
            bail!("the token in {origin} has characters that no token has");
        }
        Ok((!secret.is_empty()).then(|| Token { secret: secret.to_owned(), origin }))
    }

    /// Where it came from.
    pub fn origin(&self) -> &'static str {
        self.origin
    }

    /// The value of the header that carries it, marked so that the client does not log it.
    pub(super) fn header(&self) -> ureq::http::HeaderValue {
        let mut value = ureq::http::HeaderValue::from_str(&format!("Bearer {}", self.secret))
            .expect("a token is printable ASCII, and so a header's value");
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Token from {}", self.origin)
    }
}

/// The token for the server at `address`: `GITHUB_TOKEN` or `GH_TOKEN`, else what `gh auth token`
/// says, else none.
///
/// # Errors
///
/// As [`Token::new`].
pub fn find_token(address: &Address) -> anyhow::Result<Option<Token>> {
    for name in ["GITHUB_TOKEN", "GH_TOKEN"] {
        if let Some(text) = std::env::var_os(name)
            && let Some(token) = Token::new(&text.to_string_lossy(), name)?
        {
            return Ok(Some(token));
        }
    }
    let said =
        Command::new("gh").args(["auth", "token", "--hostname", address.login_host()]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    match said {
        Ok(said) if said.status.success() => Token::new(&String::from_utf8_lossy(&said.stdout), "`gh auth token`"),
        Ok(_) | Err(_) => Ok(None), // not installed, or not logged in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_trimmed_and_never_shown() {
        let token = Token::new(" ghp_secret\n", "GITHUB_TOKEN").unwrap().unwrap();
        assert_eq!(format!("{token:?} {token:#?}"), "Token from GITHUB_TOKEN Token from GITHUB_TOKEN");
        assert_eq!(token.header().to_str().unwrap(), "Bearer ghp_secret");
        assert_eq!(format!("{:?}", token.header()), "Sensitive");
        assert!(Token::new(" \n", "GH_TOKEN").unwrap().is_none());
    }

    #[test]
    fn what_is_no_token_is_refused_without_being_shown() {
        for text in ["a b", "a\nb", "schlüssel", "a\u{7f}"] {
            let error = format!("{:#}", Token::new(text, "GH_TOKEN").unwrap_err());
            assert!(error.contains("GH_TOKEN") && !error.contains(text), "{error}");
        }
    }
}
