//! The engine alone over captures: seconds of CPU, packets and findings. Arguments: a configuration document, a plan document (JSON
//! files, `-` for the defaults), captures. Under `cargo bench` without arguments it does nothing.
#![allow(missing_docs)]

use leaktap_engine::config::EngineConfig;
use leaktap_engine::detect::PlanSpec;
use leaktap_engine::pipeline::Engine;
use std::time::{Duration, Instant};

#[global_allocator]
static GLOBAL: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn document<T: serde::de::DeserializeOwned + Default>(path: &str) -> T {
    if path == "-" {
        return T::default();
    }
    let text = std::fs::read(path).expect("the document can be read");
    serde_json::from_slice(&text).expect("the document is well formed")
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [config, plan, captures @ ..] = args.as_slice() else { return };
    for capture in captures {
        let config: EngineConfig = document(config);
        let mut engine = Engine::new(config, &document::<PlanSpec>(plan)).expect("the engine starts");
        let begin = Instant::now();
        engine.start(std::slice::from_ref(capture)).expect("the capture is found");
        let (mut findings, mut last) = (0, None);
        while last.is_none() {
            let batch = engine.poll(10_000, Duration::from_secs(1)).expect("the engine answers");
            findings += batch.findings.len();
            last = batch.done.then_some(batch);
        }
        let stats = last.map(|batch| batch.stats).unwrap_or_default();
        let seconds = begin.elapsed().as_secs_f64();
        let rate = stats.bytes as f64 / seconds / 1e9;
        println!(
            "{capture}: {seconds:.3} s, {} packets, {rate:.2} GB/s, {findings} findings, {} weak, {} messages",
            stats.packets, stats.findings_weak, stats.messages
        );
    }
}
