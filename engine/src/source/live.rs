//! Sources that may be silent for long: a thread of their own waits for the bytes, the reader never does.

use super::input::Input;
use super::reader::Reader;
use super::{Fill, PacketBlock, PacketSource, SourceStatus};
use crate::error::Result;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use std::time::Duration;

/// Longest wait of a fill: the reader's clock and its overload control must go on.
const WAIT: Duration = Duration::from_millis(50);
/// Blocks that may wait for the reader.
const AHEAD: usize = 4;

/// A capture that is still being written: standard input (`-`) or a FIFO, as `tcpdump -w -` makes it.
///
/// # Errors
/// [`Error::Source`](crate::error::Error::Source) if it cannot be opened. Opening a FIFO waits for its writer, so that
/// happens on the source's own thread, and is told as damage.
pub fn stream(path: &str) -> Result<Box<dyn PacketSource>> {
    let own = path.to_owned();
    Patient::spawn(true, move || {
        let input = Input::open(&own)?;
        Ok(Box::new(Reader::new(&own, input)) as Box<dyn PacketSource>)
    })
}

/// What the thread hands over.
type Filled = (PacketBlock, Result<Fill>, u64);

/// The reader's end of a source that runs on a thread of its own.
pub(super) struct Patient {
    filled: Receiver<Filled>,
    emptied: Sender<PacketBlock>,
    position: u64,
    ended: bool,
    timely: bool,
}

impl Patient {
    /// Runs the source that `open` makes. The thread ends with its source, or at its first block that nobody takes.
    pub(super) fn spawn(
        timely: bool,
        open: impl FnOnce() -> Result<Box<dyn PacketSource>> + Send + 'static,
    ) -> Result<Box<dyn PacketSource>> {
        let (out, filled) = bounded(AHEAD);
        let (emptied, blocks) = bounded::<PacketBlock>(AHEAD + 1);
        let body = move || {
            let mut source = match open() {
                Ok(source) => source,
                Err(error) => return drop(out.send((PacketBlock::default(), Err(error), 0))),
            };
            loop {
                let mut block = blocks.try_recv().unwrap_or_default();
                let fill = source.fill(&mut block);
                let more = matches!(fill, Ok(Fill::More));
                if out.send((block, fill, source.position())).is_err() || !more {
                    return;
                }
            }
        };
        std::thread::Builder::new()
            .name("leaktap-input".into())
            .spawn(body)
            .map_err(|error| crate::error::Error::Config(format!("cannot start a thread: {error}")))?;
        Ok(Box::new(Self { filled, emptied, position: 0, ended: false, timely }))
    }
}

impl PacketSource for Patient {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        match self.filled.recv_timeout(WAIT) {
            Ok((fresh, fill, position)) => {
                let old = std::mem::replace(block, fresh);
                let _ = self.emptied.try_send(old);
                self.position = position;
                self.ended = !matches!(fill, Ok(Fill::More));
                fill
            }
            Err(RecvTimeoutError::Timeout) => {
                block.clear();
                Ok(Fill::More)
            }
            Err(RecvTimeoutError::Disconnected) => {
                block.clear();
                self.ended = true;
                Ok(Fill::End)
            }
        }
    }

    fn position(&self) -> u64 {
        self.position
    }

    fn size(&self) -> Option<u64> {
        None
    }

    fn status(&mut self) -> SourceStatus {
        SourceStatus { up: !self.ended, ..SourceStatus::default() }
    }

    fn is_timely(&self) -> bool {
        self.timely
    }

    fn pressure(&self) -> u8 {
        // A pipe or file waits for us: nothing is lost, so nothing has to be shed.
        0
    }
}
