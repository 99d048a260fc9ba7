//! Who gets in where: one row for each operation of the document, and a walk through all of them with everybody who must not.

mod doors;
mod foreign;
mod inside;
mod table;
mod worlds;
