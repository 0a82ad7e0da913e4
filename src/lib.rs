//! An mdBook preprocessor for goal programmes, as a library.
//!
//! The folders are the pipeline, and a module uses only modules of lower levels and of its own
//! folder (the test `layers` reads the sources and enforces it); the developer chapter of the
//! guide has the picture.

pub mod catalog;
pub mod cli;
pub mod commands;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod directive;
pub mod edit;
pub mod emit;
pub mod excerpt;
pub mod expand;
pub mod export;
pub mod fix;
pub mod forge;
pub mod fragment;
pub mod host;
pub mod import;
pub mod lint;
pub mod markdown;
pub mod query;
pub mod reference;
pub mod render;
pub mod report;
pub mod source;
pub mod sync;
