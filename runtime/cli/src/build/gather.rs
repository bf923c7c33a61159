use std::path::{Path, PathBuf};

use cloudc_compiler::emit::Archive;

use super::Broken;

/// The most files that an archive gets, and the most bytes: as of folders that are uploaded as they are.
const MAX_FILES: usize = 100_000;
const MAX_BYTES: u64 = 1 << 30;
/// How deep folders may stand in one another: links can make circles.
const MAX_DEPTH: usize = 64;

/// What a command left in a folder of the copy, as an archive: sorted, with fixed times and modes. Links are followed, within
/// the copy.
///
/// # Errors
/// There is nothing, or something that cannot be uploaded.
pub(super) fn archive(copy: &Path, output: &str) -> Result<Vec<u8>, Broken> {
    let copy = copy.canonicalize().map_err(|error| Broken::of(format!("its copy is gone: {error}")))?;
    let folder = copy.join(output).canonicalize().ok().filter(|folder| folder.is_dir() && folder.starts_with(&copy));
    let folder = folder.ok_or_else(|| Broken::of(format!("the command left no folder `{output}`")))?;
    let mut files = Vec::new();
    walk(&copy, (&folder, ""), 0, &mut files)?;
    if files.is_empty() {
        return Err(Broken::of("the command left no file"));
    }
    files.sort();
    let (mut archive, mut left) = (Archive::new(), MAX_BYTES);
    for (name, path) in files {
        let wrong = |why: String| Broken::of(format!("`{name}`, which the command left, cannot be packed: {why}"));
        let bytes = std::fs::read(&path).map_err(|error| wrong(error.to_string()))?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| Broken::of("the command left more than 1 GiB"))?;
        archive.add(&name, &bytes).map_err(wrong)?;
    }
    archive.end().map_err(Broken::of)
}

/// All files below a folder, with their names from where it began.
fn walk(
    copy: &Path,
    (folder, before): (&Path, &str),
    depth: usize,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Broken> {
    let wrong = |error: std::io::Error| Broken::of(format!("what the command left cannot be read: {error}"));
    if depth > MAX_DEPTH {
        return Err(Broken::of(format!("the command left folders that stand more than {MAX_DEPTH} deep")));
    }
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let Some(name) = entry.file_name().to_str().map(|name| format!("{before}{name}")) else {
            return Err(Broken::of("the command left a file whose name is no text"));
        };
        let left = |what: &str| Broken::of(format!("`{name}`, which the command left, is a link {what}"));
        let path = entry.path().canonicalize().map_err(|_| left("to nothing"))?;
        if !path.starts_with(copy) {
            return Err(left("out of its folder"));
        }
        if path.is_dir() {
            walk(copy, (&path, &format!("{name}/")), depth + 1, files)?;
        } else if path.is_file() {
            files.push((name, path));
        }
        if files.len() > MAX_FILES {
            return Err(Broken::of(format!("the command left more than {MAX_FILES} files")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let made = |names: &[&str]| {
            let folder = tempfile::tempdir().unwrap();
            for name in names {
                let path = folder.path().join("dist").join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, name).unwrap();
            }
            archive(folder.path(), "dist").unwrap()
        };
        assert_eq!(made(&["b", "a/c", "a/b"]), made(&["a/b", "a/c", "b"]));
        assert_ne!(made(&["a"]), made(&["b"]));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_from_outside_is_packed() {
        let folder = tempfile::tempdir().unwrap();
        let said = |output: &str| archive(folder.path(), output).map(|_| ()).unwrap_err().why;
        let link = |to: &str| {
            let _old = std::fs::remove_file(folder.path().join("x"));
            std::os::unix::fs::symlink(to, folder.path().join("x")).unwrap();
        };
        assert_eq!(
            (said(""), said("dist")),
            ("the command left no file".into(), "the command left no folder `dist`".into())
        );
        link("/bin/sh");
        assert_eq!(said(""), "`x`, which the command left, is a link out of its folder");
        link("/bin");
        assert_eq!(said("x"), "the command left no folder `x`");
        link("nothing");
        assert_eq!(said(""), "`x`, which the command left, is a link to nothing");
        link(".");
        assert_eq!(said(""), "the command left folders that stand more than 64 deep");
    }
}
