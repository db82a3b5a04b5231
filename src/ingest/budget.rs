//! How much one file may cost. Budgets grow with the size of the file, so that a big honest file finishes and a bomb does not.

use std::time::Duration;

use serde::{Deserialize, Serialize};

const MIB: u64 = 1024 * 1024;

/// What the person who runs the program allows per file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budgets {
    /// Memory of one reader process, in bytes, beside the file itself.
    pub memory: u64,
    /// Processor time a reader may use without any progress.
    pub timeout: Duration,
    /// How deep containers are opened; a file on disk is at depth 0.
    pub depth: u32,
    /// Members of one container.
    pub members: u64,
    /// Bytes all members of one file on disk may have together when unpacked, beside 20 times its own size.
    pub expanded: u64,
}

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets { memory: 1536 * MIB, timeout: Duration::from_secs(20), depth: 8, members: 250_000, expanded: 1024 * MIB }
    }
}

impl Budgets {
    /// Unpacked bytes that a file on disk of `size` bytes may yield, through all levels.
    pub fn expansion(&self, size: u64) -> u64 {
        self.expanded.saturating_add(size.saturating_mul(20))
    }

    /// The limits of one reader process for a file of `size` bytes at `depth`, of which `expansion` unpacked bytes are left.
    pub fn limits(&self, size: u64, depth: u32, expansion: u64) -> Limits {
        let timeout = self.timeout.as_secs_f64();
        let mib = size as f64 / MIB as f64;
        Limits {
            memory: self.memory.saturating_add(size),
            // A big file may take long, but never for ever, however steadily it makes progress.
            total_seconds: (timeout * 3.0 + mib * timeout / 4.0).ceil().min(1e9) as u64,
            idle_seconds: timeout,
            text: (64 * MIB).saturating_add(size.saturating_mul(8)),
            members: self.members,
            member_bytes: expansion,
            opens_members: depth < self.depth,
        }
    }
}

/// What one reader process must stay within.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Address space in bytes.
    pub memory: u64,
    /// Processor time in all.
    pub total_seconds: u64,
    /// Processor time without progress; three times as much by the clock.
    pub idle_seconds: f64,
    /// Bytes of text handed over.
    pub text: u64,
    /// Members handed over.
    pub members: u64,
    /// Bytes of all members handed over.
    pub member_bytes: u64,
    /// Whether members are unpacked at all: not at the deepest level.
    pub opens_members: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_grow_with_the_file_but_stay_bounded() {
        let budgets = Budgets::default();
        let (small, large) = (budgets.limits(1000, 0, 0), budgets.limits(1000 * MIB, 0, 0));
        assert_eq!(small.total_seconds, 61);
        assert!(large.total_seconds > 1000 && large.text > small.text && large.memory > small.memory);
        assert_eq!(budgets.limits(u64::MAX, 0, 0).total_seconds, 1_000_000_000);
        assert_eq!(budgets.expansion(u64::MAX), u64::MAX);
    }
}
