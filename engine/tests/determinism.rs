//! The same captures give the same records in the same order, whatever the number of workers.

mod lab;

use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};
use leaktap_engine::config::EngineConfig;
use leaktap_engine::finding::Finding;
use leaktap_engine::kinds::{self, Scope};
use leaktap_engine::message::About;
use leaktap_engine::pipeline::Engine;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

fn busy() -> Lab {
    let mut lab = Lab::default();
    for n in 0..300u16 {
        let body = format!("name=a&card=4111 1111 1111 1111&mail=user{n}@example.cn");
        let request = format!(
            "POST /save HTTP/1.1\r\nHost: crm\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let turns: [(bool, &[u8]); 2] =
            [(true, request.as_bytes()), (false, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")];
        lab.connection((INSIDE, 20_000 + n), (OUTSIDE, 80), &turns, 100);
        lab.udp((INSIDE, 5000 + n), (OUTSIDE, 9999), format!("mail=udp{n}@example.cn").as_bytes());
        lab.now_us += 700_000;
    }
    lab
}

/// FTP sessions, each with a data connection between two of its replies.
fn sessions() -> Lab {
    let mut lab = Lab::default();
    for n in 0..120u16 {
        let (client, port) = ((INSIDE, 20_000 + n), 50_000 + n);
        let told = format!("227 Entering Passive Mode (203,0,113,9,{},{})\r\n", port >> 8, port & 0xff);
        // Some ask for more at once, and are answered at once.
        let (ask, told) =
            if n % 3 == 1 { ("TYPE I\r\nPASV\r\n", format!("200 Binary\r\n{told}")) } else { ("PASV\r\n", told) };
        let stor = format!("STOR list{n}.csv\r\n");
        let turns: [(bool, &[u8]); 8] = [
            (false, b"220 FTP\r\n"),
            (true, b"USER a\r\n"),
            (false, b"230 In\r\n"),
            (true, ask.as_bytes()),
            (false, told.as_bytes()),
            (true, stor.as_bytes()),
            (false, b"150 Go on\r\n"),
            (false, b"226 Done\r\n"),
        ];
        let control = lab::conversation(client, (OUTSIDE, 2121), &turns, 1000);
        let rows = format!("name,mail\r\nZhang,user{n}@example.cn\r\nLi,list{n}@example.cn\r\n");
        let data = lab::conversation((INSIDE, 40_000 + n), (OUTSIDE, port), &[(true, rows.as_bytes())], 1000);
        // The client connects before it asks, and sends once it was told to go on.
        let (open, sent) = data.split_at(3);
        let (before, rest) = control.split_at(13);
        let (asked, after) = rest.split_at(4);
        for seg in before.iter().chain(open).chain(asked).chain(sent).chain(after) {
            lab.tcp(seg);
        }
        lab.now_us += 10_000;
    }
    lab
}

#[test]
fn announced_flows_are_known_whatever_the_number_of_workers() {
    let saved = sessions().save();
    let plan = plan(&["email"]);
    let story = |workers| {
        let all = run(config(workers), &plan, &[&saved.0]);
        assert!(all.stats.deterministic);
        let named = |n: u16| all.findings.iter().any(|f| *f.place == *format!("ftp.file[list{n}.csv]:mail"));
        assert!((0..120).all(named), "{:#?}", all.findings.first());
        format!("{:#?}\n{:#?}\n{:#?}\n{:#?}", all.findings, all.transports, all.flows, all.coverage)
    };
    let one = story(1);
    assert_eq!(one, story(2));
    assert_eq!(one, story(3));
    assert_eq!(one, story(7));
}

#[test]
fn one_two_and_three_workers_tell_the_same_story() {
    let saved = busy().save();
    let plan = plan(&["payment_card", "email"]);
    let story = |workers| {
        let all = run(config(workers), &plan, &[&saved.0]);
        assert!(all.stats.deterministic);
        assert_eq!(all.stats.faults, 0);
        format!(
            "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
            all.findings, all.transports, all.flows, all.anomalies, all.coverage
        )
    };
    let one = story(1);
    assert!(one.contains("payment_card"));
    assert_eq!(one, story(2));
    assert_eq!(one, story(3));
}

/// What findings say that needs no details.
fn told(capture: &Path, finding_details: bool) -> Vec<String> {
    let config = EngineConfig { finding_details, ..config(2) };
    let all = run(config, &plan(&["payment_card", "email", "cn.mobile", "cn.resident_id"]), &[capture]);
    let detailed = |f: &&Arc<Finding>| !f.digests().is_empty() && !f.why().is_empty();
    assert_eq!(all.findings.iter().filter(detailed).count(), all.findings.len() * usize::from(finding_details));
    let aside = |f: &Arc<Finding>| f.http.is_some() || f.about != About::None;
    assert!(finding_details || !all.findings.iter().any(aside));
    let rest = |f: &Arc<Finding>| {
        let who = (f.kind, f.group, Scope::ALL.map(|scope| kinds::scope(f, scope)));
        format!("{who:?} {:?} {:?} {:?}", (f.count, f.distinct, f.confidence), (&f.place, &f.samples), f.values())
    };
    all.findings.iter().map(rest).collect()
}

/// Who does not read details is told of the same values, at the same places, in the same scopes.
#[test]
fn findings_without_details_are_the_same_findings() {
    let saved = busy().save();
    assert_eq!(told(&saved.0, true).len(), 900);
    assert_eq!(told(&saved.0, true), told(&saved.0, false));
}

/// The same of every protocol that was recorded.
#[test]
fn recorded_findings_without_details_are_the_same_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded");
    let mut found = 0;
    for entry in folder.read_dir().expect("the captures are there") {
        let capture = entry.expect("a file").path();
        if capture.extension().is_some_and(|extension| extension == "pcap") {
            let all = told(&capture, true);
            assert_eq!(all, told(&capture, false), "{}", capture.display());
            found += all.len();
        }
    }
    assert!(found > 500, "{found} findings");
}

/// What ends with a timeout, or with the capture, was brought by packets of its own flow: its last frame is theirs, and not
/// that of whatever packet came before the end.
#[test]
fn what_never_ends_was_brought_by_its_own_frames() {
    let mut lab = Lab::default();
    let (mut frame, mut brought) = (0u64, Vec::new());
    let mut say = |lab: &mut Lab, seg: &lab::Seg| {
        lab.tcp(seg);
        frame += 1;
        frame
    };
    for n in 0..80u16 {
        let text = format!("mail=user{n}@example.cn and more of it");
        let segs = lab::conversation((INSIDE, 20_000 + n), (OUTSIDE, 9999), &[(true, text.as_bytes())], 20);
        // The first half goes quiet for longer than a part may wait, the second for longer than a flow may be idle.
        let (open, _) = segs.split_at(segs.len() - 3);
        let frames: Vec<u64> = open.iter().map(|seg| say(&mut lab, seg)).collect();
        let last =
            open.iter().zip(&frames).filter(|(seg, _)| !seg.data.is_empty()).map(|(_, frame)| *frame).next_back();
        brought.push((format!("user{n}@example.cn"), last.expect("it sent something")));
        lab.now_us += if n < 40 { 100 } else { 20_000_000 };
    }
    let saved = lab.save();
    for workers in 1..4 {
        let all = run(config(workers), &plan(&["email"]), &[&saved.0]);
        assert!(all.stats.deterministic);
        let mut found: Vec<(String, u64)> =
            all.findings.iter().map(|finding| (finding.values().concat(), finding.last_frame)).collect();
        found.sort_by_key(|(_, frame)| *frame);
        assert_eq!(found, brought, "{workers} workers");
    }
}

/// What the end of the capture ends, open messages and holes, is told at the capture's last moment, whoever owns the flow.
#[test]
fn what_the_capture_ends_is_told_at_the_same_time_by_any_worker() {
    let mut lab = Lab::default();
    for n in 0..60u16 {
        let text = format!("mail=user{n}@example.cn and more of it");
        let turns: [(bool, &[u8]); 3] =
            [(true, text.as_bytes()), (true, b"what nobody saw"), (true, b"and what came behind it")];
        let segs = lab::conversation((INSIDE, 20_000 + n), (OUTSIDE, 9999), &turns, 100);
        let unseen = |seg: &&lab::Seg| seg.data != b"what nobody saw";
        segs.iter().take(segs.len() - 3).filter(unseen).for_each(|seg| lab.tcp(seg));
        lab.now_us += 7_000;
    }
    let saved = lab.save();
    let story = |workers| {
        let all = run(config(workers), &plan(&["email"]), &[&saved.0]);
        assert!(all.stats.deterministic);
        assert_eq!((all.findings.len(), all.anomalies.len()), (60, 60));
        format!("{:#?}\n{:#?}\n{:#?}", all.findings, all.anomalies, all.flows)
    };
    let one = story(1);
    for workers in [2, 3, 5] {
        assert!(one == story(workers), "{workers} workers");
    }
}

/// What is told of a flow when it is ended, thousands of packets behind its FIN, has its own time, whoever owns it.
#[test]
fn a_closed_flow_is_told_at_its_own_time_by_any_worker() {
    let mut lab = Lab::default();
    for n in 0..40u16 {
        for seg in lab::conversation((INSIDE, 20_000 + n), (OUTSIDE, 9999), &[(true, b"what came first")], 100) {
            lab.tcp(&seg);
            if !seg.data.is_empty() {
                lab.tcp(&lab::Seg { data: b"what came after".to_vec(), ..seg });
            }
        }
        lab.now_us += 100;
    }
    for n in 0..6000u16 {
        lab.udp((INSIDE, 1024 + n), (OUTSIDE, 9998), b"noise");
        lab.now_us += 100;
    }
    let saved = lab.save();
    let story = |workers| {
        let config = EngineConfig { anomaly_records: false, ..config(workers) };
        let all = run(config, &plan(&["email"]), &[&saved.0]);
        assert!(all.stats.deterministic);
        assert!(!all.anomalies.is_empty());
        format!("{:#?}", all.anomalies)
    };
    let one = story(1);
    for workers in [2, 3, 5] {
        assert_eq!(one, story(workers), "{workers} workers");
    }
}

/// Closed flows are ended long after their FIN, by whichever packet their worker sees next: their records stand where the
/// moment of their end is, not where that packet is, whoever owns them.
#[test]
fn closed_flows_are_recorded_in_the_same_order_by_any_worker() {
    let mut lab = Lab::default();
    for n in 0..1200u16 {
        let turns: [(bool, &[u8]); 1] = [(true, b"nothing to see")];
        lab.connection((INSIDE, 20_000 + n), (OUTSIDE, 9999), &turns, 100);
        lab.now_us += 100;
    }
    let saved = lab.save();
    let story = |workers| {
        let all = run(config(workers), &plan(&["email"]), &[&saved.0]);
        assert!(all.stats.deterministic);
        assert_eq!(all.flows.len(), 1200);
        format!("{:#?}\n{:#?}", all.flows, all.transports)
    };
    let one = story(1);
    for workers in [2, 3, 5] {
        assert!(one == story(workers), "{workers} workers");
    }
}

/// Thousands of flows that go quiet together, and as many that the capture's end ends.
fn many_at_once() -> Lab {
    let mut lab = Lab::default();
    for round in 0..2u16 {
        for n in 0..3000u16 {
            let from = (INSIDE, 10_000 + 3000 * round + n);
            lab.udp(from, (OUTSIDE, 9999), format!("mail=user{n}@example.cn").as_bytes());
            lab.now_us += 10;
        }
        // Time goes on in the first round only.
        for _ in 0..if round == 0 { 100 } else { 0 } {
            lab.now_us += 5_000_000;
            lab.udp((INSIDE, 9000), (OUTSIDE, 9998), b"noise");
        }
    }
    lab
}

/// What flows that end together have to tell is handed over in portions, in the order that it has as a whole.
#[test]
fn flows_that_end_together_are_told_in_portions() {
    let saved = many_at_once().save();
    let story = |workers| {
        let all = run(config(workers), &plan(&["email"]), &[&saved.0]);
        assert!(all.stats.deterministic);
        assert_eq!((all.findings.len(), all.flows.len()), (6000, 6001));
        format!("{:#?}\n{:#?}\n{:#?}", all.findings, all.flows, all.transports)
    };
    let one = story(1);
    for workers in [2, 3, 5] {
        assert!(one == story(workers), "{workers} workers");
    }
}

/// The first of thousands of flows that end together is told while most of them still wait to be ended.
#[test]
fn what_ends_together_does_not_wait_for_the_last() {
    let saved = many_at_once().save();
    let mut engine = Engine::new(config(1), &plan(&["email"])).expect("a good configuration");
    engine.start(&[saved.0.to_string_lossy().into_owned()]).expect("a capture");
    let (mut flows, mut alive) = (0, Vec::new());
    loop {
        let batch = engine.poll(100, Duration::from_secs(10)).expect("started");
        if flows < 3100 && flows + batch.flows.len() >= 3100 {
            alive.push(batch.stats.flows_active);
        }
        flows += batch.flows.len();
        if batch.done {
            break;
        }
    }
    assert!(alive.len() == 1 && alive[0] > 1000, "{alive:?} flows are left when the first of the last is told");
}
