//! The one doorway between the interpreter and the engine.
//!
//! [`enter`] releases the interpreter while the engine works, catches panics, and maps the engine's errors to
//! exceptions that keep their parts apart. A panic's message may quote payload, so only its place in the source is
//! ever shown.

use leaktap_engine::error::Error;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

create_exception!(sensor._engine, EngineError, PyException, "Root of what the engine raises.");
create_exception!(sensor._engine, ConfigError, EngineError, "The configuration document is wrong.");
create_exception!(
    sensor._engine,
    RuleError,
    EngineError,
    "A detector cannot be compiled. ``args = (detector_id, reason)``."
);
create_exception!(
    sensor._engine,
    SourceError,
    EngineError,
    "A capture cannot be read. ``args = (path, errno | None, reason)``."
);
create_exception!(sensor._engine, EngineBug, EngineError, "A fault of the engine itself.");

/// Where the latest panic of any thread happened: `src/x.rs:12`.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work` without the interpreter, so that other Python threads go on meanwhile.
pub fn enter<T: Send>(py: Python<'_>, work: impl FnOnce() -> leaktap_engine::error::Result<T> + Send) -> PyResult<T> {
    match py.detach(|| panic::catch_unwind(AssertUnwindSafe(work))) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(exception(error)),
        Err(_) => Err(bug()),
    }
}

/// The exception for an error of the engine.
pub fn exception(error: Error) -> PyErr {
    match error {
        Error::Config(reason) => ConfigError::new_err(reason),
        Error::Rule { rule, reason } => RuleError::new_err((rule, reason)),
        Error::Source { path, errno, reason } => SourceError::new_err((path, errno, reason)),
        other => EngineBug::new_err(other.to_string()),
    }
}

/// The exception for a panic that was caught.
pub fn bug() -> PyErr {
    let place = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone();
    EngineBug::new_err(format!("the engine failed at {}", place.as_deref().unwrap_or("an unknown place")))
}

/// Replaces the panic hook of this module's code by one that names the place and keeps the message, which may quote
/// payload, to itself.
pub fn quiet_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        if let Some(place) = &place {
            eprintln!("leaktap: engine fault at {place}");
        }
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}
