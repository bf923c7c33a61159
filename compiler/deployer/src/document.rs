use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::names;
use crate::need::{Need, Phase};
use crate::statement::{Statement, statements};

/// How many characters IAM takes in a managed policy; blanks and line ends do not count.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub const LIMIT: usize = 6_144;

/// How many managed policies IAM attaches to a role, unless somebody asks for more.
pub const MOST: usize = 10;

/// What a policy needs around its statements: `{"Version":"2012-10-17","Statement":[]}`.
const AROUND: usize = 40;

/// The policies that allow what is needed in a phase, for each account of the program; its own is none.
///
/// Where there would be more than a role takes, what the program `app` names itself is not told apart any more: `shop-*`
/// stands for all of a kind.
pub fn documents(needs: &[Need], phase: Phase, app: Option<&str>) -> BTreeMap<Option<Arc<str>>, Vec<String>> {
    let mut accounts: BTreeMap<Option<Arc<str>>, Vec<&Need>> = BTreeMap::new();
    for need in needs.iter().filter(|need| need.phase == phase) {
        accounts.entry(need.account.clone()).or_default().push(need);
    }
    let written = |needs: Vec<&Need>| {
        let exact = packed(statements(needs.iter().copied()));
        match app.map(names::begin_of_all).filter(|_| exact.len() > MOST) {
            Some(begin) => {
                let coarse: Vec<Need> = needs.into_iter().map(|need| coarser(need, &begin)).collect();
                packed(statements(coarse.iter()))
            }
            None => exact,
        }
    };
    accounts.into_iter().map(|(account, needs)| (account, written(needs))).collect()
}

/// A need on everything of a kind whose name begins as all of the program do.
fn coarser(need: &Need, begin: &str) -> Need {
    let cut = [":", "/"].iter().find_map(|before| {
        let at = need.resource.find(&format!("{before}{begin}"))?;
        need.resource.get(..at + 1 + begin.len())
    });
    let cut = cut.filter(|_| need.resource.ends_with('*')).map(|cut| Arc::from(format!("{cut}*")));
    Need { resource: cut.unwrap_or_else(|| Arc::clone(&need.resource)), node: None, ..need.clone() }
}

/// Statements in as few documents as fit by taking each into the first with room.
fn packed(statements: Vec<Statement>) -> Vec<String> {
    let mut documents: Vec<(usize, Vec<serde_json::Value>)> = Vec::new();
    let mut work: Vec<Statement> = statements;
    work.reverse();
    while let Some(statement) = work.pop() {
        let written = statement.json();
        // With the comma behind it.
        let size = size(&written.to_string()) + 1;
        if size + AROUND > LIMIT
            && let Some([left, right]) = statement.halves()
        {
            work.extend([right, left]);
            continue;
        }
        match documents.iter_mut().find(|(taken, _)| taken + size <= LIMIT) {
            Some((taken, all)) => {
                *taken += size;
                all.push(written);
            }
            None => documents.push((AROUND + size, vec![written])),
        }
    }
    let text = |all: Vec<serde_json::Value>| format!("{:#}\n", json!({ "Version": "2012-10-17", "Statement": all }));
    documents.into_iter().map(|(_, all)| text(all)).collect()
}

/// The characters that count.
fn size(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::need::Condition;

    fn need(action: &str, resource: &str) -> Need {
        let (action, resource) = (action.into(), resource.into());
        Need { account: None, action, resource, condition: Condition::new(), phase: Phase::Apply, node: None }
    }

    #[test]
    fn documents_fit_and_lose_nothing() {
        let mut needs: Vec<Need> =
            (0..400).map(|at| need("s3:GetObject", &format!("arn:aws:s3:::a-long-name-of-a-bucket-{at}/*"))).collect();
        needs.extend((0..400).map(|at| need(&format!("s3:Action{at}WithALongName"), "arn:aws:s3:::one")));
        let all = documents(&needs, Phase::Apply, None).remove(&None).expect("there are some");
        assert!(all.len() > 5);
        let joined = all.concat();
        for document in &all {
            assert!(size(document) <= LIMIT, "{}", size(document));
        }
        for at in 0..400 {
            assert!(joined.contains(&format!("bucket-{at}/*\"")) && joined.contains(&format!("Action{at}With")));
        }
    }

    #[test]
    fn many_names_of_a_program_become_one() {
        let arn = |at: usize| format!("arn:aws:sqs:eu-west-1:1:my-shop-queue-{at}-x*");
        let needs: Vec<Need> = (0..4000).map(|at| need("sqs:CreateQueue", &arn(at))).collect();
        let exact = documents(&needs, Phase::Apply, None).remove(&None).expect("there are some");
        let coarse = documents(&needs, Phase::Apply, Some("my_shop")).remove(&None).expect("there are some");
        assert!(exact.len() > MOST && coarse.len() == 1);
        assert!(coarse.concat().contains("\"arn:aws:sqs:eu-west-1:1:my-shop-*\""));
    }

    #[test]
    fn what_another_covers_is_left_out() {
        let all = [
            need("a:B", "arn:aws:a:::x*"),
            need("a:B", "arn:aws:a:::xy"),
            need("a:B", "arn:aws:a:::xy*"),
            need("a:C", "arn:aws:a:::xy"),
        ];
        let found = statements(all.iter());
        let shown: Vec<String> = found.iter().map(|one| format!("{:?} {:?}", one.actions, one.resources)).collect();
        assert_eq!(shown, [r#"["a:B"] ["arn:aws:a:::x*"]"#, r#"["a:C"] ["arn:aws:a:::xy"]"#]);
    }
}
