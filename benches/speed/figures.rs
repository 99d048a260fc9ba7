//! Numbers: what one side did in one round, and what all rounds together say.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use crate::Outcome;
use crate::load::Seen;

/// One side, one round.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample {
    /// Done each second.
    pub rate: f64,
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p99: f64,
    /// Milliseconds.
    pub longest: f64,
    /// Microseconds of the processor for each one done.
    pub cpu: f64,
    /// Done with each commit, where it is known.
    pub group: f64,
}

impl Sample {
    /// `processor`: the seconds which the process under test took for all of it.
    pub fn new(seen: &Seen, time: Duration, processor: f64) -> Sample {
        let all = seen.latencies.len().max(1);
        Sample {
            rate: float(seen.answers) / time.as_secs_f64(),
            p50: percentile(&seen.latencies, 0.50),
            p99: percentile(&seen.latencies, 0.99),
            longest: percentile(&seen.latencies, 1.0),
            cpu: processor * 1e6 / float(all),
            group: 0.0,
        }
    }
}

/// The value, in milliseconds, which this share of the sorted latencies does not exceed.
fn percentile(sorted: &[Duration], share: f64) -> f64 {
    let rank = (float(sorted.len()) * share).ceil() - 1.0;
    sorted.get(whole(rank)).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
}

/// A median and what lies around it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spread {
    pub median: f64,
    pub low: f64,
    pub high: f64,
}

impl Spread {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Spread {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_unstable_by(f64::total_cmp);
        let at = |place: usize| values.get(place).copied().unwrap_or_default();
        let last = values.len().saturating_sub(1);
        let (below, above) = (last / 2, last.div_ceil(2));
        Spread { median: f64::midpoint(at(below), at(above)), low: at(0), high: at(last) }
    }
}

/// A side to be measured once a round.
pub struct Side<'a> {
    pub name: String,
    pub run: Box<dyn FnMut() -> Outcome<Sample> + 'a>,
}

impl<'a> Side<'a> {
    pub fn new(name: impl Into<String>, run: impl FnMut() -> Outcome<Sample> + 'a) -> Side<'a> {
        Side { name: name.into(), run: Box::new(run) }
    }
}

/// All samples by the name of their side, one for each round.
#[derive(Debug, Default)]
pub struct Results(BTreeMap<String, Vec<Sample>>);

impl Results {
    /// Runs every side once in each round, each round in an order of its own.
    pub fn measure(rounds: usize, mut sides: Vec<Side>) -> Outcome<Results> {
        let mut rng: StdRng = rand::make_rng();
        let mut results = Results::default();
        for round in 1..=rounds {
            eprintln!("  round {round} of {rounds}");
            sides.shuffle(&mut rng);
            for side in &mut sides {
                let sample = (side.run)().map_err(|error| format!("{}: {error}", side.name))?;
                results.0.entry(side.name.clone()).or_default().push(sample);
            }
        }
        Ok(results)
    }

    /// One figure of a side.
    pub fn spread(&self, side: &str, figure: impl Fn(&Sample) -> f64) -> Spread {
        Spread::of(self.samples(side).iter().map(figure))
    }

    /// One figure of a side, divided by that of another in the same round.
    pub fn ratio(&self, side: &str, other: &str, figure: impl Fn(&Sample) -> f64) -> Spread {
        let pairs = self.samples(side).iter().zip(self.samples(other));
        Spread::of(pairs.map(|(one, other)| figure(one) / figure(other).max(f64::MIN_POSITIVE)))
    }

    fn samples(&self, side: &str) -> &[Sample] {
        self.0.get(side).map_or(&[], Vec::as_slice)
    }
}

/// Counts here are small enough to be exact.
pub fn float(count: usize) -> f64 {
    count as f64
}

fn whole(value: f64) -> usize {
    value as usize
}
