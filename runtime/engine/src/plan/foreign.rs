use cloudc_facts::{Replacement, facts};
use serde_json::Value as Json;

use super::decide::replaces_by_value;
use super::{Cause, Step, Totals, What, interrupts, leaving};
use crate::differences;

/// What another engine is about to do with a resource.
#[derive(Debug, Clone)]
pub struct Foreign<'f> {
    /// Its address, or what stands for it.
    pub address: String,
    /// Its type.
    pub ty: String,
    /// What is done.
    pub what: What,
    /// Whether for sure.
    pub sure: bool,
    /// What the cloud calls it, if it is there.
    pub identifier: Option<String>,
    /// Its properties as they were said before and are said now, as that engine writes them.
    pub properties: (&'f Json, &'f Json),
    /// Whether what is in it is kept when it goes.
    pub is_kept: bool,
}

impl Foreign<'_> {
    /// It as a step of a plan.
    pub fn step(self) -> Step {
        let causes = self.causes();
        let goes = matches!(self.what, What::Delete | What::Replace | What::ReplaceDeleteFirst);
        Step {
            interrupts: interrupts(&self.ty, self.what, &causes),
            loses_data: goes && !self.is_kept && leaving::loses_data(&self.ty),
            causes,
            address: self.address,
            ty: self.ty,
            what: self.what,
            because: Vec::new(),
            sure: self.sure,
            moved_from: None,
            identifier: self.identifier,
        }
    }

    fn causes(&self) -> Vec<Cause> {
        match self.what {
            What::Create => return vec![Cause::New],
            What::Delete => return vec![Cause::Undeclared],
            What::Forget => return vec![Cause::Retained],
            What::Update | What::Replace | What::ReplaceDeleteFirst | What::Move => {}
        }
        let ty = facts().resource_type(&self.ty);
        let schema = ty.as_ref().map(|ty| ty.schema());
        let replaces = |path: &str| ty.as_ref().is_some_and(|ty| ty.replacement(path) == Replacement::Always);
        let cause = |found: crate::Difference| Cause::Property {
            replaces: replaces(&found.place.steps().join("/"))
                || ty.as_ref().is_some_and(|ty| replaces_by_value(ty, &found)),
            place: found.place,
            before: found.before,
            after: found.after,
            sure: found.sure,
        };
        differences(self.properties.0, self.properties.1, schema.as_ref()).into_iter().map(cause).collect()
    }
}

impl Totals {
    /// How much steps do.
    pub fn of(steps: &[Step]) -> Totals {
        let mut totals = Totals::default();
        steps.iter().for_each(|step| totals.count(step));
        totals
    }
}
