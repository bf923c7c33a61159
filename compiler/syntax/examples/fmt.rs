//! probe
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        match cloudc_syntax::format(&text) {
            Ok(once) => {
                let twice = cloudc_syntax::format(&once).unwrap_or_else(|e| panic!("{path}: {e:?}\n{once}"));
                if once != twice { println!("NOT STABLE {path}"); std::fs::write("/tmp/a", &once).unwrap(); std::fs::write("/tmp/b", &twice).unwrap(); }
                let out = format!("/tmp/fmt/{}", path.rsplit('/').next().unwrap());
                std::fs::write(out, once).unwrap();
            }
            Err(f) => println!("{path}: {:?}", f.len()),
        }
    }
}
