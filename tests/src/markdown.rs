//! Literate tests: headings name cases, fenced blocks hold a program and what is expected of it.

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What stands behind the opening fence.
    pub info: String,
    /// Its lines, each with its line end.
    pub text: String,
    /// The line (from 0) after the opening fence.
    pub line: usize,
}

/// A case: the blocks under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The headings that lead to it, joined by ` / `.
    pub name: String,
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// Why it is known not to hold yet: what stands behind `skip:` on a line under its heading.
    pub skip: Option<String>,
}

impl Case {
    fn new(headings: &[String]) -> Case {
        Case { name: headings.join(" / "), blocks: Vec::new(), skip: None }
    }

    /// Its first block with this info.
    pub fn block(&self, info: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.info == info)
    }
}

/// The cases of a page that have blocks.
pub fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    let mut block: Option<Block> = None;
    for (number, line) in page.lines().enumerate() {
        match (&mut block, line.strip_prefix("```")) {
            (Some(_), Some(_)) => {
                if let (Some(done), Some(case)) = (block.take(), cases.last_mut()) {
                    case.blocks.push(done);
                }
            }
            (Some(open), None) => open.text.extend([line, "\n"]),
            (None, Some(info)) => {
                block = Some(Block { info: info.trim().to_owned(), text: String::new(), line: number + 1 });
                if cases.is_empty() {
                    cases.push(Case::new(&headings));
                }
            }
            (None, None) if line.starts_with('#') => {
                let level = line.bytes().take_while(|&b| b == b'#').count();
                headings.truncate(level - 1);
                headings.push(line.trim_start_matches('#').trim().to_owned());
                cases.push(Case::new(&headings));
            }
            (None, None) => {
                if let (Some(reason), Some(case)) = (line.strip_prefix("skip:"), cases.last_mut()) {
                    case.skip = Some(reason.trim().to_owned());
                }
            }
        }
    }
    cases.retain(|case| !case.blocks.is_empty());
    cases
}

/// The page with the text of some blocks replaced, given by the line they begin at.
pub fn rewritten(page: &str, replacements: &[(usize, String)]) -> String {
    let mut out = String::new();
    let mut skipping = false;
    for (number, line) in page.lines().enumerate() {
        if let Some((_, text)) = replacements.iter().find(|(at, _)| *at == number) {
            out.push_str(text);
            skipping = true;
        }
        skipping &= !line.starts_with("```");
        if !skipping {
            out.extend([line, "\n"]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cases_and_blocks() {
        let page = "# A\n\n## b\n\nskip: c d\n\n```cld\nx\n```\n\n```findings\ny\n```\n";
        let cases = cases(page);
        assert_eq!(cases.len(), 1);
        assert_eq!((cases[0].name.as_str(), cases[0].blocks.len()), ("A / b", 2));
        assert_eq!(cases[0].skip.as_deref(), Some("c d"));
        assert_eq!(rewritten(page, &[(cases[0].blocks[1].line, "z\n".to_owned())]), page.replace("y\n", "z\n"));
    }
}
