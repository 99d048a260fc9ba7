//! What is kept for a time only, and contacts of whom nothing is kept.

mod erasure;
mod rules;
