use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::Broken;

/// Copies files of a folder into a new one, which holds nothing else.
///
/// # Errors
/// A file cannot be copied, or was changed since the program was read: its key would not be that of what is in it.
pub(super) fn copy(from: &Path, files: &[Arc<str>], to: &Path, since: SystemTime) -> Result<(), Broken> {
    for file in files {
        let (source, target) = (from.join(&**file), to.join(&**file));
        let copied = target.parent().map_or(Ok(()), std::fs::create_dir_all);
        let copied = copied.and_then(|()| std::fs::copy(&source, &target));
        copied.map_err(|error| Broken::of(format!("`{file}` cannot be copied: {error}")))?;
        let changed = std::fs::metadata(&source).and_then(|about| about.modified());
        if changed.is_ok_and(|changed| changed > since) {
            return Err(Broken::of(format!("`{file}` was changed since the program was read: run the command again")));
        }
    }
    Ok(())
}
