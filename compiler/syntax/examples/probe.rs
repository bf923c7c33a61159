//! Scratch.
use cloudc_syntax::{File, Kind, Node};
fn declared(file: &File) -> Vec<String> {
    let mut names = Vec::new();
    for item in file.items() {
        for node in item.tree.nodes() {
            if matches!(node.kind(), Kind::Item | Kind::Error | Kind::Unread | Kind::Access | Kind::Step) { continue }
            for c in node.children() {
                if matches!(c.kind(), Kind::Name | Kind::Str) { names.push(c.text().trim_matches('"').to_owned()); }
                if matches!(node.kind(), Kind::Scale | Kind::Patch) && c.kind() == Kind::Target { names.push(c.text().to_owned()); }
            }
        }
    }
    names
}
fn show(n: Node<'_>, d: usize) { println!("{}{:?} {:?}", " ".repeat(d), n.kind(), n.text().chars().take(60).collect::<String>()); for c in n.children() { show(c, d + 1) } }
fn main() {
    let mut bad = 0;
    for path in std::env::args().skip(1) {
        if path == "-" { 
            let mut t = String::new(); std::io::Read::read_to_string(&mut std::io::stdin(), &mut t).unwrap();
            let f = File::parse(&t); assert_eq!(f.text(), t);
            for i in f.items() { show(i.tree.root(), 0) }
            for f in f.findings(cloudc_base::FileId::ROOT) { println!("{} {} {:?} | {:?} | {:?}", t[..f.primary.span.start as usize].matches('\n').count() + 1, f.code.name, f.message, f.help, f.fix.map(|x|x.edits.iter().map(|e| (t[e.span.range()].to_owned(), e.text.clone())).collect::<Vec<_>>())); }
            return;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let file = File::parse(&text);
        assert_eq!(file.text(), text, "{path}");
        let mut got: Vec<(usize, String)> = file.findings(cloudc_base::FileId::ROOT).iter().map(|f| {
            (text[..f.primary.span.start as usize].matches('\n').count() + 1, format!("{} {} | {:?} {:?}", f.code.name, f.message, f.help, f.fix.as_ref().map(|x|&x.title)))
        }).collect();
        got.sort();
        let expected = std::path::Path::new(&path).with_extension("expected");
        if let Ok(e) = std::fs::read_to_string(expected) {
            let mut want: Vec<usize> = e.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())).map(|l| l.split(':').next().unwrap().parse().unwrap()).collect();
            want.sort();
            let intact = e.lines().find_map(|l| l.strip_prefix("intact:")).unwrap_or("");
            let names = declared(&file);
            let lost: Vec<&str> = intact.split(',').map(str::trim).filter(|n| !n.is_empty() && !names.iter().any(|m| m == n)).collect();
            let lines: Vec<usize> = got.iter().map(|g| g.0).collect();
            if lines == want && lost.is_empty() && !got.iter().any(|g| g.1.starts_with("unexpected")) { if std::env::var("ALL").is_err() { continue } }
            bad += 1;
            println!("== {path}{}{}", if lines == want { " (lines ok)" } else { "" }, if lost.is_empty() { String::new() } else { format!(" LOST {lost:?}") });
            for l in e.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())) { let n: usize = l.split(':').next().unwrap().parse().unwrap(); println!("  want {l}\n         |{}", text.lines().nth(n-1).unwrap_or("")); }
            for g in got { println!("  got  {}: {}", g.0, g.1); }
        } else if !got.is_empty() { bad += 1; println!("== {path}"); for g in got { println!("  {}: {}", g.0, g.1); } }
    }
    println!("{bad} bad");
}
