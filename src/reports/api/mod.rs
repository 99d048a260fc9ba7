//! The endpoints of reports.

mod answers;
mod files;
mod live;
mod series;
mod tables;
#[cfg(test)]
mod tests;

pub use answers::{Groups, Series};

use crate::store::Store;

/// All of them.
pub type Apis = (series::ReportsApi, files::ReportFilesApi, tables::SummaryReportsApi, live::LiveReportsApi);

/// The endpoints on this store.
pub fn apis(store: &Store) -> Apis {
    let store = || store.clone();
    (
        series::ReportsApi { store: store() },
        files::ReportFilesApi { store: store() },
        tables::SummaryReportsApi { store: store() },
        live::LiveReportsApi { store: store() },
    )
}
