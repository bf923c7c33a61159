//! What must hold of any program, whatever it says.

use cloudc_compiler::graph::Graph;
use cloudc_compiler::{Checked, Compiled, Options, Severity, compile, evaluate, format};

use crate::program::world;

/// Compiles a program and looks at everything that came of it.
///
/// # Panics
/// Something that must hold does not.
pub fn check(files: &[(String, String)]) {
    let options = Options::default();
    let world = world(files);
    let compiled = compile(&world, "main.cld", &options).expect("the root file is there");
    findings(&compiled.checked);
    graph(&compiled);
    let text = files.first().map_or("", |(_, text)| text.as_str());
    // What is dear is done for some programs: which, their text decides.
    match text.len() % 8 {
        0 => same(&compiled, &compile(&world, "main.cld", &options).expect("the root file is there")),
        1 => formatted(files, &compiled),
        2 => drop(evaluate(&world, "main.cld", "[for x in [self, app, given] => x]", &options)),
        _ => {}
    }
}

/// Findings stand on text, in order, and say something.
fn findings(checked: &Checked) {
    let spans = |finding: &cloudc_compiler::Finding| {
        let labels = std::iter::once(&finding.primary).chain(&finding.secondary).map(|label| label.span);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        labels.chain(edits).collect::<Vec<_>>()
    };
    for finding in &checked.findings {
        assert!(!finding.message.is_empty() && !finding.message.contains('\n'), "{:?} is one line", finding.message);
        for span in spans(finding) {
            let source = checked.sources.get(span.file).expect("a finding stands in a file");
            assert!(source.text().get(span.range()).is_some(), "{:?} stands on characters", finding.message);
        }
    }
    let ordered = checked.findings.is_sorted_by_key(|finding| finding.primary.span);
    assert!(ordered, "findings are in the order of the text");
}

/// The graph is whole, and has an order if nothing is said against it.
fn graph(compiled: &Compiled) {
    let graph = &compiled.graph;
    let mut places = vec![usize::MAX; graph.nodes().len()];
    for (place, &number) in graph.order().iter().enumerate() {
        places[number] = place;
    }
    assert!(places.iter().all(|&place| place < places.len()), "every node has a place");
    let sound = compiled.checked.findings.iter().all(|finding| finding.code.severity != Severity::Error);
    for edge in graph.edges() {
        assert!(!sound || places[edge.to] < places[edge.from], "what is needed comes first");
    }
}

/// The same program gives the same.
fn same(one: &Compiled, other: &Compiled) {
    assert_eq!(one.checked.findings, other.checked.findings);
    assert_eq!(nodes(&one.graph), nodes(&other.graph));
}

/// Laying the text out does not change what it means.
fn formatted(files: &[(String, String)], compiled: &Compiled) {
    let laid = |(path, text): &(String, String)| match path.ends_with(".cld") {
        true => format(text).ok().map(|text| (path.clone(), text)),
        false => Some((path.clone(), text.clone())),
    };
    let Some(files) = files.iter().map(laid).collect::<Option<Vec<_>>>() else { return };
    let again = compile(&world(&files), "main.cld", &Options::default()).expect("the root file is there");
    let codes = |checked: &Checked| {
        let mut codes: Vec<&str> = checked.findings.iter().map(|finding| finding.code.id).collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(codes(&compiled.checked), codes(&again.checked), "the layout is no part of the meaning");
    assert_eq!(nodes(&compiled.graph), nodes(&again.graph), "the layout is no part of the meaning");
}

/// The nodes of a graph, without where they stand in the text.
fn nodes(graph: &Graph) -> Vec<String> {
    graph.nodes().iter().map(|node| format!("{}: {} {}", node.address, node.ty, node.properties)).collect()
}
