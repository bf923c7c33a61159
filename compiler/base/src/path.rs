//! Paths of files below the program's root.

/// The path that a file names, relative to the program's root: `from` is the file that says it, `path` what it says.
///
/// `None` for what leaves the root, and for what is no path of the language: absolute, with `\`, or with a zero byte. The
/// root itself is the empty path.
pub fn beside(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = folder(from).split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What stands before the last `/` of a path; empty if there is none.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_that_says_them() {
        assert_eq!(beside("main.cld", "init.sh").as_deref(), Some("init.sh"));
        assert_eq!(beside("lib/a.cld", "../b//./c").as_deref(), Some("b/c"));
        assert_eq!(beside("lib/a.cld", "..").as_deref(), Some(""));
        for outside in ["../c", "a/../../c", "/etc/passwd", "a\\b", "a\0b"] {
            assert_eq!(beside("main.cld", outside), None, "{outside}");
        }
    }
}
