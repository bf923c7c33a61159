//! The page of everything that is said of a policy shows a program, a policy of which it is said, and one of which it is not.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use cloudc_base::MemoryWorld;
use cloudc_deployer::{Asked, CODES, Phase, Policies, Way, judge};
use cloudc_graph::Graph;

#[test]
fn every_page_shows_its_finding() {
    for code in CODES {
        let blocks = code.page.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
        let blocks: Vec<(&str, &str)> = blocks.collect();
        let program =
            blocks.iter().find(|(info, _)| *info == "cld").map(|(_, text)| *text).expect("there is a program");
        let world = MemoryWorld::new().with("main.cld", program);
        let options = cloudc_sema::Options::default();
        let outcome = cloudc_sema::Program::compile(&world, "main.cld", &options).expect("it is there");
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        let (graph, _) = Graph::build(outcome.parts);
        let asked = Asked::of(&graph, Way::Direct);
        let said = |text: &str| {
            let mut policies = Policies::default();
            policies.add("policy.json", text).expect("it is a policy");
            judge(&asked, &policies, &Phase::RUNS).iter().filter(|finding| finding.code.id == code.id).count()
        };
        let (mut wrong, mut right) = (0, 0);
        for (info, text) in &blocks {
            match *info {
                "json error" => wrong += usize::from(said(text) > 0),
                "json" => right += usize::from(said(text) == 0),
                _ => {}
            }
        }
        assert_eq!((wrong, right), (1, 1), "{}", code.name);
    }
}
