//! What fuzz targets share: programs as bytes, what must hold of any program, and changes that leave most of one whole.

pub mod change;
pub mod holds;
pub mod program;
pub mod random;
