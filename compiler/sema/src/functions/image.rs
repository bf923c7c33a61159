use cloudc_base::value::Value;

use super::call::{Call, short};
use super::function::{Function, Param, Preset, Takes};
use super::images::{Public, images, near};
use crate::mistakes::bad_call;
use crate::program::Eval;

/// An image of machines, as a record: all is known but its id, which is asked for when the program is applied (D24).
pub(super) const FUNCTION: Function = Function {
    params: &[
        Param::new("name", Takes::Text),
        Param::new("arch", Takes::Text).or(Preset::Text("x86_64")),
        Param::new("gpu", Takes::Bool).or(Preset::Bool(false)),
    ],
    gives: "Image",
    run: |call| {
        arch(call)?;
        let name = call.text("name");
        if is_id(&name) {
            return Ok(own(call, Value::Text(name)));
        }
        if let Some(parameter) = name.strip_prefix("ssm:") {
            if !parameter.starts_with('/') {
                return call.refuse("name", format!("{} is no parameter: `ssm:/path`", short(&name)));
            }
            let id = call.lookup("image", Value::text(parameter));
            return Ok(own(call, id));
        }
        public(call, &name)
    },
};

/// An image of the table.
fn public(call: &mut Call<'_, '_>, name: &str) -> Eval {
    let named: Vec<&Public> = images().iter().filter(|image| image.name == name).collect();
    if named.is_empty() {
        return unknown(call, name);
    }
    let (arch, gpu) = (call.text("arch"), call.flag("gpu"));
    let Some(image) = named.iter().find(|image| *image.arch == *arch && image.gpu == gpu) else {
        let drivers = if gpu { " with drivers for GPUs" } else { "" };
        let param = if named.iter().any(|image| *image.arch == *arch) { "gpu" } else { "arch" };
        return call.refuse(param, format!("there is no image of `{name}` for {arch}{drivers}"));
    };
    let (os, version) = name.split_once('/').unwrap_or((name, ""));
    let id = call.lookup("image", Value::text(image.parameter));
    Ok(record(call, [Value::text(os), Value::text(version), Value::text(image.root), Value::text(image.user), id]))
}

fn unknown(call: &mut Call<'_, '_>, name: &str) -> Eval {
    let at = call.at("name");
    let finding = bad_call::value(at, format!("there is no public image {} here", short(name)));
    call.fail(match near(name) {
        Some(near) => finding.fix(format!("write `{near}`"), at, Value::text(near).to_string()),
        None => finding.help("an image of your own is its id, `ami-..`, or a parameter that holds it, `ssm:/path`"),
    })
}

/// An image of which nothing is known but how its id is found.
fn own(call: &Call<'_, '_>, id: Value) -> Value {
    record(call, [Value::Null, Value::Null, Value::Null, Value::Null, id])
}

fn record(call: &Call<'_, '_>, [os, version, root, user, id]: [Value; 5]) -> Value {
    let (arch, gpu) = (call.value("arch"), call.value("gpu"));
    Value::record([
        ("os", os),
        ("version", version),
        ("arch", arch),
        ("gpu", gpu),
        ("root", root),
        ("user", user),
        ("id", id),
    ])
}

/// Checks the architecture: in EC2's spelling.
fn arch(call: &mut Call<'_, '_>) -> Eval<()> {
    let arch = call.text("arch");
    let at = call.at("arch");
    let meant = match &*arch.to_ascii_lowercase() {
        "x86_64" | "arm64" if matches!(&*arch, "x86_64" | "arm64") => return Ok(()),
        "x86_64" | "amd64" | "x64" | "x86-64" | "x86" | "intel" | "amd" => Some("x86_64"),
        "arm64" | "aarch64" | "arm" | "graviton" => Some("arm64"),
        _ => None,
    };
    let finding = bad_call::value(at, format!("an architecture is `x86_64` or `arm64`, not {}", short(&arch)));
    call.fail(match meant {
        Some(meant) => finding.fix(format!("write `{meant}`"), at, Value::text(meant).to_string()),
        None => finding,
    })
}

/// Whether a text is the id of an image: `ami-` and 8 or 17 hexadecimal digits.
fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix("ami-").unwrap_or_default();
    matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}
