//! `sync` and `check --online` against a server on loopback that answers as GitHub does, and as it
//! does on bad days.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::print_stderr, reason = "a test may panic, and says what it measured")]

mod book;
mod client;
mod command;
mod faults;
mod kill;
mod numbers;
mod online;
mod pages;
mod server;
