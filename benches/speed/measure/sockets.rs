//! Listeners: what an idle one costs, how soon the last of many hears of a message, how fast many come back at once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::{Plan, ask};
use crate::client::Client;
use crate::figures::Spread;
use crate::process::Server;
use crate::socket::Socket;
use crate::{Outcome, load};

/// Sockets that do nothing.
pub const IDLE: usize = 10_000;
/// Sockets that hear of a message.
pub const LISTENERS: usize = 1_000;
/// Sockets that come back at once.
pub const RETURNING: usize = 5_000;
/// Messages they hear of.
const MESSAGES: usize = 100;
/// Sockets that connect at a time, where that is not what is measured.
const AT_A_TIME: usize = 200;
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was measured.
pub struct Sockets {
    /// KiB of the server's memory for each idle one.
    pub idle: f64,
    /// Milliseconds from the sending of a message to its arrival at the last listener.
    pub last: Spread,
    pub last_p99: f64,
    /// Seconds until all that came back at once were subscribed.
    pub back: Spread,
}

/// Against a server on the small file.
pub fn measure(plan: &Plan, server: &Server) -> Outcome<Sockets> {
    let token = pubsub_token(server.address)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut back = Vec::new();
        for _ in 0..3 {
            let began = Instant::now();
            let sockets = subscribed(server.address, &token, RETURNING, RETURNING).await?;
            back.push(began.elapsed().as_secs_f64());
            drop(sockets);
            sleep(Duration::from_secs(1)).await;
        }
        let mut times = fan_out(plan, server.address, &token).await?;
        sleep(Duration::from_secs(1)).await;
        let before = server.memory()?;
        let idle = subscribed(server.address, &token, IDLE, AT_A_TIME).await?;
        sleep(Duration::from_secs(2)).await;
        let each = (server.memory()? - before) * 1e6 / 1024.0 / crate::figures::float(idle.len().max(1));
        times.sort_unstable_by(f64::total_cmp);
        let rank = times.len().saturating_mul(99).div_ceil(100).saturating_sub(1);
        let last_p99 = times.get(rank).copied().unwrap_or_default();
        Ok(Sockets { idle: each, last: Spread::of(times), last_p99, back: Spread::of(back) })
    })
}

fn pubsub_token(address: SocketAddr) -> Outcome<String> {
    let mut request = Vec::new();
    crate::client::get(&mut request, "/api/v1/profile");
    let profile: serde_json::Value = serde_json::from_slice(&load::once(address, &request)?)?;
    let (token, user) = (profile.get("pubsub_token"), profile.get("id"));
    let fields = serde_json::json!({"channel": "RoomChannel", "pubsub_token": token, "account_id": 1, "user_id": user});
    Ok(fields.to_string())
}

/// So many subscribed sockets.
async fn subscribed(address: SocketAddr, identifier: &str, count: usize, at_a_time: usize) -> Outcome<Vec<Socket>> {
    let mut sockets = Vec::with_capacity(count);
    while sockets.len() < count {
        let mut tasks = JoinSet::new();
        for _ in 0..at_a_time.min(count.saturating_sub(sockets.len())) {
            let identifier = identifier.to_owned();
            tasks.spawn(async move { timeout(PATIENCE, Socket::subscribe(address, &identifier)).await? });
        }
        while let Some(socket) = tasks.join_next().await {
            sockets.push(socket??);
        }
    }
    Ok(sockets)
}

/// Milliseconds from the sending of each message to its arrival at the last listener.
async fn fan_out(plan: &Plan, address: SocketAddr, identifier: &str) -> Outcome<Vec<f64>> {
    let (heard, all) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let mut listening = JoinSet::new();
    for mut socket in subscribed(address, identifier, LISTENERS, AT_A_TIME).await? {
        let (heard, all) = (heard.clone(), all.clone());
        listening.spawn(async move {
            while let Ok(text) = socket.receive().await {
                let is_new = text.windows(17).any(|bytes| bytes == b"\"message.created\"");
                if is_new && heard.fetch_add(1, Ordering::AcqRel) + 1 == LISTENERS {
                    all.notify_one();
                }
            }
        });
    }
    let mut caller = Client::connect(address).await?;
    let reply = ask::reply(plan.small, "");
    let mut times = Vec::new();
    for _ in 0..MESSAGES {
        heard.store(0, Ordering::Release);
        let request = ask::example(&reply);
        let began = Instant::now();
        caller.send(&request).await?;
        timeout(PATIENCE, all.notified()).await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        sleep(Duration::from_millis(20)).await;
    }
    listening.abort_all();
    Ok(times)
}
