//! Chromium without a window, driven by its DevTools protocol over a pair of pipes: messages are
//! JSON, each with a zero byte behind it. Pipes need no port and no library, and the browser ends
//! with the process that holds their other end.
//!
//! It knows nothing of books.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long one answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The browser on this machine.
pub(crate) fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|it| it.is_file())
}

/// A running browser.
pub(crate) struct Browser {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    calls: u64,
    _profile: TempDir,
}

impl Browser {
    /// Starts the program with a profile of its own.
    pub(crate) fn start(program: &Path) -> Browser {
        let profile = TempDir::new().expect("a temporary folder can be made");
        // The protocol uses the files 3 and 4, which only a shell can give to a program simply.
        let mut process = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#])
            .arg(program)
            .args(["--remote-debugging-pipe", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args(["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"])
            .args(["--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the shell starts the browser");
        let input = process.stdin.take().expect("the input is piped");
        let mut output = BufReader::new(process.stdout.take().expect("the output is piped"));
        let (sender, messages) = channel();
        // Only a thread of its own can wait for a pipe with a limit.
        thread::spawn(move || {
            let mut message = Vec::new();
            while output.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                let text = message.strip_suffix(&[0]).unwrap_or(&message);
                let Ok(value) = serde_json::from_slice(text) else { break };
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        Browser { process, input, messages, calls: 0, _profile: profile }
    }

    /// Opens an empty tab.
    pub(crate) fn tab(&mut self) -> Tab<'_> {
        let target = self.call(None, "Target.createTarget", json!({"url": "about:blank"}), &mut Vec::new());
        let target = target["targetId"].as_str().expect("a tab has an id").to_owned();
        let attached = self.call(None, "Target.attachToTarget", json!({"targetId": target, "flatten": true}), &mut Vec::new());
        let session = attached["sessionId"].as_str().expect("a session has an id").to_owned();
        let mut tab = Tab { browser: self, target, session, events: Vec::new() };
        for domain in ["Page", "Runtime", "Network"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab
    }

    /// Calls a method, of a tab where `session` names one, and returns its result. Events that arrive meanwhile are added to `events`.
    fn call(&mut self, session: Option<&str>, method: &str, parameters: Value, events: &mut Vec<Value>) -> Value {
        self.calls += 1;
        let mut message = json!({"id": self.calls, "method": method, "params": parameters});
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let sent = self.input.write_all(format!("{message}\0").as_bytes()).and_then(|()| self.input.flush());
        sent.unwrap_or_else(|error| panic!("{method}: the browser has ended: {error}"));
        loop {
            let answer = self.receive(method);
            if answer["id"] == self.calls {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            events.push(answer);
        }
    }

    fn receive(&mut self, reason: &str) -> Value {
        self.messages.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{reason}: no answer from the browser: {error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.input.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        // It closes its side of the pipe as the last thing that it does.
        while self.messages.recv_timeout(Duration::from_secs(5)).is_ok() {}
        // Where it has ended already, there is nothing to kill.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A tab of the browser.
pub(crate) struct Tab<'b> {
    browser: &'b mut Browser,
    target: String,
    session: String,
    events: Vec<Value>,
}

impl Tab<'_> {
    /// Calls a method of the protocol for this tab and returns its result.
    pub(crate) fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.browser.call(Some(&self.session), method, parameters, &mut self.events)
    }

    /// Opens a page and waits until it is loaded.
    pub(crate) fn open(&mut self, url: &str) {
        self.events.clear();
        let answer = self.call("Page.navigate", json!({"url": url}));
        assert!(answer["errorText"].is_null(), "{url}: {}", answer["errorText"]);
        while !self.events.iter().any(|it| it["method"] == "Page.loadEventFired") {
            let event = self.browser.receive(url);
            self.events.push(event);
        }
    }

    /// What the page asked for, itself among it, since it was opened.
    pub(crate) fn requests(&self) -> Vec<String> {
        let requests = self.events.iter().filter(|it| it["method"] == "Network.requestWillBeSent");
        requests.filter_map(|it| it["params"]["request"]["url"].as_str()).map(str::to_owned).collect()
    }

    /// The value of a JavaScript expression in the page; also where the page's own scripts are off.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let answer = self.call("Runtime.evaluate", json!({"expression": expression, "returnByValue": true, "awaitPromise": true}));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {:#}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The page is this wide from now on, in pixels, as a phone's or a screen's window.
    pub(crate) fn resize(&mut self, width: u32) {
        let mobile = width < 600;
        self.call("Emulation.setDeviceMetricsOverride", json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": mobile}));
    }

    /// Presses a key by its name, such as `Tab`.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            " " => (32, " "),
            other => panic!("no code is known for the key {other:?}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.call("Input.dispatchKeyEvent", json!({"type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text}));
        }
    }
}

impl Drop for Tab<'_> {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.browser.call(None, "Target.closeTarget", json!({"targetId": self.target}), &mut Vec::new());
        }
    }
}
