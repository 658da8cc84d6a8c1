//! Live sources as Python names them, opened.

use leaktap_capture::RingConfig;
use leaktap_engine::error::{Error, Result};
use leaktap_engine::pipeline::Feed;
use leaktap_engine::source;
use serde::Deserialize;

/// One entry of the document that `start_live` gets.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FeedSpec {
    /// A network interface.
    Interface(RingConfig),
    /// A capture that is still being written: `-` or a FIFO.
    Stream { path: String },
    /// A directory of rotated captures; files that were last modified before `since_ns` are passed over.
    Directory {
        path: String,
        #[serde(default)]
        since_ns: i64,
    },
}

/// Reads the document: a list of feeds.
pub fn parse(feeds: &[u8]) -> Result<Vec<FeedSpec>> {
    serde_json::from_slice(feeds).map_err(|error| Error::Config(format!("the sources: {error}")))
}

/// Opens all of them, or none.
pub fn open(specs: Vec<FeedSpec>) -> Result<Vec<Feed>> {
    let mut feeds = Vec::new();
    for spec in specs {
        match spec {
            FeedSpec::Interface(config) => {
                for source in leaktap_capture::open(&config)? {
                    feeds.push(Feed { name: config.interface.clone(), source });
                }
            }
            FeedSpec::Stream { path } => {
                let source = source::stream(&path)?;
                feeds.push(Feed { name: path, source });
            }
            FeedSpec::Directory { path, since_ns } => {
                let source = source::watch(&path, since_ns)?;
                feeds.push(Feed { name: path, source });
            }
        }
    }
    if feeds.is_empty() {
        return Err(Error::Config("there is nothing to listen to: name an interface, a stream or a directory".into()));
    }
    Ok(feeds)
}
