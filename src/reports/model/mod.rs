//! Words and pure rules of reports: whose numbers, which number, and of what time.

mod dimension;
mod metric;
mod period;
mod totals;
mod zone;

pub use dimension::{Dimension, Kind};
pub use metric::{Metric, Number};
pub use period::{DAY, GroupBy, Range, quarter_of};
pub use totals::{Elapsed, Timed, Totals};
pub use zone::Zone;
