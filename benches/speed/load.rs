//! The load: a fixed number of callers, each of whom asks again as soon as it is answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::Outcome;
use crate::client::Client;

/// How long a crew works before the other thing begins.
const RUN_UP: Duration = Duration::from_millis(200);
/// The stages of that: before it, meanwhile, after it.
const BEFORE: usize = 0;
const MEANWHILE: usize = 1;
const AFTER: usize = 2;

/// Writes the next request into the buffer.
pub type Ask = Arc<dyn Fn(&mut StdRng, &mut Vec<u8>) + Send + Sync>;

/// Callers of one kind.
#[derive(Clone)]
pub struct Crew {
    pub callers: usize,
    pub ask: Ask,
}

/// What one kind of callers saw.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Answers within the time.
    pub answers: usize,
    /// How long each took, in order of size.
    pub latencies: Vec<Duration>,
}

impl Seen {
    pub fn add(&mut self, began: Instant, deadline: Instant) {
        let now = Instant::now();
        self.latencies.push(now.duration_since(began));
        self.answers = self.answers.saturating_add(usize::from(now <= deadline));
    }

    pub fn join(&mut self, mut other: Seen) {
        self.answers = self.answers.saturating_add(other.answers);
        self.latencies.append(&mut other.latencies);
    }
}

/// Lets all crews loose on a server at the same moment; answers what each of them saw. One thread does all the asking.
pub fn drive(address: SocketAddr, time: Duration, crews: &[Crew]) -> Outcome<Vec<Seen>> {
    single()?.block_on(async {
        let start = Arc::new(Barrier::new(crews.iter().map(|crew| crew.callers).sum()));
        let mut tasks = JoinSet::new();
        for (crew, Crew { callers, ask }) in crews.iter().enumerate() {
            for _ in 0..*callers {
                let (start, ask) = (start.clone(), ask.clone());
                tasks.spawn(async move { Ok::<_, crate::Failure>((crew, caller(address, time, &start, &ask).await?)) });
            }
        }
        let mut seen = vec![Seen::default(); crews.len()];
        while let Some(ended) = tasks.join_next().await {
            let (crew, more) = ended??;
            if let Some(seen) = seen.get_mut(crew) {
                seen.join(more);
            }
        }
        seen.iter_mut().for_each(|seen| seen.latencies.sort_unstable());
        Ok(seen)
    })
}

async fn caller(address: SocketAddr, time: Duration, start: &Barrier, ask: &Ask) -> Outcome<Seen> {
    let mut client = Client::connect(address).await?;
    let mut rng: StdRng = rand::make_rng();
    let (mut request, mut seen) = (Vec::new(), Seen::default());
    start.wait().await;
    let deadline = Instant::now() + time;
    loop {
        request.clear();
        ask(&mut rng, &mut request);
        let began = Instant::now();
        if began >= deadline {
            return Ok(seen);
        }
        client.send(&request).await?;
        seen.add(began, deadline);
    }
}

/// What a crew sees while something else goes on, and what comes of that. The crew begins before, and ends after it.
pub fn during<T>(address: SocketAddr, crew: &Crew, other: impl Future<Output = Outcome<T>>) -> Outcome<(Seen, T)> {
    single()?.block_on(async {
        let (stage, mut tasks) = (Arc::new(AtomicUsize::new(BEFORE)), JoinSet::new());
        for _ in 0..crew.callers {
            let (stage, ask) = (stage.clone(), crew.ask.clone());
            tasks.spawn(async move { beside(address, &stage, &ask).await });
        }
        sleep(RUN_UP).await;
        stage.store(MEANWHILE, Ordering::Release);
        let outcome = other.await;
        stage.store(AFTER, Ordering::Release);
        let mut seen = Seen::default();
        while let Some(ended) = tasks.join_next().await {
            seen.join(ended??);
        }
        seen.latencies.sort_unstable();
        Ok((seen, outcome?))
    })
}

/// What is not answered when the other thing ends counts as well: it may have waited for it.
async fn beside(address: SocketAddr, stage: &AtomicUsize, ask: &Ask) -> Outcome<Seen> {
    let mut client = Client::connect(address).await?;
    let mut rng: StdRng = rand::make_rng();
    let (mut request, mut seen) = (Vec::new(), Seen::default());
    while stage.load(Ordering::Acquire) != AFTER {
        request.clear();
        ask(&mut rng, &mut request);
        let began = Instant::now();
        client.send(&request).await?;
        if stage.load(Ordering::Acquire) != BEFORE {
            seen.answers = seen.answers.saturating_add(1);
            seen.latencies.push(began.elapsed());
        }
    }
    Ok(seen)
}

/// One request on a connection of its own.
pub fn once(address: SocketAddr, request: &[u8]) -> Outcome<Vec<u8>> {
    single()?.block_on(async { Ok(Client::connect(address).await?.send(request).await?.to_vec()) })
}

/// A runtime on this thread.
pub fn single() -> Outcome<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}
