//! `healthcheck`, for containers

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use clap::Args;

use crate::base::{Error, Result};

/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whom to ask.
#[derive(Debug, Args)]
pub struct Healthcheck {
    /// The address the server listens on
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:3000", env = "CHATWOOT_LITE_LISTEN")]
    listen: SocketAddr,
}

impl Healthcheck {
    /// Fails unless the server answers that it is well.
    pub fn run(self) -> Result<()> {
        let url = format!("http://{}/health", reachable(self.listen));
        let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).proxy(None).build().new_agent();
        agent.get(&url).call().map(drop).map_err(|why| Error::refused(format!("{url} is not well: {why}")))
    }
}

/// The address under which this machine reaches a server that listens there.
pub fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everywhere_is_here() {
        for (listen, reached) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("192.0.2.1:80", "192.0.2.1:80")]
        {
            assert_eq!(reachable(listen.parse().unwrap()).to_string(), reached);
        }
    }
}
