//! The same captures give the same records in the same order, whatever the number of workers.

mod lab;

use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};

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
