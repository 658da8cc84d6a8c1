//! Distinct values as a mergeable set: exact up to [`EXACT_LIMIT`] keyed 64-bit hashes, above that a `HyperLogLog`
//! (Flajolet et al. 2007) of 2^12 registers with linear counting for small cardinalities.
//!
//! The hashes are keyed digests, so a serialised set says nothing about its values without the key. Merging is
//! associative, commutative and idempotent: windows merge sets, they never add counts.

/// Hashes kept exactly.
pub const EXACT_LIMIT: usize = 1024;
/// Register index bits.
const PRECISION: u32 = 12;
/// Registers.
const REGISTERS: usize = 1 << PRECISION;
const TAG_EXACT: u8 = 1;
const TAG_SKETCH: u8 = 2;

/// A set of 64-bit hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSet(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// One alone, as most sets are.
    One(u64),
    /// None, or several, sorted, without duplicates.
    Exact(Vec<u64>),
    /// `REGISTERS` ranks.
    Sketch(Box<[u8]>),
}

impl Default for ValueSet {
    fn default() -> Self {
        Self(Kind::Exact(Vec::new()))
    }
}

impl ValueSet {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a hash; true if it was not there (always false once the set is a sketch and the register did not grow).
    pub fn insert(&mut self, hash: u64) -> bool {
        match &mut self.0 {
            Kind::One(only) => {
                let pair = [hash.min(*only), hash.max(*only)];
                let news = hash != *only;
                if news {
                    self.0 = Kind::Exact(pair.to_vec());
                }
                news
            }
            Kind::Exact(hashes) if hashes.is_empty() => {
                self.0 = Kind::One(hash);
                true
            }
            Kind::Exact(hashes) => {
                let Err(at) = hashes.binary_search(&hash) else {
                    return false;
                };
                if hashes.len() < EXACT_LIMIT {
                    hashes.insert(at, hash);
                } else {
                    let mut registers = sketch(hashes);
                    observe(&mut registers, hash);
                    self.0 = Kind::Sketch(registers);
                }
                true
            }
            Kind::Sketch(registers) => observe(registers, hash),
        }
    }

    /// Takes in all of `other`.
    pub fn merge(&mut self, other: &Self) {
        match &other.0 {
            Kind::One(_) | Kind::Exact(_) => {
                for &hash in other.exact() {
                    self.insert(hash);
                }
            }
            Kind::Sketch(theirs) => {
                if self.is_exact() {
                    self.0 = Kind::Sketch(sketch(self.exact()));
                }
                if let Kind::Sketch(ours) = &mut self.0 {
                    for (a, &b) in ours.iter_mut().zip(theirs.iter()) {
                        *a = (*a).max(b);
                    }
                }
            }
        }
    }

    /// Number of distinct hashes: exact up to [`EXACT_LIMIT`], else an estimate (standard error 1.6 %).
    pub fn len(&self) -> u64 {
        match &self.0 {
            Kind::One(_) => 1,
            Kind::Exact(hashes) => hashes.len() as u64,
            Kind::Sketch(registers) => estimate(registers),
        }
    }

    /// Bytes of memory beside the set itself.
    pub fn weight(&self) -> usize {
        match &self.0 {
            Kind::One(_) => 0,
            Kind::Exact(hashes) => hashes.capacity() * size_of::<u64>(),
            Kind::Sketch(registers) => registers.len(),
        }
    }

    /// The hashes; none if it is a sketch.
    fn exact(&self) -> &[u64] {
        match &self.0 {
            Kind::One(only) => std::slice::from_ref(only),
            Kind::Exact(hashes) => hashes,
            Kind::Sketch(_) => &[],
        }
    }

    /// True if [`len`](Self::len) is no estimate.
    pub fn is_exact(&self) -> bool {
        !matches!(self.0, Kind::Sketch(_))
    }

    /// True if nothing was inserted.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Kind::Exact(hashes) if hashes.is_empty())
    }

    /// Serialises: a tag byte, then little-endian hashes in ascending order or the registers.
    pub fn to_bytes(&self) -> Vec<u8> {
        match &self.0 {
            Kind::One(_) | Kind::Exact(_) => {
                let hashes = self.exact();
                let mut out = Vec::with_capacity(1 + hashes.len() * 8);
                out.push(TAG_EXACT);
                for hash in hashes {
                    out.extend_from_slice(&hash.to_le_bytes());
                }
                out
            }
            Kind::Sketch(registers) => {
                let mut out = Vec::with_capacity(1 + REGISTERS);
                out.push(TAG_SKETCH);
                out.extend_from_slice(registers);
                out
            }
        }
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; `None` for anything else (wrong length, order or rank).
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&tag, body) = bytes.split_first()?;
        match tag {
            TAG_EXACT => {
                let (words, rest) = body.as_chunks::<8>();
                let hashes: Vec<u64> = words.iter().map(|&w| u64::from_le_bytes(w)).collect();
                let sorted = hashes.is_sorted_by(|a, b| a < b);
                let kind = if let [only] = *hashes { Kind::One(only) } else { Kind::Exact(hashes) };
                let set = Self(kind);
                (rest.is_empty() && sorted && set.len() <= EXACT_LIMIT as u64).then_some(set)
            }
            TAG_SKETCH => {
                let valid = body.len() == REGISTERS && body.iter().all(|&r| u32::from(r) <= 65 - PRECISION);
                valid.then(|| Self(Kind::Sketch(body.into())))
            }
            _ => None,
        }
    }
}

fn sketch(hashes: &[u64]) -> Box<[u8]> {
    let mut registers = vec![0u8; REGISTERS].into_boxed_slice();
    for &hash in hashes {
        observe(&mut registers, hash);
    }
    registers
}

/// The top bits choose the register; the rank is the place of the first one-bit in the rest.
fn observe(registers: &mut [u8], hash: u64) -> bool {
    let index = (hash >> (64 - PRECISION)) as usize;
    let rank = ((hash << PRECISION) | (1 << (PRECISION - 1))).leading_zeros() as u8 + 1;
    match registers.get_mut(index) {
        Some(register) if *register < rank => {
            *register = rank;
            true
        }
        _ => false,
    }
}

/// Ertl's improved estimator (arXiv:1702.01284, algorithm 6): unbiased over the whole range, no correction tables.
fn estimate(registers: &[u8]) -> u64 {
    const Q: usize = 64 - PRECISION as usize;
    let m = REGISTERS as f64;
    let mut histogram = [0u32; Q + 2];
    for &r in registers {
        if let Some(n) = histogram.get_mut(r as usize) {
            *n += 1;
        }
    }
    let count = |k: usize| f64::from(histogram.get(k).copied().unwrap_or(0));
    let mut z = m * tau(1.0 - count(Q + 1) / m);
    for k in (1..=Q).rev() {
        z = 0.5 * (z + count(k));
    }
    z += m * sigma(count(0) / m);
    let alpha = 0.5 / std::f64::consts::LN_2;
    (alpha * m * m / z).round() as u64
}

fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z) = (1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if (z - before).abs() <= f64::EPSILON * z {
            return z;
        }
    }
}

fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut y, mut z) = (1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = z;
        y *= 0.5;
        z -= (1.0 - x).powi(2) * y;
        if (z - before).abs() <= f64::EPSILON * z.abs() {
            return z / 3.0;
        }
    }
}
