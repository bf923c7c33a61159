use cloudc_base::Finding;

use super::Site;

super::code!("E0417" "homeless-chart" Error "homeless_chart.md");

/// A chart of the program's own folder, for an engine that takes charts from repositories only.
pub(crate) fn finding(site: &Site<'_>, chart: &str) -> Finding {
    site.finding(&CODE, format!("the chart `{chart}` is a folder of this program, which Argo CD cannot take it from"))
        .help("publish it in a repository and say `repo`; `--charts flux` takes it from the repository of Flux itself")
}
