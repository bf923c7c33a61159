//! Colours and fonts. Each name of a class, with what holds on light and what changes on dark.

/// The class, its style, and what is different for who prefers dark.
const CLASSES: &[(&str, &str, &str)] = &[
    (
        "text",
        "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;font-size:11px;fill:#1f2937",
        "fill:#e5e7eb",
    ),
    (".name", "font-size:13px;font-weight:600", ""),
    (".what", "fill:#4b5563", "fill:#9ca3af"),
    (".paper", "fill:#ffffff", "fill:#0f172a"),
    (".instance", "fill:#ffffff;stroke:#475569", "fill:#1e293b;stroke:#94a3b8"),
    (".resource", "fill:#f8fafc;stroke:#94a3b8", "fill:#182233;stroke:#64748b"),
    (".outside", "fill:#fef3c7;stroke:#b45309", "fill:#3b2a0a;stroke:#f59e0b"),
    (".group", "fill:#f1f5f9;stroke:#64748b;stroke-dasharray:6 4", "fill:#131d31;stroke:#94a3b8"),
    (".network", "fill:#eff6ff;stroke:#2563eb", "fill:#0c1f3f;stroke:#60a5fa"),
    (".subnets", "fill:#dbeafe;stroke:#60a5fa;stroke-dasharray:3 3", "fill:#12305e;stroke:#3b82f6"),
    (".cluster", "fill:#f0fdf4;stroke:#15803d", "fill:#0a2416;stroke:#4ade80"),
    (".wire", "fill:none;stroke:#334155;stroke-width:1.4", "stroke:#cbd5e1"),
    (".never", "stroke:#dc2626;stroke-dasharray:6 4", "stroke:#f87171"),
    (".need", "stroke:#94a3b8;stroke-width:1", "stroke:#64748b"),
    (".tip", "fill:#334155", "fill:#cbd5e1"),
    (".tip-never", "fill:#dc2626", "fill:#f87171"),
    (".tip-need", "fill:#94a3b8", "fill:#64748b"),
    (".says", "fill:#334155", "fill:#cbd5e1"),
    (".says-never", "fill:#b91c1c;font-weight:600", "fill:#fca5a5"),
];

/// The style sheet; what it says holds in this picture only, wherever that is put.
pub(super) fn sheet() -> String {
    let rule = |class: &str, style: &str| format!(".cloudc-graph {class}{{{style}}}");
    let light: String = CLASSES.iter().map(|(class, light, _)| rule(class, light)).collect();
    let changed = CLASSES.iter().filter(|(_, _, dark)| !dark.is_empty());
    let dark: String = changed.map(|(class, _, dark)| rule(class, dark)).collect();
    format!("{light}@media(prefers-color-scheme:dark){{{dark}}}")
}
