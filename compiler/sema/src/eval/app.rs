use std::sync::Arc;

use cloudc_base::Span;
use cloudc_base::value::{Entries, From, Later, Value};

use crate::hir::ItemKind;
use crate::mistakes::cycle;
use crate::program::{Eval, Program};

impl Program<'_> {
    /// `app` (D29): the fields of the root file's `app`, its name, and what only the cloud knows, later.
    pub(super) fn app(&mut self, span: Span) -> Eval {
        if self.needs.iter().any(|(name, _)| &**name == "app") {
            let finding = cycle::finding(span, "app", &self.needs);
            return self.fail(finding);
        }
        self.needs.push((Arc::from("app"), span));
        let value = self.app_fields(span);
        self.needs.pop();
        value
    }

    fn app_fields(&mut self, span: Span) -> Eval {
        let mut entries = Entries::new();
        if let Some(root) = self.root
            && let Some(items) = self.get(root).map(|frame| Arc::clone(&frame.block.items))
        {
            let app = items.iter().find_map(|item| match &item.kind {
                ItemKind::App { name, body } => Some((name, body)),
                _ => None,
            });
            if let Some((name, body)) = app {
                if let Value::Record(fields) = self.record(root, body)? {
                    entries = fields.entries();
                }
                entries.set("name", Value::Text(Arc::clone(&name.text)));
            }
        }
        for (field, missing) in [("region", From::App("region".into())), ("account", From::App("account".into()))] {
            if entries.get(field).is_none() {
                entries.set(field, Later::new(missing, span).value());
            }
        }
        if entries.get("tags").is_none() {
            entries.set("tags", Entries::new().seal());
        }
        Ok(entries.seal())
    }
}
