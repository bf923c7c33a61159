use cloudc_base::value::Value;
use cloudc_graph::Node;

use crate::blame::blame;
use crate::context::{Context, Findings};
use crate::read::{Target, at, first, text};

crate::check::code!("E0568" "unfit-layer" Error "unfit_layer.md");

const LAYER: &str = "aws.lambda.LayerVersion";

/// Functions with a layer that is made for another runtime, or for processors of another kind.
pub(super) fn find(context: &Context<'_>, findings: &mut Findings) {
    for (_, node) in context.index.of_type("aws.lambda.Function") {
        let Some(runtime) = first(&node.properties, "Runtime").and_then(text) else { continue };
        let arch = first(&node.properties, "Architectures").map_or(Some("x86_64"), text);
        for layer in at(&node.properties, "Layers") {
            if let Some(message) = misfit(context, layer, runtime, arch) {
                findings.push(
                    blame(&CODE, node, "Layers", message)
                        .help("take a version of the layer that is made for this function"),
                );
            }
        }
    }
}

/// Why a layer does not go with a function.
fn misfit(context: &Context<'_>, layer: &Value, runtime: &str, arch: Option<&str>) -> Option<String> {
    match context.index.target(layer, &[LAYER]) {
        Target::Node(number) => {
            of_program(context.index.node(number).filter(|node| &*node.ty == LAYER)?, runtime, arch)
        }
        Target::Named(arn) => by_name(arn, runtime, arch),
        Target::Unknown => None,
    }
}

/// A layer of the program says what it is for.
fn of_program(layer: &Node, runtime: &str, arch: Option<&str>) -> Option<String> {
    let known = |path: &str| at(&layer.properties, path).into_iter().map(text).collect::<Option<Vec<&str>>>();
    let lacks = |known: &[&str], one: &str| !known.is_empty() && !known.contains(&one);
    let (runtimes, archs) = (known("CompatibleRuntimes")?, known("CompatibleArchitectures")?);
    if lacks(&runtimes, runtime) {
        return Some(format!(
            "`{}` is made for {}, and the function runs on {runtime}",
            layer.address,
            runtimes.join(" and ")
        ));
    }
    let arch = arch.filter(|arch| lacks(&archs, arch))?;
    Some(format!("`{}` is made for {}, and the function runs on {arch}", layer.address, archs.join(" and ")))
}

/// The name of a public layer often says what it is for: `AWSSDKPandas-Python312-Arm64`.
fn by_name(arn: &str, runtime: &str, arch: Option<&str>) -> Option<String> {
    let name = arn.split(":layer:").nth(1)?.split(':').next()?;
    let lower = name.to_ascii_lowercase();
    let language = ["python", "nodejs"].into_iter().find(|language| runtime.starts_with(language))?;
    let version: String = runtime.chars().filter(char::is_ascii_digit).collect();
    let named = versions(&lower, language);
    if !named.is_empty() && !named.contains(&version) {
        return Some(format!(
            "the layer `{name}` is named for {language} {}, and the function runs on {runtime}",
            named.join(" and ")
        ));
    }
    let other = match arch? {
        "x86_64" => ["arm64", "aarch64"],
        _ => ["x86_64", "amd64"],
    };
    let wrong = other
        .into_iter()
        .find(|other| lower.split(['-', '_', ':']).any(|word| word == *other) || lower.ends_with(other));
    wrong.filter(|_| !lower.contains(&arch.unwrap_or_default().replace("x86_64", "x86"))).map(|wrong| {
        format!("the layer `{name}` is named for {wrong}, and the function runs on {}", arch.unwrap_or_default())
    })
}

/// The versions of a language that a name names: `312` in `python312`, `38` in `python3.8`. A single digit says too little.
fn versions(name: &str, language: &str) -> Vec<String> {
    let ends = name.match_indices(language).map(|(at, _)| at + language.len());
    let numbers = ends.filter_map(|end| {
        let rest = name.get(end..)?.trim_start_matches(['-', '_']);
        let number: String = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '_'))
            .filter(char::is_ascii_digit)
            .collect();
        (number.len() >= 2).then_some(number)
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_layer_is_for() {
        let arn = |name: &str| format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:7");
        let wrong = |name: &str, runtime: &str, arch: &str| by_name(&arn(name), runtime, Some(arch)).is_some();
        assert!(wrong("AWSLambda-Python37-SciPy1x", "python3.8", "x86_64"));
        assert!(wrong("AWSSDKPandas-Python312-Arm64", "python3.12", "x86_64"));
        assert!(wrong("AWSLambdaPowertoolsPythonV3-python312-x86_64", "python3.12", "arm64"));
        assert!(!wrong("AWSSDKPandas-Python312-Arm64", "python3.12", "arm64"));
        assert!(!wrong("AWSLambdaPowertoolsPythonV3-python312-x86_64", "python3.12", "x86_64"));
        assert!(!wrong("AWSLambdaPowertoolsPythonV2", "python3.12", "x86_64"));
        assert!(!wrong("LambdaInsightsExtension", "python3.12", "x86_64"));
        assert!(wrong("LambdaInsightsExtension-Arm64", "nodejs22.x", "x86_64"));
        assert!(!wrong("DaskLayer2", "python3.12", "x86_64"));
    }
}
