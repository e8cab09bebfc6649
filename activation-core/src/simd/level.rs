//! Which instruction set is in use: the best one this machine has, or the one that
//! `ACTIVATION_LEVEL` asks for.

use std::sync::OnceLock;

use fearless_simd::Level;

/// The environment variable that [`level`] reads, once.
const VARIABLE: &str = "ACTIVATION_LEVEL";

/// The level in use: the best one this machine has, unless the environment variable
/// `ACTIVATION_LEVEL` names another: `sse2`, `avx2`, `avx512`, `neon`, `wasm` or
/// `scalar`. The variable is read at the first call.
///
/// # Panics
/// When the variable names no level, or one that this machine has not: a run that was meant to
/// test a level must not silently test another.
#[inline]
pub fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(choose)
}

#[cold]
fn choose() -> Level {
    match std::env::var_os(VARIABLE) {
        Some(name) => level_named(&name.to_string_lossy())
            .unwrap_or_else(|message| panic!("{VARIABLE}: {message}")),
        None => available_levels()[0],
    }
}

/// The level of this name, as [`level_name`] gives it, upper or lower case.
///
/// # Errors
/// When there is no such level, or this machine has not got it; the message lists the levels
/// it has.
pub fn level_named(name: &str) -> Result<Level, String> {
    let available = available_levels();
    let wanted = name.trim().to_ascii_lowercase();
    available
        .iter()
        .copied()
        .find(|level| level_name(*level) == wanted)
        .ok_or_else(|| {
            let names: Vec<_> = available.iter().map(|level| level_name(*level)).collect();
            format!(
                "no level `{name}` on this machine, which has {}",
                names.join(", ")
            )
        })
}

/// The levels this machine has, the best one first.
///
/// SSE4.2 is not among them: next to SSE2 it saves an instruction in a select, and costs every
/// kernel another copy.
pub fn available_levels() -> Vec<Level> {
    let best = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let lower = [
        best.as_avx512().map(Level::Avx512),
        best.as_avx2().map(Level::Avx2),
        best.as_sse2().map(Level::Sse2),
    ];
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let lower = [Some(best)];
    lower.into_iter().flatten().collect()
}

/// The name of a level: `avx2`, say.
pub fn level_name(level: Level) -> &'static str {
    match level {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx512(_) => "avx512",
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx2(_) => "avx2",
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Sse2(_) => "sse2",
        #[cfg(target_arch = "aarch64")]
        Level::Neon(_) => "neon",
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        Level::WasmSimd128(_) => "wasm",
        _ => "scalar",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for level in available_levels() {
            let name = level_name(level);
            assert_eq!(level_name(level_named(name).unwrap()), name);
        }
        let message = level_named("avx3").unwrap_err();
        assert!(message.starts_with("no level `avx3` on this machine, which has "));
        assert!(available_levels().len() == 1 || message.ends_with("sse2"));
    }
}
