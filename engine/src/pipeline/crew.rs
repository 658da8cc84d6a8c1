//! Who judges packets: one worker on the reader's thread, or several on threads of their own.

use super::item::{Extra, Item};
use super::live::Live;
use super::merge::{Parcel, ToPoll};
use super::worker::{Near, Worker};
use crate::source::PacketBlock;
use crossbeam_channel::{Receiver, Sender};
use std::sync::Arc;
use std::time::Instant;

/// Packets dissected before the first of them is judged: enough for the flow table's cache misses to overlap.
pub(super) const AHEAD: usize = 32;

/// A worker's share of a block.
pub(super) struct Job {
    pub block: Arc<PacketBlock>,
    pub extras: Arc<Vec<Extra>>,
    pub events: Vec<Event>,
    /// All packets up to this number are in this job or earlier ones.
    pub upto: u64,
    /// The worker shall tell its news; with true it looks at all its flows first.
    pub news: Option<bool>,
}

/// What a worker is told, in order.
pub(super) enum Event {
    Packet(Item),
    Tick {
        clock_ns: i64,
        number: u64,
    },
    /// Secrets came behind packet `number`.
    Secrets {
        number: u64,
    },
    /// Every flow ends here (between separate captures, and at the end).
    EndAll {
        clock_ns: i64,
        number: u64,
        cause: &'static str,
    },
}

const _: () = assert!(size_of::<Event>() <= size_of::<Item>());

/// Who judges the packets.
pub(super) enum Crew {
    One(Box<Worker>),
    /// Where jobs go, and where emptied lists of events come back from.
    Many(Vec<Sender<Job>>, Receiver<Vec<Event>>),
}

impl Crew {
    /// The same workers for another reader; nobody for a reader that judges alone.
    pub fn share(&self) -> Self {
        match self {
            Self::One(_) => Self::none(),
            Self::Many(senders, back) => Self::Many(senders.clone(), back.clone()),
        }
    }

    /// No workers.
    pub fn none() -> Self {
        Self::Many(Vec::new(), crossbeam_channel::never())
    }
}

/// Judges packets in groups small enough for the flow table's cache misses to overlap.
pub(super) fn run(worker: &mut Worker, block: &PacketBlock, extras: &[Extra], items: &[Item]) {
    for group in items.chunks(AHEAD) {
        let near = draw_near(worker, group.iter().map(Some));
        for (item, near) in group.iter().zip(near) {
            packet(worker, block, extras, item, near);
        }
    }
}

/// The flows of a group of packets, and what the packets will touch of them brought near: first of all of them where they
/// stand, then the flows, then the rest, so that each waits for memory while the others do.
#[inline]
fn draw_near<'a>(worker: &Worker, items: impl Iterator<Item = Option<&'a Item>> + Clone) -> [Option<Near>; AHEAD] {
    for item in items.clone().flatten() {
        worker.table.prefetch(item.hash);
    }
    let mut guesses = [None; AHEAD];
    for (item, guess) in items.clone().zip(&mut guesses) {
        *guess = item.and_then(|item| worker.guess(item));
    }
    let mut near = [None; AHEAD];
    for ((item, guess), near) in items.zip(guesses).zip(&mut near) {
        *near = item.zip(guess).and_then(|(item, guess)| worker.find(item, guess));
    }
    near
}

#[inline]
fn packet(worker: &mut Worker, block: &PacketBlock, extras: &[Extra], item: &Item, near: Option<Near>) {
    let extra = item.extra(extras);
    worker.packet(item, near, item.payload(block, extra), extra);
}

/// Works through a list of events.
fn work_off(worker: &mut Worker, job: &Job) {
    for group in job.events.chunks(AHEAD) {
        let packets = group.iter().map(|event| if let Event::Packet(item) = event { Some(item) } else { None });
        let near = draw_near(worker, packets);
        for (event, near) in group.iter().zip(near) {
            match event {
                Event::Packet(item) => packet(worker, &job.block, &job.extras, item, near),
                Event::Tick { clock_ns, number } => worker.tick(*clock_ns, *number),
                Event::Secrets { number } => worker.unseal(*number),
                Event::EndAll { clock_ns, number, cause } => worker.end_all(*clock_ns, *number, cause),
            }
        }
    }
}

/// A worker's thread.
pub(super) fn work(mut worker: Worker, jobs: &Receiver<Job>, back: &Sender<Vec<Event>>, live: Option<&Live>) {
    let mut generation = 0;
    for job in jobs {
        let began = Instant::now();
        if let Some(live) = live {
            worker.follow(live.level(), live.news(&mut generation));
        }
        work_off(&mut worker, &job);
        worker.worked(began);
        let Job { block, extras, mut events, upto, news } = job;
        drop((block, extras));
        events.clear();
        let _ = back.try_send(events);
        let parcel = match news {
            Some(sweep) => Parcel::news(&mut worker, upto, sweep),
            None => Parcel::of(&mut worker, upto),
        };
        if worker.out.send(ToPoll::Worker(parcel)).is_err() {
            return;
        }
    }
    let last = Parcel::last(&mut worker);
    let _ = worker.out.send(ToPoll::Worker(last));
}
