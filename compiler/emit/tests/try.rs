#![allow(clippy::expect_used, clippy::panic, reason = "try")]
mod common;
#[test]
fn try_it() {
    let root = std::path::PathBuf::from(std::env::var("TRY").expect("TRY"));
    let world = common::Folder::open(root.parent().expect("x"));
    let name = root.file_name().expect("x").to_string_lossy().into_owned();
    let set: Vec<(String,String)> = std::env::var("SET").unwrap_or_default().split(';').filter_map(|one| one.split_once('=')).map(|(a,b)|(a.to_owned(),b.to_owned())).collect();
    let compiled = common::compile_with(&world, &name, set);
    println!("ERRORS {:#?}", compiled.errors());
    let options = cloudc_emit::Options { keep_params: std::env::var("KEEP").is_ok(), ..Default::default() };
    match compiled.emit(&world, "cloudformation", &options) {
        Ok(emitted) => {
            println!("{:#?}", common::messages(&emitted.findings, &compiled.sources, |_| true));
            let out = std::path::PathBuf::from("/tmp/try");
            let _ = std::fs::remove_dir_all(&out);
            for (path, bytes) in &emitted.files {
                let to = out.join(path);
                std::fs::create_dir_all(to.parent().expect("x")).expect("x");
                std::fs::write(to, bytes).expect("x");
                println!("{path} {}", bytes.len());
            }
        }
        Err(findings) => println!("{:#?}", common::messages(&findings, &compiled.sources, |_| true)),
    }
}
