//! The web toolkit; knows no domain.
