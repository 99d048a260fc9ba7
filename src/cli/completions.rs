//! `completions`

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::Cli;
use crate::base::Result;

/// Which script.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn run(self) -> Result<()> {
        let mut script = Vec::new();
        generate(self.shell, &mut Cli::command(), "chatwoot-lite", &mut script);
        super::output::line(String::from_utf8_lossy(&script).trim_end());
        Ok(())
    }
}
