//! `Idempotency-Key`: a POST that is sent again under the same key takes effect once, and is answered as the first time.
//!
//! What is promised, and how. Each write of a request that names a key writes the key's row in its own transaction. So there is no
//! moment at which the effect is stored and the row is not:
//!
//! - no row: nothing happened; the request is worked on, in a task of its own, to its end, also when its caller goes away;
//! - a row without an answer, and the request is going on: 409, ask again soon;
//! - a row without an answer, and nobody works on it: the process ended between the effect and the answer. 409: it may have
//!   taken effect (of several writes perhaps only the first), and is not done twice behind anybody's back;
//! - a row with an answer: the answer again, for the same request; 422 for another one under the same key.
//!
//! Only successes are kept: what was refused wrote nothing, and may be tried again under its key. A key belongs to who sent it, and
//! lasts a day. May touch `idempotency_keys`; reads the channels of inboxes.

mod fingerprint;
mod layer;
mod place;
mod sql;
mod tap;

pub use layer::Idempotency;
pub use sql::{forget_answers, sweep};
