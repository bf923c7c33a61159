//! stub
use crate::File;
/// Why a text is not formatted.
#[derive(Debug)]
pub struct Refused;
/// Formats
pub fn format(_file: &File) -> Result<String, Refused> { Err(Refused) }
