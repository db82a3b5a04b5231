//! The cell a reader process locks itself into before it sees the first byte of evidence: no files, no network, no
//! children, bounded memory, time and output. One door for every operating system; what a system cannot do, [`Cell`] says.

use super::budget::Limits;

/// What holds the reader, as `doctor` shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// Limits on address space, processor time, file size, open files, core dumps.
    pub resource_limits: bool,
    /// The file system is out of reach (Landlock).
    pub landlock: bool,
    /// Only the system calls that reading needs (seccomp).
    pub seccomp: bool,
    /// Dies with its parent.
    pub dies_with_parent: bool,
}

/// Lock this process in. Called once, while it has one thread and holds its input and output already.
pub fn enter(limits: &Limits, parent: u32) -> Cell {
    system::enter(limits, parent)
}

/// Work that [`enter`] would do in every process, done once in the one they are forked from.
#[cfg(target_os = "linux")]
pub fn prepare() {
    linux::prepare();
}

/// Let this process end with the one that started it.
#[cfg(target_os = "linux")]
pub fn die_with_parent() {
    linux::end_with_parent();
}

#[cfg(unix)]
mod system {
    use super::{Cell, Limits};

    pub fn enter(limits: &Limits, parent: u32) -> Cell {
        let mut cell = Cell { resource_limits: resource_limits(limits), ..Cell::default() };
        #[cfg(target_os = "linux")]
        {
            cell.dies_with_parent = super::linux::die_with(parent);
            cell.landlock = super::linux::no_files();
            cell.seccomp = super::linux::few_system_calls();
        }
        #[cfg(not(target_os = "linux"))]
        let _ = (parent, &mut cell);
        cell
    }

    fn resource_limits(limits: &Limits) -> bool {
        // A tenth more than the parent allows: the parent's own clock should strike first, this one is for the case that it does not.
        let seconds = limits.total_seconds + limits.total_seconds / 10 + 2;
        set(libc::RLIMIT_CORE, 0)
            & set(libc::RLIMIT_FSIZE, 0)
            & set(libc::RLIMIT_NOFILE, 16)
            & set(libc::RLIMIT_CPU, seconds)
            & set(libc::RLIMIT_AS, limits.memory)
    }

    #[cfg(target_os = "linux")]
    type Resource = libc::__rlimit_resource_t;
    #[cfg(not(target_os = "linux"))]
    type Resource = libc::c_int;

    fn set(resource: Resource, value: u64) -> bool {
        let limit = libc::rlimit { rlim_cur: value as libc::rlim_t, rlim_max: value as libc::rlim_t };
        // SAFETY: `limit` is a valid rlimit for the length of the call.
        unsafe { libc::setrlimit(resource, &limit) == 0 }
    }
}

#[cfg(not(unix))]
mod system {
    use super::{Cell, Limits};

    // Time and output are still bounded by the parent; memory is not yet.
    pub fn enter(_limits: &Limits, _parent: u32) -> Cell {
        Cell::default()
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    use landlock::{ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus, Scope};
    use seccompiler::{BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule};

    pub fn die_with(parent: u32) -> bool {
        let set = end_with_parent();
        // SAFETY: plain system calls with integer arguments.
        unsafe {
            // The parent may have gone before the wish was heard.
            if libc::getppid() as u32 != parent {
                libc::_exit(70);
            }
        }
        set
    }

    pub fn end_with_parent() -> bool {
        // SAFETY: a plain system call with integer arguments.
        unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) == 0 }
    }

    pub fn prepare() {
        LazyLock::force(&FILTERS);
    }

    /// No path can be opened, created, listed or removed any more; no TCP port bound or reached; no signal sent outside.
    pub fn no_files() -> bool {
        let locked = || -> Result<RulesetStatus, landlock::RulesetError> {
            let status = Ruleset::default()
                .set_compatibility(CompatLevel::BestEffort)
                .handle_access(AccessFs::from_all(ABI::V5))?
                .handle_access(AccessNet::from_all(ABI::V5))?
                .scope(Scope::from_all(ABI::V6))?
                .create()?
                .restrict_self()?;
            Ok(status.ruleset)
        };
        matches!(locked(), Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced))
    }

    /// What a reader needs once its input is mapped and its output open: memory, threads of its own, time, reading and writing
    /// what is open. Everything else fails with EPERM, so that a library that tries (a time zone file, say) goes on without.
    const NEEDED: &[libc::c_long] = &[
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_readv,
        libc::SYS_writev,
        libc::SYS_pread64,
        libc::SYS_lseek,
        libc::SYS_close,
        libc::SYS_fstat,
        libc::SYS_newfstatat,
        libc::SYS_statx,
        libc::SYS_fcntl,
        libc::SYS_mmap,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_mprotect,
        libc::SYS_madvise,
        libc::SYS_brk,
        libc::SYS_futex,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_nanosleep,
        libc::SYS_gettimeofday,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_tgkill,
        libc::SYS_ppoll,
        libc::SYS_getrlimit,
        libc::SYS_prlimit64,
        libc::SYS_getrusage,
        libc::SYS_sysinfo,
        libc::SYS_uname,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_restart_syscall,
    ];

    pub fn few_system_calls() -> bool {
        let Some([no_clone3, needed]) = &*FILTERS else { return false };
        seccompiler::apply_filter(no_clone3).and_then(|()| seccompiler::apply_filter(needed)).is_ok()
    }

    /// The two filters of [`few_system_calls`], in the order in which they are put on.
    static FILTERS: LazyLock<Option<[BpfProgram; 2]>> = LazyLock::new(|| {
        let arch = std::env::consts::ARCH.try_into().ok()?;
        let build = || -> Result<BpfProgram, seccompiler::BackendError> {
            let mut rules: BTreeMap<i64, Vec<SeccompRule>> = NEEDED.iter().map(|call| (*call, vec![])).collect();
            // A thread is allowed, a process is not. clone3 hides its flags in memory: see below.
            let thread = libc::CLONE_THREAD as u64;
            let condition = SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(thread), thread)?;
            rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![condition])?]);
            rules.insert(libc::SYS_clone3, vec![]);
            SeccompFilter::new(rules, SeccompAction::Errno(libc::EPERM as u32), SeccompAction::Allow, arch)?.try_into()
        };
        // The C library falls back from clone3 to clone on ENOSYS alone. Of two filters the stricter answer counts.
        let no_clone3 = || -> Result<BpfProgram, seccompiler::BackendError> {
            let rules = BTreeMap::from([(libc::SYS_clone3, vec![])]);
            SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS as u32), arch)?.try_into()
        };
        Some([no_clone3().ok()?, build().ok()?])
    });
}
