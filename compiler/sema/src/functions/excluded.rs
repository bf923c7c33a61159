//! Which files of a folder an asset leaves out.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// What is never part of an asset: what other programs keep beside the files (D42). Names of files and folders.
const ALWAYS: &[&str] = &[
    // version control
    ".git",
    ".hg",
    ".svn",
    // caches
    "__pycache__",
    "*.pyc",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".cache",
    // editors and desktops
    ".idea",
    ".vscode",
    "*~",
    ".*.sw?",
    ".#*",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    // our own state
    ".cloudc",
];

/// How many patterns there may be, and how long each.
pub(super) const MAX_PATTERNS: usize = 1000;

/// Patterns of names and paths, as `.gitignore` has them.
#[derive(Debug)]
pub(super) struct Excluded {
    /// Patterns without `/`: of the name of a file or folder, wherever it stands.
    names: GlobSet,
    /// Patterns with `/`: of the path from the asset's folder.
    paths: GlobSet,
}

impl Excluded {
    /// The patterns of a program, and those that always hold.
    ///
    /// # Errors
    /// The number of a pattern that cannot be read.
    pub(super) fn new(patterns: &[String]) -> Result<Excluded, usize> {
        let (mut names, mut paths) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        let always = ALWAYS.iter().map(|pattern| (0, *pattern));
        for (index, pattern) in always.chain(patterns.iter().map(String::as_str).enumerate()) {
            let pattern = pattern.trim_end_matches('/');
            let rooted = pattern.contains('/');
            let bare = pattern.trim_start_matches('/');
            if bare.is_empty() || bare.starts_with('!') {
                return Err(index);
            }
            let glob = GlobBuilder::new(bare).literal_separator(true).build().map_err(|_| index)?;
            if rooted {
                paths.add(glob)
            } else {
                names.add(glob)
            };
        }
        let last = patterns.len().saturating_sub(1);
        Ok(Excluded { names: names.build().map_err(|_| last)?, paths: paths.build().map_err(|_| last)? })
    }

    /// Whether a file, by its path from the asset's folder, or a folder that holds it, is left out.
    pub(super) fn holds(&self, file: &str) -> bool {
        let ends = file.match_indices('/').map(|(end, _)| end).chain([file.len()]);
        file.split('/').any(|name| self.names.is_match(name))
            || ends.into_iter().any(|end| file.get(..end).is_some_and(|path| self.paths.is_match(path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excluded(patterns: &[&str]) -> Excluded {
        Excluded::new(&patterns.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn names_hold_everywhere_and_paths_from_the_folder() {
        let some = excluded(&["*.test.js", "fixtures", "/dist", "docs/*.md", "a/**/z"]);
        for out in ["x.test.js", "a/b.test.js", "fixtures/a", "a/fixtures/b/c", "dist/x", "docs/a.md", "a/b/c/z/d"] {
            assert!(some.holds(out), "{out}");
        }
        for kept in ["test.js", "a/dist/x", "a/docs/a.md", "docs/b/a.md", "fixture"] {
            assert!(!some.holds(kept), "{kept}");
        }
    }

    #[test]
    fn what_others_keep_there_is_left_out() {
        for out in [".git/HEAD", "a/__pycache__/b.pyc", ".a.swp", "a~", ".DS_Store"] {
            assert!(excluded(&[]).holds(out), "{out}");
        }
        assert!(!excluded(&[]).holds(".gitignore"));
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        let wrong = |pattern: &str| Excluded::new(&["a".to_owned(), pattern.to_owned()]).err();
        assert_eq!(["[", "!a", "/", ""].map(wrong), [Some(1); 4]);
    }
}
