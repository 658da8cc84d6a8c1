//! Records and datagrams under the owner's secrets: nothing is lost, nothing is told twice.

use super::Turns;
use crate::config::Limits;
use crate::decrypt::{CARRIER, Event, Moment, Opening, Piece, QUIC, Secrets};
use crate::message::Direction;

/// A connection and its key log: the log is what stands before the first [`TURN`], the rest are turns as those of
/// [`super::proto`]. With bit 2 of a turn's first byte, the log is known from that turn on; otherwise at the end. Read once
/// as TLS over TCP, and once as QUIC, where a turn is a datagram.
pub fn decrypt(data: &[u8]) {
    for protocol in [CARRIER, QUIC] {
        connection(protocol, data);
    }
}

fn connection(protocol: &str, data: &[u8]) {
    let mut turns = Turns(data);
    let Some(log) = turns.next() else { return };
    let limits = Limits { sealed_flow_bytes: 16 << 10, ..Limits::default() };
    let secrets = Secrets::new(8);
    secrets.expect_more();
    let Some(session) = Opening::new(protocol, &limits) else { return };
    let mut connection = Connection { session, fed: [0; 2], told: [0; 2], over: false };
    let mut given = false;
    for (number, turn) in (0_u64..).zip(turns) {
        let Some((&kind, bytes)) = turn.split_first() else { continue };
        if kind & 4 != 0 && !given {
            secrets.add_block(log, number);
            given = true;
            connection.session.advance(&secrets, number);
        }
        let dir = if kind & 1 == 0 { Direction::Orig } else { Direction::Resp };
        if kind & 2 == 0 {
            connection.data(dir, bytes, &secrets, number);
        } else {
            connection.session.gap(dir, bytes.len() as u64, &secrets, number);
        }
        connection.listen();
        assert!(connection.session.held() <= limits.sealed_flow_bytes, "more waits than may");
    }
    secrets.add_block(log, 0);
    connection.session.advance(&secrets, u64::MAX);
    connection.listen();
    connection.end(&secrets);
}

/// A session and the bytes of each direction that it was given and that it told.
struct Connection {
    session: Opening,
    fed: [usize; 2],
    told: [usize; 2],
    over: bool,
}

impl Connection {
    fn data(&mut self, dir: Direction, bytes: &[u8], secrets: &Secrets, number: u64) {
        if !self.over {
            self.fed[dir.index()] += bytes.len();
            self.session.feed(dir, bytes, Moment::default(), secrets, number);
        }
    }

    fn listen(&mut self) {
        while let Some(event) = self.session.event() {
            match event {
                Event::Clear(dir, record) => self.told[dir.index()] += record.len(),
                Event::Opened { dir, wire, content, .. } => {
                    assert!(content.len() < wire, "more was read than came");
                    self.told[dir.index()] += wire;
                }
                Event::Stream(dir, _, Piece::Data(data)) | Event::Datagram(dir, data) => {
                    self.told[dir.index()] += data.len();
                }
                Event::Sealed(dir, wire) | Event::Unread(dir, wire, _) => self.told[dir.index()] += wire,
                Event::Over => self.over = true,
                Event::Stream(..) | Event::Gap(..) | Event::Message(..) | Event::Alpn(_) | Event::Odd(..) => {}
            }
        }
    }

    fn end(mut self, secrets: &Secrets) {
        for dir in [Direction::Orig, Direction::Resp] {
            if !self.over {
                self.session.close(dir, Moment::default(), secrets, u64::MAX);
                self.listen();
            }
        }
        if self.over {
            for dir in [Direction::Orig, Direction::Resp] {
                self.told[dir.index()] += self.session.take_rest(dir).len();
            }
        } else {
            self.session.finish();
            self.listen();
        }
        assert_eq!(self.told, self.fed, "bytes without a state");
    }
}
