fn main() {
    let mut bad = 0;
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = cloudc_syntax::File::parse(&text);
        assert_eq!(file.text(), text, "{path}");
        let mut got: Vec<(usize, String)> = file.findings(cloudc_base::FileId::ROOT).iter().map(|f| {
            (text[..f.primary.span.start as usize].matches('\n').count() + 1, format!("{} {}", f.code.name, f.message))
        }).collect();
        got.sort();
        let expected = std::path::Path::new(&path).with_extension("expected");
        if let Ok(e) = std::fs::read_to_string(expected) {
            let want: Vec<usize> = e.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())).map(|l| l.split(':').next().unwrap().parse().unwrap()).collect();
            let mut want = want; want.sort();
            let lines: Vec<usize> = got.iter().map(|g| g.0).collect();
            if lines == want && !got.iter().any(|g| g.1.starts_with("unexpected")) { continue }
            bad += 1;
            println!("== {path}{}", if lines == want { " (only unexpected)" } else { "" });
            for l in e.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())) { let n: usize = l.split(':').next().unwrap().parse().unwrap(); println!("  want {l}\n         |{}", text.lines().nth(n-1).unwrap_or("")); }
            for g in got { println!("  got  {}: {}", g.0, g.1); }
        } else if !got.is_empty() { bad += 1; println!("== {path}"); for g in got { println!("  {}: {}", g.0, g.1); } }
    }
    println!("{bad} bad");
}
